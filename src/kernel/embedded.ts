import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import { CopyRows } from './copying.ts'
import type { Database } from './database.ts'
import { startUpkeep } from './embedded-upkeep.ts'

export class FolderInUse extends Error {}

/**
 * A second process on one PGlite folder silently loses data, so the folder is locked by an exclusive SQLite
 * transaction: the operating system frees it when the process dies, also after kill -9.
 */
function lockFolder(dataDir: string): DatabaseSync {
  const file = join(dirname(dataDir), 'lock.sqlite')
  const lock = new DatabaseSync(file)
  try {
    lock.exec('pragma locking_mode = exclusive; pragma journal_mode = memory; begin exclusive')
    return lock
  } catch {
    lock.close()
    throw new FolderInUse(dirname(dataDir))
  }
}

/** Before anything else is looked at: whoever starts twice is told of the folder, not of its ports. */
export function refuseBusyFolder(dataDir: string): void {
  if (existsSync(dataDir)) lockFolder(dataDir).close()
}

type Answer = { id: number; result?: any; error?: Record<string, string> } | { channel: string; payload: string }

class EmbeddedClient {
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve: (value: any) => void; reject: (error: Error) => void }>()
  readonly #hearers = new Map<string, Set<(payload: string) => void>>()
  #nextId = 1
  #gone: Error | undefined

  constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (answer: Answer) => {
      if ('channel' in answer) return void this.#hearers.get(answer.channel)?.forEach((hear) => void hear(answer.payload))
      const waiter = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (answer.error) waiter?.reject(Object.assign(new Error(answer.error['message']), answer.error))
      else waiter?.resolve(answer.result)
    })
    worker.on('error', (error) => this.#fail(error as Error))
    worker.on('exit', () => this.#fail(new Error('The embedded database has stopped')))
  }

  #fail(error: Error) {
    this.#gone ??= error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  call<T>(message: Record<string, unknown>): Promise<T> {
    if (this.#gone) return Promise.reject(this.#gone)
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, ...message })
    })
  }

  ready(): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.set(0, { resolve, reject }))
  }

  async listen(channel: string, hear: (payload: string) => void) {
    const hearers = this.#hearers.get(channel) ?? new Set()
    if (!this.#hearers.has(channel)) {
      this.#hearers.set(channel, hearers)
      await this.call({ op: 'listen', channel })
    }
    hearers.add(hear)
    return async () => void hearers.delete(hear)
  }

  async close() {
    await this.call({ op: 'close' }).catch(() => undefined)
    await this.#worker.terminate()
  }
}

class EmbeddedConnection implements DatabaseConnection {
  readonly #client: EmbeddedClient
  constructor(client: EmbeddedClient) {
    this.#client = client
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const [first] = query.parameters
    const { rows, affectedRows } = await this.#client.call<{ rows: R[]; affectedRows?: number }>(
      first instanceof CopyRows
        ? { op: 'copy', text: query.sql, data: [...first.pieces].join('') }
        : { op: 'query', text: query.sql, values: query.parameters as unknown[] },
    )
    return { rows: rows ?? [], ...(affectedRows != null && { numAffectedRows: BigInt(affectedRows) }) }
  }
  // biome-ignore lint/correctness/useYield: PGlite cannot stream; large reads page by key instead
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('The embedded database cannot stream: page by key')
  }
}

/** One connection, handed to one holder at a time; the others wait their turn. */
class EmbeddedDriver implements Driver {
  readonly #client: EmbeddedClient
  readonly #connection: EmbeddedConnection
  #turn: Promise<void> = Promise.resolve()
  #release: () => void = () => {}

  constructor(client: EmbeddedClient) {
    this.#client = client
    this.#connection = new EmbeddedConnection(client)
  }
  async init() {}
  async acquireConnection() {
    const before = this.#turn
    let release!: () => void
    this.#turn = new Promise<void>((resolve) => {
      release = resolve
    })
    await before
    this.#release = release
    return this.#connection
  }
  async releaseConnection() {
    this.#release()
  }
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings) {
    await connection.executeQuery(CompiledQuery.raw(settings.accessMode ? `begin ${settings.accessMode}` : 'begin'))
  }
  async commitTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }
  async rollbackTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('rollback'))
  }
  async destroy() {
    await this.#client.close()
  }
}

/** Opens PGlite with PostGIS in `dataDir` (or in memory), in its own thread. Refuses a folder that is in use. */
export async function openEmbedded(dataDir: string): Promise<Database> {
  if (dataDir !== 'memory') mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = dataDir === 'memory' ? undefined : lockFolder(dataDir)
  const client = new EmbeddedClient(new Worker(new URL('./embedded-worker.ts', import.meta.url), { workerData: { dataDir } }))
  await client.ready()
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new EmbeddedDriver(client),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
  const kysely = new Kysely<any>({ dialect })
  const stopUpkeep = startUpkeep(kysely)
  return {
    kind: 'embedded',
    kysely,
    script: (text) => kysely.connection().execute(() => client.call({ op: 'exec', text })),
    listen: (channel, hear) => kysely.connection().execute(() => client.listen(channel, hear)),
    close: async () => {
      await stopUpkeep()
      await kysely.destroy()
      lock?.close()
    },
  }
}
