import { z } from 'zod'
import { route } from '#kernel'
import * as desk from './desk.ts'
import { changeMetadata, draft, setPlan } from './drafts.ts'
import { decide, discard, submit, withdraw } from './publishing.ts'
import * as schema from './schema.ts'
import * as talk from './talk.ts'

const DESK = ['open-data.publish', 'open-data.review'] as const
const Id = z.object({ id: z.uuid() })
const Why = z.object({ why: z.string().trim().min(2).max(500) })
const done = async (work: Promise<void>) => {
  await work
}

/** Drafts: a department's desk makes them of the catalogue, enterprises of their own tables; one gate for both. */
const drafts = [
  route({
    method: 'GET',
    path: '/drafts',
    may: 'signed-in',
    summary: 'Datasets I hand in or look after',
    query: schema.DraftQuery,
    reply: schema.Drafts,
    run: (ctx, { query }) => desk.drafts(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/drafts',
    may: 'signed-in',
    summary: 'Hand in a table (csv or xlsx) as an enterprise',
    tx: 'none',
    upload: true,
    limits: { bytes: 64 * 1024 * 1024, perMinute: 10 },
    reply: schema.Draft,
    run: (ctx, { files }) => desk.handIn(ctx, files()),
  }),
  route({
    method: 'GET',
    path: '/drafts/:id',
    may: 'signed-in',
    summary: 'A draft with the gate’s report',
    tx: 'none',
    params: Id,
    reply: schema.Draft,
    run: (ctx, { params }) => draft(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/drafts/:id',
    may: 'signed-in',
    summary: 'Describe it',
    params: Id,
    body: schema.Metadata.partial().extend({ version: z.number().int() }),
    run: (ctx, { params, body }) => changeMetadata(ctx, params.id, body),
  }),
  route({
    method: 'PUT',
    path: '/drafts/:id/resources/:resource/plan',
    may: 'signed-in',
    summary: 'Another plan for the gate',
    tx: 'none',
    limits: { perMinute: 60 },
    params: Id.extend({ resource: z.uuid() }),
    body: schema.Plan,
    reply: schema.Draft,
    run: async (ctx, { params, body }) => {
      await setPlan(ctx, params.id, params.resource, body)
      return draft(ctx, params.id)
    },
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/submit',
    may: 'signed-in',
    summary: 'Hand it in; a department’s desk publishes',
    tx: 'none',
    params: Id,
    run: (ctx, { params }) => desk.ended(submit(ctx, params.id)),
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/decide',
    may: DESK,
    summary: 'Approve or return what was handed in',
    tx: 'none',
    params: Id,
    body: z.object({ approve: z.boolean(), why: z.string().trim().max(500).optional() }),
    run: (ctx, { params, body }) => desk.ended(decide(ctx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/withdraw',
    may: 'signed-in',
    summary: 'Withdraw an open dataset',
    params: Id,
    body: Why,
    run: (ctx, { params, body }) => done(withdraw(ctx, params.id, body.why)),
  }),
  route({
    method: 'DELETE',
    path: '/drafts/:id',
    may: 'signed-in',
    summary: 'Throw a draft away',
    params: Id,
    run: (ctx, { params }) => done(discard(ctx, params.id)),
  }),
]

const inbox = [
  route({
    method: 'GET',
    path: '/desk/candidates',
    may: 'open-data.publish',
    summary: 'Resources of the catalogue that may be opened',
    reply: schema.Candidates,
    run: desk.candidates,
  }),
  route({
    method: 'POST',
    path: '/desk/candidates/:id/open',
    may: 'open-data.publish',
    summary: 'Begin to open a resource: the gate looks at it',
    tx: 'none',
    params: Id,
    body: schema.OpenCandidate,
    reply: schema.Draft,
    run: (ctx, { params, body }) => desk.openCandidate(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/desk/inbox',
    may: DESK,
    summary: 'What waits for an answer',
    reply: schema.Inbox,
    run: async (ctx) => ({ items: await talk.inbox(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/desk/inbox/count',
    may: DESK,
    summary: 'How much waits',
    reply: z.object({ count: z.number().int() }),
    run: async (ctx) => ({ count: (await talk.inbox(ctx)).length }),
  }),
  route({
    method: 'POST',
    path: '/desk/questions/:id/answer',
    may: 'signed-in',
    summary: 'Answer in public, or hide with a reason',
    params: Id,
    body: z
      .object({ answer: z.string().trim().min(2).max(2000).optional(), hideWhy: z.string().trim().min(2).max(300).optional() })
      .refine((it) => (it.answer === undefined) !== (it.hideWhy === undefined)),
    run: (ctx, { params, body }) => done(talk.answerQuestion(ctx, params.id, body)),
  }),
  route({
    method: 'POST',
    path: '/desk/requests/:id/answer',
    may: 'open-data.review',
    summary: 'Answer a request for data',
    params: Id,
    reply: schema.DataRequest,
    body: z.object({
      state: z.enum(['planned', 'fulfilled', 'declined']),
      answer: z.string().trim().min(2).max(2000),
      dataset: z.string().max(100).optional(),
    }),
    run: (ctx, { params, body }) => talk.answerRequest(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/desk/reuses/:id/decide',
    may: 'open-data.review',
    summary: 'Show a reuse, or not',
    params: Id,
    body: z.object({ show: z.boolean(), why: z.string().trim().max(500).optional() }),
    run: (ctx, { params, body }) => done(talk.decideReuse(ctx, params.id, body)),
  }),
]

export const deskRoutes = [...drafts, ...inbox]
