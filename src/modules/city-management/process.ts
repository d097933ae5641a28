import { z } from 'zod'
import { type Ctx, parseRef } from '#kernel'
import { calendarOf, dueAt, remaining, type Limit } from '#engines/calendar'
import {
  type CaseRow,
  caseRef,
  categoryShown,
  type CaseState,
  type EntryKind,
  limitsOf,
  lockForRule,
  moveCase,
  setClock,
} from '#engines/cases'
import { type Completed, defineProcess, type Instance, startProcess, type Step, type Task } from '#engines/process'
import { caseAt } from './subject.ts'

export const PROCESS = 'city-management.case'

/** The drawing's names for limits; hyphens cannot stand in them. */
export function limitVariables(ctx: Ctx, category: string): Record<string, Limit> {
  const limits = limitsOf(ctx.house, category)
  return {
    accept: limits.accept,
    file: limits.file,
    dispatch: limits.dispatch,
    handle: limits.handle,
    decideDelay: limits['decide-delay'],
    verify: limits.verify,
    close: limits.close,
  }
}

/** What an inbox says of it: what it is and where, before its number. */
const titleOf = (ctx: Ctx, row: CaseRow): string =>
  [categoryShown(ctx.house, row.category).title.zh, row.address, row.number].filter(Boolean).join(' · ')

export async function startCase(ctx: Ctx, row: CaseRow): Promise<void> {
  const variables = { unit: null, category: row.category, limits: limitVariables(ctx, row.category) }
  await startProcess(ctx, { process: PROCESS, subject: caseRef(row.id), title: titleOf(ctx, row), variables, area: row.area })
}

/** What each outcome makes of the case: its next state, and what its history says. */
interface Turn {
  title: { zh: string; en: string }
  to: CaseState
  what: EntryKind
}
const turn = (zh: string, en: string, to: CaseState, what: EntryKind): Turn => ({ title: { zh, en }, to, what })

const turns = {
  accept: {
    accept: turn('受理', 'Accept', 'filing', 'accepted'),
    'not-accept': turn('不予受理', 'Do not accept', 'not-accepted', 'not-accepted'),
  },
  file: {
    file: turn('立案', 'File', 'dispatching', 'filed'),
    'not-file': turn('不予立案', 'Do not file', 'not-filed', 'not-filed'),
  },
  dispatch: { dispatch: turn('派遣', 'Dispatch', 'handling', 'dispatched') },
  handle: {
    handled: turn('处置完成', 'Handled', 'verifying', 'handled'),
    reject: turn('退单', 'Return', 'dispatching', 'rejected'),
    'request-delay': turn('申请延期', 'Ask for more time', 'deciding-delay', 'delay-requested'),
  },
  'decide-delay': {
    grant: turn('同意延期', 'Grant', 'handling', 'delay-granted'),
    refuse: turn('不同意延期', 'Refuse', 'handling', 'delay-refused'),
  },
  verify: {
    pass: turn('核查通过', 'Passed', 'closing', 'verified'),
    rework: turn('返工', 'To be done again', 'handling', 'rework'),
  },
  close: {
    close: turn('结案', 'Close', 'closed', 'closed'),
    rework: turn('退回返工', 'Send back', 'handling', 'rework'),
  },
} as const satisfies Record<string, Record<string, Turn>>
export type StepId = keyof typeof turns

const Unit = z.object({ path: z.string(), name: z.object({ zh: z.string(), en: z.string() }) })
const Data = z.object({
  /** Who is to handle it: set by dispatching, taken away by returning. */
  unit: Unit.nullish(),
  limit: z
    .object({ amount: z.number(), clock: z.enum(['urgent-hours', 'working-hours', 'working-days', 'natural-days']) })
    .optional(),
  amount: z.number().optional(),
  /** For the history: photos, who is suggested instead. */
  shown: z.record(z.string(), z.unknown()).default({}),
})
type Data = z.infer<typeof Data>

/** The case's own status, in the transaction that moves the token. */
async function complete(ctx: Ctx, step: StepId, done: Completed<Data>) {
  const id = parseRef(done.instance.subject).id
  const { to, what } = (turns[step] as Record<string, Turn>)[done.outcome] as Turn
  const unit = done.outcome === 'reject' ? null : done.data.unit
  const row = await moveCase(ctx, id, {
    to,
    what,
    text: done.comment,
    data: done.data.shown,
    ...(unit !== undefined && { unit }),
  })
  return { unit: row.unit, category: row.category, ...(await clocksAfter(ctx, step, done, row)) }
}

/** The limits that hold from here on. Until it is dispatched those of its category; while handled, its own. */
async function clocksAfter(ctx: Ctx, step: StepId, { instance, task, outcome, data }: Completed<Data>, row: CaseRow) {
  const limits = limitVariables(ctx, row.category)
  if (step === 'dispatch' && data.limit) return { limits: { ...limits, handle: data.limit } }
  if (outcome === 'request-delay' && task.dueAt && task.limit)
    return { delay: { dueAt: task.dueAt.toISOString(), clock: task.limit.clock, amount: data.amount } }
  if (step === 'decide-delay')
    return { limits: { ...limits, handle: timeLeft(ctx, instance, outcome === 'grant') ?? limits.handle } }
  return step === 'handle' ? {} : { limits }
}

/** The handling's clock was not stopped by asking: what is left of it, and what was granted. */
function timeLeft(ctx: Ctx, { variables }: Instance, granted: boolean): Limit | undefined {
  const delay = variables['delay'] as { dueAt: string; clock: Limit['clock']; amount: number } | undefined
  if (!delay) return undefined
  const calendar = calendarOf(ctx.house)
  const due = new Date(delay.dueAt)
  const end = granted ? dueAt(calendar, due > ctx.now ? due : ctx.now, { amount: delay.amount, clock: delay.clock }) : due
  return { amount: Math.max(0, remaining(calendar, ctx.now, end, delay.clock)), clock: delay.clock }
}

async function opened(ctx: Ctx, { task }: { task: Task }): Promise<void> {
  const row = await lockForRule(ctx, parseRef(task.subject).id)
  if (caseAt[task.step as StepId] !== row.state)
    throw new Error(`Case ${row.id} is "${row.state}" while its process opened "${task.step}"`)
  await setClock(ctx, row.id, task.dueAt && task.limit && { dueAt: task.dueAt, clock: task.limit.clock })
}

const titles: Record<StepId, Step['title']> = {
  accept: { zh: '受理', en: 'Accept' },
  file: { zh: '立案', en: 'File' },
  dispatch: { zh: '派遣', en: 'Dispatch' },
  handle: { zh: '处置', en: 'Handle' },
  'decide-delay': { zh: '延期审批', en: 'Decide on the delay' },
  verify: { zh: '核查', en: 'Verify' },
  close: { zh: '结案', en: 'Close' },
}

const step = (id: StepId): Step => ({
  title: titles[id],
  outcomes: Object.fromEntries(Object.entries(turns[id]).map(([outcome, { title }]) => [outcome, title])),
  data: Data,
  complete: (ctx, done: Completed<Data>) => complete(ctx, id, done),
  opened,
})

/** 采集 → 受理 → 立案 → 派遣 → 处置 → 核查 → 结案 (GB/T 30428.8), with its exceptions. */
export const caseProcess = defineProcess({
  id: PROCESS,
  title: { zh: '案件办理', en: 'Case' },
  bpmn: new URL('./processes/case.bpmn', import.meta.url),
  steps: Object.fromEntries((Object.keys(turns) as StepId[]).map((id) => [id, step(id)])),
})
