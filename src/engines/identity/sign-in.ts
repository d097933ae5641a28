import type { IncomingHttpHeaders } from 'node:http'
import { record } from '#engines/audit'
import { type Ctx, type DomainError, Reply, system } from '#kernel'
import { authFor, COOKIE } from './auth.ts'
import { accountLocked, totpRequired, wrongPassword, wrongTotp } from './errors.ts'
import type { SignedIn, SignIn } from './schema.ts'
import { authHeaders, rightsChanged, tokenOf } from './session.ts'
import * as store from './store.ts'

/** Five wrong tries in a row lock the name for a minute; each further lock lasts five times as long, a day at most. */
const TRIES = 5
const FIRST_LOCK_MINUTES = 1
const LOCK_GROWTH = 5
const LONGEST_LOCK_MINUTES = 24 * 60

const lockMinutes = (locks: number) => Math.min(FIRST_LOCK_MINUTES * LOCK_GROWTH ** locks, LONGEST_LOCK_MINUTES)
export const nameKey = (account: string) => account.trim().toLowerCase()

/**
 * Counts the try before the password is looked at, under the row's lock: however many come at once, only five are
 * ever checked. Returns the refusal when the name is locked.
 */
export async function countTry(ctx: Ctx, username: string): Promise<DomainError | undefined> {
  const row = await store.lockFailures(ctx, username)
  if (row.locked_until && row.locked_until > ctx.now) {
    const seconds = Math.ceil((row.locked_until.getTime() - ctx.now.getTime()) / 1000)
    return accountLocked({ minutes: Math.ceil(seconds / 60), seconds })
  }
  const failures = (row.locked_until ? 0 : row.failures) + 1
  const locks = failures >= TRIES
  const locked_until = locks ? new Date(ctx.now.getTime() + lockMinutes(row.locks) * 60_000) : null
  await store.saveFailures(ctx, username, { failures, locks: row.locks + (locks ? 1 : 0), locked_until })
  const id = await store.accountIdByName(ctx, username)
  if (locks)
    record(ctx, {
      action: 'identity.lock',
      after: { username, until: locked_until },
      ...(id && { ref: `identity.account:${id}` }),
    })
  else
    record(ctx, {
      action: 'identity.try-sign-in',
      after: { username, try: failures },
      ...(id && { ref: `identity.account:${id}` }),
    })
  return undefined
}

interface Opened {
  accountId: string
  /** The signed token: the cookie's value, or what a bearer sends. */
  token: string
  cookies: string[]
}

const cookieValue = (cookies: readonly string[], name: string): string | undefined => {
  const found = cookies.find((cookie) => cookie.startsWith(`${name}=`) && !/max-age=0/i.test(cookie))
  return found?.slice(name.length + 1).split(';')[0]
}

export const isRefusal = (error: unknown): boolean => error instanceof Error && error.name === 'APIError'

/** better-auth checks the password, then the one-time code where the account has one. */
async function open(ctx: Ctx, { account, password, totp }: SignIn, agent: string): Promise<Opened> {
  const headers = new Headers({
    'user-agent': agent.slice(0, 300),
    ...(ctx.origin.address && { 'x-forwarded-for': ctx.origin.address }),
  })
  const first = await authFor(ctx)
    .api.signInUsername({ body: { username: nameKey(account), password }, headers, returnHeaders: true })
    .catch((error: unknown) => {
      throw isRefusal(error) ? wrongPassword() : error
    })
  const response = first.response as { user?: { id: string }; twoFactorRedirect?: boolean }
  const cookies = first.headers.getSetCookie()
  if (!response.twoFactorRedirect)
    return { accountId: response.user?.id ?? '', token: cookieValue(cookies, COOKIE) ?? '', cookies: sessionCookie(cookies) }
  if (!totp) throw totpRequired()
  headers.set('cookie', `district.two_factor=${cookieValue(cookies, 'district.two_factor')}`)
  const second = await authFor(ctx)
    .api.verifyTOTP({ body: { code: totp }, headers, returnHeaders: true })
    .catch((error: unknown) => {
      throw isRefusal(error) ? wrongTotp() : error
    })
  const opened = second.headers.getSetCookie()
  return { accountId: second.response.user.id, token: cookieValue(opened, COOKIE) ?? '', cookies: sessionCookie(opened) }
}

export const sessionCookie = (cookies: readonly string[]): string[] => cookies.filter((cookie) => cookie.startsWith(`${COOKIE}=`))

/** Password (and one-time code) for a session. The cookie for a browser; the token for `client: api`. */
export async function signIn(ctx: Ctx, body: SignIn, headers: IncomingHttpHeaders): Promise<Reply | SignedIn> {
  const username = nameKey(body.account)
  const refusal = await ctx.transact('write', (tx) => countTry(tx, username))
  if (refusal) throw refusal
  const opened = await open(ctx, body, String(headers['user-agent'] ?? '')).catch(async (error: DomainError) => {
    if (error.code === 'totp_required') await ctx.transact('write', (tx) => store.forgiveTry(tx, username))
    throw error
  })
  const account = await ctx.transact('write', async (tx) => {
    const account = await store.accountById(tx, opened.accountId)
    if (!account || account.disabled_at) {
      await store.deleteSessions(tx, opened.accountId)
      return undefined
    }
    await store.forgetFailures(tx, username)
    const actor = tx.as({ ...system, id: account.id, kind: account.kind, name: account.name })
    record(actor, {
      action: 'identity.sign-in',
      ref: `identity.account:${account.id}`,
      after: { client: body.client ?? 'browser' },
    })
    return account
  })
  if (!account) throw wrongPassword()
  const facts = account.must_change_password ? { mustChangePassword: true } : {}
  return body.client === 'api'
    ? { token: opened.token, ...facts }
    : new Reply(
        200,
        { 'set-cookie': opened.cookies.join('\n'), 'content-type': 'application/json', 'cache-control': 'no-store' },
        JSON.stringify(facts),
      )
}

const goneCookie = `${COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`

export async function signOut(ctx: Ctx): Promise<Reply> {
  const session = ctx.user.via?.startsWith('session:') ? ctx.user.via.slice('session:'.length) : undefined
  if (session) {
    await store.deleteSessions(ctx, ctx.user.id, session)
    await rightsChanged(ctx, ctx.user.id)
    record(ctx, { action: 'identity.sign-out', ref: `identity.account:${ctx.user.id}` })
  }
  return new Reply(200, { 'set-cookie': goneCookie, 'content-type': 'application/json', 'cache-control': 'no-store' }, '{}')
}

/** What better-auth changed may have renewed the session: the new cookie, and the token for those who use one. */
export function renewed(cookies: readonly string[], headers: IncomingHttpHeaders, more: object = {}): Reply {
  const own = sessionCookie(cookies)
  const token = tokenOf(headers)?.header === 'authorization' ? cookieValue(own, COOKIE) : undefined
  const body = JSON.stringify({ ...more, ...(token && { token }) })
  return new Reply(
    200,
    {
      ...(own.length > 0 && !token && { 'set-cookie': own.join('\n') }),
      'content-type': 'application/json',
      'cache-control': 'no-store',
    },
    body,
  )
}

export function currentHeaders(headers: IncomingHttpHeaders): Headers {
  const token = tokenOf(headers)
  return token ? authHeaders(token) : new Headers()
}
