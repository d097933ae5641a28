// `npm run bench`: the same measurements on the embedded database and on PostgreSQL; each prints a table and writes JSON.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { cases } from './cases.ts'
import { credit } from './credit.ts'
import { intake } from './intake.ts'
import { live } from './live.ts'
import { registers } from './registers.ts'
import { openData } from './open-data.ts'
import { registry } from './registry.ts'
import { openBare } from './rig/bare.ts'
import { busy, machine } from './rig/measure.ts'
import { createCluster, createDatabase, dropDatabase, postgresBinaries } from './rig/postgres.ts'
import { type Result, type Run, table } from './rig/result.ts'
import { openStage, type Stage } from './rig/stage.ts'
import { steps } from './steps.ts'

const benches: Record<string, (stage: Stage) => Promise<Result[]>> = {
  intake,
  live,
  steps,
  cases,
  registry,
  registers,
  credit,
  'open-data': openData,
}

const { values: asked } = parseArgs({
  options: {
    database: { type: 'string', default: 'both' },
    only: { type: 'string', default: Object.keys(benches).join(',') },
    rounds: { type: 'string', default: '5' },
    /** How many cases the lists are measured with. */
    sizes: { type: 'string', default: '100k' },
    short: { type: 'boolean', default: false },
    /** Write the results as the committed baselines and into docs/PERFORMANCE.md. */
    commit: { type: 'boolean', default: false },
    /** Write processor profiles of the server into this folder. */
    profile: { type: 'string' },
  },
})
const root = fileURLToPath(new URL('../', import.meta.url))

/** `10k,100k,1M` */
const sizesOf = (text: string) =>
  text.split(',').map((size) => [size, Number(size.slice(0, -1)) * (size.endsWith('M') ? 1_000_000 : 1000)] as const)

interface Place {
  settings: Record<string, string>
  remove: () => Promise<void>
}

async function placeFor(database: Stage['database']): Promise<Place | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'district-bench-'))
  const clear = () => rmSync(folder, { recursive: true, force: true })
  if (database === 'embedded') return { settings: { DATA_DIR: folder }, remove: async () => clear() }
  const given = process.env['BENCH_DATABASE_URL']
  const binaries = postgresBinaries()
  if (!given && !binaries)
    return void console.log(
      'PostgreSQL is not installed and BENCH_DATABASE_URL is not set: only the embedded database is measured.',
    )
  const cluster = given ? undefined : await createCluster(binaries ?? '')
  const admin = given ?? cluster?.url ?? ''
  const settings = { DATABASE_URL: await createDatabase(admin, 'district_bench'), DATA_DIR: folder }
  return {
    settings,
    remove: async () => {
      await dropDatabase(admin, 'district_bench')
      cluster?.remove()
      clear()
    },
  }
}

async function versionOf(settings: Record<string, string>): Promise<string> {
  const bare = await openBare(settings)
  const rows = await bare.query<{ version: string; fsync: string }>(`select version(), current_setting('fsync') as fsync`)
  await bare.close()
  return `${rows[0]?.version.split(' on ')[0]}, fsync ${rows[0]?.fsync}`
}

/** The aims are set for PostgreSQL. */
const withoutAim = ({ aim: _, ...result }: Result): Result => result

async function measure(database: Stage['database']): Promise<Run | undefined> {
  const place = await placeFor(database)
  if (!place) return undefined
  const loadBefore = busy()
  const rounds = asked.short ? 1 : Number(asked.rounds)
  const nodeArgs = asked.profile ? ['--cpu-prof', `--cpu-prof-dir=${asked.profile}`] : []
  try {
    const server = await versionOf(place.settings)
    const stage = await openStage({
      database,
      settings: place.settings,
      rounds,
      short: asked.short,
      sizes: sizesOf(asked.sizes),
      nodeArgs,
    })
    const results: Result[] = []
    for (const name of asked.only.split(',')) {
      const bench = benches[name]
      if (!bench) throw new Error(`No bench "${name}"; there are ${Object.keys(benches).join(', ')}`)
      console.log(`… ${database}: ${name}`)
      const found = (await bench(stage).catch((error: Error) => failed(name, error))).map((result) =>
        database === 'postgres' ? result : withoutAim(result),
      )
      console.log(table({ results: found }))
      results.push(...found)
    }
    await stage.platform.stop()
    return { database, server, machine: machine(), at: new Date().toISOString(), rounds, loadBefore, results }
  } finally {
    await place.remove()
  }
}

/** One bench that breaks does not cost the figures of the others; the run says so and ends badly. */
function failed(name: string, error: Error): Result[] {
  console.error(`✗ ${name}: ${error.message}`)
  process.exitCode = 1
  return []
}

const title = ({ database, server, at, rounds, loadBefore }: Run) =>
  `### ${database === 'embedded' ? 'Embedded (PGlite)' : 'PostgreSQL'}\n\n${server}; ${at.slice(0, 16).replace('T', ' ')} UTC; median of ${rounds}; load per core before the run ${loadBefore.toFixed(2)}.\n`

/** What was measured before and not this time stays, each figure with the run it comes from. */
function withEarlier(run: Run): Run {
  const path = join(root, `bench/results/${run.database}.json`)
  const earlier = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Run) : undefined
  const stamped = run.results.map((result) => ({ ...result, at: run.at, rounds: run.rounds }))
  const again = new Set(stamped.map(({ id }) => id))
  const kept = (earlier?.results ?? [])
    .filter(({ id }) => !again.has(id))
    .map((result) => ({ at: earlier?.at ?? run.at, rounds: earlier?.rounds ?? run.rounds, ...result }))
  const order = [...(earlier?.results ?? []).map(({ id }) => id), ...stamped.map(({ id }) => id)]
  return { ...run, results: [...kept, ...stamped].sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)) }
}

function keep(latest: Run): void {
  mkdirSync(join(root, 'bench/results'), { recursive: true })
  const run = withEarlier(latest)
  writeFileSync(join(root, `bench/results/${run.database}.json`), `${JSON.stringify(run, null, 2)}\n`)
  const file = join(root, 'docs/PERFORMANCE.md')
  const [start, end] = [`<!-- ${run.database}: begin -->`, `<!-- ${run.database}: end -->`]
  const text = readFileSync(file, 'utf8')
  const [before, after] = [text.indexOf(start), text.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`docs/PERFORMANCE.md has lost its marks "${start}" and "${end}"`)
  writeFileSync(file, `${text.slice(0, before)}${start}\n${title(run)}\n${table(run)}\n${text.slice(after)}`)
}

// Ending by a signal takes the server and the cluster along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

console.log(machine())
for (const database of ['postgres', 'embedded'] as const) {
  if (asked.database !== 'both' && asked.database !== database) continue
  const run = await measure(database)
  if (!run) continue
  console.log(`\n${title(run)}\n${table(run)}\n`)
  if (asked.commit) keep(run)
  else {
    mkdirSync(join(root, 'bench/output'), { recursive: true })
    writeFileSync(join(root, `bench/output/${run.database}.json`), `${JSON.stringify(run, null, 2)}\n`)
  }
}
