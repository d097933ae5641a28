import { sql } from 'kysely'
import { type Ctx, newId } from '#kernel'
import type { Day } from './dates.ts'

export interface Queued {
  record: string
  field: string
  what: 'add' | 'change' | 'withdraw'
}

/** What the platform above is to hear; told once, however often the record changes before the next batch. */
export async function queueRows(ctx: Ctx, rows: readonly Queued[]): Promise<void> {
  if (rows.length === 0) return
  const given = JSON.stringify(rows.map((row) => ({ ...row, id: newId() })))
  await sql`insert into credit.exchange_rows (id, record_id, what, field, queued_at)
    select n.id, n.record, n.what, n.field, ${ctx.now} from jsonb_to_recordset(${given}::jsonb) as n(id uuid, record uuid, what text, field text)
    where not exists (select 1 from credit.exchange_rows x where x.record_id = n.record and x.state = 'queued' and x.field = n.field and (x.what = n.what or (x.what = 'add' and n.what = 'change')))`.execute(
    ctx.db,
  )
}

/** Records of the ledger that were never queued are queued now, a chunk at a time. Answers the last of them; undefined at the end. */
export async function queueUntold(ctx: Ctx, after: string | undefined, limit: number): Promise<string | undefined> {
  const { rows } = await sql<{ id: string; field: string }>`select r.id, r.field from credit.records r
    where r.removed_at is null and ${after ? sql`r.id > ${after}::uuid` : sql`true`}
      and not exists (select 1 from credit.exchange_rows x where x.record_id = r.id)
    order by r.id limit ${limit}`.execute(ctx.db)
  await queueRows(
    ctx,
    rows.map(({ id, field }) => ({ record: id, field, what: 'add' as const })),
  )
  return rows.at(-1)?.id
}

/** Live records of the ledger that nobody above was ever told of. */
export async function countUntold(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from credit.records r
    where r.removed_at is null and not exists (select 1 from credit.exchange_rows x where x.record_id = r.id)`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export async function queuedFields(ctx: Ctx): Promise<{ field: string; rows: number }[]> {
  const { rows } = await sql<{ field: string; rows: number }>`select field, count(*)::int as rows from credit.exchange_rows
    where state = 'queued' group by field order by field`.execute(ctx.db)
  return rows
}

export interface ExchangeRow {
  id: string
  record_id: string
  what: Queued['what']
  line: number
}

/** The oldest rows of a field that wait, locked: two workers make no batch of the same rows. */
export async function takeQueued(ctx: Ctx, field: string, limit: number): Promise<Omit<ExchangeRow, 'line'>[]> {
  const { rows } = await sql<Omit<ExchangeRow, 'line'>>`select id, record_id, what from credit.exchange_rows
    where field = ${field} and state = 'queued' order by id limit ${limit} for update skip locked`.execute(ctx.db)
  return rows
}

export interface BatchRow {
  id: string
  number: string
  field: string
  day: Day
  state: 'made' | 'fetched' | 'answered'
  rows: number
  manifest: unknown
  made_at: Date
  fetched_at: Date | null
  answered_at: Date | null
  accepted: number | null
  rejected: number | null
  version: number
  part: number
  parts: number
}
/** One row that the platform above did not take, and why. */
export interface Refusal {
  line: number
  why: string
}
const columns = sql`b.id, b.number, b.field, to_char(b.day, 'YYYY-MM-DD') as day, b.state, b.rows, b.manifest, b.made_at, b.fetched_at, b.answered_at, b.accepted, b.rejected, b.version, b.part, b.parts`

export async function insertBatch(
  ctx: Ctx,
  batch: Pick<BatchRow, 'number' | 'field' | 'day' | 'manifest' | 'part' | 'parts'> & {
    csv: string
    xml: string
    rows: readonly ExchangeRow[]
  },
): Promise<string> {
  const id = newId()
  await sql`insert into credit.exchange_batches (id, number, field, day, state, rows, manifest, csv, xml, made_at, part, parts)
    values (${id}, ${batch.number}, ${batch.field}, ${batch.day}::date, 'made', ${batch.rows.length}, ${JSON.stringify(batch.manifest)}::jsonb, ${batch.csv}, ${batch.xml}, ${ctx.now}, ${batch.part}, ${batch.parts})`.execute(
    ctx.db,
  )
  await sql`update credit.exchange_rows x set state = 'sent', batch_id = ${id}, line = n.line, tries = tries + 1, why = null
    from jsonb_to_recordset(${JSON.stringify(batch.rows.map(({ id, line }) => ({ id, line })))}::jsonb) as n(id uuid, line int) where x.id = n.id`.execute(
    ctx.db,
  )
  return id
}

export async function batches(ctx: Ctx, cursor: string | undefined, limit: number): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`select ${columns} from credit.exchange_batches b
    where ${cursor ? sql`(b.made_at, b.id) < (select c.made_at, c.id from credit.exchange_batches c where c.id = ${cursor}::uuid)` : sql`true`}
    order by b.made_at desc, b.id desc limit ${limit}`.execute(ctx.db)
  return rows
}
export async function batchById(ctx: Ctx, id: string): Promise<BatchRow | undefined> {
  const { rows } = await sql<BatchRow>`select ${columns} from credit.exchange_batches b where b.id = ${id}`.execute(ctx.db)
  return rows[0]
}
export async function batchFile(ctx: Ctx, id: string, form: 'csv' | 'xml'): Promise<string | undefined> {
  const { rows } = await sql<{
    text: string
  }>`select ${sql.ref(form)} as text from credit.exchange_batches where id = ${id}`.execute(ctx.db)
  return rows[0]?.text
}
export async function markFetched(ctx: Ctx, id: string): Promise<void> {
  await sql`update credit.exchange_batches set state = 'fetched', fetched_at = ${ctx.now}, version = version + 1 where id = ${id} and state = 'made'`.execute(
    ctx.db,
  )
}

/** The receipt of a batch: what was refused waits for the next one, with the reason. */
export async function answerBatch(ctx: Ctx, id: string, rejected: readonly Refusal[]): Promise<number> {
  await sql`update credit.exchange_rows set state = 'accepted' where batch_id = ${id} and state = 'sent'`.execute(ctx.db)
  const { rows } = await sql`update credit.exchange_rows x set state = 'queued', why = n.why
    from jsonb_to_recordset(${JSON.stringify(rejected)}::jsonb) as n(line int, why text) where x.batch_id = ${id} and x.line = n.line returning x.id`.execute(
    ctx.db,
  )
  const { length } = rows
  await sql`update credit.exchange_batches set state = 'answered', answered_at = ${ctx.now}, rejected = ${length}, accepted = rows - ${length},
    refusals = ${JSON.stringify(rejected)}::jsonb, version = version + 1
    where id = ${id}`.execute(ctx.db)
  return length
}

export async function refusalsOf(ctx: Ctx, id: string): Promise<Refusal[]> {
  const { rows } = await sql<{
    refusals: Refusal[] | null
  }>`select refusals from credit.exchange_batches where id = ${id}`.execute(ctx.db)
  return rows[0]?.refusals ?? []
}

export async function rejectedRows(ctx: Ctx): Promise<{ record_id: string; field: string; why: string; tries: number }[]> {
  const { rows } = await sql<{
    record_id: string
    field: string
    why: string
    tries: number
  }>`select record_id, field, why, tries from credit.exchange_rows
    where state = 'queued' and why is not null order by id limit 200`.execute(ctx.db)
  return rows
}

export async function lockBatch(ctx: Ctx, id: string): Promise<BatchRow | undefined> {
  const { rows } =
    await sql<BatchRow>`select ${columns} from credit.exchange_batches b where b.id = ${id} for update of b`.execute(ctx.db)
  return rows[0]
}
