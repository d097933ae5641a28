import type { Ctx } from '#kernel'
import { rolesWith } from './roles.ts'
import * as store from './store-members.ts'

/** Enabled staff of an organisation (ltree path) and its units. */
export const membersOf = (ctx: Ctx, path: string): Promise<store.MemberRow[]> => store.under(ctx, path)

/** Account ids of those staff of an organisation who hold the capability (a patrol holds it over an area): the people a unit's task is for. */
export const membersHolding = (
  ctx: Ctx,
  { organisation, capability }: { organisation: string; capability: string },
): Promise<string[]> => store.underWithRole(ctx, organisation, rolesWith(ctx.house, capability))
