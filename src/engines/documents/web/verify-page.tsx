import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorSummary } from '#kit/form/error-summary.tsx'
import { TextField } from '#kit/form/fields.tsx'
import { useForm } from '#kit/form/use-form.ts'
import { useGo, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { Verification } from '../schema.ts'
import { FileCheck } from './file-check.tsx'
import { Verdict } from './verdict.tsx'
import './verify.css'

/** Is a paper genuine? By its code, by its square, or by the file itself; for anyone. */
export function VerifyPage() {
  const { code } = usePathParams()
  return code ? <Answer key={code} code={code} /> : <Ask />
}

function Answer({ code }: { code: string }) {
  const { t } = useTranslation('documents')
  const go = useGo()
  const query = useApi(`/api/documents/verify/${encodeURIComponent(code)}`, Verification)
  const [file, setFile] = useState<Verification>()
  return (
    <div className="portal-width portal-page verify-page">
      <h1>{t('title')}</h1>
      <Loaded query={query}>
        {(found) => (
          <>
            <Verdict answer={file ?? found} typed={code} />
            {found.standing !== 'unknown' && <FileCheck code={code} answered={setFile} />}
          </>
        )}
      </Loaded>
      <p>
        <button type="button" className="btn" onClick={() => go('/verify')}>
          {t('another')}
        </button>
      </p>
    </div>
  )
}

/** 16 letters and digits, however they are grouped. */
const isWhole = (typed: string) => typed.normalize('NFKC').replace(/[\s\-—–_]/g, '').length === 16

function Ask() {
  const { t } = useTranslation('documents')
  const go = useGo()
  const form = useForm({ code: '' })
  const [file, setFile] = useState<Verification>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const typed = form.values.code.trim()
    if (isWhole(typed)) go(`/verify/${encodeURIComponent(typed)}`)
    else form.setFaults([{ path: 'code', detail: t('codeShort') }])
  }
  return (
    <div className="portal-width portal-page verify-page">
      <form onSubmit={submit} noValidate>
        <ErrorSummary faults={form.faults} />
        <h1>{t('title')}</h1>
        <p className="quiet">{t('intro')}</p>
        <TextField {...form.field('code')} label={t('code')} hint={t('codeHint')} maxLength={40} width={24} autoComplete="off" />
        <button type="submit" className="btn" data-kind="primary">
          {t('check')}
        </button>
      </form>
      <FileCheck answered={setFile} />
      {file && <Verdict answer={file} byFile />}
    </div>
  )
}
