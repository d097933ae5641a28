import { Checkbox, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useText } from '#kit/text.ts'
import type { ItemType, Tried, TriedColumn } from '../schema.ts'
import { maskTitles, typeTitles } from '../words.ts'

export interface ChosenColumn extends TriedColumn {
  taken: boolean
  /** What it seems to be by itself. */
  natural: ItemType
}
export interface Choice {
  columns: ChosenColumn[]
  keys: string[]
  changedBy: string | null
}

const grows = new Set<ItemType>(['instant', 'date', 'integer'])
const likely = /^(updated?|modified|changed?|gmt_modified|last_modified)|更新时间|修改时间|变更时间/i

/** Everything is taken until somebody says otherwise; what looks like the moment of the last change is proposed as such. */
export function firstChoice({ columns, keys }: Tried): Choice {
  const changed = columns.find(({ name, title, type }) => grows.has(type) && (likely.test(name) || likely.test(title.zh)))
  return {
    columns: columns.map((column) => ({ ...column, taken: true, natural: column.type })),
    keys,
    changedBy: changed?.name ?? null,
  }
}

export const isComplete = ({ columns, keys }: Choice): boolean =>
  keys.length > 0 && keys.every((key) => columns.some(({ name, taken }) => taken && name === key))

/** Which columns come over, what they are called, and how much of them others will see. */
export function ColumnsEditor({
  choice,
  onChange,
  isFixed,
}: {
  choice: Choice
  onChange: (choice: Choice) => void
  /** An interface always sends all of its columns; a table gives those that are asked for. */
  isFixed: boolean
}) {
  const { t } = useTranslation('catalog')
  const set = (name: string, patch: Partial<ChosenColumn>) =>
    onChange({ ...choice, columns: choice.columns.map((column) => (column.name === name ? { ...column, ...patch } : column)) })
  const taken = choice.columns.filter((column) => column.taken)
  const options = (columns: readonly ChosenColumn[]) =>
    columns.map(({ name, title }) => ({ value: name, label: title.zh || name }))
  return (
    <>
      <div className="rows-scroll" tabIndex={0} role="region" aria-label={t('intake.columns')}>
        <table className="rows-table columns-editor">
          <thead>
            <tr>
              {(['taken', 'from', 'title', 'type', 'mask'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`intake.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {choice.columns.map((column) => (
              <ColumnRow key={column.name} column={column} isFixed={isFixed} set={(patch) => set(column.name, patch)} />
            ))}
          </tbody>
        </table>
      </div>
      <div className="form-pair intake-keys">
        <label>
          {t('intake.keys')}
          <Select
            mode="multiple"
            value={choice.keys}
            options={options(taken)}
            onChange={(keys) => onChange({ ...choice, keys })}
            aria-label={t('intake.keys')}
          />
          <small className="quiet">{t('intake.keysHint')}</small>
        </label>
        {!isFixed && (
          <label>
            {t('intake.changedBy')}
            <Select
              allowClear
              value={choice.changedBy}
              options={options(taken.filter(({ natural }) => grows.has(natural)))}
              onChange={(changedBy: string | undefined) => onChange({ ...choice, changedBy: changedBy ?? null })}
              aria-label={t('intake.changedBy')}
            />
            <small className="quiet">{choice.changedBy ? t('intake.changedByHint') : t('intake.wholeHint')}</small>
          </label>
        )}
      </div>
    </>
  )
}

function ColumnRow({
  column,
  isFixed,
  set,
}: {
  column: ChosenColumn
  isFixed: boolean
  set: (patch: Partial<ChosenColumn>) => void
}) {
  const { t } = useTranslation('catalog')
  const text = useText()
  const types: readonly ItemType[] = isFixed
    ? ['text', 'integer', 'decimal', 'boolean', 'date', 'instant']
    : [...new Set<ItemType>([column.natural, 'text'])]
  return (
    <tr data-off={!column.taken || undefined}>
      <td>
        <Checkbox
          checked={column.taken}
          disabled={isFixed}
          onChange={(event) => set({ taken: event.target.checked })}
          aria-label={`${t('intake.column.taken')}：${column.from}`}
        />
      </td>
      <td>
        <code>{column.from}</code>
      </td>
      <td>
        <Input
          size="small"
          maxLength={80}
          value={column.title.zh}
          aria-label={`${t('intake.column.title')}：${column.from}`}
          onChange={(event) => set({ title: { zh: event.target.value, en: event.target.value } })}
        />
      </td>
      <td>
        <Select
          size="small"
          value={column.type}
          aria-label={`${t('intake.column.type')}：${column.from}`}
          options={types.map((value) => ({ value, label: text(typeTitles[value]) }))}
          onChange={(type) => set({ type })}
        />
      </td>
      <td>
        <Select
          size="small"
          value={column.mask ?? ''}
          aria-label={`${t('intake.column.mask')}：${column.from}`}
          options={[
            { value: '', label: t('intake.noMask') },
            ...Object.entries(maskTitles).map(([value, title]) => ({ value, label: text(title) })),
          ]}
          onChange={(mask) => set({ mask: (mask || null) as ChosenColumn['mask'] })}
        />
      </td>
    </tr>
  )
}
