import { type Ctx, type Delivered, forbidden, invalid, newId, type Ref, staleVersion } from '#kernel'
import { elementOf } from './definition.ts'
import { loadProcess, type LoadedProcess } from './definitions.ts'
import { alreadyRunning, notYourTask, outcomeUnknown, processNotRunning, taskClaimed, taskNotOpen } from './errors.ts'
import type { Variables } from './expression.ts'
import { decisionOf } from './joint-step.ts'
import { limitDeadlines, limitFor, spanOf } from './limits.ts'
import { perform, stateOf, type Taken, take, type Why } from './steps.ts'
import { newState, type Participant } from './state.ts'
import * as store from './store.ts'
import type { Instance, Task } from './store.ts'
import { addDeadlines } from './store-deadlines.ts'
import { addHistory } from './store-step.ts'
import { mayComplete, mayDo } from './task-rights.ts'

export interface StartSpec {
  process: string
  subject: Ref
  /** A short label for lists: number and category, no personal data. */
  title?: string
  variables?: Variables
  organisation?: string
  area?: string
}

const versions = new WeakMap<LoadedProcess, string>()

async function currentDefinition(ctx: Ctx, process: LoadedProcess): Promise<string> {
  const known = versions.get(process)
  if (known && (await store.definitionId(ctx, process.spec.id, process.hash)) === known) return known
  const id =
    (await store.definitionId(ctx, process.spec.id, process.hash)) ??
    (await store.addDefinition(ctx, { process: process.spec.id, hash: process.hash, xml: process.xml }))
  versions.set(process, id)
  return id
}

/** Begins a process for a subject, on today's drawing; it stays on that drawing to its end. */
export async function startProcess(ctx: Ctx, spec: StartSpec): Promise<Instance> {
  const process = await loadProcess(ctx.house, spec.process)
  const variables = spec.variables ?? {}
  const limit = limitFor(process.definition.limit, variables, process.definition.name)
  const span = spanOf(ctx, limit)
  const instance: Instance = {
    id: newId(),
    process: spec.process,
    definitionId: await currentDefinition(ctx, process),
    hash: process.hash,
    subject: spec.subject,
    title: spec.title ?? '',
    organisation: spec.organisation ?? null,
    area: spec.area ?? null,
    status: 'running',
    endedHow: null,
    endedElement: null,
    variables,
    visits: {},
    outcomes: {},
    nextToken: 1,
    version: 0,
    limit,
    ...span,
    startedBy: ctx.user.id,
    startedAt: ctx.now,
    suspendedAt: null,
    pausedMs: 0,
    endedAt: null,
  }
  if (!(await store.insertInstance(ctx, instance))) throw alreadyRunning({ subject: spec.subject })
  const started = await perform(
    ctx,
    { process, definition: process.definition, instance, state: newState(variables) },
    { do: 'start' },
    { what: 'started' },
  )
  if (started.state.status === 'running') await addDeadlines(ctx, instance.id, limitDeadlines(ctx, limit, span, null))
  return started.instance
}

export interface Completion {
  task: string
  outcome: string
  data?: unknown
  comment?: string
  /** The task's version that the person saw; absent: whichever it is. */
  version?: number
}

/** Completes a task: the module's handler and the way on, in this transaction. Of two at once one wins, the other sees what won. */
export async function completeTask(ctx: Ctx, completion: Completion): Promise<Instance> {
  const { outcome, comment = null } = completion
  const { taken, task } = await takeTask(ctx, completion.task, completion.version)
  if (!mayComplete(ctx.user, task))
    throw mayDo(ctx.user, task) ? taskClaimed({ by: task.assigneeName ?? '' }, { current: task }) : notYourTask()
  const step = taken.process.spec.steps[task.step]
  if (step && !Object.hasOwn(step.outcomes, outcome)) throw outcomeUnknown({ step: task.step, outcome })
  const parsed = step?.data?.safeParse(completion.data ?? {})
  if (parsed && !parsed.success)
    throw invalid(
      {},
      {
        faults: parsed.error.issues.map((issue) => ({
          path: `data.${issue.path.join('.')}`,
          code: issue.code ?? 'invalid',
          text: { zh: issue.message, en: issue.message },
        })),
      },
    )
  const data = parsed ? parsed.data : completion.data
  const decided = decisionOf(taken.definition, taken.state, task.id, outcome)
  const learnt = await step?.complete?.(ctx, { instance: taken.instance, task, outcome, data, comment, decided })
  const next = await perform(
    ctx,
    taken,
    { do: 'complete', task: task.id, outcome, ...(learnt && { variables: learnt }) },
    { what: 'task-completed', comment, done: task },
  )
  return next.instance
}

/** A task taken for this transaction, still open; else a refusal that shows how things stand now. */
export async function takeTask(ctx: Ctx, id: string, version?: number): Promise<{ taken: Taken; task: Task }> {
  const taken = await take(ctx, { task: id })
  const task = await store.readTask(ctx, id)
  if (!task || task.state !== 'open') throw taskNotOpen({}, { current: await stateOf(ctx, taken.instance) })
  if (version !== undefined && task.version !== version) throw staleVersion({}, { current: task })
  return { taken, task }
}

/** Takes a task for oneself 签收, so that colleagues see that someone is at it. */
export async function claim(ctx: Ctx, { task: id, version }: { task: string; version?: number }): Promise<void> {
  const { taken, task } = await takeTask(ctx, id, version)
  if (!mayDo(ctx.user, task)) throw notYourTask()
  if (task.assignee === ctx.user.id) return
  if (!(await store.claim(ctx, id, ctx.user, null))) throw taskClaimed({ by: task.assigneeName ?? '' }, { current: task })
  await addHistory(ctx, taken.instance.id, { what: 'claimed', element: task.step, taskId: id })
}

/** Gives a claimed task back to the unit. */
export async function release(ctx: Ctx, { task: id }: { task: string }): Promise<void> {
  const { taken, task } = await takeTask(ctx, id)
  if (task.assignee !== ctx.user.id && ctx.user.kind !== 'system') throw notYourTask()
  await store.claim(ctx, id, null, task.assignee)
  await addHistory(ctx, taken.instance.id, { what: 'released', element: task.step, taskId: id })
}

/** Whoever is shut out has nothing in hand any more: the unit sees its tasks as unclaimed again. */
export async function releaseAllOf(ctx: Ctx, { payload }: Delivered<{ account: string }>): Promise<void> {
  for (const task of await store.claimedBy(ctx, payload.account)) await release(ctx, { task })
}

export interface Because {
  comment?: string
}

export const takeAny = async (ctx: Ctx, which: store.Which): Promise<Taken> => {
  const taken = await take(ctx, which)
  if (taken.state.status === 'ended') throw processNotRunning({}, { current: await stateOf(ctx, taken.instance) })
  return taken
}

/** 退回: see `operationRules` for what is cancelled. The caller has checked the right to do it. */
export async function returnTo(
  ctx: Ctx,
  { step, comment, ...which }: { step: string } & Because & ({ task: string } | { instance: string }),
): Promise<Instance> {
  const from = 'task' in which ? which.task : undefined
  const taken = 'task' in which ? (await takeTask(ctx, which.task)).taken : await takeAny(ctx, { id: which.instance })
  elementOf(taken.definition, step)
  return (
    await perform(
      ctx,
      taken,
      { do: 'return-to', step, ...(from && { from }) },
      because('returned', comment, { step, ...(from && { from }) }),
    )
  ).instance
}

export const because = (what: string, comment: string | undefined, data?: unknown): Why => ({
  what,
  comment: comment ?? null,
  ...(data !== undefined && { data }),
})

/** 撤回: the one who began it takes the whole process back. */
export async function withdraw(ctx: Ctx, { instance, comment }: { instance: string } & Because): Promise<Instance> {
  const taken = await takeAny(ctx, { id: instance })
  if (taken.instance.startedBy !== ctx.user.id && ctx.user.kind !== 'system') throw forbidden({ capability: 'process.withdraw' })
  return (await perform(ctx, taken, { do: 'withdraw' }, because('withdrawn', comment))).instance
}

/** 终止 by the authority. */
export async function terminate(ctx: Ctx, { instance, comment }: { instance: string } & Because): Promise<Instance> {
  return (await perform(ctx, await takeAny(ctx, { id: instance }), { do: 'terminate' }, because('terminated', comment))).instance
}

/** 转办: the task goes to another unit or person; its clock runs on. */
export async function handOver(ctx: Ctx, { task, to, comment }: { task: string; to: Participant } & Because): Promise<Instance> {
  const { taken } = await takeTask(ctx, task)
  return (await perform(ctx, taken, { do: 'hand-over', task, to }, because('handed-over', comment, { task, to }))).instance
}

/** 加签 */
export async function addCosigner(
  ctx: Ctx,
  { task, who, comment }: { task: string; who: Participant[] } & Because,
): Promise<Instance> {
  const { taken } = await takeTask(ctx, task)
  return (await perform(ctx, taken, { do: 'add-cosigner', task, who }, because('cosigner-added', comment, { task, who })))
    .instance
}

/** An event from outside that the process waits for. */
export async function message(
  ctx: Ctx,
  { instance, name, variables }: { instance: string; name: string; variables?: Variables },
): Promise<Instance> {
  const taken = await takeAny(ctx, { id: instance })
  return (
    await perform(
      ctx,
      taken,
      { do: 'message', message: name, ...(variables && { variables }) },
      because('message', undefined, { name }),
    )
  ).instance
}
