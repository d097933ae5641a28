import type { Limit } from '#engines/calendar'
import type { Expression } from './expression.ts'

/** A limit as the drawing gives it: itself (`3 working-days`) or the name of the variable that holds it. */
export type LimitSource = { limit: Limit } | { variable: string }

/** 会签: who is asked, whether one after the other, and when the step is decided. */
export interface MultiInstance {
  /** Variable with the list of participants: organisation paths, or `{ unit?, assignee? }`. */
  over: string
  inTurn: boolean
  /** How many answers decide: everyone, one, a number, or a share of those asked. */
  needs: 'all' | 'any' | { count: number } | { percent: number }
  /** Only answers with this outcome count; absent: every answer counts. */
  counting?: string
  /** `all`: everybody is heard even when the result is certain before. */
  hear: 'enough' | 'all'
}

interface Node {
  id: string
  name: string
  /** The sub-process it stands in; null at the top. */
  scope: string | null
  incoming: string[]
  outgoing: string[]
}

export type Element = Node &
  (
    | { is: 'start' | 'end' | 'terminate' }
    | { is: 'exclusive' | 'parallel' | 'inclusive' }
    | UserTask
    | { is: 'service' | 'send'; boundaries: string[] }
    | { is: 'sub-process'; start: string; boundaries: string[] }
    | { is: 'message'; message: string }
    | { is: 'timer'; on: string; interrupting: boolean; limit: LimitSource }
  )

export interface UserTask {
  is: 'user'
  boundaries: string[]
  /** Who may do it: a capability, held over … */
  capability?: string
  /** … the organisation whose path this variable holds; absent: over the instance's own organisation or area. */
  unit?: string
  limit?: LimitSource
  multi?: MultiInstance
}

export type Of<K extends Element['is']> = Extract<Element, { is: K }>

export interface Flow {
  id: string
  from: string
  to: string
  name: string
  condition?: Expression
  isDefault: boolean
}

/** A process as a graph: what the BPMN file means, without its drawing. A plain value. */
export interface Definition {
  id: string
  name: string
  start: string
  limit?: LimitSource
  elements: Readonly<Record<string, Element>>
  flows: Readonly<Record<string, Flow>>
}

export const elementOf = (definition: Definition, id: string): Element => {
  const element = definition.elements[id]
  if (!element) throw new Error(`Process "${definition.id}" has no element "${id}"`)
  return element
}

export const flowOf = (definition: Definition, id: string): Flow => {
  const flow = definition.flows[id]
  if (!flow) throw new Error(`Process "${definition.id}" has no flow "${id}"`)
  return flow
}

/** Elements that a token at `from` can come to, itself included, without visiting `without`; boundary events leave from their activity. */
export function reachable(definition: Definition, from: string, without?: string): ReadonlySet<string> {
  const cache = reachCache.get(definition) ?? new Map<string, ReadonlySet<string>>()
  reachCache.set(definition, cache)
  const key = `${from} ${without ?? ''}`
  const known = cache.get(key)
  if (known) return known
  const seen = new Set<string>([from])
  for (const id of seen) {
    const element = elementOf(definition, id)
    const next = element.outgoing.map((flow) => flowOf(definition, flow).to)
    if ('boundaries' in element) next.push(...element.boundaries)
    for (const target of next) if (target !== without) seen.add(target)
  }
  cache.set(key, seen)
  return seen
}
const reachCache = new WeakMap<Definition, Map<string, ReadonlySet<string>>>()
