import { afterAll, beforeAll, expect, test } from 'vitest'
import { registrySources } from '../../districts/qingpu/registry.ts'
import { ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { as, someone } from './people.testing.ts'

let house: TestDistrict
let steward: Person
let second: Person
let civil: Person
const base = '/api/registry/population'

beforeAll(async () => {
  house = await ownDistrict({}, { registry: { ...registrySources, secondPair: true } })
  steward = await house.as('steward')
  second = await house.as('data_office')
  civil = await house.as('civil')
}, 240_000)
afterAll(() => house.platform.database.close())

const find = async (by: object) =>
  (await civil.post(`${base}/look-ups`, { purpose: 'application', note: '办理高龄津贴申请', by })).body.items as { id: string }[]
const entity = async (id: string) => (await steward.get(`${base}/entities/${id}`)).body

/** One person under two valid numbers: never joined without people. */
async function two() {
  const one = someone()
  const twin = { ...someone(), name: one.name }
  for (const [source, values] of [
    ['police', one],
    ['health', twin],
  ] as const)
    expect((await steward.post(`${base}/sources/${source}/records`, { records: [as(values)] })).status).toBe(200)
  const [a] = await find({ id_number: one.id_number })
  const [b] = await find({ id_number: twin.id_number })
  return { a: a?.id as string, b: b?.id as string }
}

test('where two people must agree, one proposes and another carries it out; neither joins nor parts anybody alone', async () => {
  const { a, b } = await two()
  const why = '本人到窗口说明补录时号码登记错误'
  const merge = async (person: Person) =>
    person.post(`${base}/entities/${a}/merge`, { gone: b, version: (await entity(a)).version, why })
  const proposed = await merge(steward)
  expect(proposed.status, JSON.stringify(proposed.body)).toBe(200)
  expect((await entity(b)).mergedInto).toBeNull()
  expect(proposed.body.reviews).toHaveLength(1)
  const review = proposed.body.reviews[0].id
  const seen = (await second.get(`${base}/reviews/${review}`)).body
  expect(seen).toMatchObject({ state: 'seconding', reason: 'asked', proposal: 'same', needsSecond: true, note: why })

  const decide = (person: Person) =>
    person.post(`${base}/reviews/${review}/decide`, { version: seen.version, decision: 'same', note: '核对两份原件' })
  expect(await decide(steward)).toMatchObject({ status: 409, body: { code: 'needs_another' } })
  expect(await merge(steward)).toMatchObject({ status: 409, body: { code: 'needs_another' } })
  expect((await entity(b)).mergedInto).toBeNull()
  expect(await decide(second)).toMatchObject({ status: 200, body: { state: 'same' } })
  expect((await entity(b)).mergedInto).toBe(a)

  const [made] = (await entity(a)).merges
  const undo = (person: Person) => person.post(`${base}/merges/${made.id}/undo`, { why: '复查发现确为两人' })
  expect(await undo(second)).toMatchObject({ status: 409, body: { code: 'needs_another' } })
  expect((await undo(steward)).status).toBe(200)
  expect((await entity(b)).mergedInto).toBeNull()
  const acts = await rows<{ action: string; actor: string }>(
    house.platform,
    `select action, actor_name as actor from audit.entry where action in ('registry.propose-merge', 'registry.merge', 'registry.undo-merge') order by at`,
  )
  expect(acts.map(({ action }) => action)).toEqual(['registry.propose-merge', 'registry.merge', 'registry.undo-merge'])
  expect(new Set(acts.map(({ actor }) => actor)).size).toBe(2)
})

test('one proposes in the queue, and a second who thinks otherwise parts them for good', async () => {
  const { a, b } = await two()
  const why = '看着像同一人'
  const proposed = await steward.post(`${base}/entities/${a}/merge`, { gone: b, version: (await entity(a)).version, why })
  const id = proposed.body.reviews[0].id as string
  const { version } = (await second.get(`${base}/reviews/${id}`)).body
  const other = { version, decision: 'different', note: '双胞胎，两份户口簿' }
  expect((await second.post(`${base}/reviews/${id}/decide`, other)).body.state).toBe('different')
  expect(await steward.post(`${base}/entities/${a}/merge`, { gone: b, version: (await entity(a)).version, why })).toMatchObject({
    status: 409,
    body: { code: 'kept_apart' },
  })
})
