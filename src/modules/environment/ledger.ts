import { record } from '#engines/audit'
import { type Ctx, districtOf, type Platform, system } from '#kernel'
import { instantToLocal } from '#protocols/local-time'
import { type PacketOutcome, refusals } from './schema.ts'
import * as store from './store-ledger.ts'

const flushMs = 1000
const mostRefusals = 500
const mostStrangers = 500
const keptPerDevice = 50
const keptStrangers = 1000
/** Of one address that keeps calling while it may not, one line is shown in so long; all are counted. */
const shownAgainMs = 60_000
/** Under this number stands what could be assigned to no device. */
export const nobody = ''

/** A packet as it is shown later: printable, cut, its password hidden. */
const forShow = (packet: string): string =>
  packet
    .slice(0, 400)
    .replace(/\bPW=[^;&]*/gi, 'PW=******')
    .replace(/[^\t\n\r -~\u00a0-\uffef]/g, '·')

export interface Evidence {
  packet: string
  size: number
  address: string
}

/**
 * Counts what happened to each device's packets. Gathered in memory and written once a second, so that a flood of bad
 * packets costs two statements; while the database is away it waits, bounded.
 */
export class Ledger {
  readonly #platform: Platform
  #tallies = new Map<string, store.TallyRow>()
  #refusals: store.RefusalRow[] = []
  #strangers = new Map<string, store.StrangerRow>()
  #day = { minute: -1, text: '' }
  readonly #shown = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()

  constructor(platform: Platform) {
    this.#platform = platform
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), flushMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.flush()
  }

  count(mn: string, outcome: PacketOutcome, evidence?: Evidence): void {
    const now = this.#platform.clock()
    const day = this.#dayOf(now)
    const key = `${mn} ${day} ${outcome}`
    const row = this.#tallies.get(key)
    if (row) {
      row.count++
      row.at = now
    } else this.#tallies.set(key, { mn, day, outcome, count: 1, at: now })
    if (!evidence || !refusals.includes(outcome) || this.#refusals.length >= mostRefusals) return
    this.#refusals.push({
      mn,
      reason: outcome,
      packet: forShow(evidence.packet),
      size: evidence.size,
      address: evidence.address,
      at: now,
    })
  }

  /** The district's day; looked up once a minute, not with every packet. */
  #dayOf(now: Date): string {
    const minute = Math.floor(now.getTime() / 60_000)
    if (this.#day.minute !== minute) {
      const local = instantToLocal(now, districtOf(this.#platform.house).timeZone)
      this.#day = { minute, text: `${local.slice(0, 4)}-${local.slice(4, 6)}-${local.slice(6, 8)}` }
    }
    return this.#day.text
  }

  /** A connection for which there was no room: counted each time, shown once a minute and address. */
  turnedAway(address: string): void {
    const now = performance.now()
    const isShown = now - (this.#shown.get(address) ?? Number.NEGATIVE_INFINITY) < shownAgainMs
    if (!isShown) {
      if (this.#shown.size >= mostStrangers) this.#shown.clear()
      this.#shown.set(address, now)
    }
    this.count(nobody, 'too_many_lines', isShown ? undefined : { packet: '', size: 0, address })
  }

  /** Somebody sends under a number that is not registered. */
  stranger(mn: string, { packet, address }: Evidence): void {
    const now = this.#platform.clock()
    const row = this.#strangers.get(mn)
    if (!row && this.#strangers.size >= mostStrangers) return
    this.#strangers.set(mn, {
      mn,
      count: (row?.count ?? 0) + 1,
      firstAt: row?.firstAt ?? now,
      lastAt: now,
      address,
      packet: forShow(packet),
    })
  }

  /** Writes what has gathered; on failure it stays for the next time. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const tallies = this.#tallies
    const strangers = this.#strangers
    const refused = this.#refusals
    if (tallies.size + strangers.size + refused.length === 0) return
    this.#tallies = new Map()
    this.#strangers = new Map()
    this.#refusals = []
    try {
      await this.#platform.transact(
        { user: system, origin: { kind: 'gateway', name: 'environment.ledger' } },
        'write',
        async (ctx: Ctx) => {
          if (tallies.size > 0) await store.addTallies(ctx, [...tallies.values()])
          if (refused.length > 0) await store.addRefusals(ctx, refused, keptPerDevice)
          record(ctx, {
            action: 'environment.count-packets',
            after: { tallies: tallies.size, refused: refused.length, unregistered: strangers.size },
          })
          if (strangers.size > 0) await store.addStrangers(ctx, [...strangers.values()], keptStrangers)
        },
      )
    } catch {
      this.#takeBack(tallies, strangers, refused)
    }
  }

  #takeBack(tallies: Map<string, store.TallyRow>, strangers: Map<string, store.StrangerRow>, refused: store.RefusalRow[]): void {
    for (const [key, row] of this.#tallies) tallies.set(key, { ...row, count: row.count + (tallies.get(key)?.count ?? 0) })
    for (const [key, row] of this.#strangers) strangers.set(key, { ...row, count: row.count + (strangers.get(key)?.count ?? 0) })
    this.#tallies = tallies
    this.#strangers = new Map([...strangers].slice(0, mostStrangers))
    this.#refusals = [...refused, ...this.#refusals].slice(0, mostRefusals)
  }
}
