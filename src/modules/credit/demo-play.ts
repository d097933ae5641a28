import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { type Ctx, defineJob, districtOf } from '#kernel'
import { plot } from './demo-plot.ts'
import { at } from './demo-stage.ts'
import { advance, progress } from './store-demo.ts'

const DAY = 86_400_000
const PAUSE_MS = 60
const HOW_FAR = 'played'
const OPENS = 9 * 60
const CLOSES = 16.5 * 60

/** A year of the credit office's work, one act after another through the same functions that the routes call. */
export const playDemo = defineJob({
  id: 'credit.play-demo',
  input: z.object({}),
  tx: 'none',
  run: async (ctx) => {
    while (await playNext(ctx)) await setTimeout(PAUSE_MS)
  },
})

/** On its day within office hours, later acts of a day later; today's acts are so many hours ago. */
function moment({ now, house }: Ctx, ago: number, n: number): Date {
  const then = now.getTime() - ago * DAY
  if (ago < 1) return new Date(then)
  const { timeZone } = districtOf(house)
  const [hour = 0, minute = 0] = new Date(then).toLocaleTimeString('sv-SE', { timeZone }).split(':').map(Number)
  const minutes = hour * 60 + minute
  const wanted = OPENS + (minutes * (CLOSES - OPENS)) / 1440 + ((n * 7) % 40)
  return new Date(then + (wanted - minutes) * 60_000)
}

/** One act in one transaction; what cannot be played in this district or on this day is left out, and the story goes on. */
async function playNext(ctx: Ctx): Promise<boolean> {
  try {
    return await ctx.transact('write', async (inner) => {
      const done = await progress(inner, HOW_FAR)
      const move = plot[done]
      if (!move) return false
      await move.play(at(inner, moment(inner, move.ago, done)))
      await advance(inner, HOW_FAR, done + 1)
      return true
    })
  } catch (error) {
    return ctx.transact('write', async (inner) => {
      const done = await progress(inner, HOW_FAR)
      ctx.log.warn({ error, move: plot[done]?.title }, 'credit.demo-move-failed')
      await advance(inner, HOW_FAR, done + 1)
      return true
    })
  }
}
