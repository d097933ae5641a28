import { fromGeojsonVt } from '@maplibre/vt-pbf'
import GeoJSONVT from 'geojson-vt'
import type { Ctx, House } from '#kernel'
import { noSuchLayer, noSuchTile } from './errors.ts'
import { BASE, baseLayers, featuresFor, layerFor } from './layers.ts'
import type { Bbox, Geometry, Tags } from './schema.ts'
import * as store from './store.ts'

export const MAX_ZOOM = 18
const EXTENT = 4096
const BUFFER = 64

export interface TileAddress {
  z: number
  x: number
  y: number
}
export interface Tile {
  bytes: Buffer
  /** Absent on modules' layers: what a user may see can change at any time. */
  etag?: string
  leftOut: number
}

export function tileAddress(z: string, x: string, y: string): TileAddress {
  const [zoom, column, row] = [z, x, y].map((text) => (/^\d{1,7}$/.test(text) ? Number(text) : -1)) as [number, number, number]
  const inside = (n: number) => n >= 0 && n < 2 ** zoom
  if (zoom < 0 || zoom > MAX_ZOOM || !inside(column) || !inside(row)) throw noSuchTile({ maxZoom: MAX_ZOOM })
  return { z: zoom, x: column, y: row }
}

const latAt = (row: number, z: number): number => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / 2 ** z))) * 180) / Math.PI
const lonAt = (column: number, z: number): number => (column / 2 ** z) * 360 - 180

/** What a tile shows, with its buffer. */
export function tileBbox({ z, x, y }: TileAddress): Bbox {
  const margin = BUFFER / EXTENT
  return [lonAt(x - margin, z), latAt(y + 1 + margin, z), lonAt(x + 1 + margin, z), latAt(y - margin, z)]
}

interface Drawable {
  geometry: Geometry
  properties: Tags
}

const indexOf = (features: readonly Drawable[]) =>
  new GeoJSONVT({ type: 'FeatureCollection', features: features.map((feature) => ({ type: 'Feature', ...feature })) } as never, {
    maxZoom: MAX_ZOOM,
    indexMaxZoom: 0,
    tolerance: 0,
    buffer: BUFFER,
    extent: EXTENT,
  })

function encode(indexes: ReadonlyMap<string, GeoJSONVT>, { z, x, y }: TileAddress): Buffer {
  const layers: Record<string, never> = {}
  for (const [layer, index] of indexes) {
    const tile = index.getTile(z, x, y)
    if (tile && tile.features.length > 0) layers[layer] = tile as never
  }
  return Object.keys(layers).length === 0 ? Buffer.alloc(0) : Buffer.from(fromGeojsonVt(layers, { version: 2, extent: EXTENT }))
}

/** What one house remembers of its base map: thrown away when anything drawn changes. */
interface Memory {
  stamp: string
  tiles: Map<string, Buffer>
  indexes?: Map<string, GeoJSONVT>
  cuts: number
}
const memories = new WeakMap<House, Memory>()
const TILES_KEPT = 1_500

function memoryOf(house: House, stamp: string): Memory {
  const known = memories.get(house)
  if (known?.stamp === stamp) return known
  const fresh: Memory = { stamp, tiles: new Map(), cuts: 0 }
  memories.set(house, fresh)
  return fresh
}

function keep(memory: Memory, key: string, bytes: Buffer): Buffer {
  if (memory.tiles.size >= TILES_KEPT) memory.tiles.delete(memory.tiles.keys().next().value as string)
  memory.tiles.set(key, bytes)
  return bytes
}

/** The indexes keep every tile they cut; they are made anew before they grow too large. */
async function embeddedIndexes(ctx: Ctx, memory: Memory): Promise<ReadonlyMap<string, GeoJSONVT>> {
  memory.cuts += 1
  if (memory.indexes && memory.cuts % TILES_KEPT !== 0) return memory.indexes
  const rows = await store.everythingDrawn(ctx)
  const byLayer = Map.groupBy(rows, (row) => row.layer)
  memory.indexes = new Map(
    [...byLayer].map(([layer, group]) => [
      layer,
      indexOf(group.map(({ tags, geometry }) => ({ properties: tags, geometry: JSON.parse(geometry) }))),
    ]),
  )
  return memory.indexes
}

/** The layers of the base map that a tile of this zoom holds, in drawing order. */
function baseLayersAt(house: House, layer: string, z: number): string[] {
  const known = baseLayers(house)
  const wanted = layer === BASE ? known : known.filter(({ id }) => id === layer)
  return wanted.filter(({ minZoom }) => minZoom <= z).map(({ id }) => id)
}

/** Cut by PostGIS where it can write tiles, else here, with the same content; `by` is for the test that compares them. */
export async function cutBaseTile(
  ctx: Ctx,
  layers: readonly string[],
  at: TileAddress,
  memory: Memory,
  by?: 'sql' | 'here',
): Promise<Buffer> {
  const bySql = by ? by === 'sql' : await store.writesTiles(ctx)
  if (layers.length === 0) return Buffer.alloc(0)
  if (bySql) return store.tileBySql(ctx, layers, at)
  const indexes = await embeddedIndexes(ctx, memory)
  return encode(
    new Map(layers.flatMap((layer) => (indexes.has(layer) ? [[layer, indexes.get(layer) as GeoJSONVT] as const] : []))),
    at,
  )
}

async function baseTile(ctx: Ctx, layer: string, at: TileAddress, known?: string): Promise<Tile> {
  const stamp = await store.stamp(ctx)
  const etag = `"${stamp}.${layer}"`
  const memory = memoryOf(ctx.house, stamp)
  if (known === etag) return { bytes: Buffer.alloc(0), etag, leftOut: 0 }
  const key = `${layer}/${at.z}/${at.x}/${at.y}`
  const bytes =
    memory.tiles.get(key) ?? keep(memory, key, await cutBaseTile(ctx, baseLayersAt(ctx.house, layer, at.z), at, memory))
  return { bytes, etag, leftOut: 0 }
}

async function moduleTile(ctx: Ctx, id: string, at: TileAddress): Promise<Tile> {
  const layer = layerFor(ctx, id)
  const { features, leftOut } = await featuresFor(ctx, layer, tileBbox(at), at.z)
  const drawn = features.map(({ ref, geometry, properties }) => ({ geometry, properties: { ...properties, ref } }))
  return { bytes: drawn.length === 0 ? Buffer.alloc(0) : encode(new Map([[id, indexOf(drawn)]]), at), leftOut }
}

/** One tile of the whole base map (`base`), of one of its layers, or of a module's layer. */
export const tileOf = (ctx: Ctx, layer: string, at: TileAddress, known?: string): Promise<Tile> => {
  if (layer === BASE || baseLayers(ctx.house).some(({ id }) => id === layer)) return baseTile(ctx, layer, at, known)
  if (!/^[a-z][a-z0-9.-]*$/.test(layer)) throw noSuchLayer({ layer })
  return moduleTile(ctx, layer, at)
}
