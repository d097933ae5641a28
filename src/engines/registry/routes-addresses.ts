import { route } from '#kernel'
import { z } from 'zod'
import { addressById, geocode, listAddresses, reverse } from './geocode.ts'
import { listOf } from './routes.ts'
import { AddressView, Geocoded, ReverseGeocoded } from './schema.ts'

const Line = z.string().trim().min(2).max(200)

/** Addresses are nobody's secret: who lives there is. */
export const addressRoutes = [
  route({
    method: 'GET',
    path: '/addresses',
    may: 'public',
    summary: 'Standard addresses below one, or by a part of their name',
    query: z.object({
      parent: z.uuid().optional(),
      q: z.string().trim().min(2).max(60).optional(),
      cursor: z.string().max(60).optional(),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    reply: listOf(AddressView),
    run: (ctx, { query }) => listAddresses(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/addresses/geocode',
    may: 'public',
    summary: 'Where is this address? Best match, point, confidence, and what was not taken into account',
    query: z.object({ q: Line }),
    reply: Geocoded,
    run: (ctx, { query }) => geocode(ctx, query.q),
  }),
  route({
    method: 'POST',
    path: '/addresses/geocode',
    may: 'signed-in',
    tx: 'read',
    summary: 'The same for up to 500 addresses',
    body: z.object({ texts: z.array(Line).min(1).max(500) }),
    reply: listOf(Geocoded),
    run: async (ctx, { body }) => {
      const items: Geocoded[] = []
      for (const text of body.texts) items.push(await geocode(ctx, text))
      return { items, next: null }
    },
  }),
  route({
    method: 'GET',
    path: '/addresses/reverse',
    may: 'public',
    summary: 'Which address is here? The nearest door within 500 m, with town, village and grid',
    query: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
    reply: ReverseGeocoded,
    run: (ctx, { query }) => reverse(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/addresses/:address',
    may: 'public',
    summary: 'One standard address and the way down to it',
    params: z.object({ address: z.uuid() }),
    reply: z.object({ address: AddressView, above: z.array(AddressView) }),
    run: (ctx, { params }) => addressById(ctx, params.address),
  }),
]
