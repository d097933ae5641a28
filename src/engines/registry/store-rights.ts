import { sql } from 'kysely'
import { byArea, byCapability, byCondition, holds, type Visible } from '#kernel'

/** An entry is seen over the area where the right was given, by whoever has it when no area is known; by stewards; by the person. */
export function visibleOf(isOpen: boolean): Visible[] {
  const capability = isOpen ? 'registry.read' : 'registry.look-up'
  return [
    byArea(capability, 'area'),
    byCondition((alias, user) => (holds(user, capability) ? sql<boolean>`${sql.ref(`${alias}.area`)} is null` : null)),
    byCapability('registry.review'),
    byCondition((alias, user) =>
      user.kind === 'citizen'
        ? sql<boolean>`exists (select 1 from registry.person_account a where a.account_id = ${user.id} and a.entity_id = ${sql.ref(`${alias}.id`)})`
        : null,
    ),
  ]
}
