import type { Variables } from './expression.ts'

/** Who is asked to do a task: the unit by its organisation path, or one person. */
export interface Participant {
  unit?: string
  assignee?: string
}

/**
 * One token, resting at an element. `path` says where it came from: a segment `f3.0` for the first branch of fork 3, `s5` for the
 * inside of the sub-process that token 5 waits at, `b7` for a branch begun by a timer. A token's descendants are those whose path
 * begins with its own; what returning cancels is read off it.
 */
export interface Token {
  id: number
  at: string
  /** The flow it came by, while it waits at a join. */
  via?: string
  path: string
  /** Outcome of the last user task on its way: what conditions call `outcome`. */
  outcome: string | null
  joint?: Joint
}

/** A step that several are asked to do. */
export interface Joint {
  asked: Participant[]
  answers: { participant: Participant | null; outcome: string }[]
  /** 加签: the one whose step it is decides; the others are heard. */
  lead?: { task: string; outcome?: string }
}

export interface OpenTask {
  id: string
  step: string
  token: number
  participant: Participant | null
}

export interface Timer {
  id: number
  /** The boundary event. */
  element: string
  token: number
}

export interface State {
  status: 'running' | 'suspended' | 'ended'
  ended?: { how: EndedHow; at?: string }
  /** Next number for tokens and timers. */
  next: number
  tokens: Token[]
  tasks: OpenTask[]
  timers: Timer[]
  /** Path on which each user task was last entered: where a return to it leads. */
  visits: Record<string, string>
  /** Last outcome of each user task: what conditions call `outcomes.<step>`. */
  outcomes: Record<string, string>
  variables: Variables
}

export type EndedHow = 'completed' | 'withdrawn' | 'terminated'

export type Command =
  | { do: 'start' }
  | { do: 'complete'; task: string; outcome: string; variables?: Variables }
  | { do: 'service-done'; token: number; variables?: Variables }
  | { do: 'message'; message: string; variables?: Variables }
  | { do: 'timer'; timer: number }
  | { do: 'return-to'; step: string; from?: string }
  | { do: 'hand-over'; task: string; to: Participant }
  | { do: 'add-cosigner'; task: string; who: Participant[] }
  | { do: 'suspend' }
  | { do: 'resume' }
  | { do: 'withdraw' }
  | { do: 'terminate' }

/** What the stored part has to do and to write down; in the order in which it happened. */
export type Effect =
  | { is: 'passed'; element: string }
  | { is: 'task-opened'; task: OpenTask }
  | { is: 'task-completed'; task: OpenTask; outcome: string; decided: string | null }
  | { is: 'task-void'; task: OpenTask }
  | { is: 'task-handed-over'; task: OpenTask; from: Participant | null }
  | { is: 'service-due'; token: number; element: string }
  | { is: 'timer-set'; timer: Timer }
  | { is: 'timer-cleared'; timer: Timer }
  | { is: 'timer-fired'; timer: Timer }
  | { is: 'ended'; how: EndedHow; at?: string }

export const newState = (variables: Variables): State => ({
  status: 'running',
  next: 1,
  tokens: [],
  tasks: [],
  timers: [],
  visits: {},
  outcomes: {},
  variables,
})

export const isWithin = (path: string, root: string): boolean => root === '' || path === root || path.startsWith(`${root}/`)
export const join = (path: string, segment: string): string => (path === '' ? segment : `${path}/${segment}`)
/** The innermost sub-process a path lies in, as far as it: '' at the top. */
export const scopeOf = (path: string): string => {
  const segments = path.split('/')
  const last = segments.findLastIndex((segment) => segment.startsWith('s'))
  return segments.slice(0, last + 1).join('/')
}
/** The way that several paths share. */
export const sharedPath = (paths: readonly string[]): string => {
  const [first = [], ...rest] = paths.map((path) => (path === '' ? [] : path.split('/')))
  const length = rest.reduce(
    (sum, other) => Math.min(sum, first.findIndex((segment, i) => i >= sum || segment !== other[i]) >>> 0),
    first.length,
  )
  return first.slice(0, length).join('/')
}
