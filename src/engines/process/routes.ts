import { z } from 'zod'
import { Reply, route } from '#kernel'
import { Claim, Completion, InboxCounts, InboxPage, InboxQuery, InstanceView, SubjectRef, TaskId, TaskView } from './schema.ts'
import { claim, release } from './instances.ts'
import { completeGeneric } from './generic.ts'
import { counts, drawingXml, inbox, taskDetail, visibleProcessOf } from './views.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/inbox',
    may: 'signed-in',
    summary: 'Open tasks that I may do, the nearest due first',
    query: InboxQuery,
    reply: InboxPage,
    run: (ctx, { query }) => inbox(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/inbox/counts',
    may: 'signed-in',
    summary: 'How many open tasks I may do, by step',
    reply: InboxCounts,
    run: (ctx) => counts(ctx),
  }),
  route({
    method: 'GET',
    path: '/tasks/:id',
    may: 'signed-in',
    summary: 'One task',
    params: TaskId,
    reply: TaskView,
    run: (ctx, { params }) => taskDetail(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/tasks/:id/claim',
    may: 'signed-in',
    summary: 'Take a task for oneself',
    params: TaskId,
    body: Claim,
    reply: TaskView,
    run: async (ctx, { params, body }) => {
      await taskDetail(ctx, params.id)
      await claim(ctx, { task: params.id, ...body })
      return taskDetail(ctx, params.id)
    },
  }),
  route({
    method: 'POST',
    path: '/tasks/:id/release',
    may: 'signed-in',
    summary: 'Give a claimed task back to the unit',
    params: TaskId,
    reply: TaskView,
    run: async (ctx, { params }) => {
      await taskDetail(ctx, params.id)
      await release(ctx, { task: params.id })
      return taskDetail(ctx, params.id)
    },
  }),
  route({
    method: 'POST',
    path: '/tasks/:id/complete',
    may: 'signed-in',
    summary: 'Complete a task of a process that has no page of its own',
    params: TaskId,
    body: Completion,
    reply: TaskView,
    run: (ctx, { params, body }) => completeGeneric(ctx, params.id, body),
  }),
  route({
    method: 'GET',
    path: '/instances/by-subject/:ref',
    may: 'signed-in',
    summary: 'The process of a thing: where it stands, its tasks, clocks and history',
    params: SubjectRef,
    reply: InstanceView,
    run: (ctx, { params }) => visibleProcessOf(ctx, params.ref as `${string}.${string}:${string}`),
  }),
  route({
    method: 'GET',
    path: '/definitions/:id/bpmn',
    may: 'signed-in',
    summary: 'The drawing that an instance runs on, as BPMN 2.0 XML',
    params: z.object({ id: z.uuid() }),
    run: async (ctx, { params }) =>
      new Reply(
        200,
        { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'private, max-age=31536000, immutable' },
        await drawingXml(ctx, params.id),
      ),
  }),
]
