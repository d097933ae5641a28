import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Person, springDistrict, type TestDistrict } from '../../app/testing.ts'
import { caseAt } from './subject.ts'

let house: TestDistrict
let admin: Person

beforeAll(async () => {
  house = await springDistrict()
  admin = await house.as('admin')
}, 240_000)

const base = '/api/city-management/cases'
const moves: Record<string, object[]> = {
  accept: [{ accept: true }, { accept: true }, { accept: true }, { accept: false, reason: '不属于受理范围' }],
  file: [{ file: true }, { file: true }, { file: true }, { file: false, reason: '未发现问题' }],
  dispatch: [{ unit: 'qingpu.greening' }, { unit: 'qingpu.roads', limit: { amount: 2, clock: 'natural-days' } }],
  handle: [{ explanation: '已处置' }],
  reject: [{ reason: '不归我们' }],
  'request-delay': [{ reason: '下雨', amount: 2 }],
  'decide-delay': [{ grant: true }, { grant: false, reason: '抓紧' }],
  verify: [
    { passed: true, result: '干净' },
    { passed: false, result: '没干净' },
  ],
  rework: [{ reason: '再做' }],
  close: [{}],
  suspend: [{ reason: '台风' }],
  resume: [{ reason: '台风过了' }],
  void: [{ reason: '测试' }],
  correct: [{ correct: { category: 'event-01-04' } }],
  wait: [{}],
}
interface Seen {
  version: number
  actions: { id: string; main: boolean }[]
}
/** Mostly what the page offers as the next step, sometimes anything at all. */
const step = fc.record({
  offered: fc.nat(9).map((n) => n < 7),
  any: fc.constantFrom(...Object.keys(moves)),
  choice: fc.nat(11),
  hours: fc.integer({ min: 1, max: 30 }),
})
const walk = fc.array(step, { minLength: 9, maxLength: 15 })

function chosen({ offered, any, choice }: { offered: boolean; any: string; choice: number }, { actions }: Seen): string {
  const next = actions.filter(({ id, main }) => main || id === 'resume').map(({ id }) => id)
  return (offered && next[choice % Math.max(1, next.length)]) || any
}

/** The case's own status and the process's token are two books of one account. */
async function booksAgree(id: string): Promise<Seen> {
  const { body } = await admin.get(`${base}/${id}`)
  const open = body.process.tasks.filter((task: { state: string }) => task.state === 'open')
  if (body.endedAt) {
    expect(open).toEqual([])
    expect(body).toMatchObject({
      process: { status: 'ended' },
      actions: expect.not.arrayContaining([expect.objectContaining({ main: true })]),
    })
  } else {
    expect(open).toHaveLength(1)
    expect(body.state).toBe(caseAt[open[0].step as keyof typeof caseAt])
    expect(body.process.status).toBe(body.suspended ? 'suspended' : 'running')
    expect(body.dueAt).toBe(open[0].clock.dueAt)
    expect(body.stages.filter((stage: { doneAt: string | null }) => stage.doneAt === null)).toMatchObject([
      { stage: open[0].step, dueAt: open[0].clock.dueAt },
    ])
    if (open[0].step === 'handle') expect(open[0].unit).toBe(body.unit.path)
  }
  return body
}

test('after any actions in any order, the case and its process say the same; what does not fit is refused and changes nothing', async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(walk, async (steps) => {
      const report = {
        clientId: randomUUID(),
        category: 'event-01-02',
        point: { lon: 121.1105, lat: 31.1452 },
        address: '',
        description: '随机',
      }
      const { id } = (await admin.post('/api/city-management/patrol-reports', report)).body
      let seen = await booksAgree(id)
      for (const name of ['accept', 'file', 'dispatch']) {
        await admin.post(`${base}/${id}/${name}`, { version: seen.version, ...moves[name]?.[0] })
        seen = await booksAgree(id)
        taken += 1
      }
      for (const one of steps) {
        const name = chosen(one, seen)
        const bodies = moves[name] as object[]
        if (name === 'wait') house.clock.forward(one.hours * 3_600_000)
        else {
          const { status, body } = await admin.post(`${base}/${id}/${name}`, {
            version: seen.version,
            ...bodies[one.choice % bodies.length],
          })
          expect([200, 409], `${name} ${JSON.stringify(body)}`).toContain(status)
          if (status === 200) taken += 1
        }
        const now = await booksAgree(id)
        expect(now.version).toBeGreaterThanOrEqual(seen.version)
        seen = now
      }
    }),
    { numRuns: 4 },
  )
  expect(taken).toBeGreaterThan(12)
})

test('the same report at the same moment is one report, two alarms of one origin one case', async () => {
  const report = {
    clientId: randomUUID(),
    category: 'event-01-02',
    point: { lon: 121.1105, lat: 31.1452 },
    address: '',
    description: '两次点击',
  }
  const answers = await Promise.all([1, 2, 3].map(() => admin.post('/api/city-management/patrol-reports', report)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(new Set(answers.map(({ body }) => body.reportId)).size).toBe(1)
  const seen = {
    category: 'event-05-03',
    point: { lon: 121.1105, lat: 31.1452 },
    description: '违停',
    camera: `C-${randomUUID()}`,
  }
  const cameras = await Promise.all(
    [1, 2, 3].map((n) => admin.post('/api/city-management/camera-reports', { ...seen, eventId: String(n) })),
  )
  expect(new Set(cameras.map(({ body }) => body.id)).size).toBe(1)
  expect(new Set(cameras.map(({ body }) => body.reportId)).size).toBe(3)
})

test('in a year whose holidays nobody has published, cases are taken in, shown and handled; no limit is guessed', async () => {
  const now = house.clock.now.getTime()
  const report = {
    clientId: randomUUID(),
    category: 'event-01-06',
    point: { lon: 121.1105, lat: 31.1452 },
    address: '',
    description: '跨年',
  }
  const { id } = (await admin.post('/api/city-management/patrol-reports', report)).body
  house.clock.forward(new Date('2027-01-05T10:00:00+08:00').getTime() - now)
  try {
    expect((await admin.get(`${base}?limit=5`)).status).toBe(200)
    const seen = await admin.get(`${base}/${id}`)
    expect(seen).toMatchObject({ status: 200, body: { remaining: null, overdue: true } })
    expect(await admin.post(`${base}/${id}/accept`, { version: seen.body.version, accept: true })).toMatchObject({
      status: 200,
      body: { case: { state: 'filing', dueAt: null } },
    })
    expect((await admin.post('/api/city-management/patrol-reports', { ...report, clientId: randomUUID() })).status).toBe(200)
    expect((await admin.get('/api/cases/figures')).status).toBe(200)
  } finally {
    house.clock.forward(now - house.clock.now.getTime())
  }
})
