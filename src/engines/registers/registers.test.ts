import { beforeAll, describe, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { tableFaults } from './agreement.ts'
import { system } from '#kernel'

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
