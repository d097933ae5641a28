import { type RawBuilder, sql } from 'kysely'
import { type Ctx, refOf, type Text, visible } from '#kernel'
import { thingType } from './events.ts'
import { things } from './protected.ts'
import type { Datastream, Kind, ReadingQuery, SeriesPoint, Station, StationQuery, StoredReading } from './schema.ts'
import { kindNumber, kindOf } from './store-intake.ts'

interface StationRow {
  id: string
  source: string
  code: string
  kind: string
  name: string
  lon: number | null
  lat: number | null
  area_path: string | null
  organisation_path: string | null
  owner_name: string | null
  state: 'in-use' | 'stopped'
  last_seen_at: Date | null
  online: boolean
  open_alarms: number
}

/** In use, and a packet of any kind came since then. */
const isOnline = (since: Date) => sql`(t.state = 'in-use' and exists (select 1 from observations.datastream d
  join observations.latest l on l.datastream_id = d.id where d.thing_id = t.id and l.received_at >= ${since}::timestamptz))`

const stations = (
  ctx: Ctx,
  onlineSince: Date,
  where: RawBuilder<unknown>,
  end: RawBuilder<unknown>,
) => sql<StationRow>`select t.id, t.source, t.code, t.kind, t.name, t.lon, t.lat,
    t.area_path::text, t.organisation_path::text, t.owner_name, t.state,
    (select max(l.received_at) from observations.datastream d join observations.latest l on l.datastream_id = d.id where d.thing_id = t.id) as last_seen_at,
    ${isOnline(onlineSince)} as online,
    (select count(*)::int from observations.alarm a where a.thing_id = t.id and a.status <> 'cleared') as open_alarms
  from observations.thing t where ${visible(ctx, things, 't')} and ${where} ${end}`

const shape = (row: StationRow): Station => ({
  id: row.id,
  ref: refOf(thingType, row.id),
  source: row.source,
  code: row.code,
  kind: row.kind,
  name: row.name,
  point: row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : null,
  areaPath: row.area_path,
  organisationPath: row.organisation_path,
  ownerName: row.owner_name,
  state: row.state,
  lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  online: row.online,
  openAlarms: row.open_alarms,
})

export async function list(
  ctx: Ctx,
  onlineSince: Date,
  { source, kind, q, alarmed, online, state, cursor, limit }: StationQuery,
): Promise<Station[]> {
  const like = q ? `%${q.replaceAll(/[\\%_]/g, '\\$&')}%` : null
  const where = sql`(${source ?? null}::text is null or t.source = ${source ?? null}) and (${kind ?? null}::text is null or t.kind = ${kind ?? null})
    and (${like}::text is null or t.name ilike ${like} or t.code ilike ${like} or t.owner_name ilike ${like})
    and (${alarmed ?? null}::text is null or (${alarmed ?? null}::text = 'true') = exists
      (select 1 from observations.alarm a where a.thing_id = t.id and a.status <> 'cleared'))
    and (${state ?? null}::text is null or t.state = ${state ?? null})
    and (${online ?? null}::text is null or (${online ?? null}::text = 'true') = ${isOnline(onlineSince)})
    and (${cursor ?? null}::uuid is null or t.id > ${cursor ?? null}::uuid)`
  const { rows } = await stations(ctx, onlineSince, where, sql`order by t.id limit ${limit + 1}`).execute(ctx.db)
  return rows.map(shape)
}

export async function find(ctx: Ctx, onlineSince: Date, id: string): Promise<Station | undefined> {
  const { rows } = await stations(ctx, onlineSince, sql`t.id = ${id}`, sql``).execute(ctx.db)
  return rows[0] && shape(rows[0])
}

/** The stations inside a box, as far as the asker may see them; for the map. */
export async function inBox(
  ctx: Ctx,
  onlineSince: Date,
  [west, south, east, north]: readonly [number, number, number, number],
  limit: number,
): Promise<Station[]> {
  const where = sql`t.lon between ${west} and ${east} and t.lat between ${south} and ${north}`
  const { rows } = await stations(ctx, onlineSince, where, sql`order by t.id limit ${limit}`).execute(ctx.db)
  return rows.map(shape)
}

export async function counts(
  ctx: Ctx,
  onlineSince: Date,
): Promise<{ total: number; online: number; stopped: number; alarmed: number }> {
  const { rows } = await sql<{ total: number; online: number; stopped: number; alarmed: number }>`select
      count(*)::int as total, count(*) filter (where ${isOnline(onlineSince)})::int as online,
      count(*) filter (where t.state = 'stopped')::int as stopped,
      count(*) filter (where exists (select 1 from observations.alarm a where a.thing_id = t.id and a.status <> 'cleared'))::int as alarmed
    from observations.thing t where ${visible(ctx, things, 't')}`.execute(ctx.db)
  return rows[0] as { total: number; online: number; stopped: number; alarmed: number }
}

type StreamRow = Pick<Datastream, 'id' | 'property' | 'unit' | 'latest' | 'rules'> & { name: Text | null }

/** Everything a station observes, each with its latest value per kind and its rules: one statement. */
export async function streams(ctx: Ctx, thing: string): Promise<Datastream[]> {
  const { rows } = await sql<StreamRow>`select d.id, d.property, d.name, d.unit,
      coalesce((select jsonb_agg(jsonb_build_object('kind', l.kind, 'at', l.phenomenon_at, 'value', l.value, 'flag', l.flag, 'usable', l.usable) order by l.kind)
        from observations.latest l where l.datastream_id = d.id), '[]') as latest,
      coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'title', r.title, 'severity', r.severity, 'direction', r.direction,
          'raiseAt', r.raise_at, 'clearAt', r.clear_at, 'open', s.alarm_id is not null) order by r.code)
        from observations.rule r join observations.rule_state s on s.rule_id = r.id where r.datastream_id = d.id and r.enabled), '[]') as rules
    from observations.datastream d where d.thing_id = ${thing} order by d.property`.execute(ctx.db)
  const named = <T extends { kind: Kind }>(item: T): T => ({ ...item, kind: kindOf(Number(item.kind)) })
  return rows.map(({ name, latest, rules, ...row }) => ({
    ...row,
    name: name ?? { zh: row.property, en: row.property },
    latest: latest.map((item) => ({ ...named(item), at: new Date(item.at).toISOString() })),
    rules: rules.map(named),
  }))
}

/** The datastream, if the asker may see its station. */
export async function stream(ctx: Ctx, id: number): Promise<{ id: number; unit: string | null } | undefined> {
  const { rows } = await sql<{ id: number; unit: string | null }>`select d.id, d.unit from observations.datastream d
    join observations.thing t on t.id = d.thing_id where d.id = ${id} and ${visible(ctx, things, 't')}`.execute(ctx.db)
  return rows[0]
}

export interface Range {
  datastream: number
  kind: Kind
  from: Date
  to: Date
}
const within = ({ datastream, kind, from, to }: Range) => sql`datastream_id = ${datastream} and kind = ${kindNumber[kind]}
  and phenomenon_at >= ${from}::timestamptz and phenomenon_at < ${to}::timestamptz`

export interface PointRow {
  at: Date
  value: number | null
  min: number | null
  max: number | null
  count: number
  flag: string | null
}
export const pointOf = ({ at, ...row }: PointRow): SeriesPoint => ({ at: at.toISOString(), ...row })

/** Every reading, up to one more than `limit`, so that the caller sees whether it must draw coarser. */
export async function every(ctx: Ctx, range: Range, limit: number): Promise<SeriesPoint[]> {
  const { rows } =
    await sql<PointRow>`select phenomenon_at as at, case when usable then value end as value, case when usable then value end as min,
      case when usable then value end as max, 1 as count, flag
    from observations.observation where ${within(range)} order by phenomenon_at limit ${limit + 1}`.execute(ctx.db)
  return rows.map(pointOf)
}

/** Means, least and greatest of usable values per bucket; buckets without a reading are absent. */
export async function bucketed(ctx: Ctx, range: Range, seconds: number): Promise<SeriesPoint[]> {
  const { rows } =
    await sql<PointRow>`select date_bin(${seconds} * interval '1 second', phenomenon_at, ${range.from}::timestamptz) as at,
      avg(value) filter (where usable) as value, min(value) filter (where usable) as min, max(value) filter (where usable) as max,
      count(*)::int as count, null::text as flag
    from observations.observation where ${within(range)} group by 1 order by 1`.execute(ctx.db)
  return rows.map(pointOf)
}

interface ReadingRow {
  at: Date
  value: number | null
  flag: string
  usable: boolean
  detail: Record<string, unknown> | null
  received_at: Date
  earlier: StoredReading['earlier'] | null
}

/** Newest first; with what each corrected reading said before. */
export async function readings(ctx: Ctx, range: Range, { cursor, limit }: ReadingQuery): Promise<StoredReading[]> {
  const { rows } = await sql<ReadingRow>`select o.phenomenon_at as at, o.value, o.flag, o.usable, o.detail, o.received_at,
      case when o.revised > 0 then (select jsonb_agg(jsonb_build_object('value', r.value, 'flag', r.flag, 'replacedAt', r.replaced_at) order by r.id)
        from observations.revision r where (r.datastream_id, r.kind, r.phenomenon_at) = (o.datastream_id, o.kind, o.phenomenon_at)) end as earlier
    from observations.observation o where ${within(range)} and (${cursor ?? null}::timestamptz is null or o.phenomenon_at < ${cursor ?? null}::timestamptz)
    order by o.phenomenon_at desc limit ${limit + 1}`.execute(ctx.db)
  return rows.map(({ at, received_at, earlier, ...row }) => ({
    ...row,
    at: at.toISOString(),
    receivedAt: received_at.toISOString(),
    earlier: (earlier ?? []).map((item) => ({ ...item, replacedAt: new Date(item.replacedAt).toISOString() })),
  }))
}
