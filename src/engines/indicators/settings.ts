import { z } from 'zod'
import { defineSettings, Text } from '#kernel'

/** The district's targets, each from its day on, with its ground; more are set on the page of an indicator. */
export const indicatorSettings = defineSettings(
  'indicators',
  z
    .object({
      targets: z.array(z.object({ indicator: z.string(), from: z.iso.date(), value: z.number(), basis: Text })).default([]),
    })
    .prefault({}),
)
