import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../kit/api.ts'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import { TextField } from '../../kit/form/fields.tsx'
import { useForm } from '../../kit/form/use-form.ts'
import { Link, useGo } from '../../kit/navigate.tsx'
import { forgetMe } from '../../kit/session.ts'
import { Loaded, Notice } from '../../kit/states.tsx'
import './account.css'

/** On a district that has nobody yet: its first administrator, with the code printed at the server's start. */
export function SetUpPage() {
  const { t } = useTranslation('web')
  const query = useQuery<{ needed: boolean }, ApiError>({
    queryKey: ['/api/identity/setup'],
    queryFn: () => api.get('/api/identity/setup'),
  })
  return (
    <div className="portal-width portal-page">
      <Loaded query={query}>
        {({ needed }) =>
          needed ? (
            <SetUpForm />
          ) : (
            <Notice
              icon="circle-check"
              title={t('setup.done')}
              action={
                <Link className="btn" data-kind="primary" to="/sign-in">
                  {t('account.signIn')}
                </Link>
              }
            />
          )
        }
      </Loaded>
    </div>
  )
}

function SetUpForm() {
  const { t } = useTranslation('web')
  const go = useGo()
  const form = useForm({ code: '', account: '', name: '', password: '' })
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const missing = (['code', 'account', 'name', 'password'] as const).filter((name) => !form.values[name].trim())
    if (missing.length > 0) return form.setFaults(missing.map((path) => ({ path, detail: t(`setup.missing.${path}`) })))
    setBusy(true)
    try {
      await api.post('/api/identity/setup', form.values)
      await forgetMe()
      go('/work')
    } catch (error) {
      if (error instanceof ApiError) form.refuse(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack sign-in-form" onSubmit={(event) => void submit(event)} noValidate>
      <div>
        <h1>{t('setup.title')}</h1>
        <p className="quiet">{t('setup.hint')}</p>
      </div>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('code')} label={t('setup.code')} hint={t('setup.codeHint')} autoComplete="off" />
      <TextField {...form.field('name')} label={t('setup.name')} autoComplete="name" />
      <TextField {...form.field('account')} label={t('account.account')} autoComplete="username" />
      <TextField
        {...form.field('password')}
        label={t('account.password')}
        hint={t('setup.passwordHint')}
        type="password"
        autoComplete="new-password"
      />
      <button type="submit" className="btn" data-kind="primary" disabled={busy}>
        {t('setup.submit')}
      </button>
    </form>
  )
}
