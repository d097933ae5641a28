import { useTranslation } from 'react-i18next'
import { Link } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { Failed, Loading } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import { type Import, ImportPage } from '../schema.ts'
import { ImportTag } from './import-tag.tsx'
import { useHere } from './register.ts'

/** What was imported before, and what waits to be gone on with. */
export function ImportList() {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const pages = usePages<Import>(`${shape.path}/imports?limit=20`, ImportPage, { everySeconds: 10 })
  if (pages.error) return <Failed error={pages.error} again={pages.again} />
  if (pages.isPending) return <Loading rows={3} />
  return (
    <section className="import-past">
      <h2>{t('imports.past')}</h2>
      {pages.rows.length === 0 && <p className="quiet">{t('imports.nonePast')}</p>}
      <ul>
        {pages.rows.map((one) => (
          <PastImport key={one.id} one={one} />
        ))}
      </ul>
      {pages.hasMore && (
        <button type="button" className="btn" data-size="small" onClick={pages.more}>
          {t('history.more')}
        </button>
      )}
    </section>
  )
}

function PastImport({ one }: { one: Import }) {
  const { t } = useTranslation('registers')
  const { base } = useHere()
  const { done, found, state } = one
  const wasRun = state === 'done' || state === 'running' || done.inserted + done.updated > 0
  const counts = wasRun
    ? { insert: done.inserted, update: done.updated, faulty: Math.max(found.faulty, done.refused) }
    : { insert: found.insert, update: found.update, faulty: found.faulty }
  return (
    <li className="import-line">
      <Link to={`${base}/imports/${one.id}`} className="ledger-title">
        {one.filename}
      </Link>
      <ImportTag state={state} />
      <span className="quiet numbers import-counts">{t(wasRun ? 'imports.didLine' : 'imports.wouldLine', counts)}</span>
      <span className="quiet">
        {one.by.name} · <Time at={one.createdAt} />
      </span>
    </li>
  )
}
