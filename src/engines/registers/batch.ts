import { type Ctx, type FieldFault, grantsOf, newId } from '#kernel'
import { blank, faultsIn, faultsInParsed, type Incoming, ownReferences, resolve } from './checking.ts'
import type { AnyRegister, Change, Stored } from './define.ts'
import { changedColumns, tell, tellBatch } from './history.ts'
import { isEcho } from './mask.ts'
import { note } from './noting.ts'
import * as writes from './store-write.ts'
import { storedOf } from './views.ts'

/** What became of one row of a batch. Faults name columns. */
export interface Outcome {
  outcome: 'added' | 'changed' | 'same' | 'refused'
  id?: string
  faults: readonly FieldFault[]
}

export interface BatchOptions {
  /** Where the rows come from, for the history: `import:<id>`, `exchange:…`. */
  source?: string | undefined
  /** `insert`: a row that is there already is refused. */
  mode?: 'upsert' | 'insert'
  /** Says what would become of each row and writes nothing. */
  dryRun?: boolean
  /** The values were read by their columns' `parse`: what that has judged is not judged again. */
  parsed?: boolean
  /** The caller takes all rows for new. The table's unique key says whether that is so; where it is not, they are looked up. */
  presumedNew?: boolean
}

export interface Planned {
  outcome: Outcome['outcome']
  id: string
  faults: FieldFault[]
  before?: Stored
  values: Record<string, unknown>
}

const fault = (path: string, code: string, zh: string, en: string): FieldFault => ({ path, code, text: { zh, en } })
const twice = (path: string) =>
  fault(path, 'twice', '这一批里有两行是同一条记录，只保留前一行', 'Two rows of this batch are the same entry; the first stays')
const there = (path: string) => fault(path, 'already_there', '台账中已有这条记录', 'The register has this entry already')
export const reach = (path: string) => fault(path, 'out_of_reach', '不在您负责的范围内', 'Outside what you answer for')
const circular = (path: string) =>
  fault(path, 'circular', '不能引用自己，也不能绕一圈引用到自己', 'An entry cannot refer to itself, not even by way of others')

/**
 * Puts many rows in, or changes those that are there by the natural key: a value left out stays as it is, null clears it.
 * Good rows are written whatever the others are; each gets its outcome, in the order given. A few statements per batch,
 * whatever its size; some thousand rows at a time is best.
 */
export async function upsertRows(
  ctx: Ctx,
  register: AnyRegister,
  rows: readonly Readonly<Record<string, unknown>>[],
  options: BatchOptions = {},
): Promise<Outcome[]> {
  const { source, dryRun = false } = options
  const planned = (await allNew(ctx, register, rows, options)) ?? (await written(ctx, register, rows, options))
  const [added, changed] = (['added', 'changed'] as const).map((wanted) => planned.filter(({ outcome }) => outcome === wanted))
  if (!dryRun && added && changed) await told(ctx, register, { added, changed, source })
  return planned.map(({ outcome, id, faults }) => (outcome === 'refused' ? { outcome, faults } : { outcome, id, faults }))
}

async function written(
  ctx: Ctx,
  register: AnyRegister,
  rows: readonly Readonly<Record<string, unknown>>[],
  { dryRun, ...options }: BatchOptions,
): Promise<Planned[]> {
  const planned = await plan(ctx, register, rows, { ...options, presumedNew: false })
  if (dryRun) return planned
  await writeChecked(ctx, register, planned, 'added')
  await writeChecked(ctx, register, planned, 'changed')
  return planned
}

/**
 * Without looking for them first. Undefined when one of them was there after all, or is refused as a new one: what is there
 * already might have made it good. Nothing is written then.
 */
async function allNew(
  ctx: Ctx,
  register: AnyRegister,
  rows: readonly Readonly<Record<string, unknown>>[],
  { presumedNew, dryRun, ...options }: BatchOptions,
): Promise<Planned[] | undefined> {
  if (!presumedNew || dryRun || rows.length < writes.MANY) return undefined
  const planned = await plan(ctx, register, rows, { ...options, presumedNew })
  if (planned.some(({ outcome }) => outcome === 'refused')) return undefined
  await writes.mark(ctx)
  const isIn = await writes.copyMany(ctx, register, planned)
  const isMine = isIn && (await offenders(ctx, register, planned, 'added')).size === 0
  if (!isMine) await writes.undo(ctx)
  await writes.release(ctx)
  return isMine ? planned : undefined
}

async function told(
  ctx: Ctx,
  register: AnyRegister,
  { added, changed, source }: { added: readonly Planned[]; changed: readonly Planned[]; source: string | undefined },
): Promise<void> {
  if (added.length + changed.length === 0) return
  const ids = added.map(({ id }) => id)
  if (ids.length > 0) await tellBatch(ctx, register, ids, source)
  await tell(
    ctx,
    register,
    changed.map((row) => ({ act: 'changed', source, ...changeOf(row) })),
  )
  note(ctx, register, { act: 'import', after: { added: added.length, changed: changed.length, source: source ?? null } })
  await register.onChange?.(ctx, [...added, ...changed].map(changeOf))
}

export const changeOf = ({ id, before, values }: Planned): Change => ({
  before: before ?? null,
  after: { id, version: (before?.version ?? 0) + 1, values, removedAt: null },
})

/** Which rows are new, changed, the same or wrong. Reads, locks, writes nothing. */
async function plan(
  ctx: Ctx,
  register: AnyRegister,
  rows: readonly Readonly<Record<string, unknown>>[],
  { mode = 'upsert', parsed = false, presumedNew = false }: BatchOptions,
): Promise<Planned[]> {
  const incoming: Incoming[] = rows.map((values) => ({ values: withUsualKey(register, values), faults: [] }))
  await resolve(ctx, register, incoming)
  const existing = presumedNew ? new Map<number, writes.KeyedRow>() : await existingOf(ctx, register, incoming)
  const whole = incoming.map(({ values }, at) => {
    const found = existing.get(at)
    const before = found && storedOf(ctx, register, found)
    return { found, before, full: wholeOf(register, values, before) }
  })
  if (register.complete) {
    const made = whole.filter(({ before }, at) => !before && incoming[at]?.faults.length === 0)
    const drafts = made.map(({ full }) => full)
    if (drafts.length > 0) await register.complete(ctx, drafts)
  }
  const mayStand = reachOf(ctx, register, 'edit')
  const seen = new Set<string>()
  const [keyColumn = register.label] = register.naturalKey
  return incoming.map(({ faults }, at): Planned => {
    const { found, before, full } = whole[at] as (typeof whole)[number]
    // What the register itself filled in has been judged by nobody.
    const judge = parsed && !before && !register.complete ? faultsInParsed : faultsIn
    const all = faults.length > 0 ? faults : judge(ctx.house, register, full)
    if (all.length === 0 && register.naturalKey.length > 0) {
      const key = keyOf(register, full)
      if (seen.has(key)) all.push(twice(keyColumn))
      seen.add(key)
    }
    if (all.length === 0 && found && mode === 'insert') all.push(there(keyColumn))
    if (all.length === 0 && ((found && !found._mine) || mayStand(full) === false)) all.push(reach(keyColumn))
    const row = { id: before?.id ?? newId(), faults: all, values: full, ...(before && { before }) }
    if (all.length > 0) return { ...row, outcome: 'refused' }
    if (!before) return { ...row, outcome: 'added' }
    return { ...row, outcome: changedColumns(register, before.values, full).length > 0 ? 'changed' : 'same' }
  })
}

/**
 * Whether a row lies where the writer may read or edit it, as far as its own values tell: undefined when only the database
 * can say, for the register has ways of its own.
 */
function reachOf(
  { user }: Ctx,
  { within, visible, editable, may }: AnyRegister,
  what: 'read' | 'edit',
): (values: Readonly<Record<string, unknown>>) => boolean | undefined {
  const more = (what === 'read' ? visible : editable) ?? []
  const otherwise = more.length > 0 ? undefined : false
  const grants = grantsOf(user, may[what])
  if (user.kind === 'system') return () => true
  if (!within) return () => (more.length > 0 ? undefined : grants.length > 0)
  if (grants.some(({ tree }) => tree === 'all')) return () => true
  const trees = grants.map(({ tree, path }) => ({ name: within[tree as 'area' | 'organisation'] as string | undefined, path }))
  return (values) =>
    trees.some(({ name, path }) => {
      const at = name === undefined ? null : (values[name] as string | null)
      return at != null && path !== undefined && (at === path || at.startsWith(`${path}.`))
    }) || otherwise
}

const keyOf = (register: AnyRegister, values: Readonly<Record<string, unknown>>): string =>
  register.naturalKey.length === 1
    ? String(values[register.naturalKey[0] as string])
    : JSON.stringify(register.naturalKey.map((name) => values[name]))

/** The row is looked up by its key, so what usually stands there is put in first. */
function withUsualKey(register: AnyRegister, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const full = { ...values }
  for (const name of register.naturalKey)
    if (blank(full[name]) && register.columns[name].usual !== undefined) full[name] = register.columns[name].usual
  return full
}

function wholeOf(register: AnyRegister, values: Readonly<Record<string, unknown>>, before: Stored | undefined) {
  const full: Record<string, unknown> = {}
  for (const name in register.columns) {
    const { mask, usual } = register.columns[name]
    const value = values[name]
    const now = before ? (before.values[name] ?? null) : (usual ?? null)
    if (value === undefined || (mask && isEcho(mask, value, now))) full[name] = now
    else full[name] = blank(value) ? (before ? null : (usual ?? null)) : value
  }
  return full
}

/** Rows that are there already, by the place of their key in the batch. */
async function existingOf(ctx: Ctx, register: AnyRegister, incoming: readonly Incoming[]): Promise<Map<number, writes.KeyedRow>> {
  if (register.naturalKey.length === 0) return new Map()
  const keyed = incoming.flatMap(({ values, faults }, at) =>
    faults.length === 0 && register.naturalKey.every((name) => !blank(values[name])) && wellFormed(ctx, register, values)
      ? [{ values, at }]
      : [],
  )
  if (keyed.length === 0) return new Map()
  const found = await writes.byNaturalKey(
    ctx,
    register,
    keyed.map(({ values }) => values),
  )
  return new Map(found.map((row) => [keyed[row._at]?.at as number, row]))
}

/** A key whose form is wrong cannot be looked up; the row is refused for it afterwards. */
const wellFormed = (ctx: Ctx, register: AnyRegister, values: Readonly<Record<string, unknown>>): boolean =>
  register.naturalKey.every((name) => register.columns[name].faultIn(values[name], ctx.house) === undefined)

/** Writes the rows of one outcome; those that turn out not to be allowed are undone and refused, the others stay. */
export async function writeChecked(
  ctx: Ctx,
  register: AnyRegister,
  planned: readonly Planned[],
  outcome: 'added' | 'changed',
): Promise<void> {
  const rows = planned.filter((row) => row.outcome === outcome)
  if (rows.length === 0) return
  await writes.mark(ctx)
  refuse(rows, await write(ctx, register, rows, outcome))
  const allowed = rows.filter((row) => row.outcome === outcome)
  refuse(allowed, await offenders(ctx, register, allowed, outcome))
  const good = allowed.filter((row) => row.outcome === outcome)
  if (good.length < allowed.length) {
    await writes.undo(ctx)
    if (good.length > 0) await write(ctx, register, good, outcome)
  }
  await writes.release(ctx)
}

type Refused = Map<string, FieldFault>
function refuse(rows: readonly Planned[], refused: Refused): void {
  for (const row of rows) {
    const why = refused.get(row.id)
    if (!why) continue
    row.outcome = 'refused'
    row.faults.push(why)
  }
}

async function write(ctx: Ctx, register: AnyRegister, rows: readonly Planned[], outcome: 'added' | 'changed'): Promise<Refused> {
  if (outcome === 'changed') {
    await writes.updateMany(ctx, register, rows)
    return new Map()
  }
  if (rows.length >= writes.MANY) {
    if (await writes.copyMany(ctx, register, rows)) return new Map()
    await writes.undo(ctx)
  }
  const inserted = await writes.insertMany(ctx, register, rows)
  const [keyColumn = register.label] = register.naturalKey
  return inserted.size === rows.length
    ? new Map()
    : new Map(rows.flatMap(({ id }) => (inserted.has(id) ? [] : [[id, there(keyColumn)]])))
}

async function offenders(
  ctx: Ctx,
  register: AnyRegister,
  rows: readonly Planned[],
  outcome: 'added' | 'changed',
): Promise<Refused> {
  const ids = rows.map(({ id }) => id)
  const [keyColumn = register.label] = register.naturalKey
  const [seesIt, editsIt] = [reachOf(ctx, register, 'read'), reachOf(ctx, register, 'edit')]
  const unsure = rows.filter(({ values }) => !seesIt(values) || !editsIt(values)).map(({ id }) => id)
  const outside = unsure.length > 0 ? await writes.outOfReach(ctx, register, unsure) : []
  const refused: Refused = new Map(outside.map((id) => [id, reach(keyColumn)]))
  if (outcome === 'changed')
    for (const name of ownReferences(register))
      for (const id of await writes.circles(ctx, register, name, ids)) refused.set(id, circular(name))
  return refused
}
