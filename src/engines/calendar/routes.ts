import { z } from 'zod'
import { route } from '#kernel'
import { enterNotice, readNotice, years } from './entering.ts'
import { CalendarYear, Due, DueQuery, NewNotice, NoticeReading, NoticeText, Years } from './schema.ts'
import { calculateDue, calendarYear } from './service.ts'

const Year = z.object({ year: z.coerce.number().int().min(1990).max(2200) })

export const routes = [
  route({
    method: 'GET',
    path: '/years',
    may: 'public',
    tx: 'none',
    summary: 'Years whose holidays are published',
    reply: Years,
    run: async (ctx) => years(ctx),
  }),
  route({
    method: 'PUT',
    path: '/years/:year',
    may: 'calendar.enter',
    summary: 'Enter or correct the notice of a year',
    params: Year,
    body: NewNotice,
    reply: CalendarYear,
    run: (ctx, { params, body }) => enterNotice(ctx, params.year, body),
  }),
  route({
    method: 'POST',
    path: '/notices/read',
    may: 'calendar.enter',
    tx: 'none',
    summary: 'What the text of a notice says, before it is entered',
    body: NoticeText,
    reply: NoticeReading,
    run: async (_ctx, { body }) => readNotice(body),
  }),
  route({
    method: 'GET',
    path: '/years/:year',
    may: 'public',
    tx: 'none',
    summary: 'Holidays, make-up workdays and working hours of a year',
    params: Year,
    reply: CalendarYear,
    run: async (ctx, { params }) => calendarYear(ctx, params.year),
  }),
  route({
    method: 'GET',
    path: '/due',
    may: 'public',
    tx: 'none',
    summary: 'When a limit on one of the four clocks is over',
    query: DueQuery,
    reply: Due,
    run: async (ctx, { query }) => calculateDue(ctx, query),
  }),
]
