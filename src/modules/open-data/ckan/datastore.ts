import type { Ctx } from '#kernel'
import type { Field } from '../schema.ts'
import type { DatasetRow, ResourceRow } from '../store.ts'
import { openTables } from '../store-besides.ts'
import * as tables from '../store-table.ts'
import { note } from '../usage.ts'
import { notFoundError, validation } from './envelope.ts'
import { baseOf } from './package.ts'
import { flag, list, object, type Parameters, required, text, whole } from './parameters.ts'
import { seenResource } from './read.ts'

export const MOST_RECORDS = 32_000
const DEFAULT_RECORDS = 100
const RARE = 20_000
const formats = new Set(['objects', 'lists', 'csv', 'tsv'])

export type OpenTable = { resource: ResourceRow; dataset: DatasetRow; table: string }

/** A table the asker may read; a draft's and a withdrawn one's are not there. */
export async function openTable(ctx: Ctx, id: string): Promise<OpenTable> {
  const { resource, dataset } = await seenResource(ctx, id)
  if (!resource.table_name || (dataset.state !== 'published' && ctx.user.kind === 'anonymous'))
    throw notFoundError(`Resource "${id.slice(0, 60)}" was not found.`)
  return { resource, dataset, table: resource.table_name }
}

const operators: Record<string, tables.Condition['op']> = {
  lt: 'lt',
  lte: 'lte',
  gt: 'gt',
  gte: 'gte',
  eq: 'eq',
  ne: 'ne',
  in: 'in',
}
const fits: Record<string, RegExp> = {
  int8: /^[+-]?\d{1,18}$/,
  float8: /^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})(e[+-]?\d{1,2})?$/i,
  bool: /^(true|false|t|f|yes|no|1|0)$/i,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ].*)?$/,
  timestamptz:
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d\d(:?\d\d)?)?)?$/,
}

const typeOf = (fields: readonly Field[], column: string): string => {
  if (column === '_id') return 'int8'
  const field = fields.find(({ id }) => id === column)
  if (!field) throw validation({ filters: [`field "${column.slice(0, 60)}" not in table`] })
  return field.type
}

function valueOf(fields: readonly Field[], column: string, value: unknown): string {
  const given = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const type = typeOf(fields, column)
  const real = !['date', 'timestamptz'].includes(type) || !Number.isNaN(new Date(`${given.slice(0, 10)}T00:00:00Z`).getTime())
  if ((fits[type] && !fits[type].test(given)) || !real)
    throw validation({ filters: [`"${given.slice(0, 60)}" is not a ${type} (${column})`] })
  return type === 'date' ? given.slice(0, 10) : given
}

/** `{"town": "夏阳", "year": {"gte": 2020}, "kind": ["a", "b"], "note": null}` */
export function conditionsOf(fields: readonly Field[], filters: Record<string, unknown> = {}): tables.Condition[] {
  return Object.entries(filters).flatMap(([column, wanted]): tables.Condition[] => {
    typeOf(fields, column)
    if (wanted === null) return [{ column, op: 'null', values: [] }]
    if (Array.isArray(wanted))
      return [{ column, op: 'in', values: wanted.filter((one) => one !== null).map((one) => valueOf(fields, column, one)) }]
    if (typeof wanted !== 'object') return [{ column, op: 'eq', values: [valueOf(fields, column, wanted)] }]
    return Object.entries(wanted as object).map(([name, value]): tables.Condition => {
      const op = operators[name]
      if (!op) throw validation({ filters: [`operator "${name.slice(0, 20)}" is not known`] })
      return { column, op, values: [value].flat().map((one) => valueOf(fields, column, one)) }
    })
  })
}

export function sortOf(fields: readonly Field[], sort: string | undefined): tables.TableQuery['sort'] {
  return (sort ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, quoted, plain, direction = '', nulls] =
        /^(?:"([^"]+)"|(.+?))(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/i.exec(part) ?? []
      const column = quoted ?? plain ?? ''
      if (column !== '_id' && !fields.some(({ id }) => id === column))
        throw validation({ sort: [`field "${column.slice(0, 60)}" not in table`] })
      return { column, isDown: direction.toLowerCase() === 'desc', nulls: nulls?.toLowerCase() as 'first' | 'last' | undefined }
    })
}

interface Asked {
  query: tables.TableQuery
  fields: { id: string; type: string; info?: Record<string, string> }[]
  filters: Record<string, unknown> | undefined
  q: unknown
}

function wordsOf(
  fields: readonly Field[],
  parameters: Parameters,
): { words?: string; fieldWords?: Record<string, string>; q: unknown } {
  const given = parameters['q'] ?? parameters['full_text']
  if (given === undefined || given === null || given === '') return { q: undefined }
  const isObject = typeof given === 'object' || (typeof given === 'string' && /^\s*\{/.test(given))
  if (!isObject) return { words: text({ q: given }, 'q') ?? '', q: given }
  const byField = Object.fromEntries(
    Object.entries(object({ q: given }, 'q') ?? {}).map(([column, value]) => [column, String(value)]),
  )
  for (const column of Object.keys(byField))
    if (!fields.some(({ id }) => id === column)) throw validation({ q: [`field "${column.slice(0, 60)}" not in table`] })
  return { fieldWords: byField, q: byField }
}

export function ask(ctx: Ctx, { resource, table }: OpenTable, parameters: Parameters): Asked {
  const { fields } = resource
  const wanted = list(parameters, 'fields')
  for (const column of wanted ?? [])
    if (column !== '_id' && !fields.some(({ id }) => id === column))
      throw validation({ fields: [`field "${column.slice(0, 60)}" not in table`] })
  const distinct = flag(parameters, 'distinct')
  const columns = wanted ?? (distinct ? fields.map(({ id }) => id) : ['_id', ...fields.map(({ id }) => id)])
  const filters = object(parameters, 'filters')
  const { words, fieldWords, q } = wordsOf(fields, parameters)
  const sort = sortOf(fields, text(parameters, 'sort'))
  if (distinct && sort.some(({ column }) => !columns.includes(column)))
    throw validation({ sort: ['with distinct only chosen fields can be sorted by'] })
  return {
    q,
    filters,
    query: {
      table,
      fields,
      columns,
      conditions: conditionsOf(fields, filters),
      sort,
      distinct,
      ...(words !== undefined && { words }),
      ...(fieldWords && { fieldWords }),
      limit: whole(parameters, 'limit', { most: MOST_RECORDS }) ?? DEFAULT_RECORDS,
      offset: whole(parameters, 'offset', { most: 1_000_000_000 }) ?? 0,
    },
    fields: columns.map((column) => fieldDict(ctx, fields, column)),
  }
}

export function fieldDict(ctx: Ctx, fields: readonly Field[], column: string) {
  if (column === '_id') return { id: '_id', type: 'int' }
  const field = fields.find(({ id }) => id === column) as Field
  const notes = [field.about?.[ctx.locale], field.unit].filter(Boolean).join('；')
  return {
    id: column,
    type: field.type,
    info: { label: field.title[ctx.locale], notes, ...(field.unit && { unit: field.unit }) },
  }
}

/** The whole table counted when it was made; else counted now, or guessed when the caller says from where on. */
async function totalOf(
  ctx: Ctx,
  { resource }: OpenTable,
  query: tables.TableQuery,
  threshold: number | undefined,
): Promise<{ total: number; guessed: boolean }> {
  if (query.conditions.length === 0 && !query.distinct && query.words === undefined && !query.fieldWords)
    return { total: resource.row_count, guessed: false }
  if (threshold !== undefined) {
    const guess = await tables.estimate(ctx, query)
    if (guess >= threshold) return { total: guess, guessed: true }
  }
  return { total: await tables.count(ctx, query), guessed: false }
}

/** Numbered from 1 without a gap: a page deep in the table is found by its number and not by counting up to it. */
const placed = ({ resource }: OpenTable, query: tables.TableQuery): tables.TableQuery =>
  resource.is_dense &&
  query.conditions.length === 0 &&
  query.sort.length === 0 &&
  !query.distinct &&
  query.words === undefined &&
  !query.fieldWords
    ? { ...query, after: query.offset, offset: 0 }
    : query

export async function datastoreSearch(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  const id = text(parameters, 'resource_id') ?? text(parameters, 'id') ?? required(parameters, 'resource_id')
  if (id === '_table_metadata') return tableMetadata(ctx, parameters)
  const open = await openTable(ctx, id)
  const format = text(parameters, 'records_format') ?? 'objects'
  if (!formats.has(format)) throw validation({ records_format: ['Value must be one of objects, lists, csv, tsv'] })
  const { query, fields, filters, q } = ask(ctx, open, parameters)
  const withTotal = flag(parameters, 'include_total', true)
  const threshold = whole(parameters, 'total_estimation_threshold')
  const total = withTotal || query.words !== undefined ? await totalOf(ctx, open, query, threshold) : undefined
  const isRare = query.words !== undefined && total !== undefined && total.total < RARE
  const page = placed(open, query)
  const exact = page === query && total && !total.guessed ? total.total : undefined
  const rows = await tables.read(ctx, { ...page, isRare }, exact)
  note(ctx, 'api', open.dataset.id, rows.length)
  return {
    include_total: withTotal,
    limit: query.limit,
    offset: query.offset,
    records_format: format,
    resource_id: open.resource.id,
    ...(filters && { filters }),
    ...(q !== undefined && { q }),
    ...(query.distinct && { distinct: true }),
    ...(total && withTotal && { total: total.total, total_was_estimated: total.guessed }),
    fields,
    records: recordsIn(format, query.columns, rows),
    _links: linksOf(ctx, parameters, id, query),
  }
}

/** The tables that can be read, as a table of its own. */
async function tableMetadata(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  const page = {
    limit: whole(parameters, 'limit', { most: MOST_RECORDS }) ?? DEFAULT_RECORDS,
    offset: whole(parameters, 'offset', { most: 1_000_000 }) ?? 0,
  }
  const { total, rows } = await openTables(ctx, page)
  return {
    include_total: true,
    ...page,
    records_format: 'objects',
    resource_id: '_table_metadata',
    total,
    total_was_estimated: false,
    fields: [
      { id: '_id', type: 'text' },
      { id: 'name', type: 'name' },
      { id: 'oid', type: 'oid' },
      { id: 'alias_of', type: 'name' },
    ],
    records: rows.map(({ id, at }) => ({ _id: id, name: id, oid: at, alias_of: null })),
    _links: linksOf(ctx, parameters, '_table_metadata', page),
  }
}

function linksOf(
  ctx: Ctx,
  parameters: Parameters,
  id: string,
  { limit, offset }: Pick<tables.TableQuery, 'limit' | 'offset'>,
): { start: string; next: string } {
  const kept = Object.entries(parameters).filter(([name]) => !['offset', 'limit', 'resource_id', 'id', 'callback'].includes(name))
  const at = (start: number) => {
    const query = new URLSearchParams({ resource_id: id })
    for (const [name, value] of kept) query.set(name, typeof value === 'string' ? value : JSON.stringify(value))
    query.set('limit', String(limit))
    if (start > 0) query.set('offset', String(start))
    return `${baseOf(ctx)}/api/3/action/datastore_search?${query}`
  }
  return { start: at(0), next: at(offset + limit) }
}

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
const separated = (separator: string) => (values: readonly unknown[]) =>
  values
    .map(cellText)
    .map((cell) => (cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(separator)
export const csvLine = separated(',')
export const tsvLine = separated('\t')

function recordsIn(format: string, columns: readonly string[], rows: readonly Record<string, unknown>[]): unknown {
  if (format === 'objects') return rows
  const lists = rows.map((row) => columns.map((column) => row[column] ?? null))
  if (format === 'lists') return lists
  return lists.map((row) => `${format === 'csv' ? csvLine(row) : tsvLine(row)}\n`).join('')
}

export async function datastoreInfo(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  const { resource } = await openTable(ctx, text(parameters, 'id') ?? required(parameters, 'resource_id'))
  return {
    meta: {
      id: resource.id,
      count: resource.row_count,
      table_type: 'BASE TABLE',
      size: resource.bytes,
      db_size: null,
      idx_size: null,
      aliases: [],
    },
    fields: resource.fields.map(({ id, type, title, about, unit }) => ({
      id,
      type,
      schema: { native_type: type, notnull: false, index_name: null, uniquekey: false, is_index: true },
      info: { label: title[ctx.locale], notes: about?.[ctx.locale] ?? '', ...(unit && { unit }) },
    })),
    schema: Object.fromEntries(resource.fields.map(({ id, type }) => [id, type])),
  }
}
