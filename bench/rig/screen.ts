import { get, type IncomingMessage } from 'node:http'

export interface Heard {
  topic: string
  // biome-ignore lint/suspicious/noExplicitAny: each topic has its own data
  data: any
  /** performance.now() at arrival. */
  at: number
}

/** An open screen: one event stream, as a browser holds it. */
export async function openScreen(base: string, token: string, topics: string, hear: (heard: Heard) => void): Promise<() => void> {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) =>
    get(
      `${base}/api/notify/stream?topics=${topics}`,
      { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' } },
      resolve,
    ).once('error', reject),
  )
  if (incoming.statusCode !== 200) throw new Error(`The stream answers ${incoming.statusCode}`)
  let rest = ''
  incoming.setEncoding('utf8').on('error', () => undefined)
  incoming.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const line = part.split('\n').find((text) => text.startsWith('data: '))
      if (!line) continue
      const { topic, data } = JSON.parse(line.slice(6)) as { topic: string; data: unknown }
      hear({ topic, data, at: performance.now() })
    }
  })
  return () => incoming.destroy()
}
