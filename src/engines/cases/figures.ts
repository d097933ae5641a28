import type { Ctx, Text } from '#kernel'
import { calendarOf } from '#engines/calendar'
import { areasByPaths } from '#engines/geo'
import { familyShown } from './categories.ts'
import type { CaseState, Channel, Figures, FiguresQuery, Heat, HeatQuery, Scores } from './schema.ts'
import * as store from './store-figures.ts'
import { channelTitles, stateTitles } from './words.ts'

const dayMs = 86_400_000
const hourOf = (ctx: Ctx, today: Date) => Math.floor((ctx.now.getTime() - today.getTime()) / 3_600_000)

/** All 24 hours; an hour that is still to come is not nought but unknown. */
async function hourly(ctx: Ctx, scope: Parameters<typeof store.hourly>[1]): Promise<Figures['hourly']> {
  const rows = new Map((await store.hourly(ctx, scope)).map((row) => [row.hour, row]))
  const now = hourOf(ctx, scope.today)
  return Array.from({ length: 24 }, (_, hour) => ({
    hour,
    today: hour > now ? null : (rows.get(hour)?.today ?? 0),
    yesterday: rows.get(hour)?.yesterday ?? 0,
  }))
}

export async function figures(ctx: Ctx, { area, days }: FiguresQuery): Promise<Figures> {
  const { zone } = calendarOf(ctx.house)
  const today = zone.toInstant({ day: zone.toLocal(ctx.now).day, ms: 0 })
  const scope = { area, since: new Date(today.getTime() - (days - 1) * dayMs), today, zone: zone.name }
  const [byState, byTown, byFamily, byChannel] = [
    await store.counts(ctx, scope, 'state'),
    await store.counts(ctx, scope, 'town'),
    await store.counts(ctx, scope, 'family'),
    await store.counts(ctx, scope, 'channel'),
  ]
  const towns = new Map(
    (
      await areasByPaths(
        ctx,
        byTown.map(({ key }) => key),
      )
    ).map(({ path, name }) => [path, name]),
  )
  const titled = (rows: store.CountRow[], title: (key: string) => Text | undefined) =>
    rows.map((row) => ({ ...row, title: title(row.key) ?? { zh: row.key, en: row.key } }))
  return {
    asOf: ctx.now.toISOString(),
    from: scope.since.toISOString(),
    byState: titled(byState, (key) => stateTitles[key as CaseState]),
    byArea: titled(byTown, (key) => towns.get(key)),
    byFamily: titled(byFamily, (key) => familyShown(ctx.house, key).title),
    byChannel: titled(byChannel, (key) => channelTitles[key as Channel]),
    daily: await store.daily(ctx, scope),
    hourly: await hourly(ctx, scope),
  }
}

/** 70 for handling on time, 20 for work that need not be done again, 10 for not sending back what was rightly dispatched. */
const scoreOf = (row: store.ScoreRow): number | null => {
  const due = row.on_time + row.overdue
  if (row.handled === 0 && due === 0) return null
  const onTime = due === 0 ? 1 : row.on_time / due
  const good = row.handled === 0 ? 0 : 1 - Math.min(1, row.rework / row.handled)
  const kept = 1 - row.returned / Math.max(1, row.returned + row.handled)
  return Math.round((70 * onTime + 20 * good + 10 * kept) * 10) / 10
}

export async function scores(ctx: Ctx, { area, days }: FiguresQuery): Promise<Scores> {
  const since = new Date(ctx.now.getTime() - days * dayMs)
  const rows = await store.scores(ctx, { area, since })
  return {
    asOf: ctx.now.toISOString(),
    from: since.toISOString(),
    definition: {
      zh: '满分 100：按期处置率 70 分（已超时未处置的计为未按期），一次核查通过 20 分，不退单 10 分。',
      en: 'Of 100: 70 for handling on time (what is overdue now counts as late), 20 for passing verification at once, 10 for not returning cases.',
    },
    items: rows
      .map((row) => ({
        unit: { path: row.unit, name: row.unit_name ?? { zh: row.unit, en: row.unit } },
        handled: row.handled,
        onTime: row.on_time,
        overdue: row.overdue,
        returned: row.returned,
        rework: row.rework,
        score: scoreOf(row),
      }))
      .sort((a, b) => (b.score ?? -1) - (a.score ?? -1)),
  }
}

export async function heat(ctx: Ctx, { days, category, metres }: HeatQuery): Promise<Heat> {
  const cells = await store.heat(ctx, { since: new Date(ctx.now.getTime() - days * dayMs), category, metres })
  return { asOf: ctx.now.toISOString(), cellMetres: metres, cells }
}
