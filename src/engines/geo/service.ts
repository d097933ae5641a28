import type { Ctx } from '#kernel'
import { badBbox, noSuchArea } from './errors.ts'
import { baseLayers, featuresFor, layerFor } from './layers.ts'
import type { Area, AreaKind, AreaName, AreaNode, Bbox, Feature, FeatureCollection, LonLat, Near, Whereabouts } from './schema.ts'
import * as store from './store.ts'

/**
 * Where a point lies, level by level. The town decides (its neighbours' grids may reach over it after an import); below
 * it schematic parts stand in for places they do not quite cover, so that inside a town there is always a grid.
 */
export async function areaAt(ctx: Ctx, point: LonLat): Promise<Whereabouts> {
  const found = await store.covering(ctx, point)
  const town = found.find((area) => area.kind === 'town')
  if (!town) {
    const district = found.find((area) => area.kind === 'district')
    return district ? { district, deepest: district.path } : {}
  }
  const [district] = await store.byPaths(ctx, [town.path.split('.').slice(0, -1).join('.')])
  const where: Whereabouts = { ...(district && { district }), town, deepest: town.path }
  for (let at: AreaName | undefined = town; at; ) {
    const path: string = at.path
    at = found.find((area) => isChild(area.path, path)) ?? (await store.nearestChild(ctx, path, point))
    if (at) Object.assign(where, { [at.kind]: at, deepest: at.path })
    if (at?.kind === 'grid') break
  }
  return where
}

const isChild = (path: string, parent: string): boolean =>
  path.startsWith(`${parent}.`) && !path.slice(parent.length + 1).includes('.')

/** All areas in the subtree of a path (itself included), largest first. */
export const areasUnder = (ctx: Ctx, path: string | undefined, kind?: AreaKind): Promise<AreaName[]> =>
  store.subtree(ctx, path, kind)

/** Retired areas too: old matters keep their place. */
export const areasByPaths = (ctx: Ctx, paths: readonly string[]): Promise<AreaName[]> => store.byPaths(ctx, paths)

/** Areas by path (retired ones too), code or name, all at once; a name may be borne by several. */
export const areasNamed = (ctx: Ctx, texts: readonly string[]): Promise<AreaName[]> => store.named(ctx, texts)

export async function areaByCode(ctx: Ctx, code: string): Promise<AreaName> {
  const area = await store.byCode(ctx, code)
  if (!area) throw noSuchArea({ code })
  return area
}

const underOf = async (ctx: Ctx, code: string | undefined) => (code ? (await areaByCode(ctx, code)).path : undefined)

export async function listAreas(
  ctx: Ctx,
  query: { under?: string; kind?: AreaKind; after?: string; limit: number },
): Promise<{ items: Area[]; next: string | null }> {
  const items = await store.list(ctx, { ...query, under: await underOf(ctx, query.under), limit: query.limit + 1 })
  const page = items.slice(0, query.limit)
  return { items: page, next: items.length > query.limit ? (page.at(-1)?.path ?? null) : null }
}

export async function areaTree(ctx: Ctx, code?: string): Promise<AreaNode[]> {
  const nodes = (await store.subtree(ctx, await underOf(ctx, code), undefined)).map(
    (area): AreaNode => ({ ...area, children: [] }),
  )
  const byPath = new Map(nodes.map((node) => [node.path, node]))
  return nodes.filter((node) => {
    const parent = byPath.get(node.path.split('.').slice(0, -1).join('.'))
    parent?.children.push(node)
    return !parent
  })
}

/** Half a pixel at this zoom, in degrees: what no screen can show. */
const toleranceAt = (zoom: number | undefined): number => (zoom === undefined ? 0 : 360 / (512 * 2 ** zoom) / 2)

export async function areaShapes(
  ctx: Ctx,
  query: { under?: string | undefined; kind?: AreaKind | undefined; zoom?: number | undefined },
): Promise<FeatureCollection> {
  const features = await store.shapes(ctx, { under: await underOf(ctx, query.under), kind: query.kind }, toleranceAt(query.zoom))
  return { type: 'FeatureCollection', features }
}

export async function areaShape(ctx: Ctx, code: string, zoom?: number): Promise<Feature> {
  const [feature] = await store.shapes(ctx, { code }, toleranceAt(zoom))
  if (!feature) throw noSuchArea({ code })
  return feature
}

export const nearest = (
  ctx: Ctx,
  point: LonLat,
  want: { layer?: string | undefined; withinM: number; limit: number },
): Promise<Near[]> => store.nearest(ctx, point, want)

export function parseBbox(text: string): Bbox {
  const numbers = text.split(',').map(Number)
  const [west, south, east, north] = numbers as Bbox
  if (numbers.length !== 4 || numbers.some((n) => !Number.isFinite(n)) || west >= east || south >= north) throw badBbox()
  return [west, south, east, north]
}

/** A layer's features in a bbox, base or module's, under the asker's rights. */
export async function layerFeatures(
  ctx: Ctx,
  id: string,
  bbox: Bbox,
  zoom: number,
): Promise<FeatureCollection & { leftOut: number }> {
  if (baseLayers(ctx.house).some((layer) => layer.id === id)) {
    const features = await store.featuresIn(ctx, id, bbox, 5_000)
    return { type: 'FeatureCollection', features, leftOut: 0 }
  }
  const { features, leftOut } = await featuresFor(ctx, layerFor(ctx, id), bbox, zoom)
  return {
    type: 'FeatureCollection',
    leftOut,
    features: features.map(({ ref, geometry, properties }) => ({
      type: 'Feature',
      id: ref,
      geometry,
      properties: { ...properties, ref },
    })),
  }
}

export const drawnStamp = (ctx: Ctx): Promise<string> => store.stamp(ctx)
