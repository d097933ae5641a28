import type { Ctx } from '#kernel'
import { forgetHours } from './store-rollups.ts'
import * as store from './store-setup.ts'

/** Tables for this month and the next three stand ready; what is older or later has a table of its own for all. */
export async function prepareMonths(ctx: Ctx): Promise<void> {
  for (let ahead = -1; ahead <= 3; ahead++) {
    const first = new Date(Date.UTC(ctx.now.getUTCFullYear(), ctx.now.getUTCMonth() + ahead, 1))
    await store.ensureMonth(ctx, first.getUTCFullYear(), first.getUTCMonth() + 1)
  }
}

const year = 365 * 86_400_000

/** Real-time and minute values older than this are gone; their hours and days stay. */
export const rawKeptSince = (now: Date): Date => new Date(now.getTime() - year)

/** Real-time and minute values are kept for a year, once they are summed up; hour and day values, and sums by the hour, for ten. */
export async function forgetOld(ctx: Ctx): Promise<void> {
  const longAgo = new Date(ctx.now.getTime() - 10 * year)
  await store.forgetSummed(ctx, rawKeptSince(ctx.now), [1, 2])
  await store.forget(ctx, longAgo, [3, 4])
  await forgetHours(ctx, longAgo)
}
