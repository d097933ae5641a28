import { type Ctx, DomainError, defineSettings, districtOf, type House, settingsOf } from '#kernel'
import { type Calendar, isProvisional, isWorkday, makeCalendar } from './calendar.ts'
import { dueAt, remaining, sayLimit, sayRemaining } from './clocks.ts'
import { calendarNotPublished, limitTooFar } from './errors.ts'
import { type Notice, notices } from './notices.ts'
import { CalendarSettings, type CalendarYear, type Due, type DueQuery } from './schema.ts'
import { dateOf, dayOf } from './zone.ts'

export const calendarSettings = defineSettings('calendar', CalendarSettings)

const made = new WeakMap<House, Calendar>()
const entered = new WeakMap<House, readonly Notice[]>()

/** The notices in the database, as this process knows them. */
export function setEntered(house: House, notices: readonly Notice[]): void {
  entered.set(house, notices)
  made.delete(house)
}

/** The district's calendar: the published notices, its own additions, its zone and working hours. */
export function calendarOf(house: House): Calendar {
  const known = made.get(house)
  if (known) return known
  const calendar = buildCalendar(house, entered.get(house) ?? [])
  made.set(house, calendar)
  return calendar
}

function buildCalendar(house: House, stored: readonly Notice[]): Calendar {
  const own = settingsOf(house, calendarSettings)
  return makeCalendar({
    timeZone: districtOf(house).timeZone,
    hours: own.hours,
    notices: [...notices, ...own.notices, ...stored],
  })
}

/** `stored`: as it will be once this transaction commits. */
export function calendarYear(ctx: Ctx, year: number, stored?: readonly Notice[]): CalendarYear {
  const calendar = stored ? buildCalendar(ctx.house, stored) : calendarOf(ctx.house)
  const notice = calendar.notices.get(year)
  if (!notice) throw calendarNotPublished({ year })
  const first = dayOf(`${year}-01-01`)
  const all = Array.from({ length: dayOf(`${year + 1}-01-01`) - first }, (_, i) => first + i)
  const workdaysByMonth = Array.from({ length: 12 }, () => 0)
  for (const day of all) if (isWorkday(calendar, day)) workdaysByMonth[Number(dateOf(day).slice(5, 7)) - 1]! += 1
  return {
    year,
    timeZone: calendar.zone.name,
    hours: settingsOf(ctx.house, calendarSettings).hours,
    notice: { number: notice.number, publishedOn: notice.publishedOn },
    days: all.flatMap((day) => {
      const named = calendar.days.get(day)
      return named ? [{ date: dateOf(day), ...named }] : []
    }),
    workdaysByMonth,
    provisional: !calendar.notices.has(year + 1),
  }
}

function published(count: () => number): number | null {
  try {
    return count()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'calendar_not_published') return null
    throw error
  }
}

export function calculateDue(ctx: Ctx, { start, amount, clock }: DueQuery): Due {
  const calendar = calendarOf(ctx.house)
  const from = start ? new Date(start) : ctx.now
  const due = dueAt(calendar, from, { amount, clock })
  if (due.getUTCFullYear() > 9999) throw limitTooFar()
  const left = published(() => remaining(calendar, ctx.now, due, clock))
  return {
    start: from.toISOString(),
    dueAt: due.toISOString(),
    limit: { amount, clock },
    says: sayLimit({ amount, clock }),
    remaining: left,
    remainingSays: left === null ? null : sayRemaining(left, clock),
    provisional: clock.startsWith('working') && isProvisional(calendar, due),
  }
}
