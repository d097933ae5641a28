import { route } from '#kernel'
import { z } from 'zod'
import { Hits } from './schema.ts'
import { search } from './service.ts'

export const routes = [
  route({
    method: 'GET',
    path: '',
    may: 'public',
    summary: 'Search everything the caller may see, by words, numbers, pinyin or its initials',
    limits: { perMinute: 240 },
    query: z.object({
      q: z.string().max(100),
      types: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(100).default(20),
    }),
    reply: Hits,
    run: (ctx, { query: { q, types, limit } }) => search(ctx, { q, limit, ...(types && { types: types.split(',') }) }),
  }),
]
