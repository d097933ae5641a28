import { type Ctx, newId } from '#kernel'
import * as store from './store-organisations.ts'
import type { Organisation, OrganisationMark } from './schema.ts'
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
/** By a path that the unit has, or had before it moved. */
export const organisationByPath = async (ctx: Ctx, path: string): Promise<OrganisationMark | undefined> =>
  mark((await store.byPath(ctx, path)) ?? (await store.byPastPath(ctx, path)))

/** Units by path (closed ones too), code or name, all at once. */
export const organisationsNamed = async (ctx: Ctx, texts: readonly string[]): Promise<OrganisationMark[]> =>
  (await store.named(ctx, texts)).map(({ code, name, path }) => ({ code, name, path }))

/** The district's tree of the first day; a path is made of the codes on the way down. */
export async function plantOrganisations(ctx: Ctx, tree: OrganisationSeed, above: string | null = null): Promise<void> {
  const path = above ? `${above}.${tree.code}` : tree.code
  await store.insert(ctx, { id: newId(), code: tree.code, path, kind: tree.kind, name: tree.name })
  for (const unit of tree.units ?? []) await plantOrganisations(ctx, unit, path)
}
