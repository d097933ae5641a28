import type { Text } from '#kernel'
import { type Calendar, closing, isWorkday, workingMsPerDay } from './calendar.ts'
import { limitNegative, limitNotWhole } from './errors.ts'
import { dayMs } from './zone.ts'

/**
 * The four clocks of supervision. `urgent-hours` 紧急工作时 runs day and night; `working-hours` 工作时 only within the district's
 * working hours; `working-days` 工作日 and `natural-days` 自然日 count whole days.
 * Days are counted as the Civil Code counts them (art. 201, 203): the day of the beginning does not count; a period of working
 * days ends when the office closes on its last day, one of natural days with the end of that day.
 */
export type Clock = 'urgent-hours' | 'working-hours' | 'working-days' | 'natural-days'

export interface Limit {
  amount: number
  clock: Clock
}

const hourMs = 3_600_000
const endOfDay = dayMs - 1

/** When a limit that begins at `start` is over. Hours may be fractions, days are whole. Zero days: the end of today, if it is still ahead. */
export function dueAt(calendar: Calendar, start: Date, limit: Limit): Date {
  if (!(limit.amount >= 0)) throw limitNegative({ amount: limit.amount })
  switch (limit.clock) {
    case 'urgent-hours':
      return new Date(start.getTime() + Math.round(limit.amount * hourMs))
    case 'working-hours':
      return addWorking(calendar, start, Math.round(limit.amount * hourMs))
    case 'natural-days':
      return calendar.zone.toInstant({ day: calendar.zone.toLocal(start).day + whole(limit.amount), ms: endOfDay })
    case 'working-days':
      return closingAfter(calendar, start, whole(limit.amount))
  }
}

function whole(amount: number): number {
  if (!Number.isInteger(amount)) throw limitNotWhole({ amount })
  return amount
}

function closingAfter(calendar: Calendar, start: Date, days: number): Date {
  let { day, ms } = calendar.zone.toLocal(start)
  if (days === 0) {
    if (ms > closing(calendar)) day += 1
    while (!isWorkday(calendar, day)) day += 1
  }
  for (let left = days; left > 0; ) if (isWorkday(calendar, ++day)) left -= 1
  return calendar.zone.toInstant({ day, ms: closing(calendar) })
}

/** The instant at which `ms` milliseconds of working time have passed since `start`. Waiting for the office to open costs nothing. */
export function addWorking(calendar: Calendar, start: Date, ms: number): Date {
  if (!(ms >= 0)) throw limitNegative({ amount: ms })
  if (ms === 0) return start
  let { day, ms: at } = calendar.zone.toLocal(start)
  for (let left = ms; ; day += 1, at = 0) {
    if (!isWorkday(calendar, day)) continue
    for (const [from, to] of calendar.hours) {
      const begin = Math.max(from, at)
      if (begin >= to) continue
      if (left <= to - begin) return calendar.zone.toInstant({ day, ms: begin + left })
      left -= to - begin
    }
  }
}

/** Working time from `from` to `to` in milliseconds; negative when `to` is earlier. */
export function workingBetween(calendar: Calendar, from: Date, to: Date): number {
  if (to < from) return -workingBetween(calendar, to, from)
  const begin = calendar.zone.toLocal(from)
  const end = calendar.zone.toLocal(to)
  let sum = 0
  for (let day = begin.day; day <= end.day; day += 1) {
    if (!isWorkday(calendar, day)) continue
    const low = day === begin.day ? begin.ms : 0
    const high = day === end.day ? end.ms : dayMs
    if (low === 0 && high === dayMs) sum += workingMsPerDay(calendar)
    else for (const [open, close] of calendar.hours) sum += Math.max(0, Math.min(close, high) - Math.max(open, low))
  }
  return sum
}

/**
 * What is left until `due`, in the clock's own unit, negative when overdue. Hours are exact; days are whole: 0 is the last day,
 * -1 the first day after it (from closing time on).
 */
export function remaining(calendar: Calendar, now: Date, due: Date, clock: Clock): number {
  switch (clock) {
    case 'urgent-hours':
      return (due.getTime() - now.getTime()) / hourMs
    case 'working-hours':
      return workingBetween(calendar, now, due) / hourMs
    case 'natural-days':
      return daysLeft(calendar, now, due, () => true)
    case 'working-days':
      return daysLeft(calendar, now, due, (day) => isWorkday(calendar, day))
  }
}

function daysLeft(calendar: Calendar, now: Date, due: Date, counts: (day: number) => boolean): number {
  const today = calendar.zone.toLocal(now).day
  const last = calendar.zone.toLocal(due).day
  let days = 0
  for (let day = Math.min(today, last) + 1; day <= Math.max(today, last); day += 1) if (counts(day)) days += 1
  return now <= due ? days : -Math.max(1, days)
}

/** The instant at which this share (0…1) of the time from `start` to `due` has passed on the clock: when to warn. */
export function partOf(calendar: Calendar, start: Date, due: Date, clock: Clock, share: number): Date {
  if (due <= start) return due
  if (clock === 'urgent-hours' || clock === 'natural-days')
    return new Date(start.getTime() + Math.round((due.getTime() - start.getTime()) * share))
  return addWorking(calendar, start, Math.round(workingBetween(calendar, start, due) * share))
}

/**
 * Where the end of a limit moves when the clock stood still from `paused` to `resumed`: what was left at the pause is left again.
 * A limit that was already over stays over.
 */
export function dueAfterPause(calendar: Calendar, due: Date, clock: Clock, paused: Date, resumed: Date): Date {
  if (due <= paused || resumed <= paused) return due
  return dueAt(calendar, resumed, { amount: remaining(calendar, paused, due, clock), clock })
}

const units: Record<Clock, Text> = {
  'urgent-hours': { zh: '小时', en: 'hours' },
  'working-hours': { zh: '个工作小时', en: 'working hours' },
  'working-days': { zh: '个工作日', en: 'working days' },
  'natural-days': { zh: '天', en: 'days' },
}
const minutes: Partial<Record<Clock, Text>> = {
  'urgent-hours': { zh: '分钟', en: 'minutes' },
  'working-hours': { zh: '分钟工作时间', en: 'working minutes' },
}

/** A limit as people say it: 4 个工作小时. */
export const sayLimit = ({ amount, clock }: Limit): Text => count(amount, units[clock])

/** What is left as people say it: 还剩 3 个工作小时, 今天到期, 已超时 2 个工作日. */
export function sayRemaining(left: number, clock: Clock): Text {
  if (left === 0 && clock.endsWith('days')) return { zh: '今天到期', en: 'due today' }
  const amount = Math.abs(left)
  const small = amount < 1 ? minutes[clock] : undefined
  const shown = small
    ? count(Math.max(1, Math.round(amount * 60)), small)
    : count(amount < 10 && clock.endsWith('hours') ? Math.round(amount * 10) / 10 : Math.round(amount), units[clock])
  return left < 0 ? { zh: `已超时 ${shown.zh}`, en: `${shown.en} overdue` } : { zh: `还剩 ${shown.zh}`, en: `${shown.en} left` }
}

const count = (amount: number, unit: Text): Text => ({
  zh: `${amount} ${unit.zh}`,
  en: `${amount} ${amount === 1 ? unit.en.replace(/s$/, '') : unit.en}`,
})
