import { useTranslation } from 'react-i18next'
import { useApi, usePages } from '#kit/query.ts'
import { Empty, Failed, Loaded, Loading } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { MatterMark, QueryView } from '../schema.ts'
import './credit.css'

const won = new Set(['granted', 'corrected', 'removed'])

export function MyMatters({ subject }: { subject: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const query = useApi<{ items: MatterMark[] }>(`/api/credit/subjects/${subject}/matters`)
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('own.mattersNone')} />
        ) : (
          <ul className="credit-list">
            {items.map((matter) => (
              <li key={matter.id} className="credit-card">
                <span className="credit-top">
                  <strong className="grow">{matter.record?.title ?? matter.number}</strong>
                  <StatusTag tone={won.has(matter.state) ? 'done' : matter.endedAt ? 'neutral' : 'active'}>
                    {text(matter.stateTitle)}
                  </StatusTag>
                </span>
                <small className="quiet">
                  {t(matter.kind === 'repair' ? 'own.repair' : 'own.object')} · {matter.number} · {text(matter.department)} ·{' '}
                  <Time at={matter.askedAt} style="short" />
                </small>
                {matter.answer && (
                  <span>
                    {t('own.answer')}：{matter.answer}
                  </span>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

/** Who looked, refused ones too. */
export function MyQueries({ subject }: { subject: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const query = usePages<QueryView>(`/api/credit/subjects/${subject}/queries`)
  if (query.isPending) return <Loading />
  if (query.error) return <Failed error={query.error} again={query.again} />
  if (query.rows.length === 0) return <Empty title={t('own.queriesNone')}>{t('own.queriesHint')}</Empty>
  return (
    <>
      <p className="quiet">{t('own.queriesHint')}</p>
      <ul className="credit-list">
        {query.rows.map((row) => (
          <li key={row.id} className="credit-card" data-tone={row.answered ? undefined : 'warning'}>
            <span className="credit-top">
              <strong className="grow">{row.organisation ? text(row.organisation) : row.who}</strong>
              <small className="quiet">{t(`own.kinds.${row.kind}`)}</small>
            </span>
            <span>{row.purpose}</span>
            <small className="quiet">
              <Time at={row.at} style="short" /> · {row.answered ? t('own.gave', { count: row.records }) : t('own.refusedQuery')}
            </small>
          </li>
        ))}
      </ul>
      {query.hasMore && (
        <button type="button" className="btn" onClick={query.more}>
          …
        </button>
      )}
    </>
  )
}
