import { z } from 'zod'
import { type Ctx, defineJob, demand } from '#kernel'
import { record } from '#engines/audit'
import { attach } from '#engines/files'
import {
  caseById,
  type CaseRow,
  cardOf,
  caseRef,
  categoryOf,
  correctCase,
  demandOpen,
  hideCase,
  lockCase,
  markSuspended,
  mergeCase,
  moveCase,
  noteOn,
  openFile,
  placeOf,
  setClock,
  stateTitles,
  suspensionsOver,
  unmergeCase,
} from '#engines/cases'
import { organisationByPath } from '#engines/identity'
import { tell } from '#engines/notify'
import { completeTask, processOf, relocate, resume, suspend, terminate } from '#engines/process'
import { evidenceMissing, isSuspended, notAtThisStep, notSuspended, reasonMissing, unitMissing, untilPast } from './errors.ts'
import type { StepId } from './process.ts'
import { caseAt } from './subject.ts'
import type {
  Accept,
  Because,
  Close,
  Correction,
  DecideDelay,
  Dispatch,
  File,
  Handle,
  Hide,
  Merge,
  Note,
  Reject,
  RequestDelay,
  Rework,
  Suspend,
  Verify,
} from './schema.ts'

interface Done {
  outcome: string
  text?: string | null | undefined
  data?: Record<string, unknown>
  photos?: readonly string[]
}

/** Takes the case at the version that the person saw, finds the open task of this step and completes it. */
async function step(ctx: Ctx, id: string, version: number, at: StepId, done: Done, correct?: Correction): Promise<void> {
  const row = await lockCase(ctx, id, version)
  const task = await taskAt(ctx, row, at)
  if (correct) await applyCorrection(ctx, row, correct)
  const photos = done.photos ?? []
  if (photos.length > 0) await attach(ctx, [...photos], caseRef(id), at)
  const shown = { ...((done.data?.['shown'] as object | undefined) ?? {}), ...(photos.length > 0 && { photos }) }
  await completeTask(ctx, {
    task,
    outcome: done.outcome,
    data: { ...done.data, shown },
    ...(done.text && { comment: done.text }),
  })
}

async function taskAt(ctx: Ctx, row: CaseRow, at: StepId): Promise<string> {
  demandOpen(ctx, row)
  if (row.suspended_at) throw isSuspended({ number: row.number }, { current: cardOf(ctx, row) })
  const process = await processOf(ctx, caseRef(row.id))
  const task = process?.tasks.find((candidate) => candidate.state === 'open' && candidate.step === at)
  if (!task || row.state !== caseAt[at])
    throw notAtThisStep({ number: row.number, state: stateTitles[row.state][ctx.locale] }, { current: cardOf(ctx, row) })
  return task.id
}

async function applyCorrection(ctx: Ctx, row: CaseRow, { category, description, address, point }: Correction): Promise<void> {
  if (category) categoryOf(ctx.house, category)
  const place = point && { point, ...(await placeOf(ctx, point)) }
  await correctCase(ctx, row, { category, description, address, ...(place && { place }) })
  // Whoever verifies in the right place may do so now.
  if (place) await relocate(ctx, { instance: await instanceOf(ctx, row.id), area: place.area })
}

const demandReason = (reason: string | undefined): string => {
  if (!reason)
    throw reasonMissing(
      {},
      { faults: [{ path: 'reason', code: 'required', text: { zh: '请写明理由', en: 'Please give the reason' } }] },
    )
  return reason
}

export const accept = (ctx: Ctx, id: string, { version, accept: yes, reason, correct }: Accept) =>
  step(
    ctx,
    id,
    version,
    'accept',
    yes ? { outcome: 'accept', text: reason } : { outcome: 'not-accept', text: demandReason(reason) },
    correct,
  )

export const file = (ctx: Ctx, id: string, { version, file: yes, reason, correct }: File) =>
  step(
    ctx,
    id,
    version,
    'file',
    yes ? { outcome: 'file', text: reason } : { outcome: 'not-file', text: demandReason(reason) },
    correct,
  )

export async function dispatch(ctx: Ctx, id: string, { version, unit, note, limit, correct }: Dispatch): Promise<void> {
  const organisation = await organisationByPath(ctx, unit)
  if (!organisation) throw unitMissing({ unit })
  await step(
    ctx,
    id,
    version,
    'dispatch',
    {
      outcome: 'dispatch',
      text: note,
      data: { unit: { path: organisation.path, name: organisation.name }, ...(limit && { limit, shown: { limit } }) },
    },
    correct,
  )
}

/** 处置 needs a photo of the result or words about it. */
export async function handle(ctx: Ctx, id: string, { version, explanation, photos }: Handle): Promise<void> {
  if (photos.length === 0 && explanation.length < 2) throw evidenceMissing()
  await step(ctx, id, version, 'handle', { outcome: 'handled', text: explanation, photos })
}

export const reject = (ctx: Ctx, id: string, { version, reason, suggests }: Reject) =>
  step(ctx, id, version, 'handle', { outcome: 'reject', text: reason, data: { shown: suggests ? { suggests } : {} } })

export const requestDelay = (ctx: Ctx, id: string, { version, reason, amount }: RequestDelay) =>
  step(ctx, id, version, 'handle', { outcome: 'request-delay', text: reason, data: { amount, shown: { amount } } })

export const decideDelay = (ctx: Ctx, id: string, { version, grant, reason }: DecideDelay) =>
  step(ctx, id, version, 'decide-delay', { outcome: grant ? 'grant' : 'refuse', text: grant ? reason : demandReason(reason) })

export const verify = (ctx: Ctx, id: string, { version, passed, result, photos }: Verify) =>
  step(ctx, id, version, 'verify', { outcome: passed ? 'pass' : 'rework', text: result, photos })

/** Sends it back to the unit: from verification or, when the papers do not hold, from closing. */
export async function rework(ctx: Ctx, id: string, { version, reason, photos }: Rework): Promise<void> {
  const row = await lockCase(ctx, id, version)
  await step(ctx, id, version, row.state === 'closing' ? 'close' : 'verify', { outcome: 'rework', text: reason, photos })
}

export const close = (ctx: Ctx, id: string, { version, summary }: Close) =>
  step(ctx, id, version, 'close', { outcome: 'close', text: summary })

/** What may be done beside the steps: over the unit it is with, or the place it lies in. */
async function beside(ctx: Ctx, id: string, version: number, capability: string): Promise<CaseRow> {
  const row = await lockCase(ctx, id, version)
  demand(ctx.user, capability, { organisation: row.unit, area: row.area })
  return row
}

const instanceOf = async (ctx: Ctx, id: string): Promise<string> => {
  const process = await processOf(ctx, caseRef(id))
  if (!process) throw new Error(`Case ${id} has no process`)
  return process.id
}

/** 挂账: nothing can be done for now (weather, a lawsuit, no budget); the clock stands still. */
export async function suspendCase(ctx: Ctx, id: string, { version, reason, until }: Suspend): Promise<void> {
  const row = await beside(ctx, id, version, 'city-management.supervise')
  demandOpen(ctx, row)
  if (row.suspended_at) throw isSuspended({ number: row.number }, { current: cardOf(ctx, row) })
  if (until && new Date(until) <= ctx.now) throw untilPast()
  await suspend(ctx, { instance: await instanceOf(ctx, id), comment: reason })
  await markSuspended(ctx, id, { until: until ? new Date(until) : null }, reason)
}

export async function resumeCase(ctx: Ctx, id: string, { version, reason }: Because): Promise<void> {
  const row = await beside(ctx, id, version, 'city-management.supervise')
  if (!row.suspended_at) throw notSuspended({ number: row.number }, { current: cardOf(ctx, row) })
  await resume(ctx, { instance: await instanceOf(ctx, id), comment: reason })
  await markSuspended(ctx, id, null, reason)
  await followClock(ctx, id)
}

/** The time that was set for a suspension has come: the clock goes on by itself. */
export const resumeWhenOver = defineJob({
  id: 'city-management.resume',
  input: z.object({ id: z.string(), version: z.number().int() }),
  run: async (ctx, { id, version }) => {
    const row = await caseById(ctx, id)
    // Somebody was quicker, or changed it: the next sweep looks again.
    if (row?.version !== version || !row.suspended_at) return
    await resumeCase(ctx, id, { version, reason: '挂账期满，自动恢复' })
  },
})

export async function sweepSuspensions(ctx: Ctx): Promise<void> {
  for (const { id, version } of await suspensionsOver(ctx, 200)) await ctx.enqueue(resumeWhenOver, { id, version }, { once: id })
}

/** 催办: the unit is told to hurry, and the history says so. */
export async function urge(ctx: Ctx, id: string, { version, reason }: Because): Promise<void> {
  const row = await beside(ctx, id, version, 'city-management.supervise')
  demandOpen(ctx, row)
  if (!row.unit || row.state !== 'handling')
    throw notAtThisStep({ number: row.number, state: stateTitles[row.state][ctx.locale] }, { current: cardOf(ctx, row) })
  await noteOn(ctx, id, 'urged', reason)
  record(ctx, { action: 'cases.urge', ref: caseRef(id), why: reason })
  const title = { zh: '督办：请尽快处置', en: 'Please handle this case soon' }
  await tell(ctx, {
    to: { organisation: row.unit, capability: 'city-management.handle' },
    title,
    body: { zh: `${row.number}：${reason}`, en: `${row.number}: ${reason}` },
    ref: caseRef(id),
  })
}

/** After a pause the limits have moved: the case shows what its process holds. */
export async function followClock(ctx: Ctx, id: string): Promise<void> {
  const task = (await processOf(ctx, caseRef(id)))?.tasks.find(({ state }) => state === 'open')
  const { dueAt, limit } = task?.clock ?? { dueAt: null, limit: null }
  await setClock(ctx, id, dueAt && limit ? { dueAt: new Date(dueAt), clock: limit.clock } : null)
}

/** 作废: it should never have been a case. */
export async function voidCase(ctx: Ctx, id: string, { version, reason }: Because): Promise<void> {
  const row = await beside(ctx, id, version, 'city-management.supervise')
  demandOpen(ctx, row)
  await terminate(ctx, { instance: await instanceOf(ctx, id), comment: reason })
  await moveCase(ctx, id, { to: 'void', what: 'void', text: reason })
}

export async function merge(ctx: Ctx, id: string, { version, into, reason }: Merge): Promise<void> {
  await beside(ctx, id, version, 'city-management.dispatch')
  await mergeCase(ctx, id, { version, into, why: reason })
}

export async function unmerge(ctx: Ctx, id: string, { version, reason }: Because): Promise<void> {
  await beside(ctx, id, version, 'city-management.dispatch')
  await unmergeCase(ctx, id, { version, why: reason })
}

export async function correct(
  ctx: Ctx,
  id: string,
  { version, correct: correction }: { version: number; correct: Correction },
): Promise<void> {
  const row = await beside(ctx, id, version, 'city-management.dispatch')
  demandOpen(ctx, row)
  await applyCorrection(ctx, row, correction)
}

export async function hide(ctx: Ctx, id: string, { version, hidden, reason }: Hide): Promise<void> {
  await hideCase(ctx, await beside(ctx, id, version, 'city-management.supervise'), hidden, reason)
}

/** Anybody who sees the case may write beside it. */
export async function note(ctx: Ctx, id: string, { text, photos }: Note): Promise<void> {
  await openFile(ctx, id)
  if (photos.length > 0) await attach(ctx, photos, caseRef(id), 'note')
  await noteOn(ctx, id, 'note', text, photos.length > 0 ? { photos } : {})
}
