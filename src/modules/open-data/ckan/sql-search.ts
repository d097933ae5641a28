import { isBadQuery } from '../store-faults.ts'
import type { Ctx } from '#kernel'
import * as tables from '../store-table.ts'
import { note } from '../usage.ts'
import { BadRequest, notAuthorised, sqlError } from './envelope.ts'
import { fieldDict, MOST_RECORDS, openTable } from './datastore.ts'
import { type Parameters, required } from './parameters.ts'
import { sqlSearchOn } from './read.ts'
import { allow, tablesOf } from './sql-gate.ts'

const typeOf = (value: unknown): string => {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int8' : 'float8'
  if (typeof value === 'boolean') return 'bool'
  return value instanceof Date ? 'timestamptz' : 'text'
}

/** Off unless the district asks for it. Every table is looked up as the caller, whatever the query says. */
export async function datastoreSearchSql(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  if (!sqlSearchOn(ctx)) throw new BadRequest('Action name not known: datastore_search_sql')
  const sql = required(parameters, 'sql')
  const names = tablesOf(sql)
  const open = new Map<string, { schema: string; name: string; columns: readonly string[] }>()
  const datasets: string[] = []
  for (const name of names) {
    const { resource, dataset, table } = await openTable(ctx, name).catch(() => {
      throw notAuthorised(`Not authorised to read resource ${name}`)
    })
    if (dataset.state !== 'published') throw notAuthorised(`Not authorised to read resource ${name}`)
    open.set(name, { schema: 'open_data_store', name: table, columns: ['_id', ...resource.fields.map(({ id }) => id)] })
    datasets.push(dataset.id)
  }
  const { statement } = allow(sql, open)
  if (names.length > 1 && ctx.db.isTransaction)
    throw sqlError('The embedded database answers questions about one table at a time')
  const rows = await tables.runAllowed(ctx, statement, MOST_RECORDS).catch((error: unknown) => {
    throw isBadQuery(error) ? sqlError(error.message) : error
  })
  const records = rows.slice(0, MOST_RECORDS)
  for (const dataset of new Set(datasets)) note(ctx, 'sql', dataset, records.length)
  return {
    sql,
    fields: Object.entries(records[0] ?? {}).map(([id, value]) => ({
      id,
      type: id === '_id' ? fieldDict(ctx, [], '_id').type : typeOf(value),
    })),
    records,
    ...(rows.length > MOST_RECORDS && { records_truncated: true }),
  }
}
