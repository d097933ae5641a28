export { type Calendar, isProvisional, isWorkday, makeCalendar } from './calendar.ts'
export {
  addWorking,
  type Clock,
  dueAfterPause,
  dueAt,
  type Limit,
  partOf,
  remaining,
  sayLimit,
  sayRemaining,
  workingBetween,
} from './clocks.ts'
export { refreshCalendar } from './entering.ts'
export { noticeEntered } from './events.ts'
export { calendar } from './module.ts'
export { calendarOf } from './service.ts'
