import type { FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { wallDay } from '#kit/district-time.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { CheckboxGroup, RadioGroup, SelectField, TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { refresh, useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Agencies, ConsentView } from '../schema.ts'
import './credit.css'

const changed = (subject: string) => refresh(`/api/credit/subjects/${subject}/consents`, '/api/credit/mine')

/** Which agency may ask about me, for what, until when; taken back with one press. */
export function MyConsents({ subject }: { subject: string }) {
  const { t } = useTranslation('credit')
  const query = useApi<{ items: ConsentView[] }>(`/api/credit/subjects/${subject}/consents`)
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          {items.length === 0 && <Empty title={t('own.consentsNone')} />}
          <ul className="credit-list">
            {items.map((consent) => (
              <One key={consent.id} consent={consent} subject={subject} />
            ))}
          </ul>
          <NewConsent subject={subject} />
        </>
      )}
    </Loaded>
  )
}

function One({ consent, subject }: { consent: ConsentView; subject: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const withdraw = useSend(() => api.post(`/api/credit/consents/${consent.id}/withdraw`, {}), {
    then: () => void changed(subject),
  })
  const over = consent.withdrawnAt ? t('own.withdrawn') : t('own.over')
  return (
    <li className="credit-card">
      <span className="credit-top">
        <strong className="grow">{text(consent.agency.name)}</strong>
        <StatusTag tone={consent.inForce ? 'active' : 'neutral'}>
          {consent.inForce ? t('own.inForce', { day: consent.until }) : over}
        </StatusTag>
      </span>
      <span>{consent.purpose}</span>
      <small className="quiet">
        {t('own.scope')}：{consent.kinds ? consent.kinds.map(({ title }) => text(title)).join('、') : t('own.scopeAll')} ·{' '}
        <Time at={consent.grantedAt} style="short" />
      </small>
      {consent.inForce && (
        <button
          type="button"
          className="btn"
          data-size="small"
          disabled={withdraw.isPending}
          onClick={() => withdraw.mutate(undefined)}
        >
          {t('own.withdraw')}
        </button>
      )}
    </li>
  )
}

const inDays = (days: number) => wallDay(Date.now() + days * 86_400_000)

function NewConsent({ subject }: { subject: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const agencies = useApi<Agencies>('/api/credit/agencies')
  const form = useForm({
    agency: null as string | null,
    purpose: '',
    until: inDays(30),
    reach: 'all' as string | null,
    kinds: [] as string[],
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { agency, purpose, until, reach, kinds } = form.values
    const faults = [
      ...(agency ? [] : [{ path: 'agency', detail: t('mine.missing') }]),
      ...(purpose.trim().length < 2 ? [{ path: 'purpose', detail: t('mine.missing') }] : []),
      ...(reach === 'some' && kinds.length === 0 ? [{ path: 'kinds', detail: t('mine.missing') }] : []),
      ...(/^\d{4}-\d\d-\d\d$/.test(until) ? [] : [{ path: 'until', detail: t('mine.missing') }]),
    ]
    form.setFaults(faults)
    if (faults.length > 0) return
    try {
      await api.post('/api/credit/consents', {
        subject,
        agency,
        purpose: purpose.trim(),
        until,
        ...(reach === 'some' && { kinds }),
      })
      form.set({ purpose: '' })
      await changed(subject)
    } catch (error) {
      form.refuse(error as ApiError)
    }
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <h2>{t('own.consentNew')}</h2>
      {form.faults.length > 0 && <ErrorSummary faults={form.faults} />}
      <SelectField
        {...form.field('agency')}
        label={t('own.agency')}
        options={(agencies.data?.items ?? []).map(({ path, name }) => ({ value: path, title: text(name) }))}
      />
      <TextField {...form.field('purpose')} label={t('own.purpose')} hint={t('own.purposeHint')} maxLength={200} />
      <RadioGroup
        {...form.field('reach')}
        label={t('own.scope')}
        hint={t('own.scopeLatest')}
        options={[
          { value: 'all', title: t('own.scopeAll') },
          { value: 'some', title: t('own.scopeSome') },
        ]}
      />
      {form.values.reach === 'some' && (
        <CheckboxGroup
          {...form.field('kinds')}
          label={t('own.scopeKinds')}
          options={(agencies.data?.kinds ?? []).map(({ code, title }) => ({ value: code, title: text(title) }))}
        />
      )}
      <TextField {...form.field('until')} label={t('own.until')} maxLength={10} width={12} />
      <button type="submit" className="btn" data-kind="primary">
        {t('own.grant')}
      </button>
    </form>
  )
}
