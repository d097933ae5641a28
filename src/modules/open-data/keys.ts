import { createHash, randomBytes } from 'node:crypto'
import { record } from '#engines/audit'
import { userOfAccount } from '#engines/identity'
import { type Ctx, type House, newId, notFound, RateLimiter, settingsOf, type User } from '#kernel'
import { keyLimit, quotaUsedUp } from './errors.ts'
import type { ApiKey } from './schema.ts'
import { openDataSettings } from './settings.ts'
import * as store from './store-keys.ts'
import { dayOf, flush } from './usage.ts'

const PREFIX = 'odk_'
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex')
const DAYS = 14

/** Midnight UTC, when the day's quota is whole again. */
const resetOf = (ctx: Pick<Ctx, 'now'>): Date => new Date(Date.parse(`${dayOf(ctx)}T00:00:00Z`) + 86_400_000)

export async function makeKey(ctx: Ctx, name: string): Promise<{ key: string; item: ApiKey }> {
  const { keys } = settingsOf(ctx.house, openDataSettings)
  const mine = await store.ofAccount(ctx, ctx.user.id)
  if (mine.length >= keys.most) throw keyLimit({ most: keys.most })
  const key = `${PREFIX}${randomBytes(32).toString('base64url')}`
  const id = newId()
  await store.insert(ctx, {
    id,
    account: ctx.user.id,
    name,
    hash: hashOf(key),
    hint: `${key.slice(0, 8)}…${key.slice(-4)}`,
    per_minute: keys.perMinute,
    per_day: keys.perDay,
  })
  record(ctx, { action: 'open-data.make-key', ref: `open-data.api-key:${id}`, after: { name } })
  return { key, item: (await myKeys(ctx)).find((item) => item.id === id) as ApiKey }
}

export async function revokeKey(ctx: Ctx, id: string): Promise<void> {
  if (!(await store.revoke(ctx, ctx.user.id, id))) throw notFound({ what: ctx.locale === 'en' ? 'This key' : '这个密钥' })
  known.get(ctx.house)?.clear()
  record(ctx, { action: 'open-data.revoke-key', ref: `open-data.api-key:${id}` })
}

/** My keys with what they have used, this process's last seconds included. */
export async function myKeys(ctx: Ctx): Promise<ApiKey[]> {
  if (ctx.mode === 'write') await flush(ctx)
  const rows = await store.ofAccount(ctx, ctx.user.id)
  const since = new Date(ctx.now.getTime() - DAYS * 86_400_000).toISOString().slice(0, 10)
  const used = await store.usedBy(
    ctx,
    rows.map(({ id }) => id),
    since,
  )
  return rows.map((row) => {
    const days = used.filter(({ key_id }) => key_id === row.id).map(({ day, calls }) => ({ day, calls }))
    return {
      id: row.id,
      name: row.name,
      hint: row.hint,
      perMinute: row.per_minute,
      perDay: row.per_day,
      usedToday: days.find(({ day }) => day === dayOf(ctx))?.calls ?? 0,
      resetAt: resetOf(ctx).toISOString(),
      createdAt: row.created_at.toISOString(),
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
      days,
    }
  })
}

interface Known {
  key: store.KeyRow
  user: User
  day: string
  spent: number
  until: number
}
/** Keys in use, for some seconds, with what they spent today. */
const known = new WeakMap<House, Map<string, Known>>()
const minutes = new WeakMap<House, RateLimiter>()
const REMEMBERED_MS = 10_000

export interface Quota {
  limit: number
  remaining: number
  reset: Date
}

/** The holder of a key, one call counted; undefined when there is no such key, refused when it is used up. */
export async function userOfKey(ctx: Ctx, key: string): Promise<{ user: User; quota: Quota } | undefined> {
  if (!key.startsWith(PREFIX)) return undefined
  const hash = hashOf(key)
  const keys = known.get(ctx.house) ?? new Map<string, Known>()
  known.set(ctx.house, keys)
  let found = keys.get(hash)
  if (!found || found.until < ctx.now.getTime() || found.day !== dayOf(ctx)) {
    const fresh = await load(ctx, hash)
    if (!fresh) return void keys.delete(hash)
    found = fresh
    if (keys.size > 5000) keys.clear()
    keys.set(hash, found)
  }
  spend(ctx, found)
  return {
    user: found.user,
    quota: { limit: found.key.per_day, remaining: found.key.per_day - found.spent, reset: resetOf(ctx) },
  }
}

async function load(ctx: Ctx, hash: string): Promise<Known | undefined> {
  return ctx.transact('write', async (inner) => {
    await flush(inner)
    const key = await store.byHash(inner, hash)
    const user = key && (await userOfAccount(inner, key.account, `open-data-key:${key.id}`))
    if (!key || !user) return undefined
    const day = dayOf(inner)
    const [used] = await store.usedBy(inner, [key.id], day)
    return { key, user, day, spent: used?.calls ?? 0, until: inner.now.getTime() + REMEMBERED_MS }
  })
}

function spend(ctx: Ctx, found: Known): void {
  const limiter = minutes.get(ctx.house) ?? new RateLimiter()
  minutes.set(ctx.house, limiter)
  const wait = limiter.take(found.key.id, found.key.per_minute, ctx.now.getTime())
  if (wait > 0)
    throw quotaUsedUp({ seconds: wait, limit: found.key.per_minute, reset: new Date(ctx.now.getTime() + wait * 1000) })
  const reset = resetOf(ctx)
  if (found.spent >= found.key.per_day)
    throw quotaUsedUp({ seconds: Math.ceil((reset.getTime() - ctx.now.getTime()) / 1000), limit: found.key.per_day, reset })
  found.spent += 1
}
