import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { Link, usePath } from '../../kit/navigate.tsx'
import { usePreference } from '../../kit/preferences.ts'
import { useApi } from '../../kit/query.ts'
import { Count } from '../../kit/status-tag.tsx'
import { useText } from '../../kit/text.ts'
import { Brand } from '../brand.tsx'
import { byGroup, type MenuPage, useGroupTitle, useMenu } from '../menu.ts'
import { useInboxTotal } from './inbox.ts'

/** Left: my inbox over all rooms, then the rooms I may use, then the other two front ends. */
export function Rail() {
  const { t } = useTranslation('web')
  const groupTitle = useGroupTitle('work')
  const menu = useMenu('work')
  const counts = useInboxTotal()
  const [narrow, setNarrow] = usePreference('rail.narrow', false)
  return (
    <nav className="rail" data-narrow={narrow || undefined} aria-label={t('shell.menu')}>
      <div className="rail-top">
        <Brand to="/work" suffix={t('shell.workbench')} />
      </div>
      <ul>
        <Entry
          to="/work"
          icon="inbox"
          title={t('inbox.title')}
          count={counts?.open}
          tone={counts?.late ? 'alarm' : 'active'}
          exact
        />
      </ul>
      {byGroup(menu).map(([group, pages]) => (
        <section key={group}>
          <h2>{groupTitle(group)}</h2>
          <ul>
            {pages.map((page) =>
              page.menu.count ? (
                <CountedEntry key={page.path} page={page} path={page.menu.count} />
              ) : (
                <PageEntry key={page.path} page={page} />
              ),
            )}
          </ul>
        </section>
      ))}
      <ul className="rail-end">
        <Entry to="/command" icon="map-pinned" title={t('shell.command')} />
        <Entry to="/" icon="house" title={t('shell.portal')} exact />
        <li>
          <button
            type="button"
            className="rail-entry"
            aria-expanded={!narrow}
            onClick={() => setNarrow(!narrow)}
            title={t('shell.menu')}
          >
            <Icon name={narrow ? 'chevron-right' : 'chevron-left'} size={18} />
            <span>{t('shell.fold')}</span>
          </button>
        </li>
      </ul>
    </nav>
  )
}

function PageEntry({ page, count }: { page: MenuPage; count?: number }) {
  const text = useText()
  return <Entry to={page.path} icon={page.menu.icon} title={text(page.title)} count={count} />
}

function CountedEntry({ page, path }: { page: MenuPage; path: string }) {
  const { data } = useApi<{ count: number }>(path, undefined, { everySeconds: 60 })
  return <PageEntry page={page} {...(data && { count: data.count })} />
}

interface EntryProps {
  to: string
  icon: IconName
  title: string
  count?: number | undefined
  tone?: 'active' | 'warning' | 'alarm'
  exact?: boolean
}

function Entry({ to, icon, title, count, tone = 'active', exact = false }: EntryProps) {
  const path = usePath()
  const here = exact ? path === to : path === to || path.startsWith(`${to}/`)
  return (
    <li>
      <Link className="rail-entry" to={to} title={title} {...(here && { 'aria-current': 'page' as const })}>
        <Icon name={icon} size={18} />
        <span className="grow clip">{title}</span>
        <Count value={count} tone={tone} />
      </Link>
    </li>
  )
}
