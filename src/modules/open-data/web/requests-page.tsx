import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { SelectField, TextArea, TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { usePages, useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { Empty, Failed, Loading } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { DataRequest } from '../schema.ts'
import { requestStates } from '../words.ts'
import { DataNav } from './data-nav.tsx'
import { useVocabulary } from './use-vocabulary.ts'

const path = '/api/open-data/requests'
const tones = { open: 'active', planned: 'active', fulfilled: 'done', declined: 'neutral' } as const

/** Data that people want and that are not open yet: asked for, wanted by others too, answered within a limit. */
export function RequestsPage() {
  const { t } = useTranslation('open-data')
  const me = useMe()
  const query = usePages<DataRequest>(path)
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="stack">
      <DataNav />
      <h1>{t('requests.title')}</h1>
      <p className="quiet">{t('requests.intro')}</p>
      {me ? (
        !isOpen && (
          <p>
            <button type="button" className="btn" data-kind="primary" onClick={() => setOpen(true)}>
              <Icon name="plus" /> {t('requests.new')}
            </button>
          </p>
        )
      ) : (
        <p>
          <Link to="/sign-in">{t('requests.signIn')}</Link>
        </p>
      )}
      {isOpen && <RequestForm done={() => setOpen(false)} />}
      {query.error ? (
        <Failed error={query.error} again={query.again} />
      ) : query.isPending ? (
        <Loading />
      ) : query.rows.length === 0 ? (
        <Empty icon="message" title={t('requests.none')} />
      ) : null}
      <ul className="data-talk">
        {query.rows.map((request) => (
          <li key={request.id}>
            <One request={request} />
          </li>
        ))}
      </ul>
      {query.hasMore && (
        <button type="button" className="btn" onClick={query.more}>
          {t('search.more')}
        </button>
      )}
    </div>
  )
}

function One({ request }: { request: DataRequest }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const me = useMe()
  const follow = useSend((on: boolean) => api.put(`${path}/${request.id}/following`, { on }), { refresh: [path] })
  return (
    <article className="card stack">
      <h2 className="data-head">
        <span>{request.title}</span>
        <StatusTag tone={tones[request.state]}>{text(requestStates[request.state])}</StatusTag>
      </h2>
      <p>{request.body}</p>
      <p className="quiet">
        {request.number} · {request.by} · <Time at={request.at} />
        {request.answeredAt === null && (
          <>
            {' · '}
            {t('questions.due')} <Time at={request.dueAt} style="short" />
          </>
        )}
      </p>
      {request.answer && (
        <blockquote>
          <p>{request.answer}</p>
          {request.dataset && <Link to={`/data/${request.dataset.name}`}>{text(request.dataset.title)}</Link>}
        </blockquote>
      )}
      <p className="row-wrap">
        {me && (
          <button
            type="button"
            className="btn"
            data-size="small"
            aria-pressed={request.following}
            disabled={follow.isPending}
            onClick={() => follow.mutate(!request.following)}
          >
            <Icon name={request.following ? 'check' : 'plus'} size="1em" />{' '}
            {request.following ? t('requests.following') : t('requests.follow')}
          </button>
        )}
        <span className="quiet">{t('requests.followers', { count: request.followers })}</span>
      </p>
    </article>
  )
}

function RequestForm({ done }: { done: () => void }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const { themes } = useVocabulary()
  const form = useForm({ title: '', body: '', purpose: '', theme: 'city' as string | null })
  const send = useSend((body: object) => api.post(path, body), { refresh: [path], then: done })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate(form.values, { onError: form.refuse })
  }
  return (
    <form onSubmit={submit} className="card stack" noValidate>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('title')} label={t('requests.what')} hint={t('requests.whatHint')} maxLength={100} />
      <SelectField
        {...form.field('theme')}
        label={t('facets.theme')}
        options={themes.map(({ id, title }) => ({ value: id, title: text(title) }))}
      />
      <TextArea {...form.field('body')} label={t('requests.more')} rows={3} maxLength={2000} />
      <TextField {...form.field('purpose')} label={t('requests.purpose')} maxLength={500} />
      <p>
        <button type="submit" className="btn" data-kind="primary" disabled={send.isPending}>
          {t('requests.send')}
        </button>
      </p>
    </form>
  )
}
