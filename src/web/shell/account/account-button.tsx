import { useTranslation } from 'react-i18next'
import { api } from '../../kit/api.ts'
import { Icon } from '../../kit/icon.tsx'
import { Link, useGo, usePath } from '../../kit/navigate.tsx'
import { forgetMe, useMe } from '../../kit/session.ts'

export function useSignOut(): () => Promise<void> {
  const go = useGo()
  return async () => {
    await api.post('/api/identity/sign-out').catch(() => undefined)
    await forgetMe()
    go('/')
  }
}

/** Who is here, and the way out; or the way in. */
export function AccountButton() {
  const { t } = useTranslation('web')
  const me = useMe()
  const path = usePath()
  const signOut = useSignOut()
  if (me === undefined || path === '/sign-in') return null
  if (me === null)
    return (
      <Link className="btn" data-size="small" to={path === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(path)}`}>
        <Icon name="log-in" />
        {t('account.signIn')}
      </Link>
    )
  return (
    <span className="row">
      <span className="row quiet">
        <Icon name="account" />
        {me.name}
      </span>
      <button type="button" className="btn" data-kind="plain" data-size="small" onClick={() => void signOut()}>
        {t('account.signOut')}
      </button>
    </span>
  )
}
