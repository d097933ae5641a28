import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { Link, useAddress } from '../../kit/navigate.tsx'
import { Empty, Loaded } from '../../kit/states.tsx'
import { useText } from '../../kit/text.ts'
import { useMenu } from '../menu.ts'
import { useSearch } from '../search.ts'
import { SearchBox } from './home-page.tsx'

export function SearchPage() {
  const { t } = useTranslation('web')
  const text = useText()
  const [{ q = '' }] = useAddress()
  const query = useSearch(q, 'portal')
  const services = useMenu('portal').filter(
    (page) =>
      q && [page.title.zh, page.title.en, page.menu.hint?.zh].some((words) => words?.toLowerCase().includes(q.toLowerCase())),
  )
  return (
    <div className="portal-width portal-page">
      <h1>{t('portal.searchTitle')}</h1>
      <SearchBox key={q} initial={q} />
      {services.length > 0 && (
        <ul className="results">
          {services.map((page) => (
            <li key={page.path}>
              <Link to={page.path}>
                <Icon name={page.menu.icon} /> {text(page.title)}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {q && (
        <Loaded query={query}>
          {(hits) =>
            hits.length === 0 && services.length === 0 ? (
              <Empty icon="search" title={t('search.nothing', { q })}>
                {t('search.nothingHint')}
              </Empty>
            ) : (
              <ul className="results">
                {hits.map((hit) => (
                  <li key={hit.ref}>
                    {hit.path ? <Link to={hit.path}>{text(hit.title)}</Link> : <strong>{text(hit.title)}</strong>}
                    {hit.snippet && <p className="quiet">{text(hit.snippet)}</p>}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </div>
  )
}
