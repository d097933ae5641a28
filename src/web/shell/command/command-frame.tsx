import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { wallMinute } from '../../kit/district-time.ts'
import { Icon } from '../../kit/icon.tsx'
import { Link } from '../../kit/navigate.tsx'
import { useMe, usePlatform } from '../../kit/session.ts'
import { OfflineBar } from '../../kit/states.tsx'
import { StaffTheme } from '../../kit/staff-theme.tsx'
import { useLanguage, useText } from '../../kit/text.ts'
import { inWords, useNow } from '../../kit/time.tsx'
import { DemoBanner } from '../demo-banner.tsx'
import { LanguageSwitch } from '../language-switch.tsx'
import { LiveDot } from '../work/live-dot.tsx'
import './command.css'

/** What stands around the wall: time, name, whether it is live. The rest of the height belongs to the content. */
export function CommandFrame() {
  const { t } = useTranslation('web')
  const text = useText()
  const platform = usePlatform()
  const me = useMe()
  return (
    <StaffTheme>
      <div className="command">
        <OfflineBar />
        <header className="command-top">
          <div className="row">
            <WallClock />
            <LiveDot />
          </div>
          <p className="command-name">{t('command.title', { district: text(platform?.district) })}</p>
          <div className="row command-tools">
            <DemoBanner slim />
            {me && <span className="quiet">{me.name}</span>}
            <LanguageSwitch />
            {me && (
              <Link className="btn" data-kind="plain" data-size="small" to="/work">
                <Icon name="briefcase" />
                {t('shell.workbench')}
              </Link>
            )}
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </StaffTheme>
  )
}

function WallClock() {
  const language = useLanguage()
  const now = useNow(1)
  return (
    <time className="wall-clock numbers" dateTime={wallMinute(now)}>
      <strong>{inWords(now, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}</strong>
      <span>{inWords(now, language, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })}</span>
    </time>
  )
}
