import { route, Text } from '#kernel'
import { z } from 'zod'
import { entityView, listEntities } from './entities.ts'
import { deliverFile } from './file-intake.ts'
import { deliver, listDeliveries } from './intake.ts'
import { lookUp, publicEnterprise, unmask } from './look-up.ts'
import { purposes } from './purposes.ts'
import {
  Batch,
  DeliveryView,
  EntityCard,
  EntityView,
  ForPurpose,
  LookUp,
  NewSource,
  PublicEnterprise,
  Purpose,
  RegistryCard,
  RegistryId,
  RegistryView,
  SourceView,
  Unmasked,
} from './schema.ts'
import { addSource, cards, overview, registryById, viewsOf } from './sources.ts'

export const InRegistry = z.object({ registry: RegistryId })
export const OfEntity = InRegistry.extend({ entity: z.uuid() })
export const paging = { cursor: z.uuid().optional(), limit: z.number().int().min(1).max(200).default(50) }
export const listOf = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() })

const Filter = z.object({
  q: z.string().max(100).optional(),
  source: RegistryId.optional(),
  flag: z.string().max(80).optional(),
  joined: z.boolean().optional(),
  area: z
    .string()
    .max(250)
    .regex(/^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/)
    .optional(),
  ...paging,
})

export const routes = [
  route({
    method: 'GET',
    path: '/registries',
    may: 'registry.read',
    summary: 'The base registries with their numbers',
    reply: listOf(RegistryCard),
    run: async (ctx) => ({ items: await cards(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/purposes',
    may: 'signed-in',
    tx: 'none',
    summary: 'For what personal data may be looked at, with the law each stands on',
    reply: listOf(z.object({ id: Purpose, title: Text, basis: Text })),
    run: async () => ({
      items: Purpose.options.map((id) => ({ id, title: purposes[id].title, basis: purposes[id].basis })),
      next: null,
    }),
  }),
  route({
    method: 'GET',
    path: '/:registry',
    may: 'registry.read',
    summary: 'One registry: fields with their duty-holders, sources, quality, queue',
    params: InRegistry,
    reply: RegistryView,
    run: (ctx, { params }) => overview(ctx, registryById(ctx, params.registry)),
  }),
  route({
    method: 'GET',
    path: '/:registry/sources',
    may: 'registry.read',
    summary: 'Sources and what each is the duty-holder of',
    params: InRegistry,
    reply: listOf(SourceView),
    run: async (ctx, { params }) => ({ items: await viewsOf(ctx, registryById(ctx, params.registry)), next: null }),
  }),
  route({
    method: 'POST',
    path: '/:registry/sources',
    may: 'registry.join',
    summary: 'A source joins; collecting what another collects is refused, with who has it',
    params: InRegistry,
    body: NewSource,
    reply: SourceView,
    run: (ctx, { params, body }) => addSource(ctx, registryById(ctx, params.registry), body),
  }),
  route({
    method: 'POST',
    path: '/:registry/sources/:source/records',
    may: 'registry.deliver',
    limits: { bytes: 4 * 1024 * 1024 },
    summary: 'Deliver up to 1000 records; known by the source’s own key, so sending again changes nothing',
    params: InRegistry.extend({ source: RegistryId }),
    body: Batch,
    reply: DeliveryView,
    run: (ctx, { params, body }) => deliver(ctx, registryById(ctx, params.registry), params.source, body.records),
  }),
  route({
    method: 'POST',
    path: '/:registry/sources/:source/files',
    may: 'registry.deliver',
    tx: 'none',
    upload: true,
    limits: { bytes: 64 * 1024 * 1024, perMinute: 20 },
    summary:
      'Deliver a table (.xlsx, csv; multipart field "file"): a column with the source’s key, one with the day, and its fields',
    params: InRegistry.extend({ source: RegistryId }),
    reply: DeliveryView,
    run: (ctx, { params, files }) => deliverFile(ctx, registryById(ctx, params.registry), params.source, files()),
  }),
  route({
    method: 'GET',
    path: '/public/enterprises/:code',
    may: 'public',
    limits: { perMinute: 60 },
    summary: 'What everybody may know of an enterprise, by its unified code',
    params: z.object({ code: z.string().min(15).max(24) }),
    reply: PublicEnterprise,
    run: (ctx, { params }) => publicEnterprise(ctx, params.code),
  }),
  route({
    method: 'GET',
    path: '/:registry/deliveries',
    may: 'registry.read',
    summary: 'What was delivered, newest first',
    params: InRegistry,
    query: z.object({ source: RegistryId.optional(), ...paging }),
    reply: listOf(DeliveryView),
    run: (ctx, { params, query }) => listDeliveries(ctx, registryById(ctx, params.registry), query),
  }),
  route({
    method: 'GET',
    path: '/:registry/entities',
    may: 'registry.read',
    summary: 'Golden records, masked',
    params: InRegistry,
    query: Filter,
    reply: listOf(EntityCard),
    run: (ctx, { params, query }) => listEntities(ctx, registryById(ctx, params.registry), query),
  }),
  route({
    method: 'GET',
    path: '/:registry/entities/:entity',
    may: 'registry.read',
    summary: 'One golden record, masked, with the origin of every field',
    params: OfEntity,
    reply: EntityView,
    run: (ctx, { params }) => entityView(ctx, registryById(ctx, params.registry), params.entity),
  }),
  route({
    method: 'POST',
    path: '/:registry/entities/:entity/unmask',
    may: ['registry.unmask', 'registry.review'],
    summary: 'Personal values in clear, for a stated purpose; the person sees who looked',
    params: OfEntity,
    body: ForPurpose,
    reply: Unmasked,
    run: (ctx, { params, body }) => unmask(ctx, registryById(ctx, params.registry), params.entity, body),
  }),
  route({
    method: 'POST',
    path: '/:registry/look-ups',
    may: ['registry.look-up', 'registry.review'],
    summary: 'Find one exactly, by number, or by name with telephone, birth or address, for a stated purpose',
    params: InRegistry,
    body: LookUp,
    reply: z.object({ items: z.array(EntityCard), next: z.null() }),
    run: async (ctx, { params, body }) => ({ items: await lookUp(ctx, registryById(ctx, params.registry), body), next: null }),
  }),
]
