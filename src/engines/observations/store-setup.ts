import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { RuleSpec, StreamSpec, ThingSpec } from './specs.ts'
import { kindNumber } from './store-intake.ts'

export async function upsertThing(ctx: Ctx, thing: ThingSpec & { id: string }): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into observations.thing
      (id, source, code, kind, name, lon, lat, area_path, organisation_path, owner_name, state, created_at)
    values (${thing.id}, ${thing.source}, ${thing.code}, ${thing.kind}, ${thing.name}, ${thing.point?.lon ?? null}, ${thing.point?.lat ?? null},
      ${thing.areaPath}::ltree, ${thing.organisationPath}::ltree, ${thing.ownerName}, ${thing.state}, ${ctx.now}::timestamptz)
    on conflict (source, code) do update set kind = excluded.kind, name = excluded.name, lon = excluded.lon, lat = excluded.lat,
      area_path = excluded.area_path, organisation_path = excluded.organisation_path, owner_name = excluded.owner_name, state = excluded.state
    returning id`.execute(ctx.db)
  return (rows[0] as { id: string }).id
}

export async function upsertStreams(ctx: Ctx, thing: string, streams: readonly StreamSpec[]): Promise<Map<string, number>> {
  const rows = JSON.stringify(streams)
  await sql`insert into observations.datastream (thing_id, property, name, unit)
    select ${thing}::uuid, s.property, s.name, s.unit from jsonb_to_recordset(${rows}::jsonb) as s(property text, name jsonb, unit text)
    on conflict (thing_id, property) do update set name = excluded.name, unit = excluded.unit`.execute(ctx.db)
  return streamIds(ctx, thing)
}

export async function streamIds(ctx: Ctx, thing: string): Promise<Map<string, number>> {
  const { rows } = await sql<{
    id: number
    property: string
  }>`select id, property from observations.datastream where thing_id = ${thing}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.property, row.id]))
}

export async function upsertRule(ctx: Ctx, rule: RuleSpec & { id: string; datastream: number; owner: string }): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into observations.rule
      (id, datastream_id, kind, owner, code, title, severity, direction, raise_at, clear_at, raise_after, clear_after)
    values (${rule.id}, ${rule.datastream}, ${kindNumber[rule.kind]}, ${rule.owner}, ${rule.code}, ${JSON.stringify(rule.title)}::jsonb, ${rule.severity},
      ${rule.direction}, ${rule.raiseAt}, ${rule.clearAt}, ${rule.raiseAfter}, ${rule.clearAfter})
    on conflict (datastream_id, kind, owner, code) do update set title = excluded.title, severity = excluded.severity, direction = excluded.direction,
      raise_at = excluded.raise_at, clear_at = excluded.clear_at, raise_after = excluded.raise_after, clear_after = excluded.clear_after, enabled = true
    returning id`.execute(ctx.db)
  const id = (rows[0] as { id: string }).id
  await sql`insert into observations.rule_state (rule_id, datastream_id) values (${id}, ${rule.datastream}) on conflict do nothing`.execute(
    ctx.db,
  )
  return id
}

/** Switches off the owner's other rules on this thing; says which alarms they leave behind. */
export async function retireRules(
  ctx: Ctx,
  thing: string,
  owner: string,
  kept: string[],
): Promise<{ alarm_id: string | null }[]> {
  const { rows } = await sql<{ alarm_id: string | null }>`with gone as (update observations.rule r set enabled = false
      from observations.datastream d where d.id = r.datastream_id and d.thing_id = ${thing} and r.owner = ${owner} and r.enabled
        and not r.id = any(${kept}::uuid[]) returning r.id),
    before as (select s.rule_id, s.alarm_id from observations.rule_state s join gone on gone.id = s.rule_id for update of s),
    reset as (update observations.rule_state s set breaches = 0, recoveries = 0, alarm_id = null from before where s.rule_id = before.rule_id)
    select alarm_id from before`.execute(ctx.db)
  return rows
}

const MONTHS_LOCK = 731_010

/** Makes the month's table when it is missing, one process at a time. Months beyond stay in the table for everything else. */
export async function ensureMonth(ctx: Ctx, year: number, month: number): Promise<void> {
  const two = (value: number) => String(value).padStart(2, '0')
  const from = `${year}-${two(month)}-01T00:00:00Z`
  const to = month === 12 ? `${year + 1}-01-01T00:00:00Z` : `${year}-${two(month + 1)}-01T00:00:00Z`
  const name = `observation_${year}_${two(month)}`
  await sql`select pg_advisory_xact_lock(${MONTHS_LOCK})`.execute(ctx.db)
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${`observations.${name}`}) is not null as there`.execute(
    ctx.db,
  )
  if (rows[0]?.there) return
  await sql`create table if not exists ${sql.table(`observations.${name}`)} partition of observations.observation
    for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(ctx.db)
}

/** Values older than this, beyond their retention. */
export async function forget(ctx: Ctx, before: Date, kinds: number[]): Promise<void> {
  const old = sql`phenomenon_at < ${before}::timestamptz and kind = any(${kinds}::smallint[])`
  await sql`delete from observations.revision where ${old}`.execute(ctx.db)
  await sql`delete from observations.observation where ${old}`.execute(ctx.db)
}

/** The same for values that go only when their hour is summed up. */
export async function forgetSummed(ctx: Ctx, before: Date, kinds: number[]): Promise<void> {
  const old = sql`v.phenomenon_at < ${before}::timestamptz and v.kind = any(${kinds}::smallint[]) and exists (select 1 from observations.rolled r
    where r.datastream_id = v.datastream_id and r.kind = v.kind and r.until > v.phenomenon_at)`
  await sql`delete from observations.revision v where ${old}`.execute(ctx.db)
  await sql`delete from observations.observation v where ${old}`.execute(ctx.db)
}
