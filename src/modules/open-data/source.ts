import { columnsOf, eachPage } from '#engines/catalog'
import type { Ctx, Text } from '#kernel'
import { resourceUnknown } from './errors.ts'
import { batchesOf, heldSource, within } from './held.ts'
import type { GateSource, Row } from './privacy/gate.ts'
import type { Cell } from './privacy/quasi.ts'
import type { FieldType } from './schema.ts'
import type * as store from './store.ts'

export interface SourceField {
  id: string
  title: Text
  about: Text | null
  unit: string | null
}
export type Source = GateSource & { fields: readonly SourceField[] }

const types: Record<string, FieldType> = {
  text: 'text',
  integer: 'int8',
  decimal: 'float8',
  boolean: 'bool',
  date: 'date',
  instant: 'timestamptz',
  json: 'json',
}

/** Values as text in the form the database reads them back. */
function cellOf(value: unknown, type: FieldType): Cell {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return type === 'date' ? value.toLocaleDateString('sv') : value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Rows that are read once and kept, so that every look of the gate sees the same ones; larger tables are streamed anew each time. */
const MOST_KEPT = 300_000

/** A table of the catalogue, unmasked: the gate must see what it would let out. */
async function catalogueSource(ctx: Ctx, distribution: string): Promise<Source> {
  const items = await within(ctx, 'read', (inner) => columnsOf(inner, distribution))
  const columns = items.map(({ name, title, type, personal }) => ({
    id: name,
    title: title.zh,
    type: types[type] ?? 'text',
    personal,
  }))
  const pages: Pick<Ctx, 'transact'> = { transact: (mode, work) => within(ctx, mode, work) }
  let kept: Row[] | undefined
  const read = async function* () {
    for await (const { rows } of eachPage(pages, distribution, {}))
      yield rows.map((row) => columns.map(({ id, type }) => cellOf(row[id], type)))
  }
  const source: Source = {
    columns,
    fields: items.map(({ name, title, about, unit }) => ({ id: name, title, about, unit })),
    isTooLarge: false,
    batches: async function* () {
      if (source.isTooLarge) return yield* read()
      kept ??= await keep(read(), source)
      if (kept) yield* batchesOf(kept)
      else yield* read()
    },
  }
  return source
}

/** In an order of their own, whatever order a view gave them in. */
async function keep(batches: AsyncIterable<Row[]>, source: { isTooLarge?: boolean }): Promise<Row[] | undefined> {
  const rows: Row[] = []
  for await (const batch of batches) {
    rows.push(...batch)
    if (rows.length <= MOST_KEPT) continue
    source.isTooLarge = true
    return undefined
  }
  const keys = new Map(rows.map((row) => [row, row.join('\u001f')]))
  return rows.sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1))
}

/** Where the rows of a resource come from, each time anew. */
export async function sourceOf(ctx: Ctx, { id, source }: Pick<store.ResourceRow, 'id' | 'source'>): Promise<Source> {
  if (source.from === 'held') return { ...heldSource(ctx, id, source.columns), fields: [] }
  if (source.from === 'catalogue') return catalogueSource(ctx, source.distribution)
  throw resourceUnknown()
}
