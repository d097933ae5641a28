import type { Ctx } from '#kernel'
import { groundMapAway } from './errors.ts'
import type { TileAddress } from './tiles.ts'

const LARGEST = 1024 * 1024

/**
 * A configured raster map (天地图 WMTS and the like) fetched by the server: the key stays here, pages load nothing from
 * other hosts, and a reviewed map can stand under ours. `BASE_MAP_URL` holds `{z}`, `{x}`, `{y}`.
 */
export async function groundTile(ctx: Ctx, { z, x, y }: TileAddress): Promise<{ bytes: Buffer; type: string } | undefined> {
  const template = ctx.config.baseMapUrl
  if (!template) return undefined
  const url = template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))
  const answer = await fetch(url, { signal: AbortSignal.timeout(8_000), redirect: 'error' }).catch(() => undefined)
  const type = answer?.headers.get('content-type') ?? ''
  if (!answer?.ok || !/^image\/(png|jpeg|webp)/.test(type)) throw groundMapAway()
  const bytes = Buffer.from(await answer.arrayBuffer())
  if (bytes.length > LARGEST) throw groundMapAway()
  return { bytes, type }
}
