import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { RadioGroup, TextArea } from '#kit/form/fields.tsx'
import { Receipt } from '#kit/form/step-form.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Link, usePathParams } from '#kit/navigate.tsx'
import { type Photo, PhotoPicker } from '#kit/photo-picker.tsx'
import { refresh, useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import type { SubjectPage } from '../schema.ts'
import { RecordCard } from './record-card.tsx'
import './credit.css'

/** 提出异议 to one record. */
export function ObjectionPage() {
  const { subject = '', record = '' } = usePathParams()
  const { t } = useTranslation('credit')
  const query = useApi<SubjectPage>(`/api/credit/subjects/${subject}`)
  const [done, setDone] = useState<{ number: string } | null>(null)
  return (
    <div className="portal-width portal-page credit-page">
      <Link className="btn" data-kind="plain" data-size="small" to={`/my/credit/${subject}`}>
        {t('repair.back')}
      </Link>
      <h1>{t('objection.title')}</h1>
      {done ? (
        <Receipt title={t('objection.done')} number={done.number}>
          <Link to={`/my/credit/${subject}?part=matters`}>{t('own.parts.matters')}</Link>
        </Receipt>
      ) : (
        <Loaded query={query}>
          {({ records }) => (
            <>
              <ul className="credit-list">
                {records
                  .filter(({ id }) => id === record)
                  .map((one) => (
                    <RecordCard key={one.id} record={one} />
                  ))}
              </ul>
              <ObjectionForm record={record} done={setDone} />
            </>
          )}
        </Loaded>
      )}
    </div>
  )
}

function ObjectionForm({ record, done }: { record: string; done: (made: { number: string }) => void }) {
  const { t } = useTranslation('credit')
  const form = useForm({ wants: 'correct' as string | null, reason: '' })
  const [photos, setPhotos] = useState<readonly Photo[]>([])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { wants, reason } = form.values
    form.setFaults(reason.trim().length < 2 ? [{ path: 'reason', detail: t('objection.missing') }] : [])
    if (reason.trim().length < 2) return
    try {
      const materials = photos.flatMap(({ id }) => id ?? [])
      done(await api.post<{ number: string }>('/api/credit/objections', { record, wants, reason: reason.trim(), materials }))
      await refresh('/api/credit')
    } catch (error) {
      form.refuse(error as ApiError)
    }
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {form.faults.length > 0 && <ErrorSummary faults={form.faults} />}
      <RadioGroup
        {...form.field('wants')}
        label={t('objection.wants')}
        options={[
          { value: 'correct', title: t('objection.correct') },
          { value: 'remove', title: t('objection.remove') },
        ]}
      />
      <TextArea {...form.field('reason')} label={t('objection.reason')} hint={t('objection.reasonHint')} maxLength={1000} />
      <PhotoPicker
        name="materials"
        label={t('objection.materials')}
        value={photos}
        onChange={(change) => setPhotos((now) => change(now))}
      />
      <p className="quiet">{t('objection.promise')}</p>
      <button type="submit" className="btn" data-kind="primary">
        {t('objection.send')}
      </button>
    </form>
  )
}
