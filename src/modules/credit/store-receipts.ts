import { type RawBuilder, sql } from 'kysely'
import { type Ctx, newId, visible } from '#kernel'
import type { AnswerLine } from './schema.ts'
import { receiptType } from './store-rights.ts'

export interface ReceiptRow {
  id: string
  number: string
  source: string
  key: string
  digest: string
  at: Date
  accepted: number
  flagged: number
  repeated: number
  refused: number
  answers: AnswerLine[]
}

const read = async (ctx: Ctx, where: RawBuilder<unknown>): Promise<ReceiptRow[]> =>
  (
    await sql<ReceiptRow>`select t.id, t.number, t.source::text as source, t.key, t.digest, t.at, t.accepted, t.flagged, t.repeated, t.refused, t.answers
      from credit.receipts t where ${where}`.execute(ctx.db)
  ).rows

/** Two calls with one key wait for each other: the second finds the first one's receipt. */
export async function receiptByKey(ctx: Ctx, client: string, key: string): Promise<ReceiptRow | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`credit.receipt ${client} ${key}`}, 0))`.execute(ctx.db)
  return (await read(ctx, sql`t.client = ${client} and t.key = ${key}`))[0]
}
export const visibleReceipt = async (ctx: Ctx, id: string): Promise<ReceiptRow | undefined> =>
  (await read(ctx, sql`t.id = ${id} and ${visible(ctx, receiptType, 't')}`))[0]
export const receiptRows = (ctx: Ctx, cursor: string | undefined, limit: number): Promise<ReceiptRow[]> =>
  read(
    ctx,
    sql`${visible(ctx, receiptType, 't')} and ${cursor ? sql`t.id < ${cursor}::uuid` : sql`true`} order by t.id desc limit ${limit}`,
  )

export async function insertReceipt(ctx: Ctx, row: Omit<ReceiptRow, 'id' | 'at'>): Promise<ReceiptRow> {
  const id = newId()
  await sql`insert into credit.receipts (id, number, source, client, key, digest, at, accepted, flagged, repeated, refused, answers)
    values (${id}, ${row.number}, ${row.source}::ltree, ${ctx.user.id}, ${row.key}, ${row.digest}, ${ctx.now}, ${row.accepted}, ${row.flagged},
      ${row.repeated}, ${row.refused}, ${JSON.stringify(row.answers)}::jsonb)`.execute(ctx.db)
  return { ...row, id, at: ctx.now }
}
