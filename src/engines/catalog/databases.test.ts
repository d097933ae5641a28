import { afterAll, beforeAll, expect, test } from 'vitest'
import { district, ownDistrict, type Person, type TestDistrict } from '../../app/testing.ts'
import { catalog } from '../../districts/qingpu/catalog.ts'
import { plainValue } from './exchange-database.ts'
import { isSpecial } from './source-address.ts'
import { type SecondDatabase, secondDatabase } from './second-database.testing.ts'

let house: TestDistrict
let steward: Person
let source: SecondDatabase
const api = '/api/catalog'

beforeAll(async () => {
  // A department’s database on this machine: only where somebody wrote it down.
  house = await ownDistrict({}, { catalog: { ...catalog, databases: ['127.0.0.1', 'localhost'] } })
  steward = await house.as('steward')
  source = await secondDatabase()
}, 300_000)
afterAll(async () => {
  await source?.stop()
  await house?.platform.database.close()
})

const login = () => ({
  host: source.host,
  port: source.port,
  database: source.database,
  login: source.login,
  password: source.password,
  tls: 'off',
})

/** Shops as a department keeps them: with people’s names and telephones, and a picture nobody needs. */
async function shops(name: string, count: number): Promise<void> {
  await source.run(`create table ${name} (id bigint primary key, shop text not null, keeper text, phone varchar(20), opened date,
      area numeric(10,3), active boolean, changed timestamp not null, photo bytea);
    comment on table ${name} is '沿街商铺'; comment on column ${name}.keeper is '负责人'; comment on column ${name}.phone is '联系电话';
    comment on column ${name}.shop is '店名'; comment on column ${name}.area is '面积';
    insert into ${name} select n, '商铺' || n, '王小' || n, '138' || lpad(n::text, 8, '0'), date '2020-01-01' + (n % 900)::int, n / 8.0,
      n % 3 = 0, timestamp '2026-01-01 08:00' + n * interval '1 second', '\\x00' from generate_series(1, ${count}) n`)
}

const metadata = (zh: string) => ({
  name: { zh, en: zh },
  abstract: { zh, en: zh },
  class: '205001',
  provider: 'qingpu.grid_centre',
  sharing: 1,
  cycle: 2,
})

const chosen = [
  ['id', '编号'],
  ['shop', '店名'],
  ['phone', '联系电话'],
  ['opened', '开业日期'],
  ['area', '面积'],
  ['active', '营业中'],
  ['changed', '变更时间'],
].map(([from = '', zh]) => ({ from, name: from, title: { zh, en: from }, ...(from === 'phone' && { mask: 'phone' }) }))

async function register(): Promise<string> {
  const made = await steward.post(`${api}/databases`, { title: '市场所业务库', owner: 'qingpu.grid_centre', ...login() })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  return made.body.id
}

async function setUp(table: string, more: object = {}) {
  const made = await steward.post(`${api}/exchanges/database`, {
    title: `接入 ${table}`,
    database: await register(),
    table: `public.${table}`,
    columns: chosen,
    keyColumns: ['id'],
    changedBy: 'changed',
    batchSize: 100,
    timeoutMs: 2000,
    metadata: metadata(`商铺 ${table}`),
    ...more,
  })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  return made.body
}

const look = async (id: string) => (await steward.get(`${api}/exchanges/${id}`)).body
async function run(id: string, how: 'run' | 'resume' = 'run') {
  const asked = await steward.post(`${api}/exchanges/${id}/${how}`, how === 'resume' ? { why: '已经查明' } : undefined)
  expect(asked.status, JSON.stringify(asked.body)).toBe(200)
  await house.settle()
  return look(id)
}
const tableOf = async (resource: string) => (await steward.get(`${api}/resources/${resource}`)).body.distributions[0]

test('a steward registers a department’s database, chooses columns of a table and has its rows; then only what changed, and what is gone goes here too', async () => {
  await shops('shops', 420)
  const database = await register()
  const seen = await steward.get(`${api}/databases`)
  expect(JSON.stringify(seen.body)).not.toContain(source.password)
  const { items, server } = (await steward.get(`${api}/databases/${database}/tables`)).body
  expect(server).toMatch(/^PostgreSQL \d+/)
  const table = items.find(({ name }: { name: string }) => name === 'public.shops')
  expect(table).toMatchObject({ about: '沿街商铺', key: ['id'], kind: 'table' })
  expect(table.columns.find(({ name }: { name: string }) => name === 'photo').as).toBeNull()
  const first = (await steward.post(`${api}/databases/${database}/rows`, { table: 'public.shops' })).body
  expect(first.rows).toHaveLength(10)
  expect(JSON.stringify(first.rows)).not.toMatch(/1380000|王小1/)
  expect(first.columns.map(({ type }: { type: string }) => type)).toEqual([
    'integer',
    'text',
    'text',
    'text',
    'date',
    'decimal',
    'boolean',
    'instant',
  ])

  const made = await setUp('shops')
  let now = await run(made.id)
  expect(now, JSON.stringify(now)).toMatchObject({
    state: 'active',
    last: { state: 'done', rows: 420, added: 420, expected: 420, batches: 5 },
  })
  expect(now.runs[0].log.every(({ digest, theirs }: { digest: string; theirs: string }) => digest === theirs)).toBe(true)
  const kept = await tableOf(made.resource.id)
  expect(kept.rowCount).toBe(420)
  const sample = (await steward.get(`${api}/distributions/${kept.id}/sample`)).body.rows[7]
  // The source’s times have no zone: they are the district’s.
  expect(sample).toMatchObject({
    id: 8,
    shop: '商铺8',
    phone: '138****0008',
    area: 1,
    active: false,
    changed: '2026-01-01T00:00:08.000Z',
  })

  await source.run(`update shops set shop = '新店' || id, changed = '2026-02-01' where id <= 3;
    insert into shops select n, '商铺' || n, '王小', '13900000000', null, null, null, '2026-02-01' from generate_series(421, 422) n`)
  now = await run(made.id)
  expect(now.last).toMatchObject({ state: 'done', added: 2, changed: 3, removed: 0 })
  expect(now.last.rows).toBeLessThan(10)
  await source.run('delete from shops where id in (7, 9)')
  now = await run(made.id)
  expect(now.last).toMatchObject({ state: 'done', added: 0, changed: 0, removed: 2 })
  expect((await tableOf(made.resource.id)).rowCount).toBe(420)
  const lineage = (await steward.get(`${api}/resources/${made.resource.id}/lineage`)).body
  expect(lineage.nodes.map(({ title }: { title: { zh: string } }) => title.zh)).toContain('市场所业务库 · public.shops')
  expect((await steward.delete(`${api}/databases/${made.database}`)).body.code).toBe('database_in_use')
})

test('a line that is cut leaves whole batches and goes on behind them; a silent one is waited for; a changed table and bad values are quarantined with their reasons', async () => {
  await shops('stalls', 400)
  const made = await setUp('stalls')
  source.way('cut', 30_000)
  let now = await run(made.id)
  expect(now).toMatchObject({ state: 'active', reason: 'half', attempts: 1, last: { state: 'failed' } })
  expect(now.last.rows % 100).toBe(0)
  expect(now.last.rows).toBeLessThan(400)
  const came = now.last.rows
  source.way('silent')
  now = await run(made.id)
  expect(now).toMatchObject({ state: 'active', reason: 'slow', attempts: 2, last: { rows: 0 } })
  source.way('well')
  now = await run(made.id)
  expect(now).toMatchObject({
    state: 'active',
    reason: null,
    attempts: 0,
    last: { state: 'done', rows: 400 - came, added: 400 - came },
  })
  expect((await tableOf(made.resource.id)).rowCount).toBe(400)

  await source.run(`update stalls set area = 'NaN', changed = '2026-03-01' where id in (5, 6)`)
  now = await run(made.id)
  expect(now).toMatchObject({ state: 'quarantined', reason: 'wrong', last: { state: 'quarantined', changed: 0 } })
  expect(now.runs[0].refused).toMatchObject([
    { key: '5', item: 'area', code: 'type', value: 'NaN' },
    { key: '6', item: 'area', code: 'type', value: 'NaN' },
  ])
  await source.run(`update stalls set area = 4 where id in (5, 6)`)
  expect(await run(made.id, 'resume')).toMatchObject({ state: 'active', last: { state: 'done', changed: 2 } })

  await source.run('alter table stalls alter column area type text')
  now = await run(made.id)
  expect(now).toMatchObject({ state: 'quarantined', reason: 'wrong', last: { rows: 0 } })
  expect(now.detail).toBe('列 area 原来是 numeric(10,3)，现在是 text')
  await source.run('alter table stalls alter column area type numeric(10,3) using area::numeric')
  expect(await run(made.id, 'resume')).toMatchObject({ state: 'active', last: { state: 'done' } })

  await source.run('delete from stalls where id > 50')
  now = await run(made.id)
  expect(now).toMatchObject({ state: 'quarantined', reason: 'total' })
  expect(now.detail).toContain('对方少了 350 行（这里共 400 行）')
  expect((await tableOf(made.resource.id)).rowCount).toBe(400)
  expect(await run(made.id, 'resume')).toMatchObject({ state: 'active', last: { state: 'done', removed: 350 } })
  expect((await tableOf(made.resource.id)).rowCount).toBe(50)
})

test('only listed hosts are called, never the platform’s own database; a kept password goes nowhere else, and another unit sees nothing', async () => {
  for (const host of ['169.254.169.254', '10.0.0.8', 'metadata.internal', '[::1]', '2130706433'])
    expect((await steward.post(`${api}/databases/try`, { ...login(), host })).status, host).toBe(400)
  expect(['127.0.0.1', '169.254.169.254', '::1', 'fe80::1', '::ffff:127.0.0.1', '0.0.0.0'].every(isSpecial)).toBe(true)
  expect(['10.1.2.3', '192.168.3.4', '2001:db8::1'].some(isSpecial)).toBe(false)
  const { databaseUrl } = house.platform.config
  if (databaseUrl?.startsWith('postgres')) {
    const own = new URL(databaseUrl)
    const asked = {
      host: '127.0.0.1',
      port: Number(own.port),
      database: own.pathname.slice(1),
      login: own.username || 'postgres',
    }
    expect((await steward.post(`${api}/databases/try`, { ...asked, password: 'x', tls: 'off' })).body.code).toBe('own_database')
  }
  const id = await register()
  const common = await (await district()).as('steward')
  expect((await common.post(`${api}/databases/try`, login())).body.code).toBe('address_not_allowed')
  for (const patch of [{ port: source.port + 1 }, { tls: 'require' }])
    expect((await steward.patch(`${api}/databases/${id}`, { version: 1, ...patch })).body.code).toBe('password_needed')
  expect((await steward.patch(`${api}/databases/${id}`, { version: 1, title: '新名称' })).body).toMatchObject({
    title: '新名称',
    version: 2,
  })
  expect((await steward.patch(`${api}/databases/${id}`, { version: 1, title: '旧名称' })).body.code).toBe('stale_version')
  expect((await (await house.as('clerk')).get(`${api}/databases`)).status).toBe(403)
  const office = await house.as('data_office')
  const theirs = await office.post(`${api}/databases`, { title: '水务库', owner: 'qingpu.water', ...login() })
  expect(theirs.status, JSON.stringify(theirs.body)).toBe(200)
  for (const path of ['', '/tables']) expect((await steward.get(`${api}/databases/${theirs.body.id}${path}`)).status).toBe(404)
  expect((await steward.post(`${api}/databases`, { title: '水务库', owner: 'qingpu.water', ...login() })).status).toBe(403)
  expect((await steward.delete(`${api}/databases/${id}`)).status).toBe(200)
})

test('numbers are compared as numbers', () => {
  for (const [one, other] of [
    ['1.50', '1.5'],
    ['1e3', '1000'],
    ['0.00', '0'],
    ['-0.0', '0'],
    ['12.5e-3', '0.0125'],
    ['007', '7'],
  ])
    expect(plainValue('decimal', one as string)).toBe(plainValue('decimal', other as string))
  expect(plainValue('text', '1.50')).toBe('1.50')
})
