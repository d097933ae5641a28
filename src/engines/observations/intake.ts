import { type Platform, system } from '#kernel'
import { intakeClosed, intakeFull } from './errors.ts'
import { flush, type StreamIds } from './flush.ts'
import { isSame, type Outcome, placeOf, type Reading } from './reading.ts'

interface Waiting {
  readings: readonly Reading[]
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

/** Two gateways in each other's way: the database asks one to come again. */
const tryAgain = new Set(['40P01', '40001'])
const codeOf = (error: unknown) => String((error as { code?: string }).code)
/** A fault of the data (SQL classes 22, 23), not of the database: trying the same again would change nothing. */
export const isDataFault = (error: unknown): boolean => /^(2[23]\w{3}|too_many_streams)$/.test(codeOf(error))
const sizeOf = (batches: Waiting[]) => batches.reduce((sum, { readings }) => sum + readings.length, 0)

export interface IntakeLimits {
  /** Readings waiting; beyond this, `offer` refuses, and the sender must wait and repeat. */
  queue: number
  /** Readings in one transaction. */
  flush: number
}

/**
 * The one way in. Batches gather while a flush runs and go with the next one: alone at night, by the thousand in a rush.
 * `offer` resolves after the commit, so whoever answers a device then has told the truth.
 */
export class Intake {
  readonly #platform: Platform
  readonly #limits: IntakeLimits
  readonly #known: StreamIds = new Map()
  readonly #queue: Waiting[] = []
  #waiting = 0
  #running: Promise<void> | undefined
  #closed = false

  constructor(platform: Platform, limits: IntakeLimits = { queue: 100_000, flush: 2000 }) {
    this.#platform = platform
    this.#limits = limits
  }

  /** Readings not stored yet; senders can slow down before the queue is full. */
  get waiting(): number {
    return this.#waiting
  }

  get isClosed(): boolean {
    return this.#closed
  }

  offer(readings: readonly Reading[]): Promise<Outcome> {
    if (this.#closed) return Promise.reject(intakeClosed())
    if (readings.length === 0) return Promise.resolve({ stored: 0, revised: 0, duplicate: 0 })
    if (this.#waiting + readings.length > this.#limits.queue) return Promise.reject(intakeFull())
    return new Promise((resolve, reject) => {
      this.#queue.push({ readings, resolve, reject })
      this.#waiting += readings.length
      this.#running ??= this.#run()
    })
  }

  /** Stores what is waiting, takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #run(): Promise<void> {
    // The rest of this turn of the event loop may offer more.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0) await this.#store(this.#take())
    this.#running = undefined
  }

  /** The next batches in order, up to the first that says something else about a place already taken: it is a correction. */
  #take(): Waiting[] {
    const seen = new Map<string, Reading>()
    let count = 0
    let size = 0
    for (const { readings } of this.#queue) {
      const differs = readings.some((reading) => {
        const other = seen.get(placeOf(reading))
        return other !== undefined && !isSame(other, reading)
      })
      if (count > 0 && (differs || size + readings.length > this.#limits.flush)) break
      for (const reading of readings) seen.set(placeOf(reading), reading)
      size += readings.length
      count++
    }
    return this.#queue.splice(0, count)
  }

  async #store(batches: Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#commit(batches)
      this.#waiting -= sizeOf(batches)
      batches.forEach(({ resolve }, index) => {
        resolve(outcomes[index] as Outcome)
      })
    } catch (error) {
      // Each batch alone then: only the bad one is refused.
      if (batches.length > 1 && isDataFault(error)) {
        for (const batch of batches) await this.#store([batch])
        return
      }
      this.#waiting -= sizeOf(batches)
      for (const { reject } of batches) reject(error)
    }
  }

  async #commit(batches: Waiting[], attempt = 1): Promise<Outcome[]> {
    const who = { user: system, origin: { kind: 'gateway' as const, name: 'observations.intake' } }
    const readings = batches.map((batch) => batch.readings)
    try {
      return await this.#platform.transact(who, 'write', (ctx) => flush(ctx, this.#known, readings))
    } catch (error) {
      if (attempt < 5 && tryAgain.has(codeOf(error))) return this.#commit(batches, attempt + 1)
      throw error
    }
  }
}

const intakes = new WeakMap<Platform, Intake>()

/** The intake of this process; every gateway offers to the same one. */
export function intake(platform: Platform): Intake {
  const found = intakes.get(platform)
  if (found && !found.isClosed) return found
  const made = new Intake(platform)
  intakes.set(platform, made)
  return made
}
