import { useTranslation } from 'react-i18next'
import { Icon } from '../../kit/icon.tsx'
import { Link } from '../../kit/navigate.tsx'
import { useMe } from '../../kit/session.ts'
import { useText } from '../../kit/text.ts'
import { LanguageSwitch } from '../language-switch.tsx'
import { useSignOut } from './account-button.tsx'
import './account.css'

export function AccountPage() {
  const { t } = useTranslation('web')
  const text = useText()
  const me = useMe()
  const signOut = useSignOut()
  if (!me) return null
  return (
    <div className="portal-width portal-page account">
      <h1>{me.name}</h1>
      <p className="quiet">{[me.account, text(me.organisation?.name)].filter(Boolean).join(' · ')}</p>
      <p className="row-wrap">
        <LanguageSwitch />
        {me.kind === 'staff' && (
          <Link className="btn" to="/work">
            <Icon name="briefcase" />
            {t('shell.workbench')}
          </Link>
        )}
        <button type="button" className="btn" onClick={() => void signOut()}>
          <Icon name="log-out" />
          {t('account.signOut')}
        </button>
      </p>
    </div>
  )
}
