import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { Checkbox, TextArea } from '#kit/form/fields.tsx'
import { Receipt } from '#kit/form/step-form.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, usePathParams } from '#kit/navigate.tsx'
import { type Photo, PhotoPicker } from '#kit/photo-picker.tsx'
import { refresh, useApi } from '#kit/query.ts'
import { Loaded, Notice } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import type { RepairOutlook } from '../schema.ts'
import { RecordCard } from './record-card.tsx'
import './credit.css'

/** 申请修复: what the rule asks in plain words, the day counted out, and then the form. */
export function RepairPage() {
  const { subject = '', record = '' } = usePathParams()
  const { t } = useTranslation('credit')
  const query = useApi<RepairOutlook>(`/api/credit/repairs/outlook/${record}`)
  return (
    <div className="portal-width portal-page credit-page">
      <Link className="btn" data-kind="plain" data-size="small" to={`/my/credit/${subject}`}>
        {t('repair.back')}
      </Link>
      <h1>{t('repair.title')}</h1>
      <Loaded query={query}>{(outlook) => <Body outlook={outlook} subject={subject} />}</Loaded>
    </div>
  )
}

function Body({ outlook, subject }: { outlook: RepairOutlook; subject: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const [done, setDone] = useState<{ number: string } | null>(null)
  const waits = outlook.conditions.some(({ id, met }) => (id === 'period' || id === 'state') && !met)
  if (done)
    return (
      <Receipt title={t('repair.done')} number={done.number}>
        <p>{t('repair.doneHint')}</p>
        <Link to={`/my/credit/${subject}?part=matters`}>{t('own.parts.matters')}</Link>
      </Receipt>
    )
  return (
    <>
      <ul className="credit-list">
        <RecordCard record={outlook.record} />
      </ul>
      <section className="stack">
        <p>
          {t('repair.rule')}：{text(outlook.rule.basis)}
          <br />
          {t('repair.degree', { degree: t(`degree.${outlook.degree}`) })}
          <br />
          {t('repair.least', { day: outlook.repairFrom })}
          <br />
          {t('repair.end', { day: outlook.endsOn })}
        </p>
        <h2>{t('repair.conditions')}</h2>
        <ul className="credit-conditions">
          {outlook.conditions.map((condition) => (
            <li key={condition.id}>
              <Icon
                name={condition.met ? 'circle-check' : 'circle-dot'}
                label={t(condition.met ? 'repair.met' : 'repair.open')}
              />
              <span>
                {text(condition.title)}
                {condition.from && <small className="quiet"> {t('repair.from', { day: condition.from })}</small>}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {waits ? (
        <Notice icon="timer" title={t('repair.notYet')}>
          {t('repair.notYetHint', { day: outlook.repairFrom })}
        </Notice>
      ) : (
        <RepairForm outlook={outlook} done={setDone} />
      )}
    </>
  )
}

const needed = ['statement', 'corrected', 'dutyDone', 'materials', 'committed'] as const

function RepairForm({ outlook, done }: { outlook: RepairOutlook; done: (made: { number: string }) => void }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const form = useForm({ statement: '', corrected: false, dutyDone: false, committed: false, materials: [] as Photo[] })
  const [photos, setPhotos] = useState<readonly Photo[]>([])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { statement, corrected, dutyDone, committed } = form.values
    const given = {
      statement: statement.trim().length > 1,
      corrected,
      dutyDone,
      committed,
      materials: photos.length > 0 && photos.every(({ id }) => id),
    }
    const faults = needed.filter((name) => !given[name]).map((path) => ({ path, detail: t(`repair.missing.${path}`) }))
    form.setFaults(faults)
    if (faults.length > 0) return
    try {
      const body = { record: outlook.record.id, statement, corrected, dutyDone, committed, materials: photos.map(({ id }) => id) }
      done(await api.post<{ number: string }>('/api/credit/repairs', body))
      await refresh('/api/credit')
    } catch (error) {
      form.refuse(error as ApiError)
    }
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      {form.faults.length > 0 && <ErrorSummary faults={form.faults} />}
      <TextArea {...form.field('statement')} label={t('repair.statement')} hint={t('repair.statementHint')} maxLength={1000} />
      <Checkbox {...form.field('corrected')}>{t('repair.corrected')}</Checkbox>
      <Checkbox {...form.field('dutyDone')}>{t('repair.dutyDone')}</Checkbox>
      <PhotoPicker
        name="materials"
        label={t('repair.materials')}
        hint={t('repair.materialsHint')}
        value={photos}
        onChange={(change) => setPhotos((now) => change(now))}
        error={form.field('materials').error}
      />
      <h2>{t('repair.commitment')}</h2>
      <p className="credit-promise">{text(outlook.commitment)}</p>
      <Checkbox {...form.field('committed')}>{t('repair.commit')}</Checkbox>
      <p className="quiet">{t('repair.promise')}</p>
      <button type="submit" className="btn" data-kind="primary">
        {t('repair.send')}
      </button>
    </form>
  )
}
