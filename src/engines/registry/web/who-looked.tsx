import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { refresh, usePages } from '#kit/query.ts'
import { Empty, Failed, Loading } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { AccessView } from '../schema.ts'

const path = '/api/registry/me/accesses'

/** 谁查看过我的信息, in plain words: who, of which office, when, what for; and the way to ask why. */
export function WhoLookedAtMe() {
  const { t } = useTranslation('registry')
  const query = usePages<AccessView>(path)
  return (
    <section>
      <h2>{t('looked.title')}</h2>
      <p className="quiet">{t('looked.hint')}</p>
      {query.isPending && <Loading />}
      {query.error && <Failed error={query.error} again={query.again} />}
      {!query.isPending && !query.error && query.rows.length === 0 && <Empty icon="shield-check" title={t('looked.nobody')} />}
      <ul className="my-looks">
        {query.rows.map((access) => (
          <Looked key={access.id} access={access} />
        ))}
      </ul>
      {query.hasMore && (
        <button type="button" className="btn" onClick={query.more}>
          {t('looked.more')}
        </button>
      )}
    </section>
  )
}

function Looked({ access }: { access: AccessView }) {
  const { t } = useTranslation('registry')
  const text = useText()
  const fields = access.fields.map(text).join('、')
  return (
    <li>
      <strong>
        {access.organisation ? text(access.organisation) : t('looked.system')} {access.actor}
      </strong>
      <span>
        <Time at={access.at} style="exact" /> {t(`looked.what.${access.what}`, { fields })}
      </span>
      <span className="quiet">{t('looked.for', { purpose: text(access.purpose), note: access.note })}</span>
      {access.question ? (
        <>
          <span>{t('looked.asked', { question: access.question })}</span>
          <span>
            {access.answer ? t('looked.answered', { by: access.answeredBy ?? '', answer: access.answer }) : t('looked.waiting')}
          </span>
        </>
      ) : (
        <Ask access={access} />
      )}
    </li>
  )
}

function Ask({ access }: { access: AccessView }) {
  const { t } = useTranslation('registry')
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const [error, setError] = useState<string | null>(null)
  const send = () =>
    api
      .post(`${path}/${access.id}/question`, { text: words.trim() })
      .then(() => refresh(path))
      .catch((refused: ApiError) => setError(refused.detail))
  if (!open)
    return (
      <button type="button" className="btn" data-size="small" onClick={() => setOpen(true)}>
        {t('looked.ask')}
      </button>
    )
  return (
    <span className="stack">
      <label htmlFor={`ask-${access.id}`}>{t('looked.askLabel')}</label>
      <textarea
        id={`ask-${access.id}`}
        rows={2}
        maxLength={500}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {error && <span role="alert">{error}</span>}
      <button type="button" className="btn" data-size="small" disabled={words.trim().length < 2} onClick={() => void send()}>
        {t('mine.send')}
      </button>
    </span>
  )
}
