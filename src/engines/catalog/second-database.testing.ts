import { randomBytes } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'

export type Way = 'well' | 'cut' | 'silent'

/** A department's database for a story: PostgreSQL over its own wire, behind a line that can be cut. */
export interface SecondDatabase {
  host: string
  port: number
  database: string
  login: string
  password: string
  run: (text: string) => Promise<void>
  /** `cut`: the line breaks after so many bytes of answers. */
  way: (way: Way, afterBytes?: number) => void
  stop: () => Promise<void>
}

const listen = (server: Server) =>
  new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

/** The embedded PostgreSQL behind a socket, one visitor after another. */
async function embedded() {
  const db = await PGlite.create()
  let queue: Promise<unknown> = Promise.resolve()
  const server = createServer((socket) => {
    const answer = async (chunk: Buffer) => {
      const reply = await db.execProtocolRaw(new Uint8Array(chunk))
      if (!socket.destroyed) socket.write(reply)
    }
    socket.on('data', (chunk: Buffer) => (queue = queue.then(() => answer(chunk)).catch(() => socket.destroy())))
    socket.on('error', () => {})
    socket.on(
      'close',
      () =>
        (queue = queue
          .then(() => db.exec('rollback'))
          .then(() => db.exec('discard all'))
          .catch(() => undefined)),
    )
  })
  const port = await listen(server)
  const run = async (text: string) => {
    await queue
    await db.exec(text)
  }
  const stop = async () => {
    server.close()
    await queue
    await db.close()
  }
  return { port, database: 'postgres', login: 'postgres', password: 'a-password-of-its-own', run, stop }
}

/** A database of its own on the server the stories run on, read by a login that may only read. */
async function onServer(url: string) {
  const name = `department_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.query(`create role ${name} login password 'a-password-of-its-own'`)
  const own = new URL(url)
  const port = Number(own.port || 5432)
  own.pathname = `/${name}`
  const client = new pg.Client({ connectionString: own.href })
  await client.connect()
  await client.query(
    `alter default privileges in schema public grant select on tables to ${name}; grant usage on schema public to ${name}`,
  )
  const stop = async () => {
    await client.end()
    await admin.query(`drop database ${name} with (force)`)
    await admin.query(`drop role ${name}`)
    await admin.end()
  }
  const run = async (text: string) => void (await client.query(text))
  return { port, database: name, login: name, password: 'a-password-of-its-own', run, stop }
}

export async function secondDatabase(): Promise<SecondDatabase> {
  const url = process.env['TEST_DATABASE_URL']
  const { port: behind, stop, ...database } = await (url ? onServer(url) : embedded())
  let [way, left] = ['well' as Way, Number.POSITIVE_INFINITY]
  const open = new Set<Socket>()
  const line = createServer((visitor) => {
    open.add(visitor)
    visitor.on('error', () => {})
    if (way === 'silent') return
    const source = connect(behind, '127.0.0.1')
    source.on('error', () => visitor.destroy())
    source.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (way === 'cut' && left < 0) return void visitor.destroy()
      visitor.write(chunk)
    })
    source.on('close', () => visitor.end())
    visitor.on('data', (chunk: Buffer) => void source.write(chunk))
    visitor.on('close', () => {
      open.delete(visitor)
      source.destroy()
    })
  })
  return {
    host: '127.0.0.1',
    port: await listen(line),
    ...database,
    way: (next, afterBytes = 0) => {
      ;[way, left] = [next, next === 'cut' ? afterBytes : Number.POSITIVE_INFINITY]
    },
    stop: async () => {
      for (const socket of open) socket.destroy()
      line.close()
      await stop()
    },
  }
}
