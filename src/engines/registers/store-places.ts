import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { AnyRegister } from './define.ts'
import type { Listing } from './filters.ts'
import { column, conditions } from './store.ts'

export interface PlaceRow {
  lon: number
  lat: number
  rows: number
  id: string
  label: unknown
}
export type Box = readonly [west: number, south: number, east: number, north: number]

const inside = (ctx: Ctx, register: AnyRegister, listing: Listing, place: string, [west, south, east, north]: Box) =>
  sql`from ${sql.table(register.table)} t where ${column(place)} && st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)
    and ${conditions(ctx, register, listing)}`

/** Each row by itself, up to a bound. */
export async function single(
  ctx: Ctx,
  register: AnyRegister,
  listing: Listing,
  place: string,
  box: Box,
  limit: number,
): Promise<PlaceRow[]> {
  const at = column(place)
  const { rows } =
    await sql<PlaceRow>`select st_x(${at}) as lon, st_y(${at}) as lat, 1 as rows, t.id, ${column(register.label)} as label
    ${inside(ctx, register, listing, place, box)} limit ${limit}`.execute(ctx.db)
  return rows
}

/** Rows by squares of a grid that stands still while the map is moved; each square's rows at their middle. */
export async function grouped(
  ctx: Ctx,
  register: AnyRegister,
  listing: Listing,
  place: string,
  box: Box,
  cell: number,
): Promise<PlaceRow[]> {
  const at = column(place)
  const { rows } =
    await sql<PlaceRow>`select avg(st_x(${at})) as lon, avg(st_y(${at})) as lat, count(*)::int as rows, min(t.id::text) as id,
      (array_agg(${column(register.label)}))[1] as label
    ${inside(ctx, register, listing, place, box)} group by floor(st_x(${at}) / ${cell}::float8), floor(st_y(${at}) / (${cell}::float8 * 0.86))`.execute(
      ctx.db,
    )
  return rows
}
