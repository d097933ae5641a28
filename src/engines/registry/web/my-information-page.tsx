import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextArea, TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Link, useAddress } from '#kit/navigate.tsx'
import { refresh, useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { CorrectionView, MyFile } from '../schema.ts'
import { WhoLookedAtMe } from './who-looked.tsx'
import './my-information.css'

/** What the administration knows of me, from whom; who looked; and the way to put something right. */
export function MyInformationPage() {
  const { t } = useTranslation('registry')
  const mine = useApi('/api/registry/me', MyFile)
  return (
    <div className="portal-width portal-page">
      <h1>{t('mine.title')}</h1>
      <Loaded query={mine}>
        {(file) =>
          file.linked ? (
            <>
              <KnownOfMe file={file} />
              <WhoLookedAtMe />
              <MyCorrections />
            </>
          ) : (
            <ShowWhoIAm />
          )
        }
      </Loaded>
    </div>
  )
}

function ShowWhoIAm() {
  const { t } = useTranslation('registry')
  const form = useForm({ name: '', idNumber: '' })
  const [busy, setBusy] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    api
      .post('/api/registry/me/link', { name: form.values.name.trim(), idNumber: form.values.idNumber.trim() })
      .then(() => refresh('/api/registry/me'))
      .catch((error: ApiError) => form.refuse(error))
      .finally(() => setBusy(false))
  }
  return (
    <form className="stack portal-form" onSubmit={submit} noValidate>
      <p>{t('mine.linkWhy')}</p>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('name')} label={t('mine.name')} autoComplete="name" maxLength={60} />
      <TextField {...form.field('idNumber')} label={t('mine.idNumber')} hint={t('mine.linkHint')} maxLength={20} width={20} />
      <button type="submit" className="btn" data-primary disabled={busy}>
        {t('mine.link')}
      </button>
    </form>
  )
}

function KnownOfMe({ file }: { file: MyFile }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const [{ fix }, change] = useAddress()
  return (
    <section>
      <h2>{t('mine.known')}</h2>
      <p className="quiet">{t('mine.knownHint')}</p>
      <dl className="my-facts">
        {file.fields.map((field) => (
          <div key={field.id}>
            <dt>{text(field.title)}</dt>
            <dd>
              <span className="my-value">{field.value}</span>
              <span className="quiet">{t('mine.from', { who: text(field.source.organisation), on: field.observedOn })}</span>
              {field.others.map((other) => (
                <span key={`${other.value}-${other.observedOn}`} className="quiet">
                  {t('mine.otherSays', { who: text(other.source), value: other.value, on: other.observedOn })}
                </span>
              ))}
              {fix === field.id ? (
                <Correct field={field} done={() => change({ fix: null })} />
              ) : (
                <button type="button" className="btn" data-size="small" onClick={() => change({ fix: field.id })}>
                  {t('mine.correct')}
                  <span className="unseen"> {text(field.title)}</span>
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {file.ties.length > 0 && (
        <ul>
          {file.ties.map((tie) => (
            <li key={tie.ref}>
              {text(tie.title)}：{tie.name}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Correct({ field, done }: { field: MyFile['fields'][number]; done: () => void }) {
  const { t } = useTranslation('registry')
  const form = useForm({ proposed: '', why: '' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    api
      .post('/api/registry/me/corrections', { field: field.id, ...form.values })
      .then(() => refresh('/api/registry/me/corrections'))
      .then(done)
      .catch((error: ApiError) => form.refuse(error))
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('proposed')} label={t('mine.shouldBe')} maxLength={300} />
      <TextArea {...form.field('why')} label={t('mine.because')} maxLength={500} />
      <p className="row-wrap">
        <button type="submit" className="btn" data-primary>
          {t('mine.send')}
        </button>
        <button type="button" className="btn" onClick={done}>
          {t('cancel')}
        </button>
      </p>
    </form>
  )
}

function MyCorrections() {
  const { t } = useTranslation('registry')
  const text = useText()
  const query = useApi<{ items: CorrectionView[] }>('/api/registry/me/corrections')
  const items = query.data?.items ?? []
  if (items.length === 0)
    return (
      <p className="quiet">
        {t('mine.noCorrections')} <Link to="/">{t('mine.home')}</Link>
      </p>
    )
  return (
    <section>
      <h2>{t('mine.corrections')}</h2>
      <ul className="my-looks">
        {items.map((one) => (
          <li key={one.id}>
            <strong>{t('mine.asked', { field: text(one.field.title), value: one.proposed })}</strong>
            <span>{t(`mine.state.${one.state}`, { who: text(one.source.organisation) })}</span>
            {one.answer && <span className="quiet">{t('mine.answer', { answer: one.answer })}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
