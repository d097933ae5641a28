import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { useAddress } from '#kit/navigate.tsx'
import type { Progress } from '../schema.ts'
import { ProgressView } from './progress-view.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import './report.css'

/** How far a report is, by its number and code; no account needed. */
export function FollowPage() {
  const { t } = useTranslation('city-management')
  const [{ number, code }, change] = useAddress()
  if (number && code) return <Followed number={number} code={code} />
  return <Ask title={t('follow.title')} ask={(values) => change(values, false)} />
}

function Followed({ number, code }: { number: string; code: string }) {
  const path = withQuery('/api/city-management/reports/progress', { number, code })
  const query = useApi<Progress>(path, undefined, { everySeconds: 60 })
  const [, change] = useAddress()
  const { t } = useTranslation('city-management')
  return (
    <div className="portal-width portal-page report-page">
      <button
        type="button"
        className="btn"
        data-kind="plain"
        data-size="small"
        onClick={() => change({ number: null, code: null })}
      >
        {t('follow.back')}
      </button>
      <Loaded query={query}>
        {(progress) => (
          <ProgressView
            progress={progress}
            path={path}
            rate={(rating) => api.post<Progress>('/api/city-management/reports/rating', { ...rating, number, code })}
          />
        )}
      </Loaded>
    </div>
  )
}

function Ask({ title, ask }: { title: string; ask: (values: { number: string; code: string }) => void }) {
  const { t } = useTranslation('city-management')
  const form = useForm({ number: '', code: '' })
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const faults = (['number', 'code'] as const)
      .filter((name) => form.values[name].trim() === '')
      .map((name) => ({ path: name, detail: t(`follow.${name}`) }))
    form.setFaults(faults)
    if (faults.length === 0) ask({ number: form.values.number.trim(), code: form.values.code.trim() })
  }
  return (
    <form className="portal-width portal-page step-form" onSubmit={submit} noValidate>
      {tried && <ErrorSummary faults={form.faults} />}
      <h1>{title}</h1>
      <p className="quiet">{t('follow.intro')}</p>
      <TextField {...form.field('number')} label={t('follow.number')} hint={t('follow.numberHint')} maxLength={60} />
      <TextField {...form.field('code')} label={t('follow.code')} maxLength={20} width={12} />
      <div className="step-actions">
        <button type="submit" className="btn" data-kind="primary">
          {t('follow.ask')}
        </button>
      </div>
    </form>
  )
}
