import { beforeAll, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'
import { loadPermits } from './stories.testing.ts'

let house: TestDistrict
let [clerk, steward, office, admin]: Person[] = []
const who = () => ({ clerk: clerk as Person, steward: steward as Person, office: office as Person, admin: admin as Person })
beforeAll(async () => {
  house = await district()
  ;[clerk, steward, office, admin] = await Promise.all(['clerk', 'steward', 'data_office', 'admin'].map((name) => house.as(name)))
}, 120_000)

const inYear = () => new Date(house.clock.now.getTime() + 300 * 86_400_000).toISOString().slice(0, 10)
const asked = (distribution: string, more: object = {}) => ({
  distribution,
  fields: ['许可编号', '单位名称', '联系电话', '街镇', '有效期至'],
  purpose: '核对本街道门店许可是否有效，电话通知到期单位',
  duty: '街道办事处安全监管职责',
  how: 'api',
  quotaPerDay: 5,
  expiresOn: inYear(),
  ...more,
})

async function keyFor(organisation: string): Promise<Person> {
  const answer = await who().admin.post('/api/identity/clients', {
    name: '街道治理系统',
    organisation,
    perMinute: 600,
    grants: [{ role: 'data_consumer', tree: 'organisation', path: organisation }],
  })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const { key } = answer.body
  const get = async (url: string) => {
    const reply = await house.app.inject({ method: 'GET', url, headers: { 'x-api-key': key } })
    return { status: reply.statusCode, body: reply.json(), headers: reply.headers }
  }
  return { ...(await house.as('')), get }
}

test('a town’s clerk applies, the provider grants less and masked, the system calls until the quota, the owner sees and revokes', async () => {
  const { clerk, steward, admin } = who()
  const { id, table } = await loadPermits(house)
  const flags = (await clerk.post('/api/catalog/applications/check', asked(table, { fields: ['许可编号', '法定代表人'] }))).body
    .flags
  expect(flags.map(({ field, kind }: { field: string; kind: string }) => [field, kind])).toEqual([
    ['法定代表人', 'personal'],
    [null, 'rows'],
  ])
  expect((await clerk.post('/api/catalog/applications', asked(table, { fields: ['法定代表人'] }))).body.code).toBe(
    'field_unaccounted',
  )
  const application = (await clerk.post('/api/catalog/applications', asked(table))).body
  expect(application).toMatchObject({ state: 'deciding', may: { decide: false }, consumer: 'qingpu.xiayang' })
  expect(application.number).toMatch(/^数据申〔\d{4}〕\d+号$/)

  const seen = (await steward.get(`/api/catalog/applications/${application.id}`)).body
  expect(seen.may.decide).toBe(true)
  expect(seen.dueAt).not.toBeNull()
  const inbox = (await steward.get('/api/process/inbox')).body.items
  expect(inbox.some(({ subject }: { subject: string }) => subject === `catalog.application:${application.id}`)).toBe(true)
  const terms = {
    fields: ['许可编号', '单位名称', '联系电话', '街镇'],
    filters: [{ column: '街镇', op: 'eq', value: '夏阳街道' }],
    masks: { 联系电话: 'phone' },
    quotaPerDay: 3,
    expiresOn: inYear(),
  }
  const tooMuch = { ...terms, fields: [...terms.fields, '法定代表人'] }
  const decide = (body: object) =>
    steward.post(`/api/catalog/applications/${application.id}/decide`, { version: seen.version, ...body })
  expect((await decide({ outcome: 'less', why: '给多了', terms: tooMuch })).body.code).toBe('more_than_asked')
  expect((await decide({ outcome: 'less', why: '只提供本街道、电话脱敏', terms })).body.state).toBe('revising')
  const offered = (await clerk.get(`/api/catalog/applications/${application.id}`)).body
  expect(offered.terms.masks).toEqual({ 联系电话: 'phone' })
  const granted = (
    await clerk.post(`/api/catalog/applications/${application.id}/answer`, { version: offered.version, outcome: 'accept' })
  ).body
  expect(granted.state).toBe('granted')

  const system = await keyFor('qingpu.xiayang')
  const url = `/api/catalog/shared/${granted.share}/rows`
  const first = await system.get(`${url}?limit=2&sort=-许可编号`)
  expect(first.status, JSON.stringify(first.body)).toBe(200)
  expect(Object.keys(first.body.rows[0])).toEqual(terms.fields)
  expect(first.body.rows[0]['联系电话']).toMatch(/^138\*\*\*\*\d{4}$/)
  expect(first.body.total).toBe(20)
  expect(first.headers['x-quota-remaining']).toBe('2')
  expect((await system.get(`${url}?filter=${encodeURIComponent('联系电话=13800000001')}`)).body.code).toBe('column_unknown')
  const next = await system.get(`${url}?limit=2&sort=-许可编号&cursor=${first.body.next}`)
  expect(next.body.rows[0]['许可编号'] < first.body.rows[1]['许可编号']).toBe(true)
  await system.get(url)
  const over = await system.get(url)
  expect(over.status).toBe(429)
  expect(Number(over.headers['retry-after'])).toBeGreaterThan(0)
  expect((await (await keyFor('qingpu.roads')).get(url)).status).toBe(404)

  const owned = (await steward.get(`/api/catalog/shares/${granted.share}`)).body
  expect(owned.view).toContain(`from "catalog_data"`)
  expect(owned.view).toContain(`where "街镇"::text = '夏阳街道'`)
  expect(owned.view).not.toContain('法定代表人')
  expect(owned.days[0]).toMatchObject({ calls: 3, refused: 1 })
  expect(owned.says.map(({ zh }: { zh: string }) => zh)).toContain('脱敏提供：联系电话：电话隐去中间四位')
  const audit = (await admin.get(`/api/audit/entries?ref=catalog.share:${granted.share}`)).body.items
  expect(audit.filter(({ action }: { action: string }) => action === 'catalog.call')).toHaveLength(3)

  house.clock.forward(86_400_000)
  expect((await system.get(url)).status).toBe(200)
  expect((await steward.post(`/api/catalog/shares/${granted.share}/revoke`, { why: '核查结束' })).body.state).toBe('revoked')
  const gone = await system.get(url)
  expect([gone.status, gone.body.code]).toEqual([410, 'share_revoked'])
  expect((await (await house.as('roads')).get(`/api/catalog/resources/${id}`)).status).toBe(403)
})

test('an application for some rows is approved just as it was asked for', async () => {
  const { clerk, steward } = who()
  const { table } = await loadPermits(house)
  const filters = [{ column: '街镇', op: 'eq', value: '夏阳街道' }]
  const made = (await clerk.post('/api/catalog/applications', asked(table, { fields: ['许可编号', '街镇'], filters }))).body
  const { version, fields, quotaPerDay, expiresOn } = made
  const decide = (terms: object) =>
    steward.post(`/api/catalog/applications/${made.id}/decide`, { version, outcome: 'approve', terms })
  const terms = { fields, masks: {}, quotaPerDay, expiresOn }
  expect((await decide({ ...terms, filters: [] })).body.code).toBe('more_than_asked')
  const approved = await decide({ ...terms, filters })
  expect(approved.body, JSON.stringify(approved.body)).toMatchObject({ state: 'granted' })
})

test('what is shared without condition is granted at once and downloaded; what is not shared names its basis', async () => {
  const { clerk } = who()
  const open = await loadPermits(house, { sharing: 1, sharingBasis: null })
  const fields = ['许可编号', '单位名称']
  const granted = (await clerk.post('/api/catalog/applications', asked(open.table, { fields, how: 'dataset' }))).body
  expect(granted).toMatchObject({ state: 'granted', share: expect.any(String) })
  const file = await clerk.get(`/api/catalog/shared/${granted.share}/file?format=csv`)
  expect(file.body.split('\r\n')[0]).toBe('\uFEFF许可编号,单位名称')
  expect(file.body.trim().split('\r\n')).toHaveLength(61)
  const { consumers, days } = (await clerk.get(`/api/catalog/resources/${open.id}/usage`)).body
  expect(consumers).toMatchObject([{ consumer: 'qingpu.xiayang', how: 'shared-dataset', calls: 1, rows: 60 }])
  const today = house.clock.now.toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' })
  expect(days.at(-1).day).toBe(today)
  const closed = await loadPermits(house, { sharing: 3, sharingBasis: '保守国家秘密法第二十三条' })
  const refused = await clerk.post('/api/catalog/applications', asked(closed.table))
  expect([refused.status, refused.body.code]).toEqual([409, 'not_shared'])
  expect(refused.body.detail).toContain('保守国家秘密法第二十三条')
})

test('a refusal can be appealed; the data bureau decides; silence ends it', async () => {
  const { clerk, steward, office } = who()
  const { table } = await loadPermits(house)
  const refuse = async () => {
    const made = (await clerk.post('/api/catalog/applications', asked(table))).body
    const { body } = await steward.post(`/api/catalog/applications/${made.id}/decide`, {
      version: made.version,
      outcome: 'refuse',
      why: '职责不符',
    })
    expect(body.state).toBe('refused')
    return body
  }
  const appealed = await refuse()
  const { body } = await clerk.post(`/api/catalog/applications/${appealed.id}/appeal`, {
    version: appealed.version,
    outcome: 'appeal',
    why: '条例第九条规定',
  })
  expect(body.state).toBe('appealed')
  expect((await office.get('/api/catalog/applications?as=office')).body.items[0].id).toBe(appealed.id)
  const ruled = await office.post(`/api/catalog/applications/${appealed.id}/arbitrate`, {
    version: body.version,
    outcome: 'grant',
    why: '属于法定职责',
  })
  expect(ruled.body).toMatchObject({ state: 'granted', share: expect.any(String) })
  const left = await refuse()
  const agreed = await clerk.post(`/api/catalog/applications/${left.id}/appeal`, { version: left.version, outcome: 'agree' })
  expect(agreed.body.state).toBe('ended')
})

test('a chain of resources made from each other cannot close on itself', async () => {
  const { steward } = who()
  const [a, b] = [await loadPermits(house), await loadPermits(house)]
  const get = async (id: string) => (await steward.get(`/api/catalog/resources/${id}`)).body
  const [first, second] = [await get(a.id), await get(b.id)]
  const relate = (id: string, version: number, code: string) =>
    steward.patch(`/api/catalog/resources/${id}`, { version, related: [code] })
  expect((await relate(a.id, first.version, second.code)).status).toBe(200)
  const closing = await relate(b.id, second.version, first.code)
  expect([closing.status, closing.body.code]).toEqual([409, 'related_circular'])
})
