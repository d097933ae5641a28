import { type Contribution, route } from '#kernel'
import { z } from 'zod'
import { type AnyRegister, mayExport, mayImport } from './define.ts'
import { exportRows } from './export.ts'
import { importById, importMapping, listImports, mapImport, MOST_BYTES, startImport, startRun, stopImport } from './import.ts'
import { faultsCsv, listFaults, rejectedCsv, template } from './import-files.ts'
import { queryOf } from './routes.ts'
import { Import, ImportFaults, ImportMapping, ImportPage, NewMapping } from './schema.ts'

const Which = z.object({ import: z.uuid() })
const Lang = z.object({ lang: z.enum(['zh', 'en']).optional() })
const page = { limit: z.int().min(1).max(200).default(50) }

/** Files into a register, each with the register's own right to import. */
export function importRoutes(register: AnyRegister): Contribution[] {
  const at = `/${register.name}/imports`
  const what = register.title.en
  const may = mayImport(register)
  return [
    route({
      method: 'POST',
      path: at,
      may,
      tx: 'none',
      upload: true,
      limits: { perMinute: 20, bytes: MOST_BYTES },
      summary: `${what}: sends a table (.xlsx, csv) to be checked, then imported (multipart field "file"; "mapping" says which columns its titles stand for)`,
      reply: Import,
      run: (ctx, { files }) => startImport(ctx, register, files()),
    }),
    route({
      method: 'GET',
      path: at,
      may,
      summary: `${what}: imports, newest first`,
      query: z.object({ cursor: z.uuid().optional(), ...page }),
      reply: ImportPage,
      run: (ctx, { query }) => listImports(ctx, register, query),
    }),
    route({
      method: 'GET',
      path: `${at}/template`,
      may,
      tx: 'none',
      summary: `${what}: an empty table with the titles that an import needs`,
      query: Lang.extend({ format: z.enum(['csv', 'xlsx']).default('xlsx') }),
      run: (ctx, { query }) => template(ctx, register, query.format),
    }),
    route({
      method: 'GET',
      path: `${at}/:import`,
      may,
      summary: `${what}: an import, how far it is and what it found`,
      params: Which,
      reply: Import,
      run: (ctx, { params }) => importById(ctx, register, params.import),
    }),
    ...mappingRoutes(register),
    ...actRoutes(register),
    ...faultRoutes(register),
  ]
}

function mappingRoutes(register: AnyRegister): Contribution[] {
  const path = `/${register.name}/imports/:import/mapping`
  const what = register.title.en
  const may = mayImport(register)
  return [
    route({
      method: 'GET',
      path,
      may,
      tx: 'none',
      summary: `${what}: the columns of my file, with what each may be for`,
      params: Which,
      reply: ImportMapping,
      run: (ctx, { params }) => importMapping(ctx, register, params.import),
    }),
    route({
      method: 'PUT',
      path,
      may,
      summary: `${what}: says which column each of the file’s is, or leaves it out; it is checked anew`,
      params: Which,
      body: NewMapping,
      reply: Import,
      run: (ctx, { params, body }) => mapImport(ctx, register, params.import, body),
    }),
  ]
}

function actRoutes(register: AnyRegister): Contribution[] {
  const at = `/${register.name}/imports/:import`
  const what = register.title.en
  const common = { method: 'POST' as const, may: mayImport(register), params: Which, reply: Import }
  return [
    route({
      ...common,
      path: `${at}/run`,
      summary: `${what}: writes the rows that the check found good; goes on where it was stopped`,
      run: (ctx, { params }) => startRun(ctx, register, params.import),
    }),
    route({
      ...common,
      path: `${at}/stop`,
      summary: `${what}: stops an import; rows written so far stay`,
      run: (ctx, { params }) => stopImport(ctx, register, params.import),
    }),
  ]
}

function faultRoutes(register: AnyRegister): Contribution[] {
  const at = `/${register.name}/imports/:import`
  const what = register.title.en
  const may = mayImport(register)
  return [
    route({
      method: 'GET',
      path: `${at}/faults`,
      may,
      summary: `${what}: what is wrong in an import, by line`,
      params: Which,
      query: z.object({ cursor: z.int().optional(), ...page }),
      reply: ImportFaults,
      run: (ctx, { params, query }) => listFaults(ctx, register, params.import, query),
    }),
    route({
      method: 'GET',
      path: `${at}/faults.csv`,
      may,
      tx: 'none',
      summary: `${what}: what is wrong in an import, as a file`,
      params: Which,
      query: Lang,
      run: (ctx, { params }) => faultsCsv(ctx, register, params.import),
    }),
    route({
      method: 'GET',
      path: `${at}/rejected.csv`,
      may,
      tx: 'none',
      summary: `${what}: the rows of my file that stay out, with the reason, to be corrected and imported again`,
      params: Which,
      query: Lang,
      run: (ctx, { params }) => rejectedCsv(ctx, register, params.import),
    }),
  ]
}

export const exportRoute = (register: AnyRegister): Contribution =>
  route({
    method: 'GET',
    path: `/${register.name}/export`,
    may: mayExport(register),
    tx: 'none',
    limits: { perMinute: 20 },
    summary: `${register.title.en}: the list as a file, with its filters and masks; in clear only for a stated purpose`,
    query: queryOf(register).extend({
      format: z.enum(['csv', 'xlsx', 'geojson']).default('csv'),
      unmask: z.boolean().default(false),
      purpose: z.string().max(500).optional(),
      lang: z.enum(['zh', 'en']).optional(),
    }),
    run: (ctx, { query: { format, unmask, purpose, lang: _, ...query } }) =>
      exportRows(ctx, register, { format, unmask, purpose }, query),
  })
