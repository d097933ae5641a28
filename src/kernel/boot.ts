import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Config } from './config.ts'
import type { Ctx, Db, Origin, TxMode, User } from './context.ts'
import type { House } from './contribution.ts'
import type { Database } from './database.ts'
import type { Answers, Event, JobHandle, Port } from './handles.ts'
import type { Logger } from './log.ts'
import { flushOutgoing, type Outgoing } from './outgoing.ts'
import { beforeCommitKind } from './parts.ts'
import type { Platform } from './platform.ts'
import { providerKind } from './ports.ts'
import type { Secrets } from './secrets.ts'
import type { Locale } from './text.ts'

interface Who {
  user: User
  origin: Origin
  locale?: Locale
}

const outsider = Object.freeze({})

class TransactionInside extends Error {}

/** What gathers while a transaction is open: events and jobs to store with it, hints to send after it. */
interface Pending {
  outgoing: Outgoing
  after: (() => void | Promise<void>)[]
}

class PlatformImpl implements Platform {
  readonly config: Config
  readonly house: House
  readonly database: Database
  readonly secrets: Secrets
  readonly log: Logger
  readonly clock: () => Date
  /** Set by the dispatcher, so that a commit wakes it at once. */
  wake: () => void = () => {}

  constructor(parts: Omit<Platform, 'transact' | 'outside'>) {
    this.config = parts.config
    this.house = parts.house
    this.database = parts.database
    this.secrets = parts.secrets
    this.log = parts.log
    this.clock = parts.clock
  }

  async transact<T>(who: Who, mode: TxMode, work: (ctx: Ctx) => Promise<T>): Promise<T> {
    const pending: Pending = { outgoing: { events: [], jobs: [] }, after: [] }
    const { kysely, reader } = this.database
    const within = (tx: Kysely<any>) => this.within(tx, who, pending, work, mode)
    const result =
      mode === 'read' && reader
        ? await reader.connection().execute(within)
        : await kysely
            .transaction()
            .setAccessMode(mode === 'read' ? 'read only' : 'read write')
            .execute(within)
    if (pending.outgoing.events.length + pending.outgoing.jobs.length > 0) this.wake()
    for (const run of pending.after)
      await Promise.resolve()
        .then(run)
        .catch((error) => this.log.warn({ error }, 'after-commit.failed'))
    return result
  }

  /** The body of a writing transaction: the work, what every transaction owes (audit), and what it announced. */
  async within<T>(
    tx: Kysely<any>,
    who: Who,
    pending: Pending,
    work: (ctx: Ctx) => Promise<T>,
    mode: TxMode = 'write',
  ): Promise<T> {
    const ctx = this.#context(who, tx as Db, pending, mode)
    const result = await work(ctx)
    if (mode === 'read') return result
    if (who.origin.kind !== 'seed') for (const hook of this.house.all(beforeCommitKind)) await hook.run(ctx)
    await flushOutgoing(ctx, pending.outgoing)
    return result
  }

  outside(who: Who): Ctx {
    return this.#context(who, undefined, undefined, 'none')
  }

  #context(who: Who, tx: Db | undefined, pending: Pending | undefined, mode: Ctx['mode']): Ctx {
    const platform = this
    const now = this.clock()
    const noTransaction = () => new Error('This route has tx: none; open a transaction with ctx.transact')
    const ctx: Ctx = {
      get db(): Db {
        if (!tx) throw noTransaction()
        return tx
      },
      mode,
      unit: pending ?? outsider,
      user: who.user,
      now,
      locale: who.locale ?? 'zh',
      house: this.house,
      log: this.log,
      config: this.config,
      secrets: this.secrets,
      origin: who.origin,
      async emit<P>(event: Event<P>, payload: P) {
        if (!pending) throw noTransaction()
        pending.outgoing.events.push({ event, payload: event.shape.parse(payload) })
      },
      async enqueue<I>(job: JobHandle<I>, input: I, options: { at?: Date; once?: string } = {}) {
        if (!pending) throw noTransaction()
        pending.outgoing.jobs.push({ job, input: job.input.parse(input), ...options })
      },
      afterCommit(run) {
        if (!pending) throw noTransaction()
        pending.after.push(run)
      },
      ask: (port, input) => platform.ask(ctx, port, input),
      transact: (mode, work) => {
        if (tx) throw new TransactionInside('A transaction is open already: use ctx.db')
        return platform.transact(who, mode, work)
      },
      as: (user) => platform.#context({ ...who, user }, tx, pending, mode),
    }
    return ctx
  }

  /** Providers run one after another inside the asker's transaction (one connection); a failing one is left out. */
  async ask<I, O>(ctx: Ctx, port: Port<I, O>, input: I): Promise<Answers<O>> {
    // Without a transaction a failed statement spoils nothing for the next.
    const mark = async (statement: RawBuilder<unknown>) => void (ctx.db.isTransaction && (await statement.execute(ctx.db)))
    const answers: Answers<O> = { answers: [], missing: [] }
    for (const { value: provider, owner } of this.house.entries(providerKind)) {
      if (provider.port.name !== port.name) continue
      const started = performance.now()
      try {
        await mark(sql`savepoint ask`)
        const value = (await provider.run(ctx, input)) as O
        await mark(sql`release savepoint ask`)
        if (performance.now() - started > port.deadlineMs)
          ctx.log.warn({ port: port.name, owner, ms: performance.now() - started }, 'port.slow')
        answers.answers.push({ from: owner, value })
      } catch (error) {
        await mark(sql`rollback to savepoint ask`)
        ctx.log.error({ error, port: port.name, owner }, 'port.failed')
        answers.missing.push(owner)
      }
    }
    return answers
  }
}

export type RunningPlatform = PlatformImpl

export const createPlatform = (parts: Omit<Platform, 'transact' | 'outside'>): PlatformImpl => new PlatformImpl(parts)
