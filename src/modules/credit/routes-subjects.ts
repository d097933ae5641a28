import { z } from 'zod'
import { route } from '#kernel'
import { registeredFacts } from './registered.ts'
import { Registered, SubjectKey, SubjectPage } from './schema.ts'
import { subjectPage } from './subject.ts'

const Purpose = z.object({ purpose: z.string().trim().min(2).max(200).default('日常业务查询') })

export const subjectRoutes = [
  route({
    method: 'GET',
    path: '/subjects/:subject',
    may: 'signed-in',
    summary: 'One subject, by code or id: records, lists, measures, practitioners, score; the look is logged for the subject',
    tx: 'write',
    params: SubjectKey,
    query: Purpose,
    reply: SubjectPage,
    run: (ctx, { params, query }) => subjectPage(ctx, params.subject, query.purpose),
  }),
  route({
    method: 'GET',
    path: '/subjects/:subject/registered',
    may: 'signed-in',
    summary: 'What the registry of legal entities holds under the subject’s code, each field with its source',
    params: SubjectKey,
    reply: Registered,
    run: (ctx, { params }) => registeredFacts(ctx, params.subject),
  }),
]
