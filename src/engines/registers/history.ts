import { actorName, maskAs } from '#engines/audit'
import type { Ctx, Text } from '#kernel'
import { type Column, type Columns, codesOf } from './columns.ts'
import type { AnyRegister, Stored } from './define.ts'
import { placeNames } from './names.ts'
import type { HistoryEntry, HistoryPage } from './schema.ts'
import * as store from './store-history.ts'

/** Which columns differ. Compared as JSON: places and numbers have one form each. */
export const changedColumns = (
  register: AnyRegister,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] =>
  Object.keys(register.columns).filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))

/** Values for the history: personal ones sealed. Blank ones are left out. */
export function kept(ctx: Ctx, register: AnyRegister, values: Readonly<Record<string, unknown>>, names: readonly string[]) {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = values[name]
      if (value === null || value === undefined) return []
      return [[name, (register.columns as Columns)[name]?.personal ? ctx.secrets.encrypt(JSON.stringify(value)) : value]]
    }),
  )
}

export interface Told {
  act: HistoryEntry['act']
  before: Stored | null
  after: Stored | null
  why?: string | undefined
  source?: string | undefined
}

/** Entries for single rows: a removal keeps no values, for the row itself is kept. */
export const tell = (ctx: Ctx, register: AnyRegister, told: readonly Told[]): Promise<void> =>
  store.append(
    ctx,
    register,
    actorName(ctx),
    told.map((one) => entryOf(ctx, register, one)),
  )

function entryOf(ctx: Ctx, register: AnyRegister, { act, before, after, why, source }: Told): store.NewEntry {
  const valued = act === 'created' || act === 'changed'
  const names = valued ? changedColumns(register, before?.values ?? {}, after?.values ?? {}) : []
  const row = (after ?? before) as Stored
  return {
    rowId: row.id,
    version: row.version,
    act,
    before: before ? kept(ctx, register, before.values, names) : undefined,
    after: after ? kept(ctx, register, after.values, names) : undefined,
    why,
    source,
  }
}

/** A new row's first entry, as a part of the statement that puts it in. */
export const telling = (ctx: Ctx, register: AnyRegister, told: Told) =>
  store.appending(ctx, register, actorName(ctx), entryOf(ctx, register, told))

/** One entry for a whole batch of new rows: what stood in them first can be read back from their later changes. */
export const tellBatch = (ctx: Ctx, register: AnyRegister, ids: readonly string[], source: string | undefined): Promise<void> =>
  store.append(ctx, register, actorName(ctx), [
    { rowId: ids[0] as string, lastId: ids.at(-1) as string, version: 1, act: 'imported', source, rows: ids.length },
  ])

/** Values of a row before an entry, in clear. */
export function before(ctx: Ctx, register: AnyRegister, entry: store.EntryRow): Record<string, unknown> {
  const names = Object.keys({ ...entry.before, ...entry.after }).filter((name) => Object.hasOwn(register.columns, name))
  return Object.fromEntries(
    names.map((name) => {
      const value = entry.before?.[name]
      if (value === undefined || value === null) return [name, null]
      return [name, (register.columns as Columns)[name]?.personal ? JSON.parse(ctx.secrets.decrypt(value as string)) : value]
    }),
  )
}

function readBack(ctx: Ctx, column: Column, value: unknown): unknown {
  if (value === undefined || value === null) return null
  const plain = column.personal ? JSON.parse(ctx.secrets.decrypt(value as string)) : value
  if (column.mask && typeof plain === 'string') return maskAs(column.mask, plain)
  return plain
}

/** What happened to a row, newest first, with titles (`<column>:<value>`) for codes and places. */
export async function historyOf(
  ctx: Ctx,
  register: AnyRegister,
  id: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<HistoryPage> {
  const columns = register.columns as Columns
  const rows = await store.of(ctx, register, id, { before: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map((row): HistoryEntry => {
    const told = { ...row.before, ...row.after }
    const names = Object.keys(columns).filter((name) => Object.hasOwn(told, name))
    return {
      id: row.id,
      at: row.at.toISOString(),
      act: row.act,
      by: { id: row.by_id, name: row.by_name },
      version: row.version,
      changes: names.map((name) => ({
        column: name,
        before: readBack(ctx, columns[name] as Column, row.before?.[name]),
        after: readBack(ctx, columns[name] as Column, row.after?.[name]),
      })),
      why: row.why,
      source: row.source,
    }
  })
  return { items, titles: await titlesOf(ctx, columns, items), next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

async function titlesOf(ctx: Ctx, columns: Columns, items: readonly HistoryEntry[]): Promise<Record<string, Text>> {
  const titles: Record<string, Text> = {}
  const changes = items.flatMap((item) => item.changes)
  for (const name of new Set(changes.map(({ column }) => column))) {
    const column = columns[name] as Column
    const values = changes
      .filter((change) => change.column === name)
      .flatMap(({ before, after }) => [before, after])
      .filter((value) => typeof value === 'string')
    if (column.codes) {
      const codes = codesOf(column.codes, ctx.house)
      for (const value of values) if (Object.hasOwn(codes, value)) titles[`${name}:${value}`] = codes[value] as Text
    }
    if (column.kind === 'area' || column.kind === 'organisation')
      for (const [path, place] of await placeNames(ctx, column.kind, values)) titles[`${name}:${path}`] = place.name
  }
  return titles
}
