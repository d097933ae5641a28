import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Bare } from './rig/bare.ts'
import { type Call, load } from './rig/load.ts'
import { medianOf, round, spread } from './rig/measure.ts'
import type { Result } from './rig/result.ts'
import { deliveredOf, type Known, multiplyPeople, people, seedPeople } from './rig/seed-people.ts'
import type { Stage } from './rig/stage.ts'

/** What `rig/match-residents.ts` prints. */
export interface MatchRun {
  residents: number
  records: number
  things: number
  reviews: number
  seconds: number
  peakMb: number
  precision: number
  recall: number
  spent: Record<string, number>
  bare: { seconds: number; recall: number }
}

/** In a process of its own, so that its memory is its own. */
async function matchResidents(residents: number): Promise<MatchRun> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=8192', '--disable-warning=ExperimentalWarning', 'bench/rig/match-residents.ts', String(residents)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`Matching ${residents} residents ended with ${code}`)
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '')
}

const share = (value: number) => Number(value.toFixed(4))

/** Needs no database, so it is measured once, beside PostgreSQL. */
async function matching(size: number): Promise<Result> {
  const run = await matchResidents(size)
  return {
    id: `registry-match-${size}`,
    title: `Residents matched: ${size.toLocaleString('en')} people, ${run.records.toLocaleString('en')} records of five sources`,
    ours: {
      seconds: round(run.seconds),
      'records/s': round(run.records / run.seconds),
      'MB at peak': round(run.peakMb),
      precision: share(run.precision),
      recall: share(run.recall),
      'for review': run.reviews,
      ...Object.fromEntries(Object.entries(run.spent).map(([step, ms]) => [`${step} s`, round(ms / 1000)])),
    },
    bare: { title: 'join on the exact number', figures: { seconds: round(run.bare.seconds), recall: share(run.bare.recall) } },
    ...(size >= 1_000_000 && { aim: { text: 'at most 10 min on 2 cores', met: run.seconds <= 600 } }),
  }
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T
const LOOK_UPS = '/api/registry/population/look-ups'
/** The residents of the district. */
const DISTRICT = 1_300_000

/** One officer, one look-up after another; each is noted for the person to see and stands in the audit. */
async function lookUps(stage: Stage, known: readonly Known[], size: number): Promise<Result[]> {
  const token = await stage.as('civil').token()
  const count = stage.short ? 200 : 1000
  const ways = {
    'identity number': ({ id_number }: Known) => ({ id_number }),
    'name and phone': ({ name, phone }: Known) => ({ name, phone }),
  }
  const results: Result[] = []
  for (const [way, by] of Object.entries(ways)) {
    const call = (): Call => ({
      method: 'POST',
      path: LOOK_UPS,
      body: { purpose: 'application', note: '办理高龄津贴申请', by: by(pick(known)) },
    })
    const ours = await medianOf(stage.rounds, async () => {
      const { ms, failures } = await load(stage.platform.url, token, { count, connections: 1, call })
      if (failures > 0) throw new Error(`${failures} of ${count} look-ups failed`)
      const sorted = ms.sort((a, b) => a - b)
      return {
        'p50 ms': round(spread(ms).p50),
        'p95 ms': round(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
        'p99 ms': round(spread(ms).p99),
      }
    })
    const bare = await stage.withBare((one) => bareLookUps(one, count))
    results.push({
      id: `registry-look-up-${way.replaceAll(' ', '-')}-${size}`,
      title: `A person of ${size.toLocaleString('en')} looked up by ${way}, noted and audited`,
      ours,
      bare: { title: 'the row by its token, no note, no audit', figures: bare },
      ...(size >= 1_000_000 && { aim: { text: 'p95 at most 5 ms', met: ours['p95 ms'] <= 5 } }),
    })
  }
  return results
}

async function bareLookUps(bare: Bare, count: number): Promise<Record<string, number>> {
  const tokens = await bare.query<{ token: string }>('select token from registry.token tablesample system (1) limit 5000')
  const ms: number[] = []
  for (let n = 0; n < count; n++) {
    const start = performance.now()
    await bare.query(
      'select e.* from registry.token k join registry.record r on r.id = k.record_id join registry.entity e on e.id = r.entity_id where k.token = $1 limit 20',
      [pick(tokens).token],
    )
    ms.push(performance.now() - start)
  }
  const { p50, p99 } = spread(ms)
  return { 'p50 ms': round(p50), 'p99 ms': round(p99) }
}

/** Batches of a thousand as a department sends them: checked, matched, sealed, golden records made. */
async function intake(stage: Stage, size: number): Promise<Result> {
  const batches = stage.short ? 2 : 8
  const steward = stage.as('steward')
  const made = [...people(batches * 1000, 7)]
  const token = await steward.token()
  const { perSecond, failures } = await load(stage.platform.url, token, {
    count: batches,
    connections: 1,
    call: (n) => ({
      method: 'POST',
      path: '/api/registry/population/sources/civil-affairs/records',
      body: {
        records: made
          .slice(n * 1000, (n + 1) * 1000)
          .map((one, at) => ({ key: `bench-${size}-${n}-${at}`, observedOn: '2026-06-01', values: deliveredOf(one) })),
      },
    }),
  })
  if (failures > 0) throw new Error(`${failures} of ${batches} deliveries failed`)
  return {
    id: `registry-intake-${size}`,
    title: `Delivered to a registry of ${size.toLocaleString('en')} people, a thousand at a time`,
    ours: { 'records/s': round(perSecond * 1000) },
  }
}

/** The page of numbers; beside it what counting the rows each time would cost. */
async function overview(stage: Stage, size: number): Promise<Result> {
  const token = await stage.as('steward').token()
  const count = stage.short ? 50 : 200
  const ours = await medianOf(stage.rounds, async () => {
    const { ms, failures } = await load(stage.platform.url, token, {
      count,
      connections: 1,
      call: () => ({ path: '/api/registry/population' }),
    })
    if (failures > 0) throw new Error(`${failures} of ${count} overviews failed`)
    return { 'p50 ms': round(spread(ms).p50), 'p99 ms': round(spread(ms).p99) }
  })
  const bare = await stage.withBare(async (one) => {
    const started = performance.now()
    await one.query(`select r.source, count(*), count(*) filter (where cardinality(e.sources) > 1), count(*) filter (where cardinality(r.flags) > 0), max(r.received_at)
      from registry.record r join registry.entity e on e.id = r.entity_id where r.registry = 'population' group by r.source`)
    await one.query(`select count(*), count(*) filter (where cardinality(sources) > 1), count(*) filter (where cardinality(flags) > 0)
      from registry.entity where registry = 'population' and merged_into is null`)
    return { ms: round(performance.now() - started) }
  })
  return {
    id: `registry-overview-${size}`,
    title: `Overview of a registry of ${size.toLocaleString('en')} people`,
    ours,
    bare: { title: 'counted from the rows, once', figures: bare },
  }
}

/** The matching heart by itself, then the registry that it serves. */
export async function registry(stage: Stage): Promise<Result[]> {
  if (stage.database === 'embedded') return []
  const results: Result[] = []
  const sizes = stage.short ? [20_000] : stage.sizes.map(([, size]) => size)
  for (const size of sizes) results.push(await matching(size))
  for (const size of sizes.slice(-1)) {
    const known = await stage.withBare((bare) => seedPeople(bare, stage.settings['DATA_DIR'] ?? '', size))
    results.push(await intake(stage, size))
    const whole = stage.short ? size : Math.max(size, DISTRICT)
    await stage.withBare((bare) => multiplyPeople(bare, whole))
    results.push(...(await lookUps(stage, known, whole)), await overview(stage, whole))
  }
  return results
}
