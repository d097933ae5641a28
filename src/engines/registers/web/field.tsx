import { Button, Input, InputNumber, Segmented, Select, TreeSelect } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fromWall, wallMinute } from '#kit/district-time.ts'
import { Icon } from '#kit/icon.tsx'
import { useText } from '#kit/text.ts'
import type { ColumnShape } from '../schema.ts'
import { useAreas, useUnits } from './places.ts'
import { ReferenceSelect } from './reference-select.tsx'
import { withUnit } from './register.ts'

const PlacePicker = lazy(async () => ({ default: (await import('#kit/map/place-picker.tsx')).PlacePicker }))

interface FieldProps {
  column: ColumnShape
  value: unknown
  onChange: (value: unknown) => void
  error?: string | undefined
  /** What references among the values are called. */
  labels?: Readonly<Record<string, string>>
  autoFocus?: boolean
}

/** One column as a labelled input of its kind; what is wrong with it stands below it. */
export function Field(props: FieldProps) {
  const { column, error } = props
  const text = useText()
  const { t } = useTranslation('registers')
  const id = `field-${column.name}`
  return (
    <div
      className="register-field"
      data-field={column.name}
      data-wide={column.wide || column.kind === 'point' || undefined}
      data-error={error ? true : undefined}
    >
      <label htmlFor={id}>
        {text(withUnit(column))}
        {column.required && (
          <span className="field-required" title={t('field.required')}>
            *
          </span>
        )}
      </label>
      <Control {...props} id={id} />
      {error ? (
        <p className="field-error" role="alert" id={`${id}-fault`}>
          <Icon name="circle-alert" size={14} /> {error}
        </p>
      ) : (
        column.hint && <p className="quiet field-hint-small">{text(column.hint)}</p>
      )}
    </div>
  )
}

type ControlProps = FieldProps & { id: string }

function Control(props: ControlProps): ReactNode {
  const { column } = props
  if (column.masked) return <MaskedControl {...props} />
  switch (column.kind) {
    case 'integer':
    case 'decimal':
      return <NumberControl {...props} />
    case 'boolean':
      return <BooleanControl {...props} />
    case 'choice':
      return <ChoiceControl {...props} />
    case 'reference':
      return (
        <ReferenceSelect
          id={props.id}
          column={column}
          value={(props.value as string | null) ?? null}
          onChange={props.onChange}
          invalid={Boolean(props.error)}
          {...(props.labels && { labels: props.labels })}
        />
      )
    case 'area':
    case 'organisation':
      return <PlaceControl {...props} />
    case 'point':
      return <PointControl {...props} />
    default:
      return <TextControl {...props} />
  }
}

const status = (error: string | undefined) => (error ? ({ status: 'error' } as const) : {})

/** On the district's clock, as the browser's own field takes it. */
const localMoment = (iso: string): string => (Number.isNaN(Date.parse(iso)) ? '' : wallMinute(iso))

function TextControl({ column, value, onChange, error, id, autoFocus }: ControlProps) {
  const given = (value as string | null) ?? ''
  const common = {
    id,
    autoFocus: autoFocus ?? false,
    'aria-invalid': Boolean(error),
    ...(error && { 'aria-describedby': `${id}-fault` }),
    ...status(error),
  }
  if (column.kind === 'date')
    return <Input {...common} type="date" value={given} onChange={(event) => onChange(event.target.value || null)} />
  if (column.kind === 'instant')
    return (
      <Input
        {...common}
        type="datetime-local"
        value={localMoment(given)}
        onChange={({ target }) => onChange(target.value ? fromWall(target.value).toISOString() : null)}
      />
    )
  const length = {
    ...(column.maxLength && {
      maxLength: column.maxLength,
      showCount: column.maxLength <= 2000 && given.length > column.maxLength * 0.8,
    }),
  }
  if (column.wide)
    return (
      <Input.TextArea
        {...common}
        {...length}
        autoSize={{ minRows: 3, maxRows: 12 }}
        value={given}
        onChange={(event) => onChange(event.target.value || null)}
      />
    )
  return <Input {...common} {...length} value={given} onChange={(event) => onChange(event.target.value || null)} />
}

function NumberControl({ column, value, onChange, error, id, autoFocus }: ControlProps) {
  return (
    <InputNumber<number>
      id={id}
      autoFocus={autoFocus ?? false}
      className="field-number"
      {...status(error)}
      value={(value as number | null) ?? null}
      {...(column.unit && { suffix: column.unit })}
      controls={false}
      {...(column.kind === 'integer' && { precision: 0 })}
      onChange={(next) => onChange(next)}
    />
  )
}

function BooleanControl({ column, value, onChange }: ControlProps) {
  const { t } = useTranslation('registers')
  return (
    <Segmented
      size="small"
      value={value === true ? 'yes' : value === false ? 'no' : 'none'}
      options={[
        { value: 'yes', label: t('value.yes') },
        { value: 'no', label: t('value.no') },
        ...(column.required ? [] : [{ value: 'none', label: t('value.none') }]),
      ]}
      onChange={(next) => onChange(next === 'none' ? null : next === 'yes')}
    />
  )
}

function ChoiceControl({ column, value, onChange, error, id }: ControlProps) {
  const { t } = useTranslation('registers')
  const text = useText()
  return (
    <Select
      id={id}
      showSearch
      allowClear={!column.required}
      optionFilterProp="label"
      placeholder={t('field.choose')}
      {...status(error)}
      value={(value as string | null) ?? null}
      options={(column.codes ?? []).map(({ code, title }) => ({ value: code, label: text(title) }))}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      className="field-whole"
    />
  )
}

function PlaceControl({ column, value, onChange, error, id }: ControlProps) {
  const { t } = useTranslation('registers')
  const areas = useAreas(column.kind === 'area')
  const units = useUnits(column.kind === 'organisation')
  return (
    <TreeSelect
      id={id}
      showSearch
      allowClear={!column.required}
      treeNodeFilterProp="title"
      treeDefaultExpandedKeys={value ? [String(value)] : []}
      placeholder={t('field.choose')}
      {...status(error)}
      value={(value ?? undefined) as string | undefined}
      treeData={column.kind === 'area' ? areas : units}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      className="field-whole"
    />
  )
}

function PointControl({ column, value, onChange, error, id }: ControlProps) {
  const { t } = useTranslation('registers')
  const text = useText()
  const point = value as { lon: number; lat: number } | null
  return (
    <div id={id} className="field-point">
      <Suspense fallback={null}>
        <PlacePicker
          name={`place-${column.name}`}
          value={point ?? null}
          onChange={onChange}
          label={text(column.title)}
          error={error}
          height="220px"
        />
      </Suspense>
      {point && !column.required && (
        <Button size="small" type="link" onClick={() => onChange(null)}>
          {t('field.noPlace')}
        </Button>
      )}
    </div>
  )
}

/** The value itself stays hidden: it can be kept, replaced or, where it may, taken away. */
function MaskedControl({ column, value, onChange, error, id }: ControlProps) {
  const { t } = useTranslation('registers')
  const [before] = useState(value as string | null)
  const [replacing, setReplacing] = useState(before === null || before === undefined)
  if (!replacing)
    return (
      <div className="row field-masked">
        <span className="masked numbers" id={id}>
          {before}
        </span>
        <Button size="small" onClick={() => setReplacing(true)}>
          {t('field.replace')}
        </Button>
      </div>
    )
  return (
    <div className="row field-masked">
      <Input
        id={id}
        autoComplete="off"
        {...status(error)}
        {...(column.maxLength && { maxLength: column.maxLength })}
        value={value === before ? '' : ((value as string | null) ?? '')}
        placeholder={before ? t('field.newValue') : ''}
        onChange={(event) => onChange(event.target.value || null)}
      />
      {before && (
        <Button
          size="small"
          onClick={() => {
            onChange(before)
            setReplacing(false)
          }}
        >
          {t('field.keep')}
        </Button>
      )}
    </div>
  )
}
