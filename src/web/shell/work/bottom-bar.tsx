import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { Link, usePath } from '../../kit/navigate.tsx'
import { OutboxBadge } from '../../kit/outbox-badge.tsx'
import { Count } from '../../kit/status-tag.tsx'
import { useText } from '../../kit/text.ts'
import { LanguageSwitch } from '../language-switch.tsx'
import { useMenu } from '../menu.ts'
import { useInboxTotal } from './inbox.ts'

/** Phone mode: the same matters, four things under the thumb. */
export function BottomBar({ find }: { find: () => void }) {
  const { t } = useTranslation('web')
  const text = useText()
  const path = usePath()
  const menu = useMenu('work')
  const counts = useInboxTotal()
  const [open, setOpen] = useState(false)
  const first = menu.find((page) => page.menu.group === 'field')
  return (
    <>
      {open && (
        <div className="sheet" id="work-sheet">
          <button type="button" className="sheet-shade" aria-label={t('action.close')} onClick={() => setOpen(false)} />
          <ul onClick={() => setOpen(false)} onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}>
            {menu.map((page) => (
              <li key={page.path}>
                <Link to={page.path}>
                  <Icon name={page.menu.icon} size={24} />
                  {text(page.title)}
                </Link>
              </li>
            ))}
            <li>
              <Link to="/work/outbox">
                <Icon name="cloud-upload" size={24} />
                {t('outbox.title')}
                <OutboxBadge />
              </Link>
            </li>
            <li>
              <Link to="/command">
                <Icon name="map-pinned" size={24} />
                {t('shell.command')}
              </Link>
            </li>
            <li>
              <LanguageSwitch className="sheet-entry" />
            </li>
          </ul>
        </div>
      )}
      <nav className="bottom-bar" aria-label={t('shell.menu')}>
        <Link to="/work" {...(path === '/work' && { 'aria-current': 'page' as const })}>
          <Icon name="inbox" size={24} />
          {t('inbox.title')}
          <Count value={counts?.open} tone={counts?.late ? 'alarm' : 'active'} />
        </Link>
        {first && (
          <Link to={first.path} data-main {...(path === first.path && { 'aria-current': 'page' as const })}>
            <Icon name={first.menu.icon} size={24} />
            {text(first.title)}
          </Link>
        )}
        <button type="button" onClick={find}>
          <Icon name="search" size={24} />
          {t('action.search')}
        </button>
        <button type="button" aria-expanded={open} aria-controls="work-sheet" onClick={() => setOpen(!open)}>
          <Icon name="menu" size={24} />
          {t('shell.menu')}
          <OutboxBadge />
        </button>
      </nav>
    </>
  )
}
