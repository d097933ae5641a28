import type { Readable } from 'node:stream'
import { type Ctx, districtOf, nextNumber, notFound, Reply, type UploadPart } from '#kernel'
import { record } from '#engines/audit'
import { openTable, writeCsv } from '#engines/documents'
import { receiptUnreadable, wrongState } from './errors.ts'
import type { BatchView, ExchangeState } from './schema.ts'
import { creditOf, fieldTitle } from './settings.ts'
import * as store from './store-exchange.ts'
import { type RecordRow, recordsByIds } from './store-records.ts'
import { todayOf } from './views.ts'
import { xmlOf } from './exchange-xml.ts'

const HEADER = [
  'line',
  'action',
  'code',
  'name',
  'document_number',
  'kind',
  'title',
  'decided_on',
  'degree',
  'basis',
  'state',
  'publish_until',
]

/** What goes upward of one record. Persons go by their shortened name: an identity number leaves in no file. */
const rowOf = (line: number, what: string, row: RecordRow | undefined): (string | number)[] => [
  line,
  what,
  row?.subject_code ?? '',
  row?.subject_name ?? '',
  row?.document_number ?? '',
  row?.kind ?? '',
  row?.title ?? '',
  row?.decided_on ?? '',
  row?.degree ?? '',
  row?.basis ?? '',
  row?.state ?? '',
  row?.publish_until ?? '',
]

async function textOf(stream: Readable): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value
}

/** One batch of one field: csv and xml of the same rows, and a manifest with their digests. False when nothing waits. */
export async function makeBatch(ctx: Ctx, field: string): Promise<boolean> {
  const waiting = await store.takeQueued(ctx, field, creditOf(ctx).exchangeRows)
  if (waiting.length === 0) return false
  const rows = waiting.map((row, at) => ({ ...row, line: at + 1 }))
  const found = await recordsByIds(
    ctx,
    rows.map(({ record_id }) => record_id),
  )
  const cells = rows.map(({ line, what, record_id }) => rowOf(line, what, found.get(record_id)))
  const day = todayOf(ctx)
  const year = Number(day.slice(0, 4))
  const number = `${districtOf(ctx.house).id}-${field}-${day.replaceAll('-', '')}-${await nextNumber(ctx, 'credit.exchange', year)}`
  // Without a byte order mark: the embedded database drops one at the head of a text, and the digest would not fit.
  const csv = await textOf(writeCsv(HEADER, once(cells), { bom: false }))
  const xml = xmlOf(number, HEADER, cells)
  const file = (name: string, text: string) => ({
    name,
    rows: rows.length,
    bytes: Buffer.byteLength(text),
    sm3: ctx.secrets.digest(text),
  })
  const manifest = { number, field, day, files: [file(`${number}.csv`, csv), file(`${number}.xml`, xml)] }
  await store.insertBatch(ctx, { number, field, day, manifest, csv, xml, rows })
  return true
}

/** 每日上报: every field that has something to tell. */
export async function makeBatches(ctx: Ctx): Promise<number> {
  let made = 0
  for (const { code } of creditOf(ctx).fields) if (await makeBatch(ctx, code)) made += 1
  if (made > 0) record(ctx, { action: 'credit.make-batches', after: { batches: made } })
  return made
}

const batchView = (ctx: Ctx, row: store.BatchRow): BatchView => ({
  id: row.id,
  number: row.number,
  field: { code: row.field, title: fieldTitle(ctx, row.field) },
  day: row.day,
  state: row.state,
  rows: row.rows,
  manifest: row.manifest as BatchView['manifest'],
  madeAt: row.made_at.toISOString(),
  answeredAt: row.answered_at?.toISOString() ?? null,
  accepted: row.accepted,
  rejected: row.rejected,
  version: row.version,
})

export async function batchList(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const rows = await store.batches(ctx, cursor, limit + 1)
  return {
    items: rows.slice(0, limit).map((row) => batchView(ctx, row)),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

export async function exchangeState(ctx: Ctx): Promise<ExchangeState> {
  return {
    queued: (await store.queuedFields(ctx)).map(({ field, rows }) => ({ field, rows, title: fieldTitle(ctx, field) })),
    rejected: (await store.rejectedRows(ctx)).map(({ record_id, field, why, tries }) => ({
      record: record_id,
      title: fieldTitle(ctx, field),
      why,
      tries,
    })),
  }
}

const types = { csv: 'text/csv; charset=utf-8', xml: 'application/xml; charset=utf-8', json: 'application/json; charset=utf-8' }

export async function batchFile(ctx: Ctx, id: string, form: 'csv' | 'xml' | 'manifest'): Promise<Reply> {
  const batch = await store.batchById(ctx, id)
  if (!batch) throw notFound({ what: ctx.locale === 'en' ? 'This batch' : '这一批次' })
  const text = form === 'manifest' ? JSON.stringify(batch.manifest, null, 2) : await store.batchFile(ctx, id, form)
  if (form !== 'manifest') await store.markFetched(ctx, id)
  const ending = form === 'manifest' ? 'json' : form
  return new Reply(
    200,
    {
      'content-type': types[ending],
      'content-disposition': `attachment; filename="${batch.number}.${ending}"`,
      'cache-control': 'no-store',
    },
    text ?? '',
  )
}

/** 回执回读: a table of `line, result, why`. Rows refused above wait for the next batch with the reason. */
export async function readBack(ctx: Ctx, id: string, parts: AsyncIterable<UploadPart>): Promise<BatchView> {
  const rejected: { line: number; why: string }[] = []
  for await (const part of parts) {
    if (part.value !== undefined) continue
    const table = await openTable(part.stream, { filename: part.filename })
    const at = (name: string) => table.header.findIndex((title) => title.trim().toLowerCase() === name)
    const [line, result, why] = [at('line'), at('result'), at('why')]
    for await (const rows of table.batches)
      for (const row of rows) {
        const n = Number(row.cells[line])
        if (line < 0 || result < 0 || !Number.isInteger(n)) throw receiptUnreadable({ line: row.line })
        if (row.cells[result] !== 'accepted')
          rejected.push({ line: n, why: (row.cells[why] ?? '').slice(0, 300) || '上级平台未说明原因' })
      }
  }
  return ctx.transact('write', (inner) => answerBatch(inner, id, rejected))
}

async function answerBatch(ctx: Ctx, id: string, rejected: { line: number; why: string }[]): Promise<BatchView> {
  const batch = await store.lockBatch(ctx, id)
  if (!batch) throw notFound({ what: ctx.locale === 'en' ? 'This batch' : '这一批次' })
  if (batch.state === 'answered') throw wrongState({}, { current: batchView(ctx, batch) })
  const outside = rejected.find(({ line }) => line < 1 || line > batch.rows)
  if (outside) throw receiptUnreadable({ line: outside.line })
  await store.answerBatch(ctx, id, rejected)
  record(ctx, {
    action: 'credit.read-receipt',
    ref: `credit.batch:${id}`,
    after: { number: batch.number, rejected: rejected.length },
  })
  return batchView(ctx, (await store.batchById(ctx, id)) as store.BatchRow)
}
