import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type Person, springDistrict, type TestDistrict } from '../../app/testing.ts'
import { plainJpeg } from '../../protocols/media.testing.ts'
import { demoCode, demoNumber } from './demo-data.ts'
import { demoEnterprise } from './demo-story.ts'

let house: TestDistrict
let enterprise: Person
let officer: Person
let market: Person
let agency: Person

beforeAll(async () => {
  house = await springDistrict()
  ;[enterprise, officer, market, agency] = (await Promise.all(['enterprise', 'credit', 'market', 'agency'].map(house.as))) as [
    Person,
    Person,
    Person,
    Person,
  ]
}, 240_000)

async function ok(answer: Promise<Answer>): Promise<any> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return body
}

async function photo({ token }: Person): Promise<string> {
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="proof.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { 'content-type': 'multipart/form-data; boundary=x', authorization: `Bearer ${token}` },
    payload: Buffer.concat([Buffer.from(head), plainJpeg, Buffer.from('\r\n--x--\r\n')]),
  })
  return answer.json().id
}

const penalty = (more: object = {}) => ({
  code: demoEnterprise.code,
  name: demoEnterprise.name,
  documentNumber: `青市监处〔2025〕${randomUUID().slice(0, 8)}`,
  field: 'food',
  kind: 'penalty',
  title: '未按规定公示信息',
  decidedOn: '2025-11-03',
  degree: 'general',
  basis: '《企业信息公示暂行条例》第十七条',
  ...more,
})
const send = (records: object[], key = randomUUID()) => market.post('/api/credit/intake', { key, records })
const recordOf = async (documentNumber: string, person = enterprise) =>
  (await ok(person.get(`/api/credit/subjects/${demoEnterprise.code}`))).records.find(
    (record: any) => record.documentNumber === documentNumber,
  )
const published = async (documentNumber: string): Promise<boolean> =>
  (await ok((await house.as('')).get(`/api/credit/public/${demoEnterprise.code}`))).records.some(
    (record: any) => record.documentNumber === documentNumber,
  )

async function handed(more: object = {}): Promise<any> {
  const record = penalty(more)
  expect(await ok(send([record]))).toMatchObject({ accepted: 1, refused: 0 })
  return recordOf(record.documentNumber)
}

async function repairOf(record: any): Promise<string> {
  const asked = { record: record.id, statement: '罚款已缴清，公示信息已补正', corrected: true, dutyDone: true, committed: true }
  const { id } = await ok(enterprise.post('/api/credit/repairs', { ...asked, materials: [await photo(enterprise)] }))
  const view = await ok(officer.get(`/api/credit/repairs/${id}`))
  await ok(officer.post(`/api/credit/repairs/${id}/decide`, { version: view.version, outcome: 'accept' }))
  return id
}

describe('a department hands records in', () => {
  test('a wrong check character is taken and flagged, a line that says nothing is refused, and the receipt says which', async () => {
    const key = randomUUID()
    const wrong = `${demoCode(0).slice(0, 17)}${demoCode(0).endsWith('7') ? '8' : '7'}`
    const records = [
      penalty(),
      penalty({ code: wrong }),
      penalty({ field: 'nonsense' }),
      penalty({ code: undefined, number: `${demoNumber(7).slice(0, 17)}A`.replace('A', 'X') }),
    ]
    const receipt = await ok(send(records, key))
    expect(receipt).toMatchObject({ accepted: 1, refused: 1, again: false })
    expect(receipt.lines[1]).toMatchObject({ result: 'flagged', why: [{ code: 'code-check' }] })
    expect(receipt.lines[2]).toMatchObject({ result: 'refused', why: [{ code: 'field' }] })
    expect(await ok(send(records, key))).toMatchObject({ number: receipt.number, again: true })
    expect((await send([penalty()], key)).body.code).toBe('key_reused')
    const listed = await ok(market.get('/api/credit/records?filter.flags.prefix=code-check'))
    expect(listed.items.some(({ values }: any) => values.subject_code === wrong)).toBe(true)
  })

  test('the same document again is one record; put right, it is changed and leaves its history', async () => {
    const record = penalty()
    await ok(send([record]))
    expect((await ok(send([record]))).lines[0].result).toBe('repeated')
    expect((await ok(send([{ ...record, title: '更正后的事项' }]))).lines[0].result).toBe('changed')
    const { id } = await recordOf(record.documentNumber)
    expect((await ok(market.get(`/api/credit/records/${id}/history`))).items[0]).toMatchObject({ act: 'changed' })
  })

  test('nobody hands in for another unit', async () => {
    const answer = await market.post('/api/credit/intake', { key: randomUUID(), source: 'qingpu.tax', records: [penalty()] })
    expect(answer.body.code).toBe('not_your_source')
  })
})

test('an enterprise objects: disputed meanwhile, checked by the department, corrected', async () => {
  const record = await handed({ content: '罚款 80000 元' })
  const { id } = await ok(
    enterprise.post('/api/credit/objections', { record: record.id, wants: 'correct', reason: '罚款金额多写了一个零' }),
  )
  expect(await recordOf(record.documentNumber)).toMatchObject({ disputed: true, open: { what: 'objection' } })
  const before = await ok(officer.get(`/api/credit/objections/${id}`))
  expect(
    (await market.post(`/api/credit/objections/${id}/decide`, { version: before.version, outcome: 'correct', why: '抢先' }))
      .status,
  ).toBe(403)
  await ok(officer.post(`/api/credit/objections/${id}/decide`, { version: before.version, outcome: 'accept' }))
  const { version, task } = await ok(market.get(`/api/credit/objections/${id}`))
  expect(task).toMatchObject({ step: 'check' })
  const answered = await ok(
    market.post(`/api/credit/objections/${id}/decide`, {
      version,
      outcome: 'correct',
      why: '核对文书，系录入错误',
      correct: { content: '罚款 8000 元' },
    }),
  )
  expect(answered).toMatchObject({ state: 'corrected', answer: '核对文书，系录入错误' })
  expect(await recordOf(record.documentNumber)).toMatchObject({ disputed: false, content: '罚款 8000 元' })
  const messages = await ok(enterprise.get('/api/notify/messages'))
  expect(messages.items[0].title.zh).toBe('异议成立，记录已更正')
})

describe('repair', () => {
  test('is refused before its day, with the day in words', async () => {
    const record = await handed({ decidedOn: '2026-02-10' })
    const outlook = await ok(enterprise.get(`/api/credit/repairs/outlook/${record.id}`))
    expect(outlook).toMatchObject({ repairFrom: '2026-05-10', rule: { id: 'ndrc-2023-58' } })
    const asked = {
      record: record.id,
      statement: '已改正',
      corrected: true,
      dutyDone: true,
      committed: true,
      materials: [await photo(enterprise)],
    }
    const { status, body } = await enterprise.post('/api/credit/repairs', asked)
    expect(status).toBe(409)
    expect(body.detail).toContain('2026-05-10')
  })

  test('granted: publication ends, the agency that received it is told, and the record takes no more points', async () => {
    const record = await handed()
    expect(await published(record.documentNumber)).toBe(true)
    const page = await ok(enterprise.get('/api/credit/mine'))
    const consent = { subject: page.items[0].subject.id, agency: 'qingpu.puxin_credit', purpose: '贷款审批', until: '2026-06-30' }
    await ok(enterprise.post('/api/credit/consents', consent))
    const report = await ok(agency.post('/api/credit/agency/query', { code: demoEnterprise.code, purpose: '贷款审批' }))
    expect(report.records.some((one: any) => one.id === record.id)).toBe(true)

    const id = await repairOf(record)
    const { version } = await ok(market.get(`/api/credit/repairs/${id}`))
    await ok(market.post(`/api/credit/repairs/${id}/decide`, { version, outcome: 'grant' }))
    expect(await published(record.documentNumber)).toBe(false)
    expect(await recordOf(record.documentNumber)).toMatchObject({ state: 'repaired', mayRepair: false })
    const told = await ok(agency.get('/api/credit/agency/withdrawals'))
    expect(told.items).toContainEqual(expect.objectContaining({ record: record.id, why: 'repaired' }))
    const again = await ok(agency.post('/api/credit/agency/query', { code: demoEnterprise.code, purpose: '贷款审批' }))
    expect(again.records.some((one: any) => one.id === record.id)).toBe(false)
  })

  test('two officers decide one at once: one wins, the other sees what won', async () => {
    const id = await repairOf(await handed())
    const { version } = await ok(market.get(`/api/credit/repairs/${id}`))
    const answers = await Promise.all([
      market.post(`/api/credit/repairs/${id}/decide`, { version, outcome: 'grant' }),
      market.post(`/api/credit/repairs/${id}/decide`, { version, outcome: 'refuse', why: '材料与决定书不符' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const won = answers.find(({ status }) => status === 200)?.body.state
    expect((await ok(market.get(`/api/credit/repairs/${id}`))).state).toBe(won)
  })
})

describe('an agency asks', () => {
  const other = demoCode(1)
  test('without consent it is refused, unknown subjects in the same words, and the subject sees who tried', async () => {
    const refused = await agency.post('/api/credit/agency/query', { code: other, purpose: '尽职调查' })
    const unknown = await agency.post('/api/credit/agency/query', { code: demoCode(987_654), purpose: '尽职调查' })
    expect(refused.status).toBe(403)
    expect(unknown.body).toEqual(refused.body)
    const [ofNobody, ofOther] = (await ok(agency.get('/api/credit/agency/queries'))).items
    expect(ofNobody).toMatchObject({ answered: false, purpose: '尽职调查', subject: null })
    expect({ ...ofOther, id: ofNobody.id, at: ofNobody.at }).toEqual(ofNobody)
  })

  test('with consent it sees, the subject sees that it did; withdrawn, it is refused', async () => {
    const [{ subject }] = (await ok(enterprise.get('/api/credit/mine'))).items
    const { id } = await ok(
      enterprise.post('/api/credit/consents', {
        subject: subject.id,
        agency: 'qingpu.puxin_credit',
        purpose: '投标资信',
        until: '2026-04-30',
      }),
    )
    await ok(agency.post('/api/credit/agency/query', { code: demoEnterprise.code, purpose: '投标资信审查' }))
    const seen = await ok(enterprise.get(`/api/credit/subjects/${subject.id}/queries`))
    expect(seen.items[0]).toMatchObject({
      kind: 'agency',
      answered: true,
      purpose: '投标资信审查',
      organisation: { zh: '浦信征信（演示）' },
    })
    const inForce = async () =>
      (await ok(enterprise.get(`/api/credit/subjects/${subject.id}/consents`))).items.filter(
        (one: { inForce: boolean }) => one.inForce,
      )
    // The demo's own consent to this agency has given way to this one, and does not stand up again after it.
    expect((await inForce()).map((one: { id: string }) => one.id)).toEqual([id])
    await ok(enterprise.post(`/api/credit/consents/${id}/withdraw`))
    expect(await inForce()).toEqual([])
    expect((await agency.post('/api/credit/agency/query', { code: demoEnterprise.code, purpose: '再查' })).body.code).toBe(
      'no_consent',
    )
    expect((await (await house.as('resident')).post(`/api/credit/consents/${id}/withdraw`)).status).toBe(404)
  })
})

test('the enterprise’s own report is a PDF that anyone can verify', async () => {
  const report = await ok(enterprise.post(`/api/credit/subjects/${demoEnterprise.code}/reports`))
  const file = await house.app.inject({ url: report.file, headers: { authorization: `Bearer ${enterprise.token}` } })
  expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
  const verified = await ok((await house.as('')).get(`/api/documents/verify/${report.code}`))
  expect(verified).toMatchObject({ standing: 'genuine' })
  expect(JSON.stringify(verified.facts)).toContain(demoEnterprise.code)
})
