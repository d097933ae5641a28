import { z } from 'zod'
import { route } from '#kernel'
import { CalendarYear, Due, DueQuery } from './schema.ts'
import { calculateDue, calendarYear } from './service.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/years/:year',
    may: 'public',
    tx: 'none',
    summary: 'Holidays, make-up workdays and working hours of a year',
    params: z.object({ year: z.coerce.number().int().min(1990).max(2200) }),
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
