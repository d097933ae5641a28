import { Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { DetailPane, Facts, type PaneAction, Section } from '#kit/detail-pane.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Tone } from '#kit/tokens.ts'
import { type Exchange, ExchangeDetail, type ExchangeRun, type Refusal } from '../schema.ts'
import { faultTitles } from '../words.ts'
import { PaceDialog, useRhythm, WhyDialog } from './exchange-dialogs.tsx'
import { exchangesPath, number, useRefusal } from './look.tsx'

const tones: Record<Exchange['state'], Tone> = { active: 'done', paused: 'neutral', quarantined: 'alarm' }
export function StateTag({ state }: { state: Exchange['state'] }) {
  const { t } = useTranslation('catalog')
  return (
    <StatusTag tone={tones[state]} {...(state === 'paused' && { icon: 'pause' as const })} solid={state === 'quarantined'}>
      {t(`exchange.state.${state}`)}
    </StatusTag>
  )
}

export function ExchangePane({ id, close }: { id: string; close: () => void }) {
  const [quick, setQuick] = useState(false)
  const query = useApi(`${exchangesPath}/${id}`, ExchangeDetail, { everySeconds: quick ? 1 : 5 })
  const isRunning = Boolean(query.data?.isRunning)
  if (isRunning !== quick) setQuick(isRunning)
  return <Loaded query={query}>{(exchange) => <Whole exchange={exchange} close={close} />}</Loaded>
}

function Whole({ exchange, close }: { exchange: ExchangeDetail; close: () => void }) {
  const { t } = useTranslation('catalog')
  const refused = useRefusal()
  const [act, setAct] = useState<'resume' | 'pause' | 'pace'>()
  const run = useSend(() => api.post(`${exchangesPath}/${exchange.id}/run`), { refresh: [exchangesPath] })
  const runNow: PaneAction = {
    key: 'run',
    title: exchange.attempts > 0 ? t('exchange.again') : t('exchange.run'),
    primary: true,
    icon: 'play',
    run: () => run.mutateAsync(undefined).catch(refused),
  }
  const actions: PaneAction[] = !exchange.may.run
    ? []
    : exchange.state === 'active'
      ? [
          ...(exchange.isRunning ? [] : [runNow]),
          { key: 'pace', title: t('exchange.change'), icon: 'edit', run: () => setAct('pace') },
          { key: 'pause', title: t('exchange.pause'), icon: 'pause', run: () => setAct('pause') },
        ]
      : [
          { key: 'resume', title: t('exchange.resume'), primary: true, icon: 'play', run: () => setAct('resume') },
          { key: 'pace', title: t('exchange.change'), icon: 'edit', run: () => setAct('pace') },
        ]
  const running = exchange.isRunning ? exchange.runs.find(({ state }) => state === 'running') : undefined
  return (
    <DetailPane title={exchange.title} status={<StateTag state={exchange.state} />} actions={actions} onClose={close}>
      {running && <Underway run={running} />}
      {exchange.reason && !running && <Trouble exchange={exchange} />}
      <ExchangeFacts exchange={exchange} />
      <Section title={t('exchange.runs')}>
        {exchange.runs.length === 0 ? (
          <p className="quiet">{t('exchange.noRuns')}</p>
        ) : (
          exchange.runs.map((entry, at) => <RunLog key={entry.id} run={entry} open={at === 0 && entry.refused.length > 0} />)
        )}
      </Section>
      {(act === 'resume' || act === 'pause') && <WhyDialog id={exchange.id} act={act} close={() => setAct(undefined)} />}
      {act === 'pace' && <PaceDialog exchange={exchange} close={() => setAct(undefined)} />}
    </DetailPane>
  )
}

/** How far a run is; without a total of the partner only how much has come. */
function Underway({ run }: { run: ExchangeRun }) {
  const { t } = useTranslation('catalog')
  const share = run.expected ? Math.min(99, Math.floor((run.rows / run.expected) * 100)) : null
  return (
    <section className="trial" aria-live="polite">
      <p>
        {run.expected
          ? t('exchange.underwayOf', { rows: number(run.rows), expected: number(run.expected) })
          : t('exchange.underway', { rows: number(run.rows) })}
      </p>
      {share !== null && <Progress percent={share} status="active" />}
    </section>
  )
}

function Trouble({ exchange }: { exchange: ExchangeDetail }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  return (
    <div className="catalog-basis" role="note">
      <strong>{exchange.reason && text(faultTitles[exchange.reason])}</strong> {exchange.detail}
      <br />
      {exchange.state === 'quarantined' ? t('exchange.quarantinedHint') : t('exchange.againAt', { count: exchange.attempts })}
      {exchange.state === 'active' && <Time at={exchange.nextAt} style="short" />}
    </div>
  )
}

function ExchangeFacts({ exchange }: { exchange: ExchangeDetail }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const rhythm = useRhythm()
  return (
    <Facts
      items={[
        [t('exchange.way'), t(exchange.database ? 'exchange.database' : `exchange.${exchange.direction}`)],
        [
          t('exchange.url'),
          exchange.database ? (
            <Link key="d" to={`/work/data-databases/${exchange.database}`}>
              {exchange.host} · {exchange.table}
            </Link>
          ) : (
            <code key="url">{exchange.url}</code>
          ),
        ],
        [
          t('fact.resource'),
          <Link key="r" to={`/work/catalog/${exchange.resource.id}`}>
            {text(exchange.resource.name)}
          </Link>,
        ],
        [
          t('exchange.share'),
          exchange.share && (
            <Link key="s" to={`/work/data-shares/${exchange.share}`}>
              {t('application.share')}
            </Link>
          ),
        ],
        [t('exchange.owner'), text(exchange.ownerName)],
        [t('exchange.rhythm'), rhythm(exchange.everyMinutes)],
        [
          t('exchange.next'),
          exchange.state === 'active' && !exchange.isRunning && <Time key="next" at={exchange.nextAt} style="short" />,
        ],
        [t('exchange.keys'), exchange.keyColumns.join('、')],
        [t('exchange.changedBy'), exchange.cursorColumn],
        [t('exchange.wholeAt'), exchange.wholeAt && <Time key="whole" at={exchange.wholeAt} style="short" />],
      ]}
    />
  )
}

const runTones: Record<ExchangeRun['state'], Tone> = { running: 'active', done: 'done', failed: 'warning', quarantined: 'alarm' }

/** One run: what went over, what it changed, which rows were refused, and batch by batch whether both sides reckoned the same. */
function RunLog({ run, open }: { run: ExchangeRun; open: boolean }) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const changed = [
    run.added > 0 && t('exchange.added', { count: number(run.added) }),
    run.changed > 0 && t('exchange.changed', { count: number(run.changed) }),
    run.removed > 0 && t('exchange.removed', { count: number(run.removed) }),
  ].filter(Boolean)
  return (
    <details className="run-log" open={open}>
      <summary className="row-wrap">
        <StatusTag tone={runTones[run.state]}>{t(`exchange.runState.${run.state}`)}</StatusTag>
        <Time at={run.startedAt} style="short" />
        <span className="quiet">{t('exchange.summary', { rows: number(run.rows), batches: run.batches })}</span>
        <span>{changed.join(' · ')}</span>
        {run.reason && <span>{text(faultTitles[run.reason]) || run.reason}</span>}
      </summary>
      {run.detail && <p>{run.detail}</p>}
      {run.refused.length > 0 && <Refused refused={run.refused} />}
      <ol>
        {run.log.map((batch) => (
          <li key={batch.number}>
            {t('exchange.batch', { number: batch.number, rows: batch.rows })} <code>SM3 {batch.digest.slice(0, 12)}…</code>{' '}
            {batch.theirs === batch.digest ? t('exchange.agrees') : t('exchange.differs')}
          </li>
        ))}
      </ol>
    </details>
  )
}

/** The rows that kept their batch out; nothing of it stands here. */
function Refused({ refused }: { refused: readonly Refusal[] }) {
  const { t } = useTranslation('catalog')
  return (
    <>
      <p>{t('exchange.refused', { count: new Set(refused.map(({ line }) => line)).size })}</p>
      <div className="rows-scroll" tabIndex={0} role="region" aria-label={t('exchange.refusedRows')}>
        <table className="rows-table">
          <thead>
            <tr>
              {(['line', 'key', 'item', 'why', 'value'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`exchange.refusal.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {refused.map((row, at) => (
              <tr key={at}>
                <td data-end>{row.line}</td>
                <td>{row.key}</td>
                <td>{row.item}</td>
                <td>{t(`exchange.code.${row.code}`)}</td>
                <td>{row.value ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
