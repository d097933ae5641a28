import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { SeriesPoint } from './schema.ts'
import { kindNumber } from './store-intake.ts'
import { type PointRow, pointOf, type Range } from './store-stations.ts'

const ROLL_LOCK = 731_011
const HOUR = sql.lit(1)
const DAY = sql.lit(2)

/** One process at a time, until its transaction ends. */
export async function lockRolling(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${ROLL_LOCK}) as mine`.execute(ctx.db)
  return rows[0]?.mine ?? false
}

/** A day of one curve whose sum is to be made again. */
export interface TouchedDay {
  datastream_id: number
  kind: number
  day: Date
}

const hourOf = (at: RawBuilder<unknown>) => sql`date_trunc('hour', ${at}, 'UTC')`
const sums = sql`count(*)::int, count(o.value) filter (where o.usable)::int, sum(o.value) filter (where o.usable),
  min(o.value) filter (where o.usable), max(o.value) filter (where o.usable)`
const columns = sql`datastream_id, kind, span, starts_at, count, usable, total, minimum, maximum`
const replace = sql`on conflict (datastream_id, kind, span, starts_at) do update set count = excluded.count, usable = excluded.usable,
  total = excluded.total, minimum = excluded.minimum, maximum = excluded.maximum`
const touched = (zone: string) =>
  sql`select distinct datastream_id, kind, date_trunc('day', starts_at, ${zone}) as day from written`

/**
 * Sums up the hours that are over, for the curves that are furthest behind: at most so many curves and so many days of
 * each. Says how many curves it looked at.
 */
export async function rollOn(
  ctx: Ctx,
  { boundary, zone, curves, days }: { boundary: Date; zone: string; curves: number; days: number },
): Promise<{ curves: number; touched: TouchedDay[] }> {
  const until = sql`coalesce(r.until, '-infinity'::timestamptz)`
  const due = await sql<{ datastream_id: number; kind: number; since: Date | null }>`select l.datastream_id, l.kind,
      (select ${hourOf(sql`min(o.phenomenon_at)`)} from observations.observation o
        where o.datastream_id = l.datastream_id and o.kind = l.kind and o.phenomenon_at >= ${until}) as since
    from observations.latest l left join observations.rolled r on r.datastream_id = l.datastream_id and r.kind = l.kind
    where l.kind in (1, 2) and l.phenomenon_at >= ${until} and ${until} < ${boundary}::timestamptz
    order by ${until}, l.datastream_id, l.kind limit ${curves}`.execute(ctx.db)
  if (due.rows.length === 0) return { curves: 0, touched: [] }
  const streams = due.rows.map((row) => row.datastream_id)
  const kinds = due.rows.map((row) => row.kind)
  const since = due.rows.map((row) => (row.since ?? boundary).toISOString())
  const { rows } = await sql<TouchedDay>`with due as (
      select i.*, least(${boundary}::timestamptz, i.since + ${days} * interval '1 day') as till
      from unnest(${streams}::int[], ${kinds}::smallint[], ${since}::text[]::timestamptz[]) as i(datastream_id, kind, since)),
    moved as (insert into observations.rolled (datastream_id, kind, until) select datastream_id, kind, till from due
      on conflict (datastream_id, kind) do update set until = excluded.until),
    written as (insert into observations.rollup (${columns})
      select o.datastream_id, o.kind, ${HOUR}, ${hourOf(sql`o.phenomenon_at`)} as starts_at, ${sums}
      from due d join observations.observation o on o.datastream_id = d.datastream_id and o.kind = d.kind
        and o.phenomenon_at >= d.since and o.phenomenon_at < d.till
      group by o.datastream_id, o.kind, starts_at ${replace} returning datastream_id, kind, starts_at)
    ${touched(zone)}`.execute(ctx.db)
  return { curves: due.rows.length, touched: rows }
}

/** Takes away notes of what came late, the oldest first. */
export async function takeLate(ctx: Ctx, most: number): Promise<{ kind: number; hour: Date; datastreams: number[] }[]> {
  const { rows } = await sql<{ kind: number; hour: Date; datastreams: number[] }>`delete from observations.late where id in
    (select id from observations.late order by id limit ${most} for update skip locked) returning kind, hour, datastreams`.execute(
    ctx.db,
  )
  return rows
}

/** Sums up again hours that were summed up before. Hours not reached yet need nothing; those whose readings are gone stand. */
export async function rollAgain(
  ctx: Ctx,
  hours: readonly { datastream: number; kind: number; hour: string }[],
  { keptSince, zone }: { keptSince: Date; zone: string },
): Promise<TouchedDay[]> {
  const [streams, kinds] = [hours.map(({ datastream }) => datastream), hours.map(({ kind }) => kind)]
  const { rows } = await sql<TouchedDay>`with again as (
      select i.* from unnest(${streams}::int[], ${kinds}::smallint[], ${hours.map(({ hour }) => hour)}::text[]::timestamptz[])
        as i(datastream_id, kind, hour) join observations.rolled r using (datastream_id, kind)
      where i.hour < r.until and i.hour >= ${keptSince}::timestamptz),
    written as (insert into observations.rollup (${columns})
      select o.datastream_id, o.kind, ${HOUR}, a.hour, ${sums}
      from again a join observations.observation o on o.datastream_id = a.datastream_id and o.kind = a.kind
        and o.phenomenon_at >= a.hour and o.phenomenon_at < a.hour + interval '1 hour'
      group by o.datastream_id, o.kind, a.hour ${replace} returning datastream_id, kind, starts_at)
    ${touched(zone)}`.execute(ctx.db)
  return rows
}

/** The days' sums from their hours. */
export async function rollDays(ctx: Ctx, days: readonly TouchedDay[], zone: string): Promise<void> {
  if (days.length === 0) return
  const [streams, kinds] = [days.map((row) => row.datastream_id), days.map((row) => row.kind)]
  await sql`insert into observations.rollup (${columns})
    select h.datastream_id, h.kind, ${DAY}, i.day, sum(h.count)::int, sum(h.usable)::int, sum(h.total), min(h.minimum), max(h.maximum)
    from unnest(${streams}::int[], ${kinds}::smallint[], ${days.map(({ day }) => day.toISOString())}::text[]::timestamptz[])
        as i(datastream_id, kind, day)
      join observations.rollup h on h.datastream_id = i.datastream_id and h.kind = i.kind and h.span = ${HOUR}
        and h.starts_at >= i.day and h.starts_at < (i.day at time zone ${zone} + interval '1 day') at time zone ${zone}
    group by h.datastream_id, h.kind, i.day ${replace}`.execute(ctx.db)
}

/**
 * A curve of whole hours: from the sums as far as they go, days where a point is a day or more, then from the readings
 * themselves. Buckets begin on the district's clock, so that a day is a day of the people who read it.
 */
export async function curve(
  ctx: Ctx,
  { datastream, kind, from, to }: Range,
  seconds: number,
  zone: string,
): Promise<SeriesPoint[]> {
  const own = sql`datastream_id = ${datastream} and kind = ${sql.lit(kindNumber[kind])}`
  const days = seconds >= 86_400 ? sql`date_trunc('day', u.until, ${zone})` : sql`'-infinity'::timestamptz`
  const first = hourOf(sql`${from}::timestamptz`)
  const midnight = sql`date_trunc('day', ${from}::timestamptz at time zone ${zone})`
  const bin = sql`date_bin(${seconds} * interval '1 second', h.starts_at at time zone ${zone}, ${midnight}) at time zone ${zone}`
  const summed = sql`starts_at, count, usable, total, minimum, maximum from observations.rollup, u where ${own}`
  const { rows } = await sql<PointRow>`with r as materialized (
      select coalesce((select until from observations.rolled where ${own}), '-infinity'::timestamptz) as until),
    u as materialized (select u.until, ${days} as days from r u),
    h as (select ${summed} and span = ${DAY} and starts_at >= date_trunc('day', ${from}::timestamptz, ${zone}) and starts_at < ${to}::timestamptz
        and starts_at < u.days
      union all
      select ${summed} and span = ${HOUR} and starts_at >= greatest(${first}, u.days) and starts_at < ${to}::timestamptz and starts_at < u.until
      union all
      select ${hourOf(sql`o.phenomenon_at`)}, ${sums} from observations.observation o, u
        where ${own} and o.phenomenon_at >= greatest(${from}::timestamptz, u.until) and o.phenomenon_at < ${to}::timestamptz group by 1)
    select greatest(${bin}, ${from}::timestamptz) as at, sum(total) / nullif(sum(usable), 0) as value, min(minimum) as min, max(maximum) as max,
      sum(count)::int as count, null::text as flag
    from h group by 1 order by 1`.execute(ctx.db)
  return rows.map(pointOf)
}

/** Hours go after ten years; the days stay. */
export async function forgetHours(ctx: Ctx, before: Date): Promise<void> {
  await sql`delete from observations.rollup where span = ${HOUR} and starts_at < ${before}::timestamptz`.execute(ctx.db)
}
