import { type Call, load } from './rig/load.ts'
import { medianOf, round, spread } from './rig/measure.ts'
import type { Bare } from './rig/bare.ts'
import type { Result } from './rig/result.ts'
import type { Stage } from './rig/stage.ts'

const DATASETS = 10_000
const RESOURCE = '0190a000-0000-7000-8000-000000000001'
const TABLE = 't_bench_open_data'

/** 10,000 datasets with resources, tags, themes and publishers, as a portal of a large city holds. */
async function fillDatasets(bare: Bare): Promise<void> {
  await bare.query(
    `insert into open_data.dataset (id, name, title, notes, theme, publisher, publisher_title, publisher_kind, provider_account, licence, cycle, tags, formats, state, created_at, modified_at, data_at, published_at, words)
    select gen_random_uuid(), 'bench-' || n, jsonb_build_object('zh', '数据集' || n, 'en', 'Dataset ' || n), jsonb_build_object('zh', '用于测量的数据集，第' || n || '个', 'en', 'For measuring'),
      (array['environment','city','place','market','transport','service','health','education','economy'])[1 + n % 9], 'unit' || n % 60, jsonb_build_object('zh', '单位' || n % 60, 'en', 'Unit ' || n % 60), 'organisation', 'bench',
      (array['qingpu-open','cc-by','odc-by'])[1 + n % 3], 1 + n % 9, array['标签' || n % 200, '标签' || n % 37, '类' || n % 11], array['CSV','JSON','XLSX'], 'published', now() - n * interval '1 minute', now() - n * interval '1 minute', now(), now(),
      array_to_tsvector(array['数据', '据集', '测量', (array['空气','停车','案件','企业'])[1 + n % 4]])
    from generate_series(1, $1::int) n on conflict do nothing`,
    [DATASETS],
  )
  await bare.query(`insert into open_data.resource (id, dataset_id, position, name, description, kind, format, mimetype, source, created_at, modified_at)
    select gen_random_uuid(), d.id, 0, d.title, '{"zh":"","en":""}', 'link', 'CSV', 'text/csv', '{"from":"link"}', now(), now() from open_data.dataset d where d.name like 'bench-%'`)
  await bare.query('analyze open_data.dataset')
}

/** One open table of `rows` rows, as the gate makes them: numbered, indexed by column and by word. */
async function fillTable(bare: Bare, rows: number): Promise<void> {
  await bare.query(
    `create table open_data_store.${TABLE} (_id bigint not null, town text, kind text, at timestamptz, value float8, _words tsvector)`,
  )
  await bare.query(
    `insert into open_data_store.${TABLE} select n, '街镇' || n % 11, '类别' || n % 997, now() - n * interval '1 minute', (n::bigint * 7919) % 10007, array_to_tsvector(array['街镇', chr(20000 + n % 500) || chr(21000 + n % 997)]) from generate_series(1, $1::int) n`,
    [rows],
  )
  await bare.query(`alter table open_data_store.${TABLE} add primary key (_id)`)
  for (const column of ['town', 'kind', 'at', 'value'])
    await bare.query(`create index on open_data_store.${TABLE} (${column}, _id)`)
  await bare.query(`create index on open_data_store.${TABLE} using gin (_words)`)
  await bare.query(`vacuum analyze open_data_store.${TABLE}`)
  const field = (id: string, type: string) => ({ id, type, title: { zh: id, en: id }, about: null, unit: null })
  await bare.query(
    `insert into open_data.resource (id, dataset_id, position, name, description, kind, format, mimetype, source, fields, table_name, row_count, created_at, modified_at)
    select $1, d.id, 1, d.title, '{"zh":"","en":""}', 'table', 'CSV', 'text/csv', '{"from":"held","columns":[]}', $2::jsonb, $3, $4, now(), now() from open_data.dataset d where d.name = 'bench-1'`,
    [
      RESOURCE,
      JSON.stringify([field('town', 'text'), field('kind', 'text'), field('at', 'timestamptz'), field('value', 'float8')]),
      TABLE,
      rows,
    ],
  )
}

const FACETS = encodeURIComponent('["tags","organization","groups","res_format","license_id"]')
const search = (query: string): Call => ({ path: `/ckan/api/3/action/package_search?facet.field=${FACETS}&rows=20&${query}` })
const read = (query: string): Call => ({ path: `/ckan/api/3/action/datastore_search?resource_id=${RESOURCE}&${query}` })
const filters = (value: object) => `filters=${encodeURIComponent(JSON.stringify(value))}`

/** One caller, one call after another: what a person or a script waits. */
async function waited(stage: Stage, call: (n: number) => Call): Promise<{ 'p50 ms': number; 'p99 ms': number }> {
  const count = stage.short ? 40 : 200
  const found = await medianOf<'p50' | 'p99'>(stage.rounds, async () => {
    const { ms, failures } = await load(stage.platform.url, '', { count, connections: 1, call })
    if (failures > 0) throw new Error(`${failures} of ${count} calls failed: ${call(0).path}`)
    const { p50, p99 } = spread(ms)
    return { p50, p99 }
  })
  return { 'p50 ms': round(found.p50), 'p99 ms': round(found.p99) }
}

async function timed(bare: Bare, count: number, statement: (n: number) => string): Promise<Record<string, number>> {
  const ms: number[] = []
  for (let n = 0; n < count; n++) {
    const started = performance.now()
    await bare.query(statement(n))
    ms.push(performance.now() - started)
  }
  return { 'p50 ms': round(spread(ms).p50) }
}

const wholeFacets = `with m as materialized (select publisher, theme, licence, tags, formats from open_data.dataset where state = 'published')
  select publisher, theme, licence, count(*) from m group by grouping sets ((publisher), (theme), (licence), ())
  union all select t, null, null, count(*) from m cross join lateral unnest(tags || formats) t group by t`

/** `package_search` with facets over 10,000 datasets, `datastore_search` over a million rows; beside them the driver with the bare question. */
export async function openData(stage: Stage): Promise<Result[]> {
  const rows = stage.database === 'embedded' || stage.short ? 100_000 : 1_000_000
  const label = rows === 1_000_000 ? '1 M rows' : '100 k rows'
  const facetsBare = await stage.withBare(async (bare) => {
    await fillDatasets(bare)
    await fillTable(bare, rows)
    const count = stage.short ? 10 : 50
    return {
      all: await timed(bare, count, () => wholeFacets),
      deep: await timed(
        bare,
        count,
        (n) => `select * from open_data_store.${TABLE} where _id > ${(n * 9973) % rows} order by _id limit 100`,
      ),
      filtered: await timed(
        bare,
        count,
        (n) => `select * from open_data_store.${TABLE} where kind = '类别${n % 997}' order by value desc limit 100`,
      ),
      counted: await timed(
        bare,
        count,
        (n) => `select count(*) from open_data_store.${TABLE} where value >= ${n} and value < ${n + 900}`,
      ),
    }
  })
  const all = await waited(stage, () => search(''))
  const words = await waited(stage, (n) =>
    search(`q=${encodeURIComponent(['空气', '停车', '案件', '企业'][n % 4] as string)}&fq=groups:city`),
  )
  const deep = await waited(stage, (n) => read(`offset=${(n * 9973) % rows}`))
  const filtered = await waited(stage, (n) => read(`${filters({ kind: `类别${n % 997}` })}&sort=value%20desc`))
  // Totals are counted once, so each asks for a stretch nobody asked for before.
  let stretch = 0
  const counted = await waited(stage, () => read(`${filters({ value: { gte: ++stretch, lt: stretch + 900 } })}&limit=20`))
  const sorted = await waited(stage, (n) => read(`sort=value%20desc&offset=${(n * 9973) % rows}`))
  const word = await waited(stage, (n) =>
    read(`q=${encodeURIComponent(String.fromCodePoint(20000 + ((n * 7919) % 500), 21000 + ((n * 7919) % 997)))}&limit=20`),
  )
  const aim = (text: string, found: { 'p50 ms': number }, most: number) => ({ text, met: found['p50 ms'] <= most })
  return [
    {
      id: 'open-data.search.all',
      title: 'CKAN `package_search`, five facets, 10 k datasets all matching',
      ours: all,
      bare: { title: 'the five counts in one statement', figures: facetsBare.all },
      aim: aim('≤ 30 ms', all, 30),
    },
    {
      id: 'open-data.search.words',
      title: 'the same with words and a filter (about 280 matching)',
      ours: words,
      aim: aim('≤ 30 ms', words, 30),
    },
    {
      id: 'open-data.datastore.deep',
      title: `\`datastore_search\`, ${label}, 100 rows from anywhere, with total`,
      ours: deep,
      bare: { title: 'those rows by their number', figures: facetsBare.deep },
      aim: aim('≤ 50 ms', deep, 50),
    },
    {
      id: 'open-data.datastore.filtered',
      title: `\`datastore_search\`, ${label}, filter (1 in 997), sorted, with total`,
      ours: filtered,
      bare: { title: 'the rows alone', figures: facetsBare.filtered },
      aim: aim('≤ 50 ms', filtered, 50),
    },
    {
      id: 'open-data.datastore.counted',
      title: `\`datastore_search\`, ${label}, a stretch of values (1 in 11), exact total`,
      ours: counted,
      bare: { title: 'the count alone', figures: facetsBare.counted },
      aim: aim('≤ 50 ms', counted, 50),
    },
    {
      id: 'open-data.datastore.sorted',
      title: `\`datastore_search\`, ${label}, sorted down, 100 rows from anywhere, with total`,
      ours: sorted,
      aim: aim('≤ 50 ms', sorted, 50),
    },
    {
      id: 'open-data.datastore.words',
      title: `\`datastore_search\`, ${label}, full text`,
      ours: word,
      aim: aim('≤ 50 ms', word, 50),
    },
  ]
}
