import { districtOf, type Platform } from '#kernel'
import { type Intake, isDataFault, type Outcome } from '#engines/observations'
import { dataAck, encode, type Fault, noticeAck, type Packet } from '#protocols/hj212'
import { dataCommands, stateCommands } from '#protocols/hj212-names'
import { Bucket } from './bucket.ts'
import { type Evidence, type Ledger, nobody } from './ledger.ts'
import { type Device, readingsOf } from './readings.ts'
import type { Registry } from './registry.ts'
import type { PacketOutcome } from './schema.ts'

/** Sub-packets of one message follow each other within this time. */
const partsMs = 60_000
const mostParts = 5000
const decoder = new TextDecoder()

/** What one packet came to: an answer for the device, if it is to have one; was it from a device of ours, and right? */
export interface Handled {
  answer: Uint8Array | null
  isGood: boolean
}
const refused: Handled = { answer: null, isGood: false }

const codeOf = (error: unknown) => String((error as { code?: unknown }).code)
const isClosing = (error: unknown) => codeOf(error) === 'intake_closed'

/** How fast a device may be, and how many of its packets may wait for their turn. */
export interface Pace {
  packetsPerSecond: number
  burst: number
  waitingPerDevice: number
}

/** Decides what becomes of each packet. The answer is given when the data are stored, never before. */
export class Desk {
  readonly #platform: Platform
  readonly #intake: Intake
  readonly #registry: Registry
  readonly #ledger: Ledger
  readonly #zone: string
  /** Data times of messages that come in parts, for a part that does not repeat it. */
  readonly #parts = new Map<string, { dataTime: string; at: number }>()
  readonly #pace: Pace
  readonly #turns = new Map<string, { bucket: Bucket; waiting: number }>()
  #stopping = false

  constructor(parts: { platform: Platform; intake: Intake; registry: Registry; ledger: Ledger; pace: Pace }) {
    this.#pace = parts.pace
    this.#platform = parts.platform
    this.#intake = parts.intake
    this.#registry = parts.registry
    this.#ledger = parts.ledger
    this.#zone = districtOf(parts.platform.house).timeZone
  }

  /** From now on nothing is tried again. */
  stop(): void {
    this.#stopping = true
  }

  async handle(packet: Packet, address: string): Promise<Handled> {
    const evidence: Evidence = { packet: packet.data, size: packet.data.length, address }
    const device = await this.#patiently(async () => this.#registry.find(packet.mn))
    if (device === undefined) return refused
    if (device === null) {
      this.#ledger.stranger(packet.mn, evidence)
      return refused
    }
    const fault = faultOf(packet, device)
    if (fault) return this.#refuse(packet.mn, fault, evidence)
    if (!(await this.#takeTurn(packet.mn))) return this.#refuse(packet.mn, 'too_fast', evidence)
    return dataCommands[packet.cn] || stateCommands[packet.cn]
      ? this.#store(packet, device, evidence)
      : this.#note(packet, device)
  }

  /** A frame that could not be read: counted for its device when the number in it is one of ours, else for nobody. */
  refuse(fault: Fault, address: string): void {
    const mn = fault.mn !== null && this.#registry.has(fault.mn) ? fault.mn : nobody
    this.#ledger.count(mn, fault.code, { packet: decoder.decode(fault.bytes), size: fault.size, address })
  }

  /** Forgets the turns of devices that have been quiet. */
  sweep(nowMs: number): void {
    for (const [mn, { bucket, waiting }] of this.#turns) if (waiting === 0 && bucket.isFull(nowMs)) this.#turns.delete(mn)
  }

  /** Only what has proved itself to be the device's counts against it: nobody can use up another's turns. */
  async #takeTurn(mn: string): Promise<boolean> {
    const { packetsPerSecond, burst, waitingPerDevice } = this.#pace
    const turn = this.#turns.get(mn) ?? { bucket: new Bucket(packetsPerSecond, burst), waiting: 0 }
    this.#turns.set(mn, turn)
    if (turn.waiting >= waitingPerDevice) return false
    turn.waiting++
    try {
      for (
        let delay = turn.bucket.take(performance.now());
        delay > 0 && !this.#stopping;
        delay = turn.bucket.take(performance.now())
      )
        await new Promise((resolve) => setTimeout(resolve, delay))
    } finally {
      turn.waiting--
    }
    return true
  }

  #refuse(mn: string, outcome: PacketOutcome, evidence: Evidence): Handled {
    this.#ledger.count(mn, outcome, evidence)
    return refused
  }

  /** Notices, answers to requests, commands of later editions: nothing to store, so never 9014. */
  #note(packet: Packet, device: Device): Handled {
    this.#ledger.count(packet.mn, 'notice')
    const isAnswer = /^901[1-4]$/.test(packet.cn)
    return { answer: packet.needsAck && !isAnswer ? encode(noticeAck(packet), device.crc) : null, isGood: true }
  }

  async #store(packet: Packet, device: Device, evidence: Evidence): Promise<Handled> {
    const dataTime = this.#dataTimeOf(packet)
    const readings = readingsOf(packet, device, { zone: this.#zone, now: this.#platform.clock(), dataTime })
    if (!readings) return this.#refuse(packet.mn, 'bad_time', evidence)
    try {
      const outcome = readings.length === 0 ? null : await this.#patiently(() => this.#intake.offer(readings))
      if (outcome === undefined) return refused
      this.#ledger.count(packet.mn, outcome ? wordFor(outcome) : 'notice')
    } catch {
      return this.#refuse(packet.mn, 'not_stored', evidence)
    }
    return { answer: packet.needsAck ? encode(dataAck(packet), device.crc) : null, isGood: true }
  }

  /**
   * While the database is away or the intake is full, a packet waits here: many devices ask for no answer and would never
   * send it again. How many may wait is the connections' business. `undefined`: the gateway is closing.
   */
  async #patiently<T>(attempt: () => Promise<T>): Promise<T | undefined> {
    for (let pauseMs = 100; !this.#stopping; pauseMs = Math.min(pauseMs * 2, 2000)) {
      try {
        return await attempt()
      } catch (error) {
        if (isDataFault(error)) throw error
        if (isClosing(error)) return undefined
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
    return undefined
  }

  #dataTimeOf(packet: Packet): string | null {
    if (!packet.part) return null
    const key = `${packet.mn} ${packet.cn} ${packet.part.total}`
    const own = packet.params['DataTime']
    const now = performance.now()
    if (own !== undefined) {
      if (this.#parts.size >= mostParts) this.#parts.clear()
      this.#parts.set(key, { dataTime: own, at: now })
      return own
    }
    const earlier = this.#parts.get(key)
    return earlier && now - earlier.at < partsMs ? earlier.dataTime : null
  }
}

function faultOf(packet: Packet, device: Device): PacketOutcome | null {
  if (device.state === 'stopped') return 'stopped'
  if (!packet.crc.includes(device.crc)) return 'bad_crc'
  if (device.password !== null && packet.pw !== device.password) return 'bad_password'
  return null
}

const wordFor = ({ stored, revised }: Outcome): PacketOutcome => (stored > 0 ? 'accepted' : revised > 0 ? 'revised' : 'duplicate')
