import { z } from 'zod'
import { type Ctx, protocolRoute, Reply, route } from '#kernel'
import { groundTile } from './ground.ts'
import { styleFor } from './style.ts'
import { MAX_ZOOM, type Tile, tileAddress, tileOf } from './tiles.ts'
import { noSuchTile } from './errors.ts'

const tilesPerMinute = 6_000

/** Base tiles are the same for everyone, on other sites' maps too, and ask again with their ETag; a module's tile is one person's. */
function tileReply({ bytes, etag, leftOut }: Tile, known: string | undefined): Reply {
  const caching: Record<string, string> = etag
    ? { etag, 'cache-control': 'public, max-age=300, stale-while-revalidate=86400', 'access-control-allow-origin': '*' }
    : { 'cache-control': 'private, no-store' }
  const headers = { ...caching, ...(leftOut > 0 && { 'x-features-left-out': String(leftOut) }) }
  if (etag && known === etag) return new Reply(304, headers, null)
  if (bytes.length === 0) return new Reply(204, headers, null)
  return new Reply(200, { ...headers, 'content-type': 'application/vnd.mapbox-vector-tile' }, bytes)
}

async function vectorTile(ctx: Ctx, { layer, z, x, file }: Record<string, string>, known: string | undefined): Promise<Reply> {
  const row = /^(\d+)\.mvt$/.exec(file as string)?.[1]
  if (row === undefined) throw noSuchTile({ maxZoom: MAX_ZOOM })
  return tileReply(await tileOf(ctx, layer as string, tileAddress(z as string, x as string, row), known), known)
}

export const tileRoutes = [
  protocolRoute({
    method: 'GET',
    path: '/tiles/:layer/:z/:x/:file',
    may: 'public',
    summary: 'Mapbox vector tile of the base map or of a layer: /tiles/{layer}/{z}/{x}/{y}.mvt',
    limits: { perMinute: tilesPerMinute },
    run: (ctx, { params, headers }) => vectorTile(ctx, params, headers['if-none-match']),
  }),
  protocolRoute({
    method: 'GET',
    path: '/tiles/ground/:z/:x/:y',
    may: 'public',
    tx: 'none',
    summary: 'Raster tile of the configured ground map',
    limits: { perMinute: tilesPerMinute },
    run: async (ctx, { params }) => {
      const { z, x, y } = params as Record<'z' | 'x' | 'y', string>
      const tile = await groundTile(ctx, tileAddress(z, x, y))
      if (!tile) throw noSuchTile({ maxZoom: MAX_ZOOM })
      return new Reply(200, { 'content-type': tile.type, 'cache-control': 'public, max-age=86400' }, tile.bytes)
    },
  }),
  route({
    method: 'GET',
    path: '/style',
    may: 'public',
    summary: 'MapLibre style of the base map, by theme and language; no address of another host',
    tx: 'none',
    query: z.object({ theme: z.enum(['light', 'dark']).default('light'), lang: z.enum(['zh', 'en']).default('zh') }),
    reply: z.record(z.string(), z.unknown()),
    run: async (ctx, { query }) => styleFor(ctx, query.theme, query.lang, ''),
  }),
]
