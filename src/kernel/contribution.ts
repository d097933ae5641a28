import type { Text } from './text.ts'

/**
 * A module is a named list of contributions; the kernel knows no other way to extend it.
 * A kind is declared once, by the kernel or by an engine, and says how its values are named,
 * so that a duplicate or a dangling name is refused at boot and not at three in the morning.
 */
export interface Kind<V> {
  readonly name: string
  /** The name under which a value is found; must be unique within the kind. */
  readonly keyOf: (value: V, moduleId: string) => string
  /** Complaints about the collected values (dangling names, impossible settings). Empty when all is well. */
  readonly check?: (house: House) => string[]
  readonly of: (value: V) => Contribution
}

export interface Contribution {
  readonly kind: Kind<any>
  readonly value: unknown
}

export interface Module {
  readonly id: string
  readonly title: Text
  readonly contributes: readonly (Contribution | readonly Contribution[])[]
}

export const defineModule = (module: Module): Module => module

export function defineKind<V>(spec: Omit<Kind<V>, 'of'>): Kind<V> {
  const kind: Kind<V> = { ...spec, of: (value) => ({ kind, value }) }
  return kind
}

/** All that the modules contributed, by kind. Built once at boot; read-only afterwards. */
export class House {
  readonly modules: readonly Module[]
  readonly #rooms = new Map<Kind<any>, Map<string, { value: unknown; owner: string }>>()

  constructor(modules: readonly Module[]) {
    this.modules = modules
    const complaints: string[] = []
    const seen = new Set<string>()
    for (const module of modules) {
      if (seen.has(module.id)) complaints.push(`module "${module.id}" is listed twice`)
      seen.add(module.id)
      for (const { kind, value } of module.contributes.flat() as Contribution[]) {
        const room = this.#room(kind)
        const key = kind.keyOf(value, module.id)
        const other = room.get(key)
        if (other) complaints.push(`${kind.name} "${key}" is declared by both "${other.owner}" and "${module.id}"`)
        else room.set(key, { value, owner: module.id })
      }
    }
    for (const kind of this.#rooms.keys()) complaints.push(...(kind.check?.(this) ?? []).map((text) => `${kind.name}: ${text}`))
    if (complaints.length > 0) throw new Error(`The modules do not fit together:\n  ${complaints.join('\n  ')}`)
  }

  #room(kind: Kind<any>) {
    const room = this.#rooms.get(kind) ?? new Map<string, { value: unknown; owner: string }>()
    this.#rooms.set(kind, room)
    return room
  }

  all<V>(kind: Kind<V>): V[] {
    return [...(this.#rooms.get(kind)?.values() ?? [])].map((entry) => entry.value as V)
  }

  entries<V>(kind: Kind<V>): { key: string; value: V; owner: string }[] {
    return [...(this.#rooms.get(kind) ?? [])].map(([key, entry]) => ({ key, value: entry.value as V, owner: entry.owner }))
  }

  find<V>(kind: Kind<V>, key: string): V | undefined {
    return this.#rooms.get(kind)?.get(key)?.value as V | undefined
  }

  /** For names that code relies on: absent means a bug, not a user's mistake. */
  get<V>(kind: Kind<V>, key: string): V {
    const value = this.find(kind, key)
    if (value === undefined) throw new Error(`No ${kind.name} "${key}" is declared`)
    return value
  }
}
