import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { createPlatform, type RunningPlatform } from '../kernel/boot.ts'
import { Dispatcher } from '../kernel/dispatcher.ts'
import { buildHttp } from '../kernel/http.ts'

const SWEEP_MS = 4 * 3600_000

/** Once in a database's life, before anything else listens: a second house on the same database could not have two clocks. */
async function isFirst({ database }: RunningPlatform): Promise<boolean> {
  const { rows } =
    await sql`insert into kernel.fact (key, value) values ('played:past', 'begun') on conflict do nothing returning key`.execute(
      database.kysely,
    )
  return rows.length > 0
}

/**
 * The demo's past: four weeks of reports and the work on them, played by the simulator over HTTP at a private address, on a clock that
 * stands where the story is. When it is told, the platform opens at today.
 */
export async function playPast(platform: RunningPlatform, print: (line: string) => void): Promise<void> {
  if (!(await isFirst(platform))) return
  print('  正在演绎过去四周的案件（仅首次启动）… Playing the four weeks before (first start only) …')
  const today = platform.clock()
  let now = today
  const { config, house, database, secrets, log } = platform
  const past = createPlatform({ config: { ...config, rateLimitFactor: 1000 }, house, database, secrets, log, clock: () => now })
  const app = await buildHttp(past)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  // Long jobs are today's: the first start does not wait for them.
  const dispatcher = new Dispatcher(past, { short: true })
  const workerData = {
    url,
    hj212: { host: '', port: 0 },
    monitors: 0,
    speed: 1,
    duration: 0,
    seed: 118,
    people: true,
    demo: true,
    pastUntil: today.toISOString(),
  }
  const worker = new Worker(new URL('../../simulator/main.ts', import.meta.url), {
    workerData,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  worker.on('error', (error) => log.warn({ error }, 'past.stopped'))
  let sweptAt = 0
  worker.on('message', async (at: Date) => {
    now = at
    // Deadlines and seals some times a day: every sweep asks the database, and there are hundreds of moves.
    const sweeps = at.getTime() - sweptAt > SWEEP_MS
    if (sweeps) sweptAt = at.getTime()
    await dispatcher.settle({ sweeps }).catch((error: Error) => log.warn({ error }, 'past.failed'))
    worker.postMessage('there')
  })
  await once(worker, 'exit')
  await app.close()
  await dispatcher.stop()
}
