import { type Ctx, demand, type Text } from '#kernel'
import { titleOf } from './actions.ts'
import { recordRead } from './record.ts'
import type { Entries, Verified } from './schema.ts'
import * as store from './store.ts'
import { describe, verifyChain } from './verify.ts'

const READ = 'audit.read'

/** The audit is the whole district's: it is read with a right over all of it, and reading it leaves an entry too. */
export async function findEntries(ctx: Ctx, filter: store.EntryFilter): Promise<Entries> {
  demand(ctx.user, READ, {})
  const rows = await store.find(ctx, { ...filter, limit: filter.limit + 1 })
  const items = rows.slice(0, filter.limit).map(({ id, at, actor, actor_kind, actor_name, ...rest }) => ({
    ...rest,
    title: titleOf(ctx.house, rest.action),
    id,
    at: at.toISOString(),
    actor: { id: actor, kind: actor_kind, name: actor_name },
  }))
  recordRead(ctx, {
    what: 'audit.entries',
    count: items.length,
    purpose: JSON.stringify({ ...filter, cursor: undefined, limit: undefined }),
  })
  return { items, next: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
}

export async function listActions(ctx: Ctx): Promise<{ items: { action: string; title: Text | null }[]; next: null }> {
  demand(ctx.user, READ, {})
  const actions = await store.actions(ctx)
  return { items: actions.map((action) => ({ action, title: titleOf(ctx.house, action) })), next: null }
}

export async function verifyOnline(ctx: Ctx): Promise<Verified> {
  demand(ctx.user, READ, {})
  const { broken, ...verdict } = await verifyChain(ctx)
  return { ...verdict, broken: broken && { ...broken, text: describe(broken) } }
}
