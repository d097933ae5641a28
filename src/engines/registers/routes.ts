import { type Contribution, type Ctx, route } from '#kernel'
import { type ZodType, z } from 'zod'
import type { Column, Columns } from './columns.ts'
import { type AnyRegister, maskedOf } from './define.ts'
import { waysOf } from './filters.ts'
import { overview } from './overview.ts'
import { placeOf, placesOf } from './places.ts'
import { bulkChange, MOST_AT_ONCE, undoBulk } from './bulk.ts'
import { dropView, listViews, putView } from './saved-views.ts'
import {
  BulkReport,
  HistoryPage,
  NewView,
  Overview,
  Places,
  RegisterMark,
  RegisterShape,
  Removal,
  Restoral,
  RowDetail,
  RowPage,
  Undoing,
  Unmasked,
  Unmasking,
  View,
  Views,
} from './schema.ts'
import { changeRow, createRow, listRows, removeRow, restoreRow, rowDetail, rowHistory, unmaskRow } from './service.ts'
import { registersFor, shapeOf } from './shape.ts'

const Id = z.object({ id: z.uuid() })
const Why = z.string().trim().max(500).optional()
const Words = z.string().max(200).optional()
const Several = z.array(z.string().max(500)).max(100).optional()

/** The list's parameters, one for each way in which a column can be filtered; others are refused by name. */
export function queryOf({ columns }: AnyRegister) {
  const filters = Object.entries(columns as Columns).flatMap(([name, column]): [string, ZodType][] =>
    waysOf(column).flatMap((way): [string, ZodType][] => {
      if (way === 'eq' || way === 'under') return [[`filter.${name}`, Several]]
      if (way === 'range')
        return [
          [`filter.${name}.from`, Words],
          [`filter.${name}.to`, Words],
        ]
      if (way === 'empty') return [[`filter.${name}.empty`, z.enum(['true', 'false']).optional()]]
      return [[`filter.${name}.${way}`, Words]]
    }),
  )
  return z.object({
    q: Words,
    sort: z.string().max(60).optional(),
    columns: z.string().max(2000).optional(),
    removed: z.boolean().optional(),
    ...Object.fromEntries(filters),
  })
}

const listQuery = (register: AnyRegister) =>
  queryOf(register).extend({
    count: z.boolean().optional(),
    cursor: z.string().max(2000).optional(),
    limit: z.int().min(1).max(200).default(50),
  })

/** Values as they are sent: each of its type, or null. What else is wrong is said field by field. */
function valuesOf({ columns }: AnyRegister) {
  const shapes = Object.entries(columns as Columns).map(([name, { json }]: [string, Column]) => [
    name,
    json.nullable().optional(),
  ])
  return z.strictObject(Object.fromEntries(shapes) as Record<string, ZodType>)
}

const HistoryQuery = z.object({ cursor: z.uuid().optional(), limit: z.int().min(1).max(200).default(50) })

/** The addresses of one register, each with the register's own right. */
export function routesOf(register: AnyRegister): Contribution[] {
  const { may, name, title } = register
  const at = `/${name}`
  const what = title.en
  const read = { may: may.read }
  const edit = { may: may.edit }
  return [
    route({
      method: 'GET',
      path: at,
      ...read,
      summary: `${what}: search, filter, sort; page by cursor`,
      query: listQuery(register),
      reply: RowPage,
      run: (ctx, { query }) => listRows(ctx, register, query),
    }),
    route({
      method: 'GET',
      path: `${at}/shape`,
      ...read,
      summary: `${what}: its columns, and what I may do`,
      reply: RegisterShape,
      run: async (ctx) => shapeOf(ctx, register),
    }),
    ...viewRoutes(register),
    ...placeRoutes(register),
    route({
      method: 'GET',
      path: `${at}/:id`,
      ...read,
      summary: `${what}: one entry, with what refers to it`,
      params: Id,
      reply: RowDetail,
      run: (ctx, { params }) => rowDetail(ctx, register, params.id),
    }),
    route({
      method: 'GET',
      path: `${at}/:id/history`,
      ...read,
      summary: `${what}: who changed what in an entry`,
      params: Id,
      query: HistoryQuery,
      reply: HistoryPage,
      run: (ctx, { params, query }) => rowHistory(ctx, register, params.id, query),
    }),
    route({
      method: 'POST',
      path: at,
      ...edit,
      summary: `${what}: a new entry`,
      body: z.strictObject({ values: valuesOf(register), why: Why }),
      reply: RowDetail,
      run: (ctx, { body }) => createRow(ctx, register, body),
    }),
    route({
      method: 'PATCH',
      path: `${at}/:id`,
      ...edit,
      summary: `${what}: changes an entry; 409 with its present state if somebody was quicker`,
      params: Id,
      body: z.strictObject({ version: z.int(), values: valuesOf(register), why: Why }),
      reply: RowDetail,
      run: (ctx, { params, body }) => changeRow(ctx, register, params.id, body),
    }),
    route({
      method: 'DELETE',
      path: `${at}/:id`,
      ...edit,
      summary: `${what}: removes an entry; it can be restored`,
      params: Id,
      body: Removal,
      run: (ctx, { params, body }) => removeRow(ctx, register, params.id, body),
    }),
    route({
      method: 'POST',
      path: `${at}/:id/restore`,
      ...edit,
      summary: `${what}: brings a removed entry back`,
      params: Id,
      body: Restoral,
      reply: RowDetail,
      run: (ctx, { params, body }) => restoreRow(ctx, register, params.id, body),
    }),
    ...bulkRoutes(register),
    ...unmaskRoute(register),
  ]
}

/** A list's parameters as an address has them. */
const ListParameters = z.record(z.string().max(80), z.union([z.string().max(500), z.array(z.string().max(500)).max(100)]))

function bulkRoutes(register: AnyRegister): Contribution[] {
  const at = `/${register.name}/bulk`
  const what = register.title.en
  const { edit: may } = register.may
  return [
    route({
      method: 'POST',
      path: at,
      may,
      limits: { perMinute: 30, bytes: 2_000_000 },
      summary: `${what}: the same change to many entries (rows by id and version, or whatever fits the filters); 409 with those that somebody changed`,
      body: z.strictObject({
        rows: z
          .array(z.strictObject({ id: z.uuid(), version: z.int() }))
          .min(1)
          .max(MOST_AT_ONCE)
          .optional(),
        query: ListParameters.optional(),
        count: z.int().optional(),
        values: valuesOf(register),
        skipStale: z.boolean().default(false),
        why: Why,
      }),
      reply: BulkReport,
      run: (ctx, { body }) => bulkChange(ctx, register, body),
    }),
    route({
      method: 'POST',
      path: `${at}/undo`,
      may,
      limits: { perMinute: 30 },
      summary: `${what}: takes my change of many entries back, where nobody has changed them since`,
      body: Undoing,
      reply: BulkReport,
      run: (ctx, { body }) => undoBulk(ctx, register, body.bulk),
    }),
  ]
}

function unmaskRoute(register: AnyRegister): Contribution[] {
  if (!register.may.unmask || maskedOf(register).length === 0) return []
  return [
    route({
      method: 'POST',
      path: `/${register.name}/:id/unmask`,
      may: register.may.unmask,
      summary: `${register.title.en}: masked fields in clear, for a stated purpose that stays in the audit`,
      params: Id,
      body: Unmasking,
      reply: Unmasked,
      run: (ctx, { params, body }) => unmaskRow(ctx, register, params.id, body),
    }),
  ]
}

function placeRoutes(register: AnyRegister): Contribution[] {
  if (!placeOf(register)) return []
  return [
    route({
      method: 'GET',
      path: `/${register.name}/places`,
      may: register.may.read,
      limits: { perMinute: 600 },
      summary: `${register.title.en}: the list’s entries within a box of the map, gathered where they lie close`,
      query: queryOf(register).extend({ bbox: z.string().max(120), zoom: z.number().min(0).max(22).default(12) }),
      reply: Places,
      run: (ctx, { query }) => placesOf(ctx, register, query),
    }),
  ]
}

function viewRoutes(register: AnyRegister): Contribution[] {
  const path = `/${register.name}/views`
  const { read: may } = register.may
  const what = register.title.en
  return [
    route({
      method: 'GET',
      path,
      may,
      summary: `${what}: my saved views and those shared with me`,
      reply: Views,
      run: (ctx) => listViews(ctx, register),
    }),
    route({
      method: 'PUT',
      path,
      may,
      summary: `${what}: saves a view, or changes mine`,
      body: NewView,
      reply: View,
      run: (ctx, { body }) => putView(ctx, register, body),
    }),
    route({
      method: 'DELETE',
      path: `${path}/:id`,
      may,
      summary: `${what}: forgets my saved view`,
      params: Id,
      run: (ctx, { params }) => dropView(ctx, register, params.id),
    }),
  ]
}

export const generalRoutes = [
  route({
    method: 'GET',
    path: '',
    may: 'signed-in',
    summary: 'The registers I may read, with their addresses',
    reply: z.object({ items: z.array(RegisterMark), next: z.null() }),
    run: async (ctx: Ctx) => ({ items: registersFor(ctx), next: null }),
  }),
  route({
    method: 'GET',
    path: '/overview',
    may: 'signed-in',
    summary: 'The same with the rooms that keep them, how many rows I see and how fresh they are',
    reply: Overview,
    run: async (ctx: Ctx) => ({ items: await overview(ctx), next: null }),
  }),
]
