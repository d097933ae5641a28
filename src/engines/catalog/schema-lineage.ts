import { z } from 'zod'
import { Text } from '../../kernel/shapes.ts'
import { ResourceLine } from './schema-directory.ts'

const When = z.iso.datetime().nullable()

export const LineageNode = z.object({
  ref: z.string(),
  kind: z.enum(['source', 'resource', 'distribution', 'share', 'consumer', 'open', 'exchange', 'indicator', 'other']),
  title: Text,
  id: z.string().nullable(),
})
export type LineageNode = z.infer<typeof LineageNode>
export const Lineage = z.object({
  nodes: z.array(LineageNode),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      how: z.string(),
      at: z.iso.datetime(),
      by: z.string(),
      endedAt: When,
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
})
export type Lineage = z.infer<typeof Lineage>

export const Usage = z.object({
  consumers: z.array(
    z.object({
      consumer: z.string(),
      title: Text,
      how: z.string(),
      calls: z.number().int(),
      rows: z.number().int(),
      last: z.string(),
    }),
  ),
  days: z.array(z.object({ day: z.string(), calls: z.number().int(), rows: z.number().int() })),
})
export type Usage = z.infer<typeof Usage>
export const UnusedList = z.object({ items: z.array(ResourceLine.extend({ lastUsed: z.string().nullable() })), next: z.null() })
