import { z } from 'zod'
import { defineSettings, Text } from '#kernel'

const days = z.number().int().min(1).max(60)

/** What the portal speaks of and promises: themes, licences, and within how many working days people are answered. */
export const openDataSettings = defineSettings(
  'open-data',
  z.object({
    title: Text,
    about: Text,
    contact: z.object({ name: z.string(), email: z.string().optional(), phone: z.string().optional() }),
    /** Code of the organisation whose desk looks at what enterprises hand in, at reuses and requests. */
    office: z.string(),
    themes: z.array(z.object({ id: z.string().regex(/^[a-z0-9_-]{2,60}$/), title: Text, icon: z.string() })).min(1),
    licences: z.array(z.object({ id: z.string(), title: Text, url: z.string() })).min(1),
    withinWorkingDays: z.object({ question: days, request: days, review: days, reuse: days }),
    keys: z.object({ most: z.number().int(), perMinute: z.number().int(), perDay: z.number().int() }),
    /** `datastore_search_sql`: off unless a district asks for it. */
    sqlSearch: z.boolean(),
    /** What demo mode opens at the start, by the view or register it is declared with, or by its short name in the catalogue. */
    demo: z
      .array(
        z.object({ origin: z.string(), name: z.string(), theme: z.string(), tags: z.array(z.string()), licence: z.string() }),
      )
      .default([]),
  }),
)
export type OpenDataSettings = z.infer<typeof openDataSettings.shape>
