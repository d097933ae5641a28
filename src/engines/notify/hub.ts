import type { Readable } from 'node:stream'
import type { Ctx, House, User } from '#kernel'

/** What travels to open screens. Without `to` it goes to whoever may see `ref`; with it, to these accounts. */
export interface LiveEvent {
  id: string
  topic: string
  ref?: string
  data: unknown
  at: string
  to?: readonly string[]
  /** Only the newest of this topic and ref in a batch is worth sending. */
  latest?: boolean
}

export interface Viewer {
  user: User
  readonly address: string | undefined
  readonly topics: ReadonlySet<string>
  readonly stream: Readable
  /** Since when the rights are to be looked at again. */
  stale: boolean
  checkedAt: number
}

/** How the hub asks the database: given by the stream's route, with rights of its own. */
export interface Eyes {
  /** For each user, the refs that user may see. */
  see: (users: readonly User[], refs: readonly string[]) => Promise<Set<string>[]>
  /** The person with today's rights; undefined when the session has ended. */
  again: (user: User) => Promise<User | undefined>
  log: Ctx['log']
}

const RING = 4096
const BATCH_MS = 40
/** A client that leaves this much unread is cut off; it comes back with its last id. */
const MOST_UNREAD_BYTES = 256 * 1024

export const frame = ({ id, topic, ref, data, at }: LiveEvent): string =>
  `id: ${id}\nevent: ${topic}\ndata: ${JSON.stringify({ topic, ref, data, at })}\n\n`

/** Keeps the first of each, or the newest where only that is wanted; order stays that of arrival. */
function thin(events: readonly LiveEvent[]): LiveEvent[] {
  const newest = new Map<string, string>()
  for (const event of events) if (event.latest) newest.set(`${event.topic} ${event.ref}`, event.id)
  return events.filter((event) => !event.latest || newest.get(`${event.topic} ${event.ref}`) === event.id)
}

/**
 * The events of the last minutes and the screens that are open in this process. Events gather for a moment and are
 * then checked against the rights of all viewers together.
 */
export class Hub {
  readonly viewers = new Set<Viewer>()
  readonly #ring: LiveEvent[] = []
  #first = 0
  readonly #places = new Map<string, number>()
  #waiting: LiveEvent[] = []
  #running: Promise<void> | undefined
  eyes: Eyes | undefined
  /** Where a screen stands that has seen everything up to now. */
  position: string

  constructor(start: string) {
    this.position = start
    this.#places.set(start, -1)
  }

  publish(events: readonly LiveEvent[]): void {
    for (const event of thin(events)) {
      this.#keep(event)
      this.#waiting.push(event)
    }
    if (this.viewers.size === 0) this.#waiting = []
    else this.#running ??= this.#drain()
  }

  #keep(event: LiveEvent): void {
    this.#places.set(event.id, this.#first + this.#ring.length)
    this.#ring.push(event)
    this.position = event.id
    if (this.#ring.length <= RING) return
    for (const old of this.#ring.splice(0, RING / 4)) this.#places.delete(old.id)
    this.#first += RING / 4
    for (const [id, place] of this.#places) {
      if (place >= this.#first) break
      this.#places.delete(id)
    }
  }

  /** What came after this id; undefined when it is not known any more, and the screen must load afresh. */
  since(id: string): LiveEvent[] | undefined {
    const place = this.#places.get(id)
    return place === undefined || place + 1 < this.#first ? undefined : this.#ring.slice(place + 1 - this.#first)
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, BATCH_MS))
      const batch = thin(this.#waiting)
      this.#waiting = []
      await this.send(batch, [...this.viewers]).catch((error) => this.eyes?.log.warn({ error }, 'live.failed'))
    }
    this.#running = undefined
  }

  /** Sends each viewer those events of its topics that it may see, rights as they are now. */
  async send(batch: readonly LiveEvent[], viewers: readonly Viewer[]): Promise<void> {
    const eyes = this.eyes
    if (!eyes) return
    await this.refresh(viewers.filter(({ stale }) => stale))
    const open = viewers.filter(({ stream }) => !stream.destroyed)
    const topics = new Set(open.flatMap((viewer) => [...viewer.topics]))
    const wanted = batch.filter(({ topic }) => topics.has(topic))
    const refs = [...new Set(wanted.flatMap(({ ref, to }) => (ref && !to ? [ref] : [])))]
    const users = [...new Map(open.map(({ user }) => [user.via ?? user.id, user])).entries()]
    const seen =
      refs.length > 0
        ? await eyes.see(
            users.map(([, user]) => user),
            refs,
          )
        : []
    const sight = new Map(users.map(([key], index) => [key, seen[index]]))
    for (const viewer of open) {
      const mine = wanted.filter(
        (event) =>
          viewer.topics.has(event.topic) &&
          (event.to ? event.to.includes(viewer.user.id) : sight.get(viewer.user.via ?? viewer.user.id)?.has(event.ref ?? '')),
      )
      if (mine.length > 0) write(viewer, mine.map(frame).join(''))
    }
  }

  /** Looks again who they are: a screen whose session has ended is closed, the others go on with today's rights. */
  async refresh(viewers: readonly Viewer[]): Promise<void> {
    for (const viewer of viewers) {
      viewer.stale = false
      viewer.checkedAt = Date.now()
      const user = viewer.user.kind === 'anonymous' ? viewer.user : await this.eyes?.again(viewer.user)
      if (user) viewer.user = user
      else close(viewer, 'signed-out')
    }
  }
}

export function write(viewer: Viewer, text: string): void {
  if (viewer.stream.destroyed) return
  viewer.stream.push(text)
  if (viewer.stream.readableLength > MOST_UNREAD_BYTES) viewer.stream.destroy()
}

export function close(viewer: Viewer, why: string): void {
  if (viewer.stream.destroyed) return
  viewer.stream.push(`event: end\ndata: ${JSON.stringify({ topic: 'end', data: { why } })}\n\n`)
  viewer.stream.push(null)
}

const hubs = new WeakMap<House, Hub>()
export function hubOf(house: House, start: () => string): Hub {
  const hub = hubs.get(house) ?? new Hub(start())
  hubs.set(house, hub)
  return hub
}
