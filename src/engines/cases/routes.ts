import { z } from 'zod'
import { holds, route } from '#kernel'
import { attributesOf, categoriesOf, limitTable } from './categories.ts'
import { proposeUnit } from './dispatch.ts'
import { figures, heat, scores } from './figures.ts'
import { nearbyCases } from './nearby.ts'
import { casesFor } from './service.ts'
import { unmaskReporter } from './people.ts'
import { placeOf } from './place.ts'
import {
  Attribute,
  CasePage,
  Category,
  Figures,
  FiguresQuery,
  FiledForQuery,
  Heat,
  HeatQuery,
  LimitTable,
  NearbyCase,
  NearbyQuery,
  Proposal,
  Scores,
  Unmask,
  Unmasked,
} from './schema.ts'

const Id = z.object({ id: z.uuid() })
const pageOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() })

export const routes = [
  route({
    method: 'GET',
    path: '/categories',
    may: 'public',
    summary: 'Categories of events and components, by big and small class',
    reply: pageOf(Category.extend({ attributes: z.array(Attribute) })),
    run: async (ctx) => ({
      items: categoriesOf(ctx.house).map((category) => ({
        ...category,
        attributes: [...attributesOf(ctx.house, category.code)],
      })),
      next: null,
    }),
  }),
  route({
    method: 'GET',
    path: '/nearby',
    may: 'public',
    summary: 'Open cases near a point: is it one of these? Nothing personal',
    limits: { perMinute: 60 },
    query: NearbyQuery,
    reply: pageOf(NearbyCase),
    run: async (ctx, { query: { lon, lat, category } }) => ({
      items: await nearbyCases(ctx, {
        point: { lon, lat },
        category,
        openTo: holds(ctx.user, 'cases.read') ? 'staff' : 'public',
      }),
      next: null,
    }),
  }),
  route({
    method: 'GET',
    path: '/of',
    may: 'cases.read',
    summary: 'Cases filed for an alarm or a station',
    query: FiledForQuery,
    reply: CasePage,
    run: (ctx, { query }) => casesFor(ctx, query.ref),
  }),
  route({
    method: 'GET',
    path: '/figures',
    may: 'cases.read',
    summary: 'Today in figures, each with its definition',
    query: FiguresQuery,
    reply: Figures,
    run: (ctx, { query }) => figures(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/scores',
    may: 'cases.read',
    summary: 'How units did, with the definition of the score',
    query: FiguresQuery,
    reply: Scores,
    run: (ctx, { query }) => scores(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/heat',
    may: 'cases.read',
    summary: 'Where cases gather, counted in cells',
    query: HeatQuery,
    reply: Heat,
    run: (ctx, { query }) => heat(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/limits',
    may: 'cases.read',
    summary: 'How long each step may take, by category',
    reply: LimitTable,
    run: async (ctx) => limitTable(ctx),
  }),
  route({
    method: 'POST',
    path: '/reports/:id/unmask',
    may: 'cases.see-reporter',
    summary: 'Name and telephone of a reporter in clear, for a stated purpose that stays in the audit',
    params: Id,
    body: Unmask,
    reply: Unmasked,
    run: (ctx, { params, body }) => unmaskReporter(ctx, params.id, body.purpose),
  }),
  route({
    method: 'GET',
    path: '/responsibilities/proposal',
    may: 'cases.read',
    summary: 'Which unit answers for a place and category',
    query: z.object({
      lon: z.coerce.number().min(-180).max(180),
      lat: z.coerce.number().min(-90).max(90),
      category: z.string().max(40),
    }),
    reply: z.object({ proposal: Proposal.nullable() }),
    run: async (ctx, { query: { lon, lat, category } }) => ({
      proposal: await proposeUnit(ctx, (await placeOf(ctx, { lon, lat })).area, category),
    }),
  }),
]
