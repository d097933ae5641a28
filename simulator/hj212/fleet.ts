import { creditCodeCheck, organisationCodeCheck } from '../../src/protocols/credit-code.ts'
import type { Client } from '../client.ts'
import type { Places } from '../places.ts'
import type { Random } from '../random.ts'
import type { Tally } from '../tally.ts'
import { Line, pause } from './line.ts'
import { type Identity, mnOf, Monitor, quirks } from './monitor.ts'
import { type Profile, profiles } from './profiles.ts'

const names = [
  '申青',
  '淀峰',
  '沪渔',
  '朱泾',
  '白鹤江',
  '重固',
  '华新',
  '赵屯',
  '练塘',
  '金泽',
  '徐泾东',
  '崧泽',
  '盈港',
  '漕盈',
  '北青',
  '外青松',
]
const trades = ['印染', '食品', '电镀', '制药', '水质净化', '化工', '包装', '热力', '精密', '纺织']
const weights: Record<string, number> = { sewage: 8, 'flue-gas': 4, 'site-dust': 4, air: 2, 'surface-water': 2 }

/** Who stands where with which device; the same seed makes the same fleet, so that a second run finds its monitors registered. */
export function roster(count: number, seed: number, random: Random, places: Places): Identity[] {
  return Array.from({ length: count }, (_, number) => {
    const profile = random.weighted(profiles.map((one): [Profile, number] => [one, weights[one.kind] ?? 1]))
    const quirk =
      number < quirks.length * 2
        ? (quirks[number % quirks.length] ?? 'plain')
        : random.weighted(quirks.map((one) => [one, one === 'plain' ? 10 : 1]))
    const { lon, lat, name, path: area } = places.somewhere(random)
    const owner =
      profile.kind === 'air' || profile.kind === 'surface-water' ? name : `${random.pick(names)}${random.pick(trades)}厂`
    return {
      mn: mnOf(quirk, number + 1, seed),
      password: String(100_000 + ((seed * 7919 + number * 104_729) % 900_000)),
      name: `${owner}${profile.name}`,
      owner,
      area,
      profile,
      quirk,
      position: { lon, lat },
    }
  })
}

/** Registers what the platform does not know yet, as the environment officer does on the page. */
export async function register(officer: Client, identities: readonly Identity[]): Promise<number> {
  let made = 0
  for (const { mn, password, name, owner, profile, quirk, position } of identities) {
    const answer = await officer.post('/api/environment/monitors', {
      mn,
      password,
      name,
      systemCode: profile.st,
      standard: quirk === 'version-2005' ? '2005' : quirk === 'version-2025' ? '2025' : '2017',
      crc: quirk === 'modbus-crc' ? 'modbus' : 'hj212',
      enterprise: owner,
      point: position,
      factors: profile.curves.map(({ code, unit, limit }) => ({
        code,
        unit,
        limits: limit === undefined ? [] : [{ raiseAt: limit, clearAt: limit * 0.95, raiseAfter: 2, clearAfter: 2 }],
      })),
    })
    if (answer.status < 300) made++
    else if (answer.status !== 409)
      throw new Error(`The platform does not register ${mn}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  return made
}

const listed: Record<string, { kind: string; industry: string }> = {
  sewage: { kind: 'water', industry: '46' },
  'flue-gas': { kind: 'air', industry: '44' },
}

/** 18 characters with their check characters, from the number of the device: the same fleet has the same codes. */
function codeOf(number: number, area: string): string {
  const base = `MA1K${String(number).padStart(4, '0')}`
  const begun = `91${area.slice(0, 6)}${base}${organisationCodeCheck(base)}`
  return `${begun}${creditCodeCheck(begun)}`
}

/** The works behind sewage and stacks go onto the list of pollution sources; every fifth is listed and not connected yet. */
export async function list(officer: Client, identities: readonly Identity[]): Promise<void> {
  const works = identities.filter(({ profile }) => profile.kind in listed)
  const waiting = works.filter((_, at) => at % 5 === 4).map((one) => ({ ...one, owner: `${one.owner.replace(/厂$/, '')}二厂` }))
  for (const [at, { owner, area, profile, position }] of [...works, ...waiting].entries()) {
    const answer = await officer.post('/api/environment/sources', {
      values: { name: owner, credit_code: codeOf(at + 1, area), ...listed[profile.kind], area, place: position },
    })
    if (answer.status >= 300 && answer.status !== 409)
      throw new Error(`The platform does not list ${owner}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
}

const REAL_TIME_KEPT_MS = 300_000
const MINUTES_MS = 600_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** A day begins at midnight there. */
const CHINA_MS = 8 * HOUR_MS

/** How many of each kind a monitor kept: real-time data every five minutes, data of ten minutes, hours, days. */
export interface Kept {
  realTime: number
  minutes: number
  hours: number
  days: number
}

export interface FleetOptions {
  host: string
  port: number
  /** Between two real-time packets of one monitor, in real ms. */
  everyMs: number
  /** Chance that a packet begins an exceedance. */
  episodes: number
  /** Packets after which monitors only report by the hour, so that a demo left running does not fill the disk. */
  budget: number
}

/** Every monitor on its own clock, each with its own line. */
export class Fleet {
  readonly monitors: readonly Monitor[]
  readonly #options: FleetOptions
  readonly #random: Random
  readonly #tally: Tally
  #sent = 0
  /** While monitors tell of the past nobody begins to exceed: a bad hour of now would be told as one of then. */
  #telling = false

  constructor(identities: readonly Identity[], options: FleetOptions, random: Random, tally: Tally) {
    this.#options = options
    this.#random = random
    this.#tally = tally
    this.monitors = identities.map(
      (identity) => new Monitor(identity, new Line({ host: options.host, port: options.port }), random.fork(identity.mn)),
    )
  }

  /** What each monitor kept while it was not connected, the newest first; it does not count towards the budget. */
  async catchUp(kept: Kept): Promise<void> {
    const now = Date.now()
    this.#telling = true
    const ago = (count: number, step: number) =>
      Array.from({ length: count }, (_, index) => boundary(now - (index + 1) * step, step))
    await Promise.all(
      this.monitors.map(async (monitor) => {
        for (const at of ago(kept.realTime, REAL_TIME_KEPT_MS)) this.#note(await monitor.report(at))
        for (const at of ago(kept.minutes, MINUTES_MS)) this.#note([await monitor.summarise(at, 'minute')])
        for (const at of ago(kept.hours, HOUR_MS)) this.#note([await monitor.summarise(at, 'hour')])
        for (const at of ago(kept.days, DAY_MS)) this.#note([await monitor.summarise(new Date(at.getTime() - CHINA_MS), 'day')])
      }),
    )
    this.#telling = false
  }

  /** So many monitors exceed a limit now; the first of them is well again at once. */
  async exceed(count: number): Promise<void> {
    const chosen = this.monitors.filter(({ series }) => series.curves.some(({ limit }) => limit !== undefined)).slice(0, count)
    for (const { series } of chosen) series.begin(3)
    await Promise.all(
      chosen.map(async (monitor, index) => {
        for (let ago = index === 0 ? 6 : 3; ago > 0; ago--) this.#count(await monitor.report(new Date(Date.now() - ago * 1000)))
      }),
    )
  }

  async run(until: AbortSignal): Promise<void> {
    await Promise.all(this.monitors.map((monitor) => this.#live(monitor, until)))
    for (const monitor of this.monitors) monitor.close()
  }

  async #live(monitor: Monitor, until: AbortSignal): Promise<void> {
    await rest(this.#random.between(0, this.#options.everyMs), until)
    let minute = Math.floor(Date.now() / MINUTES_MS)
    let hour = Math.floor(Date.now() / HOUR_MS)
    while (!until.aborted) {
      const now = Date.now()
      if (!this.#telling && !monitor.series.inEpisode && this.#random.chance(this.#options.episodes))
        monitor.series.begin(this.#random.int(4, 12))
      const tired = this.#sent >= this.#options.budget
      if (!tired) this.#count(await monitor.report(new Date(now)))
      if (Math.floor(now / MINUTES_MS) > minute && !tired)
        this.#count([await monitor.summarise(boundary(minute++ * MINUTES_MS, MINUTES_MS), 'minute')])
      if (Math.floor(now / HOUR_MS) > hour) this.#count([await monitor.summarise(boundary(hour++ * HOUR_MS, HOUR_MS), 'hour')])
      await rest(this.#options.everyMs * this.#random.between(0.95, 1.05), until)
    }
  }

  #count(deliveries: readonly string[]): void {
    this.#sent += deliveries.length
    this.#note(deliveries)
  }

  #note(deliveries: readonly string[]): void {
    for (const delivery of deliveries) {
      this.#tally.add(delivery === 'acknowledged' ? 'packets' : 'packets unanswered')
    }
  }
}

const boundary = (at: number, step: number) => new Date(Math.floor(at / step) * step)

/** Sleeps, but not longer than the play lasts. */
export async function rest(ms: number, until: AbortSignal): Promise<void> {
  const end = Date.now() + ms
  while (!until.aborted && Date.now() < end) await pause(Math.max(1, Math.min(500, end - Date.now())))
}
