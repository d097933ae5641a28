import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { HeaderColumn } from './import-header.ts'

/** What was said of a file with these titles before. */
export async function recall(ctx: Ctx, register: string, header: string): Promise<(string | null)[] | undefined> {
  const { rows } = await sql<{ columns: (string | null)[] }>`select columns from registers.mapping
    where register = ${register} and header = ${header}`.execute(ctx.db)
  return rows[0]?.columns
}

export const remember = (ctx: Ctx, register: string, header: string, columns: readonly (string | null)[]) =>
  sql`insert into registers.mapping (register, header, columns, updated_at, updated_by)
    values (${register}, ${header}, ${JSON.stringify(columns)}::jsonb, ${ctx.now}::timestamptz, ${ctx.user.id})
    on conflict (register, header) do update set columns = excluded.columns, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
    ctx.db,
  )

/** Its columns are these: it is checked from the first row. False when it has been run, or the same file is under way elsewhere. */
export async function remap(ctx: Ctx, id: string, columns: readonly HeaderColumn[]): Promise<boolean> {
  const { rows } =
    await sql`update registers.import i set state = 'checking', columns = ${JSON.stringify(columns)}::jsonb, problem = null,
      finished_at = null, moved_at = ${ctx.now}, rows_total = null
    where id = ${id}::uuid and spool_key is not null and started_at is null and state in ('mapping', 'checked', 'refused', 'stopped')
      and not exists (select 1 from registers.import o where o.register = i.register and o.digest = i.digest and o.id <> i.id
        and o.state in ('mapping', 'checking', 'checked', 'running'))
    returning id`.execute(ctx.db)
  return rows.length > 0
}
