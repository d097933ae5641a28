import type { Ctx } from '#kernel'
import { columnUnknown, cursorWrong, noRows, valueWrong } from './errors.ts'
import type { Filter, Item, ItemType, Mask, Rows } from './schema.ts'
import { type DistributionRow, distribution as distributionById } from './store.ts'
import * as store from './store-relation.ts'
import { typeTitles } from './words.ts'

export interface RowQuery {
  /** Absent: all. In this order. */
  columns?: readonly string[] | undefined
  filters?: readonly Filter[] | undefined
  q?: string | undefined
  sort?: { column: string; direction: 'asc' | 'desc' } | null | undefined
  /** 0 asks for the total alone. */
  limit: number
  offset?: number | undefined
  /** From `next` of the page before; then `offset` is not looked at. */
  after?: string | undefined
  /** `auto`: exact up to 20,000 matches, an estimate beyond. */
  count?: 'exact' | 'auto' | 'estimated' | 'none' | undefined
  masks?: Readonly<Record<string, Mask>> | undefined
  /** A place to go on from later, also behind the last row there is now. */
  keepNext?: boolean | undefined
  /** Fixed conditions of whoever granted the reading. */
  where?: readonly Filter[] | undefined
}

/** Counting further than this costs more than it tells. */
const COUNTED_EXACTLY = 20_000

const keyTypes = new Set(['uuid', 'bigint', 'integer', 'smallint', 'text'])

export function relationOf(row: DistributionRow): store.Relation {
  if (row.kind !== 'table' || row.relation === null) throw noRows()
  const { relation, key, key_type: keyType, words_column: wordsColumn, removed_column: removedColumn, items } = row
  return { relation, key, keyType: keyTypes.has(keyType) ? keyType : 'text', wordsColumn, removedColumn, items }
}

const fits: Record<ItemType, RegExp> = {
  text: /^/,
  json: /^/,
  point: /^$/,
  integer: /^-?\d{1,18}$/,
  decimal: /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,2})?$/i,
  boolean: /^(true|false|t|f|1|0)$/i,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  instant: /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?)?$/,
}

export const fitsType = (type: ItemType, text: string): boolean => fits[type].test(text)

const itemOf = (items: readonly Item[], name: string): Item => {
  const item = items.find((candidate) => candidate.name === name)
  if (!item) throw columnUnknown({ column: name.slice(0, 60) })
  return item
}

/** Only declared columns, only values of their type: what is left cannot be anything but a comparison. */
export function checkFilters(ctx: Ctx, items: readonly Item[], filters: readonly Filter[]): void {
  for (const { column, op, value } of filters) {
    const item = itemOf(items, column)
    if (op === 'null') continue
    for (const one of [value].flat().map(String))
      if (!fits[item.type].test(one))
        throw valueWrong({ column: item.title[ctx.locale], type: typeTitles[item.type]?.[ctx.locale], value: one.slice(0, 60) })
  }
}

export function viewOf(ctx: Ctx, row: DistributionRow, query: Omit<RowQuery, 'limit'>): store.RowView {
  const relation = relationOf(row)
  const { columns, filters = [], where = [], masks = {}, q } = query
  checkFilters(ctx, relation.items, [...filters, ...where])
  const chosen = columns ? columns.map((name) => itemOf(relation.items, name)) : relation.items
  return { relation, columns: chosen, masks, where, filters, q: q?.trim() || undefined }
}

const encode = (row: store.ReadRow, isSorted: boolean): string | null =>
  row._key === null ? null : Buffer.from(JSON.stringify([isSorted ? row._sort : null, row._key])).toString('base64url')

function decode(cursor: string): { value: string | null; key: string } {
  try {
    const [value, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    if (typeof key === 'string' && (value === null || typeof value === 'string')) return { value, key }
  } catch {
    // falls through to the refusal
  }
  throw cursorWrong()
}

async function totalOf(ctx: Ctx, row: DistributionRow, view: store.RowView, how: RowQuery['count'] = 'auto') {
  if (how === 'none') return { total: null, isEstimated: false }
  const isWhole = view.filters.length === 0 && view.where.length === 0 && !view.q
  // A table of ours is counted when it is written.
  if (isWhole && row.row_count !== null && view.relation.key === '_id')
    return { total: Number(row.row_count), isEstimated: false }
  if (how === 'estimated') return { total: await store.estimate(ctx, view), isEstimated: true }
  if (how === 'exact') return { total: await store.count(ctx, view, null), isEstimated: false }
  const counted = await store.count(ctx, view, COUNTED_EXACTLY + 1)
  if (counted <= COUNTED_EXACTLY) return { total: counted, isEstimated: false }
  return { total: Math.max(COUNTED_EXACTLY, await store.estimate(ctx, view)), isEstimated: true }
}

/** Rows of a table distribution, each as an object by column name; `next` continues after the last by its key. Asks no rights: the caller has. */
export async function readRows(ctx: Ctx, which: DistributionRow | string, query: RowQuery): Promise<Rows> {
  const row = typeof which === 'string' ? await distributionById(ctx, which) : which
  if (!row) throw noRows()
  const view = viewOf(ctx, row, query)
  if (query.sort) itemOf(view.relation.items, query.sort.column)
  const place = {
    sort: query.sort ?? null,
    limit: query.limit,
    offset: query.after ? 0 : (query.offset ?? 0),
    after: query.after ? decode(query.after) : null,
  }
  const read = query.limit === 0 ? [] : await store.read(ctx, view, place)
  const last = read.at(-1)
  const next = last && (query.keepNext || read.length === query.limit) ? encode(last, place.sort !== null) : null
  return {
    fields: [...view.columns],
    rows: read.map(({ _key, _sort, ...fields }) => fields),
    ...(await totalOf(ctx, row, view, query.count)),
    next,
  }
}

/** Every row, page after page by key, each page in a short transaction of its own: for exports of any size. */
export async function* eachPage(
  ctx: Pick<Ctx, 'transact'>,
  which: string,
  query: Omit<RowQuery, 'limit' | 'offset' | 'after' | 'count'>,
  size = 2000,
): AsyncGenerator<Rows> {
  let after: string | undefined
  let offset = 0
  for (;;) {
    const page: Rows = await ctx.transact('read', (inner) =>
      readRows(inner, which, { ...query, limit: size, offset, count: 'none', ...(after && { after }) }),
    )
    if (page.rows.length > 0) yield page
    if (page.rows.length < size) return
    after = page.next ?? undefined
    if (!after) offset += size
  }
}
