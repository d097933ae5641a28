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
