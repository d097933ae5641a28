import { beforeAll, expect, test } from 'vitest'
import { system } from '#kernel'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { sources } from '../../modules/environment/sources.ts'
import { insertRows } from './rows.ts'

const path = '/api/environment/sources'
const AREA = '310118000000.310118102000'
let house: TestDistrict
let officer: Person
let serial = 0
beforeAll(async () => {
  house = await district()
  officer = await house.as('environment')
}, 180_000)

interface Entry {
  id: string
  version: number
  values: Record<string, unknown>
}
/** Works of one story, told apart by the first signs of their code. */
async function works(prefix: string, count: number, more: object = {}): Promise<Entry[]> {
  const made: Entry[] = []
  for (let n = 0; n < count; n++) {
    const credit_code = `${prefix}${String(++serial).padStart(4, '0')}`.padEnd(18, 'X')
    const values = { name: `批量${credit_code}`, credit_code, kind: 'water', area: AREA, phone: '13812345678', ...more }
    const answer = await officer.post(path, { values })
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
    made.push(answer.body)
  }
  return made
}
const markOf = ({ id, version }: Entry) => ({ id, version })
const now = async ({ id }: Entry): Promise<Entry> => (await officer.get(`${path}/${id}`)).body

test('a clerk changes one field of many entries in one step, finds it in each history, and takes it back', async () => {
  const three = await works('91310118MBAA', 3)
  const { status, body } = await officer.post(`${path}/bulk`, {
    rows: three.map(markOf),
    values: { industry: '46', kind: 'air' },
    why: '行业重新认定',
  })
  expect({ status, body }).toMatchObject({ status: 200, body: { changed: 3, same: 0, refused: [], stale: [] } })
  for (const one of three) expect(await now(one)).toMatchObject({ version: 2, values: { industry: '46', kind: 'air' } })
  const [latest] = (await officer.get(`${path}/${three[0]?.id}/history`)).body.items
  expect(latest).toMatchObject({ act: 'changed', why: '行业重新认定', source: `bulk:${body.bulk}` })

  // One of them goes on meanwhile: it stays as somebody left it.
  const busy = three[2] as Entry
  await officer.patch(`${path}/${busy.id}`, { version: 2, values: { industry: '17' } })
  const back = await officer.post(`${path}/bulk/undo`, { bulk: body.bulk })
  expect(back.body).toMatchObject({ changed: 2, stale: [{ id: busy.id }] })
  expect(await now(three[0] as Entry)).toMatchObject({
    version: 3,
    values: { industry: null, kind: 'water', phone: '138****5678' },
  })
  expect(await now(busy)).toMatchObject({ version: 3, values: { industry: '17', kind: 'air' } })
  expect((await officer.post(`${path}/${(three[0] as Entry).id}/unmask`, { purpose: '核对电话' })).body.values).toMatchObject({
    phone: '13812345678',
  })
  // Nobody takes back what another did.
  expect((await (await house.as('admin')).post(`${path}/bulk/undo`, { bulk: body.bulk })).status).toBe(404)
})

test('entries that somebody changed meanwhile stop all of it and are named; left out on request', async () => {
  const [calm, busy] = (await works('91310118MBBB', 2)) as [Entry, Entry]
  await officer.patch(`${path}/${busy.id}`, { version: 1, values: { industry: '17' } })
  const change = { rows: [markOf(calm), markOf(busy)], values: { industry: '39' } }
  const refused = await officer.post(`${path}/bulk`, change)
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'bulk_stale', current: { stale: [{ id: busy.id, label: busy.values['name'] }] } },
  })
  expect(await now(calm)).toMatchObject({ version: 1, values: { industry: null } })
  const rest = await officer.post(`${path}/bulk`, { ...change, skipStale: true })
  expect(rest.body).toMatchObject({ changed: 1, stale: [{ id: busy.id }] })
  expect(await now(calm)).toMatchObject({ values: { industry: '39' } })
})

test('whatever fits the filters is changed, as many as were seen; what its own rules refuse stays and is told', async () => {
  const permits = await works('91310118MBCC', 3, { permit_number: '91310118MBCC00000001A', permit_until: '2027-01-01' })
  const [free] = (await works('91310118MBCC', 1)) as [Entry]
  const query = { 'filter.credit_code.prefix': '91310118MBCC' }
  const change = { query, values: { permit_until: null } }
  expect(await officer.post(`${path}/bulk`, { ...change, count: 9 })).toMatchObject({
    status: 409,
    body: { code: 'bulk_moved' },
  })
  const { body } = await officer.post(`${path}/bulk`, { ...change, count: 4 })
  expect(body).toMatchObject({ changed: 0, same: 1, refused: permits.map(() => ({ faults: [{ path: 'permit_until' }] })) })
  expect((await officer.post(`${path}/bulk`, { query, values: { industry: '13' } })).body).toMatchObject({ changed: 4 })
  expect(await now(free)).toMatchObject({ values: { industry: '13' } })
})

test('keys, wrong values and rows out of reach are refused; names of places and units are understood', async () => {
  const [one] = (await works('91310118MBDD', 1)) as [Entry]
  const rows = [markOf(one)]
  const send = (body: object, who = officer) => who.post(`${path}/bulk`, body)
  expect(await send({ rows, values: { credit_code: '91310118MBDD99999X' } })).toMatchObject({
    status: 400,
    body: { code: 'bulk_key' },
  })
  expect(await send({ rows, values: {} })).toMatchObject({ status: 400, body: { code: 'bulk_nothing' } })
  expect(await send({ values: { industry: '13' } })).toMatchObject({ status: 400, body: { code: 'bulk_nothing' } })
  expect(await send({ rows, values: { kind: 'noise-and-light' } })).toMatchObject({ status: 400, body: { code: 'invalid' } })
  expect(await send({ rows, values: { area: '无名镇' } })).toMatchObject({ status: 400, body: { code: 'invalid' } })
  expect(await send({ rows, values: { industry: '13' } }, await house.as('resident'))).toMatchObject({ status: 403 })
  expect((await send({ rows, values: { area: '夏阳街道' } })).body).toMatchObject({ changed: 1 })
  expect(await now(one)).toMatchObject({ values: { area: '310118000000.310118001000' } })
})

test('the map shows every entry of the list that lies in view: each by itself, or gathered with their number', async () => {
  const near = { place: { lon: 121.2001, lat: 31.2001 } }
  await works('91310118MBEE', 3, near)
  await works('91310118MBEE', 1)
  const box = 'bbox=121.19,31.19,121.21,31.21&filter.credit_code.prefix=91310118MBEE'
  const { body } = await officer.get(`${path}/places?${box}&zoom=14`)
  expect(body).toMatchObject({ inView: 3, unplaced: { rows: 1, exact: true } })
  expect(body.items).toHaveLength(3)
  expect(body.items[0]).toMatchObject({ rows: 1, id: expect.any(String), label: expect.stringContaining('批量') })
  await officer.post(`${path}/bulk`, { query: { 'filter.credit_code.prefix': '91310118MBEE' }, values: { place: near.place } })
  expect((await officer.get(`${path}/places?${box}`)).body).toMatchObject({ inView: 4, unplaced: { rows: 0 } })
  expect((await officer.get(`${path}/places?bbox=1,2,3`)).body.code).toBe('bad_query')
  expect((await (await house.as('resident')).get(`${path}/places?${box}`)).status).toBe(403)
  const points = Array.from({ length: 450 }, (_, n) => [n % 30, Math.floor(n / 30)] as const)
  await house.platform.transact({ user: system, origin: { kind: 'job', name: 'test' } }, 'write', (ctx) =>
    insertRows(
      ctx,
      sources,
      points.map(([x, y], n) => ({
        name: `密集${n}`,
        credit_code: `91310118MBFF${String(n).padStart(4, '0')}XX`,
        kind: 'water' as const,
        area: AREA,
        place: { lon: 121.25 + x / 1e5, lat: 31.25 + y / 1e5 },
      })),
    ),
  )
  const many = (await officer.get(`${path}/places?bbox=121.2,31.2,121.3,31.3&zoom=11&filter.credit_code.prefix=91310118MBFF`))
    .body
  expect(many.inView).toBe(450)
  expect(many.items.length).toBeLessThan(5)
  expect(many.items[0]).toMatchObject({ id: null, label: null })
})
