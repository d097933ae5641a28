import { type Ctx, invalid } from '#kernel'
import { type BatchOptions, upsertRows } from './batch.ts'
import type { Columns, NewValues, Patch, Values } from './columns.ts'
import type { AnyRegister, Register, Stored } from './define.ts'
import type { Filter } from './filters.ts'
import { changedColumns, tell, type Told } from './history.ts'
import { changeRow } from './service.ts'
import * as store from './store.ts'
import * as writes from './store-write.ts'
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

export interface Put<C extends Columns> {
  id: string
  /** As the caller holds it locked; null for a new row. */
  before: Stored<C> | null
  /** Null: the row is put away. */
  values: Values<C> | null
}

/**
 * Writes what a module has judged by rules of its own, at addresses of its own: rows and their history, nothing else, no audit
 * and no `onChange`. A row that changes in nothing is one version further all the same. Answers new rows whose key was taken.
 */
export async function putRows<C extends Columns>(ctx: Ctx, register: Register<C>, puts: readonly Put<C>[]): Promise<string[]> {
  const drafts = puts.flatMap(({ id, before, values }) => (values ? [{ id, values, isNew: before === null }] : []))
  const fresh = drafts.filter(({ isNew }) => isNew)
  const written = fresh.length > 0 ? await writes.insertMany(ctx, register, fresh) : new Set<string>()
  const changed = drafts.filter(({ isNew }) => !isNew)
  if (changed.length > 0) await writes.updateMany(ctx, register, changed)
  for (const { id, before, values } of puts) if (before && !values) await writes.putAway(ctx, register, id, true)
  await tell(
    ctx,
    register,
    puts.flatMap((put) => toldOf(register, put, written)),
  )
  return fresh.flatMap(({ id }) => (written.has(id) ? [] : [id]))
}

function toldOf<C extends Columns>(register: Register<C>, { id, before, values }: Put<C>, written: ReadonlySet<string>): Told[] {
  const version = (before?.version ?? 0) + 1
  const after = values && { id, version, values, removedAt: null }
  if (!before) return after && written.has(id) ? [{ act: 'created', before, after }] : []
  if (!after) return [{ act: 'removed', before: { ...before, version }, after }]
  return changedColumns(register, before.values, after.values).length > 0 ? [{ act: 'changed', before, after }] : []
}

const SOME = 1000

/** Rows that a migration moved into a register are found by its search box from now on. For a seed that runs once. */
export async function makeFindable(ctx: Ctx, registers: readonly AnyRegister[]): Promise<void> {
  for (const register of registers)
    for (let after: string | null = null; ; ) {
      const rows = await writes.withoutWords(ctx, register, after, SOME)
      if (rows.length > 0)
        await writes.giveWords(
          ctx,
          register,
          rows.map((row) => ({ id: row.id, values: row })),
        )
      if (rows.length < SOME) break
      after = rows.at(-1)?.id ?? null
    }
}
