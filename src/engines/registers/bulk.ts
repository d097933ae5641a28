import { type Ctx, type FieldFault, invalid, newId, notFound } from '#kernel'
import { changeOf, type Planned, reach, writeChecked } from './batch.ts'
import { blank, computedFault, faultsIn, type Incoming, resolve } from './checking.ts'
import type { Column, Columns } from './columns.ts'
import type { AnyRegister, Stored } from './define.ts'
import { bulkKey, bulkMoved, bulkNothing, bulkStale, bulkTooMany } from './errors.ts'
import { listingOf, type Query } from './filters.ts'
import { before as valuesBefore, changedColumns, tell } from './history.ts'
import { note } from './noting.ts'
import type { BulkReport } from './schema.ts'
import { withoutEchoes } from './service.ts'
import * as store from './store.ts'
import { bulkSource, ofBulk } from './store-history.ts'
import { labelOf, storedOf } from './views.ts'

/** So many rows of one transaction keep nobody waiting for long; more are an import's. */
export const MOST_AT_ONCE = 10_000

interface Wanted {
  rows?: readonly { id: string; version: number }[] | undefined
  query?: Query | undefined
  /** How many rows whoever asks has seen to fit. */
  count?: number | undefined
  values: Readonly<Record<string, unknown>>
  skipStale: boolean
  why?: string | undefined
}

/** What becomes of each row: where it stood, and the values it is to have. */
interface Aim {
  row: store.DetailRow
  before: Stored
  values: Record<string, unknown>
  faults: FieldFault[]
}
interface Left {
  id: string
  label: string
}

/**
 * One change to many rows, in one transaction: rows that somebody changed meanwhile stop all of it (or are left out, if so
 * wished); rows whose rules refuse it stay as they are and are told. The change has a name, by which it can be taken back.
 */
export async function bulkChange(ctx: Ctx, register: AnyRegister, wanted: Wanted): Promise<BulkReport> {
  const patch = await patchOf(ctx, register, wanted.values)
  const ids = wanted.rows?.map(({ id }) => id) ?? (await fitting(ctx, register, wanted))
  const found = await store.lockMany(ctx, register, ids)
  const versions = new Map(wanted.rows?.map(({ id, version }) => [id, version]))
  const there = new Map(found.map((row) => [row.id, row]))
  const isStale = (id: string) => {
    const row = there.get(id)
    return row === undefined || (versions.has(id) && versions.get(id) !== row.version)
  }
  const stale = ids.filter(isStale).map((id) => leftOf(ctx, register, id, there.get(id)))
  if (stale.length > 0 && !wanted.skipStale) throw bulkStale({ count: stale.length }, { current: { stale } })
  const aims = found
    .filter(({ id }) => !isStale(id))
    .map((row): Aim => {
      const before = storedOf(ctx, register, row)
      return { row, before, values: { ...before.values, ...withoutEchoes(register, before, patch) }, faults: [] }
    })
  const bulk = newId()
  return { ...(await carryOut(ctx, register, aims, { bulk, source: bulkSource(bulk), why: wanted.why })), stale }
}

/** The values it had before come back, in every row that nobody has changed since. */
export async function undoBulk(ctx: Ctx, register: AnyRegister, bulk: string): Promise<BulkReport> {
  const entries = await ofBulk(ctx, register, bulk)
  if (entries.length === 0) throw notFound({ what: ctx.locale === 'zh' ? '这次批量修改' : 'This change' })
  const found = await store.lockMany(
    ctx,
    register,
    entries.map(({ row_id }) => row_id),
  )
  const there = new Map(found.map((row) => [row.id, row]))
  const isAsLeft = (entry: (typeof entries)[number]) => there.get(entry.row_id)?.version === entry.version
  const stale = entries.filter((entry) => !isAsLeft(entry)).map(({ row_id: id }) => leftOf(ctx, register, id, there.get(id)))
  const aims = entries.filter(isAsLeft).map((entry): Aim => {
    const row = there.get(entry.row_id) as store.DetailRow
    const before = storedOf(ctx, register, row)
    return { row, before, values: { ...before.values, ...valuesBefore(ctx, register, entry) }, faults: [] }
  })
  // What it stood on before may be gone.
  await resolve(ctx, register, aims)
  const why = ctx.locale === 'zh' ? '撤销批量修改' : 'Took a change of many entries back'
  const again = newId()
  return { ...(await carryOut(ctx, register, aims, { bulk: again, source: bulkSource(again), why })), stale }
}

async function fitting(ctx: Ctx, register: AnyRegister, { query, count }: Wanted): Promise<string[]> {
  if (!query) throw bulkNothing()
  const { cursor: _, limit: __, columns: ___, removed: ____, ...listed } = query
  const ids = await store.idsOf(ctx, register, await listingOf(ctx, register, listed), MOST_AT_ONCE + 1)
  if (ids.length > MOST_AT_ONCE) throw bulkTooMany({ most: MOST_AT_ONCE })
  if (count !== undefined && count !== ids.length) throw bulkMoved({ now: ids.length, seen: count })
  return ids
}

/** What is to be set, with names of places and rows as paths and ids; what no row could have is refused at once. */
async function patchOf(ctx: Ctx, register: AnyRegister, values: Readonly<Record<string, unknown>>) {
  const columns = register.columns as Columns
  const names = Object.keys(values).filter((name) => values[name] !== undefined)
  if (names.length === 0) throw bulkNothing()
  const key = names.find((name) => register.naturalKey.includes(name))
  if (key) throw bulkKey({ column: columns[key]?.title[ctx.locale] ?? key })
  const patch: Incoming = {
    values: Object.fromEntries(names.map((name) => [name, blank(values[name]) ? null : values[name]])),
    faults: [],
  }
  for (const name of names) {
    const value = patch.values[name]
    const column = columns[name] as Column
    const fault = column.computed ? computedFault : value === null ? undefined : column.faultIn(value, ctx.house)
    if (fault) patch.faults.push({ path: name, ...fault })
  }
  if (patch.faults.length === 0) await resolve(ctx, register, [patch])
  if (patch.faults.length > 0)
    throw invalid({}, { faults: patch.faults.map((fault) => ({ ...fault, path: `values.${fault.path}` })) })
  return patch.values
}

const leftOf = (ctx: Ctx, register: AnyRegister, id: string, row: store.DetailRow | undefined): Left => ({
  id,
  label: row ? labelOf(ctx, register, row[register.label]) : '—',
})

async function carryOut(
  ctx: Ctx,
  register: AnyRegister,
  aims: readonly Aim[],
  { bulk, source, why }: { bulk: string; source: string; why: string | undefined },
): Promise<Omit<BulkReport, 'stale'>> {
  const [keyColumn = register.label] = register.naturalKey
  const planned = aims.map(({ row, before, values, faults: known }): Planned => {
    const same = changedColumns(register, before.values, values).length === 0
    const judged = () => (known.length > 0 ? known : faultsIn(ctx.house, register, values))
    const faults: FieldFault[] = same ? [] : row._edit ? judged() : [reach(keyColumn)]
    return { id: row.id, before, values, faults, outcome: same ? 'same' : faults.length > 0 ? 'refused' : 'changed' }
  })
  await writeChecked(ctx, register, planned, 'changed')
  const changed = planned.filter(({ outcome }) => outcome === 'changed')
  if (changed.length > 0) {
    await tell(
      ctx,
      register,
      changed.map((row) => ({ act: 'changed', why, source, ...changeOf(row) })),
    )
    note(ctx, register, { act: 'change', after: { rows: changed.length, source }, why })
    await register.onChange?.(ctx, changed.map(changeOf))
  }
  const labels = new Map(aims.map(({ row }) => [row.id, leftOf(ctx, register, row.id, row)]))
  return {
    bulk,
    changed: changed.length,
    same: planned.filter(({ outcome }) => outcome === 'same').length,
    refused: planned
      .filter(({ outcome }) => outcome === 'refused')
      .map(({ id, faults }) => ({ ...(labels.get(id) as Left), faults: faults.map(plain) })),
  }
}

const plain = ({ path, code, text }: FieldFault): BulkReport['refused'][number]['faults'][number] => ({ path, code, text })
