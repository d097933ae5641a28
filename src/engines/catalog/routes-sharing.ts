import { route } from '#kernel'
import { z } from 'zod'
import { applicationById, listApplications, subtrees } from './application-view.ts'
import { answerOffer, appeal, apply, arbitrate, checkApplication, decide } from './applications.ts'
import { sharedFile, sharedRows } from './delivery.ts'
import {
  AnswerOffer,
  Appeal,
  Application,
  ApplicationList,
  Arbitrate,
  Decide,
  Flag,
  NewApplication,
  ShareDetail,
  SharedQuery,
  ShareList,
} from './schema.ts'
import { listShares, revokeShare, shareById } from './shares.ts'

const ById = z.object({ id: z.uuid() })
const APPLY = 'catalog.apply'
const APPROVE = 'catalog.approve'
const ARBITRATE = 'catalog.arbitrate'
const EITHER = [APPLY, APPROVE, ARBITRATE, 'catalog.steward'] as const
const Page = z.object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })

const applicationRoutes = [
  route({
    method: 'POST',
    path: '/applications',
    may: APPLY,
    summary: 'Apply for fields and rows of a resource for a purpose; unconditional ones are granted at once',
    body: NewApplication,
    reply: Application,
    run: (ctx, { body }) => apply(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/applications/check',
    may: APPLY,
    summary: 'What an application would be asked about: fields its purpose does not cover',
    tx: 'read',
    body: NewApplication,
    reply: z.object({ flags: z.array(Flag) }),
    run: (ctx, { body }) => checkApplication(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/applications',
    may: EITHER,
    summary: 'Applications of my unit, or for my unit’s data',
    query: Page.extend({
      as: z.enum(['consumer', 'provider', 'office']).optional(),
      state: z.string().max(100).optional(),
      resource: z.uuid().optional(),
    }),
    reply: ApplicationList,
    run: (ctx, { query }) => listApplications(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/applications/:id',
    may: EITHER,
    summary: 'One application with its flags, offers and answers',
    params: ById,
    reply: Application,
    run: (ctx, { params }) => applicationById(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/applications/:id/decide',
    may: APPROVE,
    summary: 'The provider approves, offers less or refuses',
    params: ById,
    body: Decide,
    reply: Application,
    run: (ctx, { params, body }) => decide(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/applications/:id/answer',
    may: APPLY,
    summary: 'Accept a smaller offer, explain and send again, or give up',
    params: ById,
    body: AnswerOffer,
    reply: Application,
    run: (ctx, { params, body }) => answerOffer(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/applications/:id/appeal',
    may: APPLY,
    summary: 'Appeal to the data bureau against a refusal, or leave it',
    params: ById,
    body: Appeal,
    reply: Application,
    run: (ctx, { params, body }) => appeal(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/applications/:id/arbitrate',
    may: ARBITRATE,
    summary: 'The data bureau decides an appeal',
    params: ById,
    body: Arbitrate,
    reply: Application,
    run: (ctx, { params, body }) => arbitrate(ctx, params.id, body),
  }),
]

const shareRoutes = [
  route({
    method: 'GET',
    path: '/shares',
    may: EITHER,
    summary: 'Shares granted to my unit, or of my unit’s data, with their use',
    query: Page.extend({ as: z.enum(['consumer', 'provider']).optional(), resource: z.uuid().optional() }),
    reply: ShareList,
    run: (ctx, { query }) => listShares(ctx, query, { providers: subtrees(ctx, APPROVE) }),
  }),
  route({
    method: 'GET',
    path: '/shares/:id',
    may: EITHER,
    summary: 'One share: the exact query that serves it, in SQL and in words, and its use by day',
    params: ById,
    reply: ShareDetail,
    run: (ctx, { params }) => shareById(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/shares/:id/revoke',
    may: APPROVE,
    summary: 'Revoke a share; the next call is refused',
    params: ById,
    body: z.object({ why: z.string().trim().min(2).max(500) }),
    reply: ShareDetail,
    run: (ctx, { params, body }) => revokeShare(ctx, params.id, body.why),
  }),
  route({
    method: 'GET',
    path: '/shared/:id/rows',
    may: 'catalog.call',
    summary: 'Rows of a share, by an API key: the granted fields and rows, masked, counted against the day’s quota',
    tx: 'none',
    params: ById,
    query: SharedQuery,
    run: (ctx, { params, query }) => sharedRows(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/shared/:id/file',
    may: APPLY,
    summary: 'A share delivered as a dataset: csv or xlsx',
    tx: 'none',
    params: ById,
    query: z.object({ format: z.enum(['csv', 'xlsx']).default('csv') }),
    run: (ctx, { params, query }) => sharedFile(ctx, params.id, query.format),
  }),
]

export const sharingRoutes = [...applicationRoutes, ...shareRoutes]
