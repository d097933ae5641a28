import { useEffect, useRef, useSyncExternalStore } from 'react'
import { SharedStream } from './live-share.ts'

export interface LiveEvent<T = unknown> {
  topic: string
  ref?: string
  data: T
}
type Handler = (event: LiveEvent<any>) => void

/** `fresh`: events arrive. `late`: nothing heard for a while. `lost`: reconnecting. */
export type LiveState = 'idle' | 'fresh' | 'late' | 'lost'

const lateAfterMs = 45_000
const handlers = new Map<string, Set<Handler>>()
const watchers = new Set<() => void>()
const hooks: { missed: () => void; ended: () => void } = { missed: () => {}, ended: () => {} }
let state: LiveState = 'idle'
let lastHeard = 0
let planned: ReturnType<typeof setTimeout> | undefined

/** The shell says what to do when too much was missed to be told (`reset`), and when the session is over (`end`). */
export const configureLive = (given: Partial<typeof hooks>): void => void Object.assign(hooks, given)

function setState(next: LiveState): void {
  if (next === 'fresh') lastHeard = Date.now()
  if (state === next) return
  state = next
  for (const watcher of watchers) watcher()
}

function hear(event: { event?: string; data?: string }): void {
  if (!event.data) return
  const body = parse(event.data)
  const topic = event.event ?? String(body['topic'] ?? '')
  if (topic === 'reset') return hooks.missed()
  if (topic === 'end') return hooks.ended()
  const message: LiveEvent = { topic, ...(typeof body['ref'] === 'string' && { ref: body['ref'] }), data: body['data'] }
  for (const handler of handlers.get(topic) ?? []) handler(message)
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { data: value }
  } catch {
    return { data: text }
  }
}

const stream = typeof window === 'undefined' ? undefined : new SharedStream(hear, setState)
if (stream) setInterval(() => state === 'fresh' && Date.now() - lastHeard > lateAfterMs && setState('late'), 5_000)

/** What the screen wants changes in bursts, when a page comes and another goes. */
function plan(): void {
  clearTimeout(planned)
  planned = setTimeout(() => stream?.want([...handlers.keys()]), 60)
}

/** After signing in or out. */
export const restartLive = (): void => stream?.afresh()

function listen(topic: string, handler: Handler): () => void {
  const known = handlers.get(topic)
  if (known) known.add(handler)
  else {
    handlers.set(topic, new Set([handler]))
    plan()
  }
  return () => {
    const set = handlers.get(topic)
    set?.delete(handler)
    if (set?.size !== 0) return
    handlers.delete(topic)
    plan()
  }
}

/** Hears a topic while the component is on the screen: `useLive('cases', () => refresh('/api/cases'))`. */
export function useLive<T = unknown>(topic: string, handler: (event: LiveEvent<T>) => void): void {
  const latest = useRef(handler)
  latest.current = handler
  useEffect(() => listen(topic, (event) => latest.current(event)), [topic])
}

/** For the dot that says whether the screen is live. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    () => state,
  )
}
