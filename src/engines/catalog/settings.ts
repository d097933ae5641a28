import { defineSettings, Text } from '#kernel'
import { z } from 'zod'

const Placed = z.object({
  class: z.string().regex(/^[0-9]{6,12}$/),
  provider: z.string(),
  abstract: Text,
  sharing: z.number().int().min(1).max(3),
  sharingBasis: z.string().optional(),
  opening: z.number().int().min(1).max(3),
  openingBasis: z.string().optional(),
  cycle: z.number().int().min(1).max(9),
  tags: z.array(z.string()).default([]),
})
export type Placed = z.infer<typeof Placed>

/** The district's classes 类/项/目/细目, and what its rooms' declared data are in the directory. */
export const catalogSettings = defineSettings(
  'catalog',
  z.object({
    /** Codes grow level by level: 类 1 digit, 项 +2, 目 +3, 细目 longer. */
    classes: z.array(z.object({ code: z.string().regex(/^([0-9]|[0-9]{3}|[0-9]{6,12})$/), title: Text })),
    /** Between class code and serial number of a resource's code; the 2017 guide prints a slash. */
    separator: z.string().max(1).default('/'),
    /** Where data of a room stand that nobody placed below. */
    fallback: z.object({ class: z.string(), provider: z.string(), sharingBasis: z.string() }),
    /** By view or register id. */
    placed: z.record(z.string(), Placed).default({}),
    /** Hosts that exchanges may call and API links may name; `*.example.cn` takes all below. */
    partners: z.array(z.string()).default([]),
    /** Hosts of departments' databases that may be read; loopback and link-local addresses only if they stand here themselves. */
    databases: z.array(z.string()).default([]),
  }),
)
