import type { Text } from '#kernel'
import { calendarNotPublished } from './errors.ts'
import { type Notice, notices as published } from './notices.ts'
import { dayMs, dayOf, openZone, weekdayOf, yearOf, type Zone } from './zone.ts'

export interface DayOfNotice {
  kind: 'holiday' | 'make-up-workday'
  name: Text
}

/** A district's reckoning of time: its zone, its working hours, and the days the notices change. A plain value. */
export interface Calendar {
  readonly zone: Zone
  /** Stretches of a working day in milliseconds since midnight, in order, apart from each other. */
  readonly hours: readonly (readonly [from: number, to: number])[]
  readonly notices: ReadonlyMap<number, Notice>
  readonly days: ReadonlyMap<number, DayOfNotice>
}

/** `hours` as `[['08:30','11:30'], ['13:30','17:30']]`; a later notice overrules an earlier one on the days it names; of two for one year the last holds. */
export function makeCalendar(spec: {
  timeZone: string
  hours: readonly (readonly [string, string])[]
  notices?: readonly Notice[]
}): Calendar {
  const byYear = new Map((spec.notices ?? published).map((notice) => [notice.year, notice]))
  const notices = [...byYear.values()].toSorted((a, b) => a.year - b.year)
  const days = new Map<number, DayOfNotice>()
  for (const festival of notices.flatMap((notice) => notice.festivals)) {
    for (let day = dayOf(festival.from); day <= dayOf(festival.to); day++) days.set(day, { kind: 'holiday', name: festival.name })
    for (const date of festival.workdays) days.set(dayOf(date), { kind: 'make-up-workday', name: festival.name })
  }
  return {
    zone: openZone(spec.timeZone),
    hours: spec.hours.map(([from, to]) => [timeOfDay(from), timeOfDay(to)] as const),
    notices: new Map(notices.map((notice) => [notice.year, notice])),
    days,
  }
}

function timeOfDay(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

/** Is this day worked? Throws `calendar_not_published` in a year without a notice. */
export function isWorkday(calendar: Calendar, day: number): boolean {
  const year = yearOf(day)
  if (!calendar.notices.has(year)) throw calendarNotPublished({ year })
  const named = calendar.days.get(day)
  if (named) return named.kind === 'make-up-workday'
  const weekday = weekdayOf(day)
  return weekday !== 0 && weekday !== 6
}

/** A December of the last published year can still change: the next notice may take days of it for New Year. */
export const isProvisional = (calendar: Calendar, instant: Date): boolean => {
  const { day } = calendar.zone.toLocal(instant)
  return new Date(day * dayMs).getUTCMonth() === 11 && !calendar.notices.has(yearOf(day) + 1)
}

/** When the office closes on a working day, in milliseconds since midnight. */
export const closing = (calendar: Calendar): number => calendar.hours.at(-1)?.[1] ?? dayMs - 1

export const workingMsPerDay = (calendar: Calendar): number => calendar.hours.reduce((sum, [from, to]) => sum + (to - from), 0)
