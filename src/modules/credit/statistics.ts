import { type Ctx, system, type Text } from '#kernel'
import { counts } from '#engines/process'
import { unitNames } from './names.ts'
import { OBJECTION } from './process.ts'
import { flagTitles } from './records.ts'
import { Statistics } from './schema.ts'
import { fieldTitle, kindTitle } from './settings.ts'
import * as store from './store-statistics.ts'

const MONTHS = 24
const FRESH_MS = 10 * 60_000
const ID = 'overview'

/** Counted anew over all records: some seconds at a million and a half, so it is done by a sweep and kept. */
export async function countAll(ctx: Ctx): Promise<Statistics> {
  const byState = new Map((await store.byState(ctx)).map(({ key, n }) => [key, n]))
  const departments = await store.bySource(ctx)
  const nameOf = await unitNames(
    ctx,
    departments.map(({ key }) => key),
  )
  const named = (rows: readonly store.Grouped[], titleOf: (key: string) => Text) =>
    rows.map(({ key, n }) => ({ code: key, title: titleOf(key), n }))
  const { median, ...repairs } = await store.repairFigures(ctx)
  const overdue = (await counts(ctx.as(system))).items
    .filter(({ process }) => process === OBJECTION)
    .reduce((sum, each) => sum + each.overdue, 0)
  return {
    at: ctx.now.toISOString(),
    ...(await store.totals(ctx)),
    published: byState.get('published') ?? 0,
    byField: named(await store.byField(ctx), (key) => fieldTitle(ctx, key)),
    byKind: named(await store.byKind(ctx), (key) => kindTitle(ctx, key)),
    byDepartment: named(departments, nameOf),
    byMonth: await store.byMonth(ctx, MONTHS),
    byFlag: named(await store.byFlag(ctx), (key) => flagTitles[key] ?? { zh: key, en: key }),
    repairs: { ...repairs, medianDays: median === null ? null : Math.round(Number(median) * 10) / 10 },
    objections: { ...(await store.objectionFigures(ctx)), overdue },
  }
}

export async function refreshStatistics(ctx: Ctx): Promise<void> {
  const kept = await store.figures(ctx, ID)
  if (kept && ctx.now.getTime() - kept.at.getTime() < FRESH_MS) return
  await store.keepFigures(ctx, ID, await countAll(ctx))
}

/** As last counted; counted now when it never was. The page says how old the figures are. */
export async function statistics(ctx: Ctx): Promise<Statistics> {
  const kept = await store.figures(ctx, ID)
  return kept ? Statistics.parse(kept.value) : countAll(ctx)
}
