import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { system } from '#kernel'
import { subjectWarnings } from '#engines/registry'
import { demoCode, demoNumber, demoSubject } from './demo-data.ts'
import { endPublication } from './ending.ts'
import { countAll, refreshStatistics } from './statistics.ts'

const DAY = 86_400_000
const code = demoCode(1)
const name = demoSubject(1).name
let house: TestDistrict
let officer: Person
let market: Person

afterAll(() => house.platform.database.close())
beforeAll(async () => {
  house = await ownDistrict()
  house.clock.forward(new Date('2026-03-03T09:00:00+08:00').getTime() - house.clock.now.getTime())
  officer = await house.as('credit')
  market = await house.as('market')
}, 240_000)

async function ok(answer: Promise<Answer>): Promise<any> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return body
}
const inside = <T>(mode: 'read' | 'write', work: Parameters<typeof house.platform.transact<T>>[2]) =>
  house.platform.transact({ user: system, origin: { kind: 'job', name: 'story' } }, mode, work)
const hand = (more: object) =>
  market.post('/api/credit/intake', {
    key: randomUUID(),
    records: [
      {
        code,
        name,
        documentNumber: randomUUID(),
        field: 'market',
        kind: 'penalty',
        title: '超范围经营',
        decidedOn: '2026-01-05',
        ...more,
      },
    ],
  })
const warned = async () =>
  (await inside('read', (ctx) => ctx.ask(subjectWarnings, { kind: 'enterprise', code }))).answers.flatMap(({ value }) => value)

describe('a list of serious breaches', () => {
  test('notice, hearing, entry with its measures, warning to approvals, and exit that lifts them', async () => {
    const asked = {
      list: 'market-serious',
      subject: code,
      facts: '提交虚假材料取得许可',
      documentNumber: `青市监列〔2026〕${randomUUID().slice(0, 6)}`,
    }
    expect((await (await house.as('environment')).post('/api/credit/list-entries', asked)).status).toBe(403)
    const noticed = await ok(market.post('/api/credit/list-entries', asked))
    expect((await market.post('/api/credit/list-entries', asked)).body.code).toBe('already_listed')
    const early = await market.post(`/api/credit/list-entries/${noticed.id}/enter`, { version: noticed.version })
    expect(early.body.code).toBe('hearing_open')

    house.clock.forward(8 * DAY)
    const entered = await ok(market.post(`/api/credit/list-entries/${noticed.id}/enter`, { version: noticed.version }))
    expect(entered).toMatchObject({ state: 'entered', basis: expect.stringContaining('市场监管总局令第 44 号') })
    const anyone = await ok((await house.as('')).get('/api/credit/lists/market-serious/entries'))
    expect(anyone.items.map(({ subject }: any) => subject.code)).toContain(code)
    expect(await warned()).toContainEqual(
      expect.objectContaining({ level: 'alarm', ref: `credit.list-entry:${noticed.id}`, basis: expect.stringContaining('44') }),
    )

    const [due] = (await ok(market.get('/api/credit/executions?state=due'))).items
    expect(due.measure).toMatchObject({ code: 'no-declaration', basis: expect.stringContaining('国办发') })
    const told = await ok(
      market.post(`/api/credit/executions/${due.id}/feedback`, { version: due.version, done: true, text: '已在审批系统标注' }),
    )
    expect(told.state).toBe('executed')

    await ok(market.post(`/api/credit/list-entries/${noticed.id}/exit`, { version: entered.version, why: '已纠正并满一年' }))
    const { items } = await ok(market.get('/api/credit/executions'))
    expect(items.find(({ id }: any) => id === due.id)).toMatchObject({ state: 'lifted', liftedWhy: '已纠正并满一年' })
    expect((await warned()).filter(({ ref }) => ref.includes('list-entry'))).toEqual([])
  })

  test('a measure without a legal basis is refused; another unit does not report on it', async () => {
    const measure = {
      code: 'no-loans',
      kind: 'penalty',
      title: { zh: '限制贷款贴息', en: 'No loan subsidy' },
      appliesTo: 'market-serious',
      department: 'qingpu.market',
      from: '2026-01-01',
    }
    for (const basis of ['', '有关规定', '联席会议纪要'])
      expect((await officer.post('/api/credit/measures', { ...measure, basis })).body.code).toBe('basis_missing')
    expect(await ok(officer.post('/api/credit/measures', { ...measure, basis: '《优化营商环境条例》第五十三条' }))).toMatchObject(
      { code: 'no-loans' },
    )
    expect((await officer.post('/api/credit/measures', { ...measure, basis: '《优化营商环境条例》第五十三条' })).body.code).toBe(
      'measure_code_taken',
    )
  })
})

test('publication ends by itself on the day after its longest period, whether the sweep has run or not', async () => {
  const documentNumber = `期满 ${randomUUID()}`
  await ok(
    hand({ documentNumber, degree: 'general', decidedOn: '2025-03-20', termMonths: 12, basis: '《公司法》第二百一十一条' }),
  )
  const shown = async () =>
    (await ok((await house.as('')).get(`/api/credit/public/${code}`))).records.some(
      (record: any) => record.documentNumber === documentNumber,
    )
  expect(await shown()).toBe(true)
  house.clock.forward(new Date('2026-03-19T23:00:00+08:00').getTime() - house.clock.now.getTime())
  expect(await shown()).toBe(true)
  house.clock.forward(2 * 3_600_000)
  expect(await shown()).toBe(false)
  await inside('write', endPublication)
  const [row] = await rows<{ state: string }>(
    house.platform,
    `select state from credit.records where document_number = '${documentNumber}'`,
  )
  expect(row?.state).toBe('ended')
})

test('upward: a batch with digests, its receipt read back, what was refused goes again with the reason; no identity number leaves', async () => {
  const number = demoNumber(7)
  await ok(hand({ code: undefined, name: '沈建国', number, degree: 'general', basis: '《会计法》第四十条' }))
  await ok(officer.post('/api/credit/exchange', {}))
  const [batch] = (await ok(officer.get('/api/credit/exchange/batches'))).items.filter(
    ({ field }: any) => field.code === 'market',
  )
  const csv = (await officer.get(`/api/credit/exchange/batches/${batch.id}/csv`)).body as string
  const digest = house.platform.secrets.digest(csv)
  expect(batch.manifest.files[0]).toMatchObject({ sm3: digest, rows: batch.rows })
  const xml = (await officer.get(`/api/credit/exchange/batches/${batch.id}/xml`)).body as string
  expect(csv + xml).not.toContain(number)
  expect(csv).toContain('沈**')

  const receipt = [
    'line,result,why',
    ...Array.from({ length: batch.rows }, (_, at) => `${at + 1},${at === 0 ? 'rejected,编码不在目录' : 'accepted,'}`),
  ].join('\n')
  const body = `--x\r\ncontent-disposition: form-data; name="file"; filename="receipt.csv"\r\ncontent-type: text/csv\r\n\r\n${receipt}\r\n--x--\r\n`
  const answer = await house.app.inject({
    method: 'POST',
    url: `/api/credit/exchange/batches/${batch.id}/receipt`,
    headers: { 'content-type': 'multipart/form-data; boundary=x', authorization: `Bearer ${officer.token}` },
    payload: body,
  })
  expect(answer.json(), answer.body).toMatchObject({ state: 'answered', rejected: 1, accepted: batch.rows - 1 })
  expect((await ok(officer.get('/api/credit/exchange'))).rejected).toContainEqual(
    expect.objectContaining({ why: '编码不在目录', tries: 1 }),
  )
  await ok(officer.post('/api/credit/exchange', {}))
  expect((await ok(officer.get('/api/credit/exchange'))).rejected).toEqual([])
})

test('the statistics are what the rows say, and remember when they were counted', async () => {
  await inside('write', refreshStatistics)
  const shown = await ok(officer.get('/api/credit/statistics'))
  const [{ n } = { n: 0 }] = await rows<{ n: number }>(
    house.platform,
    'select count(*)::int as n from credit.records where removed_at is null',
  )
  expect(shown.total).toBe(n)
  expect(shown.byField.reduce((sum: number, each: any) => sum + each.n, 0)).toBe(n)
  const { at: _, ...again } = await inside('read', countAll)
  expect(shown).toMatchObject(again)
})

test('a department’s file with bad codes: the receipt counts, the error file names the line, the wrong code is kept and flagged', async () => {
  const wrong = `${code.slice(0, 17)}${code.endsWith('7') ? '8' : '7'}`
  const line = (subject: string, number: string, field: string) =>
    `${subject},${name},区市场监管局,${number},${field},行政处罚,超范围经营,2026-01-20,一般,《公司法》第二百一十一条`
  const head = '统一社会信用代码,主体名称,认定单位,文书号,领域,信息类别,事项,认定日期,失信程度,法律依据'
  const content = [
    head,
    line(code, '档 1', '市场监管'),
    line(wrong, '档 2', '市场监管'),
    line(code, '档 3', '不存在的领域'),
  ].join('\r\n')
  const path = '/api/credit/records/imports'
  const headers = { authorization: `Bearer ${market.token}` }
  const sent = await house.app.inject({
    method: 'POST',
    url: path,
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: `--x\r\ncontent-disposition: form-data; name="file"; filename="处罚.csv"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n--x--\r\n`,
  })
  const { id } = sent.json()
  await house.settle()
  expect(await ok(market.get(`${path}/${id}`))).toMatchObject({ state: 'checked', rows: 3, found: { insert: 2, faulty: 1 } })
  await ok(market.post(`${path}/${id}/run`))
  await house.settle()
  expect(await ok(market.get(`${path}/${id}`))).toMatchObject({ state: 'done', done: { inserted: 2, refused: 1 } })
  const errors = await house.app.inject({ url: `${path}/${id}/faults.csv`, headers })
  expect(errors.body).toContain('不存在的领域')
  const kept = await rows<{ document_number: string; flags: string; state: string }>(
    house.platform,
    "select document_number, flags, state from credit.records where document_number in ('档 1', '档 2') order by 1",
  )
  expect(kept).toEqual([
    { document_number: '档 1', flags: '', state: 'published' },
    { document_number: '档 2', flags: 'code-check', state: 'published' },
  ])
})
