import { z } from 'zod'
import { defineSettings } from '#kernel'

const MB = 1024 * 1024

/** Which kinds of file the district takes, and how large. Kinds that cannot be cleaned of metadata are not on offer. */
export const fileSettings = defineSettings(
  'files',
  z
    .object({
      /** Largest size in bytes, by kind. */
      kinds: z.partialRecord(
        z.enum(['image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'video/mp4']),
        z.number().int().positive(),
      ),
      /** Hours that an upload waits for an owner. */
      waitHours: z.number().positive(),
      mostPerRef: z.number().int().positive(),
    })
    .prefault({
      kinds: {
        'image/jpeg': 20 * MB,
        'image/png': 20 * MB,
        'image/webp': 20 * MB,
        'application/pdf': 20 * MB,
        'video/mp4': 60 * MB,
      },
      waitHours: 24,
      mostPerRef: 50,
    }),
)
