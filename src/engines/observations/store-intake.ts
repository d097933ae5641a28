import { type RawBuilder, sql } from 'kysely'
import { type Ctx, kept, newId, type Text } from '#kernel'
import type { EvidenceReading, Kind, Severity } from './schema.ts'
import type { Reading, Row } from './reading.ts'

export const kindNumber: Readonly<Record<Kind, number>> = { 'real-time': 1, minute: 2, hour: 3, day: 4 }
export const kindOf = (number: number): Kind => (['real-time', 'minute', 'hour', 'day'] as const)[number - 1] as Kind

/** Makes the datastreams that are missing, where the thing has fewer than `most`; returns the ids of those there are. */
export async function ensureStreams(ctx: Ctx, wanted: Pick<Reading, 'thing' | 'property' | 'name' | 'unit'>[], most: number) {
  const thing = wanted.map((row) => row.thing)
  const property = wanted.map((row) => row.property)
  const name = wanted.map((row) => (row.name ? JSON.stringify(row.name) : null))
  const unit = wanted.map((row) => row.unit ?? null)
  const input = sql`unnest(${thing}::uuid[], ${property}::text[], ${name}::text[]::jsonb[], ${unit}::text[]) as i(thing, property, name, unit)`
  await sql`insert into observations.datastream (thing_id, property, name, unit)
    select thing, property, name, unit from (select i.*, row_number() over (partition by thing order by property)
        + (select count(*) from observations.datastream d where d.thing_id = i.thing) as place from ${input}) as placed
    where place <= ${most} order by thing, property on conflict do nothing`.execute(ctx.db)
  const found = await sql<{ id: number; thing: string; property: string }>`select d.id, d.thing_id as thing, d.property
    from observations.datastream d join ${input} on d.thing_id = i.thing and d.property = i.property`.execute(ctx.db)
  return found.rows
}

/** Arrays as PostgreSQL reads them, written here in one go: the driver would look at every element by itself. */
const list = (values: readonly (number | boolean | string | null)[]): RawBuilder<unknown> =>
  sql`${`{${values.map((value) => value ?? 'NULL').join(',')}}`}`
const texts = (values: readonly (string | null)[]): RawBuilder<unknown> =>
  list(values.map((value) => (value === null ? null : `"${value.replace(/["\\]/g, '\\$&')}"`)))

/** The readings as a table named `i`, with `n` counting from 1. */
function asTable(rows: readonly Row[]): RawBuilder<unknown> {
  const datastream = list(rows.map((row) => row.datastream))
  const kind = list(rows.map((row) => kindNumber[row.kind]))
  const at = list(rows.map((row) => row.at.toISOString()))
  const value = list(rows.map((row) => row.value))
  const flag = texts(rows.map((row) => row.flag))
  const usable = list(rows.map((row) => row.usable))
  const detail = texts(rows.map((row) => (row.detail ? JSON.stringify(row.detail) : null)))
  const source = texts(rows.map((row) => row.sourceKey ?? null))
  return sql`unnest(${datastream}::int[], ${kind}::smallint[], ${at}::timestamptz[], ${value}::float8[], ${flag}::text[],
    ${usable}::bool[], ${detail}::jsonb[], ${source}::text[]) with ordinality as i(datastream_id, kind, phenomenon_at, value, flag, usable, detail, source_key, n)`
}

const latestColumns = sql`datastream_id, kind, phenomenon_at, value, flag, usable, received_at`
/** An older reading never replaces a newer one. */
const keepNewest = sql`on conflict (datastream_id, kind) do update set phenomenon_at = excluded.phenomenon_at, value = excluded.value,
  flag = excluded.flag, usable = excluded.usable, received_at = excluded.received_at where excluded.phenomenon_at >= l.phenomenon_at`

/** Notes which hours that are over got something, so that their sums are made again. Hours and days of devices have no sums. */
const noteLate = (now: Date, from: RawBuilder<unknown>) => sql`insert into observations.late (kind, hour, datastreams)
  select kind, date_trunc('hour', phenomenon_at, 'UTC') as hour, array_agg(distinct datastream_id) from ${from}
  where kind in (1, 2) and phenomenon_at < date_trunc('hour', ${now}::timestamptz, 'UTC') group by kind, hour`

/** Stores what is new and keeps the latest values, in one statement; returns the rows whose place was taken already. */
export async function insertNew(ctx: Ctx, rows: readonly Row[]): Promise<Row[]> {
  const { rows: taken } = await sql<{ n: number }>`${kept}with i as materialized (select * from ${asTable(rows)}),
    stored as (insert into observations.observation (datastream_id, kind, phenomenon_at, value, flag, usable, detail, source_key, received_at)
      select datastream_id, kind, phenomenon_at, value, flag, usable, detail, source_key, ${ctx.now}::timestamptz from i
      on conflict do nothing returning ${latestColumns}),
    latest as (insert into observations.latest as l (${latestColumns})
      select distinct on (datastream_id, kind) ${latestColumns} from stored order by datastream_id, kind, phenomenon_at desc ${keepNewest}),
    late as (${noteLate(ctx.now, sql`stored`)})
    select i.n from i left join stored s using (datastream_id, kind, phenomenon_at)
      where (select count(*) from stored) < (select count(*) from i) and s.datastream_id is null`.execute(ctx.db)
  return taken.map(({ n }) => rows[n - 1] as Row)
}

/** Puts corrections in place and keeps what stood there. A late repeat of a value corrected since changes nothing. */
export async function revise(ctx: Ctx, rows: readonly Row[]): Promise<Row[]> {
  const ids = rows.map(() => newId())
  const { rows: changed } = await sql<{ n: number }>`with i as materialized (
      select i.*, k.id from ${asTable(rows)} join unnest(${ids}::uuid[]) with ordinality as k(id, m) on k.m = i.n),
    old as materialized (select i.n, i.id, o.* from observations.observation o join i using (datastream_id, kind, phenomenon_at)
      where (o.value, o.flag, o.detail) is distinct from (i.value, i.flag, i.detail)
        and not exists (select 1 from observations.revision r
          where (r.datastream_id, r.kind, r.phenomenon_at) = (i.datastream_id, i.kind, i.phenomenon_at)
          and r.source_key is not distinct from i.source_key and (r.value, r.flag) is not distinct from (i.value, i.flag))
      order by i.n for update of o),
    kept as (insert into observations.revision
        (id, datastream_id, kind, phenomenon_at, value, flag, usable, detail, source_key, received_at, replaced_at)
      select id, datastream_id, kind, phenomenon_at, value, flag, usable, detail, source_key, received_at, ${ctx.now}::timestamptz from old),
    late as (${noteLate(ctx.now, sql`old`)})
    update observations.observation o set value = i.value, flag = i.flag, usable = i.usable, detail = i.detail, source_key = i.source_key,
      received_at = ${ctx.now}::timestamptz, revised = least(o.revised + 1, 32000)
    from i join old on old.n = i.n
    where (o.datastream_id, o.kind, o.phenomenon_at) = (i.datastream_id, i.kind, i.phenomenon_at) returning i.n`.execute(ctx.db)
  return changed.map(({ n }) => rows[n - 1] as Row)
}

/** Latest values after corrections; the rows hold at most one per datastream and kind. */
export async function saveLatest(ctx: Ctx, rows: readonly Row[]): Promise<void> {
  await sql`insert into observations.latest as l (${latestColumns})
    select datastream_id, kind, phenomenon_at, value, flag, usable, ${ctx.now}::timestamptz from ${asTable(rows)} ${keepNewest}`.execute(
    ctx.db,
  )
}

export interface RuleRow {
  id: string
  datastream_id: number
  kind: number
  title: Text
  severity: Severity
  direction: 'above' | 'below'
  raise_at: number
  clear_at: number
  raise_after: number
  clear_after: number
  breaches: number
  recoveries: number
  alarm_id: string | null
  peak: number | null
  /** Newest reading before this flush. */
  latest_at: Date | null
}

/**
 * Rules over these datastreams with their states, locked in one order: two gateways never judge one rule at once. What
 * stands beside the states is read after the lock, by a statement of its own: the one that waited saw the time before.
 */
export async function lockRules(ctx: Ctx, datastreams: number[]): Promise<RuleRow[]> {
  const locked = await sql<{ rule_id: string }>`${kept}select rule_id from observations.rule_state
    where datastream_id = any(${list(datastreams)}::int[]) order by rule_id for update`.execute(ctx.db)
  if (locked.rows.length === 0) return []
  const { rows } =
    await sql<RuleRow>`${kept}select r.id, r.datastream_id, r.kind, r.title, r.severity, r.direction, r.raise_at, r.clear_at,
      r.raise_after, r.clear_after, s.breaches, s.recoveries, s.alarm_id, a.peak, l.phenomenon_at as latest_at
    from observations.rule_state s join observations.rule r on r.id = s.rule_id
    left join observations.alarm a on a.id = s.alarm_id
    left join observations.latest l on l.datastream_id = r.datastream_id and l.kind = r.kind
    where s.datastream_id = any(${list(datastreams)}::int[]) and r.enabled order by r.id`.execute(ctx.db)
  return rows
}

export interface NewState {
  rule: string
  breaches: number
  recoveries: number
  alarm: string | null
}

export async function saveStates(ctx: Ctx, states: NewState[]): Promise<void> {
  const [rule, alarm] = [states.map((s) => s.rule), states.map((s) => s.alarm)]
  const [breaches, recoveries] = [states.map((s) => s.breaches), states.map((s) => s.recoveries)]
  await sql`${kept}update observations.rule_state s set breaches = i.breaches, recoveries = i.recoveries, alarm_id = i.alarm
    from unnest(${rule}::uuid[], ${breaches}::smallint[], ${recoveries}::smallint[], ${alarm}::uuid[]) as i(rule, breaches, recoveries, alarm)
    where s.rule_id = i.rule`.execute(ctx.db)
}

export interface NewAlarm {
  id: string
  rule: RuleRow
  value: number
  at: Date
  evidence: EvidenceReading[]
}

/** What the announcement needs to know about the place. */
export interface AlarmPlace {
  thing_id: string
  source: string
  code: string
  station_name: string
  station_kind: string
  owner_name: string | null
  lon: number | null
  lat: number | null
  area_path: string | null
  organisation_path: string | null
  property: string
  property_name: Text | null
  unit: string | null
  rule_code: string
}

export async function insertAlarm(ctx: Ctx, { id, rule, value, at, evidence }: NewAlarm): Promise<AlarmPlace> {
  const { rows } = await sql<AlarmPlace>`with place as (
      select t.id as thing_id, t.source, t.code, t.name as station_name, t.kind as station_kind, t.owner_name, t.lon, t.lat,
        t.area_path, t.organisation_path, d.property, d.name as property_name, d.unit, r.code as rule_code
      from observations.rule r join observations.datastream d on d.id = r.datastream_id join observations.thing t on t.id = d.thing_id
      where r.id = ${rule.id}),
    made as (insert into observations.alarm (id, rule_id, datastream_id, thing_id, kind, severity, title, direction, threshold, value, peak,
        evidence, raised_at, recorded_at, area_path, organisation_path)
      select ${id}::uuid, ${rule.id}::uuid, ${rule.datastream_id}::int, thing_id, ${rule.kind}::smallint, ${rule.severity},
        ${JSON.stringify(rule.title)}::jsonb, ${rule.direction}, ${rule.raise_at}::float8, ${value}::float8, ${value}::float8,
        ${JSON.stringify(evidence)}::jsonb, ${at}::timestamptz, ${ctx.now}::timestamptz, area_path, organisation_path from place)
    select thing_id, source, code, station_name, station_kind, owner_name, lon, lat, area_path::text, organisation_path::text,
      property, property_name, unit, rule_code from place`.execute(ctx.db)
  return rows[0] as AlarmPlace
}

export async function clearAlarm(
  ctx: Ctx,
  id: string,
  at: Date,
  why: string,
): Promise<{ thing_id: string; peak: number } | undefined> {
  const { rows } = await sql<{ thing_id: string; peak: number }>`update observations.alarm
    set status = 'cleared', cleared_at = ${at}::timestamptz, cleared_why = ${why}, version = version + 1
    where id = ${id} and status <> 'cleared' returning thing_id, peak`.execute(ctx.db)
  return rows[0]
}

export async function savePeaks(ctx: Ctx, peaks: Map<string, number>): Promise<void> {
  const [alarm, peak] = [[...peaks.keys()], [...peaks.values()]]
  await sql`update observations.alarm a set peak = i.peak from unnest(${alarm}::uuid[], ${peak}::float8[]) as i(id, peak)
    where a.id = i.id`.execute(ctx.db)
}

/** The readings up to the one that raised an alarm, oldest first. */
export async function evidence(ctx: Ctx, datastream: number, kind: number, until: Date): Promise<EvidenceReading[]> {
  const { rows } = await sql<{ at: Date; value: number | null; flag: string }>`select phenomenon_at as at, value, flag
    from observations.observation where datastream_id = ${datastream} and kind = ${kind}
      and phenomenon_at <= ${until}::timestamptz and phenomenon_at > ${until}::timestamptz - interval '31 days'
    order by phenomenon_at desc limit 12`.execute(ctx.db)
  return rows.reverse().map(({ at, value, flag }) => ({ at: at.toISOString(), value, flag }))
}
