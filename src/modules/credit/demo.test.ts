import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { demoEnterprise } from './demo-data.ts'
import { plot } from './demo-plot.ts'

let house: TestDistrict
let officer: Person
let agency: Person
let resident: Person

/** With a little of the demo's background work: the year of the credit office is played, the large ledgers stay small. */
beforeAll(async () => {
  house = await ownDistrict({ demoRecords: 1 })
  house.clock.forward(60_000)
  await house.settle()
  ;[officer, agency, resident] = (await Promise.all(['credit', 'agency', 'resident'].map(house.as))) as [Person, Person, Person]
}, 400_000)
afterAll(() => house.platform.database.close())

async function ok(answer: Promise<Answer>): Promise<any> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return body
}

test('the story is told whole, and the officer’s desk has open, late, granted and refused matters', async () => {
  const [how] = await rows<{ made: number }>(house.platform, "select made from credit.demo where id = 'played'")
  expect(how?.made).toBe(plot.length)
  for (const kind of ['objections', 'repairs']) {
    const open = (await ok(officer.get(`/api/credit/${kind}?open=true`))).items
    expect(open.length).toBeGreaterThan(2)
    expect(open.some(({ waits }: any) => waits.overdue)).toBe(true)
    expect(open.some(({ waits }: any) => !waits.overdue)).toBe(true)
  }
  const states = async (kind: string) =>
    new Set((await ok(officer.get(`/api/credit/${kind}?open=false`))).items.map(({ state }: any) => state))
  expect(await states('objections')).toEqual(new Set(['corrected', 'removed', 'kept', 'refused']))
  expect(await states('repairs')).toEqual(new Set(['granted', 'refused']))
  const entries = (await ok(officer.get('/api/credit/list-entries'))).items
  expect(new Set(entries.map(({ state }: any) => state))).toEqual(new Set(['noticed', 'entered', 'exited', 'dropped']))
  const executions = (await ok(officer.get('/api/credit/executions'))).items
  expect(new Set(executions.map(({ state }: any) => state))).toEqual(new Set(['due', 'executed', 'not-executed', 'lifted']))
  expect(executions.some(({ measure }: any) => measure.kind === 'incentive')).toBe(true)
  expect((await ok(officer.get('/api/credit/claims'))).items).toHaveLength(2)
  expect((await ok(agency.get('/api/credit/agency/withdrawals'))).items.length).toBeGreaterThan(0)
  const [first] = (await ok((await house.as('enterprise')).get('/api/credit/mine'))).items
  expect(first).toMatchObject({ subject: { code: demoEnterprise.code }, counts: { consents: 1 } })
})

test('what came back from above can be fetched row by row with the reason', async () => {
  const { items } = await ok(officer.get('/api/credit/exchange/batches'))
  const back = items.find(({ rejected }: any) => rejected > 0)
  const errors = (await officer.get(`/api/credit/exchange/batches/${back.id}/errors`)).body as string
  expect(errors.trim().split('\n')).toHaveLength(back.rejected + 1)
  expect(errors).toContain('处罚类别代码不在上级目录内')
  const all = await ok(officer.post('/api/credit/exchange', { all: true }))
  expect(all.made).toBeGreaterThan(0)
  await house.settle()
  expect((await ok(officer.get('/api/credit/exchange'))).untold).toBe(0)
  const [waiting] = await rows<{ n: number }>(
    house.platform,
    "select count(*)::int as n from credit.exchange_rows where state = 'queued' and why is null",
  )
  expect(waiting?.n).toBe(0)
})

test('the subject’s page shows the registered facts with their source, and the registry’s entry leads back', async () => {
  const { ref, fields } = await ok(officer.get(`/api/credit/subjects/${demoEnterprise.code}/registered`))
  expect(fields).toContainEqual(
    expect.objectContaining({
      field: 'state',
      says: expect.objectContaining({ zh: '存续' }),
      from: expect.objectContaining({ zh: expect.any(String) }),
    }),
  )
  expect(fields.map(({ field }: any) => field)).not.toContain('phone')
  const entity = await ok(officer.get(`/api/registry/legal-entities/entities/${ref.split(':')[1]}`))
  expect(entity.ties).toContainEqual(
    expect.objectContaining({ ref: expect.stringMatching(/^credit\.subjects:/), name: expect.stringContaining('条') }),
  )
  const own = await ok((await house.as('enterprise')).get(`/api/credit/subjects/${demoEnterprise.code}/registered`))
  expect(own).toMatchObject({ ref: null, fields: expect.arrayContaining([expect.objectContaining({ field: 'name' })]) })
})

test('a person whom the registry knows consents for some kinds; the agency gets those alone, and nothing once it is taken back', async () => {
  const [{ subject }] = (await ok(resident.get('/api/credit/mine'))).items
  const me = await ok(resident.get('/api/registry/me'))
  const of = (id: string) => me.fields.find((field: any) => field.id === id).value
  const asked = { name: of('name'), number: of('id_number'), purpose: '装修贷款复核' }
  const report = await ok(agency.post('/api/credit/agency/query', asked))
  expect(new Set(report.records.map(({ kind }: any) => kind.code))).toEqual(new Set(['honour', 'commitment']))
  expect(JSON.stringify(report)).not.toContain(asked.number)

  await ok(
    resident.post('/api/credit/consents', {
      subject: subject.id,
      agency: 'qingpu.puxin_credit',
      purpose: '复核',
      kinds: ['honour'],
      until: report.consent.until,
    }),
  )
  const narrow = await ok(agency.post('/api/credit/agency/query', asked))
  expect(narrow.records.map(({ kind }: any) => kind.code)).toEqual(['honour'])

  for (const one of (await ok(resident.get(`/api/credit/subjects/${subject.id}/consents`))).items)
    if (one.inForce) await ok(resident.post(`/api/credit/consents/${one.id}/withdraw`))
  const refused = await agency.post('/api/credit/agency/query', asked)
  const stranger = await agency.post('/api/credit/agency/query', { ...asked, number: '310199198001010015' })
  expect(refused.body.code).toBe('no_consent')
  expect(stranger.body).toEqual(refused.body)
  const seen = (await ok(resident.get(`/api/credit/subjects/${subject.id}/queries`))).items
  expect(seen[0]).toMatchObject({ answered: false, purpose: '装修贷款复核' })
})

test('what the rules work out cannot be set by hand, stands in no template, and is left aside in a file', async () => {
  const { items } = await ok(officer.get('/api/credit/records?limit=1'))
  const path = `/api/credit/records/${items[0].id}`
  const row = await ok(officer.get(path))
  const refused = await officer.patch(path, { version: row.version, values: { state: 'repaired' } })
  expect(refused.status).toBe(400)
  expect(refused.body.faults ?? refused.body.errors).toContainEqual(
    expect.objectContaining({ path: 'values.state', code: 'computed' }),
  )
  await ok(officer.patch(path, { version: row.version, values: { state: row.values.state, content: '补充说明' } }))
  const template = (await officer.get('/api/credit/records/imports/template?format=csv')).body as string
  expect(template).toContain('文书号')
  expect(template).not.toContain('公示状态')
})
