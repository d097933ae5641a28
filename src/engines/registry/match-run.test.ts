import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandKind } from '#kernel'
import { ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { as, someone } from './people.testing.ts'

let house: TestDistrict
let steward: Person
let civil: Person
const base = '/api/registry/population'

beforeAll(async () => {
  house = await ownDistrict()
  steward = await house.as('steward')
  civil = await house.as('civil')
})
afterAll(() => house.platform.database.close())

const deliver = async (source: string, values: Record<string, string | null>) => {
  const answer = await steward.post(`${base}/sources/${source}/records`, { records: [as(values)] })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const find = async (by: object) =>
  (await civil.post(`${base}/look-ups`, { purpose: 'application', note: '办理高龄津贴申请', by })).body.items as {
    id: string
    sources: string[]
  }[]
const match = async (...args: string[]) => {
  const lines: string[] = []
  const status = await house.platform.house
    .get(commandKind, 'registry')
    .run(house.platform, ['match', 'population', ...args], (line) => lines.push(line))
  return { status, text: lines.join('\n') }
}

/** Police knows number and birth, the town a telephone: nothing in common until a third department knows both. */
async function bridged() {
  const one = someone()
  const { phone: _phone, address: _address, ...known } = one
  await deliver('police', known)
  await deliver('towns', { name: one.name, phone: one.phone, address: one.address })
  const [police] = await find({ id_number: one.id_number })
  const [town] = await find({ name: one.name, phone: one.phone })
  expect(police?.id).not.toBe(town?.id)
  await deliver('health', { name: one.name, id_number: one.id_number, birth: one.birth, phone: one.phone })
  return { one, police: police?.id as string, town: town?.id as string }
}

describe('all records of a registry matched again, on the command line', () => {
  test('those who turned out to be one are joined and can be parted again; the second run finds nothing to do', async () => {
    const { one, police } = await bridged()
    expect(await find({ id_number: one.id_number })).toMatchObject([{ sources: ['health', 'police'] }])
    expect(await match('--dry-run')).toMatchObject({ status: 0 })
    expect(await find({ id_number: one.id_number })).toMatchObject([{ sources: ['health', 'police'] }])

    expect((await match()).text).toMatch(/merged [1-9]/)
    const [found] = await find({ name: one.name, phone: one.phone })
    expect(found).toMatchObject({ id: police, sources: ['health', 'police', 'towns'] })
    const { merges } = (await steward.get(`${base}/entities/${police}`)).body
    expect(merges).toMatchObject([{ why: expect.stringContaining('批量比对') }])
    const again = await match()
    expect(again.text).toContain('merged 0, to be reviewed 0')

    const undone = await steward.post(`${base}/merges/${merges[0].id}/undo`, { why: '本人到窗口说明不是同一人' })
    expect(undone.status).toBe(200)
    expect((await match()).text).toContain('merged 0')
    expect((await steward.get(`${base}/entities/${police}`)).body.sources).toEqual(['health', 'police'])
  })

  test('what it learned is kept sealed, and the run stands in the audit without anybody’s data', async () => {
    const { one } = await bridged()
    const { text } = await match('--workers', '0')
    for (const secret of [one.name, one.phone, one.id_number]) expect(text).not.toContain(secret)
    const runs = await rows<{ after: unknown }>(house.platform, `select after from audit.entry where action = 'registry.match'`)
    expect(runs.length).toBeGreaterThan(0)
    expect(JSON.stringify(runs)).not.toContain(one.name)
  })

  test('what it does not know is refused in words', async () => {
    expect(await match('--workers', 'many')).toMatchObject({ status: 2 })
    const lines: string[] = []
    const status = await house.platform.house
      .get(commandKind, 'registry')
      .run(house.platform, ['match', 'unicorns'], (line) => lines.push(line))
    expect(status).toBe(2)
    expect(lines.join()).toContain('registry match <population|legal-entities>')
  })
})
