import { areaAt, layerFeatures } from '#engines/geo'
import { type Address, canonicalAddress } from '#protocols/chinese-address'
import { type Ctx, districtOf, newId } from '#kernel'
import { keysOf } from './address-keys.ts'
import { chanceOf } from './demo-chance.ts'
import * as store from './store-addresses.ts'

const first = [
  '玫瑰',
  '香樟',
  '清水',
  '枫林',
  '新城',
  '绿舟',
  '佳邸',
  '盈湖',
  '星汇',
  '桂花',
  '碧波',
  '金泽',
  '青竹',
  '云庭',
  '仁恒',
  '西郊',
]
const second = ['花园', '苑', '家园', '新村', '公寓', '名邸']
const SOURCE = '演示数据（按示意图生成）'
const STEP_M = 260
const DEGREE_M = 111_000
const MOST_HOMES = 4000
const FLOORS = 6
const DOORS = 6

interface Spot {
  road: string
  lon: number
  lat: number
  /** Along the road, in tens of metres: Shanghai's numbers grow with it. */
  at: number
}

type Line = { properties: Record<string, unknown>; geometry: { type: string; coordinates: unknown } }

/** A spot every 260 m of each road on which people live. */
function spotsOn(features: readonly Line[]): Spot[] {
  return features.flatMap(({ properties, geometry }) => {
    const name = properties['name_zh'] ?? (properties['name'] as { zh?: string } | undefined)?.zh
    if (typeof name !== 'string' || !['street', 'trunk'].includes(String(properties['kind'])) || geometry.type !== 'LineString')
      return []
    const line = geometry.coordinates as [number, number][]
    const spots: Spot[] = []
    let walked = 0
    let next = STEP_M / 2
    for (let at = 1; at < line.length; at++) {
      const [[x0, y0], [x1, y1]] = [line[at - 1], line[at]] as [[number, number], [number, number]]
      const length = Math.hypot((x1 - x0) * 0.856, y1 - y0) * DEGREE_M
      for (; next <= walked + length; next += STEP_M) {
        const share = (next - walked) / length
        spots.push({ road: name, lon: x0 + share * (x1 - x0), lat: y0 + share * (y1 - y0), at: Math.round(next / 10) })
      }
      walked += length
    }
    return spots
  })
}

interface Planting {
  ctx: Ctx
  district: string
  rows: store.NewAddress[]
  roads: Map<string, store.NewAddress>
  towns: Map<string, store.NewAddress>
}

type Place = { town: string; area: string; lon: number; lat: number }

function put(
  work: Planting,
  parent: store.NewAddress | null,
  level: store.NewAddress['level'],
  address: Address,
  place: Place,
  named?: string,
) {
  const { estate: _estate, ...street } = address
  const value = address[level] as string
  const plain = canonicalAddress({ [level]: value }, level)
  const row: store.NewAddress = {
    id: newId(),
    code: `${place.area.split('.').at(-1)?.slice(0, 9)}-${String(work.rows.length).padStart(6, '0')}`,
    parent: parent?.id ?? null,
    level,
    name: named ?? plain,
    full_name: work.district + canonicalAddress(level === 'estate' ? address : street, 'town'),
    keys: keysOf(address),
    source: SOURCE,
    ...place,
  }
  work.rows.push(row)
  return row
}

function roadOf(work: Planting, town: { zh: string; path: string }, spot: Spot): store.NewAddress {
  const place = { town: town.zh, area: town.path, lon: spot.lon, lat: spot.lat }
  const above = work.towns.get(town.zh) ?? put(work, null, 'town', { town: town.zh }, place)
  work.towns.set(town.zh, above)
  const key = `${town.zh}/${spot.road}`
  const road = work.roads.get(key) ?? put(work, above, 'road', { town: town.zh, road: spot.road }, place)
  work.roads.set(key, road)
  return road
}

const away = (spot: Spot, east: number, north: number) => ({
  lon: spot.lon + east / (DEGREE_M * 0.856),
  lat: spot.lat + north / DEGREE_M,
})

/** A lane with an estate: doors in two rows, six floors, two homes on each. */
function plantLane(work: Planting, road: store.NewAddress, spot: Spot, estate: string): void {
  const place = { town: road.town, area: road.area }
  const lane = { town: road.town, road: spot.road, lane: String(spot.at), estate }
  const side = spot.at % 2 === 0 ? 1 : -1
  const gate = put(work, road, 'lane', lane, { ...place, ...away(spot, 0, 45 * side) }, `${spot.at}弄（${estate}）`)
  for (let door = 1; door <= DOORS; door++) {
    const point = away(spot, ((door - 1) % 3) * 55 - 55, (80 + (door > 3 ? 60 : 0)) * side)
    const address = { ...lane, number: String(door) }
    const row = put(work, gate, 'number', address, { ...place, ...point })
    for (let floor = 1; floor <= FLOORS; floor++)
      for (const home of ['01', '02']) put(work, row, 'room', { ...address, room: `${floor}${home}` }, { ...place, ...point })
  }
}

/** Addresses over the schematic map: invented, but on its roads and in its towns. */
export async function plantAddresses(ctx: Ctx, { from, spots: most }: { from: number; spots: number }): Promise<number> {
  const { features } = await layerFeatures(ctx, 'roads', [120.5, 30.5, 121.9, 31.6], 18)
  const spots = spotsOn(features as unknown as Line[])
  const chance = chanceOf(20_260_401)
  const order = spots.map((spot) => ({ spot, key: chance.next() })).sort((a, b) => a.key - b.key)
  const chosen = order.slice(from, from + most)
  const work: Planting = { ctx, district: districtOf(ctx.house).title.zh, rows: [], roads: new Map(), towns: new Map() }
  await recall(work)
  for (const [index, { spot }] of chosen.entries()) {
    const town = (await areaAt(ctx, spot)).town
    if (!town) continue
    const road = roadOf(work, { zh: town.name.zh, path: town.path }, spot)
    const n = from + index
    const estate = `${first[n % first.length]}${second[Math.floor(n / first.length) % second.length]}`
    if (n % 3 === 2) {
      const point = away(spot, 0, spot.at % 2 === 0 ? 25 : -25)
      const door = { town: road.town, road: spot.road, number: String(spot.at) }
      put(work, road, 'number', door, { town: road.town, area: road.area, ...point })
    } else plantLane(work, road, spot, n < first.length * second.length ? estate : `${estate}${Math.floor(n / 96) + 1}期`)
  }
  for (let at = 0; at < work.rows.length; at += 1000)
    await store.insert(
      ctx,
      work.rows.slice(at, at + 1000).map((row) => ({ ...row, code: `${row.code}-${from}` })),
    )
  return chosen.length
}

/** Towns and roads that an earlier step has planted. */
async function recall(work: Planting): Promise<void> {
  for (const row of await store.byLevel(work.ctx, 'town')) work.towns.set(row.name, row)
  for (const row of await store.byLevel(work.ctx, 'road')) work.roads.set(`${row.town}/${row.name}`, row)
}

/** Homes for the residents of the demo, in the order in which they were planted. */
export const homesOf = async (ctx: Ctx): Promise<string[]> =>
  (await store.byLevel(ctx, 'room', MOST_HOMES)).map(({ full_name }) => full_name)
