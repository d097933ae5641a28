import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { Checkbox, SelectField, TextArea, TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useLanguage, useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { Draft, type DraftLine, Drafts, type Plan } from '../schema.ts'
import { cycleTitles, stateTitles } from '../words.ts'
import { DataNav } from './data-nav.tsx'
import { GateReport } from './gate-report.tsx'
import { sendTable } from './send-table.ts'
import { useVocabulary } from './use-vocabulary.ts'

const path = '/api/open-data/drafts'
export const stateTones = {
  draft: 'neutral',
  review: 'active',
  published: 'done',
  withdrawn: 'neutral',
  returned: 'warning',
} as const

/** An enterprise opens a table of its own: description and file, then the gate, then a look by the office. */
export function PublishPage() {
  const { t } = useTranslation('open-data')
  const [isOpen, setOpen] = useState(false)
  const query = useApi(`${path}?mine=true`, Drafts)
  return (
    <div className="stack">
      <DataNav />
      <h1>{t('publish.title')}</h1>
      <p>{t('publish.intro')}</p>
      {isOpen ? (
        <HandIn />
      ) : (
        <p>
          <button type="button" className="btn" data-kind="primary" onClick={() => setOpen(true)}>
            <Icon name="upload" /> {t('publish.new')}
          </button>
        </p>
      )}
      <h2>{t('publish.mine')}</h2>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('publish.none')} />
          ) : (
            <ul className="data-talk">
              {items.map((draft) => (
                <DraftItem key={draft.id} draft={draft} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  )
}

function DraftItem({ draft }: { draft: DraftLine }) {
  const text = useText()
  return (
    <li className="card">
      <p className="data-head">
        <Link to={`/data/publish/${draft.id}`}>{text(draft.title)}</Link>
        <StatusTag tone={stateTones[draft.state]}>{text(stateTitles[draft.state])}</StatusTag>
      </p>
      {draft.stateWhy && <p>{draft.stateWhy}</p>}
    </li>
  )
}

function HandIn() {
  const { t } = useTranslation('open-data')
  const text = useText()
  const language = useLanguage()
  const go = useGo()
  const { themes, licences } = useVocabulary()
  const [file, setFile] = useState<File>()
  const [isBusy, setBusy] = useState(false)
  const form = useForm({
    enterprise: '',
    creditCode: '',
    title: '',
    name: '',
    notes: '',
    theme: 'economy' as string | null,
    licence: 'cc-by' as string | null,
    cycle: '8' as string | null,
    aboutPeople: false,
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { title, notes, cycle, ...rest } = form.values
    const faults = [
      ...(title.trim() ? [] : [{ path: 'title', detail: t('publish.titleMissing') }]),
      ...(/^[a-z0-9_-]{2,100}$/.test(rest.name) ? [] : [{ path: 'name', detail: t('publish.nameWrong') }]),
      ...(rest.enterprise.trim().length > 1 ? [] : [{ path: 'enterprise', detail: t('publish.enterpriseMissing') }]),
      ...(file ? [] : [{ path: '', detail: t('publish.fileMissing') }]),
    ]
    form.setFaults(faults)
    if (faults.length > 0 || !file) return
    setBusy(true)
    try {
      const draft = await sendTable(
        { ...rest, title: { zh: title, en: title }, notes: { zh: notes, en: notes }, cycle: Number(cycle), tags: [] },
        file,
        language,
      )
      go(`/data/publish/${draft.id}`)
    } catch (error) {
      if (error instanceof ApiError) form.refuse(error)
      else throw error
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="card stack" noValidate>
      <ErrorSummary faults={form.faults} />
      <TextField {...form.field('enterprise')} label={t('publish.enterprise')} maxLength={100} autoComplete="organization" />
      <TextField {...form.field('creditCode')} label={t('publish.creditCode')} maxLength={30} width={20} autoComplete="off" />
      <TextField {...form.field('title')} label={t('publish.dataset')} maxLength={100} />
      <TextField
        {...form.field('name')}
        label={t('publish.name')}
        hint={t('publish.nameHint')}
        maxLength={100}
        width={30}
        autoComplete="off"
      />
      <TextArea {...form.field('notes')} label={t('publish.notes')} rows={3} maxLength={2000} />
      <SelectField
        {...form.field('theme')}
        label={t('facets.theme')}
        options={themes.map(({ id, title }) => ({ value: id, title: text(title) }))}
      />
      <SelectField
        {...form.field('licence')}
        label={t('facets.licence')}
        options={licences.map(({ id, title }) => ({ value: id, title: text(title) }))}
      />
      <SelectField
        {...form.field('cycle')}
        label={t('facts.cycle')}
        options={Object.entries(cycleTitles).map(([value, title]) => ({ value, title: text(title) }))}
      />
      <label className="field">
        <span className="field-label">{t('publish.file')}</span>
        <span className="field-hint">{t('publish.fileHint')}</span>
        <input type="file" name="file" accept=".csv,.xlsx,text/csv" onChange={(event) => setFile(event.target.files?.[0])} />
      </label>
      <Checkbox {...form.field('aboutPeople')}>{t('gate.aboutPeople')}</Checkbox>
      <p>
        <button type="submit" className="btn" data-kind="primary" disabled={isBusy}>
          {isBusy ? t('publish.checking') : t('publish.check')}
        </button>
      </p>
    </form>
  )
}

/** One thing I handed in: the gate's report, my choices, and handing it in. */
export function DraftPage() {
  const { id } = usePathParams()
  const query = useApi(`${path}/${id}`, Draft)
  return (
    <div className="stack">
      <DataNav />
      <Loaded query={query}>{(draft) => <Whole draft={draft} />}</Loaded>
    </div>
  )
}

function Whole({ draft }: { draft: Draft }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const [refused, setRefused] = useState<string>()
  const here = `${path}/${draft.id}`
  const plan = useSend(
    ({ resource, body }: { resource: string; body: Plan }) => api.put<Draft>(`${here}/resources/${resource}/plan`, body),
    { refresh: [path] },
  )
  const submit = useSend(() => api.post(`${here}/submit`, {}), { refresh: [path] })
  const canSubmit = draft.may.submit && draft.resources.every(({ report }) => report?.verdict === 'open')
  const failed = (error: ApiError) => setRefused(error.detail)
  return (
    <>
      <h1 className="data-head">
        <span>{text(draft.title)}</span>
        <StatusTag tone={stateTones[draft.state]}>{text(stateTitles[draft.state])}</StatusTag>
      </h1>
      {draft.stateWhy && <p role="status">{draft.stateWhy}</p>}
      <p>{text(draft.notes)}</p>
      {draft.resources.map((resource) => (
        <GateReport
          key={resource.id}
          resource={resource}
          isBusy={plan.isPending}
          {...(draft.may.change && { change: (body: Plan) => plan.mutate({ resource: resource.id, body }, { onError: failed }) })}
        />
      ))}
      {refused && (
        <p role="alert">
          <Icon name="circle-alert" /> {refused}
        </p>
      )}
      {draft.may.submit && (
        <p className="row-wrap">
          <button
            type="button"
            className="btn"
            data-kind="primary"
            disabled={!canSubmit || submit.isPending}
            onClick={() => submit.mutate(undefined, { onError: failed })}
          >
            <Icon name="send" /> {t('publish.submit')}
          </button>
          {!canSubmit && <span className="quiet">{t('publish.notYet')}</span>}
        </p>
      )}
      {draft.state === 'review' && draft.reviewDueAt && (
        <p role="status">
          <Icon name="clock" /> {t('publish.waiting')} <Time at={draft.reviewDueAt} style="short" />
        </p>
      )}
      {draft.state === 'published' && (
        <p>
          <Link className="btn" data-kind="primary" to={`/data/${draft.name}`}>
            {t('publish.see')}
          </Link>
        </p>
      )}
    </>
  )
}
