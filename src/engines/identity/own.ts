import type { IncomingHttpHeaders } from 'node:http'
import { record } from '#engines/audit'
import { type Ctx, type DomainError, notFound, type Reply } from '#kernel'
import { demandStrong, phoneColumns, whoAmI } from './accounts.ts'
import { authFor } from './auth.ts'
import { demoAccount, noPassword, samePassword, wrongPassword, wrongTotp } from './errors.ts'
import type { Me, MyPatch, Session } from './schema.ts'
import { rightsChanged } from './session.ts'
import { countTry, currentHeaders, isRefusal, renewed } from './sign-in.ts'
import * as store from './store.ts'
import * as accounts from './store-accounts.ts'

/** What people do with their own account. */
const refOf = (ctx: Ctx) => `identity.account:${ctx.user.id}`

const refusedAs = (refusal: () => DomainError) => (error: unknown) => {
  throw isRefusal(error) ? refusal() : error
}

async function ownAccount(ctx: Ctx): Promise<store.AccountRow> {
  const account = ctx.user.kind === 'staff' || ctx.user.kind === 'citizen' ? await store.accountById(ctx, ctx.user.id) : undefined
  if (!account) throw noPassword()
  return account
}

/** The caller's own telephone number, to be compared with what a register says; never to be shown. */
export async function ownPhone(ctx: Ctx): Promise<string | null> {
  const { phone_sealed } = await ownAccount(ctx)
  return phone_sealed && ctx.secrets.decrypt(phone_sealed)
}

export async function changeMe(ctx: Ctx, { name, locale, phone }: MyPatch): Promise<Me> {
  await ownAccount(ctx)
  await accounts.change(ctx, ctx.user.id, { name, locale, ...(phone !== undefined && { phone: phoneColumns(ctx, phone) }) })
  await rightsChanged(ctx, ctx.user.id)
  record(ctx, {
    action: 'identity.change-own-account',
    ref: refOf(ctx),
    after: { ...(name && { personName: name }), ...(locale && { locale }), ...(phone !== undefined && { phone }) },
  })
  return whoAmI(ctx)
}

/** Before the password is asked again: the demo keeps its own, and tries are counted as at sign-in, once `check` has passed. */
async function guarded(ctx: Ctx, check: (account: store.AccountRow) => void = () => {}): Promise<store.AccountRow> {
  const { account, refusal } = await ctx.transact('write', async (tx) => {
    const account = await ownAccount(tx)
    if (account.demo) throw demoAccount()
    check(account)
    return { account, refusal: await countTry(tx, account.username) }
  })
  if (refusal) throw refusal
  return account
}

async function done(ctx: Ctx, account: store.AccountRow, action: string): Promise<void> {
  await ctx.transact('write', async (tx) => {
    await store.forgetFailures(tx, account.username)
    await rightsChanged(tx, account.id)
    record(tx, { action, ref: refOf(tx) })
  })
}

/** The other sessions end; this one is renewed. */
export async function changePassword(
  ctx: Ctx,
  { password, newPassword }: { password: string; newPassword: string },
  headers: IncomingHttpHeaders,
): Promise<Reply> {
  const account = await guarded(ctx, ({ username }) => {
    demandStrong(newPassword, username)
    if (newPassword === password) throw samePassword()
  })
  const { headers: answered } = await authFor(ctx)
    .api.changePassword({
      body: { currentPassword: password, newPassword, revokeOtherSessions: true },
      headers: currentHeaders(headers),
      returnHeaders: true,
    })
    .catch(refusedAs(wrongPassword))
  await ctx.transact('write', (tx) => accounts.change(tx, account.id, { mustChangePassword: false }))
  await done(ctx, account, 'identity.change-password')
  return renewed(answered.getSetCookie(), headers)
}

/** Starts one-time codes: the secret for the authenticator, and codes for the day it is lost. Nothing changes until a code is confirmed. */
export async function enrolTotp(
  ctx: Ctx,
  password: string,
  headers: IncomingHttpHeaders,
): Promise<{ uri: string; backupCodes: string[] }> {
  const account = await guarded(ctx)
  const answer = await authFor(ctx)
    .api.enableTwoFactor({ body: { password }, headers: currentHeaders(headers) })
    .catch(refusedAs(wrongPassword))
  await done(ctx, account, 'identity.enrol-totp')
  return { uri: (answer as { totpURI: string }).totpURI, backupCodes: (answer as { backupCodes: string[] }).backupCodes }
}

export async function confirmTotp(ctx: Ctx, code: string, headers: IncomingHttpHeaders): Promise<Reply> {
  const account = await guarded(ctx)
  const { headers: answered } = await authFor(ctx)
    .api.verifyTOTP({ body: { code }, headers: currentHeaders(headers), returnHeaders: true })
    .catch(refusedAs(wrongTotp))
  await done(ctx, account, 'identity.confirm-totp')
  return renewed(answered.getSetCookie(), headers)
}

export async function disableTotp(ctx: Ctx, password: string, headers: IncomingHttpHeaders): Promise<Reply> {
  const account = await guarded(ctx)
  const { headers: answered } = await authFor(ctx)
    .api.disableTwoFactor({ body: { password }, headers: currentHeaders(headers), returnHeaders: true })
    .catch(refusedAs(wrongPassword))
  await done(ctx, account, 'identity.disable-totp')
  return renewed(answered.getSetCookie(), headers)
}

const currentSession = (ctx: Ctx) => ctx.user.via?.replace(/^session:/, '')

export async function mySessions(ctx: Ctx): Promise<Session[]> {
  const rows = await store.sessionsOf(ctx, ctx.user.id)
  return rows.map(({ id, created_at, expires_at, address, agent }) => ({
    id,
    createdAt: created_at.toISOString(),
    expiresAt: expires_at.toISOString(),
    address,
    agent,
    current: id === currentSession(ctx),
  }))
}

/** Ends one session, or all but this one. */
export async function endSession(ctx: Ctx, sessionId: string | 'others'): Promise<{ ended: number }> {
  const mine = await store.sessionsOf(ctx, ctx.user.id)
  const ending = mine.filter(({ id }) => (sessionId === 'others' ? id !== currentSession(ctx) : id === sessionId))
  if (ending.length === 0 && sessionId !== 'others')
    throw notFound({ what: ctx.locale === 'en' ? 'This session' : '这个登录会话' })
  for (const { id } of ending) await store.deleteSessions(ctx, ctx.user.id, id)
  await rightsChanged(ctx, ctx.user.id)
  record(ctx, { action: 'identity.end-session', ref: refOf(ctx), after: { ended: ending.length } })
  return { ended: ending.length }
}
