import { type Ctx, notFound, staleVersion, type Text } from '#kernel'
import { record } from '#engines/audit'
import { live } from '#engines/notify'
import { caseEnded } from './errors.ts'
import { caseMoved, caseRef } from './events.ts'
import { flowOf } from './flow.ts'
import { type CaseState, isEnded, type Point, stageOf } from './schema.ts'
import * as store from './store.ts'
import * as history from './store-history.ts'
import { cardOf } from './views.ts'
import { type EntryKind, stateTitles } from './words.ts'

export const caseMissing = (ctx: Ctx) => notFound({ what: ctx.locale === 'zh' ? '这件案件' : 'This case' })

/** Locks a case that the asker may see, and tells whoever looked at an older version what it is now. */
export async function lockCase(ctx: Ctx, id: string, version: number): Promise<store.CaseRow> {
  const row = await store.lockVisible(ctx, id)
  if (!row) throw caseMissing(ctx)
  if (row.version !== version) throw staleVersion({}, { current: cardOf(ctx, row) })
  return row
}

/** Locks for a rule of the platform itself, which sees everything and has no version in hand. */
export async function lockForRule(ctx: Ctx, id: string): Promise<store.CaseRow> {
  const row = await store.lock(ctx, id)
  if (!row) throw caseMissing(ctx)
  return row
}

export function demandOpen(ctx: Ctx, row: store.CaseRow): void {
  if (isEnded(row.state)) throw caseEnded({ number: row.number, state: stateTitles[row.state][ctx.locale] })
}

/** Open screens hear of it after the commit; of several changes in one transaction they hear the last. */
export async function showLive(ctx: Ctx, id: string): Promise<void> {
  const row = await store.byId(ctx, id)
  if (row) live(ctx, { topic: 'cases', ref: caseRef(id), data: cardOf(ctx, row), latest: true })
}

export interface Move {
  to: CaseState
  what: EntryKind
  text?: string | null | undefined
  data?: Record<string, unknown>
  unit?: { path: string; name: Text } | null
}

/**
 * The one way a case's status changes; called by the steps of its process in the transaction that moves the token.
 * Closes the step that was open (on time or not), writes the history, announces it.
 */
export async function moveCase(ctx: Ctx, id: string, { to, what, text, data = {}, unit }: Move): Promise<store.CaseRow> {
  const before = await lockForRule(ctx, id)
  await history.closeStage(ctx, id, what)
  const ended = isEnded(to)
  const after = await store.change(ctx, id, {
    state: to,
    ...(unit !== undefined && { unit }),
    ...(ended && { ended: ctx.now, outcome: what, suspended: null }),
  })
  await history.addEntry(ctx, { case_id: id, what, unit_name: after.unit_name, text: text ?? null, data })
  record(ctx, {
    action: `cases.${what}`,
    ref: caseRef(id),
    before: { state: before.state, unit: before.unit },
    after: { state: to, unit: after.unit },
    ...(text && { why: text }),
  })
  await ctx.emit(caseMoved, {
    caseId: id,
    number: after.number,
    from: before.state,
    to,
    what,
    unit: after.unit,
    unitName: after.unit_name,
    text: text ?? null,
  })
  if (ended) for (const merged of await store.mergedInto(ctx, id)) await flowOf(ctx.house).drop(ctx, merged.id)
  await showLive(ctx, id)
  return after
}

/** The clock of the step that the case now waits for, as its process keeps it. Null: no clock runs. */
export async function setClock(ctx: Ctx, id: string, clock: { dueAt: Date; clock: string } | null): Promise<void> {
  const row = await lockForRule(ctx, id)
  const stage = stageOf[row.state]
  if (!stage) return
  await history.openStage(ctx, {
    caseId: id,
    stage,
    unit: stage === 'handle' ? row.unit : null,
    unitName: stage === 'handle' ? row.unit_name : null,
    dueAt: clock?.dueAt ?? null,
  })
  await store.setClock(ctx, id, clock)
  await showLive(ctx, id)
}

/** 挂账 and back: the mark beside the state; the process stands still meanwhile. */
export async function markSuspended(
  ctx: Ctx,
  id: string,
  suspended: { until: Date | null } | null,
  why: string,
): Promise<store.CaseRow> {
  const after = await store.change(ctx, id, { suspended: suspended && { at: ctx.now, until: suspended.until } })
  const what: EntryKind = suspended ? 'suspended' : 'resumed'
  await history.addEntry(ctx, {
    case_id: id,
    what,
    unit_name: after.unit_name,
    text: why,
    data: suspended?.until ? { until: suspended.until.toISOString() } : {},
  })
  record(ctx, { action: `cases.${what}`, ref: caseRef(id), why })
  await ctx.emit(caseMoved, {
    caseId: id,
    number: after.number,
    from: after.state,
    to: after.state,
    what,
    unit: after.unit,
    unitName: after.unit_name,
    text: why,
  })
  await showLive(ctx, id)
  return after
}

/** Adds to the history without moving the case. */
export async function noteOn(
  ctx: Ctx,
  id: string,
  what: EntryKind,
  text: string | null,
  data: Record<string, unknown> = {},
): Promise<void> {
  await history.addEntry(ctx, { case_id: id, what, unit_name: null, text, data })
}

export interface Correction {
  category?: string | undefined
  description?: string | undefined
  address?: string | undefined
  place?: { point: Point; area: string; areaName: Text } | undefined
}

/** A wrong category, place or wording, put right by staff; what it was stays in the history and the audit. */
export async function correctCase(
  ctx: Ctx,
  row: store.CaseRow,
  { category, description, address, place }: Correction,
): Promise<store.CaseRow> {
  const after = await store.change(ctx, row.id, {
    ...(category && { category }),
    ...(description && { description }),
    ...(address !== undefined && { address }),
    ...(place && { place }),
  })
  const was = { category: row.category, address: row.address, description: row.description, lon: row.lon, lat: row.lat }
  const is = { category: after.category, address: after.address, description: after.description, lon: after.lon, lat: after.lat }
  const changed = Object.fromEntries(Object.entries(was).filter(([key, value]) => value !== is[key as keyof typeof is]))
  await noteOn(ctx, row.id, 'corrected', null, { was: changed })
  record(ctx, {
    action: 'cases.correct',
    ref: caseRef(row.id),
    before: changed,
    after: Object.fromEntries(Object.keys(changed).map((key) => [key, is[key as keyof typeof is]])),
  })
  return after
}

/** Takes a case out of everything the public sees, or puts it back. */
export async function hideCase(ctx: Ctx, row: store.CaseRow, hidden: boolean, why: string): Promise<store.CaseRow> {
  const after = await store.change(ctx, row.id, { hidden })
  await noteOn(ctx, row.id, hidden ? 'hidden' : 'shown', why)
  record(ctx, { action: hidden ? 'cases.hide' : 'cases.show', ref: caseRef(row.id), why })
  return after
}
