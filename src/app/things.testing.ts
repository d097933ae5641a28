import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { intake } from '#engines/observations'
import { registerKind } from '#engines/registers'
import { demoEnterprise } from '../modules/credit/demo-story.ts'
import { plainJpeg } from '../protocols/media.testing.ts'
import { ownDistrict, type Person, rows, type TestDistrict } from './testing.ts'

/** What nobody but a few may find anywhere in clear. */
export const canary = {
  name: '欧阳雀鸣',
  phone: '19987654321',
  inText: '19912345678',
  address: '公园路 77 弄 5 号 303 室',
  mail: 'queming@example.cn',
  accountName: '司徒听雨',
  accountPhone: '19977776666',
  idNumber: '310118196005074113',
  hiddenAddress: '盈港东路 8888 号 909 室',
}
const XIAYANG = { lon: 121.1105, lat: 31.1452 }
const ZHUJIAJIAO = '310118000000.310118102000'
const PASSWORD = 'Bridge-2026-lantern'

/** A district in which things of every kind exist, all in Xiayang and with greening or environment; and people who have nothing to do with them. */
export interface Filled {
  house: TestDistrict
  /** May call nearly every route, but only over another town (Zhujiajiao) and another unit (roads). */
  stranger: Person
  otherResident: Person
  /** Who made or owns a thing, for proving that it is there. */
  admin: Person
  resident: Person
  ids: Record<
    | 'creditRecordId'
    | 'receiptId'
    | 'objectionId'
    | 'repairId'
    | 'consentId'
    | 'entryId'
    | 'caseId'
    | 'caseNumber'
    | 'reportId'
    | 'code'
    | 'hiddenCaseId'
    | 'hiddenReportId'
    | 'fileId'
    | 'waitingFileId'
    | 'taskId'
    | 'definitionId'
    | 'monitorId'
    | 'alarmId'
    | 'datastreamId'
    | 'accountId'
    | 'grantId'
    | 'clientId'
    | 'sessionId'
    | 'messageId'
    | 'applicationId'
    | 'draftId'
    | 'draftResourceId'
    | 'openKeyId'
    | 'shareId'
    | 'exchangeId'
    | 'personId',
    string
  >
  /** By register: a row of it, a saved view of the administrator’s, and a file they sent to be imported. */
  registered: Record<string, { row: string; view: string; file: string }>
}

const uploaded = async ({ app }: TestDistrict, { token }: Person): Promise<string> => {
  const boundary = 'x-story'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="photo.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const answer = await app.inject({
    method: 'POST',
    url: '/api/files',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...(token && { authorization: `Bearer ${token}` }) },
    payload: Buffer.concat([Buffer.from(head), plainJpeg, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().id
}

async function ok(answer: Promise<{ status: number; body: any }>): Promise<any> {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return body
}

async function strangerOf(house: TestDistrict, admin: Person): Promise<Person> {
  const { id } = await ok(
    admin.post('/api/identity/accounts', { account: 'elsewhere', name: '外人', organisation: 'roads', password: PASSWORD }),
  )
  const inTown = [
    'dispatcher',
    'hotline_agent',
    'patrol',
    'supervisor',
    'environment_officer',
    'camera_system',
    'population_officer',
    'housing_officer',
  ].map((role) => ({
    role,
    tree: 'area',
    path: ZHUJIAJIAO,
  }))
  const inUnit = [
    'unit_administrator',
    'data_steward',
    'credit_department',
    'unit_officer',
    'environment_officer',
    'statistician',
  ].map((role) => ({
    role,
    tree: 'organisation',
    path: 'qingpu.roads',
  }))
  for (const grant of [...inTown, ...inUnit]) await ok(admin.post(`/api/identity/accounts/${id}/grants`, grant))
  return house.enter('elsewhere', PASSWORD)
}

async function caseOf(house: TestDistrict, resident: Person, photo: string) {
  const told = (more: object = {}) => ({
    clientId: randomUUID(),
    category: 'event-01-02',
    point: XIAYANG,
    address: canary.address,
    description: `路边堆着垃圾，请打 ${canary.inText} 或写信到 ${canary.mail}`,
    name: canary.name,
    phone: canary.phone,
    ...more,
  })
  const { id, reportId, number, code } = await ok(resident.post('/api/city-management/reports', told({ photos: [photo] })))
  const hidden = await ok(
    resident.post(
      '/api/city-management/reports',
      told({ point: { lon: XIAYANG.lon + 0.004, lat: XIAYANG.lat }, address: canary.hiddenAddress }),
    ),
  )
  const [dispatcher, supervisor] = [await house.as('dispatcher'), await house.as('supervisor')]
  const act = async (who: Person, caseId: string, action: string, body: object) => {
    const { version } = await ok(supervisor.get(`/api/city-management/cases/${caseId}`))
    await ok(who.post(`/api/city-management/cases/${caseId}/${action}`, { version, ...body }))
  }
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening' })
  await act(supervisor, hidden.id, 'hide', { hidden: true, reason: '涉及个人' })
  const [task] = await rows<{ id: string; definition: string }>(
    house.platform,
    `select k.id, i.definition_id as definition from process.task k join process.instance i on i.id = k.instance_id
      where k.subject = 'cases.case:${id}' and k.state = 'open'`,
  )
  return {
    caseId: id,
    caseNumber: number,
    reportId,
    code,
    hiddenCaseId: hidden.id,
    hiddenReportId: hidden.reportId,
    taskId: String(task?.id),
    definitionId: String(task?.definition),
  }
}

async function alarmOf(house: TestDistrict) {
  const officer = await house.as('environment')
  const monitor = await ok(
    officer.post('/api/environment/monitors', {
      mn: `QPGUARD${Date.now()}`,
      password: '123456',
      name: '公园路排口',
      systemCode: '32',
      point: XIAYANG,
      factors: [{ code: 'w01018', limits: [{ kind: 'real-time', direction: 'above', raiseAt: 50 }] }],
    }),
  )
  const reading = { thing: monitor.id, property: 'w01018', kind: 'real-time' as const, flag: 'N', usable: true }
  await intake(house.platform).offer([{ ...reading, at: new Date(house.clock.now.getTime() - 1000), value: 80 }])
  await house.settle()
  const alarms = await ok(officer.get(`/api/observations/alarms?station=${monitor.id}`))
  const station = await ok(officer.get(`/api/observations/stations/${monitor.id}`))
  return { monitorId: monitor.id, alarmId: alarms.items[0].id, datastreamId: String(station.datastreams[0].id) }
}

/** A resident of Xiayang in the population registry, with the canary's name and number. */
async function personOf(admin: Person): Promise<string> {
  const values = {
    name: canary.name,
    phone: canary.phone,
    id_number: canary.idNumber,
    birth: '1960-05-07',
    address: `夏阳街道${canary.address}`,
  }
  await ok(
    admin.post('/api/registry/population/sources/health/records', {
      records: [{ key: canary.idNumber, observedOn: '2026-06-01', values }],
    }),
  )
  const by = { id_number: canary.idNumber }
  const found = await ok(admin.post('/api/registry/population/look-ups', { purpose: 'verification', note: '核对身份', by }))
  return found.items[0].id
}

/** One row for each register of the house, in Xiayang: a new register gets its line here. */
const ledgers: Record<string, object> = {
  'cases.responsibilities': { area: '310118001901001', category: 'event-01-02', unit: 'xiayang', note: '试点' },
  'environment.sources': {
    name: '公园路印染厂',
    credit_code: '91310118MA1JABCD0X',
    kind: 'water',
    area: '310118001000',
    organisation: 'environment',
    contact: canary.name,
    phone: canary.phone,
  },
  'environment.devices': {
    mn: 'QPWATCHED0001',
    name: '公园路排口',
    system_code: '32',
    area_path: '310118001000',
    organisation_path: 'environment',
    password: canary.phone,
    place: XIAYANG,
  },
  'environment.factors': { monitor: 'QPWATCHED0001', code: 'w01018', raise_at: 50 },
  'credit.records': {
    person_name: canary.name,
    person_number: canary.idNumber,
    source: 'market',
    document_number: '青市监处〔2026〕守望 1 号',
    field: 'market',
    kind: 'penalty',
    title: '无照经营',
    decided_on: '2026-03-01',
    degree: 'general',
    basis: '《无证无照经营查处办法》第十三条',
  },
  'registry.dwellings': {
    address: '青浦区夏阳街道守望路1号101室',
    area: '310118001000',
    use: 'home',
    tenure: 'owned',
    owner: canary.name,
    owner_number: canary.idNumber,
  },
  'registry.occupants': {
    dwelling: '青浦区夏阳街道守望路1号101室',
    area: '310118001000',
    name: canary.name,
    number: canary.idNumber,
    relation: 'owner',
  },
  'registry.macro-series': {
    indicator: 'watched',
    title: '守望指标',
    period: '2020',
    every: 'year',
    value: 1,
    unit: '亿元',
    organisation: 'data_office',
    standing: 'final',
  },
}

async function sentFile(house: TestDistrict, admin: Person, url: string, content: string): Promise<string> {
  const payload = `--b\r\ncontent-disposition: form-data; name="file"; filename="table.csv"\r\n\r\n${content}\r\n--b--\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=b', authorization: `Bearer ${admin.token}` }
  const answer = await house.app.inject({ method: 'POST', url, headers, payload })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<{ id: string }>().id
}

async function registeredBy(house: TestDistrict, admin: Person): Promise<Filled['registered']> {
  const made: Filled['registered'] = {}
  for (const { id, path, columns } of house.platform.house.all(registerKind)) {
    const row = await ok(admin.post(path, { values: ledgers[id] }))
    const view = await ok(admin.put(`${path}/views`, { name: '我的', query: {} }))
    const file = await sentFile(house, admin, `${path}/imports`, `${Object.keys(columns).join(',')}\nx\n`)
    made[id] = { row: row.id, view: view.id, file }
  }
  return made
}

/** A town's clerk has applied for the cases (on condition), and been granted their steps (without). */
async function sharesOf(house: TestDistrict) {
  const clerk = await house.as('clerk')
  const ask = async (slug: string, fields: string[]) => {
    const { distributions } = await ok(clerk.get(`/api/catalog/resources/${slug}`))
    return ok(
      clerk.post('/api/catalog/applications', {
        distribution: distributions[0].id,
        fields,
        purpose: '分析本街道案件办理时限',
        duty: '街道城市治理职责',
        how: 'dataset',
        expiresOn: new Date(house.clock.now.getTime() + 90 * 86_400_000).toISOString().slice(0, 10),
      }),
    )
  }
  const waiting = await ask('cases-case-v1', ['number', 'state'])
  const granted = await ask('cases-stage-v1', ['stage', 'on_time'])
  const text = { zh: '井', en: 'Wells' }
  const exchange = await ok(
    (await house.as('steward')).post('/api/catalog/exchanges/pull', {
      title: '监测井',
      url: 'http://localhost/wells',
      metadata: { name: text, abstract: text, class: '202002', provider: 'qingpu.grid_centre', sharing: 1, cycle: 2 },
      columns: [{ name: 'code', title: text, type: 'text' }],
      keyColumns: ['code'],
    }),
  )
  return { applicationId: waiting.id, shareId: granted.share, exchangeId: exchange.id }
}

/** The demo enterprise has objected to one record and asked to repair another; a department has handed one in. */
async function creditOf(house: TestDistrict) {
  const [enterprise, market] = [await house.as('enterprise'), await house.as('market')]
  const { subject, records } = await ok(enterprise.get(`/api/credit/subjects/${demoEnterprise.code}`))
  const idOf = (number: string) => records.find(({ documentNumber }: { documentNumber: string }) => documentNumber === number).id
  const handed = {
    code: demoEnterprise.code,
    name: demoEnterprise.name,
    documentNumber: '青市监许〔2026〕守望 2 号',
    field: 'market',
    kind: 'licence',
    title: '变更许可',
    decidedOn: '2026-03-01',
  }
  const receipt = await ok(market.post('/api/credit/intake', { key: 'watch', records: [handed] }))
  const objection = { record: idOf('青应急罚〔2026〕第 41 号'), wants: 'correct', reason: '培训记录已补' }
  const said = { statement: '已改正', corrected: true, dutyDone: true, committed: true }
  const repair = { record: idOf('青市监处〔2026〕第 310 号'), ...said, materials: [await uploaded(house, enterprise)] }
  const until = new Date(house.clock.now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10)
  const consent = { subject: subject.id, agency: 'qingpu.puxin_credit', purpose: '贷款审批', until }
  const listed = {
    list: 'market-serious',
    subject: demoEnterprise.code,
    facts: '提交虚假材料取得许可',
    documentNumber: '青市监列〔2026〕守望 3 号',
  }
  return {
    creditRecordId: idOf('青市监处〔2026〕第 310 号'),
    receiptId: receipt.id,
    objectionId: (await ok(enterprise.post('/api/credit/objections', objection))).id,
    repairId: (await ok(enterprise.post('/api/credit/repairs', repair))).id,
    consentId: (await ok(enterprise.post('/api/credit/consents', consent))).id,
    entryId: (await ok(market.post('/api/credit/list-entries', listed))).id,
  }
}

/** For a story that breaks things. */
export async function filledAnew(): Promise<Filled> {
  const house = await ownDistrict({ rateLimitFactor: 100_000 })
  const admin = await house.as('admin')
  const stranger = await strangerOf(house, admin)
  const registered = async (account: string, name: string, phone: string) => {
    await ok((await house.as('')).post('/api/identity/register', { account, password: PASSWORD, name, phone }))
    return house.enter(account, PASSWORD)
  }
  const resident = await registered('tingyu', canary.accountName, canary.accountPhone)
  const otherResident = await registered('neighbour', '邻居', '19900000002')
  const fileId = await uploaded(house, resident)
  const waitingFileId = await uploaded(house, resident)
  const cases = await caseOf(house, resident, fileId)
  const alarm = await alarmOf(house)
  const accounts = await ok(admin.get('/api/identity/accounts?q=greening'))
  const client = await ok(admin.post('/api/identity/clients', { name: '系统', organisation: 'qingpu.greening' }))
  const sessions = await ok(admin.get('/api/identity/me/sessions'))
  const greening = await house.as('greening')
  const personId = await personOf(admin)
  const messages = await ok(greening.get('/api/notify/messages'))
  const openDraft = await draftOf(house, admin)
  const ids = {
    ...cases,
    ...openDraft,
    ...alarm,
    ...(await sharesOf(house)),
    ...(await creditOf(house)),
    fileId,
    waitingFileId,
    accountId: accounts.items[0].id,
    grantId: accounts.items[0].grants[0].id,
    clientId: client.client.id,
    sessionId: sessions.items[0].id,
    messageId: messages.items[0]?.id ?? randomUUID(),
    personId,
  }
  const ledgersOf = await registeredBy(house, admin)
  return { house, stranger, otherResident, admin, resident, ids, registered: ledgersOf }
}

/** A dataset that is not open yet, and the key by which it was handed in. */
async function draftOf(house: TestDistrict, admin: Person) {
  const { key, item } = await ok(admin.post('/api/open-data/keys', { name: '发布' }))
  const action = async (name: string, payload: object) => {
    const answer = await house.app.inject({
      method: 'POST',
      url: `/ckan/api/3/action/${name}`,
      payload,
      headers: { authorization: key },
    })
    expect(answer.statusCode, answer.body).toBe(200)
    return answer.json().result
  }
  const { id } = await action('package_create', { name: 'not-open-yet', title: '尚未开放', owner_org: 'greening' })
  const records = [{ 姓名: canary.name, 手机: canary.phone }]
  const { resource_id } = await action('datastore_create', { resource: { package_id: id }, records })
  return { draftId: id, draftResourceId: resource_id, openKeyId: item.id }
}

let opened: Promise<Filled> | undefined
export const filled = (): Promise<Filled> => (opened ??= filledAnew())
