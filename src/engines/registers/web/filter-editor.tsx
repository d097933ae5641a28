import { Button, Checkbox, Input, Radio, TreeSelect } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import type { ColumnShape } from '../schema.ts'
import type { Address } from './address.ts'
import { useAreas, useUnits } from './places.ts'
import { ReferenceSelect } from './reference-select.tsx'

interface Editing {
  column: ColumnShape
  draft: Address
  set: (name: string, value: string) => void
}

/** How one column narrows the list, by what it holds; Enter applies. */
export function FilterEditor({
  column,
  values,
  finish,
}: {
  column: ColumnShape
  values: Address
  finish: (next?: Record<string, string | null>) => void
}) {
  const { t } = useTranslation('registers')
  const text = useText()
  const empty = `filter.${column.name}.empty`
  const [draft, setDraft] = useState<Address>(values)
  const set = (name: string, value: string) => setDraft((now) => ({ ...now, [name]: value }))
  const apply = (event?: FormEvent) => {
    event?.preventDefault()
    const given = Object.entries(draft).filter(([name, value]) => value !== '' && (name === empty || !draft[empty]))
    finish(Object.fromEntries(given))
  }
  return (
    <form className="filter-editor" onSubmit={apply} aria-label={text(column.title)}>
      {!draft[empty] && <Ways column={column} draft={draft} set={set} />}
      {column.filters.includes('empty') && (
        <Radio.Group
          size="small"
          value={draft[empty] ?? ''}
          onChange={(event) => set(empty, event.target.value as string)}
          options={[
            { value: '', label: t('filter.byValue') },
            { value: 'true', label: t('filter.isEmpty') },
            { value: 'false', label: t('filter.isFilled') },
          ]}
        />
      )}
      <div className="row">
        <span className="grow" />
        <Button size="small" onClick={() => finish()}>
          {t('action.cancel')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('filter.apply')}
        </Button>
      </div>
    </form>
  )
}

function Ways({ column, draft, set }: Editing): ReactNode {
  const { kind, filters } = column
  if (kind === 'choice' || kind === 'boolean') return <OneOf column={column} draft={draft} set={set} />
  if (kind === 'area' || kind === 'organisation') return <Under column={column} draft={draft} set={set} />
  if (kind === 'reference')
    return (
      <ReferenceSelect
        column={column}
        value={draft[`filter.${column.name}`] || null}
        onChange={(id) => set(`filter.${column.name}`, id ?? '')}
      />
    )
  if (filters.includes('range')) return <Range column={column} draft={draft} set={set} />
  return <Words column={column} draft={draft} set={set} />
}

function OneOf({ column, draft, set }: Editing) {
  const { t } = useTranslation('registers')
  const text = useText()
  const name = `filter.${column.name}`
  const options =
    column.kind === 'boolean'
      ? [
          { value: 'true', label: t('value.yes') },
          { value: 'false', label: t('value.no') },
        ]
      : (column.codes ?? []).map(({ code, title }) => ({ value: code, label: text(title) }))
  const chosen = draft[name] ? draft[name].split(',') : []
  return (
    <Checkbox.Group
      className="filter-options"
      options={options}
      value={chosen}
      onChange={(values) => set(name, values.join(','))}
    />
  )
}

function Under({ column, draft, set }: Editing) {
  const { t } = useTranslation('registers')
  const name = `filter.${column.name}`
  const areas = useAreas(column.kind === 'area')
  const units = useUnits(column.kind === 'organisation')
  return (
    <TreeSelect
      multiple
      showSearch
      allowClear
      treeNodeFilterProp="title"
      treeData={column.kind === 'area' ? areas : units}
      value={draft[name] ? draft[name].split(',') : []}
      onChange={(paths: string[]) => set(name, paths.join(','))}
      placeholder={t('filter.choosePlace')}
      className="field-whole"
    />
  )
}

function Range({ column, draft, set }: Editing) {
  const { t } = useTranslation('registers')
  const type = column.kind === 'date' || column.kind === 'instant' ? 'date' : 'number'
  const side = (end: 'from' | 'to') => (
    <label className="filter-side">
      <span className="quiet">{t(`filter.${end}`)}</span>
      <Input
        size="small"
        type={type}
        {...(type === 'number' && { step: 'any' })}
        {...(column.unit && { suffix: column.unit })}
        autoFocus={end === 'from'}
        value={draft[`filter.${column.name}.${end}`] ?? ''}
        onChange={(event) => set(`filter.${column.name}.${end}`, event.target.value)}
      />
    </label>
  )
  return (
    <div className="filter-range">
      {side('from')}
      {side('to')}
    </div>
  )
}

/** Masked values are found by the whole value only; others by their beginning where the register allows it. */
function Words({ column, draft, set }: Editing) {
  const { t } = useTranslation('registers')
  const byPrefix = column.filters.includes('prefix')
  const name = byPrefix ? `filter.${column.name}.prefix` : `filter.${column.name}`
  return (
    <label className="filter-side">
      <span className="quiet">{t(byPrefix ? 'filter.beginsWith' : column.masked ? 'filter.wholeMasked' : 'filter.whole')}</span>
      <Input
        size="small"
        autoFocus
        value={draft[name] ?? ''}
        maxLength={200}
        onChange={(event) => set(name, event.target.value)}
      />
    </label>
  )
}
