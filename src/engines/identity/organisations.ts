import { record } from '#engines/audit'
import { type Ctx, demand, newId, notFound, staleVersion } from '#kernel'
import { noSuchOrganisation, organisationTaken } from './errors.ts'
import * as store from './store-organisations.ts'
import type { NewOrganisation, Organisation, OrganisationMark, OrganisationPatch } from './schema.ts'
import type { OrganisationSeed } from './settings.ts'

const parentOf = (path: string) => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : null)

export const organisationFrom = (row: store.OrganisationRow): Organisation => ({
  id: row.id,
  code: row.code,
  path: row.path,
  kind: row.kind,
  name: row.name,
  parent: parentOf(row.path),
  closed: row.closed_at !== null,
  version: row.version,
})

/** The whole tree in order of path: parents before their units. */
export const listOrganisations = async (ctx: Ctx): Promise<Organisation[]> => (await store.all(ctx)).map(organisationFrom)

const mark = (row: store.OrganisationRow | undefined): OrganisationMark | undefined =>
  row && { code: row.code, name: row.name, path: row.path }
export const organisationByCode = async (ctx: Ctx, code: string): Promise<OrganisationMark | undefined> =>
  mark(await store.byCode(ctx, code))
export const organisationByPath = async (ctx: Ctx, path: string): Promise<OrganisationMark | undefined> =>
  mark(await store.byPath(ctx, path))

/** Units by path (closed ones too), code or name, all at once. */
export const organisationsNamed = async (ctx: Ctx, texts: readonly string[]): Promise<OrganisationMark[]> =>
  (await store.named(ctx, texts)).map(({ code, name, path }) => ({ code, name, path }))

/** The district's tree of the first day; a path is made of the codes on the way down. */
export async function plantOrganisations(ctx: Ctx, tree: OrganisationSeed, above: string | null = null): Promise<void> {
  const path = above ? `${above}.${tree.code}` : tree.code
  await store.insert(ctx, { id: newId(), code: tree.code, path, kind: tree.kind, name: tree.name })
  for (const unit of tree.units ?? []) await plantOrganisations(ctx, unit, path)
}

const MANAGE = 'identity.manage'
const refOf = (code: string) => `identity.organisation:${code}`

/** A new unit under one that the caller manages. */
export async function addOrganisation(ctx: Ctx, { parent, code, kind, name }: NewOrganisation): Promise<Organisation> {
  const above = await store.byCode(ctx, parent)
  if (!above) throw noSuchOrganisation({ code: parent })
  demand(ctx.user, MANAGE, { organisation: above.path })
  const row = { id: newId(), code, path: `${above.path}.${code}`, kind, name }
  if (!(await store.insert(ctx, row))) throw organisationTaken({ code })
  record(ctx, { action: 'identity.add-organisation', ref: refOf(code), after: { path: row.path, kind, title: name } })
  return organisationFrom({ ...row, closed_at: null, version: 1 })
}

export async function changeOrganisation(
  ctx: Ctx,
  code: string,
  { version, ...patch }: OrganisationPatch,
): Promise<Organisation> {
  const row = await store.lockByCode(ctx, code)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This organisation' : '这个单位' })
  demand(ctx.user, MANAGE, { organisation: row.path })
  if (row.version !== version) throw staleVersion({}, { current: organisationFrom(row) })
  await store.change(ctx, row.path, patch)
  record(ctx, {
    action: 'identity.change-organisation',
    ref: refOf(code),
    before: { title: row.name, kind: row.kind, closed: row.closed_at !== null },
    after: { title: patch.name, kind: patch.kind, closed: patch.closed },
  })
  return organisationFrom((await store.byCode(ctx, code)) as store.OrganisationRow)
}
