import { type RawBuilder, sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { inCategory } from './store.ts'
import { caseType } from './store-rights.ts'

interface Scope {
  area?: string | undefined
  since: Date
  /** Midnight in the district. */
  today: Date
  zone: string
}

const seen = (ctx: Ctx, { area }: Pick<Scope, 'area'>) =>
  sql`${visible(ctx, caseType, 'c')} ${area ? sql`and c.area <@ ${area}::ltree` : sql``}`
const late = (ctx: Ctx) => sql`(c.ended_at is null and c.suspended_at is null and c.due_at < ${ctx.now})`

export interface CountRow {
  key: string
  open: number
  overdue: number
  total: number
}

const groups = {
  state: sql`c.state`,
  channel: sql`c.channel`,
  family: sql`substring(c.category from '^[a-z]+-[0-9]+')`,
  /** The town: the second level of the tree of areas. */
  town: sql`subpath(c.area, 0, least(2, nlevel(c.area)))::text`,
}

export async function counts(ctx: Ctx, scope: Scope, by: keyof typeof groups): Promise<CountRow[]> {
  return (
    await sql<CountRow>`select key, count(*) filter (where open)::int as open, count(*) filter (where late)::int as overdue, count(*)::int as total from (
        select ${groups[by]} as key, true as open, ${late(ctx)} as late from cases.case c where c.ended_at is null and ${seen(ctx, scope)}
        union all
        select ${groups[by]}, false, false from cases.case c where c.reported_at >= ${scope.since} and c.ended_at is not null and c.state <> 'merged' and ${seen(ctx, scope)}
      ) g group by 1 order by 4 desc, 1`.execute(ctx.db)
  ).rows
}

export async function daily(ctx: Ctx, scope: Scope): Promise<{ day: string; reported: number; ended: number }[]> {
  const local = (column: RawBuilder<unknown>) => sql`(${column} at time zone ${scope.zone}::text)::date`
  return (
    await sql<{
      day: string
      reported: number
      ended: number
    }>`select d.day::text as day, sum(d.reported)::int as reported, sum(d.ended)::int as ended from (
        select ${local(sql`c.reported_at`)} as day, 1 as reported, 0 as ended from cases.case c where c.reported_at >= ${scope.since} and ${seen(ctx, scope)}
        union all
        select ${local(sql`c.ended_at`)}, 0, 1 from cases.case c where c.ended_at >= ${scope.since} and c.state <> 'merged' and ${seen(ctx, scope)}
      ) d group by 1 order by 1`.execute(ctx.db)
  ).rows
}

export interface HourRow {
  hour: number
  today: number
  yesterday: number
}

/** New cases per local hour of the day, today and the day before. */
export async function hourly(ctx: Ctx, scope: Scope): Promise<HourRow[]> {
  const yesterday = new Date(scope.today.getTime() - 86_400_000)
  return (
    await sql<HourRow>`select extract(hour from c.reported_at at time zone ${scope.zone}::text)::int as hour,
        count(*) filter (where c.reported_at >= ${scope.today})::int as today, count(*) filter (where c.reported_at < ${scope.today})::int as yesterday
      from cases.case c where c.reported_at >= ${yesterday} and c.state <> 'merged' and ${seen(ctx, scope)} group by 1`.execute(
      ctx.db,
    )
  ).rows
}

export interface ScoreRow {
  unit: string
  unit_name: { zh: string; en: string }
  handled: number
  on_time: number
  overdue: number
  returned: number
  rework: number
}

export async function scores(ctx: Ctx, scope: Pick<Scope, 'area' | 'since'>): Promise<ScoreRow[]> {
  return (
    await sql<ScoreRow>`select s.unit::text as unit, (array_agg(s.unit_name order by s.id desc))[1] as unit_name,
        count(*) filter (where s.outcome = 'handled')::int as handled,
        count(*) filter (where s.outcome = 'handled' and s.on_time)::int as on_time,
        count(*) filter (where s.outcome = 'handled' and not s.on_time or s.done_at is null and s.due_at < ${ctx.now} and c.suspended_at is null)::int as overdue,
        count(*) filter (where s.outcome = 'rejected')::int as returned,
        (select count(*)::int from cases.stage v join cases.stage h on h.case_id = v.case_id and h.stage = 'handle' and h.outcome = 'handled' and h.unit = s.unit
            and h.id = (select max(b.id::text)::uuid from cases.stage b where b.case_id = v.case_id and b.stage = 'handle' and b.id < v.id)
          where v.stage = 'verify' and v.outcome = 'rework' and v.done_at >= ${scope.since}) as rework
      from cases.stage s join cases.case c on c.id = s.case_id
      where s.stage = 'handle' and s.unit is not null and (s.done_at >= ${scope.since} or s.done_at is null) and ${seen(ctx, scope)} group by s.unit order by 3 desc, 1`.execute(
      ctx.db,
    )
  ).rows
}

/** Counts on a grid of about this many metres; each cell by its centre. */
export async function heat(
  ctx: Ctx,
  { since, category, metres }: { since: Date; category?: string | undefined; metres: number },
): Promise<{ lon: number; lat: number; count: number }[]> {
  const { rows: middle } = await sql<{
    lat: number | null
  }>`select avg(st_y(c.point)) as lat from cases.case c where c.point is not null and c.reported_at >= ${since}`.execute(ctx.db)
  const lat = metres / 111_000
  const lon = lat / Math.cos(((middle[0]?.lat ?? 0) * Math.PI) / 180)
  return (
    await sql<{
      lon: number
      lat: number
      count: number
    }>`select (floor(st_x(c.point) / ${lon}::float8) + 0.5) * ${lon}::float8 as lon, (floor(st_y(c.point) / ${lat}::float8) + 0.5) * ${lat}::float8 as lat, count(*)::int as count
      from cases.case c where c.point is not null and c.reported_at >= ${since} and c.state <> 'merged' ${category ? sql`and ${inCategory(category)}` : sql``} and ${visible(ctx, caseType, 'c')}
      group by 1, 2 order by 3 desc limit 5000`.execute(ctx.db)
  ).rows
}
