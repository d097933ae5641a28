import { z } from 'zod'
import { type Ctx, route } from '#kernel'
import * as act from './actions.ts'
import { caseDetail, caseList } from './detail.ts'
import { exportCases } from './export.ts'
import {
  Accept,
  Because,
  CaseDetail,
  CaseListQuery,
  CasePage,
  Close,
  Correct,
  DecideDelay,
  Dispatch,
  File,
  Handle,
  Hide,
  Merge,
  Note,
  Reject,
  RequestDelay,
  Rework,
  Suspend,
  Verify,
} from './schema.ts'

const Id = z.object({ id: z.uuid() })

/** One thing done with a case; it answers with the case as it then is, or nothing when it has left the actor's sight. */
const action = <S extends z.ZodType>(
  path: string,
  may: string,
  summary: string,
  body: S,
  run: (ctx: Ctx, id: string, body: z.infer<S>) => Promise<unknown>,
) =>
  route({
    method: 'POST',
    path: `/cases/:id/${path}`,
    may,
    summary,
    params: Id,
    body: body as z.ZodType,
    reply: z.object({ case: CaseDetail.nullable() }),
    run: async (ctx, { params, body: input }) => {
      await run(ctx, params.id, input as z.infer<S>)
      return { case: await afterwards(ctx, params.id) }
    },
  })

/** A unit that returns a case no longer sees it. */
async function afterwards(ctx: Ctx, id: string): Promise<CaseDetail | null> {
  try {
    return await caseDetail(ctx, id)
  } catch (error) {
    if ((error as { is?: string }).is === 'not_found') return null
    throw error
  }
}

export const routes = [
  route({
    method: 'GET',
    path: '/cases',
    may: 'cases.read',
    summary: 'Cases by state, category, place, unit, limit or words; `mine`: what waits for me',
    query: CaseListQuery,
    reply: CasePage,
    run: (ctx, { query }) => caseList(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/cases.csv',
    may: 'cases.read',
    summary: 'The list as a table for spreadsheets, under the same filters',
    tx: 'none',
    limits: { perMinute: 6 },
    query: CaseListQuery,
    run: (ctx, { query }) => exportCases(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/cases/:id',
    may: 'cases.read',
    summary: 'One case: what, where, its clock, what may be done next, its history',
    params: Id,
    reply: CaseDetail,
    run: (ctx, { params }) => caseDetail(ctx, params.id),
  }),
  action('accept', 'city-management.accept', 'Accept 受理, or not, with the reason', Accept, act.accept),
  action('file', 'city-management.file', 'File 立案, or not, with the reason', File, act.file),
  action('dispatch', 'city-management.dispatch', 'Dispatch 派遣 to a unit', Dispatch, act.dispatch),
  action('handle', 'city-management.handle', 'Handled 处置, with a photo or an explanation', Handle, act.handle),
  action('reject', 'city-management.handle', 'Return 退单: it is not this unit’s', Reject, act.reject),
  action('request-delay', 'city-management.handle', 'Ask for more time 延期', RequestDelay, act.requestDelay),
  action('decide-delay', 'city-management.supervise', 'Grant more time, or not', DecideDelay, act.decideDelay),
  action('verify', 'city-management.verify', 'Verify 核查 on the spot: passed, or to be done again', Verify, act.verify),
  route({
    method: 'POST',
    path: '/cases/:id/rework',
    may: ['city-management.verify', 'city-management.close'],
    summary: 'Send back to the unit 返工',
    params: Id,
    body: Rework,
    reply: z.object({ case: CaseDetail.nullable() }),
    run: async (ctx, { params, body }) => {
      await act.rework(ctx, params.id, body)
      return { case: await afterwards(ctx, params.id) }
    },
  }),
  action('close', 'city-management.close', 'Close 结案', Close, act.close),
  action('suspend', 'city-management.supervise', 'Suspend 挂账: the clock stands still', Suspend, act.suspendCase),
  action('resume', 'city-management.supervise', 'Resume with the time that was left', Because, act.resumeCase),
  action('urge', 'city-management.supervise', 'Urge the unit 催办', Because, act.urge),
  action('void', 'city-management.supervise', 'Make void 作废', Because, act.voidCase),
  action('merge', 'city-management.dispatch', 'Merge with a case that is the same event 并案', Merge, act.merge),
  action('unmerge', 'city-management.dispatch', 'Undo a merge', Because, act.unmerge),
  action('correct', 'city-management.dispatch', 'Put category, place or wording right', Correct, act.correct),
  action('hide', 'city-management.supervise', 'Hide from the public, or show again', Hide, act.hide),
  action('notes', 'cases.read', 'Write beside a case', Note, act.note),
]
