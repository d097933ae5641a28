import { useTranslation } from 'react-i18next'
import { Link, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { type Text, useText } from '#kit/text.ts'
import type { PublicPage as Shape } from '../schema.ts'
import { Folded } from './folded.tsx'
import { RecordCard } from './record-card.tsx'
import './credit.css'

/** One enterprise as anyone may see it. */
export function PublicPage() {
  const { code = '' } = usePathParams()
  const { t } = useTranslation('credit')
  const query = useApi<Shape>(`/api/credit/public/${encodeURIComponent(code)}`)
  return (
    <div className="portal-width portal-page credit-page">
      <Link className="btn" data-kind="plain" data-size="small" to="/credit">
        {t('query.back')}
      </Link>
      <Loaded query={query}>{(page) => <Body page={page} />}</Loaded>
    </div>
  )
}

function Body({ page: { subject, records, lists } }: { page: Shape }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const adverse = records.filter(({ degree }) => degree !== null)
  const other = records.filter(({ degree }) => degree === null)
  return (
    <>
      <h1>{subject.name}</h1>
      <p className="quiet numbers">
        {subject.code}
        {subject.industry && ` · ${subject.industry}`}
        {subject.registeredOn && ` · ${t('query.since', { day: subject.registeredOn })}`}
      </p>
      {lists.map((list) => (
        <p key={list.title.zh}>
          <StatusTag tone="alarm">{t('own.listed', { list: text(list.title), day: list.until })}</StatusTag>{' '}
          <small className="quiet">{list.basis}</small>
        </p>
      ))}
      {records.length === 0 && (
        <Empty icon="shield-check" title={t('record.none')}>
          {t('record.noneHint')}
        </Empty>
      )}
      {adverse.length > 0 && <h2>{t('record.adverse')}</h2>}
      <ul className="credit-list">
        {adverse.map((record) => (
          <RecordCard key={record.id} record={record} />
        ))}
      </ul>
      {other.length > 0 && <h2>{t('record.other')}</h2>}
      <Folded items={other}>{(record) => <RecordCard key={record.id} record={record} />}</Folded>
      {subject.code && <Registration code={subject.code} />}
      <p>
        <Link to="/my/credit">{t('query.mine')}</Link>
      </p>
    </>
  )
}

interface Registered {
  fields: { id: string; title: Text; says: Text; observedOn: string }[]
}

/** What everybody may know of the enterprise from the registry of legal entities; nothing stands here when it does not know the code. */
function Registration({ code }: { code: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const { data } = useApi<Registered>(`/api/registry/public/enterprises/${code}`)
  if (!data?.fields.length) return null
  return (
    <section className="stack">
      <h2>{t('query.registered')}</h2>
      <dl className="credit-registered">
        {data.fields.map(({ id, title, says, observedOn }) => (
          <div key={id}>
            <dt>{text(title)}</dt>
            <dd>
              {text(says)} <small className="quiet numbers">{t('query.asOf', { day: observedOn })}</small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
