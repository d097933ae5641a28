import { maskAs, recordRead } from '#engines/audit'
import { type Ctx, holds, invalid, newId, notFound, staleVersion } from '#kernel'
import { blank, computedFault, faultsIn, type Incoming, ownReferences, resolve } from './checking.ts'
import type { Column, Columns } from './columns.ts'
import { type AnyRegister, computedOf, maskedOf, referencesOf, registerKind, type Stored } from './define.ts'
import { alreadyThere, nothingMasked, notRemoved, outOfReach, stillReferred } from './errors.ts'
import { cursorFor, type Listing, listingOf, type Query } from './filters.ts'
import { changedColumns, historyOf, tell, telling } from './history.ts'
import { isEcho } from './mask.ts'
import { note } from './noting.ts'
import type { HistoryPage, RowDetail, RowPage, Unmasked, Unmasking } from './schema.ts'
import * as store from './store.ts'
import { page as pageOf } from './store-page.ts'
import * as writes from './store-write.ts'
import { refFor, rowsOf, storedOf, valueOf } from './views.ts'

const none = (ctx: Ctx, register: AnyRegister) => notFound({ what: register.title[ctx.locale] })

export async function listRows(ctx: Ctx, register: AnyRegister, query: Query): Promise<RowPage> {
  const listing = await listingOf(ctx, register, query)
  if (listing.removed && !holds(ctx.user, register.may.edit)) throw outOfReach()
  const found = await pageOf(ctx, register, { ...listing, limit: listing.limit + 1 })
  const page = found.slice(0, listing.limit)
  const last = page.at(-1)
  return {
    items: await rowsOf(ctx, register, page, listing.columns),
    next: found.length > listing.limit && last ? cursorFor(last._key, last.id) : null,
    ...(query['count'] === true && { count: await store.count(ctx, register, listing) }),
  }
}

export const countRows = (ctx: Ctx, register: AnyRegister, listing: Listing) => store.count(ctx, register, listing)

const MOST_SHOWN = 100

export async function rowDetail(ctx: Ctx, register: AnyRegister, id: string): Promise<RowDetail> {
  const row = await store.one(ctx, register, id)
  if (!row) throw none(ctx, register)
  return detailOf(ctx, register, row)
}

/** `referrers` are given where it is known that there are none. */
async function detailOf(
  ctx: Ctx,
  register: AnyRegister,
  row: store.DetailRow,
  referrers?: RowDetail['referrers'],
): Promise<RowDetail> {
  const [shown] = await rowsOf(ctx, register, [row], Object.keys(register.columns))
  return {
    ...(shown as RowPage['items'][number]),
    ref: refFor(register, row.id),
    may: { edit: row._edit, unmask: row._unmask && maskedOf(register).length > 0 },
    referrers: referrers ?? (await referrersOf(ctx, register, row.id)),
  }
}

/** What was written, read back; it must lie where the writer may see and edit it, else nothing of it stays. */
async function writtenDetail(ctx: Ctx, register: AnyRegister, id: string): Promise<RowDetail> {
  const row = await store.one(ctx, register, id)
  if (!row?._edit) throw outOfReach()
  return detailOf(ctx, register, row)
}

/** Which other rows stand on this one: by register and column, counted up to a bound. Only registers the reader may read. */
async function referrersOf(ctx: Ctx, register: AnyRegister, id: string): Promise<RowDetail['referrers']> {
  const found: RowDetail['referrers'] = []
  for (const { other, column } of pointingAt(ctx, register)) {
    if (!holds(ctx.user, other.may.read)) continue
    const rows = await store.referring(ctx, other, column, id, MOST_SHOWN + 1)
    if (rows.length > 0)
      found.push({
        register: other.id,
        title: other.title,
        column,
        path: other.path,
        rows: Math.min(rows.length, MOST_SHOWN),
        exact: rows.length <= MOST_SHOWN,
      })
  }
  return found
}

const pointingAt = (ctx: Ctx, register: AnyRegister) =>
  ctx.house
    .all(registerKind)
    .flatMap((other) => referencesOf(other).flatMap(({ column, to }) => (to === register.id ? [{ other, column }] : [])))

export async function rowHistory(
  ctx: Ctx,
  register: AnyRegister,
  id: string,
  page: { cursor?: string | undefined; limit: number },
): Promise<HistoryPage> {
  if (!(await store.one(ctx, register, id))) throw none(ctx, register)
  return historyOf(ctx, register, id, page)
}

/** Checks one row by everything that is declared, or refuses with each field that is wrong. */
async function checked(
  ctx: Ctx,
  register: AnyRegister,
  values: Record<string, unknown>,
  before?: Stored,
): Promise<Record<string, unknown>> {
  const usual = (name: string) => (before ? null : (register.columns[name].usual ?? null))
  const full = Object.fromEntries(
    Object.keys(register.columns).map((name) => [name, blank(values[name]) ? usual(name) : values[name]]),
  )
  if (!before) await register.complete?.(ctx, [full])
  const row: Incoming = { values: full, faults: faultsIn(ctx.house, register, full) }
  await resolve(ctx, register, [row], (name) => full[name] !== before?.values[name])
  if (row.faults.length > 0)
    throw invalid({}, { faults: row.faults.map((fault) => ({ ...fault, path: `values.${fault.path}` })) })
  return full
}

const keyText = (register: AnyRegister, values: Record<string, unknown>): string =>
  register.naturalKey
    .map((name) => {
      const { mask } = (register.columns as Columns)[name] as Column
      return mask ? maskAs(mask, String(values[name])) : String(values[name])
    })
    .join(' · ')

async function refuseCircle(ctx: Ctx, register: AnyRegister, id: string): Promise<void> {
  for (const name of ownReferences(register))
    if ((await writes.circles(ctx, register, name, [id])).length > 0)
      throw invalid(
        {},
        {
          faults: [
            {
              path: `values.${name}`,
              code: 'circular',
              text: {
                zh: '不能引用自己，也不能绕一圈引用到自己',
                en: 'An entry cannot refer to itself, not even by way of others',
              },
            },
          ],
        },
      )
}

export async function createRow(
  ctx: Ctx,
  register: AnyRegister,
  { values, why, source }: { values: Record<string, unknown>; why?: string | undefined; source?: string | undefined },
): Promise<RowDetail> {
  refuseComputed(register, values)
  const full = await checked(ctx, register, values)
  const id = newId()
  const after: Stored = { id, version: 1, values: full, removedAt: null }
  const told = telling(ctx, register, { act: 'created', before: null, after, why, source })
  const row = await writes.insertOne(ctx, register, { id, values: full }, told)
  if (!row) throw alreadyThere({ key: keyText(register, full) })
  note(ctx, register, { act: 'create', id, after: full, why })
  await register.onChange?.(ctx, [{ before: null, after }])
  // Consequences may have changed it, and a register's own ways may look into its table, where the row was not yet.
  const isAsWritten = !register.onChange && row._seen && row._edit
  return isAsWritten ? detailOf(ctx, register, row, []) : writtenDetail(ctx, register, id)
}

/** What the rules work out cannot be set; a form that sends it back unchanged does no harm. */
function refuseComputed(register: AnyRegister, values: Record<string, unknown>, before?: Stored): void {
  const set = computedOf(register).filter(
    (name) => !blank(values[name]) && JSON.stringify(values[name]) !== JSON.stringify(before?.values[name] ?? null),
  )
  const cleared = before ? computedOf(register).filter((name) => values[name] === null && !blank(before.values[name])) : []
  const names = [...new Set([...set, ...cleared])]
  if (names.length > 0) throw invalid({}, { faults: names.map((name) => ({ path: `values.${name}`, ...computedFault })) })
}

async function locked(ctx: Ctx, register: AnyRegister, id: string, version?: number): Promise<store.DetailRow> {
  const row = await store.lock(ctx, register, id)
  if (!row) throw none(ctx, register)
  if (!row._edit) throw outOfReach()
  if (version !== undefined && row.version !== version) throw staleVersion({}, { current: await rowDetail(ctx, register, id) })
  return row
}

export function withoutEchoes(register: AnyRegister, before: Stored, values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const { mask } = (register.columns as Columns)[name] as Column
      return !(mask && isEcho(mask, value, before.values[name]))
    }),
  )
}

export async function changeRow(
  ctx: Ctx,
  register: AnyRegister,
  id: string,
  { version, values, why }: { version?: number; values: Record<string, unknown>; why?: string | undefined },
): Promise<RowDetail> {
  const row = await locked(ctx, register, id, version)
  if (row.removed_at) throw none(ctx, register)
  const before = storedOf(ctx, register, row)
  refuseComputed(register, values, before)
  const full = await checked(ctx, register, { ...before.values, ...withoutEchoes(register, before, values) }, before)
  const names = changedColumns(register, before.values, full)
  if (names.length === 0) return rowDetail(ctx, register, id)
  if (names.some((name) => register.naturalKey.includes(name))) await refuseTakenKey(ctx, register, id, full)
  await writes.updateMany(ctx, register, [{ id, values: full }])
  await refuseCircle(ctx, register, id)
  const after: Stored = { id, version: row.version + 1, values: full, removedAt: null }
  await tell(ctx, register, [{ act: 'changed', before, after, why }])
  note(ctx, register, { act: 'change', id, before: before.values, after: full, names, why })
  await register.onChange?.(ctx, [{ before, after }])
  return writtenDetail(ctx, register, id)
}

async function refuseTakenKey(ctx: Ctx, register: AnyRegister, id: string, values: Record<string, unknown>): Promise<void> {
  const same = await writes.byNaturalKey(ctx, register, [values])
  if (same.some((row) => row.id !== id)) throw alreadyThere({ key: keyText(register, values) })
}

async function refuseReferred(ctx: Ctx, register: AnyRegister, id: string): Promise<void> {
  const who: string[] = []
  for (const { other, column } of pointingAt(ctx, register)) {
    const rows = (await store.referring(ctx, other, column, id, MOST_SHOWN)).filter((from) => from !== id || other !== register)
    if (rows.length > 0) who.push(`${other.title[ctx.locale]} ${rows.length}${rows.length === MOST_SHOWN ? '+' : ''}`)
  }
  if (who.length > 0) throw stillReferred({ who: who.join(ctx.locale === 'zh' ? '、' : ', ') })
}

export async function removeRow(
  ctx: Ctx,
  register: AnyRegister,
  id: string,
  { version, why }: { version?: number; why?: string },
): Promise<void> {
  const row = await locked(ctx, register, id, version)
  if (row.removed_at) throw none(ctx, register)
  await refuseReferred(ctx, register, id)
  await writes.putAway(ctx, register, id, true)
  const before = storedOf(ctx, register, row)
  await tell(ctx, register, [{ act: 'removed', before: { ...before, version: row.version + 1 }, after: null, why }])
  note(ctx, register, { act: 'remove', id, why })
  await register.onChange?.(ctx, [{ before, after: null }])
}

export async function restoreRow(
  ctx: Ctx,
  register: AnyRegister,
  id: string,
  { version, why }: { version: number; why?: string | undefined },
): Promise<RowDetail> {
  const row = await locked(ctx, register, id, version)
  if (!row.removed_at) throw notRemoved()
  const stored = storedOf(ctx, register, row)
  // What it stood on may have gone meanwhile, and its place may be taken.
  await checked(ctx, register, stored.values)
  if (register.naturalKey.length > 0) await refuseTakenKey(ctx, register, id, stored.values)
  await writes.putAway(ctx, register, id, false)
  const after = { ...stored, version: row.version + 1, removedAt: null }
  await tell(ctx, register, [{ act: 'restored', before: null, after, why }])
  note(ctx, register, { act: 'restore', id, why })
  await register.onChange?.(ctx, [{ before: null, after }])
  return rowDetail(ctx, register, id)
}

/** Masked values in clear, for a stated purpose that stays in the audit. */
export async function unmaskRow(ctx: Ctx, register: AnyRegister, id: string, { purpose, columns }: Unmasking): Promise<Unmasked> {
  const row = await store.one(ctx, register, id)
  if (!row || !row._unmask) throw none(ctx, register)
  const masked = maskedOf(register)
  const wanted = columns ?? masked
  if (wanted.length === 0 || wanted.some((name) => !masked.includes(name))) throw nothingMasked()
  recordRead(ctx, { what: `${register.id}: ${wanted.join(', ')}`, refs: [refFor(register, id)], purpose })
  return {
    values: Object.fromEntries(
      wanted.map((name) => [name, valueOf(ctx, (register.columns as Columns)[name] as Column, row[name]) as string | null]),
    ),
  }
}
