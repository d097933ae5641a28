import { z } from 'zod'

export const Health = z.object({ ok: z.literal(true), at: z.iso.datetime() })

export const Overview = z.object({
  database: z.enum(['embedded', 'postgres']),
  demo: z.boolean(),
  node: z.string(),
  upSeconds: z.int(),
  memoryBytes: z.int(),
  waiting: z.int(),
  dead: z.int(),
  /** How long the oldest due delivery has been waiting; 0 when nothing waits. */
  lagSeconds: z.number(),
})
export type Overview = z.infer<typeof Overview>

export const DeadLetter = z.object({
  id: z.int(),
  target: z.string(),
  ref: z.string().nullable(),
  event: z.string().nullable(),
  error: z.string().nullable(),
  attempts: z.int(),
  createdAt: z.iso.datetime(),
})
export type DeadLetter = z.infer<typeof DeadLetter>
export const DeadLetterPage = z.object({ items: z.array(DeadLetter), next: z.string().nullable() })
export const DeadLetterQuery = z.object({ cursor: z.int().min(0).default(0), limit: z.int().min(1).max(200).default(50) })
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>
export const DeliveryId = z.object({ id: z.int().min(1) })
