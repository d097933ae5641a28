import { protocolRoute, Reply, type Route } from '#kernel'
import { call, edgeError } from './ckan/call.ts'
import { dump } from './ckan/dump.ts'
import { ActionError, BadRequest, badRequest, failure } from './ckan/envelope.ts'
import { fromQuery } from './ckan/parameters.ts'
import { catalogueAddress, datasetAddress, leadTo, resourceAddress } from './dcat/address.ts'
import { catalogueFeed, datasetFeed, formOf } from './dcat/feed.ts'

/** JSON of a call; a table larger than this comes as a file (multipart), which is read as it arrives, and only for who may write. */
const BODY = 1024 * 1024

/** CKAN Action API v3, below /ckan; with and without the version. */
const actions = ['/ckan/api/3/action/:name', '/ckan/api/action/:name'].flatMap((path) => [
  protocolRoute({
    method: 'GET',
    path,
    may: 'public',
    summary: 'CKAN action',
    tx: 'none',
    anyOrigin: true,
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
    anyOrigin: true,
    limits: { bytes: BODY, perMinute: 600 },
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
    anyOrigin: true,
    onError: edgeError,
    run: (ctx, input) => spoken(run(ctx, input) as Promise<Reply>),
  })

const split = (document: string): [string, string] => {
  const dot = document.lastIndexOf('.')
  return dot < 0 ? [document, ''] : [document.slice(0, dot), document.slice(dot + 1)]
}

const versionOf = () => new Reply(200, { 'content-type': 'application/json;charset=utf-8' }, JSON.stringify({ version: 3 }))

/** DCAT as ckanext-dcat serves it, at CKAN's root and at the site's; every address a graph names leads somewhere. */
const graphs = ['/ckan', ''].flatMap((base) => [
  get(`${base}/catalog`, 'DCAT catalogue, in the form asked for', 'read', (ctx, { query, headers }) =>
    catalogueAddress(ctx, `${base}/catalog`, fromQuery(query), headers.accept ?? ''),
  ),
  get(`${base}/catalog.:form`, 'DCAT catalogue', 'read', (ctx, { params, query }) =>
    catalogueFeed(ctx, formOf(params['form'] ?? ''), `${base}/catalog.${params['form']}`, fromQuery(query)),
  ),
  get(`${base}/dataset/:document`, 'DCAT dataset', 'read', (ctx, { params, headers }) => {
    const [id, form] = split(params['document'] ?? '')
    return form ? datasetFeed(ctx, id, formOf(form)) : datasetAddress(ctx, id, headers.accept ?? '')
  }),
  get(`${base}/dataset/:id/resource/:resource`, 'A distribution: to the page of its dataset', 'read', (ctx, { params }) =>
    resourceAddress(ctx, params['resource'] ?? ''),
  ),
])

/** The other addresses that CKAN's things have, for people who follow them. */
const leading = (path: string, to: (name: string) => string) =>
  get(path, 'To the page for people', 'none', async (ctx, { params }) =>
    leadTo(ctx, to(encodeURIComponent(params['name'] ?? ''))),
  )

export const ckanRoutes = [
  ...actions,
  ...graphs,
  ...['/ckan/api', '/ckan/api/3'].map((path) => get(path, 'CKAN API version', 'none', async () => versionOf())),
  leading('/ckan', () => '/data'),
  ...['/ckan/dataset', '/ckan/organization', '/ckan/group'].map((path) => leading(path, () => '/data/search')),
  leading('/ckan/organization/:name', (name) => `/data/search?publisher=${name}`),
  leading('/ckan/group/:name', (name) => `/data/search?theme=${name}`),
  get('/ckan/datastore/dump/:id', 'CKAN dump', 'none', (ctx, { params, query, headers }) =>
    dump(ctx, params['id'] ?? '', fromQuery(query), headers),
  ),
]
