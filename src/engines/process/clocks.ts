import { type Ctx, DomainError } from '#kernel'
import {
  addWorking,
  type Calendar,
  calendarOf,
  type Clock,
  dueAfterPause,
  dueAt,
  type Limit,
  workingBetween,
} from '#engines/calendar'
import { type Because, because, takeAny, takeTask } from './instances.ts'
import { limitDeadlines } from './limits.ts'
import { serviceDue } from './service-due.ts'
import { perform } from './steps.ts'
import { elementOf } from './definition.ts'
import type { Instance } from './store.ts'
import { tasksOf } from './store.ts'
import { deadlinesOf, resetTask, setTimes, stopClocks } from './store-deadlines.ts'
import { addHistory } from './store-step.ts'

/** 挂起: nothing can be done and no clock runs until it is resumed. */
export async function suspend(ctx: Ctx, { instance, comment }: { instance: string } & Because): Promise<Instance> {
  const next = await perform(ctx, await takeAny(ctx, { id: instance }), { do: 'suspend' }, because('suspended', comment))
  await stopClocks(ctx, instance)
  return { ...next.instance, suspendedAt: ctx.now }
}

/** 恢复: each clock goes on with what it had left, on its own reckoning; services that waited are handed out again. */
export async function resume(ctx: Ctx, { instance: id, comment }: { instance: string } & Because): Promise<Instance> {
  const taken = await takeAny(ctx, { id })
  const { instance, state, definition } = await perform(ctx, taken, { do: 'resume' }, because('resumed', comment))
  const paused = taken.instance.suspendedAt ?? ctx.now
  const calendar = calendarOf(ctx.house)
  const dueOf = (at: Date | null, clock: Clock | undefined) =>
    published(() => at && clock && dueAfterPause(calendar, at, clock, paused, ctx.now), at)
  const warnOf = (at: Date | null, clock: Clock | undefined) =>
    published(() => at && clock && movedBy(calendar, at, clock, paused, ctx.now), at)
  const times = <T extends { id: string; warnAt: Date | null; dueAt: Date | null; limit: Limit | null }>({
    id,
    warnAt,
    dueAt: due,
    limit,
  }: T) => ({ id, warnAt: warnOf(warnAt, limit?.clock), dueAt: dueOf(due, limit?.clock) })
  const deadlines = (await deadlinesOf(ctx, id)).map(({ id, at, clock, kind }) => ({
    id,
    at: kind === 'warn' ? warnOf(at, clock) : dueOf(at, clock),
  }))
  await setTimes(
    ctx,
    { instance: times(instance), tasks: (await tasksOf(ctx, id, 'open')).map(times), deadlines },
    ctx.now.getTime() - paused.getTime(),
  )
  for (const token of state.tokens) {
    const { is } = elementOf(definition, token.at)
    if (is === 'service' || is === 'send')
      await ctx.enqueue(
        serviceDue,
        { instance: id, token: token.id, element: token.at },
        { once: `${id}:${token.id}:${token.at}` },
      )
  }
  return { ...instance, suspendedAt: null }
}

/** A time that lies in a year without a calendar is unknown until it is published. */
function published(count: () => Date | null | undefined, otherwise: Date | null): Date | null {
  try {
    return count() ?? otherwise
  } catch (error) {
    if (error instanceof DomainError && error.code === 'calendar_not_published') return null
    throw error
  }
}

/** A moment inside a limit, moved by a pause: as much of the clock's time lies before it as did. */
function movedBy(calendar: Calendar, at: Date, clock: Clock, paused: Date, resumed: Date): Date {
  if (at <= paused) return at
  if (clock === 'working-hours' || clock === 'working-days')
    return addWorking(calendar, resumed, workingBetween(calendar, paused, at))
  return new Date(at.getTime() + resumed.getTime() - paused.getTime())
}

/** 延期: so much more time for a task, from its end; from now when it is over already. */
export async function extend(ctx: Ctx, { task: id, by, comment }: { task: string; by: Limit } & Because): Promise<void> {
  const { taken, task } = await takeTask(ctx, id)
  const from = task.dueAt && task.dueAt > ctx.now ? task.dueAt : ctx.now
  const due = dueAt(calendarOf(ctx.house), from, by)
  const warnAt = task.warnAt && task.warnAt > ctx.now ? task.warnAt : from
  await resetTask(ctx, taken.instance.id, { id, warnAt, dueAt: due }, limitDeadlines(ctx, by, { warnAt, dueAt: due }, id))
  await addHistory(ctx, taken.instance.id, {
    what: 'extended',
    element: task.step,
    taskId: id,
    comment: comment ?? null,
    data: { by, dueAt: due.toISOString() },
  })
}
