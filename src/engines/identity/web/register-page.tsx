import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { useGo } from '#kit/navigate.tsx'
import { forgetMe } from '#kit/session.ts'
import './identity.css'

/** A resident makes an account, to find again what they reported; nothing needs one. */
export function RegisterPage() {
  const { t } = useTranslation('identity')
  const go = useGo()
  const form = useForm({ account: '', name: '', phone: '', password: '' })
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { phone, ...must } = form.values
    const missing = (['account', 'name', 'password'] as const).filter((name) => !must[name].trim())
    if (missing.length > 0) return form.setFaults(missing.map((path) => ({ path, detail: t(`missing.${path}`) })))
    setBusy(true)
    try {
      await api.post('/api/identity/register', { ...must, ...(phone.trim() && { phone: phone.trim() }) })
      await api.post('/api/identity/sign-in', { account: must.account, password: must.password })
      await forgetMe()
      go('/', { replace: true })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const field = error.code === 'account_taken' ? 'account' : error.code === 'weak_password' ? 'password' : undefined
      if (field) form.setFaults([{ path: field, detail: error.detail }])
      else form.refuse(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="portal-width portal-page">
      <form className="stack portal-form" onSubmit={(event) => void submit(event)} noValidate>
        <h1>{t('register')}</h1>
        <p className="quiet">{t('registerHint')}</p>
        <ErrorSummary faults={form.faults} />
        <TextField
          {...form.field('account')}
          label={t('account')}
          hint={t('accountHint')}
          autoComplete="username"
          maxLength={40}
        />
        <TextField {...form.field('name')} label={t('name')} autoComplete="name" maxLength={60} />
        <TextField
          {...form.field('phone')}
          label={t('phone')}
          hint={t('phoneHint')}
          optional
          type="tel"
          autoComplete="tel"
          width={20}
        />
        <TextField
          {...form.field('password')}
          label={t('newPassword')}
          hint={t('nextHint')}
          type="password"
          autoComplete="new-password"
        />
        <button type="submit" className="btn" data-kind="primary" disabled={busy}>
          {t('register')}
        </button>
      </form>
    </div>
  )
}
