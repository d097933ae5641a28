import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface Grouped {
  key: string
  n: number
}

const grouped = async (ctx: Ctx, column: string): Promise<Grouped[]> =>
  (
    await sql<Grouped>`select r.${sql.ref(column)}::text as key, count(*)::int as n from credit.records r
      where r.removed_at is null and r.${sql.ref(column)} is not null group by 1 order by 2 desc`.execute(ctx.db)
  ).rows

export const byField = (ctx: Ctx): Promise<Grouped[]> => grouped(ctx, 'field')
export const byKind = (ctx: Ctx): Promise<Grouped[]> => grouped(ctx, 'kind')
export const bySource = (ctx: Ctx): Promise<Grouped[]> => grouped(ctx, 'source')
export const byState = (ctx: Ctx): Promise<Grouped[]> => grouped(ctx, 'state')

export async function byFlag(ctx: Ctx): Promise<Grouped[]> {
  const { rows } = await sql<Grouped>`select f.flag as key, count(*)::int as n from credit.records r
    cross join lateral unnest(string_to_array(r.flags, ' ')) as f(flag) where r.removed_at is null and r.flags <> '' group by 1 order by 2 desc`.execute(
    ctx.db,
  )
  return rows
}

export async function byMonth(ctx: Ctx, months: number): Promise<{ month: string; n: number; adverse: number }[]> {
  const { rows } = await sql<{
    month: string
    n: number
    adverse: number
  }>`select to_char(r.decided_on, 'YYYY-MM') as month, count(*)::int as n,
      (count(*) filter (where r.degree is not null))::int as adverse
    from credit.records r where r.removed_at is null and r.decided_on >= (date_trunc('month', ${ctx.now}::timestamptz) - make_interval(months => ${months - 1}))::date
    group by 1 order by 1`.execute(ctx.db)
  return rows
}

export async function totals(ctx: Ctx): Promise<{ total: number; adverse: number; subjects: number }> {
  const { rows } = await sql<{ total: number; adverse: number; subjects: number }>`select count(*)::int as total,
      (count(*) filter (where degree is not null and state in ('published', 'unpublished')))::int as adverse,
      (select count(*)::int from credit.subjects where removed_at is null) as subjects from credit.records where removed_at is null`.execute(
    ctx.db,
  )
  return rows[0] ?? { total: 0, adverse: 0, subjects: 0 }
}

export async function repairFigures(ctx: Ctx) {
  const { rows } = await sql<{ open: number; granted: number; refused: number; median: number | null }>`select
      (count(*) filter (where ended_at is null))::int as open, (count(*) filter (where state = 'granted'))::int as granted,
      (count(*) filter (where state = 'refused'))::int as refused,
      percentile_cont(0.5) within group (order by extract(epoch from ended_at - asked_at) / 86400) filter (where ended_at is not null) as median
    from credit.repairs`.execute(ctx.db)
  return rows[0] ?? { open: 0, granted: 0, refused: 0, median: null }
}

export async function objectionFigures(ctx: Ctx) {
  const { rows } = await sql<{
    open: number
    upheld: number
    kept: number
  }>`select (count(*) filter (where ended_at is null))::int as open,
      (count(*) filter (where state in ('corrected', 'removed')))::int as upheld, (count(*) filter (where state = 'kept'))::int as kept
    from credit.objections`.execute(ctx.db)
  return rows[0] ?? { open: 0, upheld: 0, kept: 0 }
}

/** The record that came last: whether it is another one than at the last count is all that is asked of it. */
export async function newestRecord(ctx: Ctx): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from credit.records order by id desc limit 1`.execute(ctx.db)
  return rows[0]?.id ?? null
}

export async function keepFigures(ctx: Ctx, id: string, value: unknown): Promise<void> {
  await sql`insert into credit.figures (id, at, value) values (${id}, ${ctx.now}, ${JSON.stringify(value)}::jsonb)
    on conflict (id) do update set at = excluded.at, value = excluded.value`.execute(ctx.db)
}
export async function figures(ctx: Ctx, id: string): Promise<{ at: Date; value: unknown } | undefined> {
  const { rows } = await sql<{ at: Date; value: unknown }>`select at, value from credit.figures where id = ${id}`.execute(ctx.db)
  return rows[0]
}
