import type { Kysely } from 'kysely'

/** One of two: PostgreSQL with PostGIS, or the same SQL on PGlite in a worker thread. */
export interface Database {
  readonly kind: 'embedded' | 'postgres'
  readonly kysely: Kysely<any>
  /**
   * Connections that can only read. At this isolation each statement sees its own moment anyway, so a reading context
   * needs no transaction around it: two round trips saved. The embedded database has one connection and none of these.
   */
  readonly reader?: Kysely<any>
  /** A whole script, several statements, as one message. Migrations only. */
  readonly script: (text: string) => Promise<void>
  /** Hears `notify` from any process on this database. Returns how to stop. */
  readonly listen: (channel: string, hear: (payload: string) => void) => Promise<() => Promise<void>>
  readonly close: () => Promise<void>
}
