import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { digestOf } from './partner.ts'
import { loadPermits } from './stories.testing.ts'

type Mood = 'well' | 'half' | 'cut' | 'slow' | 'lying' | 'down' | 'odd' | 'renamed'
let house: TestDistrict
let steward: Person
let server: Server
let base: string
let mood: Mood = 'well'
const asked: string[] = []
const received: { key: string; items: Record<string, unknown>[] }[] = []
const wells = Array.from({ length: 25 }, (_, at) => ({
  code: `W${String(at).padStart(3, '0')}`,
  place: at % 2 ? '练塘镇' : '金泽镇',
  depth: at / 2,
  seen: '2026-02-01',
}))

function page(url: URL) {
  const from = Number(url.searchParams.get('after') ?? 0)
  const items: Record<string, unknown>[] = wells.slice(from, from + Number(url.searchParams.get('limit')))
  const next = from + items.length < wells.length ? String(from + items.length) : null
  const count = items.length
  // The first page is always good: what goes wrong goes wrong on the way.
  if (from > 0 && mood === 'half') return { items: items.slice(0, 3), count, digest: digestOf(items), next }
  if (from > 0 && mood === 'lying')
    return { items: items.map((item) => ({ ...item, depth: 99 })), count, digest: digestOf(items), next }
  if (from > 0 && mood === 'odd') {
    const odd = items.map((item) => ({ ...item, depth: 'deep' }))
    return { items: odd, count, digest: digestOf(odd), next }
  }
  if (from > 0 && mood === 'renamed') {
    const renamed = items.map(({ depth, ...item }) => ({ ...item, buried: depth }))
    return { items: renamed, count, digest: digestOf(renamed), next }
  }
  return { items, count, digest: digestOf(items), next, total: wells.length }
}

beforeAll(async () => {
  house = await district()
  steward = await house.as('steward')
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://partner')
    asked.push(url.search)
    if (mood === 'down') return void response.writeHead(503).end()
    if (mood === 'slow') return
    if (request.method === 'POST') {
      let text = ''
      request.on('data', (part) => (text += part))
      request.on('end', () => {
        const { items } = JSON.parse(text)
        if (mood !== 'lying') received.push({ key: String(request.headers['idempotency-key']), items })
        response.end(JSON.stringify({ received: mood === 'lying' ? items.length - 1 : items.length, digest: digestOf(items) }))
      })
      return
    }
    const body = JSON.stringify(page(url))
    if (mood === 'cut' && url.searchParams.has('after')) {
      response.writeHead(200, { 'content-length': Buffer.byteLength(body) })
      response.write(body.slice(0, 40))
      return void setTimeout(() => response.destroy(), 20)
    }
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wells`
}, 120_000)
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const metadata = {
  name: { zh: '水务局监测井', en: 'Wells' },
  abstract: { zh: '地下水监测井', en: 'Ground water wells' },
  class: '202002',
  provider: 'qingpu.grid_centre',
  sharing: 1,
  cycle: 2,
}
const columns = [
  ['code', '编号', 'text'],
  ['place', '街镇', 'text'],
  ['depth', '埋深', 'decimal'],
  ['seen', '观测日期', 'date'],
].map(([name, zh, type]) => ({ name, title: { zh, en: name }, type }))

const pull = (more: object = {}) =>
  steward.post('/api/catalog/exchanges/pull', {
    title: '水务局监测井',
    url: base,
    metadata,
    columns,
    keyColumns: ['code'],
    batchSize: 10,
    timeoutMs: 500,
    ...more,
  })
const look = async (id: string) => (await steward.get(`/api/catalog/exchanges/${id}`)).body
async function run(id: string) {
  expect((await steward.post(`/api/catalog/exchanges/${id}/run`)).status).toBe(200)
  await house.settle()
  return look(id)
}

test('a partner that answers half is tried again, then quarantined with the reason; when it is well the run goes on behind the last good batch', async () => {
  mood = 'half'
  const made = (await pull()).body
  let seen = await run(made.id)
  expect(seen).toMatchObject({ state: 'active', attempts: 1, reason: 'half', last: { state: 'failed', batches: 1, rows: 10 } })
  expect(seen.detail).toBe('对方称有 10 行，实际到了 3 行')
  mood = 'cut'
  await run(made.id)
  seen = await run(made.id)
  expect(seen).toMatchObject({ state: 'quarantined', reason: 'half', attempts: 3 })
  expect((await steward.post(`/api/catalog/exchanges/${made.id}/run`)).body.code).toBe('exchange_stopped')
  const messages = (await steward.get('/api/notify/messages')).body.items
  expect(messages.some(({ title }: { title: { zh: string } }) => title.zh === '数据交换已隔离')).toBe(true)
  const rowsNow = async () => (await steward.get(`/api/catalog/resources/${made.resource.id}`)).body.distributions[0]
  expect((await steward.get(`/api/catalog/distributions/${(await rowsNow()).id}/sample`)).body.rows).toHaveLength(10)

  mood = 'well'
  asked.length = 0
  await steward.post(`/api/catalog/exchanges/${made.id}/resume`, { why: '对方已修复' })
  await house.settle()
  seen = await look(made.id)
  expect(seen).toMatchObject({
    state: 'active',
    attempts: 0,
    reason: null,
    last: { state: 'done', why: 'resume', batches: 2, rows: 15, added: 15, changed: 0 },
  })
  expect(asked[0]).toContain('after=10')
  expect((await rowsNow()).rowCount).toBe(25)
  const paced = await steward.patch(`/api/catalog/exchanges/${made.id}`, { version: seen.version, everyMinutes: 60 })
  expect(paced.body).toMatchObject({ everyMinutes: 60, version: seen.version + 1 })
  expect((await steward.patch(`/api/catalog/exchanges/${made.id}`, { version: seen.version, everyMinutes: 5 })).status).toBe(409)
  expect(seen.runs[0].log[0]).toMatchObject({ number: 1, rows: 10, theirs: seen.runs[0].log[0].digest })
})

test('what is wrong is quarantined at once, what is slow or away only after it was waited for; nothing of a bad batch is kept', async () => {
  for (const [how, reason] of [
    ['lying', 'wrong'],
    ['odd', 'wrong'],
    ['renamed', 'wrong'],
  ] as const) {
    mood = 'well'
    const made = (await pull()).body
    mood = how
    const seen = await run(made.id)
    expect(seen).toMatchObject({ state: 'quarantined', reason, last: { state: 'quarantined', rows: 10 } })
    // What is not as agreed is told row by row; a wrong digest says nothing about rows.
    const { refused } = seen.runs[0]
    if (how === 'odd') expect(refused[0]).toEqual({ line: 11, key: 'W010', item: 'depth', code: 'type', value: 'deep' })
    if (how === 'renamed') expect(refused[0]).toMatchObject({ line: 11, item: 'buried', code: 'strange' })
    expect(refused).toHaveLength(how === 'lying' ? 0 : 10)
    mood = 'well'
    await steward.post(`/api/catalog/exchanges/${made.id}/resume`, { why: '对方已修复' })
    await house.settle()
    expect(await look(made.id)).toMatchObject({ state: 'active', last: { state: 'done', rows: 15, added: 15 } })
  }
  for (const [how, reason] of [
    ['slow', 'slow'],
    ['down', 'status'],
  ] as const) {
    mood = how
    const made = (await pull()).body
    const seen = await run(made.id)
    expect(seen).toMatchObject({ state: 'active', reason, attempts: 1 })
    expect(new Date(seen.nextAt).getTime()).toBeLessThan(house.clock.now.getTime() + 3 * 60_000)
  }
  mood = 'well'
  const attempt = (more: object = {}) =>
    steward.post('/api/catalog/exchanges/try', { url: base, provider: 'qingpu.grid_centre', timeoutMs: 500, ...more })
  const tried = (await attempt()).body
  expect(tried).toMatchObject({ keys: ['code'], total: 25 })
  expect(tried.columns.map(({ type }: { type: string }) => type)).toEqual(['text', 'text', 'decimal', 'date'])
  expect(tried.rows[0]).toEqual({ code: 'W000', place: '金泽镇', depth: 0, seen: '2026-02-01' })
  mood = 'slow'
  expect((await attempt()).body).toMatchObject({ code: 'try_failed', status: 409 })
  mood = 'well'
  expect((await attempt({ url: 'http://169.254.169.254/' })).body.code).toBe('host_not_allowed')
  expect((await attempt({ provider: 'qingpu.water' })).status).toBe(403)
  expect((await pull({ url: 'http://169.254.169.254/latest' })).body.code).toBe('host_not_allowed')
  expect((await (await house.as('clerk')).get('/api/catalog/exchanges')).status).toBe(403)
})

test('a share is pushed in batches, then only what is new; a receipt that does not fit stops it, and revoking does', async () => {
  mood = 'well'
  const clerk = await house.as('clerk')
  const { table } = await loadPermits(house, { sharing: 1, sharingBasis: null })
  const share = (
    await clerk.post('/api/catalog/applications', {
      distribution: table,
      fields: ['许可编号', '街镇'],
      filters: [{ column: '街镇', op: 'eq', value: '夏阳街道' }],
      purpose: '本街道门店许可核查',
      duty: '街道监管职责',
      how: 'exchange',
      quotaPerDay: 50,
      expiresOn: new Date(house.clock.now.getTime() + 90 * 86_400_000).toISOString().slice(0, 10),
    })
  ).body.share
  const made = await steward.post('/api/catalog/exchanges/push', { title: '推送夏阳', url: base, share, batchSize: 8 })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const seen = await run(made.body.id)
  expect(seen.last).toMatchObject({ state: 'done', batches: 3, rows: 20 })
  const items = received.flatMap((batch) => batch.items)
  expect(new Set(items.map((item) => item['许可编号'])).size).toBe(20)
  expect(Object.keys(items[0] ?? {})).toEqual(['许可编号', '街镇'])
  received.length = 0
  expect((await run(made.body.id)).last).toMatchObject({ state: 'done', rows: 0 })
  expect(received).toHaveLength(0)
  const detail = (await steward.get(`/api/catalog/shares/${share}`)).body
  expect(detail.days[0]).toMatchObject({ calls: 3, rows: 20 })
  const again = (await steward.post('/api/catalog/exchanges/push', { title: '推送夏阳二', url: base, share, batchSize: 8 })).body
  mood = 'lying'
  expect(await run(again.id)).toMatchObject({ state: 'active', reason: 'half', last: { rows: 0 } })
  mood = 'well'
  await steward.post(`/api/catalog/shares/${share}/revoke`, { why: '不再需要' })
  expect(await run(again.id)).toMatchObject({ state: 'quarantined', reason: 'share' })
})
