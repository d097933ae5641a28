/** Server-sent events over fetch: unlike EventSource it can send Last-Event-ID itself and notices heartbeats. */
export async function readEvents(
  url: string,
  lastId: string | undefined,
  signal: AbortSignal,
  hear: (event: { id?: string; event?: string; data?: string }) => void,
): Promise<void> {
  const headers: Record<string, string> = { accept: 'text/event-stream' }
  if (lastId) headers['last-event-id'] = lastId
  const response = await fetch(url, { headers, signal, credentials: 'same-origin', cache: 'no-store' })
  if (!response.ok || !response.body) throw new Error(`stream ${response.status}`)
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const take = eventParser(hear)
  hear({})
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    take(value)
  }
}

/** Feeds on pieces of text cut anywhere; tells of each whole event, and of comments as empty ones (they prove life). */
export function eventParser(hear: (event: { id?: string; event?: string; data?: string }) => void): (piece: string) => void {
  let rest = ''
  let open: { id?: string; event?: string; data?: string } = {}
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r/)
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === '') {
        // An id alone still moves the place from which we go on after a cut.
        if (open.data !== undefined || open.id !== undefined) hear(open)
        open = {}
      } else if (line.startsWith(':')) hear({})
      else open = withField(open, line)
    }
  }
}

function withField(open: { id?: string; event?: string; data?: string }, line: string) {
  const colon = line.indexOf(':')
  const name = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
  if (name === 'data') return { ...open, data: open.data === undefined ? value : `${open.data}\n${value}` }
  if (name === 'id' || name === 'event') return { ...open, [name]: value }
  return open
}

export type StreamState = 'idle' | 'fresh' | 'lost'

/** Keeps a stream open for some topics, whatever the network does; goes on where it was cut. */
export class LiveStream {
  readonly #hear: (event: { id?: string; event?: string; data?: string }) => void
  readonly #tell: (state: StreamState) => void
  #lastId: string | undefined
  #topics = ''
  #running: AbortController | undefined

  constructor(hear: (event: { id?: string; event?: string; data?: string }) => void, tell: (state: StreamState) => void) {
    this.#hear = hear
    this.#tell = tell
  }

  want(topics: readonly string[], afresh = false): void {
    const wanted = [...topics].sort().join(',')
    if (wanted === this.#topics && !afresh) return
    this.#topics = wanted
    if (afresh) this.#lastId = undefined
    this.#running?.abort()
    this.#running = undefined
    if (wanted) void this.#run(wanted)
    else this.#tell('idle')
  }

  async #run(topics: string): Promise<void> {
    const control = new AbortController()
    this.#running = control
    const hear = (event: { id?: string; event?: string; data?: string }) => {
      if (event.id) this.#lastId = event.id
      this.#tell('fresh')
      this.#hear(event)
    }
    for (let wait = 1000; !control.signal.aborted; wait = Math.min(wait * 2, 30_000)) {
      const began = Date.now()
      await readEvents(`/api/notify/stream?topics=${topics}`, this.#lastId, control.signal, hear).catch(() => {})
      if (control.signal.aborted) return
      this.#tell('lost')
      if (Date.now() - began > 30_000) wait = 1000
      await new Promise((resolve) => setTimeout(resolve, wait * (0.7 + Math.random() * 0.6)))
    }
  }
}
