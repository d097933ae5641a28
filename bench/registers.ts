import { createReadStream, createWriteStream, mkdtempSync, openAsBlob, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import * as copy from 'pg-copy-streams'
import type { Client } from '../simulator/client.ts'
import { load } from './rig/load.ts'
import { cpuOf, MemoryWatch, round, spread } from './rig/measure.ts'
import type { Result } from './rig/result.ts'
import type { Stage } from './rig/stage.ts'

const REGISTER = '/api/environment/sources'
const TABLE = 'environment.source'
/** Rows of a bench are known by their codes. */
const PREFIX = '9131011899'
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

const digits = (n: number, length: number): string => {
  let text = ''
  for (let rest = n; text.length < length; rest = Math.floor(rest / ALPHABET.length))
    text = ALPHABET[rest % ALPHABET.length] + text
  return text
}
const scattered = (n: number): number => (n * 7_919_999) % 800_000_011
const KINDS = ['水环境', '大气环境', '噪声', '土壤污染', '环境风险管控']
const INDUSTRIES = ['纺织', '金属制品', '电子设备', '医院', '污水处理']
const TOWNS = [
  '夏阳街道',
  '盈浦街道',
  '香花桥街道',
  '朱家角镇',
  '练塘镇',
  '金泽镇',
  '赵巷镇',
  '徐泾镇',
  '华新镇',
  '重固镇',
  '白鹤镇',
]
const of = <T>(from: readonly T[], n: number): T => from[n % from.length] as T

/** A clerk's file: titles in Chinese, words instead of codes, codes in no order. */
function* lines(rows: number): Generator<string> {
  yield '\uFEFF单位名称,统一社会信用代码,监管类别,行业,许可有效期至,生产经营地址,所在区域\r\n'
  for (let n = 0; n < rows; n++) {
    const key = scattered(n)
    const until = new Date(Date.UTC(2026, 0, 1) + (key % 2000) * 86_400_000).toISOString().slice(0, 10)
    yield `青浦${of(TOWNS, key)}第${n}${of(INDUSTRIES, n)}企业,${PREFIX}${digits(key, 8)},${of(KINDS, n)},${of(INDUSTRIES, key)},${until},"${of(TOWNS, n)}公园路${key % 999}号,${n % 40}幢",${of(TOWNS, n)}\r\n`
  }
}

async function fileOf(folder: string, rows: number): Promise<string> {
  const path = join(folder, `${rows}.csv`)
  const pieces = function* () {
    let piece = ''
    for (const line of lines(rows)) {
      piece += line
      if (piece.length < 65_536) continue
      yield piece
      piece = ''
    }
    yield piece
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path))
  return path
}

const until = async (clerk: Client, id: string, state: string) => {
  for (;;) {
    const now = await clerk.must('GET', `${REGISTER}/imports/${id}`)
    if (now.state === state) return now
    if (!['checking', 'running'].includes(now.state))
      throw new Error(`The import is ${now.state}: ${JSON.stringify(now.problem)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** From sending the file to the last row: upload, a check of every row, then the run, which checks each again. */
async function imported(stage: Stage, path: string, rows: number) {
  const clerk = stage.as('environment')
  await clerk.signIn()
  const memory = new MemoryWatch(stage.platform.pid)
  const cpu = cpuOf(stage.platform.pid).all
  const started = performance.now()
  const form = new FormData()
  form.append('file', await openAsBlob(path), 'bench.csv')
  const { id } = await clerk.must('POST', `${REGISTER}/imports`, form)
  const uploaded = performance.now()
  const { found } = await until(clerk, id, 'checked')
  if (found.insert !== rows) throw new Error(`The check found ${JSON.stringify(found)} of ${rows}`)
  const checked = performance.now()
  await clerk.must('POST', `${REGISTER}/imports/${id}/run`)
  const { done } = await until(clerk, id, 'done')
  if (done.inserted !== rows) throw new Error(`The run did ${JSON.stringify(done)} of ${rows}`)
  const ended = performance.now()
  return {
    seconds: (ended - started) / 1000,
    uploadS: (uploaded - started) / 1000,
    checkS: (checked - uploaded) / 1000,
    runS: (ended - checked) / 1000,
    cpuS: (cpuOf(stage.platform.pid).all - cpu) / 1000,
    grownMb: memory.stop(),
  }
}

/** What people ask a list for: each in its own order, with values that change from call to call. */
const asked: readonly ((n: number) => string)[] = [
  () => '',
  (n) => `filter.kind=${of(['water', 'air', 'noise', 'soil', 'risk'], n)}`,
  (n) => `filter.area=${encodeURIComponent(of(TOWNS, n))}`,
  (n) => `filter.area=${encodeURIComponent(of(TOWNS, n))}&filter.kind=${of(['water', 'air'], n)}&sort=name`,
  (n) => `sort=-permit_until&filter.permit_until.to=${2026 + (n % 5)}-0${1 + (n % 9)}-15`,
  (n) => `filter.credit_code.prefix=${PREFIX}${digits(scattered(n * 37), 8).slice(0, 5)}`,
  (n) => `q=${encodeURIComponent(`${of(TOWNS, n)} 公园路${n % 999}号`)}`,
  (n) => `sort=${n % 2 ? 'name' : '-name'}&filter.industry=${of(['17', '33', '39'], n)}`,
]

async function listed(stage: Stage) {
  const token = await stage.as('environment').token()
  const call = (n: number) => ({ path: `${REGISTER}?limit=50&${of(asked, n)(n)}` })
  const once = (count: number) => load(stage.platform.url, token, { count, connections: 1, call })
  await once(80)
  const before = cpuOf(stage.platform.pid).all
  const { ms, failures } = await once(400)
  if (failures > 0) throw new Error(`${failures} of 400 lists failed`)
  return { ...spread(ms), cpuMs: (cpuOf(stage.platform.pid).all - before) / 400 }
}

async function exported(stage: Stage, rows: number, format: string) {
  const clerk = stage.as('environment')
  const { body } = await clerk.call('GET', `${REGISTER}/shape`)
  if (!body.may.export) throw new Error('The clerk may not export')
  const memory = new MemoryWatch(stage.platform.pid)
  const started = performance.now()
  const answer = await fetch(`${stage.platform.url}${REGISTER}/export?format=${format}`, {
    headers: { authorization: `Bearer ${await clerk.token()}` },
  })
  let bytes = 0
  let firstByteMs = 0
  for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
    firstByteMs ||= performance.now() - started
    bytes += chunk.length
  }
  const seconds = (performance.now() - started) / 1000
  if (answer.status !== 200 || bytes < rows * 20) throw new Error(`The export ended after ${bytes} bytes: ${answer.status}`)
  return { seconds, firstByteMs, megabytes: bytes / 2 ** 20, grownMb: memory.stop() }
}

/** The finished rows, search words and ids too, into the same table with the same indexes; before that out of it. */
async function bareCopies(url: string, folder: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const path = join(folder, 'bare.csv')
  const timed = async (work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    return (performance.now() - started) / 1000
  }
  try {
    const out = await timed(() =>
      pipeline(
        client.query(
          copy.to(`copy (select * from ${TABLE} where credit_code like '${PREFIX}%' order by id) to stdout (format csv)`),
        ),
        createWriteStream(path),
      ),
    )
    await remove(client)
    const into = await timed(() =>
      pipeline(createReadStream(path), client.query(copy.from(`copy ${TABLE} from stdin (format csv)`))),
    )
    return { out, into, megabytes: statSync(path).size / 2 ** 20 }
  } finally {
    await remove(client)
    await client.end()
  }
}

async function remove(client: { query: (text: string) => Promise<unknown> }): Promise<void> {
  await client.query(`delete from ${TABLE} where credit_code like '${PREFIX}%'`)
  await client.query(`delete from registers.import where filename = 'bench.csv'`)
  await client.query(`vacuum analyze ${TABLE}`)
}

export async function registers(stage: Stage): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'district-bench-files-'))
  const results: Result[] = []
  try {
    for (const [name, rows] of stage.short ? [['10k', 10_000] as const] : stage.sizes) {
      // What the code costs when it is run for the first time is no matter of this bench.
      if (results.length === 0) await warmUp(stage, folder)
      const ours = await imported(stage, await fileOf(folder, rows), rows)
      const list = await listed(stage)
      const csv = await exported(stage, rows, 'csv')
      const xlsx = await exported(stage, rows, 'xlsx')
      const url = stage.settings['DATABASE_URL']
      const bare = url ? await bareCopies(url, folder) : undefined
      if (!bare) await stage.withBare(remove)
      results.push(...told(name, rows, { ours, list, csv, xlsx, bare }))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

async function warmUp(stage: Stage, folder: string): Promise<void> {
  await imported(stage, await fileOf(folder, 5000), 5000)
  await exported(stage, 5000, 'csv')
  await stage.withBare(remove)
}

interface Measured {
  ours: Awaited<ReturnType<typeof imported>>
  list: Awaited<ReturnType<typeof listed>>
  csv: Awaited<ReturnType<typeof exported>>
  xlsx: Awaited<ReturnType<typeof exported>>
  bare: Awaited<ReturnType<typeof bareCopies>> | undefined
}

function told(name: string, rows: number, { ours, list, csv, xlsx, bare }: Measured): Result[] {
  const aimS = 60 * (rows / 1_000_000)
  const out = (format: string, of: Measured['csv'], aim: boolean): Result => ({
    id: `registers-export-${format}-${name}`,
    title: `Export of ${name} rows of a register as ${format}, masked, with names for codes`,
    ours: {
      s: round(of.seconds),
      'rows/s': round(rows / of.seconds),
      'first byte ms': round(of.firstByteMs),
      MB: round(of.megabytes),
      'memory grown MB': round(of.grownMb),
    },
    ...(bare && { bare: { title: 'COPY TO of the same rows', figures: { s: round(bare.out) } } }),
    ...(aim && { aim: { text: `constant memory: ≤ 100 MB`, met: of.grownMb <= 100 } }),
  })
  return [
    {
      id: `registers-import-${name}`,
      title: `Import of ${name} csv rows into a register of 14 indexes: upload, check, run with history and audit`,
      ours: {
        s: round(ours.seconds),
        'upload s': round(ours.uploadS),
        'check s': round(ours.checkS),
        'run s': round(ours.runS),
        'rows/s': round(rows / ours.seconds),
        'Node CPU s': round(ours.cpuS),
        'memory grown MB': round(ours.grownMb),
      },
      ...(bare && {
        bare: { title: 'COPY FROM of the finished rows', figures: { s: round(bare.into), 'rows/s': round(rows / bare.into) } },
      }),
      aim: { text: `≤ ${round(aimS)} s and ≤ 300 MB`, met: ours.seconds <= aimS && ours.grownMb <= 300 },
    },
    {
      id: `registers-list-${name}`,
      title: `50 rows of ${name}: all, or filtered by place, kind, day, beginning or words, in orders of name, day and age`,
      ours: { 'p50 ms': round(list.p50), 'p95 ms': round(list.p95), 'max ms': round(list.max), 'Node CPU ms': round(list.cpuMs) },
      aim: { text: '≤ 30 ms p95', met: list.p95 <= 30 },
    },
    out('csv', csv, true),
    out('xlsx', xlsx, true),
  ]
}
