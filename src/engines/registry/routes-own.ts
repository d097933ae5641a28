import { route } from '#kernel'
import { z } from 'zod'
import {
  answerCorrection,
  answerQuestion,
  askCorrection,
  listCorrections,
  listQuestions,
  myAccesses,
  myCorrections,
  myFile,
  questionAccess,
  showWho,
} from './own.ts'
import { listOf, paging } from './routes.ts'
import { AccessView, CorrectionAnswer, CorrectionView, MyFile, NewCorrection, ShowWho } from './schema.ts'

const Words = z.string().trim().min(2).max(500)

/** A resident about themselves, and those who answer them. */
export const ownRoutes = [
  route({
    method: 'GET',
    path: '/me',
    may: 'signed-in',
    summary: 'What the administration knows of me, from whom',
    reply: MyFile,
    run: myFile,
  }),
  route({
    method: 'POST',
    path: '/me/link',
    may: 'signed-in',
    limits: { perMinute: 5 },
    summary: 'Show who I am: name and number as registered, telephone as my account has it',
    body: ShowWho,
    run: (ctx, { body }) => showWho(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/me/accesses',
    may: 'signed-in',
    summary: 'Who looked at my data, when and why',
    query: z.object(paging),
    reply: listOf(AccessView),
    run: (ctx, { query }) => myAccesses(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/me/accesses/:access/question',
    may: 'signed-in',
    summary: 'Ask why somebody looked',
    params: z.object({ access: z.uuid() }),
    body: z.object({ text: Words }),
    reply: AccessView,
    run: (ctx, { params, body }) => questionAccess(ctx, params.access, body.text),
  }),
  route({
    method: 'GET',
    path: '/me/corrections',
    may: 'signed-in',
    summary: 'My requests to put something right',
    reply: listOf(CorrectionView),
    run: async (ctx) => ({ items: await myCorrections(ctx), next: null }),
  }),
  route({
    method: 'POST',
    path: '/me/corrections',
    may: 'signed-in',
    limits: { perMinute: 10 },
    summary: 'Ask the source to put something right',
    body: NewCorrection,
    reply: CorrectionView,
    run: (ctx, { body }) => askCorrection(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/corrections',
    may: 'registry.manage',
    summary: 'Requests of residents, what they propose masked',
    query: z.object({ state: z.enum(['asked', 'accepted', 'refused']).optional() }),
    reply: listOf(CorrectionView),
    run: async (ctx, { query }) => ({ items: await listCorrections(ctx, query.state), next: null }),
  }),
  route({
    method: 'POST',
    path: '/corrections/:correction/answer',
    may: 'registry.manage',
    summary: 'Accepted (the source delivers anew) or refused, with the reason',
    params: z.object({ correction: z.uuid() }),
    body: CorrectionAnswer,
    reply: CorrectionView,
    run: (ctx, { params, body }) => answerCorrection(ctx, params.correction, body),
  }),
  route({
    method: 'GET',
    path: '/questions',
    may: 'registry.manage',
    summary: 'Look-ups that residents question',
    query: z.object({ open: z.boolean().default(true) }),
    reply: listOf(AccessView),
    run: async (ctx, { query }) => ({ items: await listQuestions(ctx, query.open), next: null }),
  }),
  route({
    method: 'POST',
    path: '/questions/:access/answer',
    may: 'registry.manage',
    summary: 'Tell the resident why',
    params: z.object({ access: z.uuid() }),
    body: z.object({ answer: Words }),
    run: (ctx, { params, body }) => answerQuestion(ctx, params.access, body.answer),
  }),
]
