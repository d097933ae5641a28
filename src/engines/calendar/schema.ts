import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'

export const Clock = z.enum(['urgent-hours', 'working-hours', 'working-days', 'natural-days'])
export const Limit = z.object({ amount: z.number().min(0).max(10_000), clock: Clock })

const Day = z.iso.date()
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** Days that the notice of a year changes, as an administrator enters them. */
export const Festival = z.object({ name: Text, from: Day, to: Day, workdays: z.array(Day) })
export const Notice = z.object({
  year: z.int().min(2000).max(2100),
  number: z.string(),
  publishedOn: Day,
  festivals: z.array(Festival),
})

/** When the district's offices work, and notices published after this version of the platform. */
export const CalendarSettings = z.object({
  hours: z
    .array(z.tuple([TimeOfDay, TimeOfDay]))
    .min(1)
    .refine(
      (hours) => hours.flat().every((time, i, all) => i === 0 || time > (all[i - 1] as string)),
      'working hours must be in order and apart',
    ),
  notices: z.array(Notice).default([]),
})

export const CalendarYear = z.object({
  year: z.int(),
  timeZone: z.string(),
  hours: z.array(z.tuple([z.string(), z.string()])),
  notice: z.object({ number: z.string(), publishedOn: z.string() }),
  /** Only the days that differ from the ordinary week. */
  days: z.array(z.object({ date: Day, kind: z.enum(['holiday', 'make-up-workday']), name: Text })),
  workdaysByMonth: z.array(z.int()).length(12),
  /** True while a later notice may still change December. */
  provisional: z.boolean(),
})
export type CalendarYear = z.infer<typeof CalendarYear>

export const DueQuery = z.object({
  start: z.iso.datetime({ offset: true }).optional(),
  amount: z.coerce.number().min(0).max(10_000),
  clock: Clock,
})
export type DueQuery = z.infer<typeof DueQuery>

export const Due = z.object({
  start: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  limit: Limit,
  says: Text,
  /** Null when a year between now and then has no calendar. */
  remaining: z.number().nullable(),
  remainingSays: Text.nullable(),
  /** True when the end lies in a December that the next year's notice may still change. */
  provisional: z.boolean(),
})
export type Due = z.infer<typeof Due>

export const Years = z.object({
  items: z.array(z.object({ year: z.int(), number: z.string(), publishedOn: z.string() })),
  next: z.null(),
})
export type Years = z.infer<typeof Years>

/** The text of a notice as it is published, to be read. */
export const NoticeText = z.object({ year: z.int().min(2000).max(2100), text: z.string().min(20).max(20_000) })
export type NoticeText = z.infer<typeof NoticeText>
export const NoticeReading = z.object({
  year: z.int(),
  number: z.string().nullable(),
  publishedOn: z.string().nullable(),
  festivals: z.array(Festival),
  doubts: z.array(Text),
})
export type NoticeReading = z.infer<typeof NoticeReading>

export const NewNotice = z.object({
  number: z.string().trim().min(1).max(60),
  publishedOn: Day,
  festivals: z.array(Festival).min(1).max(20),
})
export type NewNotice = z.infer<typeof NewNotice>
