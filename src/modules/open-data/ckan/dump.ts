import { Readable } from 'node:stream'
import { writeCsv } from '#engines/documents'
import { type Ctx, Reply } from '#kernel'
import type { Field } from '../schema.ts'
import { eachBatch } from '../reading.ts'
import { note } from '../usage.ts'
import { BadRequest } from './envelope.ts'
import { fieldDict, openTable, tsvLine } from './datastore.ts'
import { flag, type Parameters, text } from './parameters.ts'

const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
}
type Batches = AsyncIterable<Record<string, unknown>[]>

async function* tsv(fields: readonly Field[], batches: Batches, bom: boolean): AsyncGenerator<string> {
  const columns = ['_id', ...fields.map(({ id }) => id)]
  yield `${bom ? '\uFEFF' : ''}${tsvLine(columns)}\n`
  for await (const batch of batches) yield batch.map((row) => `${tsvLine(columns.map((column) => row[column]))}\n`).join('')
}

async function* json(ctx: Ctx, fields: readonly Field[], batches: Batches): AsyncGenerator<string> {
  const columns = ['_id', ...fields.map(({ id }) => id)]
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

async function* xml(fields: readonly Field[], batches: Batches): AsyncGenerator<string> {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<data>\n'
  for await (const batch of batches)
    yield batch
      .map(
        (row) =>
          `<row _id="${row['_id']}">${fields.map(({ id }) => (row[id] === null ? '' : `<value field="${xmlText(id)}">${xmlText(row[id])}</value>`)).join('')}</row>\n`,
      )
      .join('')
  yield '</data>\n'
}

/** `/datastore/dump/<resource>`: every row, streamed by its number, in constant memory. */
export async function dump(ctx: Ctx, id: string, parameters: Parameters): Promise<Reply> {
  const format = text(parameters, 'format') ?? 'csv'
  if (!types[format]) throw new BadRequest('format: must be one of csv, tsv, json, xml')
  const { resource, dataset, table } = await ctx.transact('read', (inner) => openTable(inner, id))
  note(ctx, 'download', dataset.id, resource.row_count)
  const batches = eachBatch(ctx, table, resource.fields)
  const bom = flag(parameters, 'bom')
  const columns = ['_id', ...resource.fields.map((field) => field.id)]
  const lists = async function* () {
    for await (const batch of batches) yield batch.map((row) => columns.map((column) => row[column] ?? null))
  }
  const forms: Record<string, () => Readable> = {
    csv: () => writeCsv(columns, lists(), { bom }),
    tsv: () => Readable.from(tsv(resource.fields, batches, bom), { objectMode: false }),
    json: () => Readable.from(json(ctx, resource.fields, batches), { objectMode: false }),
    xml: () => Readable.from(xml(resource.fields, batches), { objectMode: false }),
  }
  const headers = {
    'content-type': types[format] as string,
    'content-disposition': `attachment; filename="${resource.id}.${format}"`,
    'access-control-allow-origin': '*',
  }
  return new Reply(200, headers, (forms[format] as () => Readable)())
}
