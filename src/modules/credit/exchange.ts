import { Readable } from 'node:stream'
import { z } from 'zod'
import { type Ctx, defineJob, districtOf, type Job, nextNumber, notFound, Reply, type UploadPart } from '#kernel'
import { record } from '#engines/audit'
import { openTable, writeCsv } from '#engines/documents'
import { receiptIncomplete, receiptUnreadable, wrongState } from './errors.ts'
import type { BatchView, ExchangeState, MadeBatches } from './schema.ts'
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

interface Part {
  field: string
  part: number
  parts: number
}

/** One batch of one field: csv and xml of the same rows, and a manifest with their digests. False when nothing waits. */
export async function makeBatch(ctx: Ctx, { field, part, parts }: Part): Promise<boolean> {
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
  const manifest = { number, field, day, part, parts, files: [file(`${number}.csv`, csv), file(`${number}.xml`, xml)] }
  await store.insertBatch(ctx, { number, field, day, part, parts, manifest, csv, xml, rows })
  record(ctx, { action: 'credit.make-batches', after: { number, rows: rows.length, part, parts } })
  return true
}

/** What waits, cut into batches: every record goes up, in as many numbered files as it takes. */
export async function plan(ctx: Ctx): Promise<Part[]> {
  const { exchangeRows } = creditOf(ctx)
  return (await store.queuedFields(ctx)).flatMap(({ field, rows }) => {
    const parts = Math.ceil(rows / exchangeRows)
    return Array.from({ length: parts }, (_, at) => ({ field, part: at + 1, parts }))
  })
}

const AT_ONCE = 4
const CHUNK = 5000

/** 立即上报: the first batches at once, each in its own transaction, the others in the background. For routes with `tx: 'none'`. */
export async function makeBatches(ctx: Ctx, { all = false, most = AT_ONCE } = {}): Promise<MadeBatches> {
  for (let after: string | undefined, more = all; more; more = after !== undefined) {
    const from = after
    after = await ctx.transact('write', (inner) => store.queueUntold(inner, from, CHUNK))
  }
  const parts = await ctx.transact('read', plan)
  let made = 0
  for (const part of parts.slice(0, most)) if (await ctx.transact('write', (inner) => makeBatch(inner, part))) made += 1
  if (parts.length > most) await ctx.transact('write', (inner) => inner.enqueue(goOnMaking, { from: most, parts }))
  const left = await ctx.transact('read', store.queuedFields)
  return { made, left: left.reduce((sum, { rows }) => sum + rows, 0) }
}

const Parts = z.object({
  from: z.number(),
  parts: z.array(z.object({ field: z.string(), part: z.number(), parts: z.number() })),
})
/** The rest of a large delivery, one batch after another. */
export const goOnMaking: Job<z.infer<typeof Parts>> = defineJob({
  id: 'credit.make-batches',
  input: Parts,
  run: async (ctx, { from, parts }): Promise<void> => {
    const part = parts[from]
    if (!part) return
    // Nothing waits when another run took this field's rows: the fields behind it still do.
    await makeBatch(ctx, part)
    await ctx.enqueue(goOnMaking, { from: from + 1, parts })
  },
})

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
    untold: await store.countUntold(ctx),
    rejected: (await store.rejectedRows(ctx)).map(({ record_id, field, why, tries }) => ({
      record: record_id,
      title: fieldTitle(ctx, field),
      why,
      tries,
    })),
  }
}

const types = { csv: 'text/csv; charset=utf-8', xml: 'application/xml; charset=utf-8', json: 'application/json; charset=utf-8' }

export async function batchFile(ctx: Ctx, id: string, form: 'csv' | 'xml' | 'manifest' | 'errors'): Promise<Reply> {
  const batch = await store.batchById(ctx, id)
  if (!batch) throw notFound({ what: ctx.locale === 'en' ? 'This batch' : '这一批次' })
  if (form === 'errors') return errorFile(ctx, batch)
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

/** 错误文件: the rows that came back, as they were sent, each with the reason given above. */
async function errorFile(ctx: Ctx, { id, number }: store.BatchRow): Promise<Reply> {
  const why = new Map((await store.refusalsOf(ctx, id)).map((refusal) => [refusal.line, refusal.why]))
  const sent = Readable.from([(await store.batchFile(ctx, id, 'csv')) ?? ''])
  const table = await openTable(sent, { filename: `${number}.csv` })
  const rows: unknown[][] = []
  for await (const batch of table.batches)
    for (const { cells } of batch) if (why.has(Number(cells[0]))) rows.push([...cells, why.get(Number(cells[0]))])
  const headers = {
    'content-type': types.csv,
    'content-disposition': `attachment; filename="${number}-errors.csv"`,
    'cache-control': 'no-store',
  }
  return new Reply(200, headers, writeCsv([...HEADER, 'why'], once(rows)))
}

/** 回执回读: a table of `line, result, why`. Rows refused above wait for the next batch with the reason. */
export async function readBack(ctx: Ctx, id: string, parts: AsyncIterable<UploadPart>): Promise<BatchView> {
  const rejected: store.Refusal[] = []
  const told = new Set<number>()
  for await (const part of parts) {
    if (part.value !== undefined) continue
    const table = await openTable(part.stream, { filename: part.filename })
    const at = (name: string) => table.header.findIndex((title) => title.trim().toLowerCase() === name)
    const [line, result, why] = [at('line'), at('result'), at('why')]
    for await (const rows of table.batches)
      for (const row of rows) {
        const n = Number(row.cells[line])
        if (line < 0 || result < 0 || !Number.isInteger(n)) throw receiptUnreadable({ line: row.line })
        told.add(n)
        if (row.cells[result] !== 'accepted')
          rejected.push({ line: n, why: (row.cells[why] ?? '').slice(0, 300) || '上级平台未说明原因' })
      }
  }
  return ctx.transact('write', (inner) => answerBatch(inner, id, { told, rejected }))
}

interface Answer {
  told: ReadonlySet<number>
  rejected: store.Refusal[]
}

/** An answer to half of the rows is none: what it does not name would count as taken. */
export async function answerBatch(ctx: Ctx, id: string, { told, rejected }: Answer): Promise<BatchView> {
  const batch = await store.lockBatch(ctx, id)
  if (!batch) throw notFound({ what: ctx.locale === 'en' ? 'This batch' : '这一批次' })
  if (batch.state === 'answered') throw wrongState({}, { current: batchView(ctx, batch) })
  const outside = [...told].find((line) => line < 1 || line > batch.rows)
  if (outside !== undefined) throw receiptUnreadable({ line: outside })
  if (told.size < batch.rows) throw receiptIncomplete({ missing: batch.rows - told.size, rows: batch.rows })
  await store.answerBatch(ctx, id, rejected)
  record(ctx, {
    action: 'credit.read-receipt',
    ref: `credit.batch:${id}`,
    after: { number: batch.number, rejected: rejected.length },
  })
  return batchView(ctx, (await store.batchById(ctx, id)) as store.BatchRow)
}
