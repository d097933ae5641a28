import { beforeAll, describe, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { as, someone } from './people.testing.ts'

let house: TestDistrict
let steward: Person
let civil: Person
const base = '/api/registry/population'
const purpose = { purpose: 'application' as const, note: '办理高龄津贴申请' }

beforeAll(async () => {
  house = await district()
  steward = await house.as('steward')
  civil = await house.as('civil')
})

const deliver = (who: Person, source: string, ...records: object[]) => who.post(`${base}/sources/${source}/records`, { records })
const find = async (number: string) =>
  (await civil.post(`${base}/look-ups`, { ...purpose, by: { id_number: number } })).body.items as {
    id: string
    sources: string[]
  }[]

describe('a person from several departments', () => {
  test('is one, and each field says where it is from and why', async () => {
    const one = someone()
    const { phone: _phone, address: _address, ...core } = one
    await deliver(steward, 'police', as({ ...core, household_address: one.address }))
    await deliver(steward, 'health', as({ ...core, phone: one.phone, doctor: '夏阳社区 林医生' }))
    const answer = await deliver(
      steward,
      'towns',
      as({ name: one.name, phone: one.phone, birth: one.birth, address: one.address }),
    )
    expect(answer).toMatchObject({ status: 200, body: { new: 1, refused: 0, doubtful: 0 } })
    const found = await find(one.id_number)
    expect(found).toMatchObject([{ sources: ['health', 'police', 'towns'] }])
    const { body } = await steward.get(`${base}/entities/${found[0]?.id}`)
    const field = (id: string) => body.fields.find((each: { id: string }) => each.id === id)
    expect(field('name')).toMatchObject({ source: 'police', why: 'duty-holder', disagree: 0, masked: true })
    expect(field('address')).toMatchObject({ source: 'towns', why: 'only' })
    expect(body.records).toHaveLength(3)
    for (const secret of [one.id_number, one.phone, one.name, one.birth]) expect(JSON.stringify(body)).not.toContain(secret)
  })

  test('is not doubled by a delivery that is sent again, and keeps the past when it changes', async () => {
    const one = someone()
    const sent = as({ ...one, doctor: null })
    expect((await deliver(steward, 'health', sent)).body).toMatchObject({ new: 1, same: 0 })
    expect((await deliver(steward, 'health', sent)).body).toMatchObject({ new: 0, same: 1 })
    const moved = { ...sent, observedOn: '2026-07-01', values: { ...sent.values, phone: '13900001234' } }
    expect((await deliver(steward, 'health', moved)).body).toMatchObject({ new: 0, changed: 1 })
    expect(await find(one.id_number)).toHaveLength(1)
  })

  test('keeps a number that fails its check, flagged', async () => {
    const one = someone()
    const wrong = one.id_number.slice(0, -1) + (one.id_number.endsWith('1') ? '2' : '1')
    expect((await deliver(steward, 'police', as({ name: one.name, id_number: wrong }))).body).toMatchObject({
      new: 1,
      flagged: 1,
    })
    const [found] = await find(wrong)
    const { body } = await steward.get(`${base}/entities/${found?.id}`)
    expect(body.flags).toContain('id_number:check_digit')
    expect(body.records[0].flags[0].title.zh).toBe('公民身份号码校验码不符')
  })
})

test('a value that a source has no business to bring is left out and told', async () => {
  const one = someone()
  const { body } = await deliver(steward, 'police', as({ name: one.name, id_number: one.id_number, insurance: 'none' }))
  expect(body).toMatchObject({ new: 1, faults: [{ line: 1, field: 'insurance', code: 'undeclared' }] })
})

test('an officer sees a person masked, and in clear only for a purpose of their post', async () => {
  const one = someone()
  await deliver(steward, 'health', as(one))
  const [found] = await find(one.id_number)
  const unmask = (body: object) => civil.post(`${base}/entities/${found?.id}/unmask`, body)
  expect(await unmask({})).toMatchObject({ status: 400 })
  expect(await unmask({ purpose: 'data-quality', note: '想看一下' })).toMatchObject({
    status: 403,
    body: { code: 'purpose_not_yours' },
  })
  expect((await unmask(purpose)).body.values).toMatchObject({ name: one.name, phone: one.phone, id_number: one.id_number })
  const byName = await civil.post(`${base}/look-ups`, { ...purpose, by: { name: one.name, phone: one.phone } })
  expect(byName.body.items).toHaveLength(1)
  expect(await civil.post(`${base}/look-ups`, { ...purpose, by: { name: one.name } })).toMatchObject({
    status: 400,
    body: { code: 'not_this_way' },
  })
})

test('a department delivers only for its own source', async () => {
  const one = someone()
  expect(await deliver(civil, 'police', as(one))).toMatchObject({ status: 403 })
  expect(await deliver(civil, 'civil-affairs', as({ ...one, marital: '已婚' }))).toMatchObject({ status: 200, body: { new: 1 } })
})

test('a second department wanting to collect phone numbers is refused, and told who has them and how to ask', async () => {
  const source = {
    id: 'ageing',
    title: { zh: '养老服务', en: 'Care' },
    organisation: 'qingpu.civil_affairs',
    holds: ['phone'],
    basis: '养老服务条例',
  }
  const answer = await civil.post(`${base}/sources`, source)
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 'duplicate_collection', current: { field: 'phone', holder: { source: 'health' }, ask: { method: 'POST' } } },
  })
  expect(answer.body.detail).toContain('卫生健康委')
})

test('a clerk sends a file as their system writes it; what cannot be taken is named by line, and sending it again changes nothing', async () => {
  const [a, b] = [someone(), someone()]
  const content = `记录编号,采集日期,姓名,身份证号,手机号,婚姻\nF-${a.phone},2026/05/01,${a.name},${a.id_number},${a.phone},已婚\nF-${b.phone},2026-05-02,${b.name},${b.id_number},,离婚\n,2026-05-02,无编号,,,\n`
  const send = (text: string) =>
    house.app.inject({
      method: 'POST',
      url: `${base}/sources/civil-affairs/files`,
      headers: { 'content-type': 'multipart/form-data; boundary=b', authorization: `Bearer ${civil.token}` },
      payload: `--b\r\ncontent-disposition: form-data; name="file"; filename="7月.csv"\r\n\r\n${text}\r\n--b--\r\n`,
    })
  const sent = (await send(content)).json()
  expect(sent).toMatchObject({ how: 'file', received: 3, new: 2, refused: 1, faults: [{ line: 4, field: 'key' }] })
  expect((await send(content)).json()).toMatchObject({ new: 0, same: 2 })
  expect((await find(a.id_number)).length).toBe(1)
  expect((await send('姓名\n某人\n')).json()).toMatchObject({ status: 400, code: 'column_missing' })
})

test('anybody finds an enterprise by its code, and sees its public part alone', async () => {
  const legal = '/api/registry/legal-entities'
  const { items } = (await steward.get(`${legal}/entities?source=market&limit=1`)).body
  const nobody = await house.as('')
  const { status, body } = await nobody.get(`/api/registry/public/enterprises/${items[0].values.credit_code}`)
  expect(status).toBe(200)
  const ids = body.fields.map(({ id }: { id: string }) => id)
  expect(ids).toEqual(expect.arrayContaining(['name', 'credit_code', 'state']))
  for (const hidden of ['phone', 'representative_id', 'insured']) expect(ids).not.toContain(hidden)
  expect((await nobody.get('/api/registry/public/enterprises/91310118MA1J00000X')).status).toBe(404)
})
