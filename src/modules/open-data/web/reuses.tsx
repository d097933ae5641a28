import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { SelectField, TextArea, TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useSend } from '#kit/query.ts'
import { useMe } from '#kit/session.ts'
import { useText } from '#kit/text.ts'
import type { Dataset, Reuse } from '../schema.ts'
import { reuseKinds } from '../words.ts'

export function ReuseCard({ reuse, withDataset = false }: { reuse: Reuse; withDataset?: boolean }) {
  const text = useText()
  return (
    <article className="data-card">
      <p className="data-card-top quiet">
        <span>{text(reuseKinds[reuse.kind])}</span>
        <span>{reuse.by}</span>
      </p>
      <h3>
        {reuse.url ? (
          <a href={reuse.url} rel="noreferrer nofollow" target="_blank">
            {reuse.title} <Icon name="external" size="0.9em" />
          </a>
        ) : (
          reuse.title
        )}
      </h3>
      <p className="data-card-notes">{reuse.body}</p>
      {withDataset && (
        <p className="data-card-foot">
          <Link to={`/data/${reuse.dataset.name}`}>{text(reuse.dataset.title)}</Link>
        </p>
      )}
    </article>
  )
}

/** What people made of it, and a way to show one's own. */
export function Reuses({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('open-data')
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  const [isSent, setSent] = useState(false)
  return (
    <section className="stack">
      <h2>{t('reuse.title')}</h2>
      {dataset.reuses.length === 0 && <p className="quiet">{t('reuse.none')}</p>}
      <div className="data-cards">
        {dataset.reuses.map((reuse) => (
          <ReuseCard key={reuse.id} reuse={reuse} />
        ))}
      </div>
      {isSent && (
        <p role="status">
          <Icon name="circle-check" /> {t('reuse.sent')}
        </p>
      )}
      {me && !isOpen && (
        <p>
          <button type="button" className="btn" onClick={() => setOpen(true)}>
            <Icon name="plus" /> {t('reuse.add')}
          </button>
        </p>
      )}
      {isOpen && (
        <ReuseForm
          name={dataset.name}
          done={() => {
            setOpen(false)
            setSent(true)
          }}
        />
      )}
    </section>
  )
}

function ReuseForm({ name, done }: { name: string; done: () => void }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const form = useForm({ title: '', body: '', url: '', kind: 'app' as string | null })
  const send = useSend((body: object) => api.post(`/api/open-data/datasets/${name}/reuses`, body), { then: done })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { url, ...rest } = form.values
    send.mutate({ ...rest, ...(url.trim() && { url: url.trim() }) }, { onError: form.refuse })
  }
  return (
    <form onSubmit={submit} className="card stack" noValidate>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('title')} label={t('reuse.name')} maxLength={100} />
      <SelectField
        {...form.field('kind')}
        label={t('reuse.kind')}
        options={Object.entries(reuseKinds).map(([value, title]) => ({ value, title: text(title) }))}
      />
      <TextArea {...form.field('body')} label={t('reuse.about')} rows={3} maxLength={2000} />
      <TextField {...form.field('url')} label={t('reuse.url')} optional type="url" maxLength={500} />
      <p>
        <button type="submit" className="btn" data-kind="primary" disabled={send.isPending}>
          {t('reuse.submit')}
        </button>
      </p>
    </form>
  )
}
