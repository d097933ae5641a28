import { z } from 'zod'
import { Ref, Text, TreePath } from '../../kernel/shapes.ts'

export const Grain = z.enum(['day', 'month', 'year'])
export type Grain = z.infer<typeof Grain>

export const Target = z.object({ from: z.string(), value: z.number(), basis: Text, setBy: z.string().nullable() })
export type Target = z.infer<typeof Target>

/** `none`: nothing was counted, or there is no target. */
export const Standing = z.enum(['met', 'near', 'missed', 'none'])
export type Standing = z.infer<typeof Standing>

export const Value = z.object({
  /** Null when there was nothing to count. */
  value: z.number().nullable(),
  /** Of `whole` rows these counted; null unless the measure is a share. */
  part: z.number().nullable(),
  whole: z.number(),
  asOf: z.iso.datetime(),
  /** A closed period, as it was counted then. */
  frozen: z.boolean(),
})
export type Value = z.infer<typeof Value>

export const Card = Value.extend({
  id: z.string(),
  title: Text,
  about: Text,
  unit: Text,
  digits: z.int(),
  better: z.enum(['more', 'less', 'neither']),
  group: Text,
  period: z.string(),
  target: z.number().nullable(),
  standing: Standing,
  live: z.string().nullable(),
  wall: z.int().nullable(),
  opens: z.string().nullable(),
  /** Closed days (of a state: as they were at their end), oldest first; for the small line. */
  recent: z.array(z.number().nullable()),
})
export type Card = z.infer<typeof Card>

export const ListQuery = z.object({
  area: TreePath.optional(),
  /** Absent: each in the period it is usually looked at in. */
  period: z.string().max(12).optional(),
  wall: z.enum(['true']).optional(),
})
export const Cards = z.object({ items: z.array(Card), next: z.null() })

export const Query = z.object({ area: TreePath.optional(), period: z.string().max(12).optional() })
export const TrendQuery = z.object({
  area: TreePath.optional(),
  grain: Grain.default('day'),
  count: z.coerce.number().int().min(2).max(120).default(30),
})
export const Point = z.object({
  period: z.string(),
  value: z.number().nullable(),
  part: z.number().nullable(),
  whole: z.number().nullable(),
  target: z.number().nullable(),
  frozen: z.boolean(),
  version: z.int().nullable(),
})
export type Point = z.infer<typeof Point>
export const Trend = z.object({ items: z.array(Point), next: z.null() })

export const AreaValue = z.object({
  path: z.string(),
  name: Text,
  value: z.number().nullable(),
  part: z.number().nullable(),
  whole: z.number(),
  standing: Standing,
})
export const AreaValues = z.object({ items: z.array(AreaValue), next: z.null() })

export const RowsQuery = Query.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  counted: z.enum(['true', 'false']).optional(),
})
export const Row = z.object({
  /** Null when the asker may not see the thing itself: it is counted, not shown. */
  ref: Ref.nullable(),
  title: z.string().nullable(),
  at: z.iso.datetime().nullable(),
  area: Text.nullable(),
  /** Among those that count (of a share), or what it adds (of a sum, an average, a median). */
  counts: z.boolean(),
  value: z.number().nullable(),
})
export type Row = z.infer<typeof Row>
export const Rows = z.object({ items: z.array(Row), next: z.string().nullable() })

export const Definition = z.object({ version: z.int(), since: z.iso.datetime(), said: z.record(z.string(), z.unknown()) })
export const Detail = Card.extend({
  targets: z.array(Target),
  dataset: z.object({
    view: z.string(),
    title: Text,
    owner: z.string(),
    columns: z.array(z.object({ name: z.string(), title: Text })),
  }),
  /** The rule in words, one condition a line. */
  conditions: z.array(Text),
  measure: Text,
  definitions: z.array(Definition),
  mayManage: z.boolean(),
})
export type Detail = z.infer<typeof Detail>

export const NewTarget = z.object({
  from: z.iso.date(),
  value: z.number().min(-1e12).max(1e12),
  basis: z.string().trim().min(4).max(300),
})
export type NewTarget = z.infer<typeof NewTarget>
