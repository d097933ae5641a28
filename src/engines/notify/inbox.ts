import { membersHolding } from '#engines/identity'
import { type Ctx, newId, type Ref, type Text } from '#kernel'
import { liveTo } from './live.ts'
import type { Inbox, MarkRead } from './schema.ts'
import * as store from './store.ts'

export interface Notice {
  /** Accounts, or those of a unit (and below it) who hold a capability over it. */
  to: readonly string[] | { organisation: string; capability: string }
  title: Text
  body: Text
  ref?: Ref | string
}

/** Puts a message into each recipient's inbox, and on their open screens after the commit. Returns how many were told. */
export async function tell(ctx: Ctx, { to, title, body, ref }: Notice): Promise<number> {
  const accounts = [...new Set('organisation' in to ? await membersHolding(ctx, to) : to)]
  if (accounts.length === 0) return 0
  await store.insertMessages(
    ctx,
    accounts.map((account_id) => ({ id: newId(), account_id, title, body, ref: ref ?? null })),
  )
  liveTo(ctx, { topic: 'inbox', to: accounts, data: { title, body }, ...(ref !== undefined && { ref }) })
  return accounts.length
}

export async function myMessages(
  ctx: Ctx,
  { cursor, unread, limit }: { cursor?: string | undefined; unread?: boolean | undefined; limit: number },
): Promise<Inbox> {
  const rows = await store.messagesOf(ctx, { before: cursor, unread: unread ?? false, limit: limit + 1 })
  const items = rows.slice(0, limit).map(({ id, title, body, ref, sent_at, read_at }) => ({
    id,
    title,
    body,
    ref,
    sentAt: sent_at.toISOString(),
    readAt: read_at?.toISOString() ?? null,
  }))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null, unread: await store.countUnread(ctx) }
}

export async function markRead(ctx: Ctx, what: MarkRead): Promise<{ unread: number }> {
  const changed = await store.markRead(ctx, 'all' in what ? 'all' : what.ids)
  const unread = await store.countUnread(ctx)
  if (changed > 0) liveTo(ctx, { topic: 'inbox', to: [ctx.user.id], data: { unread } })
  return { unread }
}

export const unreadCount = async (ctx: Ctx): Promise<{ unread: number }> => ({
  unread: ctx.user.kind === 'client' ? 0 : await store.countUnread(ctx),
})
