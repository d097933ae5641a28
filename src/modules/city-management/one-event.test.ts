import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { system } from '#kernel'
import { alarmCleared, alarmRaised, intake, saveStreams, saveThing, setRules } from '#engines/observations'
import { district, type Person, rows, type TestDistrict } from '../../app/testing.ts'

let house: TestDistrict
let dispatcher: Person
let patrol: Person
let supervisor: Person
let nobody: Person
let agent: Person
let resident: Person

beforeAll(async () => {
  house = await district()
  dispatcher = await house.as('dispatcher')
  patrol = await house.as('patrol1')
  supervisor = await house.as('supervisor')
  nobody = await house.as('')
  agent = await house.as('agent12345')
  resident = await house.as('resident')
}, 240_000)

const base = '/api/city-management'
const site = (east: number) => ({ lon: 121.1212 + east * 0.0000105, lat: 31.1521 })

const detail = async (id: string) => (await supervisor.get(`${base}/cases/${id}`)).body
async function act(person: Person, id: string, action: string, body: object = {}) {
  return person.post(`${base}/cases/${id}/${action}`, { version: (await detail(id)).version, ...body })
}

const raised = (thingId: string, more: object = {}) => ({
  alarmId: randomUUID(),
  thingId,
  source: 'environment',
  code: 'DUST-01',
  stationName: '崧泽大道工地扬尘监测点',
  stationKind: 'dust',
  ownerName: null,
  point: site(0),
  areaPath: null,
  organisationPath: null,
  datastreamId: 1,
  property: 'a34001',
  propertyName: { zh: '总悬浮颗粒物', en: 'Total suspended particles' },
  unit: 'mg/m³',
  kind: 'minute',
  ruleId: randomUUID(),
  ruleCode: 'limit',
  title: { zh: '总悬浮颗粒物超过限值', en: 'Total suspended particles above the limit' },
  severity: 'serious',
  direction: 'above',
  threshold: 1,
  value: 1.42,
  raisedAt: house.clock.now.toISOString(),
  evidence: [{ at: house.clock.now.toISOString(), value: 1.42, flag: 'N' }],
  ...more,
})

/** What the observations announce when a limit is passed. */
async function announce(event: typeof alarmRaised | typeof alarmCleared, payload: object): Promise<void> {
  await house.platform.transact({ user: system, origin: { kind: 'gateway', name: 'story' } }, 'write', (ctx) =>
    ctx.emit(event as typeof alarmRaised, payload as never),
  )
  await house.settle()
}
const caseOfAlarm = async (alarmId: string): Promise<string> =>
  (await rows<{ case_id: string }>(house.platform, `select case_id from cases.report where source_key = '${alarmId}'`))[0]
    ?.case_id ?? ''

test('the same event from a sensor, a patrol and a resident becomes one case, and can be taken apart again', async () => {
  const station = randomUUID()
  const alarm = raised(station)
  await announce(alarmRaised, alarm)
  const id = await caseOfAlarm(alarm.alarmId)
  const opened = await detail(id)
  for (const ref of [`observations.alarm:${alarm.alarmId}`, `observations.thing:${station}`])
    expect((await supervisor.get(`/api/cases/of?ref=${ref}`)).body.items).toMatchObject([{ id, number: opened.number }])
  expect(opened).toMatchObject({
    channel: 'sensor',
    category: { code: 'event-03-01' },
    proposal: { unit: { path: 'qingpu.construction' } },
    reportList: [{ evidence: { threshold: 1, readings: [{ value: 1.42 }] } }],
  })

  const again = raised(station)
  await announce(alarmRaised, again)
  expect(await caseOfAlarm(again.alarmId)).toBe(id)
  expect((await detail(id)).reports).toBe(2)

  const near = (who: Person) => who.get(`/api/cases/nearby?lon=${site(30).lon}&lat=${site(30).lat}&category=event-03-01`)
  expect((await near(patrol)).body.items.map((item: { id: string }) => item.id)).toContain(id)
  // An exceedance nobody has looked at yet names a company: residents neither see it nor join it.
  expect((await near(resident)).body.items.map((item: { id: string }) => item.id)).not.toContain(id)
  expect(
    await resident.post(`${base}/reports`, {
      clientId: randomUUID(),
      category: 'event-03-01',
      point: site(30),
      description: '灰尘',
      joins: id,
    }),
  ).toMatchObject({ status: 409, body: { code: 'not_joinable' } })
  const seen = await patrol.post(`${base}/patrol-reports`, {
    clientId: randomUUID(),
    category: 'event-03-01',
    point: site(30),
    address: '崧泽大道',
    description: '工地未洒水',
    joins: id,
  })
  expect(seen).toMatchObject({ status: 200, body: { id, joined: 'chosen' } })

  const told = await resident.post(`${base}/reports`, {
    clientId: randomUUID(),
    category: 'event-03-01',
    point: site(60),
    address: '崧泽大道',
    description: '灰尘很大，开不了窗',
  })
  expect(told.body.id).not.toBe(id)
  const second = await detail(told.body.id)
  expect(second.similar[0]).toMatchObject({ id, likeness: expect.any(Number) })
  expect(await act(dispatcher, told.body.id, 'merge', { into: told.body.id, reason: '同一工地' })).toMatchObject({
    status: 400,
    body: { code: 'merge_with_itself' },
  })
  expect(await act(dispatcher, told.body.id, 'merge', { into: id, reason: '同一工地' })).toMatchObject({
    status: 200,
    body: { case: { state: 'merged', mergedInto: { id } } },
  })
  expect(await detail(id)).toMatchObject({
    reports: 4,
    mergedHere: [{ number: told.body.number }],
    reportList: [{}, {}, {}, { channel: 'citizen' }],
  })
  expect(await act(dispatcher, told.body.id, 'accept', { accept: true })).toMatchObject({ status: 409 })

  await act(dispatcher, id, 'accept', { accept: true })
  const progress = await resident.get(`${base}/reports/${told.body.reportId}/progress`)
  expect(progress).toMatchObject({ status: 200, body: { number: opened.number, publicState: 'received', reports: 4 } })

  expect(await act(dispatcher, told.body.id, 'unmerge', { reason: '其实是隔壁工地' })).toMatchObject({
    status: 200,
    body: { case: { state: 'accepting', mergedInto: null, process: { status: 'running' } } },
  })
  expect((await detail(id)).reports).toBe(3)

  await announce(alarmCleared, {
    alarmId: alarm.alarmId,
    thingId: station,
    clearedAt: house.clock.now.toISOString(),
    why: 'recovered',
    peak: 1.6,
  })
  expect((await detail(id)).timeline.map((entry: { what: string }) => entry.what)).toContain('alarm-cleared')
})

test('when the case that others were merged with ends, they end with it; a later alarm is a new case', async () => {
  const station = randomUUID()
  const first = raised(station, { point: site(900) })
  await announce(alarmRaised, first)
  const id = await caseOfAlarm(first.alarmId)
  const other = await patrol.post(`${base}/patrol-reports`, {
    clientId: randomUUID(),
    category: 'event-03-01',
    point: site(910),
    address: '',
    description: '扬尘',
  })
  expect(other.body.similar.map((found: { id: string }) => found.id)).toContain(id)
  await act(dispatcher, other.body.id, 'merge', { into: id, reason: '同一工地' })
  await act(dispatcher, id, 'accept', { accept: false, reason: '检修校准引起，已核实' })
  expect(await detail(other.body.id)).toMatchObject({ state: 'merged', process: { status: 'ended', endedHow: 'terminated' } })
  expect(await act(dispatcher, other.body.id, 'unmerge', { reason: '分开' })).toMatchObject({
    status: 409,
    body: { code: 'case_ended' },
  })
  const later = raised(station, { point: site(900) })
  await announce(alarmRaised, later)
  expect(await caseOfAlarm(later.alarmId)).not.toBe(id)
})

test('an alarm that the district’s table does not name files nothing; one delivered twice files once', async () => {
  const unknown = raised(randomUUID(), { stationKind: 'weather', property: 'temperature' })
  await announce(alarmRaised, unknown)
  expect(await caseOfAlarm(unknown.alarmId)).toBe('')
  const twice = raised(randomUUID(), { point: site(2000), stationKind: 'water', property: 'w01018' })
  await announce(alarmRaised, twice)
  await announce(alarmRaised, twice)
  expect(await rows(house.platform, `select 1 from cases.report where source_key = '${twice.alarmId}'`)).toHaveLength(1)
})

test('before reporting, a resident sees what is near, and joins it; nothing there names anybody', async () => {
  const place = site(-1500)
  const first = await nobody.post(`${base}/reports`, {
    clientId: randomUUID(),
    category: 'event-01-02',
    point: place,
    address: '张三家门口 19900005678',
    description: '垃圾，找张三',
    name: '张三',
    phone: '19900005678',
  })
  const near = await nobody.get(`/api/cases/nearby?lon=${place.lon}&lat=${place.lat}&category=event-01-04`)
  const found = near.body.items.find((item: { id: string }) => item.id === first.body.id)
  expect(found).toMatchObject({ number: first.body.number, publicState: 'received', metres: 0, reports: 1 })
  expect(JSON.stringify(near.body)).not.toContain('19900005678')
  expect(JSON.stringify(near.body)).not.toContain('description')
  expect(
    (await nobody.get(`/api/cases/nearby?lon=${place.lon}&lat=${place.lat}&category=component-01-06`)).body.items.map(
      (item: { id: string }) => item.id,
    ),
  ).not.toContain(first.body.id)
  const joined = await resident.post(`${base}/reports`, {
    clientId: randomUUID(),
    category: 'event-01-02',
    point: place,
    address: '',
    description: '我也看到了',
    joins: first.body.id,
  })
  expect(joined).toMatchObject({ status: 200, body: { id: first.body.id, number: first.body.number, joined: 'chosen' } })
  expect(joined.body.code).not.toBe(first.body.code)
  const mine = await resident.get(`${base}/reports/mine`)
  expect(mine.body.items[0]).toMatchObject({ reportId: joined.body.reportId, number: first.body.number })
  expect(await nobody.get(`${base}/reports/${joined.body.reportId}/progress`)).toMatchObject({ status: 401 })
  expect(await patrol.get(`${base}/reports/${joined.body.reportId}/progress`)).toMatchObject({ status: 404 })
  expect(
    await nobody.post(`${base}/reports`, {
      clientId: randomUUID(),
      category: 'event-01-02',
      point: place,
      description: '加入已办结的',
      joins: randomUUID(),
    }),
  ).toMatchObject({ status: 409, body: { code: 'not_joinable' } })
})

test('a 12345 agent has the caller’s earlier matters beside the call; looking, and unmasking, stay in the audit', async () => {
  const phone = `199${String(Date.now()).slice(-8)}`
  const call = { category: 'event-05-01', point: site(-900), address: '青松路', description: '占道摆摊', name: '李阿姨', phone }
  const one = await agent.post(`${base}/calls`, { ...call, callId: `C-${randomUUID()}` })
  expect(one).toMatchObject({ status: 200, body: { joined: 'opened' } })
  const matters = await agent.post(`${base}/calls/matters`, { phone: `+86 ${phone.slice(0, 3)} ${phone.slice(3)}` })
  expect(matters).toMatchObject({
    status: 200,
    body: { items: [{ number: one.body.number, category: { zh: '占道经营' }, publicState: 'received' }] },
  })
  expect(await patrol.post(`${base}/calls/matters`, { phone })).toMatchObject({ status: 403 })
  const stored = await rows<{ sealed: string }>(
    house.platform,
    `select name_sealed || phone_sealed || phone_index as sealed from cases.report where id = '${one.body.reportId}'`,
  )
  expect(stored[0]?.sealed).not.toContain(phone)

  const shown = await dispatcher.get(`${base}/cases/${one.body.id}`)
  expect(JSON.stringify(shown.body)).not.toContain(phone)
  expect(await dispatcher.post(`/api/cases/reports/${one.body.reportId}/unmask`, { purpose: '' })).toMatchObject({ status: 400 })
  expect(await dispatcher.post(`/api/cases/reports/${one.body.reportId}/unmask`, { purpose: '回拨核实摊位位置' })).toMatchObject({
    status: 200,
    body: { name: '李阿姨', phone },
  })
  expect(await agent.post(`/api/cases/reports/${one.body.reportId}/unmask`, { purpose: '随便看看' })).toMatchObject({
    status: 403,
  })
  const kept = await rows<{ why: string; actor_name: string }>(
    house.platform,
    `select why, actor_name from audit.entry where action = 'audit.read' and ref = 'cases.case:${one.body.id}'`,
  )
  expect(kept.map((entry) => entry.why)).toContain('回拨核实摊位位置')
  expect(
    (
      await rows(
        house.platform,
        `select 1 from audit.entry where before::text like '%${phone}%' or after::text like '%${phone}%' or why like '%${phone}%'`,
      )
    ).length,
  ).toBe(0)
})

test('a caller knows only an address: the dispatcher marks the place, and the patrol of that place verifies', async () => {
  const call = {
    category: 'event-01-02',
    address: '城中东路 40 号门口',
    description: '垃圾没人收',
    phone: '19900007777',
    callId: randomUUID(),
  }
  const { id } = (await agent.post(`${base}/calls`, call)).body
  expect(await detail(id)).toMatchObject({ point: null, area: { name: { zh: '青浦区' } } })
  expect(await patrol.get(`${base}/cases/${id}`)).toMatchObject({ status: 404 })
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  const sent = await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening', correct: { point: site(-200) } })
  expect(sent).toMatchObject({
    status: 200,
    body: { case: { area: { path: expect.stringMatching(/^310118000000\.310118001000/) }, point: { lat: 31.1521 } } },
  })
  await act(await house.as('greening'), id, 'handle', { explanation: '已收' })
  expect(await act(patrol, id, 'verify', { passed: true, result: '干净' })).toMatchObject({
    status: 200,
    body: { case: { state: 'closing' } },
  })
})

test('a patrol’s report written offline is sent twice and is one; its own time counts, not the future', async () => {
  const offline = {
    clientId: randomUUID(),
    category: 'component-01-06',
    point: { lon: 121.1257, lat: 31.1501 },
    datum: 'gcj02',
    address: '',
    description: '路灯不亮',
    observedAt: new Date(house.clock.now.getTime() - 3_600_000).toISOString(),
  }
  const first = await patrol.post(`${base}/patrol-reports`, offline)
  const again = await patrol.post(`${base}/patrol-reports`, offline)
  expect(again.body).toMatchObject({ number: first.body.number, again: true })
  const { point, observedAt } = await detail(first.body.id)
  expect(observedAt).toBe(offline.observedAt)
  expect(point.lon).toBeLessThan(121.1257 - 0.003)
  expect(
    await patrol.post(`${base}/patrol-reports`, {
      ...offline,
      clientId: randomUUID(),
      observedAt: new Date(house.clock.now.getTime() + 86_400_000).toISOString(),
    }),
  ).toMatchObject({ status: 400, body: { code: 'observed_ahead' } })
})

test('the dispatch table answers by the deepest place, then the narrowest category; it is edited with its history', async () => {
  const ask = async (lon: number, lat: number, category: string) =>
    (await supervisor.get(`/api/cases/responsibilities/proposal?lon=${lon}&lat=${lat}&category=${category}`)).body.proposal?.unit
      .path
  expect(await ask(121.1105, 31.1452, 'event-01-02')).toBe('qingpu.greening')
  expect(await ask(121.1105, 31.1452, 'event-01-01')).toBe('qingpu.roads')
  expect(await ask(121.05, 31.11, 'event-01-02')).toBe('qingpu.zhujiajiao')
  expect(await ask(121.05, 31.11, 'event-01-05')).toBe('qingpu.greening')
  expect(await ask(121.1105, 31.1452, 'component-06-01')).toBe('qingpu.grid_centre')

  const grid = { area: '310118001901001', category: 'event-01-02', unit: 'xiayang', note: '试点' }
  const url = '/api/cases/responsibilities'
  const added = await supervisor.post(url, { values: grid })
  expect(added).toMatchObject({
    status: 200,
    body: { values: { unit: 'qingpu.xiayang' }, titles: { category: { zh: '暴露垃圾' }, unit: { zh: '夏阳街道' } } },
  })
  expect(await supervisor.post(url, { values: grid })).toMatchObject({ status: 409, body: { code: 'already_there' } })
  expect(await dispatcher.post(url, { values: grid })).toMatchObject({ status: 403 })
  const row = `${url}/${added.body.id}`
  expect(await supervisor.patch(row, { version: 1, values: { unit: 'water', note: null }, why: '移交' })).toMatchObject({
    status: 200,
    body: { values: { unit: 'qingpu.water' } },
  })
  const past = (await supervisor.get(`${row}/history`)).body.items
  expect(past[0]).toMatchObject({
    why: '移交',
    changes: [
      { column: 'unit', before: 'qingpu.xiayang' },
      { column: 'note', before: '试点' },
    ],
  })
  expect(await supervisor.delete(row, { version: 2, why: '试点结束' })).toMatchObject({ status: 204 })
  expect(await supervisor.post(url, { values: { ...grid, unit: 'nobody', category: 'event-77' } })).toMatchObject({
    status: 400,
    body: { errors: [{ path: 'values.category' }, { path: 'values.unit' }] },
  })
})

test('cases are on the map, in the search and in the list, page by page, for whoever may see them', async () => {
  const { body } = await patrol.post(`${base}/patrol-reports`, {
    clientId: randomUUID(),
    category: 'component-04-01',
    point: site(-3000),
    address: '城中东路',
    description: '梧桐树枝压住电线杆',
  })
  const map = await supervisor.get('/api/geo/layers/cases/features?bbox=120.9,31,121.3,31.3&zoom=14')
  expect(map.body.features.find((feature: { id: string }) => feature.id === `cases.case:${body.id}`)).toMatchObject({
    properties: { state: 'accepting', overdue: false },
  })
  const hits = await supervisor.get(`/api/search?q=${encodeURIComponent('梧桐')}`)
  expect(JSON.stringify(hits.body)).toContain(body.number)
  const listed = await supervisor.get(
    `${base}/cases?q=${encodeURIComponent('梧桐树枝')}&category=component-04&channel=patrol&state=open`,
  )
  expect(listed.body.items).toMatchObject([{ id: body.id }])
  const first = await supervisor.get(`${base}/cases?limit=3`)
  const second = await supervisor.get(`${base}/cases?limit=3&cursor=${first.body.next}`)
  expect(new Set([...first.body.items, ...second.body.items].map((item: { id: string }) => item.id)).size).toBe(6)
  const due = await supervisor.get(`${base}/cases?limit=3&sort=due&state=open`)
  expect(
    (await supervisor.get(`${base}/cases?limit=200&sort=due&state=open&cursor=${due.body.next}`)).body.items.map(
      (item: { id: string }) => item.id,
    ),
  ).not.toContain(due.body.items[0].id)
  expect(await supervisor.get(`${base}/cases?state=nonsense`)).toMatchObject({ status: 400, body: { code: 'filter_unknown' } })
  expect(await supervisor.get(`${base}/cases?cursor=garbage`)).toMatchObject({ status: 400 })
  expect((await dispatcher.get(`${base}/cases?mine=true&limit=200`)).body.items.map((item: { id: string }) => item.id)).toContain(
    body.id,
  )
  expect(
    (await (await house.as('greening')).get(`${base}/cases?mine=true&limit=200`)).body.items.map(
      (item: { id: string }) => item.id,
    ),
  ).not.toContain(body.id)
  const heat = await supervisor.get('/api/cases/heat?days=30')
  expect(heat.body.cells.reduce((sum: number, cell: { count: number }) => sum + cell.count, 0)).toBeGreaterThan(3)
})

test('from the readings themselves: two values above the limit are one alarm and one case, with the readings in it', async () => {
  const { thing, stream } = await house.platform.transact(
    { user: system, origin: { kind: 'cli', name: 'story' } },
    'write',
    async (ctx) => {
      const id = await saveThing(ctx, {
        source: 'story',
        code: randomUUID(),
        kind: 'water-source',
        name: '排口 9',
        point: site(-5000),
        areaPath: null,
        organisationPath: null,
        ownerName: null,
        state: 'in-use',
      })
      await saveStreams(ctx, id, [{ property: 'w01018', name: { zh: '化学需氧量', en: 'COD' }, unit: 'mg/L' }])
      const rule = {
        property: 'w01018',
        kind: 'real-time' as const,
        code: 'limit',
        title: { zh: '化学需氧量超标', en: 'COD above its limit' },
        severity: 'serious' as const,
        direction: 'above' as const,
        raiseAt: 50,
        clearAt: 45,
        raiseAfter: 2,
        clearAfter: 2,
      }
      await setRules(ctx, id, 'story', [rule])
      return { thing: id, stream: 'w01018' }
    },
  )
  const at = house.clock.now.getTime()
  const reading = (value: number, second: number) => ({
    thing,
    property: stream,
    kind: 'real-time' as const,
    at: new Date(at - 60_000 + second * 1000),
    value,
    flag: 'N',
    usable: true,
    sourceKey: `${thing} ${second}`,
  })
  await intake(house.platform).offer([reading(60, 1), reading(61, 2), reading(62, 3)])
  await house.settle()
  const found = await rows<{ case_id: string }>(house.platform, `select case_id from cases.report where origin like '${thing}%'`)
  expect(found).toHaveLength(1)
  expect(await detail(found[0]?.case_id ?? '')).toMatchObject({
    channel: 'sensor',
    category: { code: 'event-06-02' },
    proposal: { unit: { path: 'qingpu.environment' } },
    reportList: [{ evidence: { station: { name: '排口 9' }, threshold: 50 } }],
  })
})

test('the list goes into a spreadsheet, under the same filters and rights; nothing in it is taken for a formula', async () => {
  const street = `回车路 ${randomUUID()}`
  for (const description of ['=HYPERLINK("http://x")', '一行\n两行，"引号"'])
    await patrol.post(`${base}/patrol-reports`, {
      clientId: randomUUID(),
      category: 'event-01-03',
      point: site(-7000),
      address: street,
      description,
    })
  const sheet = await supervisor.get(`${base}/cases.csv?q=${encodeURIComponent(street)}`)
  expect(sheet).toMatchObject({ status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' } })
  expect(sheet.body.startsWith('\uFEFF编号,状态')).toBe(true)
  expect(sheet.body).toContain(`"'=HYPERLINK(""http://x"")"`)
  expect(sheet.body).toContain(`"一行\n两行，""引号"""`)
  const others = await (await house.as('greening')).get(`${base}/cases.csv?q=${encodeURIComponent(street)}`)
  expect(others.body.trim().split('\r\n')).toHaveLength(1)
  expect(await nobody.get(`${base}/cases.csv`)).toMatchObject({ status: 401 })
  expect(await rows(house.platform, `select 1 from audit.entry where action = 'cases.export'`)).not.toHaveLength(0)
})
