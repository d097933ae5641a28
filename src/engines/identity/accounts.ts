import { maskPhone, record } from '#engines/audit'
import { type Ctx, districtOf, newId, settingsOf, signInRequired } from '#kernel'
import { hashPassword } from './auth.ts'
import { accountTaken, noSuchOrganisation, weakPassword } from './errors.ts'
import { organisationByCode } from './organisations.ts'
import { capabilitiesOf, grantsFrom, roleTitle } from './roles.ts'
import type { Me, Registration } from './schema.ts'
import { demoSettings, platformSettings } from './settings.ts'
import { nameKey } from './sign-in.ts'
import * as store from './store.ts'

const SHORTEST = 10

/** Long rather than ornate (NIST SP 800-63B §5.1.1): ten characters, not the account's name, not one character over and over. */
export function demandStrong(password: string, account: string): void {
  const simple = password.toLowerCase()
  if (password.length < SHORTEST || new Set(simple).size < 4 || simple.includes(nameKey(account))) throw weakPassword()
}

export const phoneColumns = (ctx: Ctx, phone: string | null | undefined) => {
  const digits = phone?.replaceAll(/[ -]/g, '') ?? null
  return { phoneSealed: digits && ctx.secrets.encrypt(digits), phoneIndex: digits && ctx.secrets.blindIndex('phone', digits) }
}
export const maskedPhone = (ctx: Ctx, sealed: string | null): string | null =>
  sealed ? maskPhone(ctx.secrets.decrypt(sealed)) : null

/** What the signed-in person's pages need to know about them. */
export async function whoAmI(ctx: Ctx): Promise<Me> {
  const { user, house } = ctx
  if (user.kind === 'client') return clientMe(ctx)
  const account = await store.accountById(ctx, user.id)
  if (!account) throw signInRequired()
  const grants = grantsFrom(house, account.held)
  return {
    id: account.id,
    kind: account.kind,
    name: account.name,
    account: account.username,
    organisation:
      account.organisation_code && account.organisation_name && account.organisation
        ? { code: account.organisation_code, name: account.organisation_name, path: account.organisation }
        : null,
    capabilities: [...new Set(grants.map(({ capability }) => capability))],
    grants,
    roles: account.held.map(({ role, tree, path }) => ({
      role,
      title: roleTitle(house, role),
      tree,
      path,
    })),
    locale: account.locale,
    phone: maskedPhone(ctx, account.phone_sealed),
    twoFactor: account.two_factor,
    mustChangePassword: account.must_change_password,
    demo: ctx.config.demo,
  }
}

function clientMe({ user, config }: Ctx): Me {
  const capabilities = [...new Set(user.grants.map(({ capability }) => capability))]
  return {
    id: user.id,
    kind: user.kind,
    name: user.name,
    account: '',
    organisation: null,
    capabilities,
    grants: [...user.grants],
    roles: [],
    locale: 'zh',
    phone: null,
    twoFactor: false,
    mustChangePassword: false,
    demo: config.demo,
  }
}

export interface NewPerson {
  account: string
  name: string
  kind: 'staff' | 'citizen'
  organisation?: string | undefined
  phone?: string | undefined
  passwordHash: string
  demo?: boolean
  mustChangePassword?: boolean
}

/** Puts a person in; the password was hashed before the transaction. */
export async function addPerson(ctx: Ctx, person: NewPerson): Promise<string> {
  const organisation = person.organisation ? await organisationByCode(ctx, person.organisation) : undefined
  if (person.organisation && !organisation) throw noSuchOrganisation({ code: person.organisation })
  const id = newId()
  const { account, name, kind, passwordHash, demo, mustChangePassword } = person
  const added = await store.insertAccount(ctx, {
    id,
    kind,
    name,
    username: nameKey(account),
    organisation: organisation?.path ?? null,
    ...phoneColumns(ctx, person.phone),
    passwordHash,
    ...(demo && { demo }),
    ...(mustChangePassword && { mustChangePassword }),
  })
  if (!added) throw accountTaken({ account })
  return id
}

/** A resident makes an account: it holds no role and sees what is its own. */
export async function register(ctx: Ctx, { account, password, name, phone }: Registration): Promise<{ id: string }> {
  demandStrong(password, account)
  const passwordHash = await hashPassword(password)
  return ctx.transact('write', async (tx) => {
    const id = await addPerson(tx, { account, name, kind: 'citizen', phone, passwordHash })
    record(tx, {
      action: 'identity.register',
      ref: `identity.account:${id}`,
      after: { account: nameKey(account), kind: 'citizen' },
    })
    return { id }
  })
}

/** The demo's people, one password for all: it is printed in the README and exists only in demo mode. */
export async function plantDemoAccounts(ctx: Ctx): Promise<void> {
  const { password, accounts } = settingsOf(ctx.house, demoSettings)
  const passwordHash = await hashPassword(password)
  for (const { account, name, kind, organisation, phone, grants } of accounts) {
    const holder = await addPerson(ctx, { account, name, kind, organisation, phone, passwordHash, demo: true })
    for (const { role, tree, path } of grants) {
      if (!capabilitiesOf(ctx.house, role))
        throw new Error(`The demo account "${account}" has role "${role}", which is not in the list`)
      await store.grantRole(ctx, { id: newId(), holder, role, tree, path: path ?? null })
    }
  }
}

export async function demoAccounts(ctx: Ctx) {
  if (!ctx.config.demo) return []
  const { password, accounts } = settingsOf(ctx.house, demoSettings)
  return Promise.all(
    accounts.map(async ({ account, name, title, organisation }) => ({
      account,
      password,
      name,
      title,
      organisation: organisation ? ((await organisationByCode(ctx, organisation))?.name ?? null) : null,
    })),
  )
}

export async function platformFacts(ctx: Ctx) {
  const { title, map } = settingsOf(ctx.house, platformSettings)
  return {
    title,
    district: districtOf(ctx.house).title,
    demo: ctx.config.demo,
    needsSetup: !ctx.config.demo && !(await store.hasAccounts(ctx)),
    map,
  }
}
