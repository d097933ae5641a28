import { LiveStream, type StreamState } from './live-stream.ts'

type Raw = { id?: string; event?: string; data?: string }
type Note =
  | { kind: 'want'; tab: string; topics: string[] }
  | { kind: 'who' }
  | { kind: 'afresh' }
  | { kind: 'event'; event: Raw }
  | { kind: 'state'; state: StreamState }

const forgetAfterMs = 40_000
const repeatMs = 15_000

/**
 * One stream for all tabs of a browser (it allows six connections to a host, and a stream holds one for ever): the tab
 * that gets the lock opens it for what all tabs want and passes the events on. Where a browser has no locks, each tab
 * has its own.
 */
export class SharedStream {
  readonly #hear: (event: Raw) => void
  readonly #tell: (state: StreamState) => void
  readonly #stream: LiveStream
  readonly #channel: BroadcastChannel | undefined
  readonly #tab = crypto.randomUUID?.() ?? String(Math.random())
  readonly #wants = new Map<string, { topics: readonly string[]; at: number }>()
  #mine: readonly string[] = []
  #leads = false

  constructor(hear: (event: Raw) => void, tell: (state: StreamState) => void) {
    this.#hear = hear
    this.#tell = tell
    this.#stream = new LiveStream(
      (event) => this.#pass({ kind: 'event', event }, () => hear(event)),
      (state) => this.#pass({ kind: 'state', state }, () => tell(state)),
    )
    if (typeof BroadcastChannel === 'undefined' || !globalThis.navigator?.locks) {
      this.#leads = true
      return
    }
    this.#channel = new BroadcastChannel('district-live')
    this.#channel.onmessage = ({ data }: MessageEvent<Note>) => this.#take(data)
    void navigator.locks.request('district-live', () => this.#lead())
    setInterval(() => this.#announce(), repeatMs)
  }

  want(topics: readonly string[]): void {
    this.#mine = topics
    if (topics.length === 0) this.#tell('idle')
    this.#announce()
    if (this.#leads) this.#gather()
  }

  /** Somebody signed in or out: what may be heard is another's. */
  afresh(): void {
    this.#channel?.postMessage({ kind: 'afresh' } satisfies Note)
    if (this.#leads) this.#gather(true)
  }

  #announce(): void {
    this.#channel?.postMessage({ kind: 'want', tab: this.#tab, topics: [...this.#mine] } satisfies Note)
  }

  /** Holds the lock until the tab is closed; the next in line then leads. */
  #lead(): Promise<never> {
    this.#leads = true
    this.#channel?.postMessage({ kind: 'who' } satisfies Note)
    this.#gather()
    return new Promise(() => {})
  }

  #gather(afresh = false): void {
    const now = Date.now()
    for (const [tab, { at }] of this.#wants) if (now - at > forgetAfterMs) this.#wants.delete(tab)
    this.#stream.want([...new Set([...this.#mine, ...[...this.#wants.values()].flatMap(({ topics }) => topics)])], afresh)
  }

  #take(note: Note): void {
    if (note.kind === 'event') return this.#hear(note.event)
    if (note.kind === 'state') return this.#mine.length > 0 ? this.#tell(note.state) : undefined
    if (note.kind === 'who') return this.#announce()
    if (!this.#leads) return
    if (note.kind === 'want') this.#wants.set(note.tab, { topics: note.topics, at: Date.now() })
    this.#gather(note.kind === 'afresh')
  }

  #pass(note: Note, here: () => void): void {
    this.#channel?.postMessage(note)
    here()
  }
}
