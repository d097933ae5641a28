import { type Ctx, districtOf } from '#kernel'
import { type Indicator, indicatorKind } from './define.ts'
import { begins, periodOf, todayIn } from './periods.ts'
import type { Grain } from './schema.ts'
import * as store from './store.ts'
import { saidOf } from './words.ts'

/** How far back periods that were missed (the platform stood still) are made up for; and how long after its end a period closes. */
const REACH: Record<Grain, number> = { day: 35, month: 13, year: 3 }
const GRACE_MS = 3600_000

/** Closes every period that is over: for what happened in it, from the rows; for a state, as it stands now, once. */
export async function freezeClosed(ctx: Ctx): Promise<void> {
  await sayDefinitions(ctx)
  for (const indicator of ctx.house.all(indicatorKind))
    for (const grain of ['day', 'month', 'year'] as const) await (indicator.at ? freezeFlow : freezeState)(ctx, indicator, grain)
}

/** A changed rule under an old version would rewrite what was frozen by it. */
async function sayDefinitions(ctx: Ctx): Promise<void> {
  const said = ctx.house.all(indicatorKind).map((one) => ({ indicator: one.id, version: one.version, said: saidOf(one) }))
  for (const { indicator, version } of await store.sayDefinitions(ctx, said))
    ctx.log.error({ indicator, version }, 'indicators.definition-changed-without-a-new-version')
}

async function freezeFlow(ctx: Ctx, indicator: Indicator, grain: Grain): Promise<void> {
  const today = todayIn(ctx)
  const closed = Array.from({ length: REACH[grain] }, (_, n) => begins(today, grain, n - REACH[grain])).filter(
    (date) => periodOf(ctx, grain, date).to.getTime() + GRACE_MS <= ctx.now.getTime(),
  )
  const first = closed[0]
  if (!first) return
  const done = await store.frozenPeriods(ctx, indicator.id, grain, first)
  const missing = closed.filter((date) => !done.has(date))
  const from = missing[0]
  const last = missing.at(-1)
  if (!from || !last) return
  const period = { name: 'closed', from: periodOf(ctx, grain, from).from, to: periodOf(ctx, grain, last).to }
  const counted = await store.countByPeriod(
    ctx,
    indicator,
    { period },
    { grain, zone: districtOf(ctx.house).timeZone, byTown: true },
  )
  const wanted = new Set(missing)
  const empty = missing.filter((date) => !counted.some((row) => row.area === '' && row.period === date))
  const nothing = 'count' in indicator.measure || 'sum' in indicator.measure ? 0 : null
  await store.freeze(ctx, indicator, grain, [
    ...counted.filter((row) => wanted.has(row.period)),
    ...empty.map((period) => ({ period, area: '', value: nothing, part: null, whole: 0 })),
  ])
}

/** Taken by the first sweep after midnight; a day on which the platform stood still has none. */
async function freezeState(ctx: Ctx, indicator: Indicator, grain: Grain): Promise<void> {
  const period = begins(todayIn(ctx), grain, -1)
  if ((await store.frozenPeriods(ctx, indicator.id, grain, period)).has(period)) return
  const whole = await store.count(ctx, indicator, {})
  const towns = await store.countByTown(ctx, indicator, {})
  await store.freeze(ctx, indicator, grain, [{ ...whole, area: '', period }, ...towns.map((town) => ({ ...town, period }))])
}
