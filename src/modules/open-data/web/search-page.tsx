import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, useAddress } from '#kit/navigate.tsx'
import { usePages } from '#kit/query.ts'
import { Empty, Failed, Loading } from '#kit/states.tsx'
import type { DatasetLine, DatasetPage } from '../schema.ts'
import { DataNav, DataSearch } from './data-nav.tsx'
import { DatasetCard } from './dataset-card.tsx'
import { useVocabulary } from './use-vocabulary.ts'

const facets = [
  ['groups', 'theme'],
  ['organization', 'publisher'],
  ['res_format', 'format'],
  ['tags', 'tag'],
  ['publisher_kind', 'kind'],
  ['license_id', 'licence'],
] as const
const names = facets.map(([, name]) => name)
const sorts = ['relevance', 'newest', 'used', 'quality', 'title'] as const

/** Results with what they can be narrowed by; every choice stands in the address. */
export function SearchPage() {
  const { t } = useTranslation('open-data')
  const [address, change] = useAddress()
  const chosen = Object.fromEntries(['q', 'sort', ...names].map((name) => [name, address[name]]))
  const query = usePages<DatasetLine>(withQuery('/api/open-data/datasets', chosen))
  const first = query.first as DatasetPage | undefined
  return (
    <div className="stack">
      <DataNav />
      <h1>{t('search.title')}</h1>
      <DataSearch key={address['q']} value={address['q'] ?? ''} />
      <Chosen address={address} change={change} />
      {query.error ? (
        <Failed error={query.error} again={query.again} />
      ) : (
        <div className="data-results">
          <Narrow facets={first?.facets ?? {}} address={address} change={change} />
          <section aria-label={t('search.results')}>
            <p className="data-head">
              <span role="status">{first ? t('search.found', { count: first.total }) : ' '}</span>
              <label className="quiet">
                {t('search.sort')}{' '}
                <select
                  className="input data-sort"
                  value={address['sort'] ?? (address['q'] ? 'relevance' : 'newest')}
                  onChange={(event) => change({ sort: event.target.value })}
                >
                  {sorts.map((sort) => (
                    <option key={sort} value={sort}>
                      {t(`sorts.${sort}`)}
                    </option>
                  ))}
                </select>
              </label>
            </p>
            {query.isPending ? <Loading rows={8} /> : <Found rows={query.rows} />}
            {query.hasMore && (
              <button type="button" className="btn" onClick={query.more}>
                {t('search.more')}
              </button>
            )}
          </section>
        </div>
      )}
    </div>
  )
}

function Found({ rows }: { rows: readonly DatasetLine[] }) {
  const { t } = useTranslation('open-data')
  if (rows.length === 0)
    return (
      <Empty
        icon="search"
        title={t('search.none')}
        action={
          <Link className="btn" data-kind="primary" to="/data/requests">
            {t('search.ask')}
          </Link>
        }
      >
        {t('search.noneHint')}
      </Empty>
    )
  return (
    <div className="data-list">
      {rows.map((dataset) => (
        <DatasetCard key={dataset.id} dataset={dataset} level={2} />
      ))}
    </div>
  )
}

type Change = (change: Record<string, string | null>) => void

function useFacetName() {
  const { t } = useTranslation('open-data')
  const { theme, licence } = useVocabulary()
  return (name: string, value: string, title?: string | null) => {
    if (name === 'theme') return theme(value)
    if (name === 'licence') return licence(value)
    return name === 'kind' ? t(`kinds.${value}`) : (title ?? value)
  }
}

function Chosen({ address, change }: { address: Record<string, string>; change: Change }) {
  const { t } = useTranslation('open-data')
  const nameOf = useFacetName()
  const chosen = names.filter((name) => address[name])
  if (chosen.length === 0) return null
  return (
    <p className="row-wrap data-chosen">
      {chosen.map((name) => (
        <button key={name} type="button" className="btn" data-size="small" onClick={() => change({ [name]: null })}>
          {t(`facets.${name}`)}：{nameOf(name, address[name] as string)}
          <Icon name="close" label={t('search.remove')} />
        </button>
      ))}
    </p>
  )
}

function Narrow({
  facets: counted,
  address,
  change,
}: {
  facets: DatasetPage['facets']
  address: Record<string, string>
  change: Change
}) {
  const { t } = useTranslation('open-data')
  const nameOf = useFacetName()
  return (
    <details className="data-narrow" open={globalThis.matchMedia?.('(min-width: 801px)').matches ?? true}>
      <summary>
        <Icon name="list-filter" /> {t('search.narrow')}
      </summary>
      {facets.map(([field, name]) => {
        const items = (counted[field] ?? []).slice(0, 10)
        if (items.length === 0) return null
        return (
          <fieldset key={field}>
            <legend>{t(`facets.${name}`)}</legend>
            {items.map(({ value, title, count }) => (
              <button
                key={value}
                type="button"
                aria-pressed={address[name] === value}
                onClick={() => change({ [name]: address[name] === value ? null : value })}
              >
                <span>{nameOf(name, value, title)}</span>
                <span className="quiet">{count}</span>
              </button>
            ))}
          </fieldset>
        )
      })}
    </details>
  )
}
