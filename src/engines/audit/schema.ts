import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'

export const Entry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ id: z.string(), kind: z.string(), name: z.string() }),
  via: z.string().nullable(),
  /** `request:POST /api/…`, `listener:…`, `job:…`, `gateway:…`, `cli:…` */
  origin: z.string(),
  request: z.string().nullable(),
  address: z.string().nullable(),
  action: z.string(),
  /** What the act is called; null where its room has not named it. */
  title: Text.nullable(),
  ref: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  why: z.string().nullable(),
  /** Its block in the chain; null for the last second's. */
  block: z.number().int().nullable(),
})
export type Entry = z.infer<typeof Entry>
export const Entries = z.object({ items: z.array(Entry), next: z.string().nullable() })
export type Entries = z.infer<typeof Entries>

export const Verified = z.object({
  blocks: z.number().int(),
  entries: z.number().int(),
  unsealed: z.number().int(),
  head: z.string(),
  broken: z
    .object({
      block: z.number().int(),
      position: z.number().int().optional(),
      entry: z.string().optional(),
      what: z.string(),
      text: Text,
    })
    .nullable(),
})
export type Verified = z.infer<typeof Verified>
