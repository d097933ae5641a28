import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { type Call, load } from './rig/load.ts'
import { cpuOf, medianOf, round, spread } from './rig/measure.ts'
import { ended, freePort, listening } from './rig/process.ts'
import type { Result } from './rig/result.ts'
import { patrolled } from './rig/spots.ts'
import { multiply, templates } from './rig/seed-cases.ts'
import type { Stage } from './rig/stage.ts'

const CONNECTIONS = 4

interface Keys {
  ids: string[]
  categories: string[]
  areas: { code: string; path: string }[]
}

interface Measured {
  perSecond: number
  p50: number
  p99: number
  cpuMs: number
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T

/** The same kind of call some hundred times, and what it cost the server's Node. */
async function time(
  stage: Stage,
  { url, pid, token, count, call }: { url: string; pid: number; token: string; count: number; call: (n: number) => Call },
): Promise<Measured> {
  // The embedded database works in a thread of the same process: there, only the main thread is Node's own work.
  const cpu = () => cpuOf(pid)[stage.database === 'embedded' ? 'main' : 'all']
  await load(url, token, { count: Math.ceil(count / 2), connections: CONNECTIONS, call })
  const before = cpu()
  const { perSecond, ms, failures } = await load(url, token, { count, connections: CONNECTIONS, call })
  if (failures > 0) throw new Error(`${failures} of ${count} calls failed: ${call(0).path}`)
  const { p50, p99 } = spread(ms)
  return { perSecond, p50, p99, cpuMs: (cpu() - before) / count }
}

const shown = ({ perSecond, p50, p99, cpuMs }: Measured) => ({
  'requests/s': round(perSecond),
  'p50 ms': round(p50),
  'p99 ms': round(p99),
  'Node CPU ms': round(cpuMs),
})

async function keysOf(stage: Stage): Promise<Keys> {
  return stage.withBare(async (bare) => ({
    ids: (
      await bare.query<{ id: string }>(
        `select id from cases.case where address like 'bench%' and reported_at > now() - random() * interval '365 days' limit 5000`,
      )
    ).map(({ id }) => id),
    categories: (await bare.query<{ category: string }>('select distinct category from cases.case')).map(
      ({ category }) => category,
    ),
    areas: await bare.query(`select code, path::text as path from geo.area where kind in ('grid', 'village')`),
  }))
}

/** Starts the plain server on the same database; the embedded one can serve only one process, so the platform rests. */
async function withPlain<T>(stage: Stage, work: (url: string, pid: number) => Promise<T>): Promise<T> {
  const run = async () => {
    const port = await freePort()
    const child: ChildProcess = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'bench/rig/plain-server.ts', String(port)],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], ...stage.settings } },
    )
    let printed = ''
    child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    await listening(child, () => printed, 60)
    try {
      return await work(`http://127.0.0.1:${port}`, child.pid ?? 0)
    } finally {
      child.kill('SIGKILL')
      await ended(child)
    }
  }
  return stage.database === 'embedded' ? stage.rest(run) : run()
}

async function measureLists(stage: Stage, keys: Keys, size: string): Promise<Result[]> {
  const { rounds, short } = stage
  const count = short ? 200 : 1000
  const ours = async (account: string, call: (n: number) => Call) => {
    const token = await stage.as(account).token()
    return medianOf<keyof Measured>(rounds, async () => ({
      ...(await time(stage, { url: stage.platform.url, pid: stage.platform.pid, token, count, call })),
    }))
  }
  const list = await ours('dispatcher', () => ({ path: `/api/city-management/cases?category=${pick(keys.categories)}&limit=50` }))
  const unit = await ours('greening', () => ({ path: `/api/city-management/cases?category=${pick(keys.categories)}&limit=50` }))
  const due = await ours('dispatcher', () => ({
    path: `/api/city-management/cases?sort=due&limit=50&area=${pick(keys.areas).path.split('.').slice(0, 2).join('.')}`,
  }))
  const page = await ours('dispatcher', () => ({ path: `/api/city-management/cases/${pick(keys.ids)}` }))
  const plain = await withPlain(stage, async (url, pid) => ({
    list: await medianOf<keyof Measured>(rounds, async () => ({
      ...(await time(stage, { url, pid, token: '', count, call: () => ({ path: `/list?category=${pick(keys.categories)}` }) })),
    })),
    page: await medianOf<keyof Measured>(rounds, async () => ({
      ...(await time(stage, { url, pid, token: '', count, call: () => ({ path: `/case/${pick(keys.ids)}` }) })),
    })),
  }))
  const aim = (measured: Measured) => ({ text: '≤ 0.8 ms Node CPU', met: measured.cpuMs <= 0.8 })
  return [
    {
      id: `list-${size}`,
      title: `List of 50 cases of a category, ${size} cases`,
      ours: shown(list),
      bare: { title: 'plain Fastify', figures: shown(plain.list) },
      aim: aim(list),
    },
    { id: `list-unit-${size}`, title: `The same list for a unit’s officer, ${size} cases`, ours: shown(unit), aim: aim(unit) },
    { id: `list-due-${size}`, title: `50 cases of a town, nearest limit first, ${size} cases`, ours: shown(due), aim: aim(due) },
    {
      id: `page-${size}`,
      title: `Case page (history, process, reports), ${size} cases`,
      ours: shown(page),
      bare: { title: 'plain Fastify, the row alone', figures: shown(plain.page) },
    },
  ]
}

/** Who sees next to nothing, and what is counted over everything. */
async function measureOthers(stage: Stage, size: string): Promise<Result[]> {
  const { rounds, short } = stage
  const ours = async (account: string, path: string, count: number) => {
    const token = await stage.as(account).token()
    return medianOf<keyof Measured>(rounds, async () => ({
      ...(await time(stage, { url: stage.platform.url, pid: stage.platform.pid, token, count, call: () => ({ path }) })),
    }))
  }
  const few = await ours('water', '/api/city-management/cases?limit=50', short ? 50 : 200)
  const figures = await ours('supervisor', '/api/indicators', short ? 10 : 30)
  return [
    { id: `list-few-${size}`, title: `The whole list for an officer of a unit that has none, ${size} cases`, ours: shown(few) },
    { id: `indicators-${size}`, title: `All indicators with their values, ${size} cases`, ours: shown(figures) },
  ]
}

async function measureCreates(stage: Stage, keys: Keys): Promise<Result[]> {
  const { rounds, short } = stage
  const count = short ? 100 : 500
  let n = 0
  const row = () => ({
    area: keys.areas[n % keys.areas.length]?.code ?? '',
    category: keys.categories[Math.floor(n++ / keys.areas.length) % keys.categories.length] ?? '',
  })
  const token = await stage.as('supervisor').token()
  const target = () => ({ url: stage.platform.url, pid: stage.platform.pid })
  const ours = await medianOf<keyof Measured>(rounds, async () => ({
    ...(await time(stage, {
      ...target(),
      token,
      count,
      call: () => ({ method: 'POST', path: '/api/cases/responsibilities', body: { values: { ...row(), unit: 'greening' } } }),
    })),
  }))
  const patrol = stage.as('patrol1')
  const patrolToken = await patrol.token()
  const { spots } = await patrolled(patrol)
  const report = () => ({
    clientId: randomUUID(),
    category: pick(keys.categories),
    point: pick(spots),
    address: '',
    description: '路面有散落垃圾，请处理。',
    photos: [],
  })
  const filed = await medianOf<keyof Measured>(rounds, async () => ({
    ...(await time(stage, {
      ...target(),
      token: patrolToken,
      count: Math.ceil(count / 4),
      call: () => ({ method: 'POST', path: '/api/city-management/patrol-reports', body: report() }),
    })),
  }))
  const plain = await withPlain(stage, (url, pid) => {
    let k = 0
    return medianOf<keyof Measured>(rounds, async () => ({
      ...(await time(stage, {
        url,
        pid,
        token: '',
        count,
        call: () => ({ method: 'POST', path: '/create', body: { area: `bench.x${k++}`, category: 'bench', unit: 'bench' } }),
      })),
    }))
  })
  return [
    {
      id: 'create',
      title: 'Create with audit: a row of the dispatch table',
      ours: shown(ours),
      bare: { title: 'plain Fastify, row and audit row', figures: shown(plain) },
      aim: { text: '≤ 0.8 ms Node CPU', met: ours.cpuMs <= 0.8 },
    },
    { id: 'report', title: 'File a report: case, process, clock, search, near-duplicates, audit', ours: shown(filed) },
  ]
}

export async function cases(stage: Stage): Promise<Result[]> {
  const results: Result[] = []
  await templates(stage.platform.url)
  for (const [size, wanted] of stage.sizes) {
    console.log(`… ${stage.database}: making ${size} cases`)
    await stage.withBare((bare) => multiply(bare, wanted))
    const keys = await keysOf(stage)
    results.push(...(await measureLists(stage, keys, size)), ...(await measureOthers(stage, size)))
    if (size === stage.sizes[0]?.[0]) results.push(...(await measureCreates(stage, keys)))
  }
  return results
}
