import { afterAll, beforeAll, expect, test } from 'vitest'
import { ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { as, someone } from './people.testing.ts'
import { drawTogether } from './store-sources.ts'
import { system } from '#kernel'

let house: TestDistrict
let steward: Person
const base = '/api/registry/population'

afterAll(() => house.platform.database.close())
beforeAll(async () => {
  house = await ownDistrict()
  steward = await house.as('steward')
}, 240_000)

/** Counted from the records and golden records themselves. */
async function counted() {
  const ask = async <T>(text: string) => rows<T>(house.platform, text)
  const [entities] = await ask(`select count(*)::int as entities, count(*) filter (where cardinality(sources) > 1)::int as joined,
    count(*) filter (where cardinality(flags) > 0)::int as flagged from registry.entity where registry = 'population' and merged_into is null`)
  const sources = await ask<{
    id: string
    records: number
  }>(`select r.source as id, count(*)::int as records, count(*) filter (where cardinality(e.sources) > 1)::int as matched,
    count(*) filter (where cardinality(r.flags) > 0)::int as flagged, max(r.received_at) as "lastAt"
    from registry.record r join registry.entity e on e.id = r.entity_id where r.registry = 'population' group by r.source order by 1`)
  const flags = await ask(
    `select flag, count(*)::int as records from registry.record r, unnest(r.flags) as flag where r.registry = 'population' group by flag order by records desc, flag`,
  )
  return { ...(entities as object), sources: JSON.parse(JSON.stringify(sources)), flags }
}

async function said() {
  const { body } = await steward.get(base)
  const { entities, joined, flagged, bySource, flags } = body
  const sources = bySource
    .filter(({ lastAt }: { lastAt: string | null }) => lastAt !== null)
    .map(({ id, records, matched, flagged, lastAt }: Record<string, unknown>) => ({ id, records, matched, flagged, lastAt }))
    .toSorted((a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id))
  return {
    entities,
    joined,
    flagged,
    sources,
    flags: flags.map(({ flag, records }: Record<string, unknown>) => ({ flag, records })),
  }
}
const agree = async () => expect(await said()).toEqual(await counted())

const deliver = (source: string, ...records: object[]) => steward.post(`${base}/sources/${source}/records`, { records })
const find = async (number: string) =>
  (
    await (
      await house.as('civil')
    ).post(`${base}/look-ups`, { purpose: 'application', note: '办理高龄津贴申请', by: { id_number: number } })
  ).body.items[0].id as string

test('the numbers of the overview are what counting would say, whatever is delivered, put right, merged, parted and drawn together', async () => {
  await agree()
  const [one, other] = [someone(), someone()]
  const wrong = one.id_number.slice(0, -1) + (one.id_number.endsWith('1') ? '2' : '1')
  const first = as({ ...other, id_number: wrong })
  await deliver('police', as(one), first)
  await agree()
  house.clock.forward(3_600_000)
  await deliver('health', as({ ...one, doctor: '林医生' }))
  await agree()
  await deliver('police', { ...first, observedOn: '2026-07-01', values: { ...first.values, id_number: other.id_number } })
  await agree()
  const [kept, gone] = [await find(one.id_number), await find(other.id_number)]
  const page = (await steward.get(`${base}/entities/${kept}`)).body
  const merged = await steward.post(`${base}/entities/${kept}/merge`, { gone, version: page.version, why: '核实为一人' })
  expect(merged.status).toBe(200)
  await agree()
  expect((await steward.post(`${base}/merges/${merged.body.merges[0].id}/undo`, { why: '核实为两人' })).status).toBe(200)
  await agree()
  const { records, version } = (await steward.get(`${base}/entities/${kept}`)).body
  const split = await steward.post(`${base}/entities/${kept}/split`, { records: [records[0].id], version, why: '错挂' })
  expect(split.status).toBe(200)
  await agree()
  const who = { user: system, origin: { kind: 'cli' as const, name: 'test' } }
  await house.platform.transact(who, 'write', (ctx) => drawTogether(ctx, 1))
  expect(await rows(house.platform, 'select 1 from registry.tally group by registry, source, what having count(*) > 1')).toEqual(
    [],
  )
  await agree()
}, 240_000)
