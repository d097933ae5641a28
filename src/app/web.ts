import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { districtOf, type Platform } from '#kernel'
import { localeOf } from '../kernel/send.ts'
import { headOf, linkHeader, withHead } from './page-head.ts'

const folder = fileURLToPath(new URL('../../dist/web/', import.meta.url))

/** The page every address of the application begins with; it says on whose clock times are to be shown. */
async function startPage(timeZone: string): Promise<{ html: Buffer; etag: string }> {
  const built = await readFile(`${folder}index.html`, 'utf8')
  const html = Buffer.from(built.replace('<html ', `<html data-zone="${timeZone}" `))
  return { html, etag: `"${createHash('sha256').update(html).digest('hex').slice(0, 20)}"` }
}

/** The built pages; every address that is not an API's is the application's own. */
export async function serveWeb(app: FastifyInstance, platform: Platform): Promise<boolean> {
  if (!existsSync(`${folder}index.html`)) return false
  await app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    wildcard: false,
    index: false,
    globIgnore: ['index.html*'],
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  const { html, etag } = await startPage(districtOf(platform.house).timeZone)
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    if (/^\/(api|ckan|ogc|open311|tiles|assets)(\/|$)/.test(request.url)) return reply.callNotFound()
    const head = await headOf(platform, request.url, localeOf(request), request.id)
    reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8')
    if (head) return reply.headers({ link: linkHeader(head), vary: 'accept-language' }).send(withHead(html.toString(), head))
    reply.header('etag', etag)
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(html)
  })
  return true
}
