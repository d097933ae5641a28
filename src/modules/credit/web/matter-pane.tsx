import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { DetailPane, Section } from '#kit/detail-pane.tsx'
import { Icon } from '#kit/icon.tsx'
import { ProcessDiagram } from '#kit/process/process-diagram.tsx'
import type { ProcessStep } from '#kit/process/process-step.ts'
import { useApi } from '#kit/query.ts'
import { RefLink } from '#kit/ref-link.tsx'
import { Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Timeline } from '#kit/timeline.tsx'
import type { ObjectionView, RepairView } from '../schema.ts'
import { DecideDialog } from './decide-dialog.tsx'
import { RecordCard } from './record-card.tsx'
import './credit.css'

type View = ObjectionView | RepairView

/** One objection or application: what is said, the record, what I may answer, how far it is. */
export function MatterPane({ kind, id, close }: { kind: 'objection' | 'repair'; id: string; close: () => void }) {
  const query = useApi<View>(`/api/credit/${kind}s/${id}`)
  return <Loaded query={query}>{(view) => <Pane view={view} kind={kind} close={close} />}</Loaded>
}

const danger = new Set(['refuse', 'remove'])

function Pane({ view, kind, close }: { view: View; kind: 'objection' | 'repair'; close: () => void }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const [answering, setAnswering] = useState<string | null>(null)
  return (
    <>
      <DetailPane
        title={view.subject.name}
        number={view.number}
        status={<StatusTag tone={view.endedAt ? 'neutral' : 'active'}>{text(view.stateTitle)}</StatusTag>}
        clock={
          view.waits?.clock && <StatusTag tone={view.waits.overdue ? 'alarm' : 'neutral'}>{text(view.waits.clock)}</StatusTag>
        }
        actions={(view.task?.outcomes ?? []).map(({ id, title }, at) => ({
          key: id,
          title: text(title),
          primary: at === 0,
          danger: danger.has(id),
          run: () => setAnswering(id),
        }))}
        onClose={close}
      >
        <Section title={t('work.subject')}>
          <RefLink to={`credit.subjects:${view.subject.id}`}>{view.subject.name}</RefLink>{' '}
          <span className="quiet numbers">{view.subject.code}</span>
          {view.waits && !view.task && (
            <p className="quiet">
              {text(view.department)} · {t('work.waiting', { step: text(view.waits.title) })}
            </p>
          )}
        </Section>
        <Section title={t('work.record')}>
          {view.record && (
            <ul className="credit-list">
              <RecordCard record={view.record} />
            </ul>
          )}
        </Section>
        {'reason' in view ? <Said view={view} /> : <Asked view={view} />}
        {view.files.length > 0 && (
          <Section title={t('work.materials')}>
            {view.files.map((file) => (
              <a key={file.id} href={file.url} target="_blank" rel="noreferrer">
                {file.name}
              </a>
            ))}
          </Section>
        )}
        {view.answer && <Section title={t('work.answered')}>{view.answer}</Section>}
        {view.process && <Process process={view.process} />}
      </DetailPane>
      {answering && <DecideDialog view={view} kind={kind} outcome={answering} close={() => setAnswering(null)} />}
    </>
  )
}

function Said({ view }: { view: ObjectionView }) {
  const { t } = useTranslation('credit')
  return (
    <Section title={t(`work.wants.${view.wants}`)}>
      <p>{view.reason}</p>
    </Section>
  )
}

function Asked({ view }: { view: RepairView }) {
  const { t } = useTranslation('credit')
  const text = useText()
  return (
    <>
      <Section title={t('work.statement')}>
        <p>{view.statement}</p>
      </Section>
      <Section title={t('work.conditions')}>
        <ul className="credit-conditions">
          {view.conditions.map((condition) => (
            <li key={condition.id}>
              <Icon
                name={condition.met ? 'circle-check' : 'circle-dot'}
                label={t(condition.met ? 'repair.met' : 'repair.open')}
              />
              {text(condition.title)}
              {condition.from && <small className="quiet">{t('repair.from', { day: condition.from })}</small>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('work.commitment')}>
        <p className="credit-promise">{view.commitment}</p>
      </Section>
    </>
  )
}

type Instance = NonNullable<View['process']>

function Process({ process }: { process: Instance }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const { data } = useQuery<string, ApiError>({
    queryKey: [process.definition.href, 'xml'],
    queryFn: () => api.get<string>(process.definition.href),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const titles = new Map(process.tasks.map((task) => [task.step, text(task.stepTitle)]))
  const stepOf = (state: ProcessStep['state']) => (id: string) => ({ id, title: titles.get(id) ?? id, state })
  const steps = [
    ...process.passed.filter((id) => !process.current.includes(id)).map(stepOf('done')),
    ...process.current.map(stepOf('current')),
  ]
  return (
    <Section title={t('work.process')}>
      {typeof data === 'string' && <ProcessDiagram label={t('work.process')} bpmn={data} steps={steps} />}
      <Timeline
        label={t('work.timeline')}
        entries={process.history
          .filter(({ what }) => what === 'started' || what === 'task-completed')
          .map((entry) => ({
            id: entry.id,
            at: entry.at,
            title: entry.elementTitle ? `${text(entry.elementTitle)} · ${text(entry.outcomeTitle)}` : text(process.title),
            who: entry.actorName,
            body: entry.comment,
          }))}
      />
    </Section>
  )
}
