import { type RawBuilder, sql } from 'kysely'
import { byArea, byOrganisation, type Ctx, type ProtectedType, type User, visible } from '#kernel'
import { type FactorRow, factorsOf } from './factor-rows.ts'
import type { MonitorFactor, MonitorQuery, PacketOutcome } from './schema.ts'
import { refusals } from './schema.ts'

export const monitorType = 'environment.monitor'
const ways = (capability: string) => [byArea(capability, 'area_path'), byOrganisation(capability, 'organisation_path')]
export const monitors: ProtectedType = {
  type: monitorType,
  table: 'environment.monitor',
  key: 'id',
  visible: ways('environment.read'),
}

/** Of a row that names its monitor: whoever holds the capability over the monitor. */
export function visibleMonitor(user: User, capability: string, alias: string): RawBuilder<boolean> | null {
  const found = ways(capability).flatMap((way) => way(user, 'own') ?? [])
  return found.length === 0
    ? null
    : sql<boolean>`exists (select 1 from environment.monitor own where own.id = ${sql.ref(`${alias}.monitor`)} and (${sql.join(found, sql` or `)}))`
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
  removed_at: Date | null
  version: number
}
type Raw<T> = Omit<T, 'factors'> & { factor_rows: FactorRow[] }
const whole = <T>({ factor_rows, ...row }: Raw<T>): T => ({ ...row, factors: factorsOf(factor_rows) }) as T

const factorRows = sql`coalesce((select jsonb_agg(to_jsonb(f) order by f.id) from environment.factor f where f.monitor = m.id and f.removed_at is null), '[]')`
const columns = sql`m.id, m.mn, m.password_sealed, m.name, m.system_code, m.standard, m.crc, m.enterprise, st_x(m.place) as lon, st_y(m.place) as lat,
  m.area_path::text, m.organisation_path::text, m.state, ${factorRows} as factor_rows, m.created_at, m.updated_at, m.removed_at, m.version`

/** For the gateway: one device, or all of them. */
export async function devices(ctx: Ctx, mn: string | null) {
  type Device = Pick<MonitorColumns, 'id' | 'mn' | 'password_sealed' | 'crc' | 'standard' | 'state' | 'factors'>
  const { rows } = await sql<
    Raw<Device>
  >`select m.id, m.mn, m.password_sealed, m.crc, m.standard, m.state, ${factorRows} as factor_rows
    from environment.monitor m where m.removed_at is null and (${mn}::text is null or m.mn = ${mn})`.execute(ctx.db)
  return rows.map((row) => whole<Device>(row))
}

/** Whoever sees them: for what follows from a change. */
export async function byIds(ctx: Ctx, ids: readonly string[]): Promise<MonitorColumns[]> {
  const { rows } = await sql<
    Raw<MonitorColumns>
  >`select ${columns} from environment.monitor m where m.id = any(${[...ids]}::text[]::uuid[]) order by m.id`.execute(ctx.db)
  return rows.map((row) => whole<MonitorColumns>(row))
}

/** Another monitor had this number and was removed: its readings are still there. */
export async function wasRemoved(ctx: Ctx, mn: string, but: string | null): Promise<boolean> {
  const { rows } = await sql`select 1 from environment.monitor m
    where m.mn = ${mn} and m.removed_at is not null and m.id is distinct from ${but}::uuid limit 1`.execute(ctx.db)
  return rows.length > 0
}

/** Its factors changed: whoever has it open must see that. */
export const touch = (ctx: Ctx, ids: readonly string[]) =>
  sql`update environment.monitor set version = version + 1, updated_at = ${ctx.now}::timestamptz, updated_by = ${ctx.user.id}
    where id = any(${[...ids]}::text[]::uuid[])`.execute(ctx.db)

async function one(ctx: Ctx, where: RawBuilder<unknown>, end: RawBuilder<unknown>): Promise<MonitorColumns | undefined> {
  const { rows } = await sql<Raw<MonitorColumns>>`select ${columns} from environment.monitor m
    where ${where} and m.removed_at is null and ${visible(ctx, monitors, 'm')} ${end}`.execute(ctx.db)
  return rows[0] && whole<MonitorColumns>(rows[0])
}

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
  const { rows } = await sql<
    Raw<ListRow>
  >`select ${columns}, coalesce(t.accepted, 0)::int8 as accepted_today, coalesce(t.refused, 0)::int8 as refused_today, t.last_at
    from environment.monitor m left join lateral (select sum(count) filter (where day = ${today}::date and not outcome = any(${refused}::text[])) as accepted,
      sum(count) filter (where day = ${today}::date and outcome = any(${refused}::text[])) as refused, max(last_at) as last_at
      from environment.tally where mn = m.mn) t on true
    where m.removed_at is null and ${visible(ctx, monitors, 'm')} and (${state ?? null}::text is null or m.state = ${state ?? null})
      and (${like}::text is null or m.mn ilike ${like} or m.name ilike ${like} or m.enterprise ilike ${like})
      and (${cursor ?? null}::text is null or m.mn > ${cursor ?? null}) order by m.mn limit ${limit + 1}`.execute(ctx.db)
  return rows.map((row) => whole<ListRow>(row))
}

/** An ltree path that the database would refuse is told before. */
export const isPath = (path: string): boolean => /^[A-Za-z0-9_]{1,60}(\.[A-Za-z0-9_]{1,60})*$/.test(path)
