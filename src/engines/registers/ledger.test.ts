import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '#engines/audit'
import { geo } from '#engines/geo'
import { defineModule, type Grant, newId, permissions, system } from '#kernel'
import { type Person, rows, smallDistrict, type TestDistrict } from '../../app/testing.ts'
import { qingpuMap } from '../../districts/qingpu/map/map.ts'
import { tableFaults } from './agreement.ts'
import { upsertRows } from './batch.ts'
import { area, boolean, choice, date, decimal, instant, integer, point, reference, secret, text } from './columns.ts'
import { defineRegister, type Change } from './define.ts'
import { registers } from './module.ts'
import { register } from './register.ts'
import { tableSql } from './table.ts'

const both = (zh: string) => ({ zh, en: zh })
const said = { retention: both('5 年'), legalBasis: both('无') }
const may = { read: 'yard.read', edit: 'yard.edit', unmask: 'yard.unmask' }
const owners = defineRegister({
  id: 'yard.owners',
  title: both('业主'),
  about: both('谁的'),
  naturalKey: ['number'],
  label: 'title',
  columns: {
    number: text({ title: both('编号'), required: true, search: true, filter: 'prefix', sort: true }),
    title: text({ title: both('名称'), required: true, search: true }),
    id_number: secret({ title: both('证件号'), mask: 'id-number', filter: true }),
    above: reference({ title: both('上级'), to: 'yard.owners', filter: true }),
    area: area({ title: both('区域'), filter: true }),
  },
  may,
  ...said,
})
const heard: Change[] = []
const boats = defineRegister({
  id: 'yard.boats',
  title: both('船只'),
  about: both('船只台账'),
  label: 'name',
  columns: {
    name: text({ title: both('船名'), required: true, search: true, personal: true }),
    owner: reference({ title: both('业主'), to: 'yard.owners', required: true, filter: true }),
    kind: choice({ title: both('类别'), filter: true, sort: true, codes: { cargo: both('货船'), ferry: both('渡船') } }),
    tons: decimal({ title: both('吨位'), digits: 1, min: 0, filter: true, sort: true }),
    seats: integer({ title: both('座位'), filter: true, sort: true }),
    afloat: boolean({ title: both('在航'), filter: true }),
    built: date({ title: both('建造'), filter: true, sort: true }),
    seen: instant({ title: both('最近靠泊'), filter: true, sort: true }),
    berth: point({ title: both('泊位'), filter: true }),
    area: area({ title: both('区域'), required: true, filter: true }),
    note: text({ title: both('备注'), wide: true }),
  },
  may,
  within: { area: 'area' },
  map: { column: 'berth' },
  ...said,
  onChange: async (_ctx, changes) => void heard.push(...changes),
})

const yard = defineModule({
  id: 'yard',
  title: both('船厂'),
  contributes: [
    permissions({ 'yard.read': both('看'), 'yard.edit': both('改'), 'yard.unmask': both('看全') }),
    register(owners),
    register(boats),
  ],
})
const all = (...names: string[]): Grant[] => names.map((name) => ({ capability: `yard.${name}`, tree: 'all' }))
const XIAYANG = '310118000000.310118001000'
const inXiayang = (...names: string[]): Grant[] =>
  names.map((name) => ({ capability: `yard.${name}`, tree: 'area', path: XIAYANG }))

let house: TestDistrict
let keeper: Person
let reader: Person
let clerk: Person
const path = '/api/yard/boats'
const asSystem = { user: system, origin: { kind: 'job' as const, name: 'test' } }
const made = { owner: '' }

afterAll(() => house.platform.database.close())
beforeAll(async () => {
  house = await smallDistrict(
    [audit, geo, registers, yard],
    { keeper: all('read', 'edit', 'unmask'), reader: all('read'), clerk: inXiayang('read', 'edit') },
    { geo: qingpuMap },
  )
  await house.platform.database.script(`create schema yard; ${tableSql(owners)} ${tableSql(boats)}`)
  ;[keeper, reader, clerk] = [await house.as('keeper'), await house.as('reader'), await house.as('clerk')]
  made.owner = (await add(owners.path, { number: 'Y-1', title: '水运公司', id_number: '310118199003070021' })).id
}, 180_000)

async function add(at: string, values: object) {
  const answer = await keeper.post(at, { values })
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
  return answer.body
}
const boat = (values: object = {}) => add(path, { name: '青浦号', owner: made.owner, area: XIAYANG, ...values })
const names = async (query: string) =>
  (await keeper.get(`${path}?${query}`)).body.items.map((row: { label: string }) => row.label)

test('the statements that are written for a table make one that agrees with its register', async () => {
  expect(await house.platform.transact(asSystem, 'read', tableFaults)).toEqual([])
})

describe('a keeper of boats', () => {
  test('sees the registers there are, and what can be done with each', async () => {
    expect((await reader.get('/api/registers')).body.items).toMatchObject([
      { id: 'yard.owners', path: '/api/yard/owners', may: { edit: false, export: true } },
      { id: 'yard.boats', may: { edit: false } },
    ])
    const shape = (await keeper.get(`${path}/shape`)).body
    expect(shape).toMatchObject({ layer: 'yard-boats', may: { edit: true, unmask: false } })
    expect(shape.columns.find(({ name }: { name: string }) => name === 'owner')).toMatchObject({
      to: { register: 'yard.owners', path: '/api/yard/owners' },
      filters: ['eq', 'empty'],
    })
  })

  test('is told every field that is wrong, in place', async () => {
    const answer = await keeper.post(path, {
      values: { owner: made.owner, area: '没有', kind: 'plane', tons: -1, built: '2026-02-30' },
    })
    expect(answer.status).toBe(400)
    expect(answer.body.errors.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual([
      ['values.name', 'required'],
      ['values.kind', 'enum'],
      ['values.tons', 'minimum'],
      ['values.built', 'date'],
      ['values.area', 'dangling'],
    ])
    expect(await keeper.post(path, { values: { owner: newId(), name: 'x', area: XIAYANG } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'values.owner', code: 'dangling' }] },
    })
  })

  test('filters by each type, sorts with blanks last, and pages without losing or repeating a row', async () => {
    await boat({
      name: '甲船',
      kind: 'cargo',
      tons: 12.5,
      built: '2001-05-06',
      seen: '2026-03-01T15:59:00Z',
      berth: { lon: 121.01, lat: 31.11 },
    })
    await boat({ name: '乙船', kind: 'ferry', seats: 40, built: '2011-05-06', seen: '2026-03-01T16:01:00Z', afloat: true })
    await boat({ name: '丙船', kind: 'ferry', seats: 40, tons: 3 })
    expect(await names('filter.kind=cargo')).toEqual(['甲船'])
    expect(await names('filter.kind=渡船&sort=built')).toEqual(['乙船', '丙船'])
    expect(await names('filter.built.from=2005-01-01&filter.built.to=2020/1/1')).toEqual(['乙船'])
    expect(await names('filter.seen.to=2026-03-01')).toEqual(['甲船'])
    expect(await names('filter.tons.empty=true')).toEqual(['乙船'])
    expect(await names('filter.berth.within=121,31,121.1,31.2')).toEqual(['甲船'])
    expect(await names('filter.afloat=是')).toEqual(['乙船'])
    expect(await names('filter.area=夏阳街道&filter.seats=40&filter.kind=ferry&sort=-tons')).toEqual(['丙船', '乙船'])
    for (const sort of ['tons', '-tons', 'seats', '-seen', 'id', 'kind']) {
      const whole = await names(`sort=${sort}`)
      const paged: string[] = []
      for (let next = ''; paged.length < 10; ) {
        const page = (await keeper.get(`${path}?sort=${sort}&limit=1${next && `&cursor=${next}`}`)).body
        paged.push(...page.items.map((row: { label: string }) => row.label))
        if (!page.next) break
        next = page.next
      }
      expect({ sort, paged }).toEqual({ sort, paged: whole })
    }
    expect((await keeper.get(`${path}?count=true&limit=1`)).body.count).toEqual({ rows: 3, exact: true })
    const layer = await keeper.get('/api/geo/layers/yard-boats/features?bbox=121,31,121.1,31.2')
    expect(layer.body.features).toMatchObject([{ properties: { label: '甲船', kind: '货船' } }])
  })

  test('shows references by name, and the owner shows who refers to it', async () => {
    const { id } = await boat({ name: '丁船' })
    expect((await keeper.get(`${path}/${id}`)).body.titles).toMatchObject({ owner: { zh: '水运公司' } })
    const owner = (await keeper.get(`${owners.path}/${made.owner}`)).body
    expect(owner).toMatchObject({
      values: { id_number: '310*************21' },
      referrers: [{ register: 'yard.boats', column: 'owner' }],
    })
    const refused = await keeper.delete(`${owners.path}/${made.owner}`, { version: 1, why: '注销' })
    expect(refused).toMatchObject({ status: 409, body: { code: 'still_referred' } })
    expect(refused.body.detail).toContain('船只')
  })

  test('two who change the same row: the second is shown what the first did', async () => {
    const { id } = await boat({ name: '戊船' })
    expect(await keeper.patch(`${path}/${id}`, { version: 1, values: { tons: 5 }, why: '重新丈量' })).toMatchObject({
      status: 200,
    })
    expect(await clerk.patch(`${path}/${id}`, { version: 1, values: { tons: 6 } })).toMatchObject({
      status: 409,
      body: { code: 'stale_version', current: { version: 2, values: { tons: 5 } } },
    })
    expect(heard.at(-1)).toMatchObject({ before: { values: { tons: null } }, after: { version: 2, values: { tons: 5 } } })
  })

  test('removes a row, finds it among the removed, and brings it back; all of it is in the history', async () => {
    const { id } = await boat({ name: '己船' })
    expect((await keeper.delete(`${path}/${id}`, { version: 1, why: '拆解' })).status).toBe(204)
    expect(await names('q=己船')).toEqual([])
    expect(await names('q=己船&removed=true')).toEqual(['己船'])
    expect((await reader.get(`${path}?removed=true`)).status).toBe(403)
    expect(await keeper.post(`${path}/${id}/restore`, { version: 2 })).toMatchObject({ status: 200, body: { removedAt: null } })
    expect(await names('q=己船')).toEqual(['己船'])
    const told = (await keeper.get(`${path}/${id}/history`)).body.items
    expect(told.map(({ act, why }: { act: string; why: string }) => [act, why])).toEqual([
      ['restored', null],
      ['removed', '拆解'],
      ['created', null],
    ])
  })

  test('cannot let an owner stand above itself, not even by way of another', async () => {
    const second = await add(owners.path, { number: 'Y-2', title: '二级', above: 'Y-1' })
    const third = await add(owners.path, { number: 'Y-3', title: '三级', above: second.id })
    const refused = await keeper.patch(`${owners.path}/${second.id}`, { version: 1, values: { above: third.id } })
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'values.above', code: 'circular' }] } })
    expect(await keeper.patch(`${owners.path}/${third.id}`, { version: 1, values: { above: null } })).toMatchObject({
      status: 200,
    })
  })

  test('the same natural key cannot be there twice', async () => {
    expect(await keeper.post(owners.path, { values: { number: 'Y-1', title: '又一个' } })).toMatchObject({
      status: 409,
      body: { code: 'already_there' },
    })
  })
})

describe('who sees and does what', () => {
  test('a clerk of one town keeps to that town: neither sees, nor brings in, nor moves a row out', async () => {
    const elsewhere = await boat({ name: '外船', area: '310118102000' })
    const here = await boat({ name: '内船' })
    for (const call of [
      clerk.get(`${path}/${elsewhere.id}`),
      clerk.get(`${path}/${elsewhere.id}/history`),
      clerk.patch(`${path}/${elsewhere.id}`, { version: 1, values: {} }),
    ])
      expect((await call).status).toBe(404)
    expect(await clerk.patch(`${path}/${here.id}`, { version: 1, values: { area: '310118102000' } })).toMatchObject({
      status: 403,
      body: { code: 'out_of_reach' },
    })
    expect((await clerk.get(`${path}?q=外船`)).body.items).toEqual([])
    expect((await reader.patch(`${path}/${here.id}`, { version: 1, values: {} })).status).toBe(403)
  })

  test('a sealed number is found by its whole value, read in clear for a purpose, and lies nowhere open', async () => {
    const number = '310118199003070021'
    expect((await keeper.get(`${owners.path}?filter.id_number=${number}`)).body.items).toMatchObject([{ id: made.owner }])
    expect((await keeper.get(`${owners.path}?filter.id_number=310118`)).body.items).toEqual([])
    const url = `${owners.path}/${made.owner}`
    expect((await keeper.post(`${url}/unmask`, { purpose: '' })).status).toBe(400)
    expect((await reader.post(`${url}/unmask`, { purpose: '核对业主身份' })).status).toBe(403)
    expect((await keeper.post(`${url}/unmask`, { purpose: '核对业主身份' })).body).toEqual({ values: { id_number: number } })
    const [entry] = await rows<{ why: string }>(
      house.platform,
      `select why from audit.entry where ref = 'yard.owners:${made.owner}' and action = 'audit.read'`,
    )
    expect(entry).toEqual({ why: '核对业主身份' })
    await keeper.patch(url, { version: 1, values: { id_number: '310118199003070048' } })
    const history = (await keeper.get(`${url}/history`)).body
    expect(history.items[0].changes).toEqual([{ column: 'id_number', before: '310*************21', after: '310*************48' }])
    for (const table of ['registers.history', 'audit.entry', 'yard.owners'])
      expect(await rows(house.platform, `select 1 from ${table} t where t::text like '%19900307%'`)).toEqual([])
  })

  test('a view of a list is kept for oneself; what the list would refuse is not kept', async () => {
    const view = { name: '渡船', query: { 'filter.kind': 'ferry', sort: '-tons' } }
    expect(await keeper.put(`${path}/views`, view)).toMatchObject({ status: 200, body: { mine: true, shared: false } })
    expect(await keeper.put(`${path}/views`, view)).toMatchObject({ status: 409, body: { code: 'view_taken' } })
    expect((await keeper.put(`${path}/views`, { name: '坏', query: { sort: 'drop table' } })).status).toBe(400)
    expect((await reader.get(`${path}/views`)).body.items).toEqual([])
    const [kept] = (await keeper.get(`${path}/views`)).body.items
    expect((await reader.delete(`${path}/views/${kept.id}`)).status).toBe(404)
    expect((await keeper.delete(`${path}/views/${kept.id}`)).status).toBe(204)
  })
})

test('no name, value, sort, column or cursor that anybody sends becomes SQL', async () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom(
      "'",
      '"',
      "';drop table yard.boats;--",
      'id; select 1',
      '__proto__',
      'constructor',
      'search',
      'created_by',
      '\\',
      '%',
      '{}',
      'name"',
      't.id',
      '1=1',
      "') or true --",
      'tons.from',
      'owner.title',
    ),
  )
  const before = (await keeper.get(`${path}?count=true`)).body.count.rows
  await fc.assert(
    fc.asyncProperty(
      hostile,
      hostile,
      fc.constantFrom(
        'sort',
        'columns',
        'cursor',
        'q',
        'filter.',
        'filter.name',
        'filter.kind',
        'filter.tons.from',
        'filter.area',
        'filter.owner',
        'filter.berth.within',
        'filter.id_number',
      ),
      async (name, value, where) => {
        const key = where === 'filter.' ? `filter.${name}` : where
        const answer = await keeper.get(`${path}?${new URLSearchParams({ [key]: value })}`)
        expect([200, 400], JSON.stringify([key, value, answer.body])).toContain(answer.status)
        if (where === 'filter.') expect(answer.status).toBe(400)
      },
    ),
    { numRuns: 150 },
  )
  expect((await keeper.get(`${path}?count=true`)).body.count.rows).toBe(before)
  for (const query of [
    Array.from({ length: 30 }, () => 'filter.seats=1').join('&'),
    `filter.name=${'x'.repeat(300)}`,
    'limit=100000',
    'filter.note=x',
  ])
    expect([200, 400]).toContain((await keeper.get(`${path}?${query}`)).status)
  const many = Array.from({ length: 101 }, (_, n) => `filter.seats=${n}`).join('&')
  expect((await keeper.get(`${path}?${many}`)).status).toBe(400)
})

test('a batch refers to rows by their keys, and an owner taken away meanwhile is missed', async () => {
  const put = (values: Record<string, unknown>[]) =>
    house.platform.transact(asSystem, 'write', (ctx) => upsertRows(ctx, boats, values))
  const rowsIn = [
    { name: '批一', owner: 'Y-1', area: '夏阳街道' },
    { name: '批二', owner: 'Y-404', area: '夏阳街道' },
  ]
  expect(await put(rowsIn)).toMatchObject([
    { outcome: 'added' },
    { outcome: 'refused', faults: [{ path: 'owner', code: 'dangling' }] },
  ])
})
