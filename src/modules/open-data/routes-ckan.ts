import { protocolRoute, type Reply, type Route } from '#kernel'
import { call, edgeError } from './ckan/call.ts'
import { dump } from './ckan/dump.ts'
import { ActionError, BadRequest, badRequest, failure } from './ckan/envelope.ts'
import { fromQuery } from './ckan/parameters.ts'
import { catalogueFeed, datasetAddress, datasetFeed, formOf } from './dcat/feed.ts'

const MB = 1024 * 1024

/** CKAN Action API v3, below /ckan; with and without the version. */
const actions = ['/ckan/api/3/action/:name', '/ckan/api/action/:name'].flatMap((path) => [
  protocolRoute({
    method: 'GET',
    path,
    may: 'public',
    summary: 'CKAN action',
    tx: 'none',
    onError: edgeError,
    run: (ctx, input) => call(ctx, input, true),
  }),
  protocolRoute({
    method: 'POST',
    path,
    may: 'public',
    summary: 'CKAN action',
    tx: 'none',
    upload: true,
    limits: { bytes: 32 * MB, perMinute: 600 },
    onError: edgeError,
    run: (ctx, input) => call(ctx, input, false),
  }),
])

/** What is refused here is refused in CKAN's form too. */
const spoken = async (work: Promise<Reply>): Promise<Reply> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof BadRequest) return badRequest(error.message)
    if (error instanceof ActionError) return failure('', error)
    throw error
  }
}
const get = (path: string, summary: string, tx: 'read' | 'none', run: Route['run']) =>
  protocolRoute({
    method: 'GET',
    path,
    may: 'public',
    summary,
    tx,
    onError: edgeError,
    run: (ctx, input) => spoken(run(ctx, input) as Promise<Reply>),
  })

const split = (document: string): [string, string] => {
  const dot = document.lastIndexOf('.')
  return dot < 0 ? [document, ''] : [document.slice(0, dot), document.slice(dot + 1)]
}

/** DCAT as ckanext-dcat serves it, at CKAN's root and at the site's. */
const graphs = ['/ckan', ''].flatMap((base) => [
  get(`${base}/catalog.:form`, 'DCAT catalogue', 'read', (ctx, { params, query }) =>
    catalogueFeed(ctx, formOf(params['form'] ?? ''), `${base}/catalog.${params['form']}`, fromQuery(query)),
  ),
  get(`${base}/dataset/:document`, 'DCAT dataset', 'read', (ctx, { params, headers }) => {
    const [id, form] = split(params['document'] ?? '')
    return form ? datasetFeed(ctx, id, formOf(form)) : datasetAddress(ctx, id, headers.accept ?? '')
  }),
])

export const ckanRoutes = [
  ...actions,
  ...graphs,
  get('/ckan/datastore/dump/:id', 'CKAN dump', 'none', (ctx, { params, query }) =>
    dump(ctx, params['id'] ?? '', fromQuery(query)),
  ),
]
