import type { Ctx, Text } from '#kernel'
import { calendarOf } from '#engines/calendar'
import { areasByPaths } from '#engines/geo'
import { familyShown } from './categories.ts'
import type { CaseState, Channel, Figure, Figures, FiguresQuery, Heat, HeatQuery, Scores } from './schema.ts'
import * as store from './store-figures.ts'
import { channelTitles, stateTitles } from './words.ts'

const dayMs = 86_400_000
const cases: Text = { zh: '件', en: 'cases' }
const percent: Text = { zh: '%', en: '%' }

const share = (part: number, whole: number): number | null => (whole === 0 ? null : Math.round((part / whole) * 1000) / 10)

/** Each figure with what it counts, in words that the page shows on hover; `filter` opens the list behind it. */
function figuresOf(totals: store.Totals, days: number): Figure[] {
  const recent = { zh: `最近 ${days} 天`, en: `the last ${days} days` }
  const figure = (
    id: string,
    zh: string,
    en: string,
    value: number | null,
    unit: Text,
    definition: Text,
    filter: string | null = null,
  ): Figure => ({ id, title: { zh, en }, value, unit, definition, filter })
  return [
    figure('reported-today', '今日上报', 'Reported today', totals.reported_today, cases, {
      zh: '今天零时以来新收到的案件；同一事件的重复反映不另计。',
      en: 'Cases received since midnight; further reports of the same event do not count.',
    }),
    figure('ended-today', '今日办结', 'Ended today', totals.ended_today, cases, {
      zh: '今天零时以来结案、不予受理、不予立案或作废的案件，不含并案。',
      en: 'Cases closed, not taken up or made void since midnight; merged ones do not count.',
    }),
    figure(
      'open',
      '在办',
      'Open',
      totals.open,
      cases,
      { zh: '尚未办结的全部案件，含挂账。', en: 'All cases that have not ended, the suspended among them.' },
      'state=open',
    ),
    figure(
      'overdue',
      '超时',
      'Overdue',
      totals.overdue,
      cases,
      {
        zh: '当前环节已过时限的在办案件，不含挂账。',
        en: 'Open cases whose present step is past its limit; suspended ones do not count.',
      },
      'overdue=true',
    ),
    figure(
      'suspended',
      '挂账',
      'Suspended',
      totals.suspended,
      cases,
      { zh: '因客观原因暂缓办理、停止计时的案件。', en: 'Cases set aside for reasons outside the unit, their clocks stopped.' },
      'suspended=true',
    ),
    figure('on-time', '按期处置率', 'Handled on time', share(totals.handled_on_time, totals.handled), percent, {
      zh: `${recent.zh}处置完成的件次中，在处置时限内完成的比例。`,
      en: `Of what was handled in ${recent.en}, the part handled within its limit.`,
    }),
    figure('closing-rate', '结案率', 'Closing rate', share(totals.closed, totals.reported), percent, {
      zh: `${recent.zh}结案数与上报数之比。`,
      en: `Cases closed in ${recent.en} over cases reported in it.`,
    }),
    figure(
      'median-hours',
      '办结用时（中位数）',
      'Median time to close',
      totals.median_hours === null ? null : Math.round(totals.median_hours * 10) / 10,
      { zh: '小时', en: 'hours' },
      {
        zh: `${recent.zh}结案的案件，从上报到结案的自然小时数的中位数。`,
        en: `Median hours from report to closing, of cases closed in ${recent.en}.`,
      },
    ),
    figure(
      'satisfaction',
      '公众评价',
      'Residents’ rating',
      totals.stars === null ? null : Math.round(totals.stars * 10) / 10,
      { zh: '星（满分 5）', en: 'of 5 stars' },
      { zh: `${recent.zh}收到的评价的平均星数。`, en: `Average of the ratings received in ${recent.en}.` },
    ),
  ]
}

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
  const totals = await store.totals(ctx, scope)
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
    figures: figuresOf(totals, days),
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
