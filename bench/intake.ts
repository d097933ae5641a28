import type { Identity } from '../simulator/hj212/monitor.ts'
import type { Bare } from './rig/bare.ts'
import { cpuOf, medianOf, round, spread } from './rig/measure.ts'
import { converse, nextTime, open, packet } from './rig/packets.ts'
import type { Result } from './rig/result.ts'
import type { Stage } from './rig/stage.ts'

const BATCH = 2000
/** Packets per second from socket to commit and acknowledgement, each connection with one packet in the air. */
async function flood(stage: Stage, connections: number, perConnection: number) {
  const { platform, identities } = stage
  const lines = await Promise.all(
    identities.slice(0, connections).map(async (identity) => ({
      socket: await open(platform.hj212Port),
      packets: Array.from({ length: perConnection }, () => packet(identity, nextTime(identity))),
    })),
  )
  const ms: number[] = []
  const before = cpuOf(platform.pid)
  const started = performance.now()
  await Promise.all(lines.map(({ socket, packets }) => converse(socket, packets, (took) => ms.push(took))))
  const seconds = (performance.now() - started) / 1000
  const cpu = cpuOf(platform.pid).all - before.all
  for (const { socket } of lines) socket.removeAllListeners('close').destroy()
  const { p50, p99 } = spread(ms)
  return { perSecond: ms.length / seconds, p50, p99, cpuMs: cpu / ms.length }
}

/** The same rows, into the same tables with the same indexes, in batches, and nothing else. */
export async function bareInsert(bare: Bare, rows: number): Promise<number> {
  const streams = await bare.query<{ id: number }>('select id from observations.datastream order by id')
  const base = Date.UTC(2026, 0, 1) + Math.floor(Math.random() * 150 * 86_400) * 1000
  const started = performance.now()
  for (let from = 0; from < rows; from += BATCH) {
    const size = Math.min(BATCH, rows - from)
    const ids = Array.from({ length: size }, (_, i) => streams[(from + i) % streams.length]?.id ?? 0)
    const at = Array.from({ length: size }, (_, i) =>
      new Date(base + Math.floor((from + i) / streams.length) * 1000).toISOString(),
    )
    const values = Array.from({ length: size }, () => Math.random() * 100)
    await bare.query('begin')
    await bare.query(
      `insert into observations.observation (datastream_id, kind, phenomenon_at, value, flag, usable, received_at)
       select i.d, 1, i.at, i.v, 'N', true, now() from unnest($1::int[], $2::text[]::timestamptz[], $3::float8[]) as i(d, at, v) on conflict do nothing`,
      [ids, at, values],
    )
    await bare.query(
      `insert into observations.latest as l (datastream_id, kind, phenomenon_at, value, flag, usable, received_at)
       select distinct on (i.d) i.d, 1, i.at, i.v, 'N', true, now() from unnest($1::int[], $2::text[]::timestamptz[], $3::float8[]) as i(d, at, v) order by i.d, i.at desc
       on conflict (datastream_id, kind) do update set phenomenon_at = excluded.phenomenon_at, value = excluded.value, received_at = excluded.received_at
       where excluded.phenomenon_at >= l.phenomenon_at`,
      [ids, at, values],
    )
    await bare.query('commit')
  }
  return rows / ((performance.now() - started) / 1000)
}

export async function intake(stage: Stage): Promise<Result[]> {
  const { rounds, short } = stage
  await flood(stage, Math.min(1000, stage.identities.length), 3)
  const results: Result[] = []
  const bareRows = short ? 20_000 : 100_000
  for (const connections of [100, 1000]) {
    // Beside each of ours, not once for both: other work on the machine would weigh on one of them alone.
    const plain = await stage.withBare(async (bare) => medianOf(rounds, async () => ({ rows: await bareInsert(bare, bareRows) })))
    const perConnection = Math.ceil((short ? 4000 : 20_000) / connections)
    const ours = await medianOf(rounds, () => flood(stage, connections, perConnection))
    const rowsPerPacket = meanFactors(stage.identities.slice(0, connections))
    const rows = ours.perSecond * rowsPerPacket
    const share = rows / plain.rows
    results.push({
      id: `intake-${connections}`,
      title: `HJ 212, socket to commit and 9014, ${connections} connections`,
      ours: {
        'packets/s': round(ours.perSecond),
        'readings/s': round(rows),
        'p50 ms': round(ours.p50),
        'p99 ms': round(ours.p99),
        'server CPU ms/packet': round(ours.cpuMs),
      },
      bare: { title: 'batch insert of the same rows', figures: { 'readings/s': round(plain.rows) } },
      aim: { text: `≥ 25 % of bare (${Math.round(share * 100)} %)`, met: share >= 0.25 },
    })
  }
  return results
}

const meanFactors = (identities: readonly Identity[]) =>
  identities.reduce((sum, { profile }) => sum + profile.curves.length, 0) / identities.length
