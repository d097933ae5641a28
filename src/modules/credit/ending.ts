import { type Ctx, system } from '#kernel'
import { takeOff } from './off-list.ts'
import { entriesToEnd } from './store-lists.ts'
import { dueToEnd, setStates } from './store-records.ts'
import { todayOf } from './views.ts'
import { withdrawRecord } from './withdraw.ts'

const CHUNK = 500

/**
 * 期满自动停止公示: on the first day after the longest period nobody has to ask for it. The public pages look at the day itself,
 * so that a sweep that is late shows nothing that is over.
 */
export async function endPublication(ctx: Ctx): Promise<void> {
  const today = todayOf(ctx)
  for (const row of await dueToEnd(ctx, today, CHUNK)) await withdrawRecord(ctx.as(system), row, 'ended')
  for (const entry of await entriesToEnd(ctx, today)) {
    await takeOff(ctx.as(system), entry, '期限届满')
    if (entry.record_id) await setStates(ctx, [entry.record_id], 'ended')
  }
}
