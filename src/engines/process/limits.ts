import { type Ctx, DomainError, defineSettings, settingsOf } from '#kernel'
import { calendarOf, dueAt, type Limit, partOf, remaining, sayRemaining } from '#engines/calendar'
import { z } from 'zod'
import { elementOf, type Definition, type LimitSource } from './definition.ts'
import { limitMissing } from './errors.ts'
import { lookUp, type Variables } from './expression.ts'
import type { ClockView } from './schema.ts'
import type { Deadline } from './store.ts'

/** After which share of a limit the one who has it is warned. */
export const processSettings = defineSettings('process', z.object({ warnAt: z.number().gt(0).lt(1).default(0.75) }).prefault({}))

const Given = z.object({
  amount: z.number().min(0),
  clock: z.enum(['urgent-hours', 'working-hours', 'working-days', 'natural-days']),
})

/** The limit that the drawing gives an element; a variable that holds null means: none this time. */
export function limitFor(source: LimitSource | undefined, variables: Variables, element: string): Limit | null {
  if (!source) return null
  if ('limit' in source) return source.limit
  const path = source.variable.split('.')
  const holder = path.length === 1 ? variables : lookUp(variables, path.slice(0, -1))
  const value = lookUp(variables, path)
  if (value === null && typeof holder === 'object' && holder !== null && Object.hasOwn(holder, path.at(-1) as string)) return null
  const parsed = Given.safeParse(value)
  if (!parsed.success) throw limitMissing({ element, variable: source.variable })
  return parsed.data
}

export interface Span {
  warnAt: Date | null
  dueAt: Date | null
}

/** When a limit that begins now warns and ends; unknown while the calendar of that year is not published: work goes on all the same. */
export function spanOf(ctx: Ctx, limit: Limit | null, start: Date = ctx.now): Span {
  if (!limit) return { warnAt: null, dueAt: null }
  const calendar = calendarOf(ctx.house)
  try {
    const due = dueAt(calendar, start, limit)
    return { warnAt: partOf(calendar, start, due, limit.clock, settingsOf(ctx.house, processSettings).warnAt), dueAt: due }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'calendar_not_published') return { warnAt: null, dueAt: null }
    throw error
  }
}

/** The two rows that a limit leaves in the sweep. */
export function limitDeadlines(
  ctx: Ctx,
  limit: Limit | null,
  span: Span,
  taskId: string | null,
): Omit<Deadline, 'id' | 'instanceId'>[] {
  if (!limit) return []
  const shared = {
    taskId,
    timerId: null,
    tokenId: null,
    element: null,
    clock: limit.clock,
    amount: limit.amount,
    startedAt: ctx.now,
  }
  return [
    { ...shared, kind: 'warn', at: span.warnAt },
    { ...shared, kind: 'due', at: span.dueAt },
  ]
}

export function timerDeadline(
  ctx: Ctx,
  definition: Definition,
  variables: Variables,
  timer: { id: number; element: string; token: number },
): Omit<Deadline, 'id' | 'instanceId'> | null {
  const element = elementOf(definition, timer.element)
  const limit = element.is === 'timer' ? limitFor(element.limit, variables, element.name) : null
  if (!limit) return null
  return {
    taskId: null,
    timerId: timer.id,
    tokenId: timer.token,
    element: timer.element,
    kind: 'timer',
    clock: limit.clock,
    amount: limit.amount,
    startedAt: ctx.now,
    at: spanOf(ctx, limit).dueAt,
  }
}

const uncounted = { zh: '期限待节假日安排公布后计算', en: 'counted once the holidays of that year are published' }

/** How a clock stands, with the words for it. While suspended it shows what was left when it was stopped. */
export function clockView(
  ctx: Ctx,
  clock: Span & { limit: Limit | null; closedAt: Date | null },
  suspendedAt: Date | null,
): ClockView {
  const { limit, warnAt, dueAt: due } = clock
  const shown = { limit, warnAt: warnAt?.toISOString() ?? null, dueAt: due?.toISOString() ?? null }
  if (!limit) return { state: 'none', ...shown, remaining: null, says: null }
  if (!due) return { state: 'unknown', ...shown, remaining: null, says: uncounted }
  const now = clock.closedAt ?? suspendedAt ?? ctx.now
  const left = leftOf(ctx, now, due, limit)
  const state =
    suspendedAt && !clock.closedAt ? 'suspended' : now > due ? 'overdue' : warnAt && now >= warnAt ? 'warned' : 'running'
  return { state, ...shown, remaining: left, says: left === null ? uncounted : sayRemaining(left, limit.clock) }
}

/** Null when today lies in a year whose calendar is not published: the inbox is shown all the same. */
function leftOf(ctx: Ctx, now: Date, due: Date, { clock }: Limit): number | null {
  try {
    return remaining(calendarOf(ctx.house), now, due, clock)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'calendar_not_published') return null
    throw error
  }
}
