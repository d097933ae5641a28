import { Client } from '../../simulator/client.ts'
import { register, roster } from '../../simulator/hj212/fleet.ts'
import { type Delivery, Line } from '../../simulator/hj212/line.ts'
import type { Identity } from '../../simulator/hj212/monitor.ts'
import { Places } from '../../simulator/places.ts'
import { seeded } from '../../simulator/random.ts'
import { encode, writeContent } from '../../src/protocols/hj212.ts'
import { instantToLocal } from '../../src/protocols/local-time.ts'
import { openBare } from './bare.ts'
import type { PlatformProcess } from './process.ts'

const ZONE = 'Asia/Shanghai'

/** Monitors of one kind, registered through the public interface. */
export async function registered(platform: PlatformProcess, count: number): Promise<Identity[]> {
  const places = await Places.ask(new Client(platform.url))
  const identities = roster(count, 7, seeded('faults'), places).map((identity) => ({ ...identity, quirk: 'plain' as const }))
  await register(new Client(platform.url, 'environment'), identities)
  return identities
}

/** One device that remembers which of its packets the platform has taken responsibility for. */
export class Witness {
  readonly identity: Identity
  readonly acknowledged = new Map<string, number>()
  readonly ms: number[] = []
  #line: Line | undefined
  #at: number
  #qn = Date.now()

  constructor(identity: Identity) {
    this.identity = identity
    // Devices send what they kept: an hour ago, and nothing lies in the future however fast they go.
    this.#at = Math.floor(Date.now() / 1000) * 1000 - 6 * 3_600_000
  }

  packet(): { bytes: Uint8Array; outgoing: Parameters<typeof encode>[0]; at: string } {
    const at = new Date(this.#at)
    this.#at += 1000
    const { mn, password, profile } = this.identity
    const factors = profile.curves.map(({ code, mean }, index) => ({
      code,
      fields: { Rtd: (mean + index / 10).toFixed(2), Flag: 'N' },
    }))
    const qn = instantToLocal(new Date(this.#qn++), ZONE, 17)
    const outgoing = {
      qn,
      st: profile.st,
      cn: '2011',
      pw: password,
      mn,
      flag: 5,
      content: writeContent({ DataTime: instantToLocal(at, ZONE) }, factors),
    }
    return { bytes: encode(outgoing), outgoing, at: at.toISOString() }
  }

  /** Sends until told to stop; `patient`: never gives a packet up. */
  async send(port: number, until: AbortSignal, patient = false): Promise<void> {
    const line = new Line({ host: '127.0.0.1', port, answerMs: patient ? 2000 : 60_000, resends: patient ? 1000 : 0 })
    this.#line = line
    until.addEventListener('abort', () => line.close(), { once: true })
    while (!until.aborted) {
      const { outgoing, at } = this.packet()
      const started = performance.now()
      const delivery: Delivery = await line.send(outgoing)
      if (delivery !== 'acknowledged') continue
      this.ms.push(performance.now() - started)
      this.acknowledged.set(at, Date.now())
    }
  }

  hangUp(): void {
    this.#line?.close()
  }
}

/** Which acknowledged packets are not wholly in the database; the platform must be stopped when it is embedded. */
export async function missing(settings: Record<string, string>, witnesses: readonly Witness[]): Promise<string[]> {
  const bare = await openBare(settings)
  try {
    const lost: string[] = []
    for (const { identity, acknowledged } of witnesses) {
      const rows = await bare.query<{ at: Date; n: number }>(
        `select o.phenomenon_at as at, count(*)::int as n from observations.observation o join observations.datastream d on d.id = o.datastream_id
         join observations.thing t on t.id = d.thing_id where t.code = $1 and o.kind = 1 group by 1`,
        [identity.mn],
      )
      const stored = new Map(rows.map(({ at, n }) => [at.toISOString(), n]))
      for (const at of acknowledged.keys())
        if (stored.get(at) !== identity.profile.curves.length) lost.push(`${identity.mn} ${at}: ${stored.get(at) ?? 0} values`)
    }
    return lost
  } finally {
    await bare.close()
  }
}

export const total = (witnesses: readonly Witness[]): number =>
  witnesses.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
