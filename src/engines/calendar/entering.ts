import { record } from '#engines/audit'
import { type Ctx, invalid, type Platform, service, system } from '#kernel'
import { noticeEntered } from './events.ts'
import { checkNotice } from './notice-check.ts'
import { readNoticeText } from './notice-text.ts'
import type { Notice } from './notices.ts'
import type { CalendarYear, NewNotice, NoticeReading, NoticeText, Years } from './schema.ts'
import { calendarOf, calendarYear, setEntered } from './service.ts'
import { enteredNotices, putNotice } from './store.ts'

/** What a pasted text says, for the one who enters it to look over. Nothing is stored. */
export function readNotice({ year, text }: NoticeText): NoticeReading {
  const { number, publishedOn, festivals, doubts } = readNoticeText(text, year)
  return {
    year,
    number,
    publishedOn,
    festivals,
    doubts: [...doubts, ...checkNotice({ year, number: '', publishedOn: '', festivals }).map((fault) => fault.text)],
  }
}

/** Enters or corrects a year's notice. Limits that run already keep their ends; those that waited for it are counted. */
export async function enterNotice(ctx: Ctx, year: number, given: NewNotice): Promise<CalendarYear> {
  const notice: Notice = { year, ...given }
  const faults = checkNotice(notice)
  if (faults.length > 0) throw invalid({}, { faults })
  await putNotice(ctx, notice)
  record(ctx, {
    action: 'calendar.enter-notice',
    ref: `calendar.year:${year}`,
    before: calendarOf(ctx.house).notices.get(year),
    after: notice,
  })
  await ctx.emit(noticeEntered, { year })
  const all = await enteredNotices(ctx)
  ctx.afterCommit(() => setEntered(ctx.house, all))
  return calendarYear(ctx, year, all)
}

export function years(ctx: Ctx): Years {
  const { notices } = calendarOf(ctx.house)
  return {
    items: [...notices.values()]
      .map(({ year, number, publishedOn }) => ({ year, number, publishedOn }))
      .toSorted((a, b) => a.year - b.year),
    next: null,
  }
}

/** Reads the entered notices again, so that what follows counts with them. */
export const refreshCalendar = async (ctx: Ctx): Promise<void> => setEntered(ctx.house, await enteredNotices(ctx))

const everyMs = 60_000

/** Each process keeps the entered notices at hand, because limits are counted without asking the database; others' entries arrive within a minute. */
export const followNotices = (role: 'api' | 'gateway' | 'worker') =>
  service({
    id: `calendar.${role}`,
    role,
    start: async (platform: Platform) => {
      if (platform.config.role === 'all' && role !== 'api') return { stop: async () => {} }
      const load = () =>
        platform.transact({ user: system, origin: { kind: 'job', name: 'calendar' } }, 'read', async (ctx) =>
          setEntered(platform.house, await enteredNotices(ctx)),
        )
      await load()
      const timer = setInterval(
        () => void load().catch((error: unknown) => platform.log.warn({ error }, 'calendar.not-read')),
        everyMs,
      )
      return { stop: async () => clearInterval(timer) }
    },
  })
