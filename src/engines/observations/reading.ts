import type { Text } from '#kernel'
import type { Kind } from './schema.ts'

/** One value from the field, on its way in. The datastream is made when its property is seen for the first time. */
export interface Reading {
  thing: string
  property: string
  name?: Text
  unit?: string
  kind: Kind
  /** When it was true out there, not when it arrived. */
  at: Date
  value: number | null
  /** The source's own mark; `usable` says whether rules and means may count on the value. */
  flag: string
  usable: boolean
  detail?: Record<string, unknown>
  /** The source's own key of the message it came in, for telling a repeat from a correction. */
  sourceKey?: string
}

/** What became of one batch. `stored` and `revised` are new; a duplicate changed nothing. */
export interface Outcome {
  stored: number
  revised: number
  duplicate: number
}

/** A reading whose datastream is known. */
export interface Row extends Reading {
  datastream: number
}

/** One row of the table: at most one reading stands here. */
export const placeOf = (reading: Reading): string =>
  `${reading.thing} ${reading.property} ${reading.kind} ${reading.at.getTime()}`
export const streamOf = (reading: Reading): string => `${reading.thing} ${reading.property}`

export const isSame = (a: Reading, b: Reading): boolean =>
  Object.is(a.value, b.value) && a.flag === b.flag && JSON.stringify(a.detail) === JSON.stringify(b.detail)
