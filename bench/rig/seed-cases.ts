import { Client } from '../../simulator/client.ts'
import { firstDay } from '../../simulator/people/first-day.ts'
import { askPatrols, Reporters } from '../../simulator/people/reporters.ts'
import { askUnits, type Desk, desks, Worker } from '../../simulator/people/staff.ts'
import { askCategories, type World } from '../../simulator/people/world.ts'
import { Places } from '../../simulator/places.ts'
import { seeded } from '../../simulator/random.ts'
import { Tally } from '../../simulator/tally.ts'
import type { Bare } from './bare.ts'

/** A dozen cases in as many states, made by people through the public interface. */
export async function templates(url: string): Promise<void> {
  const places = await Places.ask(new Client(url))
  const world = {
    options: { url },
    places,
    random: seeded('bench cases'),
    tally: new Tally(),
    until: new AbortController().signal,
    now: () => new Date(),
  } as World
  const reporters = new Reporters(world, await askCategories(new Client(url, 'supervisor')), await askPatrols(url))
  const units = await askUnits(url)
  await firstDay(world, reporters, new Map(desks.map((desk): [Desk, Worker] => [desk, new Worker(desk, world, units)])))
}

const columnsOf = async (bare: Bare, table: string): Promise<string[]> =>
  (
    await bare.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum`,
      [table],
    )
  ).map(({ name }) => name)

/** A new uuid of version 7 for a moment in the past, as the platform would have made it then. */
const uuidAt = (at: string) =>
  `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid`

/** Copies rows of a table for every cloned case, with what identifies them made new. */
async function copy(bare: Bare, table: string, join: string, made: Record<string, string>): Promise<void> {
  const columns = await columnsOf(bare, table)
  const values = columns.map((name) => made[name] ?? `t."${name}"`)
  await bare.query(
    `insert into ${table} (${columns.map((name) => `"${name}"`).join(', ')}) select ${values.join(', ')} from ${table} t ${join}`,
  )
}

/**
 * Multiplies the templates to so many cases over the last year, in all areas and categories, with their reports, stages,
 * histories and processes, by SQL. Returns how many were made.
 */
export async function multiply(bare: Bare, wanted: number): Promise<number> {
  const [found] = await bare.query<{ n: number }>(`select count(*)::int as n from cases.case`)
  const [there] = await bare.query<{ n: number }>(`select count(*)::int as n from cases.case where address not like 'bench%'`)
  const share = Math.ceil((wanted - (found?.n ?? 0)) / Math.max(1, there?.n ?? 1))
  if (share <= 0) return 0
  await bare.query('drop table if exists public.bench_clone')
  await bare.query(`create table public.bench_clone as
    select old, at, ${uuidAt('at')} as id, ${uuidAt('at')} as instance, ${found?.n ?? 0} + row_number() over () as n, shift from
      (select c.id as old, c.reported_at - shift as at, shift from cases.case c, generate_series(1, ${share}), lateral (select random() * interval '365 days' + (c.id is null)::int * interval '1 s' as shift) s
       where c.address not like 'bench%') made`)
  await bare.query(
    `create temp table bench_area as select row_number() over () - 1 as k, path, jsonb_build_object('zh', name_zh, 'en', name_en) as name, label as point, count(*) over () as total from geo.area where kind = 'grid'`,
  )
  await bare.query(
    `create temp table bench_category as select row_number() over () - 1 as k, category, count(*) over () as total from (select distinct category from cases.responsibility where category like '%-%-%' union select distinct category from cases.case) x`,
  )
  await withoutIndexes(bare, () => copyAll(bare))
  await bare.query('drop table public.bench_clone')
  for (const table of tables) await bare.query(`analyze ${table}`)
  return share * (there?.n ?? 0)
}

const tables = [
  'cases.case',
  'cases.report',
  'cases.stage',
  'cases.entry',
  'process.instance',
  'process.token',
  'process.task',
  'process.history',
]

/** Millions of rows go in several times faster when their indexes are built afterwards and nobody asks after each foreign key. */
async function withoutIndexes(bare: Bare, work: () => Promise<void>): Promise<void> {
  const indexes = await bare.query<{ name: string; made: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as made from pg_index i
     where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  )
  await bare.query(`set session_replication_role = replica`)
  await bare.query(`set maintenance_work_mem = '1GB'`)
  for (const { name } of indexes) await bare.query(`drop index ${name}`)
  await work()
  for (const { made } of indexes) await bare.query(made)
  await bare.query(`set session_replication_role = default`)
}

async function copyAll(bare: Bare): Promise<void> {
  const clone = 'join public.bench_clone k on k.old = '
  await copy(
    bare,
    'cases.case',
    `${clone} t.id join bench_area a on a.k = mod(k.n * 7919, a.total) join bench_category g on g.k = mod(k.n * 104729, g.total)`,
    {
      id: 'k.id',
      number: `'B' || k.n`,
      address: `'bench ' || k.n`,
      area: 'a.path',
      area_name: 'a.name',
      point: 'a.point',
      category: 'g.category',
      merged_into: 'null',
      ...shifted('observed_at', 'reported_at', 'updated_at', 'ended_at'),
    },
  )
  await copy(bare, 'cases.report', `${clone} t.case_id`, {
    id: uuidAt('k.at'),
    case_id: 'k.id',
    source_key: `'bench ' || k.id || t.id`,
    ...shifted('observed_at', 'received_at'),
  })
  await copy(bare, 'cases.stage', `${clone} t.case_id`, {
    id: uuidAt('k.at'),
    case_id: 'k.id',
    ...shifted('opened_at', 'done_at'),
  })
  await copy(bare, 'cases.entry', `${clone} t.case_id`, { id: uuidAt('k.at'), case_id: 'k.id', ...shifted('at') })
  await copyProcesses(bare)
}

const shifted = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `t."${name}" - k.shift`]))

async function copyProcesses(bare: Bare): Promise<void> {
  const bySubject = `join public.bench_clone k on t.subject = 'cases.case:' || k.old`
  const byInstance = `join process.instance i on i.id = t.instance_id join public.bench_clone k on i.subject = 'cases.case:' || k.old`
  const subject = `'cases.case:' || k.id`
  await copy(bare, 'process.instance', bySubject, { id: 'k.instance', subject, ...shifted('started_at', 'ended_at') })
  await copy(bare, 'process.token', byInstance, { instance_id: 'k.instance' })
  await copy(bare, 'process.task', byInstance, {
    id: uuidAt('k.at'),
    instance_id: 'k.instance',
    subject,
    ...shifted('opened_at', 'closed_at'),
  })
  await copy(bare, 'process.history', byInstance, { id: uuidAt('k.at'), instance_id: 'k.instance', ...shifted('at') })
}
