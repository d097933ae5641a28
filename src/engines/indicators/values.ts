import type { Ctx } from '#kernel'
import type { Indicator } from './define.ts'
import { begins, grainOf } from './periods.ts'
import type { Value } from './schema.ts'
import * as store from './store.ts'

export const rounded = ({ digits }: Indicator, value: number | null) => (value === null ? null : Number(value.toFixed(digits)))
export const numbers = (indicator: Indicator, { value, part, whole }: store.Counted) => ({
  value: rounded(indicator, value),
  part,
  whole,
})

/** The closed periods among what is asked for as they were frozen: one query for all that ask for the same period. */
async function keptOf(ctx: Ctx, asked: readonly store.Asked[]): Promise<Map<string, store.Frozen>> {
  const closed = asked.flatMap(({ indicator: { id }, scope: { period, area = '' } }) => {
    const grain = period && grainOf(period.name)
    return grain && period.to <= ctx.now ? [{ id, grain, area, since: begins(period.name.padEnd(10, '-01'), grain) }] : []
  })
  const kept = new Map<string, store.Frozen>()
  for (const group of Map.groupBy(closed, ({ grain, area, since }) => `${grain} ${since} ${area}`).values()) {
    const { grain, area, since } = group[0] as (typeof closed)[number]
    const rows = await store.frozen(ctx, { indicators: group.map(({ id }) => id), grain, since, area })
    for (const row of rows) if (row.period === since) kept.set(row.indicator, row)
  }
  return kept
}

/** Now, or as it was when the period closed: what was frozen is not counted again. All that is counted is counted in one statement. */
export async function valuesOf(ctx: Ctx, asked: readonly store.Asked[]): Promise<Map<string, Value>> {
  const kept = await keptOf(ctx, asked)
  const open = asked.filter(({ indicator }) => !kept.has(indicator.id))
  const counted = await store.countEach(ctx, open)
  const asOf = ctx.now.toISOString()
  return new Map([
    ...asked.flatMap(({ indicator }): [string, Value][] => {
      const row = kept.get(indicator.id)
      return row ? [[indicator.id, { ...numbers(indicator, row), asOf: row.frozen_at.toISOString(), frozen: true }]] : []
    }),
    ...open.map(({ indicator }, at): [string, Value] => [
      indicator.id,
      { ...numbers(indicator, counted[at] as store.Counted), asOf, frozen: false },
    ]),
  ])
}
