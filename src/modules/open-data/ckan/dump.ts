import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { writeCsv } from '#engines/documents'
import { type Ctx, Reply } from '#kernel'
import type { Field } from '../schema.ts'
import { eachBatch, eachPart } from '../reading.ts'
import { tagOf, unchanged } from '../same-as-before.ts'
import { note } from '../usage.ts'
import { BadRequest } from './envelope.ts'
import { ask, fieldDict, openTable, tsvLine } from './datastore.ts'
import { flag, type Parameters, text } from './parameters.ts'

const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
}
type Batches = AsyncIterable<Record<string, unknown>[]>

async function* tsv(columns: readonly string[], batches: Batches, bom: boolean): AsyncGenerator<string> {
  yield `${bom ? '\uFEFF' : ''}${tsvLine(columns)}\n`
  for await (const batch of batches) yield batch.map((row) => `${tsvLine(columns.map((column) => row[column]))}\n`).join('')
}

async function* json(ctx: Ctx, fields: readonly Field[], columns: readonly string[], batches: Batches): AsyncGenerator<string> {
  yield `{"fields":${JSON.stringify(columns.map((column) => fieldDict(ctx, fields, column)))},"records":[`
  let first = true
  for await (const batch of batches) {
    yield `${first ? '' : ','}\n${batch.map((row) => JSON.stringify(columns.map((column) => row[column] ?? null))).join(',\n')}`
    first = false
  }
  yield '\n]}\n'
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold
const xmlText = (value: unknown) =>
  (value instanceof Date ? value.toISOString() : String(value))
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll(/[&<>"]/g, (sign) => escapes[sign] as string)

async function* xml(columns: readonly string[], batches: Batches): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<data>\n'
  const named = columns.filter((column) => column !== '_id')
  const cell = (column: string, value: unknown) =>
    value === null || value === undefined ? '' : `<value field="${xmlText(column)}">${xmlText(value)}</value>`
  for await (const batch of batches)
    yield batch
      .map((row) => `<row _id="${row['_id'] ?? ''}">${named.map((column) => cell(column, row[column])).join('')}</row>\n`)
      .join('')
  yield '</data>\n'
}

const narrowing = ['limit', 'offset', 'filters', 'q', 'sort', 'fields', 'distinct'] as const

/** `/datastore/dump/<resource>`: every row, streamed by its number, in constant memory; or those asked for, as `datastore_search` takes it. */
export async function dump(ctx: Ctx, id: string, parameters: Parameters, headers: IncomingHttpHeaders = {}): Promise<Reply> {
  const format = text(parameters, 'format') ?? 'csv'
  if (!types[format]) throw new BadRequest('format: must be one of csv, tsv, json, xml')
  const open = await ctx.transact('read', (inner) => openTable(inner, id))
  const { resource, dataset, table } = open
  const tag = tagOf(resource, ctx.locale, parameters)
  const same = unchanged(headers, tag)
  if (same) return same
  const query = narrowing.some((name) => parameters[name] !== undefined) ? ask(ctx, open, parameters).query : undefined
  const most = text(parameters, 'limit') === undefined ? Number.POSITIVE_INFINITY : (query?.limit ?? 0)
  note(ctx, 'download', dataset.id, resource.row_count)
  const batches = query ? eachPart(ctx, query, most) : eachBatch(ctx, table, resource.fields)
  const columns = query?.columns ?? ['_id', ...resource.fields.map((field) => field.id)]
  return new Reply(
    200,
    {
      'content-type': types[format] as string,
      'content-disposition': `attachment; filename="${resource.id}.${format}"`,
      'access-control-allow-origin': '*',
      etag: tag,
      'cache-control': 'no-cache',
      'accept-ranges': 'none',
    },
    written(ctx, { format, columns, fields: resource.fields, batches, bom: flag(parameters, 'bom') }),
  )
}

function written(
  ctx: Ctx,
  it: { format: string; columns: readonly string[]; fields: readonly Field[]; batches: Batches; bom: boolean },
): Readable {
  const { columns, fields, batches, bom } = it
  const lists = async function* () {
    for await (const batch of batches) yield batch.map((row) => columns.map((column) => row[column] ?? null))
  }
  if (it.format === 'csv') return writeCsv([...columns], lists(), { bom })
  const texts: Record<string, () => AsyncGenerator<string>> = {
    tsv: () => tsv(columns, batches, bom),
    json: () => json(ctx, fields, columns, batches),
    xml: () => xml(columns, batches),
  }
  return Readable.from((texts[it.format] as () => AsyncGenerator<string>)(), { objectMode: false })
}
