import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface NewEntry {
  id: string
  at: string
  actor: string
  actor_kind: string
  actor_name: string
  via: string | null
  origin: string
  request: string | null
  address: string | null
  action: string
  ref: string | null
  before: unknown
  after: unknown
  why: string | null
}

const insert = (entries: readonly NewEntry[]) => sql`insert into audit.entry
    (id, at, actor, actor_kind, actor_name, via, origin, request, address, action, ref, before, after, why)
  select id, at, actor, actor_kind, actor_name, via, origin, request, address, action, ref, nullif(before, 'null'), nullif(after, 'null'), why
  from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e(id uuid, at timestamptz, actor text, actor_kind text, actor_name text,
    via text, origin text, request text, address text, action text, ref text, before jsonb, after jsonb, why text)`

/** One statement, however many entries. */
export const append = async (ctx: Ctx, entries: readonly NewEntry[]): Promise<void> =>
  void (await insert(entries).execute(ctx.db))

/** A transaction that changed nothing has no number yet and needs no row. */
export const appendIfWritten = async (ctx: Ctx, entry: NewEntry): Promise<void> =>
  void (await sql`${insert([entry])} where pg_current_xact_id_if_assigned() is not null`.execute(ctx.db))
