import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { RadioGroup, TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Link } from '#kit/navigate.tsx'
import { refresh, useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded, Notice } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import type { Mine } from '../schema.ts'
import './credit.css'

/** The subjects I act for, and how to act for another. */
export function MinePage() {
  const { t } = useTranslation('credit')
  const query = useApi<{ items: Mine[] }>('/api/credit/mine')
  return (
    <div className="portal-width portal-page credit-page">
      <h1>{t('mine.title')}</h1>
      <p className="quiet">{t('mine.intro')}</p>
      <Loaded query={query}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty title={t('mine.none')}>{t('mine.noneHint')}</Empty>}
            <ul className="credit-list">
              {items.map((mine) => (
                <OneSubject key={mine.representation} mine={mine} />
              ))}
            </ul>
            {!items.some(({ role, state }) => role === 'self' && state === 'confirmed') && <Verified />}
            <Claim />
          </>
        )}
      </Loaded>
    </div>
  )
}

function OneSubject({ mine: { subject, state, counts, why } }: { mine: Mine }) {
  const { t } = useTranslation('credit')
  if (!counts)
    return (
      <li className="credit-card">
        <strong>{subject.name}</strong>
        <StatusTag tone={state === 'asked' ? 'active' : 'neutral'}>
          {t(state === 'asked' ? 'mine.asked' : 'mine.refused')}
        </StatusTag>
        {why && <small className="quiet">{why}</small>}
      </li>
    )
  return (
    <li>
      <Link className="credit-card" to={`/my/credit/${subject.id}`}>
        <strong>{subject.name}</strong>
        <span className="quiet numbers">{subject.code}</span>
        <span className="credit-top">
          <StatusTag tone={counts.adverse > 0 ? 'warning' : 'done'}>{t('mine.adverse', { count: counts.adverse })}</StatusTag>
          {counts.matters > 0 && <StatusTag tone="active">{t('mine.matters', { count: counts.matters })}</StatusTag>}
          {counts.consents > 0 && <StatusTag tone="neutral">{t('mine.consents', { count: counts.consents })}</StatusTag>}
        </span>
      </Link>
    </li>
  )
}

/** Who is known to the population registry needs no form. */
function Verified() {
  const { t } = useTranslation('credit')
  const go = useSend(() => api.post('/api/credit/claims', { self: true }), { refresh: ['/api/credit/mine'] })
  return (
    <section className="credit-card">
      <span className="credit-top">
        <strong className="grow">{t('mine.verified')}</strong>
        <button
          type="button"
          className="btn"
          data-kind="primary"
          data-size="small"
          disabled={go.isPending}
          onClick={() => go.mutate(undefined)}
        >
          {t('mine.verifiedGo')}
        </button>
      </span>
      <span className="quiet">{t('mine.verifiedHint')}</span>
      {go.error && <p role="alert">{go.error.detail}</p>}
    </section>
  )
}

function Claim() {
  const { t } = useTranslation('credit')
  const form = useForm({ who: 'enterprise' as string | null, code: '', name: '', number: '' })
  const [sent, setSent] = useState(false)
  const self = form.values.who === 'self'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { code, name, number } = form.values
    const needed = self ? (['name', 'number'] as const) : (['code', 'name'] as const)
    const faults = needed
      .filter((field) => form.values[field].trim().length < 2)
      .map((path) => ({ path, detail: t('mine.missing') }))
    form.setFaults(faults)
    if (faults.length > 0) return
    try {
      await api.post('/api/credit/claims', self ? { name, number } : { name, code })
      setSent(true)
      await refresh('/api/credit/mine')
    } catch (error) {
      form.refuse(error as ApiError)
    }
  }
  if (sent) return <Notice icon="circle-check" title={t('mine.sent')} />
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{t('mine.claim')}</h2>
      {form.faults.length > 0 && <ErrorSummary faults={form.faults} />}
      <RadioGroup
        {...form.field('who')}
        label={t('mine.who')}
        options={[
          { value: 'enterprise', title: t('mine.enterprise') },
          { value: 'self', title: t('mine.self') },
        ]}
      />
      {!self && <TextField {...form.field('code')} label={t('mine.code')} maxLength={24} width={22} />}
      <TextField {...form.field('name')} label={t(self ? 'mine.ownName' : 'mine.name')} maxLength={120} />
      {self && <TextField {...form.field('number')} label={t('mine.number')} maxLength={20} width={22} />}
      <button type="submit" className="btn">
        {t('mine.send')}
      </button>
    </form>
  )
}
