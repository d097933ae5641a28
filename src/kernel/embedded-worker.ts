import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { ltree } from '@electric-sql/pglite/contrib/ltree'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { postgis } from '@electric-sql/pglite-postgis'

/** Runs PGlite away from the main thread, which it would otherwise starve (measured: a 1-ms timer never fired). */
type Request =
  | { id: number; op: 'query'; text: string; values: unknown[] }
  | { id: number; op: 'exec'; text: string }
  | { id: number; op: 'copy'; text: string; data: string }
  | { id: number; op: 'listen'; channel: string }
  | { id: number; op: 'close' }

const port = parentPort
if (!port) throw new Error('embedded-worker runs only as a worker thread')
const { dataDir } = workerData as { dataDir: string }

const database = await PGlite.create({
  ...(dataDir !== 'memory' && { dataDir }),
  extensions: { postgis, ltree, pg_trgm, btree_gist },
})

async function answer(request: Request): Promise<unknown> {
  if (request.op === 'query') {
    const { rows, affectedRows } = await database.query(request.text, request.values as any[])
    return { rows, affectedRows }
  }
  if (request.op === 'copy') {
    // Its standard input is this device.
    const text = request.text.replace(/ from stdin$/, " from '/dev/blob'")
    const { affectedRows } = await database.query(text, [], { blob: new Blob([request.data]) })
    return { rows: [], affectedRows }
  }
  if (request.op === 'exec') return void (await database.exec(request.text))
  if (request.op === 'listen')
    return void (await database.listen(request.channel, (payload) => port?.postMessage({ channel: request.channel, payload })))
  await database.close()
  return undefined
}

let last: Promise<void> = Promise.resolve()
port.on('message', (request: Request) => {
  last = last.then(async () => {
    try {
      port.postMessage({ id: request.id, result: await answer(request) })
    } catch (error) {
      const { message, code, detail, constraint, table, column, hint, where } = error as Record<string, string>
      port.postMessage({ id: request.id, error: { message, code, detail, constraint, table, column, hint, where } })
    }
  })
})
port.postMessage({ id: 0, result: null })
