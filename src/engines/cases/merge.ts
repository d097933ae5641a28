import type { Ctx } from '#kernel'
import { record } from '#engines/audit'
import { caseEnded, hasMerged, mergeWithItself, notMerged } from './errors.ts'
import { caseMerged, caseRef, caseUnmerged } from './events.ts'
import { flowOf } from './flow.ts'
import { caseMissing, demandOpen, lockCase, noteOn, showLive } from './lifecycle.ts'
import { isEnded } from './schema.ts'
import * as store from './store.ts'
import * as history from './store-history.ts'
import { stateTitles } from './words.ts'

/**
 * 并案: two cases turn out to be one event. The loser is set aside with its clock stopped, its reports and evidence are read with
 * the winner's; nothing is copied, so it can be undone as long as the winner is open.
 */
export async function mergeCase(
  ctx: Ctx,
  loserId: string,
  { version, into, why }: { version: number; into: string; why: string },
): Promise<store.CaseRow> {
  if (loserId === into) throw mergeWithItself()
  // Both are locked in one order, whoever merges which: two merges crossing cannot block each other.
  for (const id of [loserId, into].sort()) await store.lockVisible(ctx, id)
  const loser = await lockCase(ctx, loserId, version)
  const winner = await store.findVisible(ctx, into)
  if (!winner) throw caseMissing(ctx)
  demandOpen(ctx, loser)
  demandOpen(ctx, winner)
  if ((await store.mergedInto(ctx, loser.id)).length > 0) throw hasMerged({ number: loser.number })
  await flowOf(ctx.house).setAside(ctx, loser.id)
  await history.closeStage(ctx, loser.id, 'merged')
  await history.insertMerge(ctx, { loser: loser.id, winner: winner.id, why })
  const after = await store.change(ctx, loser.id, {
    state: 'merged',
    ended: ctx.now,
    outcome: 'merged',
    mergedInto: { id: winner.id, fromState: loser.state },
  })
  await noteOn(ctx, loser.id, 'merged', why, { into: winner.number })
  await noteOn(ctx, winner.id, 'merged', why, { from: loser.number })
  record(ctx, { action: 'cases.merge', ref: caseRef(loser.id), after: { into: winner.number }, why })
  await ctx.emit(caseMerged, { caseId: loser.id, winner: winner.id })
  for (const { id } of [loser, winner]) await showLive(ctx, id)
  return after
}

/** They were two after all: the loser goes on where it stood, with the time it had left. */
export async function unmergeCase(
  ctx: Ctx,
  loserId: string,
  { version, why }: { version: number; why: string },
): Promise<store.CaseRow> {
  const loser = await lockCase(ctx, loserId, version)
  const winner = loser.merged_into ? await store.lock(ctx, loser.merged_into) : undefined
  if (!winner || !loser.merged_from_state) throw notMerged({ number: loser.number })
  if (isEnded(winner.state)) throw caseEnded({ number: winner.number, state: stateTitles[winner.state][ctx.locale] })
  await history.undoMerge(ctx, loser.id, why)
  const after = await store.change(ctx, loser.id, {
    state: loser.merged_from_state,
    ended: null,
    outcome: null,
    mergedInto: null,
  })
  await flowOf(ctx.house).takeUp(ctx, loser.id)
  await noteOn(ctx, loser.id, 'unmerged', why, { from: winner.number })
  await noteOn(ctx, winner.id, 'unmerged', why, { number: loser.number })
  record(ctx, { action: 'cases.unmerge', ref: caseRef(loser.id), after: { from: winner.number }, why })
  await ctx.emit(caseUnmerged, { caseId: loser.id, winner: winner.id })
  for (const { id } of [loser, winner]) await showLive(ctx, id)
  return after
}
