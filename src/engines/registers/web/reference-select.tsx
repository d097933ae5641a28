import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { useApi } from '#kit/query.ts'
import type { ColumnShape, Row, RowPage } from '../schema.ts'

interface Common {
  column: ColumnShape
  /** What the chosen ones are called, as far as the page knows. */
  labels?: Readonly<Record<string, string>>
  id?: string
  invalid?: boolean
}

/** Finds entries of the register a reference points into, by its own search. */
function useCandidates(column: ColumnShape, words: string, wanted: boolean): { rows: Row[]; isFetching: boolean } {
  const path = column.to?.path
  const query = useApi<RowPage>(wanted && path ? withQuery(path, { q: words, limit: 20 }) : null, undefined, { keep: true })
  return { rows: query.data?.items ?? [], isFetching: query.isFetching }
}

/** The chosen one's name, asked for when the page does not know it. */
export function useRowLabel(column: ColumnShape, id: string | null | undefined, known?: string): string | undefined {
  const path = column.to?.path
  const query = useApi<Row>(id && !known && path ? `${path}/${id}` : null)
  return known ?? query.data?.label
}

export function ReferenceSelect({
  column,
  value,
  onChange,
  labels = {},
  id,
  invalid,
}: Common & { value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useTranslation('registers')
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const { rows, isFetching } = useCandidates(column, useDeferredValue(words), open)
  const label = useRowLabel(column, value, value ? labels[value] : undefined)
  const options = rows.map((row) => ({ value: row.id, label: row.label }))
  const shown =
    value && !options.some((option) => option.value === value) ? [{ value, label: label ?? '…' }, ...options] : options
  return (
    <Select
      {...(id && { id })}
      showSearch
      allowClear
      filterOption={false}
      loading={isFetching && open}
      disabled={!column.to?.path}
      {...(invalid && { status: 'error' as const })}
      value={value}
      options={shown}
      placeholder={t(column.to?.path ? 'field.findEntry' : 'field.notReadable')}
      notFoundContent={isFetching ? t('field.searching') : t('field.noEntry')}
      onSearch={setWords}
      onOpenChange={setOpen}
      onChange={(next: string | undefined) => onChange(next ?? null)}
      className="field-whole"
    />
  )
}
