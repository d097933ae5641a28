import { Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { Link, usePath } from '../../kit/navigate.tsx'
import { usePreference } from '../../kit/preferences.ts'
import { useMe, usePlatform } from '../../kit/session.ts'
import { OfflineBar } from '../../kit/states.tsx'
import { useText } from '../../kit/text.ts'
import { AccountButton } from '../account/account-button.tsx'
import { Brand } from '../brand.tsx'
import { DemoBanner } from '../demo-banner.tsx'
import { LanguageSwitch } from '../language-switch.tsx'
import { useMenu } from '../menu.ts'
import { ReadAloud } from './read-aloud.tsx'
import { ThumbBar } from './thumb-bar.tsx'
import './portal.css'

/** What stands around every page for residents: a phone first, a desk as well. */
export function PortalFrame() {
  return (
    <div className="portal">
      <DemoBanner />
      <OfflineBar />
      <PortalHeader />
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <PortalFooter />
      <ThumbBar />
    </div>
  )
}

function PortalHeader() {
  const { t } = useTranslation('web')
  const text = useText()
  const [elder, setElder] = usePreference('elder', false)
  const report = useMenu('portal').find((page) => page.menu.group === 'report')
  return (
    <header className="portal-header">
      <div className="portal-width row">
        <Brand to="/" />
        <span className="grow" />
        {elder && <ReadAloud />}
        <button
          type="button"
          className="btn portal-elder"
          data-kind="plain"
          data-size="small"
          aria-pressed={elder}
          onClick={() => setElder(!elder)}
        >
          <Icon name="accessibility" />
          {elder ? t('portal.elderOff') : t('portal.elderOn')}
        </button>
        <LanguageSwitch className="btn portal-wide" />
        {report && (
          <Link className="btn portal-wide" data-kind="primary" data-size="small" to={report.path}>
            <Icon name={report.menu.icon} />
            {text(report.title)}
          </Link>
        )}
        <span className="portal-wide">
          <AccountButton />
        </span>
      </div>
    </header>
  )
}

function PortalFooter() {
  const { t } = useTranslation('web')
  const text = useText()
  const platform = usePlatform()
  const me = useMe()
  const path = usePath()
  if (path === '/sign-in' || path === '/set-up') return null
  return (
    <footer className="portal-footer">
      <div className="portal-width">
        <p>{text(platform?.title)}</p>
        <p className="quiet">{t('portal.promise')}</p>
        <p className="row-wrap">
          <LanguageSwitch />
          {me?.kind === 'staff' && (
            <Link className="btn" data-kind="plain" data-size="small" to="/work">
              <Icon name="briefcase" />
              {t('shell.workbench')}
            </Link>
          )}
        </p>
      </div>
    </footer>
  )
}
