import { type Ctx, districtOf, settingsOf } from '#kernel'
import { badBbox, badOgcQuery, noSuchFeature } from './errors.ts'
import { baseLayers, SURROUNDINGS } from './layers.ts'
import { parseBbox } from './service.ts'
import { geoSettings } from './settings.ts'
import * as store from './store.ts'

/** OGC API – Features, Part 1: Core (17-069r4), with GeoJSON: the base map and the areas, open to everyone. */
export const ROOT = '/ogc/features/v1'
const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'
const conformsTo = [
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
  'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
]

const json = 'application/json'
const geojson = 'application/geo+json'
const link = (href: string, rel: string, type: string, title?: string) => ({
  href: `${ROOT}${href}`,
  rel,
  type,
  ...(title && { title }),
})

const collectionsOf = (ctx: Ctx) => baseLayers(ctx.house).filter(({ id }) => !id.endsWith('-labels') && id !== SURROUNDINGS)

export function landing(ctx: Ctx) {
  const title = districtOf(ctx.house).title[ctx.locale]
  return {
    title,
    description: settingsOf(ctx.house, geoSettings).attribution[ctx.locale],
    links: [
      link('', 'self', json),
      link('/api', 'service-desc', 'application/vnd.oai.openapi+json;version=3.0'),
      link('/conformance', 'conformance', json),
      link('/collections', 'data', json),
    ],
  }
}

export const conformance = () => ({ conformsTo })

function collectionJson(ctx: Ctx, { id, title }: ReturnType<typeof collectionsOf>[number]) {
  const { bounds, attribution } = settingsOf(ctx.house, geoSettings)
  return {
    id,
    title: title[ctx.locale],
    description: attribution[ctx.locale],
    itemType: 'feature',
    crs: [CRS84],
    extent: { spatial: { bbox: [bounds], crs: CRS84 } },
    links: [link(`/collections/${id}`, 'self', json), link(`/collections/${id}/items`, 'items', geojson)],
  }
}

export const collections = (ctx: Ctx) => ({
  links: [link('/collections', 'self', json)],
  collections: collectionsOf(ctx).map((collection) => collectionJson(ctx, collection)),
})

function find(ctx: Ctx, id: string) {
  const collection = collectionsOf(ctx).find((known) => known.id === id)
  if (!collection) throw noSuchFeature({ what: `collection "${id}"` })
  return collection
}

export const collection = (ctx: Ctx, id: string) => collectionJson(ctx, find(ctx, id))

type Query = Record<string, string | string[]>

const one = (query: Query, name: string): string | undefined => {
  const value = query[name]
  if (Array.isArray(value)) throw badOgcQuery({ name, value: value.join(' ') })
  return value
}

/** Everything that Core names, and nothing else: an unknown parameter is a mistake that would go unseen (req. 8). */
const known = ['bbox', 'datetime', 'limit', 'cursor', 'lang', 'f']

function bboxOf(query: Query) {
  const text = one(query, 'bbox')
  if (text === undefined) return undefined
  const parts = text.split(',')
  const flat = parts.length === 6 ? [parts[0], parts[1], parts[3], parts[4]].join(',') : text
  try {
    return parseBbox(flat)
  } catch {
    throw badOgcQuery({ name: 'bbox', value: text, reason: badBbox().code })
  }
}

function limitOf(query: Query): number {
  const text = one(query, 'limit') ?? '100'
  if (!/^[1-9]\d{0,8}$/.test(text)) throw badOgcQuery({ name: 'limit', value: text })
  return Math.min(Number(text), 1_000)
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** The base map has no times of its own, so that `datetime`, if it is one at all, leaves nothing out (req. 26). */
function checkDatetime(query: Query): void {
  const text = one(query, 'datetime')
  const parts = text?.split('/') ?? []
  const isTime = (part: string) => part === '..' || part === '' || !Number.isNaN(Date.parse(part))
  if (text !== undefined && (parts.length > 2 || text === '' || !parts.every(isTime)))
    throw badOgcQuery({ name: 'datetime', value: text })
}

export async function items(ctx: Ctx, id: string, query: Query) {
  find(ctx, id)
  const strange = Object.keys(query).find((name) => !known.includes(name))
  if (strange) throw badOgcQuery({ name: strange, value: String(query[strange]) })
  checkDatetime(query)
  const [bbox, limit, after] = [bboxOf(query), limitOf(query), one(query, 'cursor')]
  if (after !== undefined && !uuid.test(after)) throw badOgcQuery({ name: 'cursor', value: after })
  const { features, matched } = await store.drawnPage(ctx, id, {
    limit: limit + 1,
    ...(bbox && { bbox }),
    ...(after && { after }),
  })
  const page = features.slice(0, limit)
  const next = features.length > limit ? page.at(-1)?.id : undefined
  const again = (cursor?: string) => {
    const parameters = new URLSearchParams({
      limit: String(limit),
      ...(bbox && { bbox: bbox.join(',') }),
      ...(cursor && { cursor }),
    })
    return `/collections/${id}/items?${parameters}`
  }
  return {
    type: 'FeatureCollection',
    timeStamp: ctx.now.toISOString(),
    numberMatched: matched,
    numberReturned: page.length,
    features: page,
    links: [
      link(again(after), 'self', geojson),
      link(`/collections/${id}`, 'collection', json),
      ...(next ? [link(again(next), 'next', geojson)] : []),
    ],
  }
}

export async function item(ctx: Ctx, id: string, featureId: string) {
  find(ctx, id)
  const feature = uuid.test(featureId) ? await store.drawnOne(ctx, id, featureId) : undefined
  if (!feature) throw noSuchFeature({ what: `feature "${featureId}" in "${id}"` })
  return {
    ...feature,
    links: [link(`/collections/${id}/items/${featureId}`, 'self', geojson), link(`/collections/${id}`, 'collection', json)],
  }
}

/** What a generic client needs to know of the addresses above. */
export function openApi(ctx: Ctx) {
  const ok = (type: string) => ({
    responses: { 200: { description: 'OK', content: { [type]: { schema: { type: 'object' } } } } },
  })
  const path = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } })
  const query = (name: string, schema: object) => ({ name, in: 'query', required: false, schema })
  const itemQuery = [
    query('bbox', { type: 'string', description: 'west,south,east,north' }),
    query('datetime', { type: 'string' }),
    query('limit', { type: 'integer', minimum: 1, maximum: 1_000, default: 100 }),
    query('cursor', { type: 'string' }),
  ]
  return {
    openapi: '3.0.3',
    info: { title: districtOf(ctx.house).title[ctx.locale], version: '1' },
    servers: [{ url: ROOT }],
    paths: {
      '/': { get: ok(json) },
      '/conformance': { get: ok(json) },
      '/collections': { get: ok(json) },
      '/collections/{collectionId}': { get: { parameters: [path('collectionId')], ...ok(json) } },
      '/collections/{collectionId}/items': { get: { parameters: [path('collectionId'), ...itemQuery], ...ok(geojson) } },
      '/collections/{collectionId}/items/{featureId}': {
        get: { parameters: [path('collectionId'), path('featureId')], ...ok(geojson) },
      },
    },
  }
}
