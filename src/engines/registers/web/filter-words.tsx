import { useTranslation } from 'react-i18next'
import type { ColumnShape } from '../schema.ts'
import type { Address } from './address.ts'
import { nameIn, useAreas, useUnits } from './places.ts'
import { useRowLabel } from './reference-select.tsx'
import { useSay } from './value.tsx'

/** A condition as people say it: `≥ 2025-01-01`, `停用、在用`, `未填`. */
export function FilterWords({ column, values }: { column: ColumnShape; values: Address }) {
  const { t } = useTranslation('registers')
  const base = `filter.${column.name}`
  const {
    [base]: plain,
    [`${base}.from`]: from,
    [`${base}.to`]: to,
    [`${base}.prefix`]: prefix,
    [`${base}.empty`]: empty,
  } = values
  if (empty) return <strong>{t(empty === 'true' ? 'filter.isEmpty' : 'filter.isFilled')}</strong>
  if (prefix) return <strong>{t('filter.begins', { words: prefix })}</strong>
  if (from || to) return <strong className="numbers">{from && to ? `${from} – ${to}` : from ? `≥ ${from}` : `≤ ${to}`}</strong>
  if (values[`${base}.within`]) return <strong>{t('filter.within')}</strong>
  return <Picked column={column} value={plain ?? ''} />
}

const SHOWN = 2

function Picked({ column, value }: { column: ColumnShape; value: string }) {
  const { t } = useTranslation('registers')
  const say = useSay()
  const areas = useAreas(column.kind === 'area')
  const units = useUnits(column.kind === 'organisation')
  const label = useRowLabel(column, column.kind === 'reference' ? value : null)
  if (column.kind === 'reference') return <strong>{label ?? '…'}</strong>
  const word = (one: string): string => {
    if (column.kind === 'boolean') return say(column, one === 'true')
    if (column.kind === 'area') return nameIn(areas, one)
    if (column.kind === 'organisation') return nameIn(units, one)
    return say(column, one)
  }
  if (!['choice', 'boolean', 'area', 'organisation'].includes(column.kind)) return <strong>{value}</strong>
  const all = value.split(',')
  const words = all.slice(0, SHOWN).map(word).join(t('value.and'))
  return <strong>{all.length > SHOWN ? t('filter.andMore', { words, count: all.length - SHOWN }) : words}</strong>
}
