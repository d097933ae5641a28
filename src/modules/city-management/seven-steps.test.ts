import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { system } from '#kernel'
import { type Person, rows, springDistrict, type TestDistrict } from '../../app/testing.ts'
import { plainJpeg } from '../../protocols/media.testing.ts'
import { sweepSuspensions } from './actions.ts'

let house: TestDistrict
let dispatcher: Person
let patrol: Person
let greening: Person
let roads: Person
let supervisor: Person
let nobody: Person
const here = { lon: 121.1105, lat: 31.1452 }

beforeAll(async () => {
  house = await springDistrict()
  dispatcher = await house.as('dispatcher')
  patrol = await house.as('patrol1')
  greening = await house.as('greening')
  roads = await house.as('roads')
  supervisor = await house.as('supervisor')
  nobody = await house.as('')
}, 240_000)

const base = '/api/city-management'
const report = (more: object = {}) => ({
  clientId: randomUUID(),
  category: 'event-01-02',
  point: here,
  address: '公园路 300 号',
  description: '路边堆着垃圾',
  ...more,
})

/** One step of a case by this person, at the version it has now. */
async function act(person: Person, id: string, action: string, body: object = {}) {
  const { version } = (await supervisor.get(`${base}/cases/${id}`)).body
  return person.post(`${base}/cases/${id}/${action}`, { version, ...body })
}

async function filed(more: object = {}): Promise<{ id: string; number: string; code: string }> {
  const answer = await nobody.post(`${base}/reports`, report(more))
  expect(answer).toMatchObject({ status: 200, body: { joined: 'opened', again: false } })
  return answer.body
}

/** The same by a patrol, whose calls are not counted as a stranger's are. */
async function found(more: object = {}): Promise<{ id: string; number: string }> {
  const answer = await patrol.post(`${base}/patrol-reports`, report(more))
  expect(answer).toMatchObject({ status: 200, body: { joined: 'opened' } })
  return answer.body
}

async function dispatched(unit = 'qingpu.greening', more: object = {}): Promise<string> {
  const { id } = await found(more)
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  expect(await act(dispatcher, id, 'dispatch', { unit })).toMatchObject({
    status: 200,
    body: { case: { state: 'handling', unit: { path: unit } } },
  })
  return id
}

const state = async (id: string): Promise<string> => (await supervisor.get(`${base}/cases/${id}`)).body.state

test('who leaves has nothing in hand any more: a claimed case waits for the unit again', async () => {
  const admin = await house.as('admin')
  const account = `leaver${Math.random().toString(36).slice(2, 8)}`
  const { id: leaver, password } = (
    await admin.post('/api/identity/accounts', { account, name: '将离职', organisation: 'greening' })
  ).body
  await admin.post(`/api/identity/accounts/${leaver}/grants`, {
    role: 'unit_officer',
    tree: 'organisation',
    path: 'qingpu.greening',
  })
  const officer = await house.enter(account, password)
  const id = await dispatched()
  const taskOf = async (person: Person) =>
    (await person.get(`${base}/cases/${id}`)).body.process.tasks.find(({ state }: { state: string }) => state === 'open')
  const task = await taskOf(officer)
  expect(await officer.post(`/api/process/tasks/${task.id}/claim`, {})).toMatchObject({ status: 200, body: { assignee: leaver } })
  await admin.post(`/api/identity/accounts/${leaver}/disable`, { why: '离职' })
  await house.settle()
  expect(await taskOf(await house.as('greening'))).toMatchObject({ id: task.id, assignee: null })
})

test('a resident’s report goes its seven steps and is closed; the resident sees it in plain words', async () => {
  const { id, number, code } = await filed({
    name: '王小明',
    phone: '19900001234',
    description: '路边堆着垃圾，我的电话 19900001234',
  })
  expect(number).toMatch(/^青城管〔\d{4}〕第 \d+ 号$/)
  const seen = await dispatcher.get(`${base}/cases/${id}`)
  expect(seen).toMatchObject({
    status: 200,
    body: {
      state: 'accepting',
      overdue: false,
      clock: 'working-hours',
      area: { path: expect.stringMatching(/^310118000000\.310118001000\./) },
      proposal: { unit: { path: 'qingpu.greening' } },
    },
  })
  expect(seen.body.actions.filter((action: { main: boolean }) => action.main).map((action: { id: string }) => action.id)).toEqual(
    ['accept'],
  )
  expect(seen.body.reportList[0].reporter).toEqual({ name: '王**', phone: '199****1234' })
  expect(JSON.stringify(seen.body)).not.toContain('王小明')

  expect(await act(dispatcher, id, 'accept', { accept: true })).toMatchObject({
    status: 200,
    body: { case: { state: 'filing' } },
  })
  expect(await act(dispatcher, id, 'file', { file: true })).toMatchObject({
    status: 200,
    body: { case: { state: 'dispatching' } },
  })
  const sent = await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening', note: '请尽快清理' })
  expect(sent).toMatchObject({
    status: 200,
    body: { case: { state: 'handling', clock: 'working-hours', remaining: 4, unit: { name: { zh: '区绿化市容局' } } } },
  })
  expect(await act(greening, id, 'handle', {})).toMatchObject({ status: 400, body: { code: 'evidence_missing' } })
  expect(await act(greening, id, 'handle', { explanation: '已清运两车' })).toMatchObject({
    status: 200,
    body: { case: { state: 'verifying' } },
  })
  expect(await act(patrol, id, 'verify', { passed: true, result: '现场已干净' })).toMatchObject({
    status: 200,
    body: { case: { state: 'closing' } },
  })
  expect(await act(dispatcher, id, 'close', { summary: '按期办结' })).toMatchObject({
    status: 200,
    body: { case: { state: 'closed', actions: [], process: { status: 'ended', endedHow: 'completed' } } },
  })

  const progress = await nobody.get(`${base}/reports/progress?number=${encodeURIComponent(number)}&code=${code}`)
  expect(progress).toMatchObject({ status: 200, body: { publicState: 'done', mayRate: true, unit: { zh: '区绿化市容局' } } })
  expect(progress.body.steps.map((step: { title: { zh: string } }) => step.title.zh)).toEqual([
    '我们收到了您反映的问题',
    '已经受理，正在核实',
    '已经立案，正在安排处置单位',
    '已经交给区绿化市容局处置',
    '区绿化市容局已处置，等待核查',
    '已到现场核查，确认处置到位',
    '已经办结',
  ])
  expect(JSON.stringify(progress.body)).not.toContain('陆敏')
  expect(await nobody.get(`${base}/reports/progress?number=${encodeURIComponent(number)}&code=WRONG234`)).toMatchObject({
    status: 404,
  })
  expect(await nobody.post(`${base}/reports/rating`, { number, code, stars: 5, solved: true, text: '很快' })).toMatchObject({
    status: 200,
    body: { rating: { stars: 5 } },
  })
  expect(await act(dispatcher, id, 'close')).toMatchObject({ status: 409, body: { code: 'case_ended' } })

  const audit = await rows<{ action: string }>(
    house.platform,
    `select action from audit.entry where ref = 'cases.case:${id}' order by id`,
  )
  for (const action of [
    'cases.report',
    'cases.accepted',
    'cases.filed',
    'cases.dispatched',
    'cases.handled',
    'cases.verified',
    'cases.closed',
  ])
    expect(audit.map((entry) => entry.action)).toContain(action)
})

test('the same report sent again is the same report; a wrong category, no place, or a place outside is refused in words', async () => {
  const body = report()
  const first = await nobody.post(`${base}/reports`, body)
  const second = await nobody.post(`${base}/reports`, body)
  expect(second).toMatchObject({ status: 200, body: { number: first.body.number, code: first.body.code, again: true } })
  expect(await nobody.post(`${base}/reports`, report({ category: 'event-99-99' }))).toMatchObject({
    status: 400,
    body: { code: 'category_unknown' },
  })
  expect(await nobody.post(`${base}/reports`, report({ category: 'event-06-01' }))).toMatchObject({
    status: 400,
    body: { code: 'category_closed' },
  })
  expect(await nobody.post(`${base}/reports`, report({ point: undefined, address: '' }))).toMatchObject({
    status: 400,
    body: { code: 'place_missing' },
  })
  const outside = await nobody.post(`${base}/reports`, report({ point: { lon: 121.5, lat: 31.2 } }))
  expect(outside).toMatchObject({ status: 400, body: { code: 'outside_district' } })
  expect(outside.body.detail).toContain('青浦区')
})

test('what is not accepted or not filed needs a reason, which the reporter reads', async () => {
  const one = await filed()
  expect(await act(dispatcher, one.id, 'accept', { accept: false })).toMatchObject({
    status: 400,
    body: { code: 'reason_missing' },
  })
  expect(await act(dispatcher, one.id, 'accept', { accept: false, reason: '不属于城市管理范围，请向物业反映' })).toMatchObject({
    status: 200,
    body: { case: { state: 'not-accepted' } },
  })
  const progress = await nobody.get(`${base}/reports/progress?number=${encodeURIComponent(one.number)}&code=${one.code}`)
  expect(progress.body).toMatchObject({
    publicState: 'not-taken-up',
    steps: [{}, { what: 'not-accepted', text: '不属于城市管理范围，请向物业反映' }],
  })

  const two = await filed()
  await act(dispatcher, two.id, 'accept', { accept: true })
  expect(await act(dispatcher, two.id, 'file', { file: false, reason: '现场核实未发现问题' })).toMatchObject({
    status: 200,
    body: { case: { state: 'not-filed' } },
  })
})

test('a unit returns what is not its own, and it is dispatched again to another', async () => {
  const id = await dispatched('qingpu.roads')
  expect(await act(greening, id, 'handle', { explanation: '抢着办' })).toMatchObject({ status: 404 })
  expect(await act(roads, id, 'reject', { reason: '绿化带内，属绿化市容', suggests: 'qingpu.greening' })).toMatchObject({
    status: 200,
  })
  expect(await state(id)).toBe('dispatching')
  expect((await roads.get(`${base}/cases/${id}`)).body.actions ?? []).toEqual([])
  expect(await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening' })).toMatchObject({ status: 200 })
  expect(await act(roads, id, 'handle', { explanation: '不再是我的' })).toMatchObject({ status: 403 })
  expect(await act(greening, id, 'handle', { explanation: '已清理' })).toMatchObject({ status: 200 })
})

test('a unit sees only its rows: for others’ there is nothing at that address', async () => {
  const id = await dispatched('qingpu.roads')
  expect(await greening.get(`${base}/cases/${id}`)).toMatchObject({ status: 404 })
  expect((await greening.get(`${base}/cases?limit=200`)).body.items.some((item: { id: string }) => item.id === id)).toBe(false)
  expect((await roads.get(`${base}/cases?limit=200`)).body.items.some((item: { id: string }) => item.id === id)).toBe(true)
  expect(await (await house.as('resident')).get(`${base}/cases/${id}`)).toMatchObject({ status: 403 })
  expect(await (await house.as('patrol2')).get(`${base}/cases/${id}`)).toMatchObject({ status: 404 })
  expect(await nobody.get(`${base}/cases/${id}`)).toMatchObject({ status: 401 })
})

test('more time is asked for and granted, or not; the clock goes on from where it was', async () => {
  const granted = await dispatched('qingpu.greening', { category: 'event-01-06' })
  const before = (await greening.get(`${base}/cases/${granted}`)).body
  expect(before).toMatchObject({ clock: 'working-days', remaining: 5 })
  expect(await act(greening, granted, 'request-delay', { reason: '需要吊车，等待审批', amount: 3 })).toMatchObject({
    status: 200,
    body: { case: { state: 'deciding-delay' } },
  })
  expect(await act(greening, granted, 'handle', { explanation: '等不及了' })).toMatchObject({
    status: 409,
    body: { code: 'not_at_this_step' },
  })
  expect(await act(supervisor, granted, 'decide-delay', { grant: true })).toMatchObject({
    status: 200,
    body: { case: { state: 'handling', clock: 'working-days', remaining: 8 } },
  })

  const refused = await dispatched('qingpu.greening', { category: 'event-01-06' })
  await act(greening, refused, 'request-delay', { reason: '人手不足', amount: 10 })
  expect(await act(supervisor, refused, 'decide-delay', { grant: false })).toMatchObject({
    status: 400,
    body: { code: 'reason_missing' },
  })
  expect(await act(supervisor, refused, 'decide-delay', { grant: false, reason: '请调配力量' })).toMatchObject({
    status: 200,
    body: { case: { state: 'handling', remaining: 5 } },
  })
})

test('what did not pass is done again; closing may send it back too', async () => {
  const id = await dispatched()
  await act(greening, id, 'handle', { explanation: '已清理' })
  expect(await act(patrol, id, 'verify', { passed: false, result: '还剩一半' })).toMatchObject({
    status: 200,
    body: { case: { state: 'handling', unit: { path: 'qingpu.greening' } } },
  })
  await act(greening, id, 'handle', { explanation: '这次清完了' })
  expect(await act(patrol, id, 'rework', { reason: '角落还有' })).toMatchObject({
    status: 200,
    body: { case: { state: 'handling' } },
  })
  await act(greening, id, 'handle', { explanation: '角落也清了' })
  await act(patrol, id, 'verify', { passed: true, result: '干净' })
  expect(await act(dispatcher, id, 'rework', { reason: '缺处置后照片' })).toMatchObject({
    status: 200,
    body: { case: { state: 'handling' } },
  })
})

test('a suspended case stands still: nothing can be done, no time passes, and it goes on with what was left', async () => {
  const id = await dispatched('qingpu.greening', { category: 'event-01-06' })
  expect(await act(greening, id, 'suspend', { reason: '台风' })).toMatchObject({ status: 403 })
  expect(await act(supervisor, id, 'suspend', { reason: '台风，暂停户外作业' })).toMatchObject({
    status: 200,
    body: { case: { state: 'handling', suspended: { until: null }, remaining: null, process: { status: 'suspended' } } },
  })
  expect(await act(greening, id, 'handle', { explanation: '照样做' })).toMatchObject({
    status: 409,
    body: { code: 'case_suspended' },
  })
  house.clock.forward(20 * 86_400_000)
  expect((await supervisor.get(`${base}/cases/${id}`)).body.overdue).toBe(false)
  const resumed = await act(supervisor, id, 'resume', { reason: '台风已过' })
  expect(resumed).toMatchObject({ status: 200, body: { case: { suspended: null, clock: 'working-days' } } })
  expect(resumed.body.case.remaining).toBeGreaterThanOrEqual(4)
  expect(resumed.body.case.remaining).toBeLessThanOrEqual(5)
  expect(await act(greening, id, 'handle', { explanation: '已养护' })).toMatchObject({ status: 200 })
})

test('past its limit a case is overdue: in its page, in the list and in the unit’s score', async () => {
  const id = await dispatched()
  house.clock.forward(6 * 86_400_000)
  expect((await greening.get(`${base}/cases/${id}`)).body).toMatchObject({
    overdue: true,
    remainingSays: { zh: expect.stringContaining('超时') },
  })
  const overdue = (await greening.get(`${base}/cases?overdue=true&sort=due&limit=200`)).body.items
  expect(overdue.map((item: { id: string }) => item.id)).toContain(id)
  expect([...overdue].map((item: { dueAt: string }) => item.dueAt)).toEqual(
    [...overdue].map((item: { dueAt: string }) => item.dueAt).sort(),
  )
  await act(greening, id, 'handle', { explanation: '晚了，但做了' })
  expect(
    (await supervisor.get(`${base}/cases/${id}`)).body.stages.find((stage: { stage: string }) => stage.stage === 'handle'),
  ).toMatchObject({ outcome: 'handled', onTime: false })
  const scores = (await supervisor.get('/api/cases/scores')).body
  expect(scores.items.find((item: { unit: { path: string } }) => item.unit.path === 'qingpu.greening')).toMatchObject({
    handled: expect.any(Number),
    overdue: expect.any(Number),
  })
  const figures = (await supervisor.get('/api/cases/figures')).body
  expect((await supervisor.get('/api/indicators/city-management.handled-on-time')).body).toMatchObject({
    value: expect.any(Number),
    about: { zh: expect.any(String) },
    target: 95,
  })
  expect(figures.hourly).toHaveLength(24)
  expect(figures.byArea[0].title.zh).toContain('夏阳')
})

test('two dispatchers at once: one wins, the other is told what won', async () => {
  const { id } = await found()
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  const { version } = (await dispatcher.get(`${base}/cases/${id}`)).body
  const [one, two] = await Promise.all(
    ['qingpu.greening', 'qingpu.roads'].map((unit) => dispatcher.post(`${base}/cases/${id}/dispatch`, { version, unit })),
  )
  const [winner, loser] = one?.status === 200 ? [one, two] : [two, one]
  expect(winner).toMatchObject({ status: 200 })
  expect(loser).toMatchObject({
    status: 409,
    body: { code: 'stale_version', current: { state: 'handling', unit: winner?.body.case.unit } },
  })
})

test('what should never have been a case is made void by the supervisor alone', async () => {
  const { id } = await found()
  expect(await act(dispatcher, id, 'void', { reason: '测试数据' })).toMatchObject({ status: 403 })
  expect(await act(supervisor, id, 'void', { reason: '重复测试' })).toMatchObject({
    status: 200,
    body: { case: { state: 'void', process: { status: 'ended', endedHow: 'terminated' } } },
  })
})

test('a step is refused to whoever lacks its right, also when they see the case', async () => {
  const { id } = await found()
  expect(await act(patrol, id, 'accept', { accept: true })).toMatchObject({ status: 403 })
  expect(await act(supervisor, id, 'accept', { accept: true })).toMatchObject({ status: 403 })
  expect(await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening' })).toMatchObject({
    status: 409,
    body: { code: 'not_at_this_step' },
  })
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  expect(await act(dispatcher, id, 'dispatch', { unit: 'qingpu.nowhere' })).toMatchObject({
    status: 400,
    body: { code: 'unit_missing' },
  })
})

async function upload(person: Person): Promise<string> {
  const edge = '----story'
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="now.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/files',
    headers: {
      'content-type': `multipart/form-data; boundary=${edge}`,
      ...(person.token && { authorization: `Bearer ${person.token}` }),
    },
    payload: Buffer.concat([Buffer.from(head), plainJpeg, Buffer.from(`\r\n--${edge}--\r\n`)]),
  })
  expect(answer.statusCode).toBe(200)
  return answer.json<{ id: string }>().id
}

test('photos are evidence: a resident’s and the unit’s, seen by whoever sees the case and by nobody else', async () => {
  const before = await upload(nobody)
  const { id } = await filed({ photos: [before] })
  await act(dispatcher, id, 'accept', { accept: true })
  await act(dispatcher, id, 'file', { file: true })
  await act(dispatcher, id, 'dispatch', { unit: 'qingpu.greening' })
  const after = await upload(greening)
  expect(await act(greening, id, 'handle', { photos: [after] })).toMatchObject({ status: 200 })
  const seen = await patrol.get(`${base}/cases/${id}`)
  expect(seen.body.pictures).toMatchObject([
    { id: before, kind: 'image/jpeg' },
    { id: after, role: 'handle' },
  ])
  expect(seen.body.timeline.find((entry: { what: string }) => entry.what === 'handled')).toMatchObject({
    data: { photos: [after] },
  })
  expect(await patrol.get(seen.body.pictures[0].href)).toMatchObject({ status: 200 })
  expect(await roads.get(seen.body.pictures[0].href)).toMatchObject({ status: 404 })
  expect(await nobody.get(seen.body.pictures[1].href)).toMatchObject({ status: 404 })
  expect(await nobody.post(`${base}/reports`, report({ photos: [after] }))).toMatchObject({ status: 409 })
})

test('a suspension with an end is over by itself; a supervisor’s urging reaches the unit’s inbox', async () => {
  const id = await dispatched('qingpu.greening', { category: 'event-01-06' })
  expect(
    await act(supervisor, id, 'suspend', { reason: '冬季停植', until: new Date(house.clock.now.getTime() - 1000).toISOString() }),
  ).toMatchObject({ status: 400, body: { code: 'until_past' } })
  const until = new Date(house.clock.now.getTime() + 3 * 86_400_000).toISOString()
  expect(await act(supervisor, id, 'suspend', { reason: '冬季停植', until })).toMatchObject({
    status: 200,
    body: { case: { suspended: { until } } },
  })
  const sweep = () => house.platform.transact({ user: system, origin: { kind: 'job', name: 'story' } }, 'write', sweepSuspensions)
  await sweep()
  await house.settle()
  expect((await supervisor.get(`${base}/cases/${id}`)).body.suspended).not.toBeNull()
  house.clock.forward(3 * 86_400_000 + 60_000)
  await sweep()
  await house.settle()
  const resumed = (await supervisor.get(`${base}/cases/${id}`)).body
  expect(resumed).toMatchObject({ suspended: null, process: { status: 'running' }, clock: 'working-days' })
  expect(resumed.timeline.at(-1)).toMatchObject({ what: 'resumed', by: { id: 'system' } })
  expect(resumed.actions.map((action: { id: string }) => action.id)).toContain('urge')
  expect(await act(greening, id, 'urge', { reason: '我自己催' })).toMatchObject({ status: 403 })
  expect(await act(supervisor, id, 'urge', { reason: '群众再次来电' })).toMatchObject({ status: 200 })
  await house.settle()
  const inbox = (await greening.get('/api/notify/messages')).body.items
  expect(
    inbox
      .filter((message: { ref: string }) => message.ref === `cases.case:${id}`)
      .map((message: { title: { zh: string } }) => message.title.zh),
  ).toEqual(['督办：请尽快处置', '有新的案件需要处置'])
})

test('a signed-in resident is told of each turn in plain words, and of none that stays in the house', async () => {
  const resident = await house.as('resident')
  const { body } = await resident.post(`${base}/reports`, report({ category: 'event-01-05' }))
  await act(dispatcher, body.id, 'accept', { accept: true })
  await act(dispatcher, body.id, 'file', { file: true })
  await act(dispatcher, body.id, 'dispatch', { unit: 'qingpu.roads' })
  await act(roads, body.id, 'reject', { reason: '不归我们' })
  await house.settle()
  const told = (await resident.get('/api/notify/messages')).body.items.filter(
    (message: { ref: string }) => message.ref === `cases.case:${body.id}`,
  )
  expect(told.map((message: { title: { zh: string } }) => message.title.zh)).toEqual([
    '已经交给区城管执法局（市政养护）处置',
    '已经立案，正在安排处置单位',
    '已经受理，正在核实',
  ])
})

test('text that no database can hold is the sender’s mistake, not a failure', async () => {
  const { id } = await found()
  expect(await dispatcher.post(`${base}/cases/${id}/notes`, { text: 'a\u0000b' })).toMatchObject({
    status: 400,
    body: { code: 'invalid' },
  })
  expect(await dispatcher.post(`${base}/cases/${id}/notes`, { text: '已电话联系' })).toMatchObject({
    status: 200,
    body: { case: { timeline: expect.arrayContaining([expect.objectContaining({ what: 'note', text: '已电话联系' })]) } },
  })
  expect((await supervisor.get('/api/cases/limits')).body).toMatchObject({
    ordinary: { handle: { amount: 5, says: { zh: '5 个工作日' } } },
    overrides: expect.arrayContaining([expect.objectContaining({ category: 'event-01-02' })]),
  })
})

test('the list says of each case exactly what its page says, page by page, nothing twice and nothing left out', async () => {
  const strange = '“引号” "quote" \\ 反斜杠\n第二行\t制表 😀 </script>'
  const plain = await found({ description: strange, address: "O'Neil 路 \\ 1 号" })
  const handled = await dispatched()
  const still = await dispatched()
  await act(supervisor, still, 'suspend', {
    reason: '等待产权单位答复',
    until: new Date(house.clock.now.getTime() + 86_400_000).toISOString(),
  })
  const gone = await found()
  await act(dispatcher, gone.id, 'accept', { accept: false, reason: '不属于城市管理范围' })
  const ids = [plain.id, handled, still, gone.id]

  const list = async (query: string) => {
    const items: Record<string, unknown>[] = []
    for (let cursor = ''; ; ) {
      const { status, body } = await supervisor.get(`${base}/cases?${query}&limit=7${cursor && `&cursor=${cursor}`}`)
      expect(status).toBe(200)
      items.push(...body.items)
      if (!body.next) return items
      cursor = body.next
    }
  }
  for (const query of ['sort=newest', 'sort=due', 'category=event-01-02', 'category=event-01']) {
    const seen = await list(query)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length)
    for (const id of ids) {
      const card = seen.find((item) => item['id'] === id)
      const page = (await supervisor.get(`${base}/cases/${id}`)).body
      // Time passes between the two answers; everything else is the same to the letter.
      const { remaining: _, remainingSays: __, ...stored } = card ?? {}
      expect(page).toMatchObject(stored)
      expect(Object.keys(card ?? {}).sort()).toEqual(
        Object.keys(page)
          .filter((key) => key in (card ?? {}))
          .sort(),
      )
      expect(card?.['remaining'] === null).toBe(page.remaining === null)
    }
  }
  expect((await list('category=event-01-02')).length).toBeLessThanOrEqual((await list('category=event-01')).length)
})
