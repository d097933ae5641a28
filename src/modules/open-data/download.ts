import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import { writeCsv, writeXlsx } from '#engines/documents'
import { type Ctx, Reply } from '#kernel'
import { openTable } from './ckan/datastore.ts'
import { formatUnknown, noGeometry } from './errors.ts'
import { eachBatch } from './reading.ts'
import { tagOf, unchanged } from './same-as-before.ts'
import { note } from './usage.ts'

const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json; charset=utf-8',
}
type Row = Record<string, unknown>

async function* jsonPieces(
  batches: AsyncIterable<Row[]>,
  head: string,
  tail: string,
  one: (row: Row) => string,
): AsyncGenerator<string> {
  yield head
  let first = true
  for await (const batch of batches) {
    yield `${first ? '' : ',\n'}${batch.map(one).join(',\n')}`
    first = false
  }
  yield tail
}

/** The whole table under the headings people read, streamed row by row. */
export async function download(
  ctx: Ctx,
  id: string,
  { format, encoding, headers }: { format: string; encoding: 'utf-8' | 'gb18030'; headers: IncomingHttpHeaders },
): Promise<Reply> {
  const type = types[format]
  if (!type) throw formatUnknown({ format: format.slice(0, 20) })
  const { resource, dataset, table } = await ctx.transact('read', (inner) => openTable(inner, id))
  const { fields, geometry } = resource
  if (format === 'geojson' && !geometry) throw noGeometry()
  const tag = tagOf(resource, format, encoding, ctx.locale, dataset.title)
  const same = unchanged(headers, tag)
  if (same) return same
  note(ctx, 'download', dataset.id, Number(resource.row_count))
  const batches = eachBatch(ctx, table, fields)
  const header = fields.map(({ title }) => title[ctx.locale])
  const lists = async function* () {
    for await (const batch of batches) yield batch.map((row) => fields.map((field) => row[field.id] ?? null))
  }
  const plain = (row: Row) => Object.fromEntries(fields.map((field) => [field.id, row[field.id] ?? null]))
  const feature = (row: Row) => {
    const [lon, lat] = [row[geometry?.lon ?? ''], row[geometry?.lat ?? '']]
    return JSON.stringify({
      type: 'Feature',
      id: row['_id'],
      geometry: typeof lon === 'number' && typeof lat === 'number' ? { type: 'Point', coordinates: [lon, lat] } : null,
      properties: plain(row),
    })
  }
  const forms: Record<string, () => Readable> = {
    csv: () => writeCsv(header, lists(), { encoding }),
    xlsx: () => writeXlsx(header, lists(), { sheet: dataset.title[ctx.locale].slice(0, 28), title: dataset.title[ctx.locale] }),
    json: () =>
      Readable.from(
        jsonPieces(batches, '[\n', '\n]\n', (row) => JSON.stringify(plain(row))),
        { objectMode: false },
      ),
    geojson: () =>
      Readable.from(jsonPieces(batches, '{"type":"FeatureCollection","features":[\n', '\n]}\n', feature), { objectMode: false }),
  }
  const name = `${dataset.name}.${format}`
  return new Reply(
    200,
    {
      'content-type': format === 'csv' && encoding === 'gb18030' ? 'text/csv; charset=gb18030' : type,
      'content-disposition': `attachment; filename="${name}"`,
      etag: tag,
      'cache-control': 'no-cache',
      'accept-ranges': 'none',
    },
    (forms[format] as () => Readable)(),
  )
}
