import { sql } from 'kysely'
import type { Ctx, Text } from '#kernel'

export interface MessageRow {
  id: string
  title: Text
  body: Text
  ref: string | null
  sent_at: Date
  read_at: Date | null
}

export async function insertMessages(
  ctx: Ctx,
  messages: readonly { id: string; account_id: string; title: Text; body: Text; ref: string | null }[],
): Promise<void> {
  await sql`insert into notify.message (id, account_id, title, body, ref, sent_at)
    select m.id, m.account_id, m.title, m.body, m.ref, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as m(id uuid, account_id uuid, title jsonb, body jsonb, ref text)`.execute(
    ctx.db,
  )
}

export async function messagesOf(
  ctx: Ctx,
  { before, unread, limit }: { before?: string | undefined; unread: boolean; limit: number },
): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`select id, title, body, ref, sent_at, read_at from notify.message
    where account_id = ${ctx.user.id} and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid) and (not ${unread} or read_at is null)
    order by id desc limit ${limit}`.execute(ctx.db)
  return rows
}

export async function countUnread(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from notify.message where account_id = ${ctx.user.id} and read_at is null`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export async function markRead(ctx: Ctx, ids: readonly string[] | 'all'): Promise<number> {
  const which = ids === 'all' ? sql`` : sql`and id::text = any(${[...ids]}::text[])`
  const { rows } =
    await sql`update notify.message set read_at = ${ctx.now} where account_id = ${ctx.user.id} and read_at is null ${which} returning id`.execute(
      ctx.db,
    )
  return rows.length
}

export const forgetOld = async (ctx: Ctx): Promise<void> =>
  void (await sql`delete from notify.message where sent_at < ${ctx.now}::timestamptz - interval '180 days'`.execute(ctx.db))
