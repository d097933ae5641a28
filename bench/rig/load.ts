import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'

export interface Call {
  method?: 'GET' | 'POST'
  path: string
  body?: unknown
}

export interface Load {
  perSecond: number
  ms: number[]
  failures: number
}

/** Keeps `connections` calls in the air until `count` are answered; each call is made new, so no key repeats. */
export async function load(
  base: string,
  token: string,
  { count, connections, call }: { count: number; connections: number; call: (n: number) => Call },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const ms: number[] = []
  let failures = 0
  let next = 0
  const worker = async () => {
    while (next < count) {
      const started = performance.now()
      const status = await once(agent, base, token, call(next++))
      ms.push(performance.now() - started)
      if (status >= 300) failures++
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, worker))
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  return { perSecond: count / seconds, ms, failures }
}

function once(agent: Agent, base: string, token: string, { method = 'GET', path, body }: Call): Promise<number> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const outgoing = request(base + path, {
      agent,
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(payload && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
      },
    })
    outgoing.on('response', (incoming) => incoming.on('end', () => resolve(incoming.statusCode ?? 0)).resume())
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
}
