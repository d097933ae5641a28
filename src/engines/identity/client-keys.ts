import { createHash, randomBytes } from 'node:crypto'
import { badKey, quotaExceeded } from './errors.ts'
import { type Ctx, type House, RateLimiter, type User } from '#kernel'
import { grantsFrom } from './roles.ts'
import * as store from './store-clients.ts'

export const KEY_PREFIX = 'dk_'
/** 32 random bytes need no slow hash: there is nothing to guess. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex')
export const newKey = (): string => `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`

export const { clientByHash, clientById, markUsed } = store

export function userOfClient(house: House, client: store.ClientRow): User {
  return {
    id: client.id,
    kind: 'client',
    name: client.name,
    ...(client.organisation && { organisation: client.organisation }),
    grants: grantsFrom(house, client.held),
    via: `client:${client.id}`,
  }
}

const quotas = new WeakMap<House, RateLimiter>()

/** Another system by its key, its call counted against its minute; refused when the key is unknown, revoked or used up. */
export async function clientByKey(ctx: Ctx, key: string): Promise<{ id: string; name: string; perMinute: number; user: User }> {
  const client = await store.clientByHash(ctx, hashKey(key))
  if (!client) throw badKey()
  spend(ctx.house, client, ctx.now)
  return { id: client.id, name: client.name, perMinute: client.per_minute, user: userOfClient(ctx.house, client) }
}

export function spend(house: House, client: { id: string; per_minute: number }, now: Date): void {
  const limiter = quotas.get(house) ?? new RateLimiter()
  quotas.set(house, limiter)
  const seconds = limiter.take(client.id, client.per_minute, now.getTime())
  if (seconds > 0) throw quotaExceeded({ seconds })
}
