import { defineKind, type Grant, type House, type Kind, permissionKind, settingsOf, type Text } from '#kernel'
import { roleSettings } from './settings.ts'

const matches = (pattern: string, capability: string) =>
  pattern === '*' || pattern === capability || (pattern.endsWith('.*') && capability.startsWith(pattern.slice(0, -1)))

/** Checks the district's roles against what the rooms declare: a dangling name would silently give nothing. */
export const roleCheckKind: Kind<'roles'> = defineKind<'roles'>({
  name: 'roles',
  keyOf: (value) => value,
  check: (house) => {
    const declared = house.all(permissionKind).map(({ id }) => id)
    const { roles, firstAdministrator } = settingsOf(house, roleSettings)
    const dangling = Object.entries(roles).flatMap(([role, { may }]) =>
      may
        .filter((pattern) => !declared.some((id) => matches(pattern, id)))
        .map((pattern) => `role "${role}" names "${pattern}", which nobody declares`),
    )
    for (const [role, { gives = [] }] of Object.entries(roles))
      for (const given of gives) if (!roles[given]) dangling.push(`role "${role}" gives "${given}", which is not in the list`)
    return roles[firstAdministrator]
      ? dangling
      : [...dangling, `the first administrator's role "${firstAdministrator}" is not in the list`]
  },
})

const expanded = new WeakMap<House, Map<string, readonly string[]>>()

/** Every capability a role gives, patterns resolved; undefined when there is no such role. */
export function capabilitiesOf(house: House, role: string): readonly string[] | undefined {
  let map = expanded.get(house)
  if (!map) {
    const declared = house.all(permissionKind).map(({ id }) => id)
    map = new Map(
      Object.entries(settingsOf(house, roleSettings).roles).map(([id, { may }]) => [
        id,
        declared.filter((capability) => may.some((pattern) => matches(pattern, capability))),
      ]),
    )
    expanded.set(house, map)
  }
  return map.get(role)
}

/** Roles that include a capability. */
export const rolesWith = (house: House, capability: string): string[] =>
  Object.keys(settingsOf(house, roleSettings).roles).filter((role) => capabilitiesOf(house, role)?.includes(capability))

export interface HeldRole {
  role: string
  tree: Grant['tree']
  path: string | null
}

/** A role that the district no longer knows gives nothing. */
export const grantsFrom = (house: House, held: readonly HeldRole[]): Grant[] =>
  held.flatMap(({ role, tree, path }) =>
    (capabilitiesOf(house, role) ?? []).map((capability) => ({ capability, tree, ...(path && { path }) })),
  )

export const roleTitle = (house: House, role: string): Text =>
  settingsOf(house, roleSettings).roles[role]?.title ?? { zh: role, en: role }

/** Roles that a holder of this one gives, whatever they hold themselves. */
export const givenBy = (house: House, role: string): readonly string[] => settingsOf(house, roleSettings).roles[role]?.gives ?? []

/** Each role with what it may do, in words, and whether somebody who holds these may give it anywhere. */
export const listRoles = (house: House, held: readonly HeldRole[], grants: readonly Grant[]) =>
  Object.entries(settingsOf(house, roleSettings).roles).map(([role, { title }]) => ({
    role,
    title,
    mayGive:
      held.some((own) => givenBy(house, own.role).includes(role)) ||
      (capabilitiesOf(house, role) ?? []).every((wanted) => grants.some(({ capability }) => capability === wanted)),
    capabilities: (capabilitiesOf(house, role) ?? []).map((capability) => ({
      capability,
      title: house.get(permissionKind, capability).title,
    })),
  }))
