import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '../../kit/api.ts'
import { ErrorSummary } from '../../kit/form/error-summary.tsx'
import { TextField } from '../../kit/form/fields.tsx'
import { type FormState, useForm } from '../../kit/form/use-form.ts'
import { Icon } from '../../kit/icon.tsx'
import { Link, useAddress, useGo } from '../../kit/navigate.tsx'
import { askMe, forgetMe, usePlatform } from '../../kit/session.ts'
import { type Text, useText } from '../../kit/text.ts'
import { placeAfter } from './place-after.ts'
import './account.css'

interface Credentials {
  account: string
  password: string
  totp: string
}
interface DemoPerson {
  account: string
  password: string
  name: string
  title: Text
}

/** Sends the account and password; a second factor is asked for only when the account has one. */
function useSignIn(form: FormState<Credentials>) {
  const go = useGo()
  const { t } = useTranslation('web')
  const [{ to }] = useAddress()
  const [busy, setBusy] = useState<string>()
  const [needsCode, setNeedsCode] = useState(false)
  const signIn = async (credentials: Credentials) => {
    const { totp, ...named } = credentials
    setBusy(credentials.account)
    try {
      await api.post('/api/identity/sign-in', totp ? { ...named, totp } : named)
      await forgetMe()
      const me = await askMe()
      go(placeAfter(to, me), { replace: true })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.code === 'totp_required') setNeedsCode(true)
      form.setFaults([
        {
          path: error.code === 'totp_required' ? 'totp' : '',
          detail: error.code === 'totp_required' && !totp ? t('account.codeNeeded') : error.detail,
        },
      ])
    } finally {
      setBusy(undefined)
    }
  }
  return { signIn, busy, needsCode }
}

export function SignInPage() {
  const { t } = useTranslation('web')
  const form = useForm<Credentials>({ account: '', password: '', totp: '' })
  const { signIn, busy, needsCode } = useSignIn(form)
  const platform = usePlatform()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = (['account', 'password'] as const).filter((name) => !form.values[name].trim())
    if (missing.length > 0)
      return form.setFaults(
        missing.map((path) => ({ path, detail: t(path === 'account' ? 'account.accountMissing' : 'account.passwordMissing') })),
      )
    void signIn(form.values)
  }
  return (
    <div className="portal-width sign-in">
      <form className="stack sign-in-form" onSubmit={submit} noValidate>
        <h1>{t('account.signIn')}</h1>
        <ErrorSummary faults={form.faults} />
        <TextField {...form.field('account')} label={t('account.account')} autoComplete="username" />
        <TextField {...form.field('password')} label={t('account.password')} type="password" autoComplete="current-password" />
        {needsCode && (
          <TextField
            {...form.field('totp')}
            label={t('account.code')}
            hint={t('account.codeHint')}
            inputMode="numeric"
            autoComplete="one-time-code"
            width={8}
            autoFocus
          />
        )}
        <button type="submit" className="btn" data-kind="primary" disabled={busy !== undefined}>
          {busy ? t('account.signingIn') : t('account.signIn')}
        </button>
        <p className="quiet">
          <Link to="/register">{t('account.register')}</Link>
        </p>
      </form>
      {platform?.needsSetup && <SetUpHint />}
      <DemoAccounts busy={busy} choose={({ account, password }) => void signIn({ account, password, totp: '' })} />
    </div>
  )
}

/** A new district has nobody who could sign in. */
function SetUpHint() {
  const { t } = useTranslation('web')
  return (
    <section className="card stack">
      <p>{t('setup.hint')}</p>
      <Link className="btn" data-kind="primary" to="/set-up">
        {t('setup.title')}
      </Link>
    </section>
  )
}

/** In a demo, one tap signs in as any of its people. */
function DemoAccounts({ busy, choose }: { busy: string | undefined; choose: (person: DemoPerson) => void }) {
  const { t } = useTranslation('web')
  const text = useText()
  const demo = usePlatform()?.demo ?? false
  const { data } = useQuery({
    queryKey: ['/api/identity/demo-accounts'],
    enabled: demo,
    queryFn: () => api.get<{ items: DemoPerson[] }>('/api/identity/demo-accounts'),
  })
  if (!data?.items.length) return null
  return (
    <section className="card stack" aria-labelledby="demo-accounts">
      <div>
        <h2 id="demo-accounts">{t('account.demoTitle')}</h2>
        <p className="quiet">{t('account.demoHint')}</p>
      </div>
      <ul className="demo-accounts">
        {data.items.map((person) => (
          <li key={person.account}>
            <button type="button" className="btn" disabled={busy !== undefined} onClick={() => choose(person)}>
              <Icon name={busy === person.account ? 'loader' : 'user'} />
              <span>
                {text(person.title)}
                <small>
                  {person.name} · {person.account}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
