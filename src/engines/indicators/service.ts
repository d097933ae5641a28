import {
  type Ctx,
  type Dataset,
  datasetKind,
  districtOf,
  grantsOf,
  holds,
  type Ref,
  settingsOf,
  type Text,
  visibleRefs,
} from '#kernel'
import { record } from '#engines/audit'
import { areasByPaths, areasUnder } from '#engines/geo'
import { type Indicator, indicatorKind } from './define.ts'
import { areaNotYours, noSuchIndicator, targetInThePast } from './errors.ts'
import { begins, type Period, periodOf, readPeriod, todayIn } from './periods.ts'
import type {
  AreaValues,
  Card,
  Cards,
  Detail,
  Grain,
  ListQuery,
  NewTarget,
  Point,
  Query,
  Rows,
  RowsQuery,
  Standing,
  Target,
  Trend,
  TrendQuery,
  Value,
} from './schema.ts'
import { indicatorSettings } from './settings.ts'
import * as store from './store.ts'
import { numbers, rounded, valuesOf } from './values.ts'
import { sayCondition, sayMeasure } from './words.ts'
import type { z } from 'zod'

export const READ = 'indicators.read'
export const MANAGE = 'indicators.manage'
const RECENT = 14

export function indicatorOf(ctx: Ctx, id: string): Indicator {
  const found = ctx.house.find(indicatorKind, id)
  if (!found) throw noSuchIndicator({ id })
  return found
}

/** Whoever holds the right over a town looks at that town; over the district, at what they ask for. */
export function scopeOf(ctx: Ctx, asked: string | undefined): string | undefined {
  const grants = grantsOf(ctx.user, READ)
  if (ctx.user.kind === 'system' || grants.some(({ tree }) => tree === 'all')) return asked
  const paths = grants.flatMap(({ tree, path }) => (tree === 'area' && path ? [path] : []))
  if (!asked && paths[0]) return paths[0]
  if (!asked || !paths.some((path) => asked === path || asked.startsWith(`${path}.`))) throw areaNotYours()
  return asked
}

const usualOf = (ctx: Ctx, { at, usual = 'today' }: Indicator, asked: string | undefined): Period | undefined =>
  at ? readPeriod(ctx, asked ?? usual) : undefined

/** The district's own targets and those set on the page, by the day from which each holds. */
async function targetsOf(ctx: Ctx, indicators: readonly Indicator[]): Promise<Map<string, Target[]>> {
  const declared = settingsOf(ctx.house, indicatorSettings).targets
  const set = Map.groupBy(
    await store.targets(
      ctx,
      indicators.map(({ id }) => id),
    ),
    ({ indicator }) => indicator,
  )
  return new Map(
    indicators.map(({ id }) => [
      id,
      [
        ...declared
          .filter(({ indicator }) => indicator === id)
          .map(({ from, value, basis }) => ({ from, value, basis, setBy: null })),
        ...(set.get(id) ?? []).map((row) => ({
          from: row.valid_from,
          value: row.value,
          basis: { zh: row.basis, en: row.basis },
          setBy: row.set_by_name,
        })),
      ].sort((a, b) => a.from.localeCompare(b.from)),
    ]),
  )
}

const targetOn = (targets: readonly Target[], date: string): number | null =>
  targets.findLast(({ from }) => from <= date)?.value ?? null

/** Within a tenth of the target is near it. */
function standingOf({ better }: Indicator, value: number | null, target: number | null): Standing {
  if (value === null || target === null || better === 'neither') return 'none'
  const ahead = better === 'more' ? value - target : target - value
  return ahead >= 0 ? 'met' : ahead >= -Math.abs(target) / 10 ? 'near' : 'missed'
}

const groupOf = (ctx: Ctx, { id }: Indicator): Text =>
  ctx.house.modules.find((module) => id.startsWith(`${module.id}.`))?.title ?? { zh: id, en: id }

interface Around {
  period: Period | undefined
  value: Value
  targets: Target[]
  recent: (number | null)[]
}

function cardOf(ctx: Ctx, indicator: Indicator, { period, value, targets, recent }: Around): Card {
  const { id, title, about, unit, digits, better, live, wall, opens } = indicator
  const target = targetOn(targets, todayIn(ctx))
  return {
    ...value,
    ...{ id, title, about, unit, digits, better },
    group: groupOf(ctx, indicator),
    period: period?.name ?? 'now',
    target,
    standing: standingOf(indicator, value.value, target),
    live: live ?? null,
    wall: wall ?? null,
    opens: opens ?? null,
    recent,
  }
}

/** The last days as they closed, of several indicators in one query. */
async function recentOf(
  ctx: Ctx,
  indicators: readonly Indicator[],
  area: string | undefined,
): Promise<Map<string, (number | null)[]>> {
  const since = begins(todayIn(ctx), 'day', -RECENT)
  const rows = await store.frozen(ctx, { indicators: indicators.map(({ id }) => id), grain: 'day', since, area: area ?? '' })
  const byIndicator = Map.groupBy(rows, ({ indicator }) => indicator)
  return new Map(indicators.map((one) => [one.id, (byIndicator.get(one.id) ?? []).map(({ value }) => rounded(one, value))]))
}

export async function listIndicators(ctx: Ctx, query: z.infer<typeof ListQuery>): Promise<z.infer<typeof Cards>> {
  const area = scopeOf(ctx, query.area)
  const wanted = ctx.house.all(indicatorKind).filter(({ wall }) => !query.wall || wall !== undefined)
  const targets = await targetsOf(ctx, wanted)
  const recent = query.wall ? new Map<string, (number | null)[]>() : await recentOf(ctx, wanted, area)
  const asked = wanted.map((indicator) => ({ indicator, scope: { period: usualOf(ctx, indicator, query.period), area } }))
  const values = await valuesOf(ctx, asked)
  const items = asked.map(({ indicator, scope: { period } }) =>
    cardOf(ctx, indicator, {
      period,
      value: values.get(indicator.id) as Value,
      targets: targets.get(indicator.id) ?? [],
      recent: recent.get(indicator.id) ?? [],
    }),
  )
  return { items: query.wall ? items.sort((a, b) => (a.wall ?? 0) - (b.wall ?? 0)) : items, next: null }
}

export async function openIndicator(ctx: Ctx, id: string, query: z.infer<typeof Query>): Promise<Detail> {
  const indicator = indicatorOf(ctx, id)
  const area = scopeOf(ctx, query.area)
  const targets = (await targetsOf(ctx, [indicator])).get(id) ?? []
  const recent = (await recentOf(ctx, [indicator], area)).get(id) ?? []
  const dataset = ctx.house.get(datasetKind, indicator.dataset) as Dataset
  const definitions = await store.definitions(ctx, id)
  const period = usualOf(ctx, indicator, query.period)
  const value = (await valuesOf(ctx, [{ indicator, scope: { period, area } }])).get(id) as Value
  return {
    ...cardOf(ctx, indicator, { period, value, targets, recent }),
    targets,
    dataset: {
      view: dataset.view,
      title: dataset.title,
      owner: dataset.owner,
      columns: Object.entries(dataset.columns).map(([name, title]) => ({ name, title })),
    },
    conditions: indicator.where.map((one) => sayCondition(dataset, one)),
    measure: sayMeasure(dataset, indicator.measure),
    definitions: definitions.map(({ version, said, since }) => ({ version, said, since: since.toISOString() })),
    mayManage: holds(ctx.user, MANAGE),
  }
}

/** Closed periods as they were frozen; those not frozen yet are counted, and the one that runs as far as it has come. */
export async function trendOf(
  ctx: Ctx,
  id: string,
  { area: asked, grain, count }: z.infer<typeof TrendQuery>,
): Promise<z.infer<typeof Trend>> {
  const indicator = indicatorOf(ctx, id)
  const area = scopeOf(ctx, asked)
  const targets = (await targetsOf(ctx, [indicator])).get(id) ?? []
  const today = todayIn(ctx)
  const dates = Array.from({ length: count }, (_, n) => begins(today, grain, n - count + 1))
  const first = dates[0] as string
  const kept = new Map(
    (await store.frozen(ctx, { indicators: [id], grain, since: first, area: area ?? '' })).map((row) => [row.period, row]),
  )
  const open = dates.filter((date) => !kept.has(date))
  const counted = await countOpen(ctx, indicator, { area, grain, open })
  const items = dates.map((date): Point => {
    const frozen = kept.get(date)
    const found = frozen ?? counted.get(date)
    return {
      period: periodOf(ctx, grain, date).name,
      ...(found ? numbers(indicator, found) : { value: null, part: null, whole: null }),
      target: targetOn(targets, begins(begins(date, grain, 1), 'day', -1)),
      frozen: frozen !== undefined,
      version: frozen?.version ?? (found ? indicator.version : null),
    }
  })
  return { items, next: null }
}

async function countOpen(
  ctx: Ctx,
  indicator: Indicator,
  { area, grain, open }: { area: string | undefined; grain: Grain; open: string[] },
): Promise<Map<string, store.Counted>> {
  const [first] = open
  const last = open.at(-1)
  if (!first || !last) return new Map()
  const current = begins(todayIn(ctx), grain)
  // A state leaves no trace of yesterday: what was not frozen then is not known.
  if (!indicator.at) return last === current ? new Map([[current, await store.count(ctx, indicator, { area })]]) : new Map()
  const period = { name: 'open', from: periodOf(ctx, grain, first).from, to: periodOf(ctx, grain, last).to }
  const found = await store.countByPeriod(
    ctx,
    indicator,
    { period, area },
    { grain, zone: districtOf(ctx.house).timeZone, byTown: false },
  )
  const nothing = 'count' in indicator.measure || 'sum' in indicator.measure ? 0 : null
  return new Map(open.map((date) => [date, found.find((row) => row.period === date) ?? { value: nothing, part: null, whole: 0 }]))
}

/** Every town, those with nothing to count among them. */
export async function townsOf(ctx: Ctx, id: string, query: z.infer<typeof Query>): Promise<z.infer<typeof AreaValues>> {
  const indicator = indicatorOf(ctx, id)
  const area = scopeOf(ctx, query.area)
  const target = targetOn((await targetsOf(ctx, [indicator])).get(id) ?? [], todayIn(ctx))
  const counted = new Map(
    (await store.countByTown(ctx, indicator, { period: usualOf(ctx, indicator, query.period), area })).map((row) => [
      row.area,
      row,
    ]),
  )
  const nothing = 'count' in indicator.measure || 'sum' in indicator.measure ? 0 : null
  const towns = (await areasUnder(ctx, undefined, 'town')).filter(
    ({ path }) => !area || path.startsWith(area) || area.startsWith(path),
  )
  return {
    items: towns.map((town) => {
      const found = counted.get(town.path) ?? { value: nothing, part: null, whole: 0 }
      return {
        path: town.path,
        name: town.name,
        ...numbers(indicator, found),
        standing: standingOf(indicator, found.value, target),
      }
    }),
    next: null,
  }
}

interface Cursor {
  at: string | null
  key: string
}
const writeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify([cursor.at, cursor.key])).toString('base64url')
function readCursor(text: string | undefined): Cursor | undefined {
  if (!text) return undefined
  try {
    const [at, key] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as [unknown, unknown]
    if (typeof key === 'string' && (at === null || (typeof at === 'string' && !Number.isNaN(Date.parse(at))))) return { at, key }
  } catch {
    // Not a cursor of ours: begin at the beginning, as without one.
  }
  return undefined
}

/** From the number to what it is made of. Whoever may not see a thing still sees that it was counted. */
export async function rowsOf(ctx: Ctx, id: string, query: z.infer<typeof RowsQuery>): Promise<z.infer<typeof Rows>> {
  const indicator = indicatorOf(ctx, id)
  const scope = { period: usualOf(ctx, indicator, query.period), area: scopeOf(ctx, query.area) }
  const counted = query.counted === undefined ? undefined : query.counted === 'true'
  const found = await store.rows(ctx, indicator, scope, { after: readCursor(query.cursor), limit: query.limit + 1, counted })
  const page = found.slice(0, query.limit)
  const refOf = ({ key }: store.MadeOf) => `${indicator.row.type}:${key}` as Ref
  const seen = await visibleRefs(ctx, page.map(refOf))
  const names = new Map(
    (await areasByPaths(ctx, [...new Set(page.flatMap(({ area }) => area ?? []))])).map(({ path, name }) => [path, name]),
  )
  const last = found.length > query.limit ? page.at(-1) : undefined
  return {
    items: page.map((row) => {
      const ref = refOf(row)
      const open = seen.has(ref)
      return {
        ref: open ? ref : null,
        title: open ? row.title : null,
        at: row.at?.toISOString() ?? null,
        area: (row.area && names.get(row.area)) || null,
        counts: row.counts,
        value: row.value === null ? null : Math.round(row.value * 100) / 100,
      }
    }),
    next: last ? writeCursor({ at: last.at?.toISOString() ?? null, key: last.key }) : null,
  }
}

export async function setTarget(ctx: Ctx, id: string, target: NewTarget): Promise<Detail> {
  const indicator = indicatorOf(ctx, id)
  if (target.from < todayIn(ctx)) throw targetInThePast()
  const before = targetOn((await targetsOf(ctx, [indicator])).get(id) ?? [], target.from)
  await store.setTarget(ctx, id, target)
  record(ctx, {
    action: 'indicators.set-target',
    ref: `indicators.indicator:${id}`,
    before: { value: before },
    after: { ...target },
  })
  return openIndicator(ctx, id, {})
}
