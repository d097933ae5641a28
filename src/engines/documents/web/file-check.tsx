import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Verification } from '../schema.ts'

/** Compares a file with what was issued; under a code, with that paper. */
export function FileCheck({ code, answered }: { code?: string; answered: (answer: Verification) => void }) {
  const { t } = useTranslation('documents')
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const send = (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    setRefused(undefined)
    api
      .upload<unknown>('/api/documents/verify', file, file.name, undefined, code ? { code } : {})
      .then((answer) => answered(Verification.parse(answer)))
      .catch((error: ApiError) => setRefused(error.detail))
      .finally(() => setBusy(false))
  }
  return (
    <section className="file-check">
      <h2>{t('file')}</h2>
      <p className="quiet">{t('fileHint')}</p>
      <input
        ref={input}
        type="file"
        accept="application/pdf,.pdf"
        hidden
        aria-label={t('choose')}
        onChange={(event) => {
          send(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <button type="button" className="btn" disabled={busy} onClick={() => input.current?.click()}>
        <Icon name="file" size={18} /> {busy ? t('comparing') : t('choose')}
      </button>
      {refused && (
        <p className="field-error" role="alert">
          <Icon name="circle-alert" /> {refused}
        </p>
      )}
    </section>
  )
}
