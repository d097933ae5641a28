import type { Ctx } from '#kernel'
import type { Columns } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { badQuery } from './errors.ts'
import { listingOf, type Query } from './filters.ts'
import type { Places } from './schema.ts'
import * as store from './store.ts'
import { type Box, grouped, type PlaceRow, single } from './store-places.ts'
import { labelOf } from './views.ts'

/** So many marks can be told apart on a screen; more are gathered. */
const MOST_SINGLE = 400
/** Of a square in which marks are gathered, in the map's pixels. */
const SQUARE = 64
const TILE = 512

/** The column whose places a register's map shows. */
export const placeOf = ({ map, columns }: AnyRegister): string | undefined =>
  map?.column ?? Object.entries(columns as Columns).find(([, { kind }]) => kind === 'point')?.[0]

/** The list's rows within a box, under its own filters and rights: all of them, gathered where there are too many to see. */
export async function placesOf(ctx: Ctx, register: AnyRegister, query: Query): Promise<Places> {
  const { bbox, zoom, ...listed } = query
  const place = placeOf(register) as string
  const box = boxOf(String(bbox))
  const listing = await listingOf(ctx, register, listed)
  const few = await single(ctx, register, listing, place, box, MOST_SINGLE + 1)
  const found = few.length <= MOST_SINGLE ? few : await grouped(ctx, register, listing, place, box, cellOf(Number(zoom)))
  const blank = { column: place, op: 'empty' as const, values: ['true'] }
  return {
    items: found.map((row) => shown(ctx, register, row)),
    inView: found.reduce((sum, { rows }) => sum + rows, 0),
    unplaced: await store.count(ctx, register, { ...listing, filters: [...listing.filters, blank] }),
  }
}

const cellOf = (zoom: number): number => (360 / 2 ** zoom) * (SQUARE / TILE)

const shown = (ctx: Ctx, register: AnyRegister, { lon, lat, rows, id, label }: PlaceRow): Places['items'][number] =>
  rows === 1 ? { lon, lat, rows, id, label: labelOf(ctx, register, label) } : { lon, lat, rows, id: null, label: null }

function boxOf(text: string): Box {
  const [west, south, east, north, more] = text.split(',').map(Number)
  const sound = [west, south, east, north].every((degrees) => Number.isFinite(degrees))
  if (!sound || more !== undefined || (west as number) >= (east as number) || (south as number) >= (north as number))
    throw badQuery({ what: 'bbox=west,south,east,north' })
  return [west, south, east, north] as unknown as Box
}
