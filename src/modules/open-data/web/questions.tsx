import { type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextArea } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { Time } from '#kit/time.tsx'
import type { Dataset, Question } from '../schema.ts'

/** Ask the provider; question and answer stand here for everybody. */
export function Questions({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('open-data')
  return (
    <section className="stack">
      <h2>{t('questions.title')}</h2>
      {dataset.questions.length === 0 && <p className="quiet">{t('questions.none')}</p>}
      <ul className="data-talk">
        {dataset.questions.map((question) => (
          <li key={question.id}>
            <One question={question} />
          </li>
        ))}
      </ul>
      <Ask dataset={dataset} />
    </section>
  )
}

function One({ question }: { question: Question }) {
  const { t } = useTranslation('open-data')
  return (
    <div className="card">
      <p>{question.body}</p>
      <p className="quiet">
        {question.by} · <Time at={question.at} />
      </p>
      {question.answer ? (
        <blockquote>
          <p>{question.answer}</p>
          <p className="quiet">
            {question.answeredBy} · {question.answeredAt && <Time at={question.answeredAt} />}
          </p>
        </blockquote>
      ) : (
        <p className="quiet">
          <Icon name="clock" size="1em" /> {t('questions.due')} <Time at={question.dueAt} style="short" />
        </p>
      )}
    </div>
  )
}

function Ask({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('open-data')
  const me = useMe()
  const form = useForm({ body: '' })
  const send = useSend((body: { body: string }) => api.post(`/api/open-data/datasets/${dataset.name}/questions`, body), {
    refresh: [`/api/open-data/datasets/${dataset.name}`],
    then: () => form.set({ body: '' }),
  })
  if (!me)
    return (
      <p>
        <Link to="/sign-in">{t('questions.signIn')}</Link>
      </p>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate(form.values, { onError: form.refuse })
  }
  return (
    <form onSubmit={submit} className="stack" noValidate>
      <ErrorSummary faults={form.faults} />
      <TextArea {...form.field('body')} label={t('questions.ask')} hint={t('questions.hint')} rows={3} maxLength={1000} />
      <p>
        <button type="submit" className="btn" data-kind="primary" disabled={send.isPending}>
          {t('questions.send')}
        </button>
      </p>
    </form>
  )
}
