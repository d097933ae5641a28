import { route, Text } from '#kernel'
import { z } from 'zod'
import { Entries, Verified } from './schema.ts'
import { findEntries, listActions, verifyOnline } from './service.ts'

const Filter = z.object({
  actor: z.string().max(80).optional(),
  action: z.string().max(120).optional(),
  ref: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  people: z.boolean().optional(),
  cursor: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
})

export const routes = [
  route({
    method: 'GET',
    path: '/entries',
    may: 'audit.read',
    summary: 'Who did what, newest first: by actor, action, thing and time; the search itself is entered',
    tx: 'write',
    query: Filter,
    reply: Entries,
    run: (ctx, { query }) => findEntries(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/actions',
    may: 'audit.read',
    summary: 'Every action that occurs',
    reply: z.object({ items: z.array(z.object({ action: z.string(), title: Text.nullable() })), next: z.null() }),
    run: listActions,
  }),
  route({
    method: 'POST',
    path: '/verify',
    may: 'audit.read',
    summary: 'Recompute the whole chain and name the first break',
    tx: 'none',
    limits: { perMinute: 4 },
    reply: Verified,
    run: verifyOnline,
  }),
]
