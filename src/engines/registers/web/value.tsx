import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { type Language, type Text, useLanguage, useText } from '#kit/text.ts'
import { inWords, Time } from '#kit/time.tsx'
import type { ColumnShape, Row } from '../schema.ts'
import { baseOf } from './mounted.ts'

interface Point {
  lon: number
  lat: number
}
export const isBlank = (value: unknown): boolean => value === null || value === undefined || value === ''

export const number = (value: number, { kind, digits }: Pick<ColumnShape, 'kind' | 'digits'>, language: Language): string =>
  new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    maximumFractionDigits: kind === 'integer' ? 0 : (digits ?? 2),
    useGrouping: 'min2',
  }).format(value)

export const place = ({ lon, lat }: Point): string => `${lon.toFixed(5)}, ${lat.toFixed(5)}`

/** A value as one line of words, for sentences, dialogs and chips. */
export function useSay(): (column: ColumnShape, value: unknown, title?: Text) => string {
  const { t } = useTranslation('registers')
  const text = useText()
  const language = useLanguage()
  return (column, value, title) => {
    if (isBlank(value)) return t('value.none')
    if (title) return text(title)
    if (column.kind === 'boolean') return t(value ? 'value.yes' : 'value.no')
    if (column.kind === 'point') return place(value as Point)
    if (typeof value === 'number') return `${number(value, column, language)}${column.unit ? ` ${column.unit}` : ''}`
    if (column.kind === 'choice') return text(column.codes?.find(({ code }) => code === value)?.title ?? String(value))
    if (column.kind === 'instant') return inWords(String(value), language, { dateStyle: 'medium', timeStyle: 'short' })
    return String(value)
  }
}

/** A value where it is read: numbers with their unit, references as links, masked ones marked so. */
export function Value({
  column,
  row,
  bare = false,
}: {
  column: ColumnShape
  row: Pick<Row, 'values' | 'titles'>
  bare?: boolean
}) {
  const say = useSay()
  const { t } = useTranslation('registers')
  const value = row.values[column.name]
  const title = row.titles[column.name]
  if (isBlank(value)) return bare ? null : <span className="quiet">–</span>
  if (column.masked)
    return (
      <span className="masked numbers" title={t('value.masked')}>
        {String(value)}
        {!bare && <Icon name="lock" size={13} label={t('value.masked')} />}
      </span>
    )
  if (column.kind === 'instant') return <Time at={String(value)} style="short" />
  if (column.kind === 'reference' && column.to?.path && !bare)
    return <Link to={`${baseOf(column.to.register)}/${String(value)}`}>{say(column, value, title)}</Link>
  if (column.kind === 'integer' || column.kind === 'decimal')
    return <span className="numbers">{say(bare ? { ...column, unit: undefined } : column, value)}</span>
  if (column.kind === 'date' || column.kind === 'point') return <span className="numbers">{say(column, value)}</span>
  if (column.wide && !bare) return <span className="long-text">{String(value)}</span>
  return <>{say(column, value, title)}</>
}
