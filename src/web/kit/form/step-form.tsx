import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api.ts'
import { Icon } from '../icon.tsx'
import { readPreference, keepPreference } from '../preferences.ts'
import { ErrorSummary } from './error-summary.tsx'
import { type FormFault, type FormState, useForm } from './use-form.ts'
import './form.css'

export interface Answer {
  label: string
  value: ReactNode
}

/** One question on one screen. */
export interface Step<V> {
  id: string
  title: string
  hint?: string
  /** Left out when it does not apply to these answers. */
  when?: (values: V) => boolean
  render: (form: FormState<V>) => ReactNode
  /** What is missing or wrong, in words; empty when the reader may go on. */
  check?: (values: V) => FormFault[]
  /** How the answers read on the last screen. */
  answers: (values: V) => Answer[]
}

interface StepFormProps<V> {
  /** Under this name the draft is kept on the device. */
  id: string
  initial: V
  steps: readonly Step<V>[]
  submitTitle: string
  /** Above the send button: what happens next, what is done with the data. */
  promise?: ReactNode
  submit: (values: V) => Promise<void>
}

/** One question a screen, progress on top, kept by itself, answers checked at the end. */
export function StepForm<V extends object>({ id, initial, steps, submitTitle, promise, submit }: StepFormProps<V>) {
  const { t } = useTranslation('web')
  const draftKey = `draft.${id}`
  const form = useForm<V>(() => ({ ...initial, ...readPreference<Partial<V>>(draftKey, {}) }))
  const [at, setAt] = useState(0)
  const [back, setBack] = useState(false)
  const [sending, setSending] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = steps.filter((step) => step.when?.(form.values) ?? true)
  const step = shown[at]
  useEffect(() => keepPreference(draftKey, form.values), [draftKey, form.values])
  const turn = (to: number) => {
    form.setFaults([])
    setAt(to)
    requestAnimationFrame(() => {
      scrollTo({ top: 0 })
      heading.current?.focus()
    })
  }
  const next = async (event: FormEvent) => {
    event.preventDefault()
    const faults = step?.check?.(form.values) ?? []
    if (faults.length > 0) return form.setFaults(faults)
    if (step) return turn(back ? shown.length : at + 1)
    setSending(true)
    try {
      await submit(form.values)
      keepPreference(draftKey, null)
    } catch (error) {
      form.refuse(error instanceof ApiError ? error : new ApiError(0, 'failed', t('state.error')))
    } finally {
      setSending(false)
    }
  }
  return (
    <form className="step-form" onSubmit={(event) => void next(event)} noValidate>
      <Progress at={at} of={shown.length} onBack={at > 0 ? () => turn(at - 1) : undefined} />
      <ErrorSummary faults={form.faults} />
      <h1 ref={heading} tabIndex={-1}>
        {step ? step.title : t('form.checkAnswers')}
      </h1>
      {step?.hint && <p className="quiet">{step.hint}</p>}
      {step ? (
        step.render(form)
      ) : (
        <Answers
          steps={shown}
          values={form.values}
          change={(index) => {
            setBack(true)
            turn(index)
          }}
        />
      )}
      {!step && promise && <div className="quiet">{promise}</div>}
      <div className="step-actions">
        <button type="submit" className="btn" data-kind="primary" disabled={sending}>
          {step ? t('action.continue') : sending ? t('form.sending') : submitTitle}
        </button>
        {step && (
          <span className="quiet step-saved">
            <Icon name="save" />
            {t('form.keptHere')}
          </span>
        )}
      </div>
    </form>
  )
}

function Progress({ at, of, onBack }: { at: number; of: number; onBack: (() => void) | undefined }) {
  const { t } = useTranslation('web')
  const words = at < of ? t('form.stepOf', { step: at + 1, steps: of }) : t('form.lastStep')
  return (
    <div className="step-top">
      {onBack && (
        <button type="button" className="btn" data-kind="plain" data-size="small" onClick={onBack}>
          <Icon name="back" />
          {t('action.back')}
        </button>
      )}
      <span className="quiet">{words}</span>
      <progress className="step-progress" value={at} max={of} aria-label={words} />
    </div>
  )
}

function Answers<V>({ steps, values, change }: { steps: readonly Step<V>[]; values: V; change: (index: number) => void }) {
  const { t } = useTranslation('web')
  return (
    <dl className="answers">
      {steps.flatMap((step, index) =>
        step.answers(values).map((answer) => (
          <div key={`${step.id} ${answer.label}`}>
            <dt>{answer.label}</dt>
            <dd>{answer.value || <span className="quiet">{t('form.notGiven')}</span>}</dd>
            <dd>
              <button type="button" className="btn" data-kind="plain" data-size="small" onClick={() => change(index)}>
                {t('action.change')}
                <span className="unseen"> {answer.label}</span>
              </button>
            </dd>
          </div>
        )),
      )}
    </dl>
  )
}

/** The last screen: done, the number to keep, and what happens next. */
export function Receipt({ title, number, children }: { title: string; number?: string; children?: ReactNode }) {
  const { t } = useTranslation('web')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="receipt">
      <div className="receipt-top">
        <Icon name="circle-check" size={40} />
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {number && (
          <p>
            {t('form.number')}
            <strong className="receipt-number">{number}</strong>
          </p>
        )}
      </div>
      {children}
    </div>
  )
}
