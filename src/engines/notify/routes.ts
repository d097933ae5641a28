import { type Contribution, route } from '#kernel'
import { z } from 'zod'
import { markRead, myMessages, unreadCount } from './inbox.ts'
import { Inbox, MarkRead } from './schema.ts'
import { openStream } from './stream.ts'

const Unread = z.object({ unread: z.number().int() })
const lastIdOf = (header: unknown, query: string | undefined) => (typeof header === 'string' && header !== '' ? header : query)

export const routes: Contribution[] = [
  route({
    method: 'GET',
    path: '/messages',
    may: 'signed-in',
    summary: 'My messages, newest first, and how many are unread',
    query: z.object({
      cursor: z.uuid().optional(),
      unread: z.boolean().optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    reply: Inbox,
    run: (ctx, { query }) => myMessages(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/unread',
    may: 'signed-in',
    summary: 'How many of my messages are unread',
    reply: Unread,
    run: unreadCount,
  }),
  route({
    method: 'POST',
    path: '/messages/read',
    may: 'signed-in',
    summary: 'Mark messages as read',
    body: MarkRead,
    reply: Unread,
    run: (ctx, { body }) => markRead(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/stream',
    may: 'public',
    summary: 'Server-sent events of these topics, as far as the caller may see them; continues after Last-Event-ID',
    tx: 'none',
    limits: { perMinute: 120 },
    query: z.object({ topics: z.string().max(500).default(''), lastEventId: z.string().max(60).optional() }),
    run: (ctx, { query, headers }) =>
      openStream(
        ctx,
        query.topics.split(',').filter((topic) => topic !== ''),
        lastIdOf(headers['last-event-id'], query.lastEventId),
      ),
  }),
]
