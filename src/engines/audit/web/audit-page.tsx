import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { dayAfter, fromWall } from '#kit/district-time.ts'
import { DetailPane, Facts, Section } from '#kit/detail-pane.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { RefLink } from '#kit/ref-link.tsx'
import { SplitView } from '#kit/split-view.tsx'
import { Empty } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Entry } from '../schema.ts'
import { AuditQuestion } from './audit-question.tsx'
import './audit.css'

export const entriesPath = '/api/audit/entries'

const startOf = (day: string | undefined) => day && fromWall(day).toISOString()
const endOf = (day: string | undefined) => day && fromWall(dayAfter(day)).toISOString()

/** Who did what to what, when and why. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const [{ actor, action, ref, from, to, all }] = useAddress()
  const [open, setOpen] = useState<Entry>()
  const query = usePages<Entry>(
    withQuery(entriesPath, { actor, action, ref, from: startOf(from), to: endOf(to), people: all ? undefined : 'true' }),
  )
  return (
    <div className="audit">
      <AuditQuestion />
      <SplitView
        list={
          <DataList
            id="audit"
            title={{ zh: '审计日志', en: 'Audit' }}
            columns={columns}
            query={query}
            keyOf={(entry) => entry.id}
            onOpen={setOpen}
            openKey={open?.id}
            empty={
              <Empty icon="scroll" title={t('none')}>
                {t('noneHint')}
              </Empty>
            }
          />
        }
        detail={open && <EntryPane entry={open} close={() => setOpen(undefined)} />}
      />
    </div>
  )
}

const columns: Column<Entry>[] = [
  {
    id: 'at',
    title: { zh: '时间', en: 'When' },
    width: '9.5rem',
    card: 'meta',
    cell: (entry) => <Time at={entry.at} style="short" />,
  },
  {
    id: 'actor',
    title: { zh: '操作人', en: 'Who' },
    width: 'minmax(7rem, 1fr)',
    cell: (entry) => entry.actor.name || entry.actor.kind,
  },
  {
    id: 'action',
    title: { zh: '操作', en: 'Action' },
    width: 'minmax(11rem, 1.5fr)',
    card: 'title',
    cell: (entry) => <Act entry={entry} />,
  },
  {
    id: 'ref',
    title: { zh: '对象', en: 'About' },
    width: 'minmax(10rem, 1.5fr)',
    cell: (entry) => (entry.ref ? <RefLink to={entry.ref}>{entry.ref}</RefLink> : '–'),
  },
  { id: 'why', title: { zh: '原因', en: 'Why' }, width: 'minmax(8rem, 1fr)', cell: (entry) => entry.why ?? '' },
  {
    id: 'origin',
    title: { zh: '来源', en: 'By way of' },
    width: 'minmax(10rem, 1fr)',
    hidden: true,
    cell: (entry) => entry.origin,
  },
  { id: 'address', title: { zh: '网络地址', en: 'Address' }, width: '9rem', hidden: true, cell: (entry) => entry.address ?? '' },
]

function Act({ entry }: { entry: Entry }) {
  const text = useText()
  return <span title={entry.action}>{text(entry.title) || entry.action}</span>
}

function EntryPane({ entry, close }: { entry: Entry; close: () => void }) {
  const { t } = useTranslation('audit')
  return (
    <DetailPane title={<Act entry={entry} />} number={entry.id} onClose={close}>
      <Facts
        items={[
          [t('action'), entry.action],
          [t('at'), <Time key="at" at={entry.at} style="exact" />],
          [t('actor'), `${entry.actor.name} (${entry.actor.kind})`],
          [t('about'), entry.ref && <RefLink to={entry.ref}>{entry.ref}</RefLink>],
          [t('why'), entry.why],
          [t('origin'), entry.origin],
          [t('address'), entry.address],
          [t('request'), entry.request],
          [t('block'), entry.block ?? t('unsealed')],
        ]}
      />
      <Values title={t('before')} value={entry.before} />
      <Values title={t('after')} value={entry.after} />
    </DetailPane>
  )
}

function Values({ title, value }: { title: string; value: unknown }) {
  if (value === null || value === undefined) return null
  return (
    <Section title={title}>
      <pre className="audit-values">{JSON.stringify(value, null, 2)}</pre>
    </Section>
  )
}
