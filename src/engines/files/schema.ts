import { z } from 'zod'
import { Ref } from '../../kernel/shapes.ts'

export const FilePosition = z.object({ lon: z.number(), lat: z.number() })

/** What an upload is answered with. Time and place are those that the camera wrote; they are taken out of the file. */
export const Uploaded = z.object({
  id: z.uuid(),
  kind: z.string(),
  bytes: z.number().int(),
  name: z.string(),
  takenAt: z.iso.datetime().optional(),
  position: FilePosition.optional(),
  /** It is thrown away then, unless something owns it. */
  expiresAt: z.iso.datetime(),
})
export type Uploaded = z.infer<typeof Uploaded>

/** A file as part of the thing that owns it. */
export const Attached = z.object({
  id: z.uuid(),
  ref: Ref,
  /** What it is to its owner, in the owner's words: `report`, `before`, `after`, `evidence`. */
  role: z.string(),
  kind: z.string(),
  bytes: z.number().int(),
  name: z.string(),
  takenAt: z.iso.datetime().nullable(),
  position: FilePosition.nullable(),
  attachedAt: z.iso.datetime(),
  url: z.string(),
})
export type Attached = z.infer<typeof Attached>
