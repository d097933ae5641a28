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
const GROWING_MS = 2 * 60_000
const ID = 'overview'
const NEWEST = 'newest'

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

/** Every ten minutes, and every other minute while records come in: a fill or a large import shows as it goes. */
export async function refreshStatistics(ctx: Ctx): Promise<void> {
  const kept = await store.figures(ctx, ID)
  const age = kept ? ctx.now.getTime() - kept.at.getTime() : Number.POSITIVE_INFINITY
  if (age < GROWING_MS) return
  const newest = await store.newestRecord(ctx)
  if (age < FRESH_MS && (await store.figures(ctx, NEWEST))?.value === newest) return
  await countNow(ctx)
}

/** 重新统计: now, for everybody. */
export async function countNow(ctx: Ctx): Promise<Statistics> {
  const counted = await countAll(ctx)
  await store.keepFigures(ctx, NEWEST, await store.newestRecord(ctx))
  await store.keepFigures(ctx, ID, counted)
  return counted
}

/** As last counted; counted now when it never was. The page says how old the figures are. */
export async function statistics(ctx: Ctx): Promise<Statistics> {
  const kept = await store.figures(ctx, ID)
  return kept ? Statistics.parse(kept.value) : countAll(ctx)
}
