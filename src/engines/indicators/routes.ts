import { z } from 'zod'
import { route } from '#kernel'
import { AreaValues, Cards, Detail, ListQuery, NewTarget, Query, Rows, RowsQuery, Trend, TrendQuery } from './schema.ts'
import { listIndicators, MANAGE, openIndicator, READ, rowsOf, setTarget, townsOf, trendOf } from './service.ts'

const Id = z.object({ id: z.string().max(120) })

export const routes = [
  route({
    method: 'GET',
    path: '',
    may: READ,
    summary: 'Indicators with their values, targets and last days',
    query: ListQuery,
    reply: Cards,
    run: (ctx, { query }) => listIndicators(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/:id',
    may: READ,
    summary: 'One indicator: definition, source, targets, versions, value of a period',
    params: Id,
    query: Query,
    reply: Detail,
    run: (ctx, { params, query }) => openIndicator(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/:id/trend',
    may: READ,
    summary: 'Its values by day, month or year; closed ones as they were frozen',
    params: Id,
    query: TrendQuery,
    reply: Trend,
    run: (ctx, { params, query }) => trendOf(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/:id/towns',
    may: READ,
    summary: 'Its value in each town',
    params: Id,
    query: Query,
    reply: AreaValues,
    run: (ctx, { params, query }) => townsOf(ctx, params.id, query),
  }),
  route({
    method: 'GET',
    path: '/:id/rows',
    may: READ,
    summary: 'The rows the number is made of',
    params: Id,
    query: RowsQuery,
    reply: Rows,
    run: (ctx, { params, query }) => rowsOf(ctx, params.id, query),
  }),
  route({
    method: 'POST',
    path: '/:id/targets',
    may: MANAGE,
    summary: 'Set a target from a day on',
    params: Id,
    body: NewTarget,
    reply: Detail,
    run: (ctx, { params, body }) => setTarget(ctx, params.id, body),
  }),
]
