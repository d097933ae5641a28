import { refreshCalendar } from '#engines/calendar'
import type { Ctx } from '#kernel'
import { limitPassed, limitWarned } from './events.ts'
import { spanOf } from './limits.ts'
import { perform, take, told } from './steps.ts'
import { instancesOf, tasksOfDeadlines } from './store-sweep.ts'
import { dropDeadline, nextTimer, postpone, setKnown, takeDue, unknownDeadlines } from './store-deadlines.ts'
import { addHistories } from './store-sweep.ts'

const batch = 200

/** Everything whose time has come, in short transactions, so that nobody waits long for the sweep. */
export async function sweep(ctx: Ctx): Promise<void> {
  while ((await ctx.transact('write', announceDue)) === batch);
  while (await fireTimer(ctx));
}

/** Warnings and limits: announced, written down, gone. Returns how many there were. */
export async function announceDue(ctx: Ctx): Promise<number> {
  const due = await takeDue(ctx, batch)
  if (due.length === 0) return 0
  const instances = await instancesOf(
    ctx,
    due.map((deadline) => deadline.instanceId),
  )
  const tasks = await tasksOfDeadlines(
    ctx,
    due.flatMap((deadline) => deadline.taskId ?? []),
  )
  for (const { kind, instanceId, taskId } of due) {
    const instance = instances.get(instanceId)
    const task = taskId === null ? null : tasks.get(taskId)
    if (instance && task !== undefined) await ctx.emit(kind === 'warn' ? limitWarned : limitPassed, told(instance, task))
  }
  await addHistories(
    ctx,
    due.map(({ kind, instanceId, taskId }) => ({
      instanceId,
      what: kind === 'warn' ? 'limit-warned' : 'limit-passed',
      element: (taskId && tasks.get(taskId)?.step) ?? null,
      taskId,
    })),
  )
  return due.length
}

/** Fires one boundary timer. One that cannot go on (a condition without a way) is tried again later and holds nobody up. */
async function fireTimer(ctx: Ctx): Promise<boolean> {
  let tried: number | undefined
  try {
    return await ctx.transact('write', async (tx) => {
      const timer = await nextTimer(tx)
      if (!timer) return false
      tried = timer.id
      const taken = await take(tx, { id: timer.instanceId })
      if (taken.state.status !== 'running' || !taken.state.timers.some((set) => set.id === timer.timerId))
        await dropDeadline(tx, timer.id)
      else
        await perform(
          tx,
          taken,
          { do: 'timer', timer: timer.timerId as number },
          { what: 'timer', data: { step: timer.element } },
        )
      return true
    })
  } catch (error) {
    const id = tried
    if (id === undefined) throw error
    ctx.log.error({ deadline: id, error }, 'process.timer-failed')
    await ctx.transact('write', (tx) => postpone(tx, id, 60))
    return true
  }
}

/** Limits whose year had no calendar when they began: counted from their beginning as soon as there is one. */
export async function countUnknown(ctx: Ctx): Promise<void> {
  await refreshCalendar(ctx)
  for (let after = 0; ; ) {
    const page = await unknownDeadlines(ctx, after, batch)
    for (const deadline of page) {
      const span = spanOf(ctx, { amount: deadline.amount, clock: deadline.clock }, deadline.startedAt)
      if (span.dueAt) await setKnown(ctx, deadline, span)
    }
    if (page.length < batch) return
    after = page.at(-1)?.id ?? after
  }
}
