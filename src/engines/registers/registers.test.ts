import { beforeAll, describe, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { system } from '#kernel'
import { sources } from '../../modules/environment/sources.ts'
import { tableFaults } from './agreement.ts'
import { upsertRows } from './batch.ts'
import { listRows } from './service.ts'

const path = '/api/environment/sources'
let house: TestDistrict
let officer: Person
const works = (n: number, more: object = {}) => ({
  name: `青浦第${n}印染厂`,
  credit_code: `91310118MA1J${String(n).padStart(5, '0')}X`,
  kind: 'water',
  area: '310118001000',
  ...more,
})
beforeAll(async () => {
  house = await district()
  officer = await house.as('environment')
}, 180_000)

const add = async (n: number, more: object = {}) => {
  const answer = await officer.post(path, { values: works(n, more) })
  expect(answer).toMatchObject({ status: 200 })
  return answer.body
}

test('every register of the house agrees with its table', async () => {
  const faults = await house.platform.transact({ user: system, origin: { kind: 'cli', name: 'test' } }, 'read', tableFaults)
  expect(faults).toEqual([])
})

describe('a clerk keeps a ledger', () => {
  test('adds an entry, finds it by words, changes it, and reads who changed what', async () => {
    const added = await add(1, { contact: '王小明', phone: '13812345678', place: { lon: 121.1, lat: 31.15 } })
    expect(added).toMatchObject({ version: 1, label: '青浦第1印染厂', values: { contact: '王**', phone: '138****5678' } })
    expect(added.titles.area).toMatchObject({ zh: '夏阳街道' })
    expect((await officer.get(`${path}?q=第1印染`)).body.items).toMatchObject([{ id: added.id }])
    const changed = await officer.patch(`${path}/${added.id}`, { version: 1, values: { kind: 'air', phone: '138****5678' } })
    expect(changed).toMatchObject({ status: 200, body: { version: 2, values: { kind: 'air' } } })
    const history = (await officer.get(`${path}/${added.id}/history`)).body
    expect(history.items).toMatchObject([
      { act: 'changed', changes: [{ column: 'kind', before: 'water', after: 'air' }] },
      { act: 'created', by: { name: expect.any(String) } },
    ])
  })
})

describe('many rows at once', () => {
  const who = { user: system, origin: { kind: 'job' as const, name: 'test' } }
  const put = (rows: Record<string, unknown>[], options = {}) =>
    house.platform.transact(who, 'write', (ctx) => upsertRows(ctx, sources, rows, { source: 'import:1', ...options }))

  test('good rows go in, bad ones are named, the same file again changes nothing', async () => {
    const rows = [
      works(101, { area: '夏阳街道', organisation: '区生态环境局', phone: '13900000001' }),
      works(102, { area: '没有这个镇' }),
      works(103, { credit_code: '短' }),
      works(104, { permit_number: '91310118000000000001A' }),
      works(101),
    ]
    expect(await put(rows, { dryRun: true })).toMatchObject([{ outcome: 'added' }, {}, {}, {}, { outcome: 'refused' }])
    expect(await put(rows)).toMatchObject([
      { outcome: 'added' },
      { outcome: 'refused', faults: [{ path: 'area', code: 'dangling' }] },
      { outcome: 'refused', faults: [{ path: 'credit_code', code: 'pattern' }] },
      { outcome: 'refused', faults: [{ path: 'permit_until', code: 'permit' }] },
      { outcome: 'refused', faults: [{ path: 'credit_code', code: 'twice' }] },
    ])
    expect(await put(rows.slice(0, 1))).toMatchObject([{ outcome: 'same' }])
    const [again] = await put([works(101, { kind: 'air', phone: '139****0001', parent: works(101).credit_code })])
    expect(again).toMatchObject({ outcome: 'refused', faults: [{ code: 'circular' }] })
    const [changed] = await put([works(101, { kind: 'air', phone: '139****0001' })])
    expect(changed).toMatchObject({ outcome: 'changed' })
    const history = (await officer.get(`${path}/${changed?.id}/history`)).body.items
    expect(history).toMatchObject([
      { act: 'changed', source: 'import:1', changes: [{ column: 'kind', before: 'water', after: 'air' }] },
      { act: 'imported', source: 'import:1' },
    ])
  })

  test('whoever answers for one town cannot bring in rows of another', async () => {
    const grants = ['environment.read', 'environment.manage'].map((capability) => ({
      capability,
      tree: 'area' as const,
      path: '310118000000.310118102000',
    }))
    const clerk = { id: 'clerk', kind: 'staff' as const, name: '李四', grants }
    const outcomes = await house.platform.transact({ ...who, user: clerk }, 'write', (ctx) =>
      upsertRows(ctx, sources, [works(111), works(112, { area: '310118102000' }), works(101, { kind: 'soil' })], {}),
    )
    expect(outcomes).toMatchObject([
      { outcome: 'refused', faults: [{ code: 'out_of_reach' }] },
      { outcome: 'added' },
      { outcome: 'refused' },
    ])
    expect((await officer.get(`${path}?q=第111印染`)).body.items).toEqual([])
  })

  test('a town’s rows are found in their order, by filter or by the reader’s own reach, though thousands of another town came later', async () => {
    const towns = ['310118103000', '310118104000']
    const codes: string[] = []
    // The demo has works of its own there.
    const ours = (code: unknown) => codes.includes(code as string)
    for (const area of [towns[0], towns[1], towns[0]]) {
      const size = area === towns[1] ? 3300 : 4
      const rows = Array.from({ length: size }, (_, n) => works(30_000 + codes.length + n, { area }))
      codes.push(...rows.map(({ credit_code }) => credit_code))
      await put(rows)
      if (area === towns[0]) await put([works(29_000 + codes.length, { area: '310118105000' })])
    }
    const wanted = codes.filter((_, at) => at < 4 || at >= 3304).reverse()
    const pages = async (query: string) => {
      const found: string[] = []
      for (let cursor = ''; ; ) {
        const { body } = await officer.get(`${path}?columns=credit_code&limit=3&${query}${cursor}`)
        found.push(...body.items.map(({ values }: any) => values.credit_code).filter(ours))
        if (!body.next) return found
        cursor = `&cursor=${encodeURIComponent(body.next)}`
      }
    }
    expect(await pages(`filter.area=${towns[0]}&sort=-id`)).toEqual(wanted)
    expect(await pages(`filter.area=${towns[0]}&sort=id`)).toEqual(wanted.toReversed())
    expect((await pages(`filter.area=${towns[0]}&sort=name`)).toSorted()).toEqual(wanted.toSorted())
    const grants = ['environment.read', 'environment.manage'].map((capability) => ({
      capability,
      tree: 'area' as const,
      path: `310118000000.${towns[0]}`,
    }))
    const clerk = { id: 'clerk', kind: 'staff' as const, name: '李四', grants }
    const seen = await house.platform.transact({ ...who, user: clerk }, 'read', (ctx) =>
      listRows(ctx, sources, { columns: 'credit_code', sort: '-id' }),
    )
    expect(seen.items.map(({ values }) => values['credit_code']).filter(ours)).toEqual(wanted)
    expect(seen.next).toBeNull()
  })
})
