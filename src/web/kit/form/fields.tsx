import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  Radio as AriaRadio,
  RadioGroup as AriaRadioGroup,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  TextArea as AriaTextArea,
  Text as AriaText,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../icon.tsx'
import type { Bound } from './use-form.ts'
import './form.css'

interface Common {
  label: ReactNode
  /** Why it is asked, or how to answer. */
  hint?: ReactNode
  optional?: boolean
  /** The label is the page's question: large. */
  question?: boolean
}

function Top({ label, hint, optional, error }: Common & { error: string | undefined }) {
  const { t } = useTranslation('web')
  return (
    <>
      <Label className="field-label">
        {label}
        {optional && <span className="quiet"> {t('form.optional')}</span>}
      </Label>
      {hint && (
        <AriaText slot="description" className="field-hint">
          {hint}
        </AriaText>
      )}
      {error && (
        <FieldError className="field-error">
          <Icon name="circle-alert" />
          {error}
        </FieldError>
      )}
    </>
  )
}

const frame = (props: Common & { name: string; error: string | undefined }) => ({
  className: 'field',
  'data-field': props.name,
  'data-question': props.question || undefined,
  'data-error': props.error ? true : undefined,
  isInvalid: props.error !== undefined,
  validationBehavior: 'aria' as const,
})

type TextFieldProps = Common &
  Bound<string> & {
    type?: 'text' | 'password' | 'tel' | 'email' | 'url' | 'number' | 'date' | 'datetime-local'
    autoComplete?: string
    inputMode?: 'text' | 'numeric' | 'decimal' | 'tel'
    /** Expected length in characters: a field looks as long as its answer. */
    width?: number
    maxLength?: number
    autoFocus?: boolean
  }

export function TextField({
  label,
  hint,
  optional,
  question,
  name,
  value,
  onChange,
  error,
  type = 'text',
  width,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField
      {...frame({ label, name, error, ...(question && { question }) })}
      name={name}
      value={value ?? ''}
      onChange={onChange}
      type={type}
      {...rest}
    >
      <Top label={label} hint={hint} optional={optional ?? false} error={error} />
      <Input className="input" style={width ? { maxWidth: `calc(${width}ch + 28px)` } : undefined} />
    </AriaTextField>
  )
}

export function TextArea({
  label,
  hint,
  optional,
  question,
  name,
  value,
  onChange,
  error,
  rows = 5,
  maxLength,
}: Common & Bound<string> & { rows?: number; maxLength?: number }) {
  const { t } = useTranslation('web')
  const left = maxLength === undefined ? undefined : maxLength - (value ?? '').length
  return (
    <AriaTextField
      {...frame({ label, name, error, ...(question && { question }) })}
      name={name}
      value={value ?? ''}
      onChange={onChange}
      {...(maxLength && { maxLength })}
    >
      <Top label={label} hint={hint} optional={optional ?? false} error={error} />
      <AriaTextArea className="input" rows={rows} />
      {left !== undefined && left <= (maxLength as number) * 0.25 && (
        <small className="field-count">{t('form.charactersLeft', { count: left })}</small>
      )}
    </AriaTextField>
  )
}

export interface Option {
  value: string
  title: ReactNode
  hint?: ReactNode
  icon?: IconName
}

/** One of few answers, all in sight. `columns` for short ones with pictures. */
export function RadioGroup({
  label,
  hint,
  optional,
  question,
  name,
  value,
  onChange,
  error,
  options,
  columns,
}: Common & Bound<string | null> & { options: readonly Option[]; columns?: number }) {
  return (
    <AriaRadioGroup
      {...frame({ label, name, error, ...(question && { question }) })}
      name={name}
      value={value ?? ''}
      onChange={onChange}
    >
      <Top label={label} hint={hint} optional={optional ?? false} error={error} />
      <div
        className="choices"
        style={
          columns
            ? { gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${Math.floor(640 / columns) - 12}px), 1fr))` }
            : undefined
        }
      >
        {options.map((option) => (
          <AriaRadio key={option.value} value={option.value} className="choice">
            <span className="choice-dot" aria-hidden="true" />
            {option.icon && <Icon name={option.icon} size="1.5em" />}
            <span>
              {option.title}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </AriaRadio>
        ))}
      </div>
    </AriaRadioGroup>
  )
}

export function CheckboxGroup({
  label,
  hint,
  optional,
  question,
  name,
  value,
  onChange,
  error,
  options,
}: Common & Bound<string[]> & { options: readonly Option[] }) {
  return (
    <AriaCheckboxGroup
      {...frame({ label, name, error, ...(question && { question }) })}
      name={name}
      value={value ?? []}
      onChange={onChange}
    >
      <Top label={label} hint={hint} optional={optional ?? false} error={error} />
      <div className="choices">
        {options.map((option) => (
          <AriaCheckbox key={option.value} value={option.value} className="choice">
            <span className="choice-box" aria-hidden="true">
              <Icon name="check" size={16} />
            </span>
            <span>
              {option.title}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </AriaCheckbox>
        ))}
      </div>
    </AriaCheckboxGroup>
  )
}

export function Checkbox({ name, value, onChange, error, children }: Bound<boolean> & { children: ReactNode }) {
  return (
    <div className="field" data-field={name} data-error={error ? true : undefined}>
      {error && (
        <p className="field-error">
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <AriaCheckbox
        className="choice"
        name={name}
        isSelected={value ?? false}
        onChange={onChange}
        isInvalid={error !== undefined}
      >
        <span className="choice-box" aria-hidden="true">
          <Icon name="check" size={16} />
        </span>
        <span>{children}</span>
      </AriaCheckbox>
    </div>
  )
}

/** One of many: the phone's own list, which everyone knows. */
export function SelectField({
  label,
  hint,
  optional,
  question,
  name,
  value,
  onChange,
  error,
  options,
}: Common & Bound<string | null> & { options: readonly { value: string; title: string; group?: string }[] }) {
  const { t } = useTranslation('web')
  const groups = [...Map.groupBy(options, (option) => option.group ?? '')]
  const id = `select-${name}`
  return (
    <div className="field" data-field={name} data-question={question || undefined} data-error={error ? true : undefined}>
      <label className="field-label" htmlFor={id}>
        {label}
        {optional && <span className="quiet"> {t('form.optional')}</span>}
      </label>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <select
        id={id}
        className="input"
        name={name}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || null)}
        aria-invalid={error !== undefined}
        aria-describedby={[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined}
      >
        <option value="">{t('form.choose')}</option>
        {groups.map(([group, members]) =>
          group ? (
            <optgroup key={group} label={group}>
              {members.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.title}
                </option>
              ))}
            </optgroup>
          ) : (
            members.map((option) => (
              <option key={option.value} value={option.value}>
                {option.title}
              </option>
            ))
          ),
        )}
      </select>
    </div>
  )
}
