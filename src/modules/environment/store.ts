import { type RawBuilder, sql } from 'kysely'
import { byArea, byOrganisation, type Ctx, type ProtectedType, visible } from '#kernel'
import type { MonitorFactor, MonitorQuery, PacketOutcome } from './schema.ts'
import { refusals } from './schema.ts'

export const monitorType = 'environment.monitor'
export const monitors: ProtectedType = {
  type: monitorType,
  table: 'environment.monitor',
  key: 'id',
  visible: [byArea('environment.read', 'area_path'), byOrganisation('environment.read', 'organisation_path')],
}

export interface MonitorColumns {
  id: string
  mn: string
  password_sealed: string | null
  name: string
  system_code: string
  standard: '2005' | '2017' | '2025'
  crc: 'hj212' | 'modbus'
  enterprise: string | null
  lon: number
  lat: number
  area_path: string | null
  organisation_path: string | null
  state: 'in-use' | 'stopped'
  factors: MonitorFactor[]
  created_at: Date
  updated_at: Date
  version: number
}

const columns = sql`m.id, m.mn, m.password_sealed, m.name, m.system_code, m.standard, m.crc, m.enterprise, m.lon, m.lat, m.area_path::text,
  m.organisation_path::text, m.state, m.factors, m.created_at, m.updated_at, m.version`

/** For the gateway: one device, or all of them. */
export async function devices(ctx: Ctx, mn: string | null) {
  const { rows } = await sql<
    Pick<MonitorColumns, 'id' | 'mn' | 'password_sealed' | 'crc' | 'standard' | 'state' | 'factors'>
  >`select id, mn,
    password_sealed, crc, standard, state, factors from environment.monitor where ${mn}::text is null or mn = ${mn}`.execute(
    ctx.db,
  )
  return rows
}

/** False when the number is taken. */
export async function insert(ctx: Ctx, row: MonitorColumns): Promise<boolean> {
  const { rows } =
    await sql`insert into environment.monitor (id, mn, password_sealed, name, system_code, standard, crc, enterprise, lon, lat,
      area_path, organisation_path, state, factors, created_at, updated_at, version)
    values (${row.id}, ${row.mn}, ${row.password_sealed}, ${row.name}, ${row.system_code}, ${row.standard}, ${row.crc}, ${row.enterprise}, ${row.lon}, ${row.lat},
      ${row.area_path}::ltree, ${row.organisation_path}::ltree, ${row.state}, ${JSON.stringify(row.factors)}::jsonb, ${row.created_at}, ${row.updated_at}, 1)
    on conflict (mn) do nothing returning id`.execute(ctx.db)
  return rows.length > 0
}

export async function update(ctx: Ctx, row: MonitorColumns): Promise<void> {
  await sql`update environment.monitor set password_sealed = ${row.password_sealed}, name = ${row.name}, system_code = ${row.system_code},
    standard = ${row.standard}, crc = ${row.crc}, enterprise = ${row.enterprise}, lon = ${row.lon}, lat = ${row.lat}, area_path = ${row.area_path}::ltree,
    organisation_path = ${row.organisation_path}::ltree, state = ${row.state}, factors = ${JSON.stringify(row.factors)}::jsonb,
    updated_at = ${row.updated_at}, version = version + 1 where id = ${row.id}`.execute(ctx.db)
}

const one = async (ctx: Ctx, where: RawBuilder<unknown>, end: RawBuilder<unknown>): Promise<MonitorColumns | undefined> =>
  (
    await sql<MonitorColumns>`select ${columns} from environment.monitor m where ${where} and ${visible(ctx, monitors, 'm')} ${end}`.execute(
      ctx.db,
    )
  ).rows[0]

export const find = (ctx: Ctx, id: string) => one(ctx, sql`m.id = ${id}`, sql``)
/** Holds the row until the transaction ends. */
export const lock = (ctx: Ctx, id: string) => one(ctx, sql`m.id = ${id}`, sql`for update of m`)

const refused: PacketOutcome[] = [...refusals]

export interface ListRow extends MonitorColumns {
  accepted_today: number
  refused_today: number
  last_at: Date | null
}

/** By number of the device; with today's traffic beside. */
export async function list(ctx: Ctx, { q, state, cursor, limit }: MonitorQuery, today: string): Promise<ListRow[]> {
  const like = q ? `%${q.replaceAll(/[\\%_]/g, '\\$&')}%` : null
  const { rows } =
    await sql<ListRow>`select ${columns}, coalesce(t.accepted, 0)::int8 as accepted_today, coalesce(t.refused, 0)::int8 as refused_today, t.last_at
    from environment.monitor m left join lateral (select sum(count) filter (where day = ${today}::date and not outcome = any(${refused}::text[])) as accepted,
      sum(count) filter (where day = ${today}::date and outcome = any(${refused}::text[])) as refused, max(last_at) as last_at
      from environment.tally where mn = m.mn) t on true
    where ${visible(ctx, monitors, 'm')} and (${state ?? null}::text is null or m.state = ${state ?? null})
      and (${like}::text is null or m.mn ilike ${like} or m.name ilike ${like} or m.enterprise ilike ${like})
      and (${cursor ?? null}::text is null or m.mn > ${cursor ?? null}) order by m.mn limit ${limit + 1}`.execute(ctx.db)
  return rows
}

/** An ltree path that the database would refuse is told before. */
export const isPath = (path: string): boolean => /^[A-Za-z0-9_]{1,60}(\.[A-Za-z0-9_]{1,60})*$/.test(path)
