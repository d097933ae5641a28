import { route } from '#kernel'
import { z } from 'zod'
import { unusedResources } from './directory.ts'
import { lineageOf, usageOf } from './lineage-view.ts'
import { answerCorrection, listCorrections, requestCorrection } from './corrections.ts'
import { board, failures, measureNow, qualityOf, tryRule } from './quality.ts'
import { addRule, removeRule } from './rules.ts'
import {
  AnswerCorrection,
  Board,
  Conformance,
  Correction,
  Corrections,
  Lineage,
  NewCorrection,
  NewRule,
  NewStandard,
  Quality,
  Rows,
  RuleTrial,
  StandardDetail,
  Standards,
  UnusedList,
  Usage,
} from './schema.ts'
import { addStandard, checkConformance, listStandards, standardById } from './standards.ts'

const ById = z.object({ id: z.uuid() })
const READ = 'catalog.read'
const KEEP = 'catalog.steward'

const looks = [
  route({
    method: 'GET',
    path: '/resources/:id/lineage',
    may: READ,
    summary: 'What a resource was made from and what was made from it',
    params: ById,
    reply: Lineage,
    run: (ctx, { params }) => lineageOf(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/resources/:id/usage',
    may: READ,
    summary: 'Who uses a resource, how and how much',
    params: ById,
    reply: Usage,
    run: (ctx, { params }) => usageOf(ctx, params.id),
  }),
  route({
    method: 'GET',
    path: '/unused',
    may: READ,
    summary: 'Resources nobody has used for a year',
    reply: UnusedList,
    run: async (ctx) => ({ items: await unusedResources(ctx), next: null }),
  }),
]

const quality = [
  route({
    method: 'GET',
    path: '/quality',
    may: READ,
    summary: 'The last measuring of every resource, worst first',
    reply: Board,
    run: async (ctx) => ({ items: await board(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/resources/:id/quality',
    may: READ,
    summary: 'Rules of a resource, how it stands by each, and its scores over time',
    params: ById,
    reply: Quality,
    run: (ctx, { params }) => qualityOf(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/resources/:id/quality',
    may: KEEP,
    summary: 'Measure a resource now',
    params: ById,
    reply: Quality,
    run: (ctx, { params }) => measureNow(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/rules',
    may: KEEP,
    summary: 'Declare a rule of quality',
    body: NewRule,
    reply: z.object({ id: z.string().nullable() }),
    run: async (ctx, { body }) => ({ id: await addRule(ctx, body) }),
  }),
  route({
    method: 'POST',
    path: '/rules/try',
    may: KEEP,
    summary: 'How many rows a rule would fail, and the first of them, before it is declared',
    tx: 'read',
    limits: { perMinute: 60 },
    body: NewRule,
    reply: RuleTrial,
    run: (ctx, { body }) => tryRule(ctx, body),
  }),
  route({
    method: 'DELETE',
    path: '/rules/:id',
    may: KEEP,
    summary: 'End a rule of quality',
    params: ById,
    reply: z.object({ ended: z.boolean() }),
    run: async (ctx, { params }) => {
      await removeRule(ctx, params.id)
      return { ended: true }
    },
  }),
  route({
    method: 'GET',
    path: '/rules/:id/failures',
    may: KEEP,
    summary: 'Rows that fail a rule, personal items masked',
    params: ById,
    reply: Rows,
    run: (ctx, { params }) => failures(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/rules/:id/corrections',
    may: READ,
    summary: 'Ask the duty-holder to correct what fails a rule',
    params: ById,
    body: NewCorrection,
    reply: Correction,
    run: (ctx, { params, body }) => requestCorrection(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/corrections',
    may: READ,
    summary: 'Requests for correction that I sent or am to answer',
    query: z.object({ resource: z.uuid().optional(), state: z.enum(['open', 'corrected', 'declined']).optional() }),
    reply: Corrections,
    run: async (ctx, { query }) => ({ items: await listCorrections(ctx, query), next: null }),
  }),
  route({
    method: 'POST',
    path: '/corrections/:id/answer',
    may: KEEP,
    summary: 'Say that data were corrected, or why not; the rule is measured again',
    params: ById,
    body: AnswerCorrection,
    reply: Correction,
    run: (ctx, { params, body }) => answerCorrection(ctx, params.id, body),
  }),
]

const standards = [
  route({
    method: 'GET',
    path: '/standards',
    may: READ,
    summary: 'Code lists, classifications and formats with their editions',
    reply: Standards,
    run: async (ctx) => ({ items: await listStandards(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/standards/:id',
    may: READ,
    summary: 'One standard: its codes and the items that keep to it',
    params: ById,
    reply: StandardDetail,
    run: (ctx, { params }) => standardById(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/standards',
    may: 'catalog.arbitrate',
    summary: 'Register a standard or a new edition of one',
    limits: { bytes: 2 * 1024 * 1024 },
    body: NewStandard,
    reply: StandardDetail,
    run: (ctx, { body }) => addStandard(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/standards/:id/check',
    may: READ,
    summary: 'Does a column keep to the standard? Counts, and the commonest strange values for those who keep the data',
    params: ById,
    query: z.object({ distribution: z.uuid(), column: z.string().max(200) }),
    reply: Conformance,
    run: (ctx, { params, query }) => checkConformance(ctx, params.id, query.distribution, query.column),
  }),
]

export const qualityRoutes = [...looks, ...quality, ...standards]
