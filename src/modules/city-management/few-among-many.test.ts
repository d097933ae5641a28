import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { protectedTypeKind, system, type Grant, type User, visible, visibleKeys } from '#kernel'
import { ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'

let house: TestDistrict
let dispatcher: Person
let patrol: Person
let greening: Person
let supervisor: Person
const base = '/api/city-management'

afterAll(() => house.platform.database.close())
beforeAll(async () => {
  house = await ownDistrict()
  house.clock.forward(new Date('2026-03-03T09:00:00+08:00').getTime() - house.clock.now.getTime())
  dispatcher = await house.as('dispatcher')
  patrol = await house.as('patrol1')
  greening = await house.as('greening')
  supervisor = await house.as('supervisor')
}, 240_000)

async function act(person: Person, id: string, action: string, body: object) {
  const { version } = (await supervisor.get(`${base}/cases/${id}`)).body
  expect((await person.post(`${base}/cases/${id}/${action}`, { version, ...body })).status).toBe(200)
  await house.settle()
}

/** A case of the greening unit; handled, it has gone on to somebody else. */
async function ofGreening(n: number, isHandled: boolean): Promise<string> {
  const report = {
    clientId: randomUUID(),
    category: 'event-01-02',
    point: { lon: 121.1 + n * 0.004, lat: 31.145 },
    address: '',
    photos: [],
  }
  const { id } = (await patrol.post(`${base}/patrol-reports`, { ...report, description: '路边堆着垃圾' })).body
  await house.settle()
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening' })
  if (isHandled) await act(greening, id, 'handle', { explanation: '已清理' })
  return id
}

/** Newer cases that are with nobody and lie where nobody of the unit looks. */
const others = (count: number) =>
  house.platform.transact({ user: system, origin: { kind: 'cli', name: 'test' } }, 'write', (ctx) =>
    sql`insert into cases.case (id, number, channel, category, description, address, area, area_name, state, observed_at, reported_at, updated_at)
      select gen_random_uuid(), 'other-' || n, 'patrol', 'event-01-02', '', '', 'elsewhere'::ltree, '{"zh":"","en":""}', 'accepting', ${ctx.now}, ${ctx.now}::timestamptz + n * interval '1 s', ${ctx.now}
      from generate_series(1, ${count}::int) n`.execute(ctx.db),
  )

test('an officer’s few cases are all in their list, page by page, however many newer ones are not theirs', async () => {
  const before = (await greening.get(`${base}/cases?limit=200`)).body.items.map(({ id }: { id: string }) => id)
  const mine = [await ofGreening(0, true), await ofGreening(1, false), await ofGreening(2, true)]
  await others(2300)
  const all = [...mine.toReversed(), ...before]
  for (const limit of [1, 2, 200]) {
    const seen: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const { body }: { body: { items: { id: string }[]; next: string | null } } = await greening.get(
        `${base}/cases?limit=${limit}&cursor=${next}`,
      )
      seen.push(...body.items.map(({ id }) => id))
      next = body.next
    }
    expect(seen).toEqual(all)
  }
  const due = (await greening.get(`${base}/cases?sort=due&limit=200`)).body.items.map(({ id }: { id: string }) => id)
  expect(due.toSorted()).toEqual(all.toSorted())
  expect((await dispatcher.get(`${base}/cases?limit=200`)).body.items).toHaveLength(200)
}, 240_000)

test('what somebody may see is the same whichever side it is looked for from', async () => {
  const type = house.platform.house.get(protectedTypeKind, 'cases.case')
  const actors = await rows<{ id: string }>(
    house.platform,
    `select distinct closed_by as id from process.task where closed_by is not null
    union select account from cases.report where account is not null`,
  )
  const paths = await rows<{ path: string }>(
    house.platform,
    `select distinct area::text as path from cases.case union select distinct unit::text from cases.case where unit is not null
    union select 'qingpu' union select 'nowhere'`,
  )
  const names = await rows<{ name: string }>(
    house.platform,
    `select distinct capability as name from process.task where capability is not null union select 'cases.read'`,
  )
  const path = fc.constantFrom(...paths.map((row) => row.path))
  const grant = fc.record({
    capability: fc.constantFrom(...names.map(({ name }) => name)),
    tree: fc.constantFrom<Grant['tree'][]>('all', 'organisation', 'area'),
    path,
  })
  const users = fc.record({
    id: fc.constantFrom(...actors.map(({ id }) => id), 'nobody'),
    kind: fc.constantFrom<User['kind'][]>('staff', 'citizen', 'anonymous', 'system'),
    name: fc.constant(''),
    organisation: path,
    grants: fc.array(grant, { maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(users, async (user) => {
      const different = await house.platform.transact({ user, origin: { kind: 'cli', name: 'test' } }, 'read', (ctx) => {
        const keys = visibleKeys(ctx, type)
        const found = keys ? sql`c.id in (${keys})` : sql`true`
        return sql`select c.id from cases.case c where coalesce(${visible(ctx, type, 'c')}, false) <> coalesce(${found}, false)`.execute(
          ctx.db,
        )
      })
      expect(different.rows).toEqual([])
    }),
    { numRuns: 60 },
  )
}, 240_000)
