import { record } from '#engines/audit'
import { type Ctx, demand, newId, notFound } from '#kernel'
import { hashKey, KEY_PREFIX, newKey } from './client-keys.ts'
import { noSuchOrganisation } from './errors.ts'
import { checkGrant } from './granting.ts'
import { organisationByPath } from './organisations.ts'
import { roleTitle } from './roles.ts'
import type { Client, NewClient } from './schema.ts'
import { rightsChanged } from './session.ts'
import * as accounts from './store.ts'
import * as store from './store-clients.ts'

const MANAGE = 'identity.manage-clients'
const HINT_LENGTH = KEY_PREFIX.length + 6
const refOf = (id: string) => `identity.client:${id}`

const clientFrom = (ctx: Ctx, row: store.ClientRow): Client => ({
  id: row.id,
  name: row.name,
  organisation: row.organisation,
  keyHint: row.key_hint,
  perMinute: row.per_minute,
  contact: row.contact,
  createdAt: row.created_at.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  grants: row.held.map(({ id, role, tree, path }) => ({ id, role, title: roleTitle(ctx.house, role), tree, path })),
})

export const listClients = async (ctx: Ctx): Promise<Client[]> => (await store.list(ctx)).map((row) => clientFrom(ctx, row))

/** A key for another system. It is shown here and never again: only its hash is kept. */
export async function createClient(
  ctx: Ctx,
  { name, organisation, perMinute, contact, grants }: NewClient,
): Promise<{ client: Client; key: string }> {
  const unit = organisation ? await organisationByPath(ctx, organisation) : undefined
  demand(ctx.user, MANAGE, { organisation: unit?.path ?? organisation ?? null })
  if (organisation && !unit) throw noSuchOrganisation({ code: organisation })
  const held = []
  for (const grant of grants) held.push(await checkGrant(ctx, grant))
  const id = newId()
  const key = newKey()
  await store.insert(ctx, {
    id,
    name,
    organisation: unit?.path ?? null,
    hash: hashKey(key),
    hint: key.slice(0, HINT_LENGTH),
    perMinute,
    contact: contact ?? null,
  })
  for (const grant of held) await accounts.grantRole(ctx, { id: newId(), holder: id, ...grant })
  record(ctx, {
    action: 'identity.create-client',
    ref: refOf(id),
    after: { client: name, organisation, perMinute, grants: held },
  })
  const row = await store.clientById(ctx, id)
  return { client: clientFrom(ctx, row as store.ClientRow), key }
}

export async function revokeClient(ctx: Ctx, id: string): Promise<Client> {
  const row = await store.visibleClient(ctx, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This API key' : '这个接口密钥' })
  demand(ctx.user, MANAGE, { organisation: row.organisation })
  await store.revoke(ctx, id)
  await rightsChanged(ctx, id)
  record(ctx, { action: 'identity.revoke-client', ref: refOf(id), before: { client: row.name } })
  return clientFrom(ctx, { ...row, revoked_at: row.revoked_at ?? ctx.now })
}
