import { route } from '#kernel'
import { z } from 'zod'
import {
  changeDatabase,
  databaseById,
  listDatabases,
  registerDatabase,
  removeDatabase,
  tablesOf,
  tryDatabase,
  tryTable,
} from './databases.ts'
import { Database, DatabasePatch, Databases, NewDatabase, SourceTables, Tried, TryDatabase, TryTable } from './schema.ts'

const ById = z.object({ id: z.uuid() })
const EXCHANGE = 'catalog.exchange'
/** Each of these knocks at somebody else's door. */
const limits = { perMinute: 20 }

export const databaseRoutes = [
  route({
    method: 'GET',
    path: '/databases',
    may: EXCHANGE,
    summary: 'Databases of my unit that are read from',
    reply: Databases,
    run: async (ctx) => ({ items: await listDatabases(ctx), next: null }),
  }),
  route({
    method: 'POST',
    path: '/databases',
    may: EXCHANGE,
    summary: 'Register a department’s database once it answers; the password is sealed',
    tx: 'none',
    limits,
    body: NewDatabase,
    reply: Database,
    run: (ctx, { body }) => registerDatabase(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/databases/try',
    may: EXCHANGE,
    summary: 'Connect to a database and list what the login may read; nothing is kept',
    tx: 'none',
    limits,
    body: TryDatabase,
    reply: SourceTables,
    run: (ctx, { body }) => tryDatabase(ctx, body),
  }),
  route({
    method: 'GET',
    path: '/databases/:id',
    may: EXCHANGE,
    summary: 'One registered database and who reads it',
    params: ById,
    reply: Database,
    run: (ctx, { params }) => databaseById(ctx, params.id),
  }),
  route({
    method: 'PATCH',
    path: '/databases/:id',
    may: EXCHANGE,
    summary: 'Change a registered database; the new login is tried first',
    tx: 'none',
    limits,
    params: ById,
    body: DatabasePatch,
    reply: Database,
    run: (ctx, { params, body }) => changeDatabase(ctx, params.id, body),
  }),
  route({
    method: 'DELETE',
    path: '/databases/:id',
    may: EXCHANGE,
    summary: 'Remove a database that nothing reads any more',
    params: ById,
    reply: z.object({ removed: z.boolean() }),
    run: async (ctx, { params }) => {
      await removeDatabase(ctx, params.id)
      return { removed: true }
    },
  }),
  route({
    method: 'GET',
    path: '/databases/:id/tables',
    may: EXCHANGE,
    summary: 'Tables and views of a registered database, with their columns',
    tx: 'none',
    limits,
    params: ById,
    reply: SourceTables,
    run: (ctx, { params }) => tablesOf(ctx, params.id),
  }),
  route({
    method: 'POST',
    path: '/databases/:id/rows',
    may: EXCHANGE,
    summary: 'The first rows of a table as they would stand here, personal values masked',
    tx: 'none',
    limits,
    params: ById,
    body: TryTable,
    reply: Tried,
    run: (ctx, { params, body }) => tryTable(ctx, params.id, body),
  }),
]
