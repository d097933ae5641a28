import { beforeAll, describe, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { as, someone } from './people.testing.ts'

let house: TestDistrict
let steward: Person
let second: Person
let civil: Person
const base = '/api/registry/population'
const purpose = { purpose: 'application' as const, note: '办理高龄津贴申请' }

beforeAll(async () => {
  house = await district()
  steward = await house.as('steward')
  second = await house.as('data_office')
  civil = await house.as('civil')
})

const deliver = async (source: string, ...records: object[]) => {
  const answer = await steward.post(`${base}/sources/${source}/records`, { records })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body
}
const find = async (by: object) => (await civil.post(`${base}/look-ups`, { ...purpose, by })).body.items as { id: string }[]
const entity = async (id: string) => (await steward.get(`${base}/entities/${id}`)).body

/** One of the police, one of the towns: same name, other telephone, birth one digit off, no number. */
async function doubtfulPair() {
  const one = someone()
  const { phone: _phone, address: _address, ...known } = one
  await deliver('police', as(known))
  const [police] = await find({ id_number: one.id_number })
  const typed = one.birth.endsWith('1') ? `${one.birth.slice(0, -1)}2` : `${one.birth.slice(0, -1)}1`
  const { doubtful } = await deliver(
    'towns',
    as({ name: one.name, birth: typed, sex: '1', phone: one.phone, address: one.address }),
  )
  expect(doubtful).toBe(1)
  const [town] = await find({ name: one.name, phone: one.phone })
  const { reviews } = await entity(police?.id as string)
  return { one, police: police?.id as string, town: town?.id as string, review: reviews[0].id as string }
}

describe('a doubtful pair', () => {
  test('stands in the queue with its reasons and without its values, and made one it can be parted again with nothing lost', async () => {
    const { one, police, town, review } = await doubtfulPair()
    const queue = (await steward.get(`${base}/reviews?limit=200`)).body.items as { id: string }[]
    expect(queue.map(({ id }) => id)).toContain(review)
    const seen = (await steward.get(`${base}/reviews/${review}`)).body
    const level = (id: string) => seen.fields.find((field: { id: string }) => field.id === id).level
    expect({ name: level('name'), birth: level('birth') }).toEqual({ name: 'same', birth: 'close' })
    for (const secret of [one.name, one.phone, one.birth, one.id_number]) expect(JSON.stringify(seen)).not.toContain(secret)
    expect((await steward.post(`${base}/reviews/${review}/unmask`, {})).body.right.phone).toBe(one.phone)

    const before = [await entity(police), await entity(town)].map(({ fields }) => fields)
    const decided = await steward.post(`${base}/reviews/${review}/decide`, {
      version: seen.version,
      decision: 'same',
      note: '电话核实为本人',
    })
    expect(decided).toMatchObject({ status: 200, body: { state: 'same' } })
    const merged = await entity(police)
    expect(merged.records).toHaveLength(2)
    expect(merged.sources).toEqual(['police', 'towns'])
    expect(merged.fields.find((field: { id: string }) => field.id === 'birth')).toMatchObject({
      source: 'police',
      disagree: 1,
      why: 'duty-holder',
    })
    expect((await entity(town)).mergedInto).toBe(police)

    const undone = await steward.post(`${base}/merges/${merged.merges[0].id}/undo`, { why: '本人到窗口说明不是同一人' })
    expect(undone.status).toBe(200)
    expect([await entity(police), await entity(town)].map(({ fields }) => fields)).toEqual(before)
    expect(await steward.post(`${base}/merges/${merged.merges[0].id}/undo`, { why: '再来一次' })).toMatchObject({ status: 409 })
    const kinds = (await steward.get(`${base}/entities/${police}/history`)).body.items.map(({ kind }: { kind: string }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['link', 'merge', 'undo']))
  })

  test('decided by two stewards at once: one wins, the other is told who did', async () => {
    const { review } = await doubtfulPair()
    const answers = await Promise.all([
      steward.post(`${base}/reviews/${review}/decide`, { version: 1, decision: 'same' }),
      second.post(`${base}/reviews/${review}/decide`, { version: 1, decision: 'different' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'already_decided', current: { id: review } })
  })

  test('kept apart stays apart, whatever is delivered later', async () => {
    const { one, police, town, review } = await doubtfulPair()
    await steward.post(`${base}/reviews/${review}/decide`, { version: 1, decision: 'different', note: '双胞胎' })
    const page = await entity(town)
    expect(
      await steward.post(`${base}/entities/${police}/merge`, {
        gone: town,
        version: (await entity(police)).version,
        why: '看着像',
      }),
    ).toMatchObject({
      status: 409,
      body: { code: 'kept_apart' },
    })
    await deliver('health', as({ name: one.name, id_number: one.id_number, birth: one.birth, phone: one.phone }))
    expect(page.mergedInto).toBeNull()
    expect((await entity(town)).mergedInto).toBeNull()
  })
})

test('two valid numbers are never one person without a steward, however alike the rest', async () => {
  const one = someone()
  const twin = { ...one, id_number: someone().id_number }
  await deliver('police', as(one))
  const answer = await deliver('civil-affairs', as({ ...twin, marital: '10' }))
  expect(answer).toMatchObject({ new: 1, doubtful: 1 })
  const [a] = await find({ id_number: one.id_number })
  const [b] = await find({ id_number: twin.id_number })
  expect(a?.id).not.toBe(b?.id)
})

test('a record about somebody else is split off, a value is chosen and given back', async () => {
  const one = someone()
  await deliver('police', as(one))
  await deliver('health', as({ ...one, phone: '13911112222' }))
  const [found] = await find({ id_number: one.id_number })
  const url = `${base}/entities/${found?.id}`
  const page = await entity(found?.id as string)
  const record = page.records.find(({ source }: { source: string }) => source === 'police').id
  const chosen = await steward.post(`${url}/choose`, { field: 'address', record, version: page.version, why: '本人确认' })
  expect(chosen.body.fields.find(({ id }: { id: string }) => id === 'address')).toMatchObject({ why: 'chosen', source: 'police' })
  expect(await steward.post(`${url}/choose`, { field: 'address', record, version: page.version, why: '旧版本' })).toMatchObject({
    status: 409,
  })
  const split = await steward.post(`${url}/split`, { records: [record], version: chosen.body.version, why: '错挂' })
  expect(split.body.records).toHaveLength(1)
  expect(await find({ id_number: one.id_number })).toHaveLength(2)
})

test('instead of collecting, a department asks, is granted, and reads just those fields as they change', async () => {
  const asked = await civil.post(`${base}/shares`, {
    fields: ['name', 'phone'],
    purpose: '联系高龄津贴申请人',
    basis: '上海市老年人权益保障条例',
  })
  expect(asked).toMatchObject({ status: 200, body: { state: 'asked', organisation: { path: 'qingpu.civil_affairs' } } })
  const changes = `${base}/changes?share=${asked.body.id}`
  expect(await civil.get(changes)).toMatchObject({ status: 403, body: { code: 'share_not_yours' } })
  await steward.post(`${base}/shares/${asked.body.id}/decide`, {
    version: 1,
    state: 'granted',
    answer: '同意',
    until: '2099-12-31',
  })
  let after = '0'
  for (let next: string | null = '0'; next !== null; ) {
    const { body } = await civil.get(`${changes}&limit=200&after=${next}`)
    next = body.next
    after = body.last
  }
  const one = someone()
  await deliver('health', as({ ...one, doctor: '林医生' }))
  const { items } = (await civil.get(`${changes}&after=${after}`)).body
  expect(items).toMatchObject([{ kind: 'created', fields: ['name', 'phone'], values: { name: one.name, phone: one.phone } }])
  expect(Object.keys(items[0].values)).toEqual(['name', 'phone'])
  expect(await second.get(changes)).toMatchObject({ status: 403 })
})

describe('a resident', () => {
  test('shows who they are, sees who looked and why, asks about it, and asks to put a field right', async () => {
    const one = someone()
    await deliver('health', as(one))
    const password = 'Willow-2026-bridge'
    await (await house.as('')).post('/api/identity/register', {
      account: `r${one.phone}`,
      password,
      name: '用户',
      phone: one.phone,
    })
    const resident = await house.enter(`r${one.phone}`, password)
    expect((await resident.get('/api/registry/me')).body).toMatchObject({ linked: false })
    expect(await resident.post('/api/registry/me/link', { name: '别的人', idNumber: one.id_number })).toMatchObject({
      status: 400,
    })
    expect((await resident.post('/api/registry/me/link', { name: one.name, idNumber: one.id_number })).status).toBe(204)
    const mine = (await resident.get('/api/registry/me')).body
    expect(mine.fields.find(({ id }: { id: string }) => id === 'phone')).toMatchObject({ value: one.phone })

    const [found] = await find({ id_number: one.id_number })
    await civil.post(`${base}/entities/${found?.id}/unmask`, purpose)
    const seen = (await resident.get('/api/registry/me/accesses')).body.items
    expect(seen[0]).toMatchObject({
      what: 'unmasked',
      actor: '民政经办 施敏',
      organisation: { zh: '区民政局' },
      purpose: { zh: '办理本人申请的事项' },
      note: purpose.note,
    })
    const question = `/api/registry/me/accesses/${seen[0].id}/question`
    expect((await resident.post(question, { text: '我没有申请过津贴' })).body.question).toBe('我没有申请过津贴')
    expect(await resident.post(question, { text: '再问一次' })).toMatchObject({ status: 409 })
    await steward.post(`/api/registry/questions/${seen[0].id}/answer`, { answer: '代为申请，已由家属确认' })
    expect((await resident.get('/api/registry/me/accesses')).body.items[0].answer).toBe('代为申请，已由家属确认')

    const asked = await resident.post('/api/registry/me/corrections', {
      field: 'phone',
      proposed: '13988887777',
      why: '换了号码',
    })
    expect(asked.body).toMatchObject({ state: 'asked', proposed: '13988887777', source: { id: 'health' } })
    const listed = (await steward.get('/api/registry/corrections?state=asked')).body.items
    expect(listed.find(({ id }: { id: string }) => id === asked.body.id).proposed).toBe('139****7777')
    const answer = { version: 1, state: 'accepted', answer: '卫健已更新' }
    expect((await steward.post(`/api/registry/corrections/${asked.body.id}/answer`, answer)).body.state).toBe('accepted')
    expect(await second.post(`/api/registry/corrections/${asked.body.id}/answer`, answer)).toMatchObject({ status: 409 })
  })
})
