import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface KeyRow {
  id: string
  account: string
  name: string
  hint: string
  per_minute: number
  per_day: number
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}
const columns = sql.raw('id, account, name, hint, per_minute, per_day, created_at, last_used_at, revoked_at')

export async function insert(
  ctx: Ctx,
  row: Omit<KeyRow, 'last_used_at' | 'revoked_at' | 'created_at'> & { hash: string },
): Promise<void> {
  await sql`insert into open_data.api_key (id, account, name, key_hash, hint, per_minute, per_day, created_at)
    values (${row.id}, ${row.account}, ${row.name}, ${row.hash}, ${row.hint}, ${row.per_minute}, ${row.per_day}, ${ctx.now})`.execute(
    ctx.db,
  )
}

export async function byHash(ctx: Ctx, hash: string): Promise<KeyRow | undefined> {
  const { rows } =
    await sql<KeyRow>`select ${columns} from open_data.api_key where key_hash = ${hash} and revoked_at is null`.execute(ctx.db)
  return rows[0]
}

export async function ofAccount(ctx: Ctx, account: string): Promise<KeyRow[]> {
  const { rows } =
    await sql<KeyRow>`select ${columns} from open_data.api_key where account = ${account} and revoked_at is null order by created_at`.execute(
      ctx.db,
    )
  return rows
}

export async function revoke(ctx: Ctx, account: string, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update open_data.api_key set revoked_at = ${ctx.now} where id = ${id}::uuid and account = ${account} and revoked_at is null`.execute(
      ctx.db,
    )
  return Number(numAffectedRows) === 1
}

export interface Use {
  day: string
  key: string | null
  dataset: string | null
  how: string
  calls: number
  rows: number
}

export async function addUse(ctx: Ctx, uses: readonly Use[]): Promise<void> {
  const list = JSON.stringify(uses)
  await sql`insert into open_data.usage_day as u (day, key_id, dataset_id, how, calls, rows)
    select x.day::date, x.key::uuid, x.dataset::uuid, x.how, x.calls, x.rows from jsonb_to_recordset(${list}::jsonb) as x (day text, key text, dataset text, how text, calls bigint, rows bigint)
    on conflict (day, key_id, dataset_id, how) do update set calls = u.calls + excluded.calls, rows = u.rows + excluded.rows`.execute(
    ctx.db,
  )
  await sql`update open_data.dataset d set views = d.views + s.views, downloads = d.downloads + s.downloads, calls = d.calls + s.calls
    from (select x.dataset::uuid as id, coalesce(sum(x.calls) filter (where x.how = 'view'), 0) as views, coalesce(sum(x.calls) filter (where x.how = 'download'), 0) as downloads,
        coalesce(sum(x.calls) filter (where x.how not in ('view', 'download')), 0) as calls
      from jsonb_to_recordset(${list}::jsonb) as x (dataset text, how text, calls bigint) where x.dataset is not null group by 1) s where s.id = d.id`.execute(
    ctx.db,
  )
  await sql`update open_data.api_key set last_used_at = ${ctx.now} where id in (select x.key::uuid from jsonb_to_recordset(${list}::jsonb) as x (key text) where x.key is not null)`.execute(
    ctx.db,
  )
}

export async function usedBy(
  ctx: Ctx,
  keys: readonly string[],
  since: string,
): Promise<{ key_id: string; day: string; calls: number }[]> {
  const { rows } = await sql<{
    key_id: string
    day: string
    calls: number
  }>`select key_id, day::text as day, sum(calls)::int as calls from open_data.usage_day
    where key_id = any(${[...keys]}::uuid[]) and day >= ${since}::date group by 1, 2 order by 2`.execute(ctx.db)
  return rows
}
