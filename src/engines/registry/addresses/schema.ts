import { z } from 'zod'
import { Text } from '../../../kernel/shapes.ts'

const Point = z.object({ lon: z.number(), lat: z.number() })

export const AddressView = z.object({
  id: z.uuid(),
  code: z.string(),
  parent: z.uuid().nullable(),
  level: z.string(),
  name: z.string(),
  fullName: z.string(),
  town: z.string(),
  area: z.string(),
  point: Point,
  source: z.string(),
  children: z.number(),
})
export type AddressView = z.infer<typeof AddressView>

export const Geocoded = z.object({
  text: z.string(),
  /** What the grammar read: level → value. */
  parsed: z.record(z.string(), z.string()),
  canonical: z.string(),
  match: AddressView.nullable(),
  point: Point.nullable(),
  /** 0 to 1: 1 is this very room or door, 0.4 only the road. */
  confidence: z.number(),
  how: z.enum(['exact', 'partly', 'between', 'town', 'none']),
  /** Levels that were written and found no match. */
  ignored: z.array(z.string()),
  others: z.array(AddressView),
})
export type Geocoded = z.infer<typeof Geocoded>

const Near = AddressView.extend({ distanceM: z.number() })
export const ReverseGeocoded = z.object({
  nearest: Near.nullable(),
  others: z.array(Near),
  town: Text.nullable(),
  village: Text.nullable(),
  grid: z.object({ code: z.string(), name: Text }).nullable(),
})
export type ReverseGeocoded = z.infer<typeof ReverseGeocoded>
