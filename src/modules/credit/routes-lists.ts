import { z } from 'zod'
import { route } from '#kernel'
import { batchFile, batchList, exchangeState, makeBatches, readBack } from './exchange.ts'
import { drop, enter, entryList, exit, listInfos, notice, publicList, state } from './lists.ts'
import { executionList, feedBack, makeMeasure, measureList } from './measures.ts'
import { Id, ListView, ExecutionView, Page } from './schema.ts'
import {
  Batches,
  BatchView,
  Entries,
  EntryAct,
  EntryQuery,
  ExchangeState,
  ExecutionQuery,
  Executions,
  Feedback,
  ListInfos,
  Measures,
  MeasureView,
  NewEntry,
  NewMeasure,
  PublicEntries,
  Statement,
  Statistics,
} from './schema-lists.ts'
import { statistics } from './statistics.ts'

const onEntry = (path: string, summary: string, run: typeof enter) =>
  route({
    method: 'POST',
    path: `/list-entries/:id/${path}`,
    may: 'credit.list',
    summary,
    params: Id,
    body: EntryAct,
    reply: ListView,
    run: (ctx, { params, body }) => run(ctx, params.id, body),
  })

export const listRoutes = [
  route({
    method: 'GET',
    path: '/lists',
    may: 'public',
    summary: 'Lists of serious breaches, each with its legal basis',
    reply: ListInfos,
    run: async (ctx) => ({ items: await listInfos(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/lists/:list/entries',
    may: 'public',
    summary: 'Who is on a list now',
    limits: { perMinute: 60 },
    params: z.object({ list: z.string().max(60) }),
    query: z.object(Page),
    reply: PublicEntries,
    run: (ctx, { params, query }) => publicList(ctx, params.list, query),
  }),
  route({
    method: 'GET',
    path: '/list-entries',
    may: ['credit.list', 'credit.read'],
    summary: 'Notices and entries that I may see',
    query: EntryQuery,
    reply: Entries,
    run: (ctx, { query }) => entryList(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/list-entries',
    may: 'credit.list',
    summary: 'Notify a subject that it is to be listed 事先告知; the time to state its case runs',
    body: NewEntry,
    reply: ListView,
    run: (ctx, { body }) => notice(ctx, body),
  }),
  onEntry('enter', 'Enter on the list, after the hearing', enter),
  onEntry('drop', 'Not listed after all', drop),
  onEntry('exit', 'Take off the list', exit),
  route({
    method: 'POST',
    path: '/list-entries/:id/statement',
    may: 'signed-in',
    summary: 'State one’s case 陈述申辩 before being listed',
    params: Id,
    body: Statement,
    reply: ListView,
    run: (ctx, { params, body }) => state(ctx, params.id, body),
  }),
]

export const measureRoutes = [
  route({
    method: 'GET',
    path: '/measures',
    may: 'signed-in',
    summary: 'Joint incentives and penalties, each with its legal basis',
    reply: Measures,
    run: async (ctx) => ({ items: await measureList(ctx), next: null }),
  }),
  route({
    method: 'POST',
    path: '/measures',
    may: 'credit.measure',
    summary: 'Make a measure; refused without a legal basis',
    body: NewMeasure,
    reply: MeasureView,
    run: (ctx, { body }) => makeMeasure(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/executions',
    may: ['credit.execute', 'credit.read'],
    summary: 'Measures that fell due, and what became of them',
    query: ExecutionQuery,
    reply: Executions,
    run: (ctx, { query }) => executionList(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/executions/:id/feedback',
    may: 'credit.execute',
    summary: 'Report what was done with a measure',
    params: Id,
    body: Feedback,
    reply: ExecutionView,
    run: (ctx, { params, body }) => feedBack(ctx, params.id, body),
  }),
]

export const exchangeRoutes = [
  route({
    method: 'GET',
    path: '/statistics',
    may: 'credit.read',
    summary: 'Counts of records, repairs and objections as last counted',
    reply: Statistics,
    run: (ctx) => statistics(ctx),
  }),
  route({
    method: 'GET',
    path: '/exchange',
    may: 'credit.exchange',
    summary: 'What waits to be told upward, and what was refused there',
    reply: ExchangeState,
    run: (ctx) => exchangeState(ctx),
  }),
  route({
    method: 'POST',
    path: '/exchange',
    may: 'credit.exchange',
    summary: 'Make today’s batches now',
    reply: z.object({ made: z.number().int() }),
    run: async (ctx) => ({ made: await makeBatches(ctx) }),
  }),
  route({
    method: 'GET',
    path: '/exchange/batches',
    may: 'credit.exchange',
    summary: 'Batches for the platform above, newest first',
    query: z.object(Page),
    reply: Batches,
    run: (ctx, { query }) => batchList(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/exchange/batches/:id/:form',
    may: 'credit.exchange',
    summary: 'A batch as csv or xml, or its manifest with the digests',
    tx: 'write',
    params: z.object({ id: z.uuid(), form: z.enum(['csv', 'xml', 'manifest']) }),
    run: (ctx, { params }) => batchFile(ctx, params.id, params.form),
  }),
  route({
    method: 'POST',
    path: '/exchange/batches/:id/receipt',
    may: 'credit.exchange',
    summary: 'Read the receipt from above back: a table of line, result, why',
    tx: 'none',
    upload: true,
    params: z.object({ id: z.uuid() }),
    reply: BatchView,
    run: (ctx, { params, files }) => readBack(ctx, params.id, files()),
  }),
]
