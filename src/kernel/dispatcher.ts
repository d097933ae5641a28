import { type Transaction, sql } from 'kysely'
import type { RunningPlatform } from './boot.ts'
import { type Ctx, system } from './context.ts'
import { type Delivered, type Listener, listenerKind } from './events.ts'
import { jobKind, tickerKind } from './jobs.ts'
import type { Ref } from './refs.ts'

const BATCH = 20
const MAX_ATTEMPTS = 8
const POLL_MS = 1000
/** A long job is anybody's again when its process has not said for so long that it is still at it. */
const LEASE_MS = 30_000

const pauseSeconds = (attempts: number) => Math.min(2 ** attempts, 300)

interface DeliveryRow {
  id: number
  target: string
  event_id: string | null
  input: unknown
  actor: string
  attempts: number
  name: string | null
  version: number | null
  ref: Ref | null
  cause: string | null
  at: Date | null
  payload: unknown
}

/**
 * Delivers events to listeners and runs jobs, from one table. A listener's effect and the deletion of its delivery
 * commit together, so a crash repeats nothing; deliveries to one listener about one ref keep their order.
 */
export class Dispatcher {
  readonly #platform: RunningPlatform
  readonly #listeners: Map<string, Listener>
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #again = false
  #tickedAt = 0
  #stopped = false
  readonly #long = new Set<Promise<void>>()

  readonly #leaves: readonly string[]

  /** `short`: leaves long jobs to another dispatcher. */
  constructor(platform: RunningPlatform, { short = false } = {}) {
    this.#platform = platform
    const long = platform.house.all(jobKind).filter(({ tx }) => tx === 'none')
    this.#leaves = short ? long.map(({ id }) => `job:${id}`) : []
    this.#listeners = new Map(platform.house.entries(listenerKind).map(({ key, value }) => [key, value]))
  }

  start(): void {
    this.#platform.wake = () => this.#wake()
    const poll = () => {
      this.#wake()
      if (!this.#stopped) this.#timer = setTimeout(poll, POLL_MS)
    }
    poll()
  }

  #wake(): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = this.#drain().finally(() => {
      this.#running = undefined
      if (this.#again && !this.#stopped) {
        this.#again = false
        this.#wake()
      }
    })
  }

  async #drain(): Promise<void> {
    try {
      while (!this.#stopped && (await this.step()) > 0) {
        this.#again = false
        // Deadlines and seals do not wait until a flood of deliveries is over.
        if (Date.now() - this.#tickedAt >= POLL_MS) await this.#tick()
      }
      if (!this.#stopped) await this.#tick()
    } catch (error) {
      this.#platform.log.warn({ error }, 'dispatcher.database-away')
    }
  }

  /**
   * One batch in one transaction, each delivery behind a savepoint; long jobs go on by themselves. Returns how many were
   * taken; `whole` waits for the long jobs too.
   */
  async step(whole = false): Promise<number> {
    const { database } = this.#platform
    const longJobs: DeliveryRow[] = []
    const after: (() => void | Promise<void>)[] = []
    const taken = await database.kysely.transaction().execute(async (tx) => {
      const rows = await this.#claim(tx)
      for (const row of rows) {
        if (this.#isLong(row)) {
          await sql`update kernel.delivery set next_at = ${new Date(Date.now() + LEASE_MS)}, attempts = attempts + 1 where id = ${row.id}`.execute(
            tx,
          )
          longJobs.push(row)
        } else after.push(...(await this.#deliver(tx, row)))
      }
      return rows.length
    })
    for (const run of after)
      await Promise.resolve()
        .then(run)
        .catch((error) => this.#platform.log.warn({ error }, 'after-commit.failed'))
    for (const row of longJobs) {
      const run = this.#runLong(row).finally(() => this.#long.delete(run))
      this.#long.add(run)
    }
    if (whole) await Promise.all(this.#long)
    return taken
  }

  async #claim(tx: Transaction<any>): Promise<DeliveryRow[]> {
    const { rows } = await sql<DeliveryRow>`select d.id, d.target, d.event_id, d.input, d.actor, d.attempts,
        e.name, e.version, coalesce(e.ref, d.ref) as ref, e.cause, e.at, e.payload
      from (select * from kernel.delivery d where d.state = 'waiting' and d.next_at <= ${this.#platform.clock()} and d.target <> all(${[...this.#leaves]}::text[])
          and (d.ref is null or not exists (select 1 from kernel.delivery b where b.state = 'waiting' and b.target = d.target and b.ref = d.ref and b.id < d.id))
        order by d.next_at, d.id limit ${BATCH} for update skip locked) d
      left join kernel.event e on e.id = d.event_id order by d.id`.execute(tx)
    return rows
  }

  #isLong(row: DeliveryRow): boolean {
    return row.target.startsWith('job:') && this.#platform.house.find(jobKind, row.target.slice(4))?.tx === 'none'
  }

  async #deliver(tx: Transaction<any>, row: DeliveryRow): Promise<(() => void | Promise<void>)[]> {
    await sql`savepoint delivery`.execute(tx)
    try {
      const pending = { outgoing: { events: [], jobs: [] }, after: [] as (() => void | Promise<void>)[] }
      await this.#platform.within(tx, this.#who(row), pending, (ctx) => this.#run(ctx, row))
      await sql`delete from kernel.delivery where id = ${row.id}`.execute(tx)
      await sql`release savepoint delivery`.execute(tx)
      return pending.after
    } catch (error) {
      await sql`rollback to savepoint delivery`.execute(tx)
      await this.#postpone(tx, row, error as Error)
      return []
    }
  }

  async #runLong(row: DeliveryRow): Promise<void> {
    const { database } = this.#platform
    const renew = () =>
      sql`update kernel.delivery set next_at = ${new Date(Date.now() + LEASE_MS)} where id = ${row.id} and state = 'waiting'`
        .execute(database.kysely)
        .catch(() => undefined)
    const renewing = setInterval(() => void renew(), LEASE_MS / 3)
    try {
      const job = this.#platform.house.get(jobKind, row.target.slice(4))
      await job.run(this.#platform.outside(this.#who(row)), row.input)
      await sql`delete from kernel.delivery where id = ${row.id}`.execute(database.kysely)
    } catch (error) {
      clearInterval(renewing)
      await this.#postpone(database.kysely as Transaction<any>, row, error as Error).catch(() => undefined)
    } finally {
      clearInterval(renewing)
    }
  }

  #who(row: DeliveryRow) {
    const kind = row.event_id ? ('listener' as const) : ('job' as const)
    return { user: system, origin: { kind, name: row.target, ...(row.event_id && { requestId: row.event_id }) } }
  }

  async #run(ctx: Ctx, row: DeliveryRow): Promise<void> {
    const key = row.target.slice(row.target.indexOf(':') + 1)
    if (!row.event_id) return this.#platform.house.get(jobKind, key).run(ctx, row.input)
    const listener = this.#listeners.get(key)
    if (!listener) throw new Error(`No listener "${key}" is declared any more`)
    const { name, version, ref, cause, at, payload } = row
    await listener.run(ctx, { id: row.event_id, name, version, ref, actor: row.actor, cause, at, payload } as Delivered<unknown>)
  }

  async #postpone(tx: Transaction<any>, row: DeliveryRow, error: Error): Promise<void> {
    const attempts = row.attempts + 1
    const retries = row.target.startsWith('job:')
      ? (this.#platform.house.find(jobKind, row.target.slice(4))?.retries ?? 0)
      : MAX_ATTEMPTS - 1
    const dead = attempts > retries
    this.#platform.log.error({ target: row.target, delivery: row.id, attempts, dead, error }, 'delivery.failed')
    await sql`update kernel.delivery set attempts = ${attempts}, error = ${error.message.slice(0, 2000)}, state = ${dead ? 'dead' : 'waiting'},
      next_at = ${new Date(this.#platform.clock().getTime() + pauseSeconds(attempts) * 1000)} where id = ${row.id}`.execute(tx)
  }

  /** Everything that is due by the platform's clock, now and no more: for a clock that is moved. */
  async settle({ sweeps }: { sweeps: boolean }): Promise<void> {
    if (sweeps) await this.#tick()
    while ((await this.step()) > 0);
  }

  /** Runs each sweep that is due; claiming its row is the lock, so one process runs it per interval. */
  async #tick(): Promise<void> {
    this.#tickedAt = Date.now()
    const now = this.#platform.clock()
    const { kysely } = this.#platform.database
    const resting = await sql<{ id: string }>`select id from kernel.ticker where next_at > ${now}`.execute(kysely)
    const notYet = new Set(resting.rows.map(({ id }) => id))
    for (const ticker of this.#platform.house.all(tickerKind)) {
      if (notYet.has(ticker.id)) continue
      const next = new Date(now.getTime() + ticker.everySeconds * 1000)
      const claimed = await sql`insert into kernel.ticker (id, next_at) values (${ticker.id}, ${next})
        on conflict (id) do update set next_at = ${next} where kernel.ticker.next_at <= ${now} returning id`.execute(kysely)
      if (claimed.rows.length === 0) continue
      const who = { user: system, origin: { kind: 'job' as const, name: `ticker:${ticker.id}` } }
      const run =
        ticker.tx === 'none' ? ticker.run(this.#platform.outside(who)) : this.#platform.transact(who, 'write', ticker.run)
      await run.catch((error: Error) => this.#platform.log.error({ ticker: ticker.id, error }, 'ticker.failed'))
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
    await Promise.allSettled(this.#long)
  }
}
