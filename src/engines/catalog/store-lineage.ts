import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface EdgeRow {
  from_ref: string
  to_ref: string
  how: string
  detail: Record<string, unknown>
  made_by: string
  made_at: Date
  ended_at: Date | null
}

/** Is `to` made, over however many steps, from `from`? */
export async function reaches(ctx: Ctx, from: string, to: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`with recursive down(ref) as (
      select ${from}::text union select l.to_ref from catalog.lineage l join down d on l.from_ref = d.ref where l.ended_at is null)
    select exists (select 1 from down where ref = ${to}) as found`.execute(ctx.db)
  return rows[0]?.found ?? false
}

export async function put(
  ctx: Ctx,
  { id, from, to, how, detail }: { id: string; from: string; to: string; how: string; detail: Record<string, unknown> },
): Promise<void> {
  await sql`insert into catalog.lineage (id, from_ref, to_ref, how, detail, made_by, made_at)
    values (${id}, ${from}, ${to}, ${how}, ${JSON.stringify(detail)}::jsonb, ${ctx.user.name || ctx.user.id}, ${ctx.now})
    on conflict (from_ref, to_ref, how) do update set detail = excluded.detail, ended_at = null`.execute(ctx.db)
}

export const end = async (ctx: Ctx, to: string, how: string | undefined): Promise<void> =>
  void (await sql`update catalog.lineage set ended_at = ${ctx.now} where to_ref = ${to} and ended_at is null
    ${how ? sql`and how = ${how}` : sql``}`.execute(ctx.db))

export const endEdge = async (ctx: Ctx, from: string, to: string, how: string): Promise<void> =>
  void (await sql`update catalog.lineage set ended_at = ${ctx.now} where from_ref = ${from} and to_ref = ${to} and how = ${how}
    and ended_at is null`.execute(ctx.db))

/** Everything a thing was made from and everything made from it, both ways, each edge once. */
export async function around(ctx: Ctx, ref: string): Promise<EdgeRow[]> {
  const { rows } = await sql<EdgeRow>`with recursive up(ref, depth) as (
      select ${ref}::text, 0 union select l.from_ref, u.depth + 1 from catalog.lineage l join up u on l.to_ref = u.ref where u.depth < 8),
    down(ref, depth) as (
      select ${ref}::text, 0 union select l.to_ref, d.depth + 1 from catalog.lineage l join down d on l.from_ref = d.ref where d.depth < 8)
    select from_ref, to_ref, how, detail, made_by, made_at, ended_at from catalog.lineage
    where to_ref in (select ref from up) or from_ref in (select ref from down) order by made_at, id limit 400`.execute(ctx.db)
  return rows
}
