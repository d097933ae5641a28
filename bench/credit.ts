import type { Bare } from './rig/bare.ts'
import { type Call, load } from './rig/load.ts'
import { medianOf, round, spread } from './rig/measure.ts'
import type { Result } from './rig/result.ts'
import type { Stage } from './rig/stage.ts'

const CHUNK = 100_000
const RECORDS_EACH = 16
const CONNECTIONS = 4
const AIM_MS = 30
const columns = `id, subject_code, subject_name, source::text as source, document_number, field, kind, title, decided_on, degree, basis, content, state, publish_until`

/** Records of many enterprises, in the kinds and fields of the demo's; a few have hundreds, as in life. */
async function seedRecords(bare: Bare, wanted: number): Promise<void> {
  const subjects = Math.ceil(wanted / RECORDS_EACH)
  await bare.query(
    `insert into credit.subjects (id, created_by, updated_by, kind, code, name, industry, registered_on)
     select gen_random_uuid(), 'bench', 'bench', 'enterprise', 'BENCH' || lpad(n::text, 13, '0'), '上海量测第' || n || '有限公司', '制造业', date '2010-01-01' + n % 5000
     from generate_series(1, ${subjects}) n on conflict do nothing`,
  )
  for (let from = 0; from < wanted; from += CHUNK)
    await bare.query(
      `with t as (select row_number() over () as at, r.* from credit.records r where r.created_by <> 'bench' and r.subject_code is not null limit 300), m as (select count(*) as n from t)
       insert into credit.records (id, created_by, updated_by, subject_code, subject_name, source, document_number, field, kind, title, decided_on, degree, basis, content, state, repair_from, publish_until, flags)
       select gen_random_uuid(), 'bench', 'bench', 'BENCH' || lpad((1 + floor(power(random(), 2) * ${subjects}))::bigint::text, 13, '0'), '量测', t.source, 'bench-' || g.k, t.field, t.kind, t.title,
         t.decided_on - (g.k % 700)::int, t.degree, t.basis, t.content, t.state, t.repair_from, t.publish_until, t.flags
       from generate_series(${from + 1}, ${Math.min(wanted, from + CHUNK)}) as g(k) join m on true join t on t.at = 1 + g.k % m.n`,
    )
  await bare.query('analyze credit.records')
  await bare.query('analyze credit.subjects')
}

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T

interface Timed {
  p50: number
  p95: number
  p99: number
}

async function bareTimes(bare: Bare, codes: readonly string[], count: number): Promise<Timed> {
  const ms: number[] = []
  for (let n = 0; n < count; n++) {
    const started = performance.now()
    await bare.query(
      `select ${columns} from credit.records where subject_code = $1 and removed_at is null order by decided_on desc, id limit 200`,
      [pick(codes)],
    )
    ms.push(performance.now() - started)
  }
  return timed(ms)
}

const timed = (ms: number[]): Timed => {
  const sorted = ms.toSorted((a, b) => a - b)
  const { p50, p99 } = spread(ms)
  return { p50, p99, p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0 }
}
const shown = ({ p50, p95, p99 }: Timed) => ({ 'p50 ms': round(p50), 'p95 ms': round(p95), 'p99 ms': round(p99) })

/** The subject page joined from all sources, and the public query, at ten times the district's records. */
export async function credit(stage: Stage): Promise<Result[]> {
  const size = stage.short ? 50_000 : stage.database === 'postgres' ? 1_550_080 : 155_008
  console.log(`… ${stage.database}: making ${size.toLocaleString('en')} credit records`)
  const codes = await stage.withBare(async (bare) => {
    await seedRecords(bare, size)
    const rows = await bare.query<{ code: string }>(
      `select code from credit.subjects where code like 'BENCH%' order by random() limit 5000`,
    )
    return rows.map(({ code }) => code)
  })
  const count = stage.short ? 200 : 1000
  const token = await stage.as('credit').token()
  const time = (who: string, call: () => Call) =>
    medianOf<keyof Timed>(stage.rounds, async () => {
      const { url } = stage.platform
      await load(url, who, { count: Math.ceil(count / 4), connections: CONNECTIONS, call })
      const { ms, failures } = await load(url, who, { count, connections: CONNECTIONS, call })
      if (failures > 0) throw new Error(`${failures} of ${count} calls failed: ${call().path}`)
      return { ...timed(ms) }
    })
  const page = await time(token, () => ({ path: `/api/credit/subjects/${pick(codes)}` }))
  const open = await time('', () => ({ path: `/api/credit/public/${pick(codes)}` }))
  const list = await time(token, () => ({ path: `/api/credit/records?filter.subject_code=${pick(codes)}&limit=50` }))
  const bare = await stage.withBare((driver) => bareTimes(driver, codes, count))
  const title = (what: string) => `${what}, ${size.toLocaleString('en')} credit records`
  return [
    {
      id: `credit-page-${size}`,
      title: title('Subject page (records, lists, measures, people, score; the look logged)'),
      ours: shown(page),
      bare: { title: 'the records alone by the driver', figures: shown(bare) },
      aim: { text: `p95 ≤ ${AIM_MS} ms`, met: page.p95 <= AIM_MS },
    },
    { id: `credit-public-${size}`, title: title('Public page of an enterprise'), ours: shown(open) },
    { id: `credit-list-${size}`, title: title('Register’s list by credit code'), ours: shown(list) },
  ]
}
