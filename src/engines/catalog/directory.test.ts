import { expect, test } from 'vitest'
import { district, type TestDistrict } from '../../app/testing.ts'
import { createTableResource, readRows, resources } from '#engines/catalog'
import { type Ctx, system } from '#kernel'

const outside = (house: TestDistrict): Ctx => house.platform.outside({ user: system, origin: { kind: 'cli', name: 'story' } })

const parking = {
  source: 'upload' as const,
  format: '0200' as const,
  name: { zh: '公共停车场', en: 'Car parks' },
  abstract: { zh: '全区公共停车场名录', en: 'Public car parks of the district' },
  class: '204001',
  provider: 'qingpu.transport',
  sharing: 1,
  opening: 1,
  cycle: 4,
  tags: ['泊位名录'],
  related: [],
  sharingWays: ['api' as const],
}
async function* lines(count: number) {
  const batch = Array.from({ length: count }, (_, at) => [
    `${at + 1}`,
    at % 2 ? `夏阳第${at}停车场` : `盈浦第${at}停车场`,
    `${20 + (at % 7)}`,
    (at / 3).toFixed(2),
    at % 5 ? '2026-01-15' : '',
    `0${at}`,
  ])
  yield batch
}
export const loadParking = (house: TestDistrict, name = parking.name.zh, count = 200) =>
  createTableResource(outside(house), {
    resource: { ...parking, name: { zh: name, en: name } },
    header: ['编号', '名称', '泊位数', '费率', '启用日期', '场库码'],
    batches: lines(count),
    from: () => ({ ref: 'catalog.source:parking.csv', detail: { file: 'parking.csv' } }),
  })

test('what the rooms declare stands in the directory by itself, with class, provider, items and their types', async () => {
  const house = await district()
  const clerk = await house.as('clerk')
  const found = (await clerk.get('/api/catalog/resources?q=案件')).body
  const cases = found.items.find((item: { slug: string }) => item.slug === 'cases-case-v1')
  expect(cases).toMatchObject({ source: 'dataset', class: '201001', sharing: 2, provider: 'qingpu.grid_centre', cycle: 1 })
  expect(cases.code).toMatch(/^201001\/\d{6}$/)
  const { body } = await clerk.get(`/api/catalog/resources/${cases.id}`)
  const type = (name: string) => body.distributions[0].items.find((item: { name: string }) => item.name === name)?.type
  expect([type('number'), type('due_at'), type('lon'), type('suspended')]).toEqual(['text', 'instant', 'decimal', 'boolean'])
  expect(body.may).toEqual({ steward: false, apply: true, sample: false })
  expect((await clerk.get(`/api/catalog/distributions/${body.distributions[0].id}/sample`)).status).toBe(403)
  expect((await (await house.as('resident')).get('/api/catalog/resources')).status).toBe(403)
})

test('a table from outside becomes a typed one: searched in Chinese, filtered, sorted, paged by key, counted', async () => {
  const house = await district()
  const id = await loadParking(house)
  const clerk = await house.as('clerk')
  const { body } = await clerk.get(`/api/catalog/resources/${id}`)
  const [table] = body.distributions
  expect(table.items.map(({ type }: { type: string }) => type)).toEqual(['integer', 'text', 'integer', 'decimal', 'date', 'text'])
  expect((await clerk.get(`/api/catalog/distributions/${table.id}/sample`)).body.rows).toHaveLength(20)
  await house.platform.transact({ user: system, origin: { kind: 'cli', name: 'story' } }, 'read', async (ctx) => {
    const read = (query: object) => readRows(ctx, table.id, { limit: 10, ...query })
    expect((await read({ q: '夏阳' })).total).toBe(100)
    expect(await read({ filters: [{ column: '泊位数', op: 'gte', value: '26' }], columns: ['名称'] })).toMatchObject({
      total: 28,
    })
    expect((await read({ filters: [{ column: '启用日期', op: 'null', value: true }], limit: 0 })).total).toBe(40)
    await expect(read({ filters: [{ column: '泊位数', op: 'eq', value: '1; drop table x' }] })).rejects.toMatchObject({
      code: 'value_wrong',
    })
    await expect(read({ filters: [{ column: '"; drop', op: 'eq', value: '1' }] })).rejects.toMatchObject({
      code: 'column_unknown',
    })
    for (const direction of ['asc', 'desc'] as const) {
      const seen: unknown[] = []
      let after: string | undefined
      do {
        const page = await read({ sort: { column: '启用日期', direction }, limit: 30, ...(after && { after }) })
        seen.push(...page.rows.map((row) => row['编号']))
        after = page.next ?? undefined
      } while (after)
      expect(new Set(seen).size).toBe(200)
      expect(seen).toHaveLength(200)
    }
    expect((await resources(ctx, { q: '停车', facets: ['provider', 'tag'] })).facets['tag']).toContainEqual({
      value: '泊位名录',
      count: 1,
    })
  })
})

const uploadedBy = async (house: TestDistrict, account: string, csv: string, metadata: object) => {
  const { token } = await house.as(account)
  const part = (head: string, body: string) => `--x-story\r\ncontent-disposition: form-data; ${head}\r\n\r\n${body}\r\n`
  const payload = `${part('name="metadata"', JSON.stringify(metadata))}${part('name="file"; filename="排口.csv"\r\ncontent-type: text/csv', csv)}--x-story--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=x-story', authorization: `Bearer ${token}` }
  const answer = await house.app.inject({ method: 'POST', url: '/api/catalog/tables', headers, payload })
  return { status: answer.statusCode, body: answer.json() }
}

test('a steward uploads a file with what the directory says of it; a torn line enters nothing; a ledger is there by itself', async () => {
  const house = await district()
  const text = { zh: '排口清单', en: 'Outlets' }
  const metadata = { name: text, abstract: text, class: '202001', provider: 'qingpu.grid_centre', sharing: 1, cycle: 8 }
  const made = await uploadedBy(house, 'steward', '编号,联系电话,流量\n007,13800001111,1.5\n008,,2\n', metadata)
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const [table] = made.body.distributions
  expect(table).toMatchObject({ rowCount: 2, digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(table.items.map(({ type, mask }: { type: string; mask: string }) => [type, mask])).toEqual([
    ['text', null],
    ['text', 'phone'],
    ['decimal', null],
  ])
  const sample = (await (await house.as('clerk')).get(`/api/catalog/distributions/${table.id}/sample`)).body
  expect(sample.rows[0]).toEqual({ 编号: '007', 联系电话: '138****1111', 流量: 1.5 })
  const torn = await uploadedBy(house, 'steward', '编号,名称\n1,甲\n2\n', { ...metadata, name: { zh: '坏的', en: 'Bad' } })
  expect([torn.status, torn.body.code]).toEqual([400, 'faulty_cells'])
  expect((await uploadedBy(house, 'steward', '编号\n1\n', { ...metadata, provider: 'qingpu.water' })).status).toBe(403)
  expect((await uploadedBy(house, 'steward', '编号\n1\n', { ...metadata, sharing: 3 })).body.code).toBe('basis_missing')
  const ledgers = (await (await house.as('clerk')).get('/api/catalog/resources?source=register')).body
  expect(ledgers.total).toBeGreaterThan(0)
})
