import { route } from '#kernel'
import { z } from 'zod'
import { entityHistory } from './entities.ts'
import { chooseValue, mergeInto, split, undoMerge } from './merge.ts'
import { decideReview, listReviews, reviewView, unmaskReview, waiting } from './reviews.ts'
import { InRegistry, listOf, OfEntity, paging } from './routes.ts'
import {
  Changes,
  Decision,
  EntityView,
  FieldId,
  HistoryEntry,
  NewShare,
  Reason,
  ReviewCard,
  ReviewView,
  ShareDecision,
  ShareView,
} from './schema.ts'
import { askShare, decideShare, listShares, readChanges } from './shares.ts'
import { registryById } from './sources.ts'

const OfReview = InRegistry.extend({ review: z.uuid() })
const Version = z.number().int()
const Values = z.record(z.string(), z.string())

const reviewRoutes = [
  route({
    method: 'GET',
    path: '/waiting',
    may: 'registry.review',
    summary: 'How many pairs wait for a decision',
    reply: z.object({ count: z.number() }),
    run: waiting,
  }),
  route({
    method: 'GET',
    path: '/:registry/reviews',
    may: 'registry.review',
    summary: 'Pairs that may be one, the surest first',
    params: InRegistry,
    query: z.object({ state: z.enum(['open', 'undecided', 'decided']).default('open'), ...paging }),
    reply: listOf(ReviewCard),
    run: (ctx, { params, query }) => listReviews(ctx, registryById(ctx, params.registry), query),
  }),
  route({
    method: 'GET',
    path: '/:registry/reviews/:review',
    may: 'registry.review',
    summary: 'Both records side by side, masked, with what speaks for and against',
    params: OfReview,
    reply: ReviewView,
    run: (ctx, { params }) => reviewView(ctx, registryById(ctx, params.registry), params.review),
  }),
  route({
    method: 'POST',
    path: '/:registry/reviews/:review/unmask',
    may: 'registry.review',
    summary: 'Both records in clear; both people see that it was done',
    params: OfReview,
    reply: z.object({ left: Values, right: Values }),
    run: (ctx, { params }) => unmaskReview(ctx, registryById(ctx, params.registry), params.review),
  }),
  route({
    method: 'POST',
    path: '/:registry/reviews/:review/decide',
    may: 'registry.review',
    summary: 'Same, different or undecided; it outlives every later matching',
    params: OfReview,
    body: Decision,
    reply: ReviewView,
    run: (ctx, { params, body }) => decideReview(ctx, registryById(ctx, params.registry), params.review, body),
  }),
]

const mergeRoutes = [
  route({
    method: 'POST',
    path: '/:registry/entities/:entity/merge',
    may: 'registry.review',
    summary: 'Another one becomes part of this one; its id leads here',
    params: OfEntity,
    body: z.object({ gone: z.uuid(), version: Version, why: Reason }),
    reply: EntityView,
    run: (ctx, { params, body }) => mergeInto(ctx, registryById(ctx, params.registry), params.entity, body),
  }),
  route({
    method: 'POST',
    path: '/:registry/merges/:merge/undo',
    may: 'registry.review',
    summary: 'Apart again, with nothing lost; matching will not join them again',
    params: InRegistry.extend({ merge: z.uuid() }),
    body: z.object({ why: Reason }),
    reply: EntityView,
    run: (ctx, { params, body }) => undoMerge(ctx, registryById(ctx, params.registry), params.merge, body.why),
  }),
  route({
    method: 'POST',
    path: '/:registry/entities/:entity/split',
    may: 'registry.review',
    summary: 'Some records are about somebody else',
    params: OfEntity,
    body: z.object({ records: z.array(z.uuid()).min(1).max(100), version: Version, why: Reason }),
    reply: EntityView,
    run: (ctx, { params, body }) => split(ctx, registryById(ctx, params.registry), params.entity, body),
  }),
  route({
    method: 'POST',
    path: '/:registry/entities/:entity/choose',
    may: 'registry.review',
    summary: 'Take a field from this record whatever the order of trust; null gives it back',
    params: OfEntity,
    body: z.object({ field: FieldId, record: z.uuid().nullable(), version: Version, why: Reason }),
    reply: EntityView,
    run: (ctx, { params, body }) => chooseValue(ctx, registryById(ctx, params.registry), params.entity, body),
  }),
  route({
    method: 'GET',
    path: '/:registry/entities/:entity/history',
    may: 'registry.review',
    summary: 'Everything that happened to it, without values',
    params: OfEntity,
    reply: listOf(HistoryEntry),
    run: async (ctx, { params }) => ({
      items: await entityHistory(ctx, registryById(ctx, params.registry), params.entity),
      next: null,
    }),
  }),
]

const shareRoutes = [
  route({
    method: 'GET',
    path: '/:registry/shares',
    may: 'registry.read',
    summary: 'Applications to read fields: all for who decides, else those of one’s unit',
    params: InRegistry,
    reply: listOf(ShareView),
    run: async (ctx, { params }) => ({ items: await listShares(ctx, registryById(ctx, params.registry)), next: null }),
  }),
  route({
    method: 'POST',
    path: '/:registry/shares',
    may: 'registry.join',
    summary: 'Ask to read fields that another department collects',
    params: InRegistry,
    body: NewShare,
    reply: ShareView,
    run: (ctx, { params, body }) => askShare(ctx, registryById(ctx, params.registry), body),
  }),
  route({
    method: 'POST',
    path: '/:registry/shares/:share/decide',
    may: 'registry.manage',
    summary: 'Grant, refuse or end',
    params: InRegistry.extend({ share: z.uuid() }),
    body: ShareDecision,
    reply: ShareView,
    run: (ctx, { params, body }) => decideShare(ctx, registryById(ctx, params.registry), params.share, body),
  }),
  route({
    method: 'GET',
    path: '/:registry/changes',
    may: 'registry.join',
    tx: 'write',
    summary: 'What changed since a place in the feed, with the fields granted; each person is entered',
    params: InRegistry,
    query: z.object({
      share: z.uuid(),
      after: z
        .string()
        .regex(/^\d{1,18}$/)
        .default('0'),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    reply: Changes,
    run: (ctx, { params, query }) => readChanges(ctx, registryById(ctx, params.registry), query),
  }),
]

export const stewardRoutes = [reviewRoutes, mergeRoutes, shareRoutes].flat()
