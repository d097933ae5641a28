import { type Ctx, type Grant, holdsOver, invalid, type User } from '#kernel'
import { cannotGrant, noSuchOrganisation, noSuchRole } from './errors.ts'
import { organisationByPath } from './organisations.ts'
import { capabilitiesOf, givenBy, grantsFrom, type HeldRole, listRoles } from './roles.ts'
import type { NewGrant } from './schema.ts'
import * as store from './store.ts'

const whereOf = ({ tree, path }: Pick<Grant, 'tree' | 'path'>) =>
  tree === 'all' ? {} : tree === 'organisation' ? { organisation: path ?? null } : { area: path ?? null }

/** The first of these grants that the user does not hold at least as widely; undefined when all are covered. */
export const beyond = (user: User, grants: readonly Grant[]): Grant | undefined =>
  grants.find((grant) => !holdsOver(user, grant.capability, whereOf(grant)))

const includes = (wide: HeldRole, narrow: HeldRole): boolean =>
  wide.tree === 'all' ||
  (wide.tree === narrow.tree &&
    wide.path !== null &&
    (narrow.path === wide.path || (narrow.path?.startsWith(`${wide.path}.`) ?? false)))

/**
 * Nobody gives, takes or resets what goes beyond their own rights: an administrator of a unit stays one of that unit.
 * Beyond them are only the roles that their own role is there to give, over the same part of the district.
 */
export async function demandCovers(ctx: Ctx, held: readonly HeldRole[]): Promise<void> {
  const tooMuch = held.filter((role) => beyond(ctx.user, grantsFrom(ctx.house, [role])))
  if (tooMuch.length === 0) return
  const own = (await store.accountById(ctx, ctx.user.id))?.held ?? []
  for (const role of tooMuch) {
    if (own.some((mine) => givenBy(ctx.house, mine.role).includes(role.role) && includes(mine, role))) continue
    throw cannotGrant({ capability: beyond(ctx.user, grantsFrom(ctx.house, [role]))?.capability ?? role.role })
  }
}

/** A grant that can be given: the role exists, the subtree is named exactly when it must be, and the giver holds it all. */
export async function checkGrant(ctx: Ctx, { role, tree, path }: NewGrant): Promise<HeldRole> {
  if (!capabilitiesOf(ctx.house, role)) throw noSuchRole({ role })
  if ((tree === 'all') !== (path === undefined)) {
    const text = {
      zh: tree === 'all' ? '全区授权不需要范围' : '请选择授权范围',
      en: tree === 'all' ? 'The whole district needs no path' : 'Choose the part of the district',
    }
    throw invalid({}, { faults: [{ path: 'path', code: 'path', text }] })
  }
  const unit = tree === 'organisation' && path ? await organisationByPath(ctx, path) : undefined
  if (tree === 'organisation' && path && !unit) throw noSuchOrganisation({ code: path })
  const held: HeldRole = { role, tree, path: unit?.path ?? path ?? null }
  await demandCovers(ctx, [held])
  return held
}

export async function rolesForMe(ctx: Ctx) {
  const held = (await store.accountById(ctx, ctx.user.id))?.held ?? []
  return listRoles(ctx.house, held, ctx.user.grants)
}
