import { record } from '#engines/audit'
import { type Ctx, newId, type Platform, settingsOf } from '#kernel'
import { addPerson, demandStrong } from './accounts.ts'
import { hashPassword } from './auth.ts'
import { alreadySetUp, wrongSetupCode } from './errors.ts'
import type { Setup } from './schema.ts'
import { organisationSettings, roleSettings } from './settings.ts'
import { organisationByCode } from './organisations.ts'
import * as store from './store.ts'
import * as organisations from './store-organisations.ts'

const GROUP = 5

/**
 * The same in every process of this database, and nowhere stored: made from the secret keys and the id that the
 * district's first organisation got by chance.
 */
async function setupCode(parts: Pick<Ctx, 'db' | 'secrets' | 'house'>): Promise<string> {
  const root = await organisations.byCode(parts, settingsOf(parts.house, organisationSettings).code)
  const letters = parts.secrets
    .blindIndex('setup-code', root?.id ?? '')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
  return [0, 1, 2, 3].map((n) => letters.slice(n * GROUP, (n + 1) * GROUP)).join('-')
}

/** The line for the start-up message; undefined once there are accounts. */
export async function setupNotice({ config, database, house, secrets }: Platform): Promise<string | undefined> {
  const handle = { db: database.kysely, house, secrets }
  if (config.demo || (await store.hasAccounts(handle))) return undefined
  return `首位管理员 · First administrator: open ${config.publicUrl}/set-up with this code: ${await setupCode(handle)}`
}

export const setupNeeded = async (ctx: Ctx): Promise<{ needed: boolean }> => ({
  needed: !ctx.config.demo && !(await store.hasAccounts(ctx)),
})

/** Makes the first administrator, once: with the code printed at start, and only while there is no account at all. */
export async function setUp(ctx: Ctx, { code, account, password, name }: Setup): Promise<void> {
  demandStrong(password, account)
  const passwordHash = await hashPassword(password)
  await ctx.transact('write', async (tx) => {
    await store.lockSetup(tx)
    if (tx.config.demo || (await store.hasAccounts(tx))) throw alreadySetUp()
    if (code.trim().toUpperCase() !== (await setupCode(tx))) throw wrongSetupCode()
    const root = await organisationByCode(tx, settingsOf(tx.house, organisationSettings).code)
    const id = await addPerson(tx, { account, name, kind: 'staff', organisation: root?.code, passwordHash })
    await store.grantRole(tx, {
      id: newId(),
      holder: id,
      role: settingsOf(tx.house, roleSettings).firstAdministrator,
      tree: 'all',
      path: null,
    })
    record(tx, { action: 'identity.set-up', ref: `identity.account:${id}`, after: { account } })
  })
}
