import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export const add = async (
  ctx: Ctx,
  {
    resourceId,
    day,
    consumer,
    how,
    calls,
    rows,
  }: { resourceId: string; day: string; consumer: string; how: string; calls: number; rows: number },
): Promise<void> =>
  void (await sql`insert into catalog.use_day (resource_id, day, how, consumer, calls, rows)
    values (${resourceId}, ${day}::text::date, ${how}, ${consumer}, ${calls}, ${rows})
    on conflict (resource_id, day, how, consumer) do update set calls = catalog.use_day.calls + excluded.calls, rows = catalog.use_day.rows + excluded.rows`.execute(
    ctx.db,
  ))

export interface UseRow {
  consumer: string
  how: string
  calls: number
  rows: number
  last: string
}
export async function ofResource(ctx: Ctx, resourceId: string): Promise<UseRow[]> {
  const { rows } =
    await sql<UseRow>`select consumer, how, sum(calls)::float8 as calls, sum(rows)::float8 as rows, max(day)::text as last
    from catalog.use_day where resource_id = ${resourceId} and day > ${ctx.now}::timestamptz::date - 365
    group by 1, 2 order by 3 desc limit 200`.execute(ctx.db)
  return rows
}

export async function daysOf(
  ctx: Ctx,
  resourceId: string,
  days: number,
): Promise<{ day: string; calls: number; rows: number }[]> {
  const { rows } = await sql<{
    day: string
    calls: number
    rows: number
  }>`select day::text as day, sum(calls)::float8 as calls, sum(rows)::float8 as rows
    from catalog.use_day where resource_id = ${resourceId} and day > ${ctx.now}::timestamptz::date - ${days}::int group by 1 order by 1`.execute(
    ctx.db,
  )
  return rows
}

/** Published resources that nobody has used for a year (or ever), with when they last were. */
export async function unused(ctx: Ctx, limit: number): Promise<{ id: string; last: string | null }[]> {
  const { rows } = await sql<{ id: string; last: string | null }>`select r.id, max(u.day)::text as last from catalog.resource r
    left join catalog.use_day u on u.resource_id = r.id and u.how <> 'sample' where r.state = 'published'
    group by r.id having max(u.day) is null or max(u.day) < ${ctx.now}::timestamptz::date - 365 order by 2 nulls first, 1 limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}

/** Use of past days, for the demo: fewer at weekends. */
export const addHistory = async (
  ctx: Ctx,
  { resourceId, how, consumer, calls, days }: { resourceId: string; how: string; consumer: string; calls: number; days: number },
): Promise<void> =>
  void (await sql`insert into catalog.use_day (resource_id, day, how, consumer, calls, rows)
    select ${resourceId}::uuid, d::date, ${how}, ${consumer}, c, c * 80 from (
      select d, greatest(1, ${calls}::int * case when extract(isodow from d) > 5 then 1 else 3 end / 3 + (extract(day from d)::int * 7 % 9) - 4) as c
      from generate_series(${ctx.now}::timestamptz::date - ${days}::int, ${ctx.now}::timestamptz::date - 1, interval '1 day') d) x
    on conflict do nothing`.execute(ctx.db))
