import type { Ctx } from '#kernel'
import { subjectUnlisted } from './events.ts'
import { changeEntry, type EntryRow, liftExecutions } from './store-lists.ts'
import { todayOf } from './views.ts'

/** 移出名单: the entry ends, and with it whatever measure rested on it. */
export async function takeOff(ctx: Ctx, entry: EntryRow, why: string): Promise<void> {
  await changeEntry(ctx, entry.id, { state: 'exited', exited_on: todayOf(ctx), exit_why: why })
  await liftExecutions(ctx, { entry: entry.id }, why)
  await ctx.emit(subjectUnlisted, { entry: entry.id, list: entry.list, subject: entry.subject_id })
}
