import { z } from 'zod'
import { notFound, Reply, route, settingsOf } from '#kernel'
import { chart, places } from './chart.ts'
import { download } from './download.ts'
import { makeKey, myKeys, revokeKey } from './keys.ts'
import { openApi } from './openapi.ts'
import * as portal from './portal.ts'
import * as schema from './schema.ts'
import { openDataSettings } from './settings.ts'
import { setSubscription } from './subscriptions.ts'
import * as talk from './talk.ts'

const Named = z.object({ name: z.string().max(100) })
const Id = z.object({ id: z.uuid() })
const Page = z.object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })

/** What everybody reads. */
const reading = [
  route({
    method: 'GET',
    path: '/home',
    may: 'public',
    summary: 'Numbers, themes, newest and most used datasets',
    reply: schema.Home,
    run: portal.home,
  }),
  route({
    method: 'GET',
    path: '/vocabulary',
    may: 'public',
    summary: 'Themes and licences',
    reply: schema.Vocabulary,
    run: async (ctx) => {
      const { themes, licences } = settingsOf(ctx.house, openDataSettings)
      return { themes, licences }
    },
  }),
  route({
    method: 'GET',
    path: '/datasets',
    may: 'public',
    summary: 'Search open datasets',
    query: schema.DatasetQuery,
    reply: schema.DatasetPage,
    run: (ctx, { query }) => portal.findDatasets(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/datasets/:name',
    may: 'public',
    summary: 'One dataset',
    params: Named,
    reply: schema.Dataset,
    run: (ctx, { params }) => portal.datasetPage(ctx, params.name),
  }),
  route({
    method: 'GET',
    path: '/resources/:id/rows',
    may: 'public',
    summary: 'Rows of a table',
    params: Id,
    query: schema.RowQuery,
    reply: schema.Rows,
    run: (ctx, { params, query }) => portal.rows(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/resources/:id/chart',
    may: 'public',
    summary: 'Figures for a chart',
    params: Id,
    query: schema.ChartQuery,
    reply: schema.ChartData,
    run: (ctx, { params, query }) => chart(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/resources/:id/places',
    may: 'public',
    summary: 'Rows as places on the map',
    params: Id,
    reply: schema.Places,
    run: (ctx, { params }) => places(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/resources/:id/download',
    may: 'public',
    summary: 'The whole table as csv, json, xlsx or GeoJSON',
    tx: 'none',
    limits: { perMinute: 60 },
    anyOrigin: true,
    params: Id,
    query: z.object({ format: z.string().max(20).default('csv'), encoding: z.enum(['utf-8', 'gb18030']).default('utf-8') }),
    run: (ctx, { params, query, headers }) => download(ctx, params.id, { ...query, headers }),
  }),
  route({
    method: 'GET',
    path: '/openapi',
    may: 'public',
    summary: 'This interface described (OpenAPI 3.1)',
    anyOrigin: true,
    run: async (ctx) =>
      new Reply(
        200,
        { 'content-type': 'application/json; charset=utf-8', 'access-control-allow-origin': '*' },
        JSON.stringify(openApi(ctx)),
      ),
  }),
]

/** What people say. */
const talking = [
  route({
    method: 'POST',
    path: '/datasets/:name/questions',
    may: 'signed-in',
    summary: 'Ask the provider',
    limits: { perMinute: 10 },
    params: Named,
    body: z.object({ body: z.string().trim().min(4).max(1000) }),
    reply: schema.Question,
    run: (ctx, { params, body }) => talk.askProvider(ctx, params.name, body.body),
  }),
  route({
    method: 'POST',
    path: '/datasets/:name/reuses',
    may: 'signed-in',
    summary: 'Show what you made of the data',
    limits: { perMinute: 10 },
    params: Named,
    body: schema.NewReuse,
    reply: schema.Reuse,
    run: (ctx, { params, body }) => talk.submitReuse(ctx, params.name, body),
  }),
  route({
    method: 'PUT',
    path: '/datasets/:name/subscription',
    may: 'signed-in',
    summary: 'Hear of new data, or no more',
    params: Named,
    body: z.object({ on: z.boolean() }),
    reply: z.object({ on: z.boolean() }),
    run: (ctx, { params, body }) => setSubscription(ctx, params.name, body.on),
  }),
  route({
    method: 'GET',
    path: '/requests',
    may: 'public',
    summary: 'Requests for data',
    query: Page,
    reply: schema.DataRequests,
    run: (ctx, { query }) => talk.listRequests(ctx, query.cursor, query.limit),
  }),
  route({
    method: 'POST',
    path: '/requests',
    may: 'signed-in',
    summary: 'Ask for data that is not open yet',
    limits: { perMinute: 10 },
    body: schema.NewDataRequest,
    reply: schema.DataRequest,
    run: (ctx, { body }) => talk.requestData(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/requests/:id',
    may: 'public',
    summary: 'One request',
    params: Id,
    reply: schema.DataRequest,
    run: (ctx, { params }) => talk.request(ctx, params.id),
  }),
  route({
    method: 'PUT',
    path: '/requests/:id/following',
    may: 'signed-in',
    summary: 'Want it too, or no more',
    params: Id,
    body: z.object({ on: z.boolean() }),
    reply: schema.DataRequest,
    run: (ctx, { params, body }) => talk.followRequest(ctx, params.id, body.on),
  }),
]

const keys = [
  route({
    method: 'GET',
    path: '/keys',
    may: 'signed-in',
    summary: 'My keys and what they used',
    tx: 'write',
    reply: schema.ApiKeys,
    run: async (ctx) => ({ items: await myKeys(ctx), next: null }),
  }),
  route({
    method: 'POST',
    path: '/keys',
    may: 'signed-in',
    summary: 'Make a key; it is shown once',
    limits: { perMinute: 10 },
    body: schema.NewKey,
    reply: z.object({ key: z.string(), item: schema.ApiKey }),
    run: (ctx, { body }) => makeKey(ctx, body.name),
  }),
  route({
    method: 'DELETE',
    path: '/keys/:id',
    may: 'signed-in',
    summary: 'Revoke a key',
    params: z.object({ id: z.string().max(60) }),
    run: (ctx, { params }) => {
      if (!z.uuid().safeParse(params.id).success) throw notFound({ what: '' })
      return revokeKey(ctx, params.id)
    },
  }),
]

export const routes = [...reading, ...talking, ...keys]
