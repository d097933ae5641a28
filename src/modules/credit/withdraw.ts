import type { Ctx } from '#kernel'
import { recordWithdrawn } from './events.ts'
import { liftExecutions, lockEntryOfRecord } from './store-lists.ts'
import { queueRows } from './store-exchange.ts'
import { insertWithdrawal, receiversOf } from './store-people.ts'
import { type RecordRow, setStates } from './store-records.ts'
import { subjectOfRecord } from './store-subjects.ts'
import { takeOff } from './off-list.ts'

const reasons = { repaired: '信用修复', ended: '公示期满', removed: '异议成立，撤销', corrected: '异议成立，更正' } as const

/**
 * 停止公示和共享: the record is shown and shared no more, what rested on it is lifted, the platform above and every agency that
 * received it are told.
 */
export async function withdrawRecord(ctx: Ctx, row: RecordRow, why: 'repaired' | 'ended' | 'removed'): Promise<void> {
  if (why !== 'removed') await setStates(ctx, [row.id], why)
  await tellReceivers(ctx, row, why)
  await liftExecutions(ctx, { record: row.id }, reasons[why])
  const entry = await lockEntryOfRecord(ctx, row.id)
  if (entry) await takeOff(ctx, entry, reasons[why])
  await queueRows(ctx, [{ record: row.id, field: row.field, what: 'withdraw' }])
  await ctx.emit(recordWithdrawn, { record: row.id, why })
}

/** Agencies hold what they were once answered; from now on they must not use it. */
export async function tellReceivers(ctx: Ctx, row: RecordRow, why: keyof typeof reasons): Promise<void> {
  const subject = await subjectOfRecord(ctx, row)
  if (!subject) return
  for (const agency of await receiversOf(ctx, subject.id))
    await insertWithdrawal(ctx, { agency, record: row.id, subject: subject.id, documentNumber: row.document_number, why })
}
