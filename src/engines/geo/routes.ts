import { z } from 'zod'
import { route } from '#kernel'
import { layersFor } from './layers.ts'
import { Area, AreaKind, AreaNode, Feature, FeatureCollection, Layer, LonLat, Near, Whereabouts } from './schema.ts'
import { areaAt, areaShape, areaShapes, areaTree, layerFeatures, listAreas, nearest, parseBbox } from './service.ts'
import { toWgs84 } from './datum.ts'

const Code = z.string().regex(/^[A-Za-z0-9_]{1,32}$/)
const Zoom = z.coerce.number().min(0).max(22)
const Place = LonLat.extend({
  lon: z.coerce.number().min(-180).max(180),
  lat: z.coerce.number().min(-90).max(90),
  datum: z.enum(['wgs84', 'gcj02', 'bd09']).default('wgs84'),
})
const Page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(200).optional() })

export const routes = [
  route({
    method: 'GET',
    path: '/areas',
    may: 'public',
    summary: 'Areas, largest first, by kind and above',
    query: Page.extend({ under: Code.optional(), kind: AreaKind.optional() }),
    reply: z.object({ items: z.array(Area), next: z.string().nullable() }),
    run: (ctx, { query: { under, kind, cursor, limit } }) =>
      listAreas(ctx, { limit, ...(under && { under }), ...(kind && { kind }), ...(cursor && { after: cursor }) }),
  }),
  route({
    method: 'GET',
    path: '/areas/tree',
    may: 'public',
    summary: 'District, towns, villages and grids as a tree of names',
    query: z.object({ under: Code.optional() }),
    reply: z.object({ items: z.array(AreaNode), next: z.null() }),
    run: async (ctx, { query }) => ({ items: await areaTree(ctx, query.under), next: null }),
  }),
  route({
    method: 'GET',
    path: '/areas/shapes',
    may: 'public',
    summary: 'Areas as GeoJSON, simplified for a zoom',
    query: z.object({ under: Code.optional(), kind: AreaKind.optional(), zoom: Zoom.optional() }),
    reply: FeatureCollection,
    run: (ctx, { query }) => areaShapes(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/areas/:code',
    may: 'public',
    summary: 'One area as a GeoJSON feature',
    params: z.object({ code: Code }),
    query: z.object({ zoom: Zoom.optional() }),
    reply: Feature,
    run: (ctx, { params, query }) => areaShape(ctx, params.code, query.zoom),
  }),
  route({
    method: 'GET',
    path: '/at',
    may: 'public',
    summary: 'In which district, town, village and grid a point lies',
    query: Place,
    reply: Whereabouts,
    run: (ctx, { query: { datum, ...point } }) => areaAt(ctx, toWgs84(point, datum)),
  }),
  route({
    method: 'GET',
    path: '/near',
    may: 'public',
    summary: 'What of the base map lies nearest to a point',
    query: Place.extend({
      layer: z.string().max(40).optional(),
      withinM: z.coerce.number().min(1).max(20_000).default(2_000),
      limit: z.coerce.number().int().min(1).max(50).default(10),
    }),
    reply: z.object({ items: z.array(Near), next: z.null() }),
    run: async (ctx, { query: { datum, lon, lat, ...want } }) => ({
      items: await nearest(ctx, toWgs84({ lon, lat }, datum), want),
      next: null,
    }),
  }),
  route({
    method: 'GET',
    path: '/layers',
    may: 'public',
    summary: 'Map layers that the asker may see',
    reply: z.object({ items: z.array(Layer), next: z.null() }),
    run: async (ctx) => ({ items: layersFor(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/layers/:layer/features',
    may: 'public',
    summary: 'Features of a layer in a bbox as GeoJSON, under the asker’s rights',
    params: z.object({ layer: z.string().max(60) }),
    query: z.object({ bbox: z.string().max(120), zoom: Zoom.default(14) }),
    reply: FeatureCollection.extend({ leftOut: z.number().int() }),
    run: (ctx, { params, query }) => layerFeatures(ctx, params.layer, parseBbox(query.bbox), query.zoom),
  }),
]
