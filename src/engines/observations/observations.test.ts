import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { search } from '#engines/search'
import { type Grant, newId, system } from '#kernel'
import { type Person, smallDistrict, type TestDistrict } from '../../app/testing.ts'
import { escalateAlarms } from './alarms.ts'
import { flush } from './flush.ts'
import { Intake } from './intake.ts'
import { observations } from './module.ts'
import type { Reading } from './reading.ts'
import type { AlarmWithEvidence, Series } from './schema.ts'
import { saveStreams, saveThing, setRules } from './setup.ts'
import type { RuleSpec } from './specs.ts'
import { breakAtGaps } from './stations.ts'

const people: Record<string, Grant[]> = {
  everywhere: ['observations.read', 'observations.acknowledge'].map((capability) => ({ capability, tree: 'all' })),
  town: ['observations.read', 'observations.acknowledge'].map((capability) => ({
    capability,
    tree: 'area',
    path: 'qp.zhujiajiao',
  })),
  reader: [{ capability: 'observations.read', tree: 'area', path: 'qp' }],
}
let house: TestDistrict
let everywhere: Person
let town: Person
beforeAll(async () => {
  house = await smallDistrict([search, observations], people)
  everywhere = await house.as('everywhere')
  town = await house.as('town')
}, 180_000)
afterAll(() => house.platform.database.close())

const who = { user: system, origin: { kind: 'cli' as const, name: 'test' } }
const limit: RuleSpec = {
  property: 'w01018',
  kind: 'real-time',
  code: 'limit',
  title: { zh: '化学需氧量超标', en: 'COD above its limit' },
  severity: 'serious',
  direction: 'above',
  raiseAt: 50,
  clearAt: 45,
  raiseAfter: 2,
  clearAfter: 2,
}

async function station({ rules = [limit], area = 'qp.zhujiajiao' }: { rules?: RuleSpec[]; area?: string } = {}) {
  const code = newId()
  return house.platform.transact(who, 'write', async (ctx) => {
    const id = await saveThing(ctx, {
      source: 'test',
      code,
      kind: 'water-source',
      name: `排口 ${code}`,
      point: { lon: 121.05, lat: 31.1 },
      areaPath: area,
      organisationPath: null,
      ownerName: null,
      state: 'in-use',
    })
    await saveStreams(ctx, id, [{ property: 'w01018', name: { zh: '化学需氧量', en: 'COD' }, unit: 'mg/L' }])
    await setRules(ctx, id, 'test', rules)
    return id
  })
}

const start = Date.parse('2026-11-01T00:00:00Z')
const minute = (n: number) => new Date(start + n * 60_000)
const reading = (thing: string, n: number, value: number | null, more: Partial<Reading> = {}): Reading => ({
  thing,
  property: 'w01018',
  kind: 'real-time',
  at: minute(n),
  value,
  flag: 'N',
  usable: true,
  ...more,
})
const alarmsOf = async (thing: string, status = 'all') => {
  const answer = await everywhere.get(`/api/observations/alarms?station=${thing}&status=${status}`)
  return answer.body.items as AlarmWithEvidence[]
}
const streamOf = async (thing: string) => (await everywhere.get(`/api/observations/stations/${thing}`)).body.datastreams[0]
const seriesOf = async (thing: string, query: string): Promise<Series> => {
  const { id } = await streamOf(thing)
  return (await everywhere.get(`/api/observations/datastreams/${id}/series?${query}`)).body
}
const all = 'from=2026-10-31T00:00:00Z&to=2026-11-30T00:00:00Z'

describe('intake', () => {
  test('a repeat stores nothing, a correction keeps what was said before, a late repeat of the old value changes nothing', async () => {
    const thing = await station({ rules: [] })
    const intake = new Intake(house.platform)
    const first = reading(thing, 1, 10, { sourceKey: 'a' })
    expect(await intake.offer([first])).toEqual({ stored: 1, revised: 0, duplicate: 0 })
    expect(await intake.offer([first])).toEqual({ stored: 0, revised: 0, duplicate: 1 })
    expect(await intake.offer([reading(thing, 1, 12, { sourceKey: 'b' })])).toEqual({ stored: 0, revised: 1, duplicate: 0 })
    expect(await intake.offer([first])).toEqual({ stored: 0, revised: 0, duplicate: 1 })
    const { id } = await streamOf(thing)
    const { body } = await everywhere.get(`/api/observations/datastreams/${id}/readings?${all}`)
    expect(body.items).toMatchObject([{ value: 12, flag: 'N', earlier: [{ value: 10, flag: 'N' }] }])
  })

  test('contradicting readings offered at once are a value and its correction, not a coin toss', async () => {
    const thing = await station({ rules: [] })
    const intake = new Intake(house.platform)
    const outcomes = await Promise.all(
      [1, 2, 2, 3].map((value) => intake.offer([reading(thing, 1, value, { sourceKey: String(value) })])),
    )
    expect(outcomes.map(({ stored, revised, duplicate }) => [stored, revised, duplicate])).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
    ])
    expect((await seriesOf(thing, all)).points.map((point) => point.value)).toEqual([3])
  })

  test('the kinds of data never mix, and each has its latest value', async () => {
    const thing = await station({ rules: [] })
    await new Intake(house.platform).offer([
      reading(thing, 0, 1),
      reading(thing, 0, 2, { kind: 'minute' }),
      reading(thing, 0, 3, { kind: 'hour', detail: { Min: 1, Max: 5 } }),
      reading(thing, 0, 4, { kind: 'day' }),
    ])
    for (const [kind, value] of [
      ['real-time', 1],
      ['minute', 2],
      ['hour', 3],
      ['day', 4],
    ] as const)
      expect((await seriesOf(thing, `${all}&kind=${kind}`)).points.map((point) => point.value)).toEqual([value])
    expect((await streamOf(thing)).latest.map((item: { kind: string; value: number }) => [item.kind, item.value])).toEqual([
      ['real-time', 1],
      ['minute', 2],
      ['hour', 3],
      ['day', 4],
    ])
  })

  test('a thousand offers at once become few transactions, each told after its commit', async () => {
    const thing = await station({ rules: [] })
    const intake = new Intake(house.platform)
    const outcomes = await Promise.all(Array.from({ length: 1000 }, (_, n) => intake.offer([reading(thing, n, n)])))
    expect(outcomes.every(({ stored }) => stored === 1)).toBe(true)
    expect(intake.waiting).toBe(0)
  })

  test('a full queue refuses, and takes again when it has room', async () => {
    const thing = await station({ rules: [] })
    const intake = new Intake(house.platform, { queue: 2, flush: 10 })
    const kept = intake.offer([reading(thing, 1, 1), reading(thing, 2, 2)])
    await expect(intake.offer([reading(thing, 3, 3)])).rejects.toMatchObject({ code: 'intake_full' })
    await kept
    expect(await intake.offer([reading(thing, 3, 3)])).toMatchObject({ stored: 1 })
    await intake.close()
    await expect(intake.offer([reading(thing, 4, 4)])).rejects.toMatchObject({ code: 'intake_closed' })
  })

  test('one batch that the database refuses does not take the others with it', async () => {
    const thing = await station({ rules: [] })
    const intake = new Intake(house.platform)
    const offers = [
      intake.offer([reading(thing, 1, 1)]),
      intake.offer([reading(newId(), 1, 1)]),
      intake.offer([reading(thing, 2, 2)]),
    ]
    const settled = await Promise.allSettled(offers)
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})

describe('alarms', () => {
  test('a limit passed a thousand times raises one alarm, with the readings that prove it; it ends when the values are well', async () => {
    const thing = await station()
    const intake = new Intake(house.platform)
    await intake.offer([reading(thing, 0, 40), reading(thing, 1, 51)])
    expect(await alarmsOf(thing)).toEqual([])
    await intake.offer(Array.from({ length: 1000 }, (_, n) => reading(thing, n + 2, 60 + n / 100)))
    const [alarm, ...others] = await alarmsOf(thing, 'open')
    expect(others).toEqual([])
    expect(alarm).toMatchObject({
      status: 'raised',
      severity: 'serious',
      threshold: 50,
      value: 60,
      peak: 69.99,
      raisedAt: minute(2).toISOString(),
    })
    const { body } = await everywhere.get(`/api/observations/alarms/${alarm?.id}`)
    expect(body.evidence.map((item: { value: number }) => item.value)).toEqual([40, 51, 60])
    expect((await streamOf(thing)).rules).toMatchObject([{ open: true }])

    await intake.offer([reading(thing, 2000, 44), reading(thing, 2001, 44)])
    expect(await alarmsOf(thing)).toMatchObject([
      { id: alarm?.id, status: 'cleared', clearedWhy: 'recovered', clearedAt: minute(2001).toISOString() },
    ])
  })

  test('a restart between the readings, or a second gateway beside, repeats nothing', async () => {
    const thing = await station()
    await new Intake(house.platform).offer([reading(thing, 1, 60)])
    await new Intake(house.platform).offer([reading(thing, 2, 60)])
    const two = [new Intake(house.platform), new Intake(house.platform)]
    await Promise.all(Array.from({ length: 40 }, (_, n) => (two[n % 2] as Intake).offer([reading(thing, n + 3, 60 + n)])))
    await Promise.all(Array.from({ length: 40 }, (_, n) => (two[(n + 1) % 2] as Intake).offer([reading(thing, n + 3, 60 + n)])))
    expect(await alarmsOf(thing)).toHaveLength(1)
  })

  test('a value that its source calls unusable raises nothing, nor does a backlog about a time that is over', async () => {
    const thing = await station()
    const intake = new Intake(house.platform)
    await intake.offer([1, 2, 3].map((n) => reading(thing, n, 900, { flag: 'D', usable: false })))
    await intake.offer([reading(thing, 100, 10)])
    await intake.offer([10, 11, 12].map((n) => reading(thing, n, 900)))
    expect(await alarmsOf(thing)).toEqual([])
  })

  test('a correction of the newest value is judged: writing a high one over a low one hides nothing', async () => {
    const thing = await station({ rules: [{ ...limit, raiseAfter: 1 }] })
    const intake = new Intake(house.platform)
    await intake.offer([reading(thing, 1, 10, { sourceKey: 'a' })])
    await intake.offer([reading(thing, 1, 200, { sourceKey: 'b' })])
    expect(await alarmsOf(thing)).toMatchObject([{ value: 200 }])
  })

  test('of two people who take it up at once one wins, the other is told who did', async () => {
    const thing = await station({ rules: [{ ...limit, raiseAfter: 1 }] })
    await new Intake(house.platform).offer([reading(thing, 1, 60)])
    const [alarm] = await alarmsOf(thing)
    const url = `/api/observations/alarms/${alarm?.id}/acknowledge`
    const answers = await Promise.all([everywhere.post(url, { version: 1, note: '已派人' }), town.post(url, { version: 1 })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const [won, lost] = [answers.find(({ status }) => status === 200), answers.find(({ status }) => status === 409)]
    expect(lost?.body).toMatchObject({
      code: 'alarm_already_acknowledged',
      current: { status: 'acknowledged', version: 2, acknowledged: won?.body.acknowledged },
    })
  })

  test('a shelved alarm is silent until its time, needs a reason and ends by itself', async () => {
    const thing = await station({ rules: [{ ...limit, raiseAfter: 1 }] })
    await new Intake(house.platform).offer([reading(thing, 1, 60)])
    const [alarm] = await alarmsOf(thing)
    const url = `/api/observations/alarms/${alarm?.id}`
    const until = (hours: number) => new Date(house.platform.clock().getTime() + hours * 3_600_000).toISOString()
    expect(await town.post(`${url}/shelve`, { version: 1, until: until(1000), why: '设备检修' })).toMatchObject({
      status: 400,
      body: { code: 'shelved_too_long' },
    })
    expect(await town.post(`${url}/shelve`, { version: 1, until: until(2), why: '设备检修' })).toMatchObject({
      status: 200,
      body: { status: 'shelved', shelved: { note: '设备检修' } },
    })
    expect(await alarmsOf(thing, 'raised')).toEqual([])
    expect(await alarmsOf(thing, 'open')).toHaveLength(1)
    house.clock.forward(3 * 3_600_000)
    expect(await alarmsOf(thing, 'raised')).toHaveLength(1)
    expect((await town.post(`${url}/unshelve`, { version: 1 })).status).toBe(409)
  })

  test('nobody looks: it is passed up, a few times and no more', async () => {
    const thing = await station({ rules: [{ ...limit, raiseAfter: 1, severity: 'critical' }] })
    await new Intake(house.platform).offer([reading(thing, 1, 60)])
    for (let round = 0; round < 6; round++) {
      house.clock.forward(16 * 60_000)
      await house.platform.transact(who, 'write', escalateAlarms)
    }
    expect(await alarmsOf(thing)).toMatchObject([{ escalation: 3 }])
  })

  test('a limit that is taken away ends its alarm; a changed one keeps it', async () => {
    const thing = await station({ rules: [{ ...limit, raiseAfter: 1 }] })
    await new Intake(house.platform).offer([reading(thing, 1, 60)])
    await house.platform.transact(who, 'write', (ctx) => setRules(ctx, thing, 'test', [{ ...limit, raiseAt: 55 }]))
    expect(await alarmsOf(thing)).toMatchObject([{ status: 'raised' }])
    await house.platform.transact(who, 'write', (ctx) => setRules(ctx, thing, 'test', []))
    expect(await alarmsOf(thing)).toMatchObject([{ status: 'cleared', clearedWhy: 'rule-removed' }])
    await expect(
      house.platform.transact(who, 'write', (ctx) => setRules(ctx, thing, 'test', [{ ...limit, clearAt: 60 }])),
    ).rejects.toMatchObject({ code: 'unsound_rule' })
  })

  test('the raising and its announcement are one: a flush that fails leaves neither', async () => {
    const thing = await station({ rules: [{ ...limit, raiseAfter: 1 }] })
    await expect(
      house.platform.transact(who, 'write', async (ctx) => {
        await flush(ctx, new Map(), [[reading(thing, 1, 60)]])
        throw new Error('the power fails')
      }),
    ).rejects.toThrow('the power fails')
    expect(await alarmsOf(thing)).toEqual([])
    expect((await seriesOf(thing, all)).points).toEqual([])
  })
})

describe('who sees what', () => {
  test('a town’s officer sees the town’s stations, alarms and curves; others do not exist there', async () => {
    const here = await station({ rules: [{ ...limit, raiseAfter: 1 }] })
    const there = await station({ rules: [{ ...limit, raiseAfter: 1 }], area: 'qp.xujing' })
    await new Intake(house.platform).offer([reading(here, 1, 60), reading(there, 1, 60)])
    const [alarm] = await alarmsOf(there)
    const { id } = await streamOf(there)
    expect((await town.get(`/api/observations/stations/${here}`)).status).toBe(200)
    for (const url of [`/stations/${there}`, `/alarms/${alarm?.id}`, `/datastreams/${id}/series`, `/datastreams/${id}/readings`])
      expect((await town.get(`/api/observations${url}`)).status).toBe(404)
    expect((await town.post(`/api/observations/alarms/${alarm?.id}/acknowledge`, { version: 1 })).status).toBe(404)
    const listed = (await town.get('/api/observations/stations?limit=200')).body.items.map((item: { id: string }) => item.id)
    expect(listed).toContain(here)
    expect(listed).not.toContain(there)
    expect(
      (await (await house.as('reader')).post(`/api/observations/alarms/${alarm?.id}/acknowledge`, { version: 1 })).status,
    ).toBe(403)
    expect((await (await house.as('')).get('/api/observations/alarms')).status).toBe(401)
  })
})

describe('curves', () => {
  test('few readings are drawn one by one, many in buckets with least and greatest; what is missing is missing', async () => {
    const thing = await station({ rules: [] })
    await new Intake(house.platform).offer(
      [...Array(600).keys()].filter((n) => n < 200 || n >= 400).map((n) => reading(thing, n, n % 10)),
    )
    const exact = await seriesOf(thing, `${all}&maxPoints=1000`)
    expect(exact.bucketSeconds).toBeNull()
    expect(exact.points).toHaveLength(401)
    expect(exact.gaps).toEqual([{ from: minute(199).toISOString(), to: minute(400).toISOString() }])
    const coarse = await seriesOf(thing, `from=${minute(0).toISOString()}&to=${minute(600).toISOString()}&maxPoints=60`)
    expect(coarse.bucketSeconds).toBe(600)
    expect(coarse.points[0]).toMatchObject({ at: minute(0).toISOString(), value: 4.5, min: 0, max: 9, count: 10 })
    expect(coarse.gaps).toHaveLength(1)
  })

  test('an unusable value breaks the line, ten years are the most at once', async () => {
    const thing = await station({ rules: [] })
    await new Intake(house.platform).offer([reading(thing, 1, 1), reading(thing, 2, 99, { flag: 'D', usable: false })])
    expect((await seriesOf(thing, all)).points).toMatchObject([{ value: 1 }, { value: null, flag: 'D' }])
    const { id } = await streamOf(thing)
    expect(await everywhere.get(`/api/observations/datastreams/${id}/series?from=2015-01-01T00:00:00Z`)).toMatchObject({
      status: 400,
      body: { code: 'bad_range' },
    })
  })

  test('breaking at gaps loses no point and keeps their order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { maxLength: 80 }), (ticks) => {
        const points = ticks
          .sort((a, b) => a - b)
          .map((n) => ({ at: minute(n).toISOString(), value: n, min: n, max: n, count: 1, flag: 'N' }))
        const { points: broken, gaps } = breakAtGaps(points, null)
        expect(broken.filter(({ count }) => count > 0)).toEqual(points)
        expect(broken.length).toBe(points.length + gaps.length)
        expect(broken.map(({ at }) => at)).toEqual(broken.map(({ at }) => at).sort())
      }),
    )
  })
})

describe('stations', () => {
  test('who has not been heard of is not online; counts and list agree', async () => {
    const [heard, silent] = [await station({ rules: [] }), await station({ rules: [] })]
    await new Intake(house.platform).offer([reading(heard, 1, 1)])
    const ids = async (query: string) =>
      ((await everywhere.get(`/api/observations/stations?limit=200&${query}`)).body.items as { id: string }[]).map(({ id }) => id)
    expect(await ids('online=true')).toContain(heard)
    expect(await ids('online=false')).toContain(silent)
    expect(await ids('online=true')).not.toContain(silent)
    const { body } = await everywhere.get('/api/observations/stations/counts')
    expect(body).toMatchObject({ online: (await ids('online=true')).length, onlineWithinMinutes: 15 })
    expect(body.total).toBeGreaterThan(body.online)
  })
})
