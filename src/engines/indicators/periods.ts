import { calendarOf } from '#engines/calendar'
import type { Ctx } from '#kernel'
import { noSuchPeriod } from './errors.ts'
import type { Grain } from './schema.ts'

const DAY_MS = 86_400_000

/** A stretch of the district's own days: `from` counts, `to` does not. */
export interface Period {
  /** As it was asked for: `today`, `last-30d`, `2026-11`, `2026-11-22`. */
  name: string
  from: Date
  to: Date
}

const zoneOf = (ctx: Ctx) => calendarOf(ctx.house).zone
const numberOf = (year: number, month: number, day: number) => Math.floor(Date.UTC(year, month - 1, day) / DAY_MS)
const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)
const midnight = (ctx: Ctx, day: number) => zoneOf(ctx).toInstant({ day, ms: 0 })

/** The day it is in the district, as `YYYY-MM-DD`. */
export const todayIn = (ctx: Ctx): string => dateOf(zoneOf(ctx).toLocal(ctx.now).day)

/** The first day of the period of this grain that begins `steps` after the one `date` lies in. */
export function begins(date: string, grain: Grain, steps = 0): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  if (grain === 'day') return dateOf(numberOf(year, month, day) + steps)
  return grain === 'month' ? dateOf(numberOf(year, month + steps, 1)) : dateOf(numberOf(year + steps, 1, 1))
}

export function periodOf(ctx: Ctx, grain: Grain, date: string): Period {
  const from = begins(date, grain)
  const at = (text: string) => midnight(ctx, Date.parse(text) / DAY_MS)
  return { name: from.slice(0, { day: 10, month: 7, year: 4 }[grain]), from: at(from), to: at(begins(from, grain, 1)) }
}

const named = new Map<string, (ctx: Ctx) => Period>([
  ['today', (ctx) => ({ ...periodOf(ctx, 'day', todayIn(ctx)), name: 'today' })],
  ['this-month', (ctx) => ({ ...periodOf(ctx, 'month', todayIn(ctx)), name: 'this-month' })],
  ['this-year', (ctx) => ({ ...periodOf(ctx, 'year', todayIn(ctx)), name: 'this-year' })],
])

/** `today`, `this-month`, `this-year`, `last-30d`, `2026-11-22`, `2026-11`, `2026`. */
export function readPeriod(ctx: Ctx, name: string): Period {
  const ready = named.get(name)
  if (ready) return ready(ctx)
  const last = /^last-(\d{1,3})d$/.exec(name)
  if (last && Number(last[1]) > 0) {
    const { day } = zoneOf(ctx).toLocal(ctx.now)
    return { name, from: midnight(ctx, day + 1 - Number(last[1])), to: midnight(ctx, day + 1) }
  }
  const [, year, month = '01', day = '01'] = /^((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/.exec(name) ?? []
  if (!year) throw noSuchPeriod({ period: name })
  const grain = name.length === 10 ? 'day' : name.length === 7 ? 'month' : 'year'
  const date = `${year}-${month}-${day}`
  if (begins(date, 'day') !== date) throw noSuchPeriod({ period: name })
  return periodOf(ctx, grain, date)
}

/** Which grain a period is exactly one of, if any; and is it over? */
export function grainOf(name: string): Grain | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(name) ? 'day' : /^\d{4}-\d\d$/.test(name) ? 'month' : /^\d{4}$/.test(name) ? 'year' : undefined
}
