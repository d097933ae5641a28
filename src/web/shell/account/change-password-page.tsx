import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../kit/api.ts'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import { TextField } from '../../kit/form/fields.tsx'
import { useForm } from '../../kit/form/use-form.ts'
import { useAddress, useGo } from '../../kit/navigate.tsx'
import { askMe, forgetMe, useMe } from '../../kit/session.ts'
import { useSignOut } from './account-button.tsx'
import { placeAfter } from './place-after.ts'
import './account.css'

/** The password that an administrator made is replaced by one's own; then on to where one wanted. */
export function ChangePasswordPage() {
  const { t } = useTranslation('web')
  const go = useGo()
  const me = useMe()
  const signOut = useSignOut()
  const [{ to }] = useAddress()
  const form = useForm({ password: '', newPassword: '', again: '' })
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { password, newPassword, again } = form.values
    const missing = (['password', 'newPassword'] as const).filter((name) => !form.values[name])
    if (missing.length > 0) return form.setFaults(missing.map((path) => ({ path, detail: t(`ownPassword.missing.${path}`) })))
    if (again !== newPassword) return form.setFaults([{ path: 'again', detail: t('ownPassword.different') }])
    setBusy(true)
    try {
      await api.post('/api/identity/me/password', { password, newPassword })
      await forgetMe()
      go(placeAfter(to, await askMe()), { replace: true })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      form.setFaults([{ path: error.code === 'wrong_password' ? 'password' : 'newPassword', detail: error.detail }])
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="portal-width sign-in">
      <form className="stack sign-in-form" onSubmit={(event) => void submit(event)} noValidate>
        <div>
          <h1>{t('ownPassword.title')}</h1>
          {me?.mustChangePassword && <p className="quiet">{t('ownPassword.why')}</p>}
        </div>
        <ErrorSummary faults={form.faults} />
        <TextField
          {...form.field('password')}
          label={t(me?.mustChangePassword ? 'ownPassword.given' : 'ownPassword.current')}
          type="password"
          autoComplete="current-password"
        />
        <TextField
          {...form.field('newPassword')}
          label={t('ownPassword.own')}
          hint={t('ownPassword.rule')}
          type="password"
          autoComplete="new-password"
        />
        <TextField {...form.field('again')} label={t('ownPassword.again')} type="password" autoComplete="new-password" />
        <button type="submit" className="btn" data-kind="primary" disabled={busy}>
          {t('ownPassword.submit')}
        </button>
        <button type="button" className="btn" data-kind="plain" onClick={() => void signOut()}>
          {t('account.signOut')}
        </button>
      </form>
    </div>
  )
}
