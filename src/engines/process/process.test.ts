import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  announces,
  authenticator,
  type Ctx,
  defineModule,
  type District,
  type Grant,
  permissions,
  system,
  type User,
} from '#kernel'
import { calendar } from '#engines/calendar'
import { accountDisabled } from '#engines/identity'
import { openPlatform } from '../../app/platform.ts'
import { testDatabase } from '../../app/testing.ts'
import type { RunningPlatform } from '../../kernel/boot.ts'
import { readConfig } from '../../kernel/config.ts'
import { Dispatcher } from '../../kernel/dispatcher.ts'
import { buildHttp } from '../../kernel/http.ts'
import {
  addCosigner,
  completeTask,
  defineProcess,
  extend,
  handOver,
  process as processEngine,
  processOf,
  resume,
  returnTo,
  startProcess,
  suspend,
  terminate,
  withdraw,
} from './index.ts'
import { perform, take } from './steps.ts'
import type { Command, State } from './state.ts'
import { addDefinition, type TaskRow, taskColumns, toTask } from './store.ts'
import { mayDoRow, openTasksOf } from './store-rights.ts'
import { sweep } from './sweep.ts'
import { mayDo } from './task-rights.ts'

const t = (zh: string) => ({ zh, en: zh })
const heard: string[] = []
let serviceFails = false

/** A small module of the tests: a permit to dig up a road. Its own status is the outcome last completed. */
const permits = defineModule({
  id: 'permits',
  title: t('占道'),
  contributes: [
    // The engine listens to it; this house has no accounts that could be disabled.
    announces(accountDisabled),
    permissions({ 'permits.accept': t('受理'), 'permits.handle': t('办理') }),
    authenticator({ id: 'test', run: async (_platform, { headers }) => people[String(headers['x-user'])] }),
    defineProcess({
      id: 'permits.permit',
      title: t('占道许可'),
      bpmn: new URL('./testing/permit.bpmn', import.meta.url),
      generic: true,
      steps: {
        accept: {
          title: t('受理'),
          outcomes: { accept: t('受理'), refuse: t('不予受理') },
          complete: async (_ctx, { outcome, data }) => {
            heard.push(`accept:${outcome}`)
            if ((data as { broken?: boolean } | undefined)?.broken) throw new Error('the module failed')
            return { acceptedWith: outcome }
          },
        },
        survey: {
          title: t('踏勘'),
          outcomes: { ok: t('通过') },
          opened: async (_ctx, { task }) => void heard.push(`survey opened for ${task.unit}`),
        },
        consult: {
          title: t('会签'),
          outcomes: { agree: t('同意'), object: t('不同意') },
          complete: async (_ctx, { decided }) => void heard.push(`consult decided ${decided}`),
        },
        decide: { title: t('决定'), outcomes: { grant: t('准予') } },
        urge: { title: t('督办'), outcomes: { done: t('已督办') } },
      },
      services: {
        number: async (_ctx, { key }) => {
          if (serviceFails) throw new Error('numbering is away')
          heard.push(`number ${key.length > 30}`)
          return { number: 7 }
        },
      },
      ended: async (_ctx, { how, element }) => void heard.push(`ended ${how} at ${element}`),
    }),
  ],
})

const staff = (id: string, organisation: string, capability: string, path?: string): User => ({
  id,
  kind: 'staff',
  name: id,
  organisation,
  grants: [path ? { capability, tree: 'organisation', path } : { capability, tree: 'all' }],
})
const people: Record<string, User> = {
  admin: staff('admin', 'qp', 'calendar.enter'),
  clerk: staff('clerk', 'qp.hall', 'permits.accept'),
  clerk2: staff('clerk2', 'qp.hall', 'permits.accept'),
  roads: staff('roads', 'qp.roads', 'permits.handle', 'qp.roads'),
  greening: staff('greening', 'qp.greening', 'permits.handle', 'qp.greening'),
  resident: { id: 'resident', kind: 'citizen', name: '', grants: [] },
}
const here: District = {
  id: 'test',
  title: t('试验区'),
  timeZone: 'Asia/Shanghai',
  settings: {
    calendar: {
      hours: [
        ['08:30', '11:30'],
        ['13:30', '17:30'],
      ],
    },
  },
}

let platform: RunningPlatform
let dispatcher: Dispatcher
let app: Awaited<ReturnType<typeof buildHttp>>
let now = new Date('2026-03-02T09:00:00+08:00')
const at = (local: string) => {
  now = new Date(`${local}+08:00`)
}

beforeAll(async () => {
  const config = {
    ...readConfig({ LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent' }),
    databaseUrl: (await testDatabase()) ?? 'memory:',
    demo: true,
    secretKeys: `k1:${'ab'.repeat(32)}`,
  }
  platform = await openPlatform(config, [calendar, processEngine, permits], here, () => now)
  dispatcher = new Dispatcher(platform)
  app = await buildHttp(platform)
})
afterAll(async () => {
  await app.close()
  await platform.database.close()
})

const as = <T>(who: string, work: (ctx: Ctx) => Promise<T>) =>
  platform.transact({ user: people[who] ?? system, origin: { kind: 'cli', name: 'test' } }, 'write', work)
const settle = async () => {
  while ((await dispatcher.step()) > 0);
}
const sweepNow = () => sweep(platform.outside({ user: system, origin: { kind: 'job', name: 'test' } }))
const get = async (who: string, url: string) => (await app.inject({ method: 'GET', url, headers: { 'x-user': who } })).json()
const post = async (who: string, url: string, payload: object = {}) => {
  const answer = await app.inject({ method: 'POST', url, headers: { 'x-user': who }, payload })
  return { status: answer.statusCode, body: answer.json() }
}
let made = 0
async function begin(variables: Record<string, unknown> = {}) {
  const subject = `permits.permit:${++made}` as const
  const { id } = await as('clerk', (ctx) =>
    startProcess(ctx, {
      process: 'permits.permit',
      subject,
      title: `占道 ${made}`,
      organisation: 'qp.hall',
      variables: {
        unit: 'qp.roads',
        consulted: ['qp.greening', 'qp.roads'],
        surveyLimit: { amount: 2, clock: 'working-days' },
        ...variables,
      },
    }),
  )
  const view = () => as('', (ctx) => processOf(ctx, subject)).then((seen) => seen as NonNullable<typeof seen>)
  const open = async (step: string, unit?: string) =>
    (await view()).tasks.find((task) => task.step === step && task.state === 'open' && (!unit || task.unit === unit))?.id ??
    'none'
  return { id, subject, view, open }
}
const accepted = async (variables?: Record<string, unknown>) => {
  const permit = await begin(variables)
  const task = await permit.open('accept')
  await as('clerk', (ctx) => completeTask(ctx, { task, outcome: 'accept' }))
  await settle()
  return permit
}
const finish = async (permit: Awaited<ReturnType<typeof begin>>, who: string, step: string, outcome: string, unit?: string) => {
  const task = await permit.open(step, unit)
  return as(who, (ctx) => completeTask(ctx, { task, outcome }))
}
/** Something that may be done in this state, chosen by number. */
function commandFor(state: State, act: string, pick: number, other: number): Command | undefined {
  const task = state.tasks[pick % Math.max(1, state.tasks.length)]
  const timer = state.timers[other % Math.max(1, state.timers.length)]
  const steps = Object.keys(state.visits)
  if (act === 'pause') return { do: state.status === 'suspended' ? 'resume' : 'suspend' }
  if (act === 'timer') return timer && state.status === 'running' ? { do: 'timer', timer: timer.id } : undefined
  if (!task || (state.status === 'suspended' && act !== 'hand-over')) return undefined
  if (act === 'complete') return { do: 'complete', task: task.id, outcome: 'agree', variables: { last: other } }
  if (act === 'return-to') return { do: 'return-to', step: steps[other % steps.length] as string, from: task.id }
  return act === 'hand-over'
    ? { do: 'hand-over', task: task.id, to: { unit: 'qp.green' } }
    : { do: 'add-cosigner', task: task.id, who: [{ unit: 'qp.hall' }] }
}
const events = async (subject: string) =>
  (
    await sql<{ name: string }>`select name from kernel.event where ref = ${subject} order by seq`.execute(
      platform.database.kysely,
    )
  ).rows.map(({ name }) => name.replace('process.', ''))

describe('a permit from the counter to the decision', () => {
  test('goes through service, parallel branches and a joint step; the module hears each step in its transaction', async () => {
    heard.length = 0
    const permit = await accepted()
    expect((await permit.view()).current.toSorted()).toEqual(['consult', 'survey'])
    await finish(permit, 'greening', 'consult', 'agree', 'qp.greening')
    await finish(permit, 'roads', 'consult', 'agree', 'qp.roads')
    await finish(permit, 'roads', 'survey', 'ok')
    await finish(permit, 'clerk', 'decide', 'grant')
    expect(heard).toEqual([
      'accept:accept',
      'number true',
      'survey opened for qp.roads',
      'consult decided null',
      'consult decided agree',
      'ended completed at done',
    ])
    const view = await permit.view()
    expect(view).toMatchObject({
      status: 'ended',
      endedHow: 'completed',
      current: [],
      title: t('占道许可'),
      clock: { limit: { amount: 20, clock: 'working-days' } },
    })
    expect(view.passed).toEqual(['accept', 'number', 'survey', 'consult', 'decide'])
    expect(
      view.history
        .filter((entry) => entry.what === 'task-completed')
        .map((entry) => [entry.actorName, entry.elementTitle?.zh, entry.outcomeTitle?.zh]),
    ).toEqual([
      ['clerk', '受理', '受理'],
      ['greening', '会签', '同意'],
      ['roads', '会签', '同意'],
      ['roads', '踏勘', '通过'],
      ['clerk', '决定', '准予'],
    ])
    expect(await events(permit.subject)).toEqual([
      'task-opened',
      'task-completed',
      'task-opened',
      'task-opened',
      'task-opened',
      'task-completed',
      'task-completed',
      'task-completed',
      'task-opened',
      'task-completed',
      'ended',
    ])
    expect(
      (
        await sql`select 1 from process.token where instance_id = ${permit.id} union all select 1 from process.deadline where instance_id = ${permit.id}`.execute(
          platform.database.kysely,
        )
      ).rows,
    ).toEqual([])
  })

  test('a handler that fails takes the whole step back', async () => {
    const permit = await begin()
    const task = await permit.open('accept')
    await expect(as('clerk', (ctx) => completeTask(ctx, { task, outcome: 'accept', data: { broken: true } }))).rejects.toThrow(
      'the module failed',
    )
    expect(await permit.view()).toMatchObject({ status: 'running', current: ['accept'], version: 1 })
  })

  test('the same process does not run twice for one thing; another may once it has ended', async () => {
    const permit = await begin()
    await expect(
      as('clerk', (ctx) => startProcess(ctx, { process: 'permits.permit', subject: permit.subject })),
    ).rejects.toMatchObject({ code: 'process_already_running' })
    await as('clerk', (ctx) => withdraw(ctx, { instance: permit.id, comment: '填错了' }))
    expect(await permit.view()).toMatchObject({ status: 'ended', endedHow: 'withdrawn', tasks: [{ state: 'void' }] })
    await as('clerk', (ctx) => startProcess(ctx, { process: 'permits.permit', subject: permit.subject }))
    expect(await permit.view()).toMatchObject({ status: 'running' })
  })

  test('a running instance stays on the drawing it began with, also when the file has changed since', async () => {
    const permit = await begin()
    const before = await permit.view()
    const old = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"><process id="p"><startEvent id="begin"/><userTask id="accept"/><userTask id="stamp" name="盖章"/><endEvent id="stamped"/>
      <sequenceFlow id="f1" sourceRef="begin" targetRef="accept"/><sequenceFlow id="f2" sourceRef="accept" targetRef="stamp"/><sequenceFlow id="f3" sourceRef="stamp" targetRef="stamped"/></process></definitions>`
    await as('', async (ctx) => {
      const id = await addDefinition(ctx, { process: 'permits.permit', hash: 'of an older file', xml: old })
      await sql`update process.instance set definition_id = ${id} where id = ${permit.id}`.execute(ctx.db)
    })
    await finish(permit, 'clerk', 'accept', 'refuse')
    const view = await permit.view()
    expect(view).toMatchObject({ current: ['stamp'], definition: { version: before.definition.version + 1 } })
    // A step that today's code does not know takes any outcome.
    await finish(permit, '', 'stamp', 'stamped')
    expect(await permit.view()).toMatchObject({ status: 'ended', endedHow: 'completed' })
    expect((await (await begin()).view()).definition).toEqual(before.definition)
  })

  test('a service that fails is tried again later; what follows waits', async () => {
    serviceFails = true
    const permit = await accepted()
    expect((await permit.view()).current).toEqual(['number'])
    serviceFails = false
    now = new Date(now.getTime() + 60_000)
    await settle()
    expect((await permit.view()).current.toSorted()).toEqual(['consult', 'survey'])
    await settle()
    expect((await permit.view()).tasks.filter((task) => task.step === 'survey')).toHaveLength(1)
  })
})

describe('two at once', () => {
  test('of two who complete one task, one wins and the other sees the new state', async () => {
    const permit = await begin()
    const task = await permit.open('accept')
    const both = await Promise.all([
      post('clerk', `/api/process/tasks/${task}/complete`, { outcome: 'accept' }),
      post('clerk2', `/api/process/tasks/${task}/complete`, { outcome: 'refuse' }),
    ])
    const statuses = both.map((answer) => answer.status).toSorted()
    expect(statuses).toEqual([200, 409])
    const loser = both.find((answer) => answer.status === 409)
    expect(loser?.body).toMatchObject({ code: 'task_not_open', current: { version: 2 } })
  })

  test('a claimed task is its claimer’s until released; a stale version is refused', async () => {
    const permit = await begin()
    const task = await permit.open('accept')
    expect(await post('clerk', `/api/process/tasks/${task}/claim`, { version: 1 })).toMatchObject({
      status: 200,
      body: { assignee: 'clerk', assigneeName: 'clerk', version: 2, mayComplete: true },
    })
    expect(await post('clerk2', `/api/process/tasks/${task}/claim`)).toMatchObject({
      status: 409,
      body: { code: 'task_claimed' },
    })
    expect(await post('clerk2', `/api/process/tasks/${task}/complete`, { outcome: 'accept' })).toMatchObject({
      status: 409,
      body: { code: 'task_claimed' },
    })
    expect(await post('clerk', `/api/process/tasks/${task}/complete`, { outcome: 'accept', version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'stale_version' },
    })
    expect(await post('clerk', `/api/process/tasks/${task}/release`)).toMatchObject({ status: 200, body: { assignee: null } })
    expect(await post('clerk2', `/api/process/tasks/${task}/complete`, { outcome: 'nonsense' })).toMatchObject({
      status: 400,
      body: { code: 'outcome_unknown' },
    })
    expect(await post('clerk2', `/api/process/tasks/${task}/complete`, { outcome: 'accept' })).toMatchObject({
      status: 200,
      body: { state: 'completed', outcome: 'accept' },
    })
  })
})

test('sweeps and people meet on the same instances without waiting for each other', async () => {
  at('2026-03-02T09:00:00')
  const permits = []
  for (let i = 0; i < 12; i++) permits.push(await accepted())
  at('2026-03-05T09:00:00')
  const surveys = await Promise.all(permits.map((permit) => permit.open('survey')))
  const work = surveys.map((task) => as('roads', (ctx) => completeTask(ctx, { task, outcome: 'ok' })))
  await Promise.all([sweepNow(), sweepNow(), ...work])
  for (const permit of permits)
    expect((await permit.view()).tasks.filter((task) => task.step === 'survey')).toMatchObject([{ state: 'completed' }])
  at('2026-03-02T09:00:00')
})

test('what is stored is what was computed, whatever is done', async () => {
  const acts = fc.array(
    fc.record({
      act: fc.constantFrom('complete', 'return-to', 'hand-over', 'add-cosigner', 'timer', 'pause'),
      pick: fc.nat(100),
      other: fc.nat(100),
    }),
    { minLength: 5, maxLength: 15 },
  )
  await fc.assert(
    fc.asyncProperty(acts, async (schedule) => {
      const permit = await accepted()
      for (const { act, pick, other } of schedule) {
        const done = await as('', async (ctx) => {
          const taken = await take(ctx, { id: permit.id })
          const command = commandFor(taken.state, act, pick, other)
          if (!command) return undefined
          return (await perform(ctx, taken, command, { what: act })).state
        }).catch((error: { code?: string }) => {
          if (error.code === 'step_out_of_reach') return undefined
          throw error
        })
        if (!done) continue
        const { state, rows } = await as('', async (ctx) => ({
          state: (await take(ctx, { id: permit.id })).state,
          rows: (
            await sql<{
              kind: string
              n: number
            }>`select kind, count(*)::int as n from process.deadline where instance_id = ${permit.id} group by kind`.execute(
              ctx.db,
            )
          ).rows,
        }))
        expect(state).toEqual(done)
        expect(rows.find((row) => row.kind === 'timer')?.n ?? 0).toBe(done.timers.length)
        if (done.status === 'ended') return
      }
    }),
    { numRuns: 15 },
  )
})

describe('who sees and does what', () => {
  test('each sees the tasks of its own unit, by list, count, detail and instance', async () => {
    const permit = await accepted()
    const steps = async (who: string, scope = 'unit') =>
      (await get(who, `/api/process/inbox?scope=${scope}&subject=${permit.subject}`)).items
        .map((task: { step: string; unit: string }) => `${task.step} ${task.unit}`)
        .toSorted()
    expect(await steps('roads')).toEqual(['consult qp.roads', 'survey qp.roads'])
    expect(await steps('greening')).toEqual(['consult qp.greening'])
    expect([await steps('clerk'), await steps('resident'), await steps('roads', 'mine')]).toEqual([[], [], []])
    const survey = await permit.open('survey')
    expect(await get('greening', `/api/process/tasks/${survey}`)).toMatchObject({ status: 404 })
    expect(await post('greening', `/api/process/tasks/${survey}/claim`)).toMatchObject({ status: 404 })
    expect(await post('greening', `/api/process/tasks/${survey}/complete`, { outcome: 'ok' })).toMatchObject({ status: 404 })
    await expect(as('greening', (ctx) => completeTask(ctx, { task: survey, outcome: 'ok' }))).rejects.toMatchObject({
      code: 'not_your_task',
    })
    expect(await get('resident', `/api/process/instances/by-subject/${permit.subject}`)).toMatchObject({ status: 404 })
    expect(await get('', `/api/process/inbox`)).toMatchObject({ status: 401 })
    expect(await get('greening', `/api/process/instances/by-subject/${permit.subject}`)).toMatchObject({
      process: 'permits.permit',
      current: expect.arrayContaining(['survey', 'consult']),
    })
    const counts = (await get('roads', '/api/process/inbox/counts')).items
    expect(counts.find((row: { step: string }) => row.step === 'survey')).toMatchObject({
      processTitle: t('占道许可'),
      stepTitle: t('踏勘'),
      mine: 0,
    })
  })

  test('handing over moves a task to another unit; a co-signer is heard beside it', async () => {
    const permit = await accepted()
    const survey = await permit.open('survey')
    await as('', (ctx) => handOver(ctx, { task: survey, to: { unit: 'qp.greening' }, comment: '绿化地块' }))
    await as('', (ctx) => addCosigner(ctx, { task: survey, who: [{ assignee: 'roads' }] }))
    await expect(finish(permit, 'roads', 'survey', 'ok', 'qp.greening')).rejects.toMatchObject({ code: 'not_your_task' })
    await finish(permit, 'greening', 'survey', 'ok', 'qp.greening')
    expect((await permit.view()).current).toContain('survey')
    await finish(permit, 'roads', 'survey', 'ok')
    expect((await permit.view()).current).not.toContain('survey')
  })

  test('pages of the inbox follow each other without gap or double', async () => {
    await accepted()
    await begin()
    const seen: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page = await get('clerk', `/api/process/inbox?limit=2${next ? `&cursor=${next}` : ''}`)
      seen.push(...page.items.map((task: { id: string }) => task.id))
      next = page.next
    }
    const all = (await get('clerk', '/api/process/inbox?limit=200')).items.map((task: { id: string }) => task.id)
    expect(seen).toEqual(all)
    expect(await get('clerk', '/api/process/inbox?cursor=nonsense')).toMatchObject({ status: 400 })
  })

  test('the drawing is served as it was when the instance began', async () => {
    const permit = await begin()
    const { definition } = await permit.view()
    const answer = await app.inject({ url: definition.href, headers: { 'x-user': 'clerk' } })
    expect(answer.headers['content-type']).toContain('application/xml')
    expect(answer.body).toContain('<userTask id="survey"')
  })
})

test('the rule of who may do a task is the same in SQL and in code', async () => {
  await accepted()
  const { rows } = await sql<TaskRow>`select ${taskColumns} from process.task t where t.state = 'open'`.execute(
    platform.database.kysely,
  )
  const tasks = rows.map(toTask)
  expect(new Set(tasks.map((task) => task.step)).size).toBeGreaterThan(2)
  const paths = ['qp', 'qp.hall', 'qp.roads', 'qp.greening', 'qp.green']
  const grant = fc.record({
    capability: fc.constantFrom('permits.accept', 'permits.handle', 'other.thing'),
    tree: fc.constantFrom<Grant['tree'][]>('all', 'organisation', 'area'),
    path: fc.constantFrom(...paths),
  })
  const users = fc.record({
    id: fc.constantFrom('clerk', 'roads', 'x'),
    kind: fc.constantFrom<User['kind'][]>('staff', 'citizen', 'anonymous'),
    name: fc.constant(''),
    organisation: fc.constantFrom(...paths),
    grants: fc.array(grant, { maxLength: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(users, async (user) => {
      const seen = await sql<{
        id: string
      }>`select t.id from process.task t where t.state = 'open' and ${mayDoRow(user, 't') ?? sql`false`}`.execute(
        platform.database.kysely,
      )
      expect(seen.rows.map((row) => row.id).toSorted()).toEqual(
        tasks
          .filter((task) => mayDo(user, task))
          .map((task) => task.id)
          .toSorted(),
      )
      const found = openTasksOf(user)
      if (!found) return
      const led = await sql<{ id: string }>`select distinct f.id from (${found}) f`.execute(platform.database.kysely)
      expect(led.rows.map((row) => row.id).toSorted()).toEqual(seen.rows.map((row) => row.id).toSorted())
    }),
    { numRuns: 60 },
  )
})

describe('clocks', () => {
  test('warned at three quarters, passed at the end, each once, in the inbox and as events', async () => {
    at('2026-03-02T09:00:00')
    const permit = await begin()
    const clockOf = async () => (await permit.view()).tasks[0]?.clock
    expect(await clockOf()).toMatchObject({
      state: 'running',
      dueAt: '2026-03-03T09:30:00.000Z',
      warnAt: '2026-03-03T06:07:30.000Z',
      remaining: 1,
      says: { zh: '还剩 1 个工作日' },
    })
    at('2026-03-03T14:10:00')
    await sweepNow()
    await sweepNow()
    expect(await clockOf()).toMatchObject({ state: 'warned', says: { zh: '今天到期' } })
    at('2026-03-04T09:00:00')
    await sweepNow()
    expect(await clockOf()).toMatchObject({ state: 'overdue', remaining: -1 })
    expect(await events(permit.subject)).toEqual(['task-opened', 'limit-warned', 'limit-passed'])
    expect((await get('clerk', `/api/process/inbox?overdue=true&subject=${permit.subject}`)).items).toHaveLength(1)
    expect((await get('clerk', `/api/process/inbox?overdue=false&subject=${permit.subject}`)).items).toHaveLength(0)
  })

  test('suspended, the clock stands and nothing can be done; resumed, what was left is left again', async () => {
    at('2026-03-02T09:00:00')
    const permit = await accepted()
    at('2026-03-02T14:30:00')
    await as('', (ctx) => suspend(ctx, { instance: permit.id, comment: '等待听证' }))
    at('2026-03-20T10:00:00')
    await sweepNow()
    const survey = await permit.open('survey')
    expect(await post('roads', `/api/process/tasks/${survey}/complete`, { outcome: 'ok' })).toMatchObject({
      status: 409,
      body: { code: 'process_suspended' },
    })
    expect((await permit.view()).tasks.find((task) => task.step === 'survey')).toMatchObject({
      mayComplete: false,
      clock: { state: 'suspended', remaining: 2 },
    })
    expect((await permit.view()).current).not.toContain('urge')
    await as('', (ctx) => resume(ctx, { instance: permit.id }))
    expect((await permit.view()).tasks.find((task) => task.step === 'survey')?.clock).toMatchObject({
      state: 'running',
      remaining: 2,
      dueAt: '2026-03-24T09:30:00.000Z',
    })
    // Of the timer's four working hours half an hour was left.
    await sweepNow()
    expect((await permit.view()).current).not.toContain('urge')
    at('2026-03-20T10:30:00')
    await sweepNow()
    expect((await permit.view()).current).toContain('urge')
    expect((await permit.view()).current).toContain('survey')
  })

  test('more time moves the end; a return starts the clock afresh', async () => {
    at('2026-03-02T09:00:00')
    const permit = await accepted()
    const survey = await permit.open('survey')
    await as('', (ctx) => extend(ctx, { task: survey, by: { amount: 3, clock: 'working-days' }, comment: '雨天' }))
    expect((await permit.view()).tasks.find((task) => task.id === survey)?.clock).toMatchObject({
      dueAt: '2026-03-09T09:30:00.000Z',
    })
    at('2026-03-05T09:00:00')
    await as('', (ctx) => returnTo(ctx, { step: 'accept', task: survey, comment: '材料不全' }))
    const view = await permit.view()
    expect(view.tasks.filter((task) => task.state === 'open')).toMatchObject([
      { step: 'accept', clock: { dueAt: '2026-03-06T09:30:00.000Z' } },
    ])
    expect(
      view.tasks
        .filter((task) => task.state === 'void')
        .map((task) => task.step)
        .toSorted(),
    ).toEqual(['consult', 'consult', 'survey'])
  })

  test('an end in a year without a calendar does not stop the work: it is said to be unknown, and counted once the notice is entered', async () => {
    at('2026-12-20T09:00:00')
    const permit = await begin()
    expect((await permit.view()).clock).toMatchObject({
      state: 'unknown',
      dueAt: null,
      says: { zh: '期限待节假日安排公布后计算' },
    })
    const newYear = { name: t('元旦'), from: '2027-01-01', to: '2027-01-03', workdays: [] }
    const entered = await app.inject({
      method: 'PUT',
      url: '/api/calendar/years/2027',
      headers: { 'x-user': 'admin' },
      payload: { number: '试', publishedOn: '2026-11-05', festivals: [newYear] },
    })
    expect(entered.statusCode).toBe(200)
    await settle()
    expect((await permit.view()).clock).toMatchObject({ state: 'running', remaining: 20, dueAt: '2027-01-18T09:30:00.000Z' })
    await as('', (ctx) => terminate(ctx, { instance: permit.id }))
    at('2026-03-02T09:00:00')
  })

  test('a limit whose variable is missing is refused and nothing begins', async () => {
    const permit = await begin({ surveyLimit: undefined })
    await finish(permit, 'clerk', 'accept', 'accept')
    await settle()
    expect((await permit.view()).current).toEqual(['number'])
    await as('clerk', (ctx) => withdraw(ctx, { instance: permit.id }))
  })
})
