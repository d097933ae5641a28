import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormFault } from './use-form.ts'
import './form.css'

/** Brings the reader to the field a fault belongs to. */
export function focusField(path: string): void {
  const name = path.split('.')[0] ?? ''
  const field = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`)
  field?.scrollIntoView({ block: 'center' })
  field?.querySelector<HTMLElement>('input, textarea, select, button')?.focus()
}

/** All that has to be put right, at the top, focused as it appears; the same words stand at each field. */
export function ErrorSummary({ faults }: { faults: readonly FormFault[] }) {
  const { t } = useTranslation('web')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (faults.length > 0) box.current?.focus()
  }, [faults])
  if (faults.length === 0) return null
  return (
    <div className="error-summary" role="alert" tabIndex={-1} ref={box}>
      <h2>{t('form.faults')}</h2>
      <ul>
        {faults.map((fault) => (
          <li key={fault.path + fault.detail}>
            {fault.path && document.querySelector(`[data-field="${CSS.escape(fault.path.split('.')[0] ?? '')}"]`) ? (
              <a
                href={`#${fault.path}`}
                onClick={(event) => {
                  event.preventDefault()
                  focusField(fault.path)
                }}
              >
                {fault.detail}
              </a>
            ) : (
              fault.detail
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
