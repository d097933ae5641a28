import { useEffect, useRef, useSyncExternalStore } from 'react'
import { readEvents } from './live-stream.ts'
import { queryClient } from './query.ts'

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
let state: LiveState = 'idle'
let lastHeard = 0
let lastId: string | undefined
let running: AbortController | undefined
let restart: ReturnType<typeof setTimeout> | undefined

function setState(next: LiveState): void {
  if (state === next) return
  state = next
  for (const watcher of watchers) watcher()
}

function hear(event: { id?: string; event?: string; data?: string }): void {
  lastHeard = Date.now()
  setState('fresh')
  if (event.id) lastId = event.id
  if (!event.data) return
  const body = parse(event.data)
  const topic = event.event && event.event !== 'message' ? event.event : String(body.topic ?? '')
  // Too much was missed while away: what is on the screen is asked for anew.
  if (topic === 'reset') return void queryClient.invalidateQueries()
  const wrapped = 'data' in body || 'ref' in body
  const message: LiveEvent = { topic, ...(typeof body.ref === 'string' && { ref: body.ref }), data: wrapped ? body.data : body }
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

/** One stream per tab carries every topic that some component on the screen wants. */
async function run(): Promise<void> {
  running?.abort()
  const topics = [...handlers.keys()].sort()
  if (topics.length === 0) return setState('idle')
  const control = new AbortController()
  running = control
  for (let wait = 1000; !control.signal.aborted; wait = Math.min(wait * 2, 30_000)) {
    const began = Date.now()
    await readEvents(`/api/notify/stream?topics=${topics.join(',')}`, lastId, control.signal, hear).catch(() => {})
    if (control.signal.aborted) return
    setState('lost')
    if (Date.now() - began > 30_000) wait = 1000
    await new Promise((resolve) => setTimeout(resolve, wait * (0.7 + Math.random() * 0.6)))
  }
}

function plan(): void {
  clearTimeout(restart)
  restart = setTimeout(() => void run(), 60)
}

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
    if (set?.size === 0) {
      handlers.delete(topic)
      plan()
    }
  }
}

if (typeof window !== 'undefined')
  setInterval(() => state === 'fresh' && Date.now() - lastHeard > lateAfterMs && setState('late'), 5_000)

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
