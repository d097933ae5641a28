import { type RawBuilder, sql } from 'kysely'
import { rareOf } from './words.ts'

/**
 * The rows whose tsvector answers a query of `queryOf`: the index answers for what is rare in it, the rest is looked at in the rows found. The
 * beginning of a word by one character (`'1':*`) matches nearly everything, and an index takes longest to say just that.
 */
export function answers(vector: RawBuilder<unknown>, query: string): RawBuilder<boolean> {
  const rare = rareOf(query)
  const whole = sql<boolean>`${vector} @@ ${query}::text::tsquery`
  return rare === query ? whole : sql<boolean>`(${vector} @@ ${rare}::text::tsquery and (${whole}) is true)`
}
