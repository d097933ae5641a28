import { z } from 'zod'
import { route } from '#kernel'
import { agencyUnits } from './agencies.ts'
import { agencyQueries, agencyWithdrawals, askAsAgency } from './agency.ts'
import { mattersOf } from './matter-views.ts'
import { claim, claims, consent, consents, decideClaim, mine, ownSubject, withdrawConsent } from './own.ts'
import { queryPage } from './queries.ts'
import { ownReport } from './report.ts'
import {
  Agencies,
  AgencyAsk,
  AgencyReport,
  Claim,
  Claims,
  Consents,
  DecideClaim,
  IssuedReport,
  MineList,
  NewConsent,
  OwnMatters,
  Queries,
  Withdrawals,
} from './schema-own.ts'
import { Id, Page, SubjectKey } from './schema.ts'

const Made = z.object({ id: z.uuid() })

/** What a subject does about its own credit. */
export const ownRoutes = [
  route({
    method: 'GET',
    path: '/mine',
    may: 'signed-in',
    summary: 'The subjects I act for, with what is open about each',
    reply: MineList,
    run: async (ctx) => ({ items: await mine(ctx), next: null }),
  }),
  route({
    method: 'POST',
    path: '/claims',
    may: 'signed-in',
    summary: 'Ask to act for an enterprise, or for oneself; the office confirms it',
    limits: { perMinute: 6 },
    body: Claim,
    reply: Made,
    run: (ctx, { body }) => claim(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/claims',
    may: 'credit.office',
    summary: 'Who asks to act for whom',
    reply: Claims,
    run: (ctx) => claims(ctx),
  }),
  route({
    method: 'POST',
    path: '/claims/:id/decide',
    may: 'credit.office',
    summary: 'Confirm or refuse a representative',
    params: Id,
    body: DecideClaim,
    run: (ctx, { params, body }) => decideClaim(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/subjects/:subject/reports',
    may: 'signed-in',
    summary: 'My own report as a PDF with a code by which anyone can verify it',
    limits: { perMinute: 6 },
    params: SubjectKey,
    reply: IssuedReport,
    run: (ctx, { params }) => ownReport(ctx, params.subject),
  }),
  route({
    method: 'GET',
    path: '/subjects/:subject/queries',
    may: 'signed-in',
    summary: 'Who asked about my subject, answered or refused',
    params: SubjectKey,
    query: z.object(Page),
    reply: Queries,
    run: async (ctx, { params, query }) => queryPage(ctx, (await ownSubject(ctx, params.subject)).id, query),
  }),
  route({
    method: 'GET',
    path: '/subjects/:subject/matters',
    may: 'signed-in',
    summary: 'Objections and applications of my subject',
    params: SubjectKey,
    reply: OwnMatters,
    run: async (ctx, { params }) => ({ items: await mattersOf(ctx, (await ownSubject(ctx, params.subject)).id), next: null }),
  }),
  route({
    method: 'GET',
    path: '/subjects/:subject/consents',
    may: 'signed-in',
    summary: 'Consents of my subject, in force and over',
    params: SubjectKey,
    reply: Consents,
    run: async (ctx, { params }) => ({ items: await consents(ctx, params.subject), next: null }),
  }),
  route({
    method: 'GET',
    path: '/agencies',
    may: 'signed-in',
    summary: 'Credit agencies to which a consent can be given',
    reply: Agencies,
    run: async (ctx) => ({ items: await agencyUnits(ctx), next: null }),
  }),
  route({
    method: 'POST',
    path: '/consents',
    may: 'signed-in',
    summary: 'Let an agency ask about my subject: which, for what, until when',
    body: NewConsent,
    reply: Made,
    run: (ctx, { body }) => consent(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/consents/:id/withdraw',
    may: 'signed-in',
    summary: 'Take a consent back',
    params: Id,
    run: (ctx, { params }) => withdrawConsent(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/agency/query',
    may: 'credit.ask',
    summary: 'An agency asks about a subject under its consent; every call is logged and shown to the subject',
    tx: 'none',
    limits: { perMinute: 60 },
    body: AgencyAsk,
    reply: AgencyReport,
    run: (ctx, { body }) => askAsAgency(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/agency/queries',
    may: 'credit.ask',
    summary: 'What my agency asked',
    query: z.object(Page),
    reply: Queries,
    run: (ctx, { query }) => agencyQueries(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/agency/withdrawals',
    may: 'credit.ask',
    summary: 'Records my agency received that must no longer be used, oldest first from the cursor on',
    query: z.object(Page),
    reply: Withdrawals,
    run: (ctx, { query }) => agencyWithdrawals(ctx, query),
  }),
]
