import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'

/** How a paper stands today. `expired`: genuine, but its time is over. */
export const Standing = z.enum(['genuine', 'expired', 'revoked', 'unknown'])
export type Standing = z.infer<typeof Standing>

/** What anyone who holds a paper or its code is told: never a personal value in clear. */
export const Verification = z.object({
  standing: Standing,
  /** The code as papers print it; absent when nothing was found. */
  code: z.string().optional(),
  title: Text.optional(),
  issuedAt: z.iso.datetime().optional(),
  validUntil: z.iso.datetime().nullable().optional(),
  revokedAt: z.iso.datetime().nullable().optional(),
  facts: z.array(z.object({ label: Text, value: z.string() })),
  /** After a file was sent: whether it is the very file that was issued, byte for byte. */
  sameFile: z.boolean().optional(),
})
export type Verification = z.infer<typeof Verification>
