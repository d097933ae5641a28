import { z } from 'zod'
import { defineSettings, Text } from '#kernel'
import { Attribute, Channel, Stage } from './schema.ts'

const twoDigits = z.string().regex(/^\d{2}$/)
const CategoryCode = z.string().regex(/^(\*|(event|component)-\d{2}(-\d{2})?)$/)
const Limit = z.object({
  amount: z.number().positive(),
  clock: z.enum(['urgent-hours', 'working-hours', 'working-days', 'natural-days']),
})
export type StageLimits = Partial<Record<Stage, z.infer<typeof Limit>>>

const SmallClass = z.object({
  code: twoDigits,
  title: Text,
  /** Not in the national table: the district's own. */
  local: z.boolean().default(false),
  /** Residents and other systems may report it. */
  open: z.boolean().default(true),
  hint: Text.optional(),
  attributes: z.array(Attribute).default([]),
})

/** Categories of events 事件 and components 部件 (GB/T 30428.2): big classes with their small ones; unique codes. */
export const categorySettings = defineSettings(
  'cases.categories',
  z
    .array(
      z.object({
        kind: z.enum(['event', 'component']),
        code: twoDigits,
        title: Text,
        local: z.boolean().default(false),
        small: z.array(SmallClass).min(1),
      }),
    )
    .min(1)
    .refine((list) => distinct(list.map(({ kind, code }) => `${kind}-${code}`)), 'a big class stands twice')
    .refine((list) => list.every(({ small }) => distinct(small.map(({ code }) => code))), 'a small class stands twice'),
)

const distinct = (codes: string[]) => new Set(codes).size === codes.length

/** How long each step may take; an override for a category (small before big) replaces the steps it names. */
export const limitSettings = defineSettings(
  'cases.limits',
  z.object({
    ordinary: z.object({
      accept: Limit,
      file: Limit,
      dispatch: Limit,
      handle: Limit,
      'decide-delay': Limit,
      verify: Limit,
      close: Limit,
    }),
    overrides: z.array(z.object({ category: CategoryCode, limits: z.partialRecord(Stage, Limit) })).default([]),
  }),
)

/** Which alarms become cases, and as what. The first row that fits is taken; no row: no case. */
export const alarmSettings = defineSettings(
  'cases.alarms',
  z.array(
    z.object({
      source: z.string().optional(),
      /** Kind of station. */
      kind: z.string().optional(),
      /** Code of the observed property; a `*` at its end stands for the rest. */
      property: z.string().optional(),
      rule: z.string().optional(),
      severity: z.array(z.enum(['minor', 'serious', 'critical'])).optional(),
      category: CategoryCode,
    }),
  ),
)

/** The dispatch table a new district begins with, by area and organisation codes; edited on its page afterwards. */
export const responsibilitySettings = defineSettings(
  'cases.responsibilities',
  z.array(z.object({ area: z.string(), category: CategoryCode, unit: z.string(), note: z.string().default('') })),
)

export const caseSettings = defineSettings(
  'cases',
  z.object({
    /** `{year}` and `{n}` are filled in. */
    number: z.string().includes('{n}').includes('{year}'),
    nearby: z.object({
      metres: z.number().min(5).max(2000),
      hours: z
        .number()
        .min(1)
        .max(24 * 60),
      limit: z.number().int().min(1).max(50),
    }),
    /** Channels whose reports nobody but staff sees, also as coarse progress. */
    closedChannels: z.array(Channel).default([]),
    /** How many days after its end reporters may say what they think of the result. */
    ratingDays: z.number().int().min(1).max(365),
  }),
)
