import { z } from 'zod'
import { Ref, Text } from '../../kernel/shapes.ts'

export const Hit = z.object({
  ref: Ref,
  title: Text,
  /** What sort of thing it is, for the reader. */
  kind: Text,
  snippet: z.string(),
  number: z.string().nullable(),
  /** Address of its page, where its room gave one. */
  href: z.string().nullable(),
})
export type Hit = z.infer<typeof Hit>

export const Hits = z.object({
  items: z.array(Hit),
  next: z.string().nullable(),
  /** Rooms that could not answer in time: the list may lack theirs. */
  missing: z.array(z.string()),
})
export type Hits = z.infer<typeof Hits>
