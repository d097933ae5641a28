import { afterAll, beforeAll, expect, test } from 'vitest'
import { Dispatcher } from '../../kernel/dispatcher.ts'
import { ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { indicatorKind } from './define.ts'

let house: TestDistrict
let supervisor: Person
let dispatcher: Person
let patrol: Person
let greening: Person

const day = 86_400_000
const cases = '/api/city-management/cases'

const sweep = () => new Dispatcher(house.platform).settle({ sweeps: true })

async function report(place = { lon: 121.1123, lat: 31.1508 }): Promise<string> {
  const answer = await patrol.post('/api/city-management/patrol-reports', {
    clientId: crypto.randomUUID(),
    category: 'event-01-02',
    point: place,
    address: '城中东路 1 号',
    description: '暴露垃圾',
    photos: [],
  })
  expect(answer.status).toBe(200)
  await house.settle()
  return answer.body.id
}

async function act(person: Person, id: string, action: string, body: object): Promise<void> {
  const { version } = (await supervisor.get(`${cases}/${id}`)).body
  expect((await person.post(`${cases}/${id}/${action}`, { version, ...body })).status).toBe(200)
  await house.settle()
}

async function handled(id: string): Promise<void> {
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening' })
  await act(greening, id, 'handle', { explanation: '已清理' })
}

/** A spot of its own for each report, so that none is taken for the same event. */
const spot = (n: number) => ({ lon: 121.1 + 0.004 * (n % 6), lat: 31.14 + 0.004 * Math.floor(n / 6) })

afterAll(() => house.platform.database.close())
beforeAll(async () => {
  house = await ownDistrict()
  // A Tuesday morning, in a year whose calendar is published.
  house.clock.forward(new Date('2026-03-03T09:00:00+08:00').getTime() - house.clock.now.getTime())
  supervisor = await house.as('supervisor')
  dispatcher = await house.as('dispatcher')
  patrol = await house.as('patrol1')
  greening = await house.as('greening')
})

async function everyRow(id: string, query = ''): Promise<{ counts: boolean; value: number | null }[]> {
  const found: { counts: boolean; value: number | null }[] = []
  let next: string | null = ''
  while (next !== null) {
    const { body }: { body: { items: { counts: boolean; value: number | null }[]; next: string | null } } = await supervisor.get(
      `/api/indicators/${id}/rows?limit=3${query}&cursor=${next}`,
    )
    found.push(...body.items)
    next = body.next
  }
  return found
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const median = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

test('every figure is what its rows say it is', async () => {
  const ids: string[] = []
  for (let n = 0; n < 8; n++) ids.push(await report(spot(n)))
  for (const id of ids.slice(0, 4)) await handled(id)
  house.clock.forward(10 * day)
  for (const id of ids.slice(4, 6)) await handled(id)
  await act(dispatcher, ids[6] as string, 'accept', { accept: false, reason: '不属于受理范围' })
  const { items } = (await supervisor.get('/api/indicators?period=last-30d')).body
  expect(items.length).toBe(house.platform.house.all(indicatorKind).length)
  for (const { id, value, part, whole } of items) {
    const { measure } = house.platform.house.get(indicatorKind, id)
    const made = await everyRow(id, '&period=last-30d')
    const values = made.flatMap((row) => (row.value === null ? [] : [row.value]))
    expect(whole, id).toBe('count' in measure || 'share' in measure ? made.length : values.length)
    const expected =
      'count' in measure
        ? made.length
        : 'share' in measure
          ? made.length && (100 * made.filter(({ counts }) => counts).length) / made.length
          : values.length === 0
            ? null
            : 'medianHours' in measure
              ? median(values)
              : mean(values)
    if (whole === 0 && !('count' in measure)) expect(value, id).toBeNull()
    else expect(value, id).toBeCloseTo(expected as number, 0)
    if ('share' in measure) expect(part, id).toBe(made.filter(({ counts }) => counts).length)
  }
  const onTime = items.find(({ id }: { id: string }) => id === 'city-management.handled-on-time')
  expect(onTime).toMatchObject({ whole: 6, part: 6, value: 100, standing: 'met', target: 95 })
})

test('from the number to the case: the row opens it, and whoever may not see the case sees only that it counts', async () => {
  const id = await report(spot(10))
  const mine = (await supervisor.get('/api/indicators/city-management.open/rows?limit=200')).body.items
  expect(mine.map(({ ref }: { ref: string }) => ref)).toContain(`cases.case:${id}`)
  expect((await supervisor.get(`${cases}/${id}`)).status).toBe(200)
  // The environment officer reads figures of the whole district, and cases only of her own unit.
  const officer = await house.as('environment')
  const hers = (await officer.get('/api/indicators/city-management.open/rows?limit=200')).body.items
  expect(hers).toHaveLength(mine.length)
  for (const row of hers) if (row.ref === null) expect(row.title).toBeNull()
  expect((await patrol.get('/api/indicators')).status).toBe(403)
  expect((await supervisor.get('/api/indicators/nothing.here')).body).toMatchObject({ status: 404, code: 'no_such_indicator' })
  expect((await supervisor.get('/api/indicators/city-management.reported?period=2026-02-31')).body).toMatchObject({
    code: 'no_such_period',
  })
  expect((await supervisor.get('/api/indicators/city-management.reported?period=__proto__')).body).toMatchObject({
    code: 'no_such_period',
  })
  expect((await supervisor.get("/api/indicators/city-management.open?area=x');drop")).status).toBe(400)
})

test('a day that is over keeps its figure: what is corrected later does not rewrite it, and the trend shows both', async () => {
  await report(spot(12))
  const second = await report(spot(13))
  const before = (await supervisor.get('/api/indicators/city-management.reported?period=today')).body.value
  const date = new Date(house.clock.now.getTime() + 8 * 3600_000).toISOString().slice(0, 10)
  house.clock.forward(day)
  await sweep()
  const url = `/api/indicators/city-management.reported?period=${date}`
  expect((await supervisor.get(url)).body).toMatchObject({ value: before, frozen: true })
  const third = await report(spot(13))
  const { version } = (await dispatcher.get(`${cases}/${third}`)).body
  if (third !== second)
    expect(
      (
        await dispatcher.post(`${cases}/${second}/merge`, {
          version: (await dispatcher.get(`${cases}/${second}`)).body.version,
          into: third,
          reason: '同一事件',
        })
      ).status,
    ).toBe(200)
  expect(version).toBeGreaterThan(0)
  await sweep()
  expect((await supervisor.get(url)).body).toMatchObject({ value: before, frozen: true })
  const trend = (await supervisor.get('/api/indicators/city-management.reported/trend?grain=day&count=5')).body.items
  expect(trend).toHaveLength(5)
  expect(trend.at(-2)).toMatchObject({ period: date, value: before, frozen: true, version: 1 })
  expect(trend.at(-1)).toMatchObject({ frozen: false })
  const open = (await supervisor.get('/api/indicators/city-management.open/trend?grain=day&count=5')).body.items
  expect(open.at(-2)).toMatchObject({ frozen: true, value: expect.any(Number) })
  expect(open[0]).toMatchObject({ value: null })
  // Kept once, whatever sweeps run afterwards.
  const kept = await rows<{ n: number }>(
    house.platform,
    `select count(*)::int as n from indicators.frozen where indicator = 'city-management.open' and grain = 'day' and period = '${date}' and area = ''`,
  )
  expect(kept).toEqual([{ n: 1 }])
})

test('towns add up to the district, and one town’s page counts that town alone', async () => {
  const whole = (await supervisor.get('/api/indicators/city-management.open')).body.value
  const towns = (await supervisor.get('/api/indicators/city-management.open/towns')).body.items
  expect(towns.reduce((sum: number, { value }: { value: number }) => sum + value, 0)).toBe(whole)
  const busy = towns.find(({ value }: { value: number }) => value > 0)
  const one = (await supervisor.get(`/api/indicators/city-management.open?area=${busy.path}`)).body
  expect(one.value).toBe(busy.value)
})

test('a target begins today or later, with its ground, and the figure is held against it', async () => {
  const url = '/api/indicators/city-management.hours-to-close/targets'
  const today = new Date(house.clock.now.getTime() + 8 * 3600_000).toISOString().slice(0, 10)
  expect((await dispatcher.post(url, { from: today, value: 48, basis: '区政府年度工作要点' })).status).toBe(403)
  expect((await supervisor.post(url, { from: '2026-01-01', value: 48, basis: '区政府年度工作要点' })).body).toMatchObject({
    status: 400,
    code: 'target_in_the_past',
  })
  const answer = await supervisor.post(url, { from: today, value: 48, basis: '区政府年度工作要点' })
  expect(answer.body).toMatchObject({ target: 48, targets: [{ from: today, value: 48, setBy: expect.any(String) }] })
})
