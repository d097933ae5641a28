import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError, withQuery } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Link, useAddress } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import type { ListInfo, PersonFound, PublicSubject } from '../schema.ts'
import { RecordCard } from './record-card.tsx'
import './credit.css'

/** 公示查询: an enterprise by code or name, a practitioner by name and whole number, the lists of serious breaches. */
export function QueryPage() {
  const { t } = useTranslation('credit')
  const [{ q = '' }, change] = useAddress()
  const form = useForm({ q })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const asked = form.values.q.trim()
    form.setFaults(asked.length < 2 ? [{ path: 'q', detail: t('query.missing') }] : [])
    if (asked.length >= 2) change({ q: asked }, false)
  }
  return (
    <div className="portal-width portal-page credit-page">
      <h1>{t('query.title')}</h1>
      <p className="quiet">{t('query.intro')}</p>
      <form className="stack" onSubmit={submit} noValidate>
        <TextField {...form.field('q')} label={t('query.label')} hint={t('query.hint')} maxLength={100} />
        <button type="submit" className="btn" data-kind="primary">
          {t('query.ask')}
        </button>
      </form>
      {q && <Found q={q} />}
      <Lists />
      <Person />
    </div>
  )
}

function Found({ q }: { q: string }) {
  const { t } = useTranslation('credit')
  const query = useApi<{ items: PublicSubject[] }>(withQuery('/api/credit/public', { q }))
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="search" title={t('query.none')}>
            {t('query.noneHint')}
          </Empty>
        ) : (
          <ul className="credit-list">
            {items.map((subject) => (
              <li key={subject.id}>
                <Link className="credit-card" to={`/credit/${subject.code}`}>
                  <strong>{subject.name}</strong>
                  <span className="quiet numbers">
                    {subject.code}
                    {subject.registeredOn && ` · ${t('query.since', { day: subject.registeredOn })}`}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

function Lists() {
  const { t } = useTranslation('credit')
  const text = useText()
  const [{ list }, change] = useAddress()
  const query = useApi<{ items: ListInfo[] }>('/api/credit/lists')
  return (
    <section className="stack">
      <h2>{t('query.lists')}</h2>
      <Loaded query={query}>
        {({ items }) => (
          <ul className="credit-list">
            {items.map((info) => (
              <li key={info.code} className="credit-card">
                <span className="credit-top">
                  <strong className="grow">{text(info.title)}</strong>
                  <button
                    type="button"
                    className="btn"
                    data-size="small"
                    onClick={() => change({ list: list === info.code ? null : info.code })}
                  >
                    {t('query.onList', { count: info.entered })}
                  </button>
                </span>
                <small className="quiet">{info.basis}</small>
                {list === info.code && <Listed code={info.code} />}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

function Listed({ code }: { code: string }) {
  const { t } = useTranslation('credit')
  const query = useApi<{ items: { id: string; subject: PublicSubject; enteredOn: string | null; until: string | null }[] }>(
    `/api/credit/lists/${code}/entries`,
  )
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('query.nobody')}</p>
        ) : (
          <ul className="credit-list">
            {items.map((entry) => (
              <li key={entry.id}>
                <Link to={`/credit/${entry.subject.code}`}>{entry.subject.name}</Link>{' '}
                <small className="quiet numbers">
                  {entry.enteredOn} – {entry.until}
                </small>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

function Person() {
  const { t } = useTranslation('credit')
  const form = useForm({ name: '', number: '' })
  const [found, setFound] = useState<PersonFound | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setFound(null)
    const faults = (['name', 'number'] as const)
      .filter((name) => form.values[name].trim().length < 2)
      .map((name) => ({ path: name, detail: t('query.missing') }))
    form.setFaults(faults)
    if (faults.length > 0) return
    try {
      setFound(await api.post<PersonFound>('/api/credit/public/practitioners', form.values))
    } catch (error) {
      form.refuse(error as ApiError)
    }
  }
  return (
    <section className="stack">
      <h2>{t('query.person')}</h2>
      <p className="quiet">{t('query.personHint')}</p>
      <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
        {form.faults.length > 0 && <ErrorSummary faults={form.faults} />}
        <TextField {...form.field('name')} label={t('query.name')} maxLength={40} width={14} />
        <TextField {...form.field('number')} label={t('query.number')} maxLength={20} width={20} />
        <button type="submit" className="btn">
          {t('query.ask')}
        </button>
      </form>
      {found && (
        <>
          <h3>
            {found.name} {found.occupation && <small className="quiet">{found.occupation}</small>}
          </h3>
          <ul className="credit-list">
            {found.records.map((record) => (
              <RecordCard key={record.id} record={record} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
