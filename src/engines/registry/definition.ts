import type { Mask } from '#engines/audit'
import {
  announces,
  type Contribution,
  defineEvent,
  defineKind,
  defineSettings,
  type Event,
  type House,
  type Kind,
  protectedType,
  type ProtectedType,
  refOf,
  settingsOf,
  type Text,
} from '#kernel'
import { z } from 'zod'
import type { Weights } from './matching/fit.ts'
import type { Raw, Spec } from './matching/spec.ts'
import type { MatchField } from './schema.ts'
import { EntityChanged, RegistrySources, type SourceSpec } from './schema.ts'
import { visibleOf } from './store-rights.ts'

/** What is checked when a value arrives; a failure is a flag on the record, never a refusal. */
export type Check = 'national-id' | 'credit-code' | 'phone' | 'date' | 'address'

export interface RegistryField {
  readonly title: Text
  readonly hint?: Text
  /** Sealed at rest and masked until somebody says why it must be seen. */
  readonly mask?: Mask
  readonly check?: Check
  readonly codes?: Readonly<Record<string, Text>>
  /** Anybody may see it (name and code of an enterprise). */
  readonly public?: boolean
  /** Names of the column in files that departments send, besides the field's own id and title. */
  readonly also?: readonly string[]
  /** How it counts when two records are compared; absent: it does not. */
  readonly match?: MatchField
  readonly standard?: string
}

/** Matched by learned weights instead of the ones its fields declare. */
export interface Matching {
  readonly spec: Spec
  /** A record as the specification reads it. */
  readonly raw: (values: FieldValues) => Raw
  /** Which field of the registry a compared field is about, where the names differ. */
  readonly fields: Readonly<Record<string, string>>
  /** Believed until `registry match` has learned from the registry's own records. */
  readonly starting: Weights
}

/** A way to look one up: all of these fields together, exactly. */
export type LookUpBy = readonly string[]

export interface Registry {
  /** Its name in addresses and refs: `population`. */
  readonly id: string
  readonly title: Text
  readonly about: Text
  /** One of what it holds, in the event's name: `person` gives `registry.person-changed`. */
  readonly noun: string
  /** Open within the administration: searched by name, seen by all staff. Else every look has a purpose. */
  readonly open: boolean
  readonly fields: Readonly<Record<string, RegistryField>>
  /** The field that names one for certain (a national number). */
  readonly key: string
  readonly nameField: string
  readonly addressField?: string
  readonly lookUps: readonly LookUpBy[]
  readonly matching?: Matching
  /** Other registries' keys that stand in these fields: the legal representative's number. */
  readonly ties?: readonly { readonly field: string; readonly registry: string; readonly title: Text; readonly back: Text }[]
  readonly retention: Text
}

export interface DeclaredRegistry extends Registry {
  readonly changed: Event<EntityChanged>
  readonly protectedAs: ProtectedType
}

export const registrySettings = defineSettings('registry', RegistrySources)

const declaredSources = (house: House, id: string): readonly SourceSpec[] => settingsOf(house, registrySettings).sources[id] ?? []

function complaintsOf(house: House, { id, fields, key, nameField, lookUps }: Registry): string[] {
  const unknown = (names: readonly string[], where: string) =>
    names.filter((name) => !fields[name]).map((name) => `"${id}" names field "${name}" in ${where}, which it does not declare`)
  const sources = declaredSources(house, id)
  const holders = new Map<string, string>()
  const twice = sources.flatMap((source) =>
    source.holds.flatMap((field) => {
      const other = holders.get(field)
      holders.set(field, source.id)
      return other ? [`"${id}": field "${field}" is collected by both "${other}" and "${source.id}"`] : []
    }),
  )
  return [
    ...unknown([key, nameField], 'its key'),
    ...lookUps.flatMap((by) => unknown(by, 'look-ups')),
    ...sources.flatMap((source) => unknown([...source.holds, ...source.carries], `source ${source.id}`)),
    ...twice,
  ]
}

export const registryKind: Kind<DeclaredRegistry> = defineKind<DeclaredRegistry>({
  name: 'base registry',
  keyOf: ({ id }) => id,
  check: (house) => house.all(registryKind).flatMap((value) => complaintsOf(house, value)),
})

/** A base registry as a value: give it to `registryOf` in a module's contributions and it is matched, merged, looked up and audited. */
export const defineRegistry = (spec: Registry): DeclaredRegistry => ({
  ...spec,
  changed: defineEvent(`registry.${spec.noun}-changed`, EntityChanged, ({ id }) => refOf(`registry.${spec.id}`, id)),
  protectedAs: { type: `registry.${spec.id}`, table: 'registry.entity', key: 'id', visible: visibleOf(spec.open) },
})

export const registryOf = (value: DeclaredRegistry): Contribution[] => [
  registryKind.of(value),
  protectedType(value.protectedAs),
  ...announces(value.changed),
]

export const isPersonal = ({ mask }: Pick<RegistryField, 'mask'>): boolean => mask !== undefined
export const FieldValues = z.record(z.string(), z.string())
export type FieldValues = Record<string, string>
