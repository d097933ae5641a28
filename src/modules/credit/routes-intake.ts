import { z } from 'zod'
import { route } from '#kernel'
import { handIn, listReceipts, readReceipt } from './intake.ts'
import { HandIn, Id, Page, Receipt, Receipts } from './schema.ts'

export const intakeRoutes = [
  route({
    method: 'POST',
    path: '/intake',
    may: 'credit.hand-in',
    summary: 'A batch of records from a department’s system, under its own key; answers with a receipt, line by line',
    limits: { bytes: 2 * 1024 * 1024, perMinute: 60 },
    body: HandIn,
    reply: Receipt,
    run: (ctx, { body }) => handIn(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/receipts',
    may: ['credit.hand-in', 'credit.read'],
    summary: 'Receipts of batches, newest first',
    query: z.object(Page),
    reply: Receipts,
    run: (ctx, { query }) => listReceipts(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/receipts/:id',
    may: ['credit.hand-in', 'credit.read'],
    summary: 'One receipt, with what became of each line',
    params: Id,
    reply: Receipt,
    run: (ctx, { params }) => readReceipt(ctx, params.id),
  }),
]
