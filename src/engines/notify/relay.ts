import { randomUUID } from 'node:crypto'
import { type House, newId, notifyAll, type Platform } from '#kernel'
import { hubOf, type LiveEvent } from './hub.ts'

const CHANNEL = 'live'
/** PostgreSQL refuses a notification of 8,000 bytes. */
const MOST_BYTES = 7500
const BATCH_MS = 10

interface Relay {
  send: (events: readonly LiveEvent[]) => void
}
const relays = new WeakMap<House, Relay>()
export const relayOf = (house: House): Relay | undefined => relays.get(house)

/** An event too large to be relayed arrives without its data: the screen reads the object again. */
const small = (event: LiveEvent): string => {
  const text = JSON.stringify(event)
  return Buffer.byteLength(text) < MOST_BYTES - 100 ? text : JSON.stringify({ ...event, data: null })
}

/** As few notifications as their size allows. */
export function packets(from: string, events: readonly LiveEvent[]): string[] {
  const parts: string[][] = []
  let bytes = MOST_BYTES
  for (const text of events.map(small)) {
    const size = Buffer.byteLength(text) + 1
    if (bytes + size > MOST_BYTES) {
      parts.push([])
      bytes = 80
    }
    parts.at(-1)?.push(text)
    bytes += size
  }
  return parts.map((texts) => `{"from":"${from}","events":[${texts.join(',')}]}`)
}

/**
 * Carries events between the processes of one database, after their commit and together: one notification per moment,
 * outside the transactions, which it would queue behind one another. The embedded database has one process only.
 */
export async function startRelay(platform: Platform): Promise<() => Promise<void>> {
  if (platform.database.kind === 'embedded') return async () => {}
  const from = randomUUID()
  let waiting: LiveEvent[] = []
  const flush = async () => {
    const events = waiting
    waiting = []
    for (const packet of packets(from, events)) await notifyAll(platform.database.kysely, CHANNEL, packet)
  }
  relays.set(platform.house, {
    send: (events) => {
      if (waiting.length === 0)
        setTimeout(() => void flush().catch((error) => platform.log.warn({ error }, 'live.relay-failed')), BATCH_MS)
      waiting.push(...events)
    },
  })
  return platform.database.listen(CHANNEL, (text) => {
    const packet = JSON.parse(text) as { from: string; events: LiveEvent[] }
    if (packet.from !== from) hubOf(platform.house, newId).publish(packet.events)
  })
}
