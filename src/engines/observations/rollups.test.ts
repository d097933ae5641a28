import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { search } from '#engines/search'
import { newId, system } from '#kernel'
import { type Person, rows, smallDistrict, type TestDistrict } from '../../app/testing.ts'
import { Intake } from './intake.ts'
import { observations } from './module.ts'
import { forgetOld } from './months.ts'
import type { Reading } from './reading.ts'
import { askToRollUp } from './rollups.ts'
import type { Kind, Series } from './schema.ts'
import { saveStreams, saveThing } from './setup.ts'

let house: TestDistrict
let reader: Person
beforeAll(async () => {
  house = await smallDistrict([search, observations], { reader: [{ capability: 'observations.read', tree: 'all' }] })
  reader = await house.as('reader')
}, 180_000)
afterAll(() => house.platform.database.close())

const who = { user: system, origin: { kind: 'cli' as const, name: 'test' } }
const DAY = 86_400_000
/** Two in the afternoon in the district, so that midnight comes after ten hours. */
const start = Date.parse('2026-11-01T06:00:00Z')
const minute = (n: number) => new Date(start + n * 60_000)

async function station(): Promise<{ thing: string; stream: number }> {
  const code = newId()
  return house.platform.transact(who, 'write', async (ctx) => {
    const thing = await saveThing(ctx, {
      source: 'test',
      code,
      kind: 'water-source',
      name: `排口 ${code}`,
      point: null,
      areaPath: null,
      organisationPath: null,
      ownerName: null,
      state: 'in-use',
    })
    const streams = await saveStreams(ctx, thing, [{ property: 'w01018', name: { zh: '化学需氧量', en: 'COD' }, unit: 'mg/L' }])
    return { thing, stream: streams.get('w01018') as number }
  })
}

const offer = (thing: string, readings: { n: number; value: number | null; usable?: boolean; kind?: Kind }[]) =>
  new Intake(house.platform).offer(
    readings.map(
      ({ n, value, usable = value !== null, kind = 'real-time' }): Reading => ({
        thing,
        property: 'w01018',
        kind,
        at: minute(n),
        value,
        flag: usable ? 'N' : 'D',
        usable,
        sourceKey: newId(),
      }),
    ),
  )

async function rollUp(): Promise<void> {
  await house.platform.transact(who, 'write', askToRollUp)
  await house.settle()
}

interface Sum {
  kind: number
  starts_at: Date
  count: number
  usable: number
  total: number | null
  minimum: number | null
  maximum: number | null
}
const kept = (stream: number, span: 1 | 2) =>
  rows<Sum>(
    house.platform,
    `select kind, starts_at, count, usable, round(total::numeric, 6)::float8 as total, minimum, maximum from observations.rollup
      where datastream_id = ${stream} and span = ${span} order by kind, starts_at`,
  )
/** The same, counted from the readings. */
const counted = (stream: number, start: string) =>
  rows<Sum>(
    house.platform,
    `select kind, ${start} as starts_at, count(*)::int as count, (count(value) filter (where usable))::int as usable,
      round((sum(value) filter (where usable))::numeric, 6)::float8 as total, min(value) filter (where usable) as minimum, max(value) filter (where usable) as maximum
      from observations.observation where datastream_id = ${stream} and kind in (1, 2) group by 1, 2 order by 1, 2`,
  )
const hours = `date_trunc('hour', phenomenon_at, 'UTC')`
const days = `date_trunc('day', phenomenon_at, 'Asia/Shanghai')`

const series = async (stream: number, query: string): Promise<Series> => {
  const { status, body } = await reader.get(`/api/observations/datastreams/${stream}/series?${query}`)
  expect(status).toBe(200)
  return body
}

const one = fc.record({
  n: fc.integer({ min: 0, max: 30 * 60 }),
  value: fc.option(fc.integer({ min: -50, max: 50 }), { nil: null }),
  usable: fc.boolean(),
  kind: fc.constantFrom<Kind>('real-time', 'minute', 'hour', 'day'),
})

test('whatever comes late or is corrected, in whichever order, the sums are those of the readings', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(one, { maxLength: 40 }), { minLength: 1, maxLength: 4 }), async (batches) => {
      const { thing, stream } = await station()
      for (const batch of batches) {
        await offer(
          thing,
          batch.map((reading) => ({ ...reading, usable: reading.usable && reading.value !== null })),
        )
        await rollUp()
      }
      expect(await kept(stream, 1)).toEqual(await counted(stream, hours))
      expect(await kept(stream, 2)).toEqual(await counted(stream, days))
      expect(await rows(house.platform, 'select 1 from observations.late')).toEqual([])
    }),
    { numRuns: 12 },
  )
})

test('a long curve is drawn from the sums and says what the readings say, up to the hour that is not over', async () => {
  const { thing, stream } = await station()
  await offer(
    thing,
    [...Array(1800).keys()].map((n) => ({ n, value: n % 10, usable: n % 7 !== 0 })),
  )
  const query = `from=${minute(0).toISOString()}&to=${minute(1800).toISOString()}&maxPoints=30`
  const before = await series(stream, query)
  expect(before).toMatchObject({ bucketSeconds: 3600, gaps: [] })
  expect(before.points).toHaveLength(30)
  await rollUp()
  expect(await series(stream, query)).toEqual(before)
  // What is not summed up yet is taken from the readings.
  await offer(thing, [{ n: 1830, value: 77 }])
  const now = await series(stream, `from=${minute(0).toISOString()}&to=${minute(1860).toISOString()}&maxPoints=31`)
  expect(now.points.slice(0, 30)).toEqual(before.points)
  await rollUp()
  expect(
    (await series(stream, `from=${minute(0).toISOString()}&to=${minute(1860).toISOString()}&maxPoints=31`)).points.at(-1),
  ).toMatchObject({
    value: 77,
    count: 1,
  })
  const byDay = await series(stream, `from=${minute(-600).toISOString()}&to=${minute(7 * 1440).toISOString()}&maxPoints=10`)
  expect(byDay.bucketSeconds).toBe(86_400)
  expect(byDay.points.map(({ count }) => count)).toEqual([600, 1201])
})

test('the readings go after their year, once they are summed up; the curve stays as it was', async () => {
  const { thing, stream } = await station()
  await offer(
    thing,
    [...Array(300).keys()].map((n) => ({ n, value: n % 10 })),
  )
  const query = `from=${minute(0).toISOString()}&to=${minute(300).toISOString()}&maxPoints=10`
  const readings = async () =>
    (
      await rows<{ n: number }>(
        house.platform,
        `select count(*)::int as n from observations.observation where datastream_id = ${stream}`,
      )
    )[0]?.n
  house.clock.forward(400 * DAY)
  try {
    const forget = () => house.platform.transact(who, 'write', forgetOld)
    await forget()
    expect(await readings()).toBe(300)
    await rollUp()
    const before = await series(stream, query)
    expect(before.points).toHaveLength(5)
    expect(before.points[0]).toMatchObject({ at: minute(0).toISOString(), value: 4.5, min: 0, max: 9, count: 60 })
    await forget()
    expect(await readings()).toBe(0)
    expect(await series(stream, query)).toEqual(before)
    // A straggler does not put itself in the place of an hour whose readings are gone.
    await offer(thing, [{ n: 5, value: 1000 }])
    await rollUp()
    expect(await series(stream, query)).toEqual(before)
    await forget()
    expect(await readings()).toBe(0)
  } finally {
    house.clock.forward(-400 * DAY)
  }
})
