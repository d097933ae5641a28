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
