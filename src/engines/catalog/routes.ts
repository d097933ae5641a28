import { route } from '#kernel'
import { z } from 'zod'
import { classTree, directory } from './directory.ts'
import { changeItem, changeResource, createLink, resourceById } from './resources.ts'
import { sample } from './samples.ts'
import { uploadTable } from './uploads.ts'
import { Classes, Directory, DirectoryQuery, Item, ItemPatch, MetadataPatch, NewLink, Resource, Rows } from './schema.ts'

const ById = z.object({ id: z.string().max(100) })
const READ = 'catalog.read'
const KEEP = 'catalog.steward'

export const routes = [
  route({
    method: 'GET',
    path: '/resources',
    may: READ,
    summary: 'The directory of information resources: search, facets',
    query: DirectoryQuery,
    reply: Directory,
    run: (ctx, { query }) => directory(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/classes',
    may: READ,
    summary: 'Classes of the directory with how many resources stand below each',
    reply: Classes,
    run: async (ctx) => ({ items: await classTree(ctx) }),
  }),
  route({
    method: 'GET',
    path: '/resources/:id',
    may: READ,
    summary: 'One resource with its core metadata and items',
    params: ById,
    reply: Resource,
    run: (ctx, { params }) => resourceById(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/resources/:id',
    may: KEEP,
    summary: 'Correct what the directory says of a resource',
    params: ById,
    body: MetadataPatch,
    reply: Resource,
    run: (ctx, { params, body }) => changeResource(ctx, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/links',
    may: KEEP,
    summary: 'Enter an API or page elsewhere into the directory',
    body: NewLink,
    reply: Resource,
    run: (ctx, { body }) => createLink(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/tables',
    may: KEEP,
    summary: 'Upload a csv or xlsx file (field metadata first): a typed table and its entry in the directory',
    tx: 'none',
    upload: true,
    limits: { bytes: 1024 * 1024 * 1024, perMinute: 20 },
    reply: Resource,
    run: (ctx, { files }) => uploadTable(ctx, files()),
  }),
  route({
    method: 'PATCH',
    path: '/distributions/:id/items/:name',
    may: KEEP,
    summary: 'Say what an item is: title, unit, standard, mask',
    params: z.object({ id: z.uuid(), name: z.string().max(200) }),
    body: ItemPatch,
    reply: Item,
    run: (ctx, { params, body }) => changeItem(ctx, params.id, params.name, body),
  }),
  route({
    method: 'GET',
    path: '/distributions/:id/sample',
    may: READ,
    summary: 'The first rows of a table, personal items masked',
    params: z.object({ id: z.uuid() }),
    query: z.object({ q: z.string().max(100).optional() }),
    reply: Rows,
    run: (ctx, { params, query }) => sample(ctx, params.id, query),
  }),
]
