import {
  type Ctx,
  defineKind,
  districtOf,
  holds,
  type House,
  type Kind,
  type May,
  parseRef,
  permissionKind,
  protectedTypeKind,
  settingsOf,
  type Text,
  visibleRefs,
} from '#kernel'
import { noSuchLayer } from './errors.ts'
import type { Bbox, Layer, MapFeature } from './schema.ts'
import { geoSettings } from './settings.ts'

/**
 * A module's things on the map. `features` gives what lies in the bbox; whoever may not see a feature's ref does not
 * get it, whatever `features` returned. Give `revision` when the layer changes rarely: browsers then ask less.
 */
export interface MapLayer {
  readonly id: string
  readonly title: Text
  readonly kind: Layer['kind']
  readonly may: May
  readonly minZoom: number
  readonly features: (ctx: Ctx, where: { bbox: Bbox; zoom: number; limit: number }) => Promise<MapFeature[]>
}

/** More than this in one tile or answer cannot be read on a screen; the rest is left out and counted. */
export const FEATURES_AT_ONCE = 5_000

export const mapLayerKind: Kind<MapLayer> = defineKind<MapLayer>({
  name: 'map layer',
  keyOf: (layer) => layer.id,
  check: (house) =>
    house.entries(mapLayerKind).flatMap(({ key, value }) => {
      const base =
        baseLayers(house).some((layer) => layer.id === key) || key === BASE || key === GROUND
          ? [`"${key}" is the name of a base layer`]
          : []
      const wanted = typeof value.may === 'string' ? [value.may] : value.may
      const unknown = wanted.filter((name) => name !== 'public' && name !== 'signed-in' && !house.find(permissionKind, name))
      return [...base, ...unknown.map((name) => `"${key}" needs permission "${name}", which nobody declares`)]
    }),
})
export const mapLayer = (value: MapLayer) => mapLayerKind.of(value)

/** All base layers in one tile. */
export const BASE = 'base'
/** What lies around the district, drawn from its outline, to be shaded. */
export const SURROUNDINGS = 'surroundings'
/** The configured raster map. */
export const GROUND = 'ground'

interface BaseLayer {
  id: string
  title: Text
  kind: Layer['kind']
  minZoom: number
}

const areaLayers: BaseLayer[] = [
  { id: 'district', title: { zh: '区界', en: 'District' }, kind: 'polygon', minZoom: 0 },
  { id: 'towns', title: { zh: '街镇', en: 'Towns' }, kind: 'polygon', minZoom: 0 },
  { id: 'villages', title: { zh: '村居（片区）', en: 'Villages and units' }, kind: 'polygon', minZoom: 10 },
  { id: 'grids', title: { zh: '责任网格', en: 'Responsibility grids' }, kind: 'polygon', minZoom: 10 },
  { id: SURROUNDINGS, title: { zh: '区外', en: 'Surroundings' }, kind: 'polygon', minZoom: 0 },
  { id: 'district-labels', title: { zh: '区名', en: 'District name' }, kind: 'point', minZoom: 0 },
  { id: 'town-labels', title: { zh: '街镇名', en: 'Town names' }, kind: 'point', minZoom: 0 },
  { id: 'village-labels', title: { zh: '村居（片区）名', en: 'Village and unit names' }, kind: 'point', minZoom: 10 },
  { id: 'grid-labels', title: { zh: '网格名', en: 'Grid names' }, kind: 'point', minZoom: 11 },
]

export const baseLayers = (house: House): BaseLayer[] => [
  ...areaLayers,
  ...(districtOf(house).settings['geo']
    ? settingsOf(house, geoSettings).layers.map(({ id, title, kind, minZoom }) => ({ id, title, kind, minZoom }))
    : []),
]

const maySee = (ctx: Ctx, may: May): boolean => {
  if (may === 'public' || ctx.user.kind === 'system') return true
  if (may === 'signed-in') return ctx.user.kind !== 'anonymous'
  return (typeof may === 'string' ? [may] : may).some((name) => holds(ctx.user, name))
}

/** A layer that this user may not see does not exist for them. */
export function layerFor(ctx: Ctx, id: string): MapLayer {
  const layer = ctx.house.find(mapLayerKind, id)
  if (!layer || !maySee(ctx, layer.may)) throw noSuchLayer({ layer: id })
  return layer
}

export const layersFor = (ctx: Ctx): Layer[] => [
  ...baseLayers(ctx.house).map((layer) => ({
    ...layer,
    base: true,
    tiles: tilesOf(layer.id),
    features: `/api/geo/layers/${layer.id}/features`,
  })),
  ...ctx.house
    .all(mapLayerKind)
    .filter((layer) => maySee(ctx, layer.may))
    .map(({ id, title, kind, minZoom }) => ({
      id,
      title,
      kind,
      minZoom,
      base: false,
      tiles: tilesOf(id),
      features: `/api/geo/layers/${id}/features`,
    })),
]

export const tilesOf = (layer: string) => `/tiles/${layer}/{z}/{x}/{y}.mvt`

/** What a user may see of a module's layer: its own answer, less what the refs' own rules hide. */
export async function featuresFor(
  ctx: Ctx,
  layer: MapLayer,
  bbox: Bbox,
  zoom: number,
): Promise<{ features: MapFeature[]; leftOut: number }> {
  if (zoom < layer.minZoom) return { features: [], leftOut: 0 }
  const found = await layer.features(ctx, { bbox, zoom, limit: FEATURES_AT_ONCE + 1 })
  const kept = found.slice(0, FEATURES_AT_ONCE)
  const guarded = kept.filter(({ ref }) => isGuarded(ctx, layer, ref)).map(({ ref }) => ref)
  const seen = await visibleRefs(ctx, guarded)
  const hidden = new Set(guarded.filter((ref) => !seen.has(ref)))
  return { features: kept.filter(({ ref }) => !hidden.has(ref)), leftOut: found.length - kept.length }
}

/** Refs of unprotected types pass on a public layer only (bus stops); elsewhere nobody has said who may see them. */
const isGuarded = (ctx: Ctx, layer: MapLayer, ref: string): boolean =>
  layer.may !== 'public' || ctx.house.find(protectedTypeKind, parseRef(ref).type) !== undefined
