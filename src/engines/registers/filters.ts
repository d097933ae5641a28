import { type Ctx, type FieldFault, type House, invalid, queryOf, type Text } from '#kernel'

import type { Column, Columns } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { badCursor } from './errors.ts'
import type { ColumnShape } from './schema.ts'
import { placeNames } from './names.ts'

/** One condition on one declared column; values are texts that the column's own `parse` has accepted. */
export interface Filter {
  column: string
  op: 'in' | 'from' | 'to' | 'below' | 'prefix' | 'empty' | 'under' | 'within'
  values: readonly string[]
}

/** What a list was asked for, every name checked against the declaration. */
export interface Listing {
  filters: readonly Filter[]
  /** Text of a tsquery; empty for all rows. */
  words: string
  sort: { column: string; down: boolean }
  columns: readonly string[]
  removed: boolean
  after?: { key: string | null; id: string } | undefined
  limit: number
}

export type Query = Readonly<Record<string, unknown>>
type Ways = ColumnShape['filters'][number]

const MOST_FILTERS = 20
const MOST_VALUES = 100
const PREFIX = 'filter.'

/** In which ways a column can be filtered. */
export function waysOf({ kind, filter, mask }: Column): Ways[] {
  if (!filter) return []
  if (kind === 'secret' || mask) return ['eq']
  if (kind === 'point') return ['within', 'empty']
  if (kind === 'area' || kind === 'organisation') return ['under', 'empty']
  if (kind === 'text') return filter === 'prefix' ? ['eq', 'prefix', 'empty'] : ['eq', 'empty']
  if (kind === 'integer' || kind === 'decimal' || kind === 'date' || kind === 'instant') return ['eq', 'range', 'empty']
  return ['eq', 'empty']
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String)

class Faults {
  readonly found: FieldFault[] = []
  add(path: string, code: string, zh: string, en: string): void {
    this.found.push({ path, code, text: { zh, en } })
  }
  text(path: string, code: string, text: Text): void {
    this.found.push({ path, code, text })
  }
}

/** Reads the parameters of a list; a name that is not declared is refused, never passed on. */
export async function listingOf(ctx: Ctx, register: AnyRegister, query: Query): Promise<Listing> {
  const faults = new Faults()
  const filters = await filtersOf(ctx, register, query, faults)
  const listing: Listing = {
    filters,
    words: query['q'] ? queryOf(String(query['q'])) : '',
    sort: sortOf(register, query['sort'], faults),
    columns: columnsOf(register, query['columns'], faults),
    removed: query['removed'] === true || query['removed'] === 'true',
    after: query['cursor'] === undefined ? undefined : cursorOf(String(query['cursor'])),
    limit: Math.min(Math.max(Number(query['limit'] ?? 50), 1), 200),
  }
  if (faults.found.length > 0) throw invalid({}, { faults: faults.found })
  return listing
}

function sortOf(register: AnyRegister, wanted: unknown, faults: Faults): Listing['sort'] {
  const text = wanted === undefined ? register.list.sort : String(wanted)
  const column = text.replace(/^-/, '')
  const known = column === 'id' || (Object.hasOwn(register.columns, column) && register.columns[column].sort)
  if (!known) faults.add('sort', 'unknown_sort', '不能按这一栏排序', 'This column cannot be sorted by')
  return { column: known ? column : 'id', down: text.startsWith('-') }
}

function columnsOf(register: AnyRegister, wanted: unknown, faults: Faults): readonly string[] {
  if (wanted === undefined) return register.list.columns
  const names = [...new Set(listOf(wanted).flatMap((part) => part.split(',')))].filter((name) => name !== '')
  const known = names.filter((name) => Object.hasOwn(register.columns, name))
  if (known.length < names.length || names.length === 0)
    faults.add('columns', 'unknown_column', '没有这样的栏目', 'There is no such column')
  return known
}

export const cursorFor = (key: string | null, id: string): string => Buffer.from(JSON.stringify([key, id])).toString('base64url')

function cursorOf(text: string): { key: string | null; id: string } {
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    if ((typeof key === 'string' || key === null) && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id)) return { key, id }
  } catch {
    // Not one of ours: said below.
  }
  throw badCursor()
}

const SUFFIXES: Record<string, Ways> = { from: 'range', to: 'range', prefix: 'prefix', empty: 'empty', within: 'within' }

async function filtersOf(ctx: Ctx, register: AnyRegister, query: Query, faults: Faults): Promise<Filter[]> {
  const asked = Object.entries(query).filter(([key, value]) => key.startsWith(PREFIX) && value !== undefined)
  if (asked.length > MOST_FILTERS)
    faults.add('filter', 'too_many', `最多 ${MOST_FILTERS} 个筛选条件`, `At most ${MOST_FILTERS} filters`)
  const read = asked.slice(0, MOST_FILTERS).flatMap(([key, value]): Filter[] => {
    const filter = filterOf(ctx.house, register.columns as Columns, key, listOf(value), faults)
    return filter ? [filter] : []
  })
  const filters: Filter[] = []
  for (const filter of read) filters.push(await resolved(ctx, register, filter, faults))
  return filters
}

function filterOf(house: House, columns: Columns, key: string, values: string[], faults: Faults): Filter | undefined {
  const [name = '', suffix = '', more] = key.slice(PREFIX.length).split('.')
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined
  const ways = column ? waysOf(column) : []
  const plain = ways.includes('under') ? 'under' : 'eq'
  const way = suffix === '' ? plain : Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined
  if (!column || way === undefined || more !== undefined || !ways.includes(way)) {
    faults.add(key.slice(0, 80), 'unknown_filter', '不能这样筛选', 'There is no such filter')
    return undefined
  }
  if (values.length > MOST_VALUES) faults.add(key, 'too_many', `最多 ${MOST_VALUES} 个值`, `At most ${MOST_VALUES} values`)
  const [first = ''] = values
  if (way === 'empty') return { column: name, op: 'empty', values: [String(first !== 'false')] }
  if (way === 'prefix') return { column: name, op: 'prefix', values: [first.slice(0, 200)] }
  if (way === 'within') return { column: name, op: 'within', values: boxOf(key, first, faults) }
  if (way === 'range') return rangeOf(house, column, name, key, suffix, first, faults)
  const parsed = values.slice(0, MOST_VALUES).map((value) => textOf(house, column, key, value, faults))
  return { column: name, op: way === 'under' ? 'under' : 'in', values: parsed }
}

function textOf(house: House, column: Column, key: string, value: string, faults: Faults): string {
  const { value: parsed, fault } = column.parse(value, house)
  if (fault) faults.text(key, fault.code, fault.text)
  else if (parsed === null) faults.add(key, 'empty', '请给出值；查空白用 .empty', 'Give a value; for blanks use .empty')
  return String(parsed ?? '')
}

const DAY = 86_400_000
/** Both ends belong to it; a mere day of a moment lasts until it ends. */
function rangeOf(house: House, column: Column, name: string, key: string, end: string, text: string, faults: Faults): Filter {
  const value = textOf(house, column, key, text, faults)
  const wholeDay = column.kind === 'instant' && end === 'to' && !/\d:\d/.test(text)
  if (!wholeDay) return { column: name, op: end === 'from' ? 'from' : 'to', values: [value] }
  const next = Number.isFinite(Date.parse(value)) ? new Date(Date.parse(value) + DAY).toISOString() : value
  return { column: name, op: 'below', values: [next] }
}

function boxOf(key: string, text: string, faults: Faults): string[] {
  const numbers = text.split(',').map(Number)
  const [west = 0, south = 0, east = 0, north = 0] = numbers
  const sound = numbers.length === 4 && numbers.every(Number.isFinite) && west < east && south < north
  if (!sound) faults.add(key, 'bbox', '范围应为：西,南,东,北', 'A box reads west,south,east,north')
  return numbers.map(String)
}

const PATH = /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** Names and codes of places and units become paths; what names nothing is a fault. */
async function resolved(ctx: Ctx, register: AnyRegister, filter: Filter, faults: Faults): Promise<Filter> {
  const { kind } = register.columns[filter.column]
  if (kind === 'reference' && filter.op === 'in' && !filter.values.every((value) => UUID.test(value)))
    faults.add(PREFIX + filter.column, 'reference', '请给出记录的标识', 'Give the id of an entry')
  if (filter.op !== 'under') return filter
  const known = await placeNames(ctx, kind, filter.values)
  const values = filter.values.flatMap((value) => known.get(value)?.path ?? [])
  const unknown = filter.values.find((value) => !known.has(value))
  if (unknown !== undefined)
    faults.add(PREFIX + filter.column, 'unknown_place', '没有这个区域或单位', 'There is no such area or organisation')
  return { ...filter, values: values.filter((path) => PATH.test(path)) }
}
