import { sql } from 'kysely'
import type { AddressLevel } from '#protocols/chinese-address'
import type { Ctx } from '#kernel'

export interface AddressRow {
  id: string
  code: string
  parent: string | null
  level: AddressLevel
  name: string
  full_name: string
  town: string
  area: string
  keys: string[]
  lon: number
  lat: number
  source: string
  children?: number
}

export type NewAddress = Omit<AddressRow, 'children'>

const columns = sql`a.id, a.code, a.parent, a.level, a.name, a.full_name, a.town, a.area::text as area, a.keys, st_x(a.point) as lon, st_y(a.point) as lat, a.source`

export async function insert(ctx: Ctx, rows: readonly NewAddress[]): Promise<void> {
  await sql`insert into registry.address (id, code, parent, level, name, full_name, town, area, keys, point, source, valid_from)
    select id, code, parent, level, name, full_name, town, area::ltree, keys, st_setsrid(st_makepoint(lon, lat), 4326), source, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(id uuid, code text, parent uuid, level text, name text, full_name text, town text, area text,
      keys text[], lon float8, lat float8, source text) on conflict (code) do nothing`.execute(ctx.db)
}

/** Every address that answers to one of these keys, in one query for all steps of detail. */
export async function byKeys(ctx: Ctx, keys: readonly string[]): Promise<AddressRow[]> {
  const { rows } = await sql<AddressRow>`select ${columns} from registry.address a
    where a.valid_to is null and a.keys && ${[...keys]}::text[] order by a.code limit 400`.execute(ctx.db)
  return rows
}

export async function byId(ctx: Ctx, id: string): Promise<AddressRow | undefined> {
  const { rows } =
    await sql<AddressRow>`select ${columns}, (select count(*)::int from registry.address c where c.parent = a.id) as children
    from registry.address a where a.id = ${id}`.execute(ctx.db)
  return rows[0]
}

export async function byLevel(ctx: Ctx, level: AddressLevel, limit = 5000): Promise<AddressRow[]> {
  const { rows } =
    await sql<AddressRow>`select ${columns} from registry.address a where a.valid_to is null and a.level = ${level} order by a.code limit ${limit}`.execute(
      ctx.db,
    )
  return rows
}

export async function list(
  ctx: Ctx,
  { parent, q, after, limit }: { parent?: string | undefined; q?: string | undefined; after?: string | undefined; limit: number },
): Promise<AddressRow[]> {
  const where = q
    ? sql`a.full_name like ${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`}`
    : parent
      ? sql`a.parent = ${parent}`
      : sql`a.parent is null`
  const { rows } =
    await sql<AddressRow>`select ${columns}, (select count(*)::int from registry.address c where c.parent = a.id) as children
    from registry.address a where a.valid_to is null and ${where} and (${after ?? null}::text is null or a.code > ${after ?? null})
    order by a.code limit ${limit}`.execute(ctx.db)
  return rows
}

/** From the town down to the address itself. */
export async function above(ctx: Ctx, id: string): Promise<AddressRow[]> {
  const { rows } = await sql<AddressRow>`with recursive up as (
      select id, parent, 0 as step from registry.address where id = ${id}
      union all select p.id, p.parent, up.step + 1 from registry.address p join up on p.id = up.parent
    ) select ${columns} from up join registry.address a on a.id = up.id order by up.step desc`.execute(ctx.db)
  return rows
}

/** Doors nearest to a point, with their distance in metres. */
export async function nearest(
  ctx: Ctx,
  { lon, lat }: { lon: number; lat: number },
  { withinM, limit }: { withinM: number; limit: number },
): Promise<(AddressRow & { distance_m: number })[]> {
  const point = sql`st_setsrid(st_makepoint(${lon}::float8, ${lat}::float8), 4326)`
  const { rows } = await sql<AddressRow & { distance_m: number }>`select * from (
      select ${columns}, st_distance(a.point::geography, ${point}::geography) as distance_m from registry.address a
      where a.valid_to is null and a.level in ('number', 'lane', 'building') order by a.point <-> ${point} limit ${limit * 4}) n
    where distance_m <= ${withinM} order by distance_m limit ${limit}`.execute(ctx.db)
  return rows
}

/** Doors on a road or lane, to place one between its neighbours. */
export async function doorsUnder(ctx: Ctx, parent: string): Promise<AddressRow[]> {
  const { rows } = await sql<AddressRow>`select ${columns} from registry.address a
    where a.valid_to is null and a.parent = ${parent} and a.level in ('number', 'lane') order by a.code limit 2000`.execute(
    ctx.db,
  )
  return rows
}

export async function within(
  ctx: Ctx,
  [west, south, east, north]: readonly [number, number, number, number],
  levels: readonly AddressLevel[],
  limit: number,
): Promise<AddressRow[]> {
  const { rows } =
    await sql<AddressRow>`select ${columns} from registry.address a where a.valid_to is null and a.level = any(${[...levels]}::text[])
    and a.point && st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326) limit ${limit}`.execute(
      ctx.db,
    )
  return rows
}

export async function count(ctx: Ctx): Promise<{ level: AddressLevel; n: number }[]> {
  const { rows } = await sql<{
    level: AddressLevel
    n: number
  }>`select level, count(*)::int as n from registry.address where valid_to is null group by level`.execute(ctx.db)
  return rows
}
