import { type Ctx, invalid } from '#kernel'
import { type BatchOptions, upsertRows } from './batch.ts'
import type { Columns, NewValues, Patch, Values } from './columns.ts'
import type { Register, Stored } from './define.ts'
import type { Filter } from './filters.ts'
import { changeRow } from './service.ts'
import * as store from './store.ts'
import { storedOf } from './views.ts'

/** One row, all values in clear, for a module's own rules; undefined for whoever may not see it. Act as the system where the rule is the module's. */
export async function rowById<C extends Columns>(ctx: Ctx, register: Register<C>, id: string): Promise<Stored<C> | undefined> {
  const row = await store.one(ctx, register, id)
  return row && (storedOf(ctx, register, row) as Stored<C>)
}

export type Where<C extends Columns> = { [K in keyof C]?: Values<C>[K] | readonly Values<C>[K][] | null }

/** Rows with these values (several of a column: any of them; null: blank; an area or organisation: all below it), oldest first, values in clear. */
export async function rowsWhere<C extends Columns>(
  ctx: Ctx,
  register: Register<C>,
  where: Where<C>,
  { limit = 1000 }: { limit?: number } = {},
): Promise<Stored<C>[]> {
  const filters = Object.entries(where).map(([column, value]): Filter => {
    if (!Object.hasOwn(register.columns, column)) throw new Error(`"${register.id}" has no column "${column}"`)
    if (value === null || value === undefined) return { column, op: 'empty', values: ['true'] }
    const { kind } = register.columns[column] as Columns[string]
    return { column, op: kind === 'area' || kind === 'organisation' ? 'under' : 'in', values: [value].flat().map(String) }
  })
  return (await store.matching(ctx, register, filters, limit)).map((row) => storedOf(ctx, register, row) as Stored<C>)
}

/** New rows, all or none: their ids in the order given. References may be ids or natural keys, places paths, codes or names. */
export async function insertRows<C extends Columns>(
  ctx: Ctx,
  register: Register<C>,
  rows: readonly NewValues<C>[],
  options: Pick<BatchOptions, 'source'> = {},
): Promise<string[]> {
  const outcomes = await upsertRows(ctx, register, rows, { ...options, mode: 'insert' })
  const faults = outcomes.flatMap((outcome, at) =>
    outcome.faults.map((fault) => ({ ...fault, path: `rows.${at}.${fault.path}` })),
  )
  if (faults.length > 0) throw invalid({}, { faults: faults.slice(0, 100) })
  return outcomes.map(({ id }) => id as string)
}

/** Changes a row by all its rules; with `version`, only if nobody was quicker. */
export async function updateRow<C extends Columns>(
  ctx: Ctx,
  register: Register<C>,
  id: string,
  change: { values: Patch<C>; version?: number; why?: string },
): Promise<Stored<C>> {
  await changeRow(ctx, register, id, change)
  return (await rowById(ctx, register, id)) as Stored<C>
}
