import { route } from '#kernel'
import { z } from 'zod'
import { createDatabasePull, createPull, createPush, tryPull } from './exchange-new.ts'
import { changeExchange, exchangeById, listExchanges, pauseExchange, resumeExchange, runNow } from './exchanges.ts'
import { ExchangeDetail, ExchangePatch, Exchanges, NewDatabasePull, NewPull, NewPush, Tried, TryPull } from './schema.ts'

const ById = z.object({ id: z.uuid() })
const Why = z.object({ why: z.string().trim().min(2).max(500) })
const EXCHANGE = 'catalog.exchange'

export const exchangeRoutes = [
  route({
    method: 'GET',
    path: '/exchanges',
    may: EXCHANGE,
    summary: 'Standing exchanges of my unit, the quarantined first',
    reply: Exchanges,
    run: async (ctx) => ({ items: await listExchanges(ctx), next: null }),
  }),
  route({
    method: 'POST',
    path: '/exchanges/pull',
    may: EXCHANGE,
    summary: 'Set up a regular pull of a partner’s rows into a resource',
    body: NewPull,
    reply: ExchangeDetail,
    run: (ctx, { body }) => createPull(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/exchanges/push',
    may: EXCHANGE,
    summary: 'Set up a regular push of a share’s rows to its consumer',
    body: NewPush,
    reply: ExchangeDetail,
    run: (ctx, { body }) => createPush(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/exchanges/database',
    may: EXCHANGE,
    summary: 'Set up a regular reading of a table of a department’s database into a resource',
    tx: 'none',
    body: NewDatabasePull,
    reply: ExchangeDetail,
    run: (ctx, { body }) => createDatabasePull(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/exchanges/try',
    may: EXCHANGE,
    summary: 'Ask a partner for its first rows before a pull is set up; nothing is kept',
    tx: 'none',
    limits: { perMinute: 20 },
    body: TryPull,
    reply: Tried,
    run: (ctx, { body }) => tryPull(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/exchanges/:id',
    may: EXCHANGE,
    summary: 'One exchange with the log of its runs',
    params: ById,
    reply: ExchangeDetail,
    run: (ctx, { params }) => exchangeById(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/exchanges/:id',
    may: EXCHANGE,
    summary: 'Change an exchange’s rhythm, limits or the partner’s key',
    params: ById,
    body: ExchangePatch,
    reply: ExchangeDetail,
    run: (ctx, { params, body }) => changeExchange(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/exchanges/:id/run',
    may: EXCHANGE,
    summary: 'Run an exchange now',
    params: ById,
    reply: ExchangeDetail,
    run: (ctx, { params }) => runNow(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/exchanges/:id/resume',
    may: EXCHANGE,
    summary: 'Go on after a quarantine or a pause, behind the last good batch',
    params: ById,
    body: Why,
    reply: ExchangeDetail,
    run: (ctx, { params, body }) => resumeExchange(ctx, params.id, body.why),
  }),
  route({
    method: 'POST',
    path: '/exchanges/:id/pause',
    may: EXCHANGE,
    summary: 'Pause an exchange',
    params: ById,
    body: Why,
    reply: ExchangeDetail,
    run: (ctx, { params, body }) => pauseExchange(ctx, params.id, body.why),
  }),
]
