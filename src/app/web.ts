import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const folder = fileURLToPath(new URL('../../dist/web/', import.meta.url))

/** The built pages; every address that is not an API's is the application's own. */
export async function serveWeb(app: FastifyInstance): Promise<boolean> {
  if (!existsSync(`${folder}index.html`)) return false
  await app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    wildcard: false,
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    if (/^\/(api|ckan|open311|tiles|assets)(\/|$)/.test(request.url)) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
  return true
}
