import { type Ctx, protocolRoute, Reply, type RouteInput } from '#kernel'
import { collection, collections, conformance, item, items, landing, openApi, ROOT } from './ogc.ts'

type Params = Record<string, string>
type Answer = (ctx: Ctx, input: RouteInput<unknown, Record<string, string | string[]>, Params>) => unknown

const get = (path: string, summary: string, type: string, answer: Answer) =>
  protocolRoute({
    method: 'GET',
    path: `${ROOT}${path}`,
    may: 'public',
    summary: `OGC API – Features: ${summary}`,
    onError: ({ status, code, detail }) =>
      new Reply(
        status,
        { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
        JSON.stringify({ code, description: detail }),
      ),
    run: async (ctx, input) =>
      new Reply(200, { 'content-type': type, 'access-control-allow-origin': '*' }, JSON.stringify(await answer(ctx, input))),
  })

const json = 'application/json'
const geojson = 'application/geo+json'

export const ogcRoutes = [
  get('', 'landing page', json, (ctx) => landing(ctx)),
  get('/api', 'description of the interface', 'application/vnd.oai.openapi+json;version=3.0', (ctx) => openApi(ctx)),
  get('/conformance', 'what it conforms to', json, () => conformance()),
  get('/collections', 'the collections', json, (ctx) => collections(ctx)),
  get('/collections/:collection', 'one collection', json, (ctx, { params }) => collection(ctx, params['collection'] as string)),
  get('/collections/:collection/items', 'features of a collection', geojson, (ctx, { params, query }) =>
    items(ctx, params['collection'] as string, query),
  ),
  get('/collections/:collection/items/:feature', 'one feature', geojson, (ctx, { params }) =>
    item(ctx, params['collection'] as string, params['feature'] as string),
  ),
]
