import { z } from 'zod'
import { type Ctx, defineJob, districtOf } from '#kernel'
import { rawKeptSince } from './months.ts'
import * as store from './store-rollups.ts'

const hourMs = 3_600_000
/** A transaction that stores readings may end this much later than it began; an hour is summed up when none can. */
const settleMs = 5 * 60_000
/** In one transaction, so that none holds its rows for long: curves, days of each, notes of late readings, hours. */
const portion = { curves: 200, days: 2, notes: 200, hours: 1000 }
/** In one run of the job; the next sweep goes on. */
const mostRounds = 500

const byHour = (notes: Awaited<ReturnType<typeof store.takeLate>>) => [
  ...new Map(
    notes.flatMap(({ kind, hour, datastreams }) =>
      datastreams.map((datastream) => [
        `${datastream} ${kind} ${hour.getTime()}`,
        { datastream, kind, hour: hour.toISOString() },
      ]),
    ),
  ).values(),
]

/** Some of what waits to be summed up; false when nothing is left. */
export async function rollSome(ctx: Ctx): Promise<boolean> {
  if (!(await store.lockRolling(ctx))) return false
  const zone = districtOf(ctx.house).timeZone
  const boundary = new Date(Math.floor((ctx.now.getTime() - settleMs) / hourMs) * hourMs)
  const onward = await store.rollOn(ctx, { boundary, zone, ...portion })
  const notes = await store.takeLate(ctx, portion.notes)
  const hours = byHour(notes)
  const touched = [...onward.touched]
  for (let from = 0; from < hours.length; from += portion.hours)
    touched.push(
      ...(await store.rollAgain(ctx, hours.slice(from, from + portion.hours), { keptSince: rawKeptSince(ctx.now), zone })),
    )
  const days = new Map(touched.map((day) => [`${day.datastream_id} ${day.kind} ${day.day.getTime()}`, day]))
  await store.rollDays(ctx, [...days.values()], zone)
  return onward.curves > 0 || notes.length > 0
}

/** Sums up in short transactions until nothing is left; cut short, the next one goes on from where this one was. */
export const rollUpJob = defineJob({
  id: 'observations.roll-up',
  input: z.object({}),
  tx: 'none',
  run: async (ctx) => {
    for (let round = 0; round < mostRounds; round++) if (!(await ctx.transact('write', rollSome))) return
  },
})

export const askToRollUp = (ctx: Ctx): Promise<void> => ctx.enqueue(rollUpJob, {}, { once: 'all' })
