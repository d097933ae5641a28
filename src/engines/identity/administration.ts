import { randomInt } from 'node:crypto'
import { record, recordRead } from '#engines/audit'
import { type Ctx, demand, holdsOver, invalid, newId, notFound, staleVersion } from '#kernel'
import { addPerson, demandStrong, maskedPhone, phoneColumns } from './accounts.ts'
import { hashPassword } from './auth.ts'
import { alreadyGranted, noSuchOrganisation, notYourself } from './errors.ts'
import { accountDisabled } from './events.ts'
import { checkGrant, demandCovers } from './granting.ts'
import { organisationByCode } from './organisations.ts'
import { type Account, type AccountPatch, type NewAccount, type NewGrant } from './schema.ts'
import { rightsChanged } from './session.ts'
import { roleTitle } from './roles.ts'
import * as store from './store.ts'
import * as accounts from './store-accounts.ts'

const MANAGE = 'identity.manage'
const refOf = (id: string) => `identity.account:${id}`

export function accountFrom(ctx: Ctx, row: accounts.ListedRow): Account {
  const { organisation, organisation_code, organisation_name } = row
  return {
    id: row.id,
    account: row.username,
    name: row.name,
    kind: row.kind,
    organisation:
      organisation && organisation_code && organisation_name
        ? { code: organisation_code, name: organisation_name, path: organisation }
        : null,
    phone: maskedPhone(ctx, row.phone_sealed),
    locale: row.locale,
    twoFactor: row.two_factor,
    demo: row.demo,
    disabled: row.disabled_at !== null,
    lockedUntil: row.locked_until && row.locked_until > ctx.now ? row.locked_until.toISOString() : null,
    mustChangePassword: row.must_change_password,
    sessions: row.sessions,
    grants: row.held.map(({ id, role, tree, path }) => ({ id, role, title: roleTitle(ctx.house, role), tree, path })),
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}

export async function listAccounts(
  ctx: Ctx,
  { organisation, q, limit, ...rest }: Omit<accounts.AccountFilter, 'phoneIndex'>,
): Promise<{ items: Account[]; next: string | null }> {
  const path = organisation ? ((await organisationByCode(ctx, organisation))?.path ?? 'nobody') : undefined
  const digits = q?.replaceAll(/[ -]/g, '')
  const rows = await accounts.list(ctx, {
    ...rest,
    q,
    limit: limit + 1,
    organisation: path,
    ...(digits && { phoneIndex: ctx.secrets.blindIndex('phone', digits) }),
  })
  const items = rows.slice(0, limit).map((row) => accountFrom(ctx, row))
  return { items, next: rows.length > limit ? (items.at(-1)?.account ?? null) : null }
}

async function visibleAccount(ctx: Ctx, id: string, forUpdate = false): Promise<accounts.ListedRow> {
  const row = await accounts.one(ctx, id, forUpdate)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This account' : '这个账号' })
  return row
}

export const readAccount = async (ctx: Ctx, id: string): Promise<Account> => accountFrom(ctx, await visibleAccount(ctx, id))

/** To be changed: under management, not one's own, and holding nothing that the manager does not hold too. */
async function managed(ctx: Ctx, id: string): Promise<accounts.ListedRow> {
  const row = await visibleAccount(ctx, id, true)
  if (row.id === ctx.user.id) throw notYourself()
  demand(ctx.user, MANAGE, { organisation: row.organisation })
  await demandCovers(ctx, row.held)
  return row
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
/** Twelve characters that can be read out on the telephone: 59 bits. */
const madePassword = () =>
  [4, 4, 4].map((length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-')

export async function createAccount(ctx: Ctx, { password, ...person }: NewAccount): Promise<{ id: string; password?: string }> {
  if (password) demandStrong(password, person.account)
  const made = password ? undefined : madePassword()
  const passwordHash = await hashPassword(password ?? (made as string))
  return ctx.transact('write', async (tx) => {
    const organisation = person.organisation ? await organisationByCode(tx, person.organisation) : undefined
    demand(tx.user, MANAGE, { organisation: organisation?.path ?? null })
    const id = await addPerson(tx, { ...person, passwordHash, mustChangePassword: true })
    record(tx, {
      action: 'identity.create-account',
      ref: refOf(id),
      after: { account: person.account, kind: person.kind, organisation: organisation?.path ?? null },
    })
    return { id, ...(made && { password: made }) }
  })
}

export async function changeAccount(
  ctx: Ctx,
  id: string,
  { version, name, organisation, phone }: AccountPatch,
): Promise<Account> {
  const row = await visibleAccount(ctx, id, true)
  demand(ctx.user, MANAGE, { organisation: row.organisation })
  if (row.version !== version) throw staleVersion({}, { current: accountFrom(ctx, row) })
  const unit = organisation ? await organisationByCode(ctx, organisation) : null
  if (organisation && !unit) throw noSuchOrganisation({ code: organisation })
  if (organisation !== undefined) {
    demand(ctx.user, MANAGE, { organisation: unit?.path ?? null })
    await demandCovers(ctx, row.held)
  }
  await accounts.change(ctx, id, {
    name,
    ...(organisation !== undefined && { organisation: unit?.path ?? null }),
    ...(phone !== undefined && { phone: phoneColumns(ctx, phone) }),
  })
  await rightsChanged(ctx, id)
  record(ctx, {
    action: 'identity.change-account',
    ref: refOf(id),
    before: { personName: row.name, organisation: row.organisation, phone: maskedPhone(ctx, row.phone_sealed) },
    after: {
      ...(name && { personName: name }),
      ...(organisation !== undefined && { organisation: unit?.path ?? null }),
      ...(phone !== undefined && { phone }),
    },
  })
  return readAccount(ctx, id)
}

/** Disabled accounts cannot sign in; who was signed in is out at once. */
export async function setDisabled(ctx: Ctx, id: string, disabled: boolean, why: string): Promise<Account> {
  await managed(ctx, id)
  await accounts.change(ctx, id, { disabled })
  if (disabled) {
    await store.deleteSessions(ctx, id)
    await ctx.emit(accountDisabled, { account: id })
  }
  await rightsChanged(ctx, id)
  record(ctx, { action: disabled ? 'identity.disable-account' : 'identity.enable-account', ref: refOf(id), why })
  return readAccount(ctx, id)
}

/** A new password, shown once; sessions and one-time codes end, a lock is lifted. */
export async function resetPassword(ctx: Ctx, id: string): Promise<{ password: string }> {
  const password = madePassword()
  const hash = await hashPassword(password)
  return ctx.transact('write', async (tx) => {
    const row = await managed(tx, id)
    await accounts.setPassword(tx, id, hash)
    await accounts.dropTotp(tx, id)
    await accounts.change(tx, id, { mustChangePassword: true })
    await store.deleteSessions(tx, id)
    await store.forgetFailures(tx, row.username)
    await rightsChanged(tx, id)
    record(tx, { action: 'identity.reset-password', ref: refOf(id) })
    return { password }
  })
}

/** For whoever lost the authenticator: the password alone lets in again, until new codes are set up. */
export async function resetTotp(ctx: Ctx, id: string, why: string): Promise<Account> {
  const row = await managed(ctx, id)
  await accounts.dropTotp(ctx, id)
  await store.deleteSessions(ctx, id)
  await rightsChanged(ctx, id)
  record(ctx, { action: 'identity.reset-totp', ref: refOf(id), before: { twoFactor: row.two_factor }, why })
  return readAccount(ctx, id)
}

/** Signs the person out everywhere: a lost telephone, a shared machine. */
export async function endSessionsOf(ctx: Ctx, id: string, why: string): Promise<Account> {
  await managed(ctx, id)
  const ended = await store.deleteSessions(ctx, id)
  await rightsChanged(ctx, id)
  record(ctx, { action: 'identity.end-sessions-of', ref: refOf(id), after: { ended }, why })
  return readAccount(ctx, id)
}

export async function unlock(ctx: Ctx, id: string): Promise<Account> {
  const row = await visibleAccount(ctx, id)
  demand(ctx.user, MANAGE, { organisation: row.organisation })
  await store.forgetFailures(ctx, row.username)
  record(ctx, { action: 'identity.unlock', ref: refOf(id) })
  return readAccount(ctx, id)
}

export async function grantRole(ctx: Ctx, id: string, wanted: NewGrant): Promise<Account> {
  await managed(ctx, id)
  const held = await checkGrant(ctx, wanted)
  if (!(await store.grantRole(ctx, { id: newId(), holder: id, ...held }))) throw alreadyGranted()
  await rightsChanged(ctx, id)
  record(ctx, { action: 'identity.grant-role', ref: refOf(id), after: held })
  return readAccount(ctx, id)
}

export async function revokeRole(ctx: Ctx, id: string, grantId: string): Promise<Account> {
  const row = await managed(ctx, id)
  const grant = row.held.find((held) => held.id === grantId)
  if (!grant) throw notFound({ what: ctx.locale === 'en' ? 'This grant' : '这项授权' })
  await accounts.removeGrant(ctx, id, grantId)
  await rightsChanged(ctx, id)
  record(ctx, {
    action: 'identity.revoke-role',
    ref: refOf(id),
    before: { role: grant.role, tree: grant.tree, path: grant.path },
  })
  return readAccount(ctx, id)
}

/** The telephone number in full, for a stated purpose, which the audit keeps. */
export async function revealPhone(ctx: Ctx, id: string, purpose: string): Promise<{ phone: string | null }> {
  if (purpose.trim() === '') throw invalid()
  const row = await store.accountById(ctx, id)
  if (!row || !holdsOver(ctx.user, 'identity.reveal', { organisation: row.organisation }))
    throw notFound({ what: ctx.locale === 'en' ? 'This account' : '这个账号' })
  recordRead(ctx, { what: 'phone', refs: [refOf(id)], purpose })
  return { phone: row.phone_sealed && ctx.secrets.decrypt(row.phone_sealed) }
}
