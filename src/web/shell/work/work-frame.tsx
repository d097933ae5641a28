import { Outlet } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { useKeys } from '../../kit/keys.ts'
import { useGo } from '../../kit/navigate.tsx'
import { usePreference } from '../../kit/preferences.ts'
import { useMe } from '../../kit/session.ts'
import { OfflineBar } from '../../kit/states.tsx'
import { StaffTheme } from '../../kit/staff-theme.tsx'
import { useText } from '../../kit/text.ts'
import { Brand } from '../brand.tsx'
import { DemoBanner } from '../demo-banner.tsx'
import { LanguageSwitch } from '../language-switch.tsx'
import { useSignOut } from '../account/account-button.tsx'
import type { ThemeChoice } from '../root.tsx'
import { Bell } from './bell.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { LiveDot } from './live-dot.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import './work.css'

/** What stands around every page for staff: the rail on the left, find anything on top, the page. */
export function WorkFrame() {
  const [finding, setFinding] = useState(false)
  const find = useCallback(() => setFinding(true), [])
  useKeys({ 'mod+k': find })
  const me = useMe()
  return (
    <StaffTheme>
      <div className="work">
        {me && <Rail />}
        <div className="work-body">
          <OfflineBar />
          <WorkHeader find={find} />
          <main id="main" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        {me && <BottomBar find={find} />}
        {finding && <Palette close={() => setFinding(false)} />}
      </div>
    </StaffTheme>
  )
}

function WorkHeader({ find }: { find: () => void }) {
  const { t } = useTranslation('web')
  const text = useText()
  const me = useMe()
  const go = useGo()
  const signOut = useSignOut()
  const [theme, setTheme] = usePreference<ThemeChoice>('theme', 'light')
  return (
    <header className="work-header">
      <span className="work-phone">
        <Brand to="/work" />
      </span>
      <button type="button" className="work-find" onClick={find}>
        <Icon name="search" />
        <span className="grow">{t('search.palette')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className="grow" />
      <DemoBanner slim />
      <LiveDot />
      {me && <Bell />}
      <span className="work-desk row">
        <LanguageSwitch />
        <button
          type="button"
          className="btn-icon"
          aria-label={t('shell.theme')}
          title={t('shell.theme')}
          onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}
        >
          <Icon name={theme === 'dark' ? 'sun' : 'moon'} size={18} />
        </button>
      </span>
      {me && (
        <span className="work-me work-desk">
          <strong>{me.name}</strong>
          <small>{text(me.organisation?.name)}</small>
        </span>
      )}
      {me ? (
        <button
          type="button"
          className="btn-icon"
          aria-label={t('account.signOut')}
          title={t('account.signOut')}
          onClick={() => void signOut()}
        >
          <Icon name="log-out" size={18} />
        </button>
      ) : (
        <button type="button" className="btn" data-size="small" onClick={() => go('/sign-in?to=/work')}>
          {t('account.signIn')}
        </button>
      )}
    </header>
  )
}
