import { sql } from 'kysely'
import type { Ctx } from '#kernel'

/** How far it has come; the row is locked, so that two workers cannot make the same records. */
export async function progress(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ made: number }>`insert into credit.demo (id, made) values (${id}, 0)
    on conflict (id) do update set id = excluded.id returning made`.execute(ctx.db)
  return rows[0]?.made ?? 0
}

export const advance = async (ctx: Ctx, id: string, made: number): Promise<void> =>
  void (await sql`update credit.demo set made = ${made} where id = ${id}`.execute(ctx.db))

const only = <T>(rows: readonly T[], document: string): T => {
  if (!rows[0]) throw new Error(`The demo knows nothing of ${document}`)
  return rows[0]
}

/** The record that bears this document number in the demo's story. */
export async function recordIdOf(ctx: Ctx, document: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from credit.records
    where document_number = ${document} and removed_at is null limit 1`.execute(ctx.db)
  return only(rows, document).id
}

export async function entryByDocument(ctx: Ctx, document: string): Promise<{ id: string; version: number; source: string }> {
  const { rows } = await sql<{ id: string; version: number; source: string }>`select id, version, source::text as source
    from credit.list_entries where document_number = ${document} order by id desc limit 1`.execute(ctx.db)
  return only(rows, document)
}

export async function executionsByDocument(
  ctx: Ctx,
  document: string,
): Promise<{ id: string; version: number; department: string }[]> {
  const { rows } = await sql<{
    id: string
    version: number
    department: string
  }>`select x.id, x.version, x.department::text as department
    from credit.executions x left join credit.list_entries e on e.id = x.entry_id left join credit.records r on r.id = x.record_id
    where ${document} in (e.document_number, r.document_number) and x.state = 'due'`.execute(ctx.db)
  return rows
}
