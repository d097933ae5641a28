import { Button, Input } from 'antd'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiError, Fault } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { useKeys } from '#kit/keys.ts'
import { useText } from '#kit/text.ts'
import type { ColumnShape } from '../schema.ts'
import { Field } from './field.tsx'
import { useHere } from './register.ts'
import { isBlank, useSay } from './value.tsx'

export type Values = Record<string, unknown>

interface RowFormProps {
  title: ReactNode
  number?: ReactNode
  initial: Values
  labels?: Readonly<Record<string, string>>
  saveTitle: string
  busy: boolean
  error: ApiError | null
  save: (values: Values, why: string) => void
  cancel: () => void
  /** Nothing is sent when nothing was changed. */
  editing?: boolean
}

/** The column a fault of the server is about: `values.name`, `/values/name` and `name` all mean it. */
const columnIn = (fault: Fault, columns: readonly ColumnShape[]): string | undefined => {
  const parts = fault.path.split(/[./]/)
  return columns.find(({ name }) => parts.includes(name))?.name
}

/** What people fill in; the rest is worked out. */
const entered = (columns: readonly ColumnShape[]) => columns.filter(({ computed }) => !computed)

const missingIn = (columns: readonly ColumnShape[], values: Values): string[] =>
  columns.filter(({ required, name }) => required && isBlank(values[name])).map(({ name }) => name)

/** A form made of the register's columns. Ctrl+S saves, Escape leaves. */
export function RowForm(props: RowFormProps) {
  const { initial, error, save, cancel, editing = false } = props
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const [values, setValues] = useState<Values>(initial)
  const [why, setWhy] = useState('')
  const [missing, setMissing] = useState<readonly string[]>([])
  const form = useRef<HTMLFormElement>(null)
  const changed = shape.columns.filter(
    ({ name }) => JSON.stringify(values[name] ?? null) !== JSON.stringify(initial[name] ?? null),
  )
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const gaps = missingIn(shape.columns, values)
    setMissing(gaps)
    if (gaps.length === 0)
      save(editing ? Object.fromEntries(changed.map(({ name }) => [name, values[name] ?? null])) : values, why.trim())
  }
  useKeys({ 'mod+s': () => submit() })
  const isChanged = changed.length > 0
  useUnsaved(isChanged)
  useEffect(() => {
    if (error || missing.length > 0)
      form.current?.querySelector<HTMLElement>('[data-error] input, [data-error] textarea')?.focus()
  }, [error, missing])
  return (
    <article className="pane">
      <form
        ref={form}
        className="pane register-form"
        onSubmit={submit}
        noValidate
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || changed.length > 0) return
          event.stopPropagation()
          cancel()
        }}
      >
        <FormTop {...props} />
        <div className="pane-body">
          <Fields values={values} set={setValues} missing={missing} error={error} labels={props.labels} />
          <Computed values={initial} />
          {editing && (
            <div className="register-field" data-wide>
              <label htmlFor="row-why">{t('form.why')}</label>
              <Input id="row-why" value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} />
            </div>
          )}
        </div>
        <FormFoot {...props} changed={changed.length} />
      </form>
    </article>
  )
}

/** Neither another row nor closing the window takes changes away unasked. */
function useUnsaved(isChanged: boolean): void {
  const { unsaved } = useHere()
  useEffect(() => {
    unsaved.current = isChanged
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    if (isChanged) addEventListener('beforeunload', ask)
    return () => {
      unsaved.current = false
      removeEventListener('beforeunload', ask)
    }
  }, [unsaved, isChanged])
}

function FormTop({ title, number, cancel, error }: RowFormProps) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const loose = error && (error.faults.length === 0 || error.faults.some((fault) => !columnIn(fault, shape.columns)))
  return (
    <header className="pane-top">
      <div className="row pane-line">
        <button type="button" className="btn-icon pane-close" aria-label={t('action.cancel')} onClick={cancel}>
          <Icon name="close" size={20} />
        </button>
        <span className="pane-number numbers">{number}</span>
      </div>
      <div className="pane-title">
        <h1>{title}</h1>
      </div>
      {loose && error.code !== 'stale_version' && (
        <p className="field-error" role="alert">
          <Icon name="circle-alert" size={15} /> {error.detail}
        </p>
      )}
    </header>
  )
}

interface FieldsProps {
  values: Values
  set: (change: (now: Values) => Values) => void
  missing: readonly string[]
  error: ApiError | null
  labels: Readonly<Record<string, string>> | undefined
}

function Fields({ values, set, missing, error, labels }: FieldsProps) {
  const { t } = useTranslation('registers')
  const text = useText()
  const { shape } = useHere()
  const faultOf = (column: ColumnShape): string | undefined => {
    if (missing.includes(column.name) && isBlank(values[column.name])) return t('form.missing', { column: text(column.title) })
    return error?.faults.find((fault) => columnIn(fault, shape.columns) === column.name)?.detail
  }
  return (
    <div className="register-fields">
      {entered(shape.columns).map((column, index) => (
        <Field
          key={column.name}
          column={column}
          value={values[column.name] ?? null}
          onChange={(value) => set((now) => ({ ...now, [column.name]: value }))}
          error={faultOf(column)}
          autoFocus={index === 0}
          {...(labels && { labels })}
        />
      ))}
    </div>
  )
}

/** What follows by rule from what is entered: to be read, not written. */
function Computed({ values }: { values: Values }) {
  const { t } = useTranslation('registers')
  const text = useText()
  const say = useSay()
  const { shape } = useHere()
  const columns = shape.columns.filter(({ computed }) => computed)
  if (columns.length === 0) return null
  return (
    <section className="register-computed" aria-label={t('form.computed')}>
      <p className="quiet">{t('form.computed')}</p>
      <dl>
        {columns.map((column) => (
          <div key={column.name}>
            <dt>{text(column.title)}</dt>
            <dd>{isBlank(values[column.name]) ? '—' : say(column, values[column.name], undefined)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function FormFoot({ saveTitle, busy, cancel, changed, editing }: RowFormProps & { changed: number }) {
  const { t } = useTranslation('registers')
  return (
    <footer className="form-foot row">
      <span className="quiet grow">{editing ? t(changed === 0 ? 'form.noChange' : 'form.changed', { count: changed }) : ''}</span>
      <Button onClick={cancel}>{t('action.cancel')}</Button>
      <Button type="primary" htmlType="submit" loading={busy} disabled={editing === true && changed === 0}>
        {saveTitle}
      </Button>
    </footer>
  )
}
