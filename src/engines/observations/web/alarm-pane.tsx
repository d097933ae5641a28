import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '#kit/chart/chart.tsx'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { pathOf } from '#kit/ref-link.tsx'
import { useMay } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useLanguage, useText } from '#kit/text.ts'
import { shortTime, Time } from '#kit/time.tsx'
import { Timeline, type TimelineEntry } from '#kit/timeline.tsx'
import { AlarmWithEvidence } from '../schema.ts'
import { FiledCases } from './filed-cases.tsx'
import { NoteDialog } from './note-dialog.tsx'
import { ShelveDialog } from './shelve-dialog.tsx'
import { alarmsPath, useAlarmActions } from './use-alarms.tsx'
import { AlarmStatusTag, isUsable, SeverityTag, numberShown, unitShown, useFlagTitle } from './words.tsx'

/** One alarm: what, where, how bad, the readings that prove it, and what was done about it. */
export function AlarmPane({ id, onClose }: { id: string; onClose?: () => void }) {
  const query = useApi(`${alarmsPath}/${id}`, AlarmWithEvidence)
  return <Loaded query={query}>{(alarm) => <AlarmInside key={alarm.id} alarm={alarm} {...(onClose && { onClose })} />}</Loaded>
}

function AlarmInside({ alarm, onClose }: { alarm: AlarmWithEvidence; onClose?: () => void }) {
  const text = useText()
  const [dialog, setDialog] = useState<'shelve' | 'note' | null>(null)
  const close = () => setDialog(null)
  return (
    <DetailPane
      title={text(alarm.title)}
      number={alarm.station.name}
      status={
        <>
          <SeverityTag severity={alarm.severity} />
          <AlarmStatusTag status={alarm.status} />
        </>
      }
      actions={useActions(alarm, setDialog)}
      {...(onClose && { onClose })}
    >
      <AlarmFacts alarm={alarm} />
      <FiledCases of={alarm.ref} />
      <Evidence alarm={alarm} />
      <History alarm={alarm} />
      {dialog === 'shelve' && <ShelveDialog alarm={alarm} close={close} />}
      {dialog === 'note' && <NoteDialog alarm={alarm} close={close} />}
    </DetailPane>
  )
}

function useActions(alarm: AlarmWithEvidence, open: (dialog: 'shelve' | 'note') => void): PaneAction[] {
  const { t } = useTranslation('observations')
  const { acknowledge, unshelve } = useAlarmActions()
  const may = useMay('observations.acknowledge')
  if (!may || alarm.status === 'cleared') return []
  const first: PaneAction[] = alarm.acknowledged
    ? []
    : [
        { key: 'acknowledge', title: t('alarm.acknowledge'), icon: 'check', primary: true, run: () => acknowledge(alarm) },
        { key: 'note', title: t('alarm.acknowledgeNoted'), icon: 'message', rare: true, run: () => open('note') },
      ]
  const silence: PaneAction =
    alarm.status === 'shelved'
      ? { key: 'unshelve', title: t('alarm.unshelve'), icon: 'play', run: () => unshelve(alarm) }
      : { key: 'shelve', title: t('alarm.shelve'), icon: 'pause', run: () => open('shelve') }
  return [...first, silence]
}

function Amount({ value, unit }: { value: number; unit: string | null }) {
  return (
    <strong className="numbers">
      {numberShown(value)}
      {unitShown(unit) && <small>{unitShown(unit)}</small>}
    </strong>
  )
}

function AlarmFacts({ alarm }: { alarm: AlarmWithEvidence }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const unit = alarm.datastream.unit
  const late = Math.floor((Date.parse(alarm.recordedAt) - Date.parse(alarm.raisedAt)) / 60_000)
  const station = pathOf(alarm.station.ref)
  return (
    <section className="pane-section">
      <div className="alarm-figures">
        <div data-tone="alarm">
          <Amount value={alarm.value} unit={unit} />
          <span>{t('alarm.value')}</span>
        </div>
        <div>
          <Amount value={alarm.threshold} unit={unit} />
          <span>{t(alarm.direction === 'above' ? 'alarm.upper' : 'alarm.lower')}</span>
        </div>
        <div>
          <Amount value={alarm.peak} unit={unit} />
          <span>{t('alarm.peak')}</span>
        </div>
      </div>
      <Facts
        items={[
          [t('alarm.station'), station ? <Link to={station}>{alarm.station.name}</Link> : alarm.station.name],
          [t('alarm.factor'), text(alarm.datastream.name)],
          [t('alarm.kind'), t(`kindFull.${alarm.kind}`)],
          [t('alarm.raisedAt'), <Time key="at" at={alarm.raisedAt} style="exact" />],
          [
            t('alarm.recordedAt'),
            late >= 2 ? t('alarm.delay', { count: late }) : <Time key="at" at={alarm.recordedAt} style="exact" />,
          ],
        ]}
      />
    </section>
  )
}

/** What was not usable is no point, and where readings are missing the line is broken. */
function honestPoints(evidence: AlarmWithEvidence['evidence']): [string, number | null][] {
  const times = evidence.map(({ at }) => Date.parse(at))
  const steps = times
    .slice(1)
    .map((time, index) => time - (times[index] as number))
    .sort((a, b) => a - b)
  const usual = steps[Math.floor(steps.length / 2)] ?? 0
  return evidence.flatMap(({ at, value, flag }, index) => {
    const before = times[index - 1]
    const isGap = before !== undefined && (times[index] as number) - before > 2.5 * usual
    const point: [string, number | null] = [at, isUsable(flag) ? value : null]
    return isGap ? [[new Date(before + usual).toISOString(), null], point] : [point]
  })
}

function Evidence({ alarm }: { alarm: AlarmWithEvidence }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const flag = useFlagTitle()
  const odd = [...new Set(alarm.evidence.filter((reading) => reading.flag !== 'N').map((reading) => reading.flag))]
  return (
    <Section title={t('alarm.evidence')}>
      <Chart
        title={`${text(alarm.datastream.name)} · ${t(`kindFull.${alarm.kind}`)}`}
        kind="line"
        x="time"
        unit={unitShown(alarm.datastream.unit)}
        height="200px"
        series={[{ name: text(alarm.datastream.name), points: honestPoints(alarm.evidence) }]}
        limits={[{ value: alarm.threshold, title: t('alarm.threshold'), tone: 'alarm' }]}
      />
      {odd.length > 0 && (
        <p className="quiet">
          {t('station.flag')}: {odd.map((code) => `${flag(code)} (${code})`).join(' · ')}
        </p>
      )}
    </Section>
  )
}

function History({ alarm }: { alarm: AlarmWithEvidence }) {
  const { t } = useTranslation('observations')
  const language = useLanguage()
  const entries: (TimelineEntry | false)[] = [
    alarm.clearedAt !== null && {
      id: 'cleared',
      at: alarm.clearedAt,
      title: alarm.clearedWhy === 'rule-removed' ? t('alarm.clearedRule') : t('alarm.clearedRecovered'),
      tone: 'done',
      icon: 'circle-check',
    },
    alarm.shelved !== null && {
      id: 'shelved',
      at: alarm.shelved.at,
      title: t('alarm.shelvedUntil', { at: shortTime(alarm.shelved.until, language) }),
      who: alarm.shelved.name,
      body: alarm.shelved.note,
      icon: 'pause',
    },
    alarm.acknowledged !== null && {
      id: 'acknowledged',
      at: alarm.acknowledged.at,
      title: t('status.acknowledged'),
      who: alarm.acknowledged.name,
      body: alarm.acknowledged.note,
      tone: 'active',
      icon: 'badge',
    },
    alarm.escalation > 0 && {
      id: 'escalated',
      title: t('alarm.escalated', { count: alarm.escalation }),
      tone: 'warning',
      icon: 'bell',
    },
    {
      id: 'raised',
      at: alarm.raisedAt,
      title: t('alarm.raised', { direction: t(`alarm.${alarm.direction}`) }),
      tone: 'alarm',
      icon: 'alarm',
    },
  ]
  return (
    <Section title={t('alarm.history')}>
      <Timeline label={t('alarm.history')} entries={entries.filter((entry): entry is TimelineEntry => entry !== false)} />
    </Section>
  )
}
