import type { Crc, Factor, Outgoing } from '../../src/protocols/hj212.ts'
import { writeContent } from '../../src/protocols/hj212.ts'
import { oldFactorCodes } from '../../src/protocols/hj212-names.ts'
import { instantToLocal } from '../../src/protocols/local-time.ts'
import type { Random } from '../random.ts'
import type { Delivery, Line } from './line.ts'
import { type Profile, Series } from './profiles.ts'

const ZONE = 'Asia/Shanghai'

/** What field devices do differently: all of these exist (reference: collected messages). */
export const quirks = ['plain', 'sub-packets', 'repeats', 'version-2005', 'version-2025', 'modbus-crc', 'data-flags'] as const
export type Quirk = (typeof quirks)[number]

export interface Identity {
  mn: string
  password: string
  name: string
  /** Who answers for it: works, or the place an ambient station stands in. */
  owner: string
  /** Path of the area it stands in. */
  area: string
  profile: Profile
  quirk: Quirk
  position: { lon: number; lat: number }
}

const oldCodes = new Map(Object.entries(oldFactorCodes).map(([old, code]) => [code, old]))
const versionBits: Partial<Record<Quirk, number>> = { 'version-2005': 0, 'version-2025': 8 }
const commands = { minute: '2051', hour: '2061', day: '2031' } as const

/** One monitor on a wall somewhere: measures, and tells the platform in its own dialect. */
export class Monitor {
  readonly identity: Identity
  readonly series: Series
  readonly #line: Line
  readonly #random: Random
  #lastQn = 0

  constructor(identity: Identity, line: Line, random: Random) {
    this.identity = identity
    this.#line = line
    this.#random = random
    this.series = new Series(identity.profile, random.fork('series'))
  }

  get crc(): Crc {
    return this.identity.quirk === 'modbus-crc' ? 'modbus' : 'hj212'
  }

  /** Real-time data 实时数据 (2011) as measured at `at`. */
  async report(at: Date): Promise<Delivery[]> {
    const values = this.series.at(hourOf(at))
    const flag = this.identity.quirk === 'data-flags' && this.#random.chance(0.1) ? this.#random.pick(['M', 'C', 'D', 'F']) : 'N'
    const factors = this.series.curves.map(
      ({ code }, index): Factor => ({ code: this.#code(code), fields: { Rtd: String(values[index]), Flag: flag } }),
    )
    const packets = this.identity.quirk === 'sub-packets' ? this.#split(at, '2011', factors) : [this.#packet(at, '2011', factors)]
    const outcomes: Delivery[] = []
    for (const packet of packets) {
      outcomes.push(await this.#line.send(packet, this.crc))
      if (this.identity.quirk === 'repeats' && this.#random.chance(0.25)) outcomes.push(await this.#line.send(packet, this.crc))
    }
    return outcomes
  }

  /** Minute, hour or day data over the period that began at `at`: lowest, mean, highest. */
  summarise(at: Date, kind: keyof typeof commands): Promise<Delivery> {
    const samples = Array.from({ length: 6 }, (_, i) => this.series.at((hourOf(at) + (kind === 'day' ? i * 4 : i / 60)) % 24))
    const factors = this.series.curves.map(({ code, decimals }, index): Factor => {
      const column = samples.map((sample) => sample[index] ?? 0)
      const mean = column.reduce((sum, value) => sum + value, 0) / column.length
      return {
        code: this.#code(code),
        fields: { Min: String(Math.min(...column)), Avg: mean.toFixed(decimals), Max: String(Math.max(...column)), Flag: 'N' },
      }
    })
    return this.#line.send(this.#packet(at, commands[kind], factors), this.crc)
  }

  close(): void {
    this.#line.close()
  }

  #code(code: string): string {
    return (this.identity.quirk === 'version-2005' && oldCodes.get(code)) || code
  }

  #packet(at: Date, cn: string, factors: Factor[], part: { total: number; index: number } | null = null): Outgoing {
    const { mn, password, profile, quirk } = this.identity
    const flag = (versionBits[quirk] ?? 4) | 1 | (part ? 2 : 0)
    return {
      qn: this.#qn(),
      st: profile.st,
      cn,
      pw: password,
      mn,
      flag,
      part,
      content: writeContent({ DataTime: instantToLocal(at, ZONE) }, factors),
    }
  }

  /** Each part has a QN of its own and repeats the time. */
  #split(at: Date, cn: string, factors: Factor[]): Outgoing[] {
    const half = Math.ceil(factors.length / 2)
    return [factors.slice(0, half), factors.slice(half)].map((part, index) =>
      this.#packet(at, cn, part, { total: 2, index: index + 1 }),
    )
  }

  /** The time of sending, never twice the same. */
  #qn(): string {
    this.#lastQn = Math.max(this.#lastQn + 1, Date.now())
    return instantToLocal(new Date(this.#lastQn), ZONE, 17)
  }
}

function hourOf(at: Date): number {
  const local = instantToLocal(at, ZONE)
  return Number(local.slice(8, 10)) + Number(local.slice(10, 12)) / 60
}

/** 24 digits as HJ 212-2017 wants them; 14 for a device of 2005. */
export const mnOf = (quirk: Quirk, number: number, seed: number): string =>
  quirk === 'version-2005'
    ? `3101180${String(seed % 100).padStart(2, '0')}${String(number).padStart(5, '0')}`
    : `A1118001${String(seed % 10_000).padStart(4, '0')}${String(number).padStart(12, '0')}`
