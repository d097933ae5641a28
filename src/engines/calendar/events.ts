import { z } from 'zod'
import { defineEvent } from '#kernel'

/** A year's notice has been entered or corrected: limits that waited for it can be counted. */
export const noticeEntered = defineEvent(
  'calendar.notice-entered',
  z.object({ year: z.int() }),
  ({ year }) => `calendar.year:${year}`,
)
