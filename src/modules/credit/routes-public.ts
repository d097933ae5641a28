import { z } from 'zod'
import { route } from '#kernel'
import { publicPage, publicPractitioner, searchPublic } from './public.ts'
import { PersonFound, PersonQuery, PublicFound, PublicPage, PublicQuery } from './schema.ts'

/** What anyone may ask without signing in. Few calls a minute: it is for looking somebody up, not for copying a register. */
export const publicRoutes = [
  route({
    method: 'GET',
    path: '/public',
    may: 'public',
    summary: 'Enterprises by whole code or a telling part of their name; ten at most, no next page',
    limits: { perMinute: 20 },
    query: PublicQuery,
    reply: PublicFound,
    run: async (ctx, { query }) => ({ items: await searchPublic(ctx, query.q), next: null }),
  }),
  route({
    method: 'GET',
    path: '/public/:code',
    may: 'public',
    summary: 'What is published about one enterprise',
    limits: { perMinute: 40 },
    params: z.object({ code: z.string().max(40) }),
    reply: PublicPage,
    run: (ctx, { params }) => publicPage(ctx, params.code),
  }),
  route({
    method: 'POST',
    path: '/public/practitioners',
    may: 'public',
    summary: 'What is published about a practitioner, for who gives name and whole identity number',
    tx: 'read',
    limits: { perMinute: 6, bytes: 2048 },
    body: PersonQuery,
    reply: PersonFound,
    run: (ctx, { body }) => publicPractitioner(ctx, body),
  }),
]
