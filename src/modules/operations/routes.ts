import { route } from '#kernel'
import { DeadLetterPage, DeadLetterQuery, DeliveryId, Health, Overview } from './schema.ts'
import { discardDead, listDead, overview, replayDead } from './service.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/health',
    may: 'public',
    summary: 'Answers while the process and its database answer',
    reply: Health,
    // The read transaction around it has asked the database already.
    run: async (ctx) => ({ ok: true as const, at: ctx.now.toISOString() }),
  }),
  route({
    method: 'GET',
    path: '/overview',
    may: 'operations.read',
    summary: 'Process, database and backlog',
    reply: Overview,
    run: (ctx) => overview(ctx),
  }),
  route({
    method: 'GET',
    path: '/dead-letters',
    may: 'operations.read',
    summary: 'Deliveries that used up their tries',
    query: DeadLetterQuery,
    reply: DeadLetterPage,
    run: (ctx, { query }) => listDead(ctx, query),
  }),
  route({
    method: 'POST',
    path: '/dead-letters/:id/replay',
    may: 'operations.manage',
    summary: 'Gives a failed delivery its tries again',
    params: DeliveryId,
    run: (ctx, { params }) => replayDead(ctx, params.id),
  }),
  route({
    method: 'DELETE',
    path: '/dead-letters/:id',
    may: 'operations.manage',
    summary: 'Throws a failed delivery away',
    params: DeliveryId,
    run: (ctx, { params }) => discardDead(ctx, params.id),
  }),
]
