import { columnsOf, eachPage } from '#engines/catalog'
import type { Ctx, Text } from '#kernel'
import { resourceUnknown } from './errors.ts'
import { heldSource, within } from './held.ts'
import type { GateSource } from './privacy/gate.ts'
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
  return {
    columns,
    fields: items.map(({ name, title, about, unit }) => ({ id: name, title, about, unit })),
    batches: async function* () {
      for await (const { rows } of eachPage(pages, distribution, {}))
        yield rows.map((row) => columns.map(({ id, type }) => cellOf(row[id], type)))
    },
  }
}

/** Where the rows of a resource come from, each time anew. */
export async function sourceOf(ctx: Ctx, { id, source }: Pick<store.ResourceRow, 'id' | 'source'>): Promise<Source> {
  if (source.from === 'held') return { ...heldSource(ctx, id, source.columns), fields: [] }
  if (source.from === 'catalogue') return catalogueSource(ctx, source.distribution)
  throw resourceUnknown()
}
