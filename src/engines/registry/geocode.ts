import { type Address, type AddressLevel, canonicalAddress, parseAddress, type Surroundings } from '#protocols/chinese-address'
import { areaAt, areasUnder, type LonLat } from '#engines/geo'
import { type Ctx, districtOf, notFound } from '#kernel'
import { deepest, detailLevels, keysOf, without } from './address-keys.ts'
import type { AddressView, Geocoded, ReverseGeocoded } from './schema.ts'
import * as store from './store-addresses.ts'

export const addressView = (row: store.AddressRow): AddressView => ({
  id: row.id,
  code: row.code,
  parent: row.parent,
  level: row.level,
  name: row.name,
  fullName: row.full_name,
  town: row.town,
  area: row.area,
  point: { lon: row.lon, lat: row.lat },
  source: row.source,
  children: row.children ?? 0,
})

const known = new WeakMap<object, Promise<Surroundings>>()

/** What every address here may leave unsaid: the district, and the towns' names without their kind. */
export function surroundings(ctx: Ctx): Promise<Surroundings> {
  const before = known.get(ctx.unit)
  if (before) return before
  const found = areasUnder(ctx, undefined, 'town').then((towns) => ({
    within: { district: districtOf(ctx.house).title.zh },
    towns: towns.map(({ name }) => name.zh),
  }))
  known.set(ctx.unit, found)
  return found
}

interface Step {
  address: Address
  keys: string[]
  ignored: AddressLevel[]
}

/** The address as it was written, then with less and less detail. */
function stepsOf(address: Address): Step[] {
  const steps: Step[] = []
  const ignored: AddressLevel[] = []
  for (let at = address; ; ) {
    const keys = keysOf(at)
    if (keys.length > 0) steps.push({ address: at, keys, ignored: [...ignored] })
    const level = deepest(at)
    if (!level) return steps
    ignored.unshift(level)
    at = without(at, level)
  }
}

/** How much of a place is named by each level: a road leaves kilometres open, a door nothing. */
const sureness: Partial<Record<AddressLevel, number>> = {
  village: 0.3,
  group: 0.4,
  road: 0.4,
  lane: 0.7,
  sublane: 0.75,
  estate: 0.7,
  number: 0.9,
  building: 0.92,
  unit: 0.94,
  floor: 0.94,
  room: 1,
}

const round = (n: number) => Math.round(n * 100) / 100

interface Found {
  row: store.AddressRow
  step: Step
  others: store.AddressRow[]
}

function bestOf(steps: readonly Step[], rows: readonly store.AddressRow[], town: string | undefined): Found | undefined {
  for (const step of steps) {
    const fitting = rows.filter(({ keys }) => keys.some((key) => step.keys.includes(key)))
    const here = town ? fitting.filter((row) => row.town === town) : fitting
    const [row, ...others] = here.length > 0 ? here : fitting
    if (row) return { row, step, others }
  }
  return undefined
}

/** A door that is not in the table lies between its neighbours on the same side of the road. */
async function between(ctx: Ctx, { row, step }: Found, wanted: string | undefined): Promise<LonLat | undefined> {
  const number = Number(wanted)
  if (!wanted || !Number.isInteger(number) || !(row.level === 'road' || row.level === 'lane') || step.ignored.length === 0)
    return undefined
  const doors = (await store.doorsUnder(ctx, row.id))
    .map((door) => ({ at: Number.parseInt(door.name, 10), lon: door.lon, lat: door.lat }))
    .filter(({ at }) => Number.isInteger(at) && at % 2 === number % 2)
  const below = doors.filter(({ at }) => at < number).sort((a, b) => b.at - a.at)[0]
  const above = doors.filter(({ at }) => at > number).sort((a, b) => a.at - b.at)[0]
  if (!below || !above) return undefined
  const share = (number - below.at) / (above.at - below.at)
  return { lon: below.lon + share * (above.lon - below.lon), lat: below.lat + share * (above.lat - below.lat) }
}

function confidenceOf({ row, step, others }: Found, town: string | undefined, isBetween: boolean): number {
  const base = isBetween ? 0.8 : (sureness[row.level] ?? 0.2)
  const exact = step.ignored.length === 0 ? 1 : base
  const elsewhere = town && row.town !== town ? 0.5 : 1
  return round(Math.min(exact, base) * elsewhere * (others.length > 0 && row.town !== town ? 0.6 : 1))
}

const townOnly = (rows: readonly store.AddressRow[], town: string | undefined) => rows.find(({ name }) => name === town)

function nothingFound(text: string, address: Address): Geocoded {
  return {
    text,
    parsed: { ...address },
    canonical: canonicalAddress(address),
    match: null,
    point: null,
    confidence: 0,
    how: 'none',
    ignored: [],
    others: [],
  }
}

/** Text → the best standard address, its point, how sure that is, and what was left out of account. */
export async function geocode(ctx: Ctx, text: string): Promise<Geocoded> {
  const address = parseAddress(text, await surroundings(ctx))
  const steps = stepsOf(address)
  const rows = await store.byKeys(ctx, [...new Set(steps.flatMap(({ keys }) => keys))])
  const found = bestOf(steps, rows, address.town)
  if (!found) {
    const town = townOnly(await store.byLevel(ctx, 'town'), address.town)
    if (!town) return nothingFound(text, address)
    const ignored = detailLevels.filter((level) => address[level] !== undefined)
    return {
      ...nothingFound(text, address),
      match: addressView(town),
      point: { lon: town.lon, lat: town.lat },
      confidence: 0.15,
      how: 'town',
      ignored,
    }
  }
  const missing = found.step.ignored[0]
  const placed = await between(ctx, found, missing === 'number' || missing === 'lane' ? address[missing] : undefined)
  return {
    text,
    parsed: { ...address },
    canonical: canonicalAddress(address),
    match: addressView(found.row),
    point: placed ?? { lon: found.row.lon, lat: found.row.lat },
    confidence: confidenceOf(found, address.town, placed !== undefined),
    how: placed ? 'between' : found.step.ignored.length === 0 ? 'exact' : 'partly',
    ignored: found.step.ignored,
    others: found.others.slice(0, 5).map(addressView),
  }
}

const NEAR_M = 500

/** Point → the nearest door, and the town, village and grid it lies in. */
export async function reverse(ctx: Ctx, point: LonLat): Promise<ReverseGeocoded> {
  const [nearest, ...others] = await store.nearest(ctx, point, { withinM: NEAR_M, limit: 5 })
  const where = await areaAt(ctx, point)
  const place = (row: store.AddressRow & { distance_m: number }) => ({
    ...addressView(row),
    distanceM: Math.round(row.distance_m),
  })
  return {
    nearest: nearest ? place(nearest) : null,
    others: others.map(place),
    town: where.town?.name ?? null,
    village: where.village?.name ?? null,
    grid: where.grid ? { code: where.grid.code, name: where.grid.name } : null,
  }
}

export async function addressById(ctx: Ctx, id: string): Promise<{ address: AddressView; above: AddressView[] }> {
  const row = await store.byId(ctx, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This address' : '这个地址' })
  const line = await store.above(ctx, id)
  return { address: addressView(row), above: line.filter((each) => each.id !== id).map(addressView) }
}

export async function listAddresses(
  ctx: Ctx,
  query: { parent?: string | undefined; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: AddressView[]; next: string | null }> {
  const rows = await store.list(ctx, { ...query, after: query.cursor, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  return { items: page.map(addressView), next: rows.length > query.limit ? (page.at(-1)?.code ?? null) : null }
}
