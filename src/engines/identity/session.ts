import type { IncomingHttpHeaders } from 'node:http'
import { type House, notifyAll, type Ctx, type Platform, type User } from '#kernel'
import { authOf, COOKIE } from './auth.ts'
import { clientByHash, clientById, hashKey, KEY_PREFIX, markUsed, spend, userOfClient } from './client-keys.ts'
import { badKey, passwordChangeRequired } from './errors.ts'
import { grantsFrom } from './roles.ts'
import * as store from './store.ts'

const CACHE_MS = 5000
const CACHE_SIZE = 20_000
/** Every process hears when an account's rights or sessions change. */
export const CHANGED = 'identity_changed'

interface Cached {
  user: User | undefined
  /** The password was made by somebody else: nothing may be done with it but to change it. */
  mustChangePassword?: boolean
  /** A client's calls are counted, remembered or not. */
  client?: { id: string; per_minute: number }
  until: number
}

/** Who came with which token, for a few seconds; and who wants to know when that changes. */
class Sessions {
  readonly #cache = new Map<string, Cached>()
  readonly hearers = new Set<(accountId: string) => void>()

  get(token: string): Cached | undefined {
    const found = this.#cache.get(token)
    return found && found.until > Date.now() ? found : undefined
  }

  put(token: string, found: Omit<Cached, 'until'>): Omit<Cached, 'until'> {
    if (this.#cache.size >= CACHE_SIZE) this.#cache.delete(this.#cache.keys().next().value as string)
    this.#cache.delete(token)
    this.#cache.set(token, { ...found, until: Date.now() + CACHE_MS })
    return found
  }

  forget(accountId: string): void {
    for (const [token, { user }] of this.#cache) if (user?.id === accountId) this.#cache.delete(token)
    for (const hear of this.hearers) hear(accountId)
  }
}

const houses = new WeakMap<House, Sessions>()
export function sessionsIn(house: House): Sessions {
  const sessions = houses.get(house) ?? new Sessions()
  houses.set(house, sessions)
  return sessions
}

/** After the commit nobody acts on the old rights: here at once, in other processes when they hear of it. */
export async function rightsChanged(ctx: Ctx, accountId: string): Promise<void> {
  ctx.afterCommit(() => sessionsIn(ctx.house).forget(accountId))
  await notifyAll(ctx.db, CHANGED, accountId)
}

/** Calls `hear` with the account's id whenever its roles, sessions or state change, in any process. Returns how to stop. */
export function onRightsChanged(house: House, hear: (accountId: string) => void): () => void {
  const { hearers } = sessionsIn(house)
  hearers.add(hear)
  return () => void hearers.delete(hear)
}

export function userFrom(house: House, account: store.AccountRow, via: string): User {
  return {
    id: account.id,
    kind: account.kind,
    name: account.name,
    ...(account.organisation && { organisation: account.organisation }),
    grants: grantsFrom(house, account.held),
    via,
  }
}

/** The signed token of a request: the browser's cookie or a bearer header. */
export function tokenOf(
  headers: IncomingHttpHeaders | Record<string, string | string[] | undefined>,
): { header: 'cookie' | 'authorization'; value: string } | undefined {
  const { authorization, cookie } = headers
  if (typeof authorization === 'string' && /^bearer /i.test(authorization))
    return { header: 'authorization', value: authorization.slice(7).trim() }
  if (typeof cookie !== 'string') return undefined
  const found = cookie.split(/;\s*/).find((pair) => pair.startsWith(`${COOKIE}=`))
  return found ? { header: 'cookie', value: found.slice(COOKIE.length + 1) } : undefined
}

/** As better-auth wants to see it: only what it needs. */
export const authHeaders = (token: { header: 'cookie' | 'authorization'; value: string }): Headers =>
  new Headers(token.header === 'cookie' ? { cookie: `${COOKIE}=${token.value}` } : { authorization: `Bearer ${token.value}` })

async function userOfSession(
  platform: Platform,
  token: { header: 'cookie' | 'authorization'; value: string },
): Promise<Omit<Cached, 'until'>> {
  const found = await authOf(platform).api.getSession({ headers: authHeaders(token) })
  const account = found && (await store.accountById({ db: platform.database.kysely }, found.user.id))
  if (!account || account.disabled_at) return { user: undefined }
  return {
    user: userFrom(platform.house, account, `session:${found.session.id}`),
    mustChangePassword: account.must_change_password,
  }
}

async function userOfKey(platform: Platform, key: string): Promise<Omit<Cached, 'until'>> {
  const handle = { db: platform.database.kysely }
  const client = await clientByHash(handle, hashKey(key))
  if (client) await markUsed(handle, client.id, platform.clock())
  return { user: client && userOfClient(platform.house, client), ...(client && { client }) }
}

/** All that can be done before a password that somebody else made has been changed. */
const beforeOwnPassword = new Set(['GET /api/identity/me', 'POST /api/identity/me/password', 'POST /api/identity/sign-out'])

/**
 * Cookie, bearer token, or an API key in `x-api-key` (or as bearer): remembered for five seconds at most. Whoever must
 * change the password first is nobody on what is public, and is refused elsewhere.
 */
export async function identify(
  platform: Platform,
  headers: Record<string, string | string[] | undefined>,
  route: { key: string; isPublic: boolean },
): Promise<User | undefined> {
  authOf(platform)
  const key = headers['x-api-key']
  const token = typeof key === 'string' ? { header: 'authorization' as const, value: key } : tokenOf(headers)
  if (!token) return undefined
  const sessions = sessionsIn(platform.house)
  const isKey = typeof key === 'string' || token.value.startsWith(KEY_PREFIX)
  const found =
    sessions.get(token.value) ??
    sessions.put(token.value, isKey ? await userOfKey(platform, token.value) : await userOfSession(platform, token))
  if (isKey && !found.client) throw badKey()
  if (found.client) spend(platform.house, found.client, platform.clock())
  if (found.mustChangePassword && !beforeOwnPassword.has(route.key)) {
    if (route.isPublic) return undefined
    throw passwordChangeRequired()
  }
  return found.user
}

/** An account as it may act now, for a key that stands for its holder; undefined when it is gone or disabled. */
export async function userOfAccount(ctx: Ctx, accountId: string, via: string): Promise<User | undefined> {
  const account = await store.accountById(ctx, accountId)
  return account && !account.disabled_at ? userFrom(ctx.house, account, via) : undefined
}

/** The same person now: with today's rights, or undefined when the session was ended, the account disabled, the key revoked. */
export async function stillThere(ctx: Ctx, user: User): Promise<User | undefined> {
  const [kind, id] = user.via?.split(':') ?? []
  if (kind === 'client') {
    const client = await clientById(ctx, user.id)
    return client && !client.revoked_at ? userOfClient(ctx.house, client) : undefined
  }
  if (kind !== 'session' || !id || (await store.sessionHolder(ctx, id)) !== user.id) return undefined
  const account = await store.accountById(ctx, user.id)
  return account && !account.disabled_at ? userFrom(ctx.house, account, `session:${id}`) : undefined
}
