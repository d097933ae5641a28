import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextField } from '#kit/form/fields.tsx'
import { type FormState, useForm } from '#kit/form/use-form.ts'
import { refresh, useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import type { Me } from '../schema.ts'
import './identity.css'

const mePath = '/api/identity/me'

/** A resident's own details and password. */
export function ProfilePage() {
  const { t } = useTranslation('identity')
  return (
    <div className="portal-width portal-page">
      <h1>{t('profile')}</h1>
      <Loaded query={useApi<Me>(mePath)}>{(me) => <DetailsForm me={me} />}</Loaded>
      <PasswordForm />
    </div>
  )
}

/** Sends a form, keeps its button quiet meanwhile, and says when it is done. */
function useSubmit<V extends object>(
  form: FormState<V>,
  send: () => Promise<unknown>,
  refused: (error: ApiError) => void = form.refuse,
) {
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setState('busy')
    send().then(
      () => setState('done'),
      (error: ApiError) => {
        setState('idle')
        refused(error)
      },
    )
  }
  return { state, submit }
}

function DetailsForm({ me }: { me: Me }) {
  const { t } = useTranslation('identity')
  const form = useForm({ name: me.name, phone: '' })
  const { state, submit } = useSubmit(form, async () => {
    const { name, phone } = form.values
    await api.patch(mePath, { name, ...(phone.trim() && { phone: phone.trim() }) })
    form.set({ phone: '' })
    await refresh(mePath)
  })
  return (
    <form className="stack portal-form" onSubmit={submit} noValidate>
      <h2>{t('details')}</h2>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('name')} label={t('name')} autoComplete="name" maxLength={60} />
      <TextField
        {...form.field('phone')}
        label={t('newPhone')}
        hint={me.phone ? t('phoneNow', { phone: me.phone }) : t('phoneHint')}
        optional
        type="tel"
        autoComplete="tel"
        width={20}
      />
      <Submit state={state} title={t('save')} done={t('saved')} />
    </form>
  )
}

function PasswordForm() {
  const { t } = useTranslation('identity')
  const form = useForm({ password: '', newPassword: '' })
  const refused = ({ code, detail }: ApiError) =>
    form.setFaults([{ path: code === 'weak_password' ? 'newPassword' : 'password', detail }])
  const { state, submit } = useSubmit(
    form,
    async () => {
      await api.post(`${mePath}/password`, form.values)
      form.set({ password: '', newPassword: '' })
    },
    refused,
  )
  return (
    <form className="stack portal-form" onSubmit={submit} noValidate>
      <h2>{t('password')}</h2>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('password')} label={t('current')} type="password" autoComplete="current-password" />
      <TextField
        {...form.field('newPassword')}
        label={t('next')}
        hint={t('nextHint')}
        type="password"
        autoComplete="new-password"
      />
      <Submit state={state} title={t('change')} done={t('changed')} />
    </form>
  )
}

function Submit({ state, title, done }: { state: 'idle' | 'busy' | 'done'; title: string; done: string }) {
  return (
    <div className="row-wrap">
      <button type="submit" className="btn" data-kind="primary" disabled={state === 'busy'}>
        {title}
      </button>
      <span role="status">{state === 'done' && done}</span>
    </div>
  )
}
