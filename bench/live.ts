import type { Identity } from '../simulator/hj212/monitor.ts'
import { round, spread } from './rig/measure.ts'
import { nextTime, open, packet } from './rig/packets.ts'
import type { Result } from './rig/result.ts'
import { openScreen } from './rig/screen.ts'
import type { Stage } from './rig/stage.ts'

const PER_SECOND = 1000
const CONNECTIONS = 100
const PROBES = 50

/** A thousand packets a second from a hundred lines, each at its pace whether answered or not. */
async function traffic(stage: Stage, identities: readonly Identity[], until: AbortSignal): Promise<{ sent: () => number }> {
  const sockets = await Promise.all(identities.map(() => open(stage.platform.hj212Port)))
  for (const socket of sockets) socket.resume().on('error', () => undefined)
  let sent = 0
  const started = performance.now()
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * PER_SECOND
    for (; sent < due; sent++) {
      const index = sent % sockets.length
      const identity = identities[index] as Identity
      sockets[index]?.write(packet(identity, nextTime(identity)))
    }
  }, 5)
  until.addEventListener('abort', () => {
    clearInterval(timer)
    for (const socket of sockets) socket.destroy()
  })
  return { sent: () => sent }
}

const exceeds = (mean: number, limit: number | undefined) => (limit === undefined ? mean : limit * 1.5)

/**
 * From the packet's last byte written to the alarm on an open screen, under a thousand packets a second.
 * Each probe raises its alarm once: two readings above the limit, as its rule wants.
 */
async function probe(stage: Stage, probes: readonly Identity[]): Promise<{ ms: number[]; perSecond: number }> {
  const sentAt = new Map<string, number>()
  const ms: number[] = []
  const token = await stage.as('environment').token()
  const close = await openScreen(stage.platform.url, token, 'alarms', ({ topic, data, at }) => {
    const started = topic === 'alarms' && data.change === 'raised' ? sentAt.get(data.station.name) : undefined
    if (started === undefined) return
    sentAt.delete(data.station.name)
    ms.push(at - started)
  })
  const stop = new AbortController()
  const others = stage.identities.filter((identity) => !probes.includes(identity)).slice(0, CONNECTIONS)
  const { sent } = await traffic(stage, others, stop.signal)
  const socket = await open(stage.platform.hj212Port)
  socket.resume().on('error', () => undefined)
  const started = performance.now()
  await pause(2000)
  for (const identity of probes) {
    const now = Date.now()
    socket.write(packet(identity, new Date(now - 2000), exceeds))
    await pause(100)
    sentAt.set(identity.name, performance.now())
    socket.write(packet(identity, new Date(now - 1000), exceeds))
    await pause(100)
  }
  await pause(3000)
  const perSecond = sent() / ((performance.now() - started) / 1000)
  stop.abort()
  socket.destroy()
  close()
  return { ms, perSecond }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export async function live(stage: Stage): Promise<Result[]> {
  // Each round needs probes that have no open alarm yet.
  const candidates = stage.identities
    .filter(({ profile }) => profile.curves.some(({ limit }) => limit !== undefined))
    .slice(-PROBES * stage.rounds)
  const ms: number[] = []
  let perSecond = 0
  let expected = 0
  for (let from = 0; from + PROBES <= candidates.length; from += PROBES) {
    const probes = candidates.slice(from, from + PROBES)
    const outcome = await probe(stage, probes)
    expected += probes.length
    ms.push(...outcome.ms)
    perSecond = Math.max(perSecond, outcome.perSecond)
  }
  const { p50, p99, max } = spread(ms)
  return [
    {
      id: 'packet-to-screen',
      title: 'Packet to alarm on an open screen, at 1,000 packets/s',
      ours: {
        'p50 ms': round(p50),
        'p99 ms': round(p99),
        'max ms': round(max),
        alarms: ms.length,
        'packets/s': round(perSecond),
      },
      aim: { text: 'p99 ≤ 500 ms', met: ms.length === expected && p99 <= 500 },
    },
  ]
}
