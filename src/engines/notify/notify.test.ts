import { once } from 'node:events'
import { afterAll, expect, test } from 'vitest'
import { system } from '#kernel'
import { modules } from '../../app/modules.ts'
import { openPlatform } from '../../app/platform.ts'
import { DEMO_PASSWORD, district, type TestDistrict } from '../../app/testing.ts'
import { qingpu } from '../../districts/qingpu/district.ts'
import { frame, Hub, type LiveEvent, type Viewer } from './hub.ts'
import { live, tell } from './index.ts'
import { packets, startRelay } from './relay.ts'
import { Readable } from 'node:stream'

const who = { user: system, origin: { kind: 'cli' as const, name: 'test' } }
const opened: AbortController[] = []

afterAll(() => opened.forEach((control) => control.abort()))

interface Screen {
  events: { id?: string; topic: string; ref?: string; data: any }[]
  ended: boolean
  until: (ready: (screen: Screen) => boolean) => Promise<void>
  close: () => void
}

/** A browser's stream over a real socket. */
async function open(house: TestDistrict, token: string, topics: string, lastId?: string): Promise<Screen> {
  const address = await house.address()
  const control = new AbortController()
  opened.push(control)
  const response = await fetch(`${address}/api/notify/stream?topics=${topics}`, {
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(lastId && { 'last-event-id': lastId }) },
    signal: control.signal,
  })
  expect(response.status).toBe(200)
  const screen: Screen = {
    events: [],
    ended: false,
    until: async (ready) => {
      const late = Date.now() + 60_000
      while (!ready(screen)) {
        if (Date.now() > late) throw new Error(`Nothing came: ${JSON.stringify(screen.events)}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    close: () => control.abort(),
  }
  void read(response, screen).catch(() => undefined)
  return screen
}

async function read(response: Response, screen: Screen): Promise<void> {
  let rest = ''
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + piece).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
      const data = field('data')
      const id = field('id')
      if (data) screen.events.push({ ...JSON.parse(data), ...(id && { id }) })
    }
  }
  screen.ended = true
}

const say = (house: TestDistrict, ref: string, data: unknown) =>
  house.platform.transact(who, 'write', async (ctx) => live(ctx, { topic: 'things', ref, data }))
const freshToken = async (house: TestDistrict, account: string): Promise<string> =>
  (
    await house.app.inject({
      method: 'POST',
      url: '/api/identity/sign-in',
      payload: { account, password: DEMO_PASSWORD, client: 'api' },
    })
  ).json().token

test('an event reaches the screens of those who may see its object, at once, and nobody else', async () => {
  const house = await district()
  const resident = await house.as('resident')
  const ref = `identity.account:${(await resident.get('/api/identity/me')).body.id}`
  const [own, boss, other, nobody] = await Promise.all([
    open(house, resident.token, 'things'),
    open(house, (await house.as('admin')).token, 'things'),
    open(house, (await house.as('patrol1')).token, 'things,other'),
    open(house, '', 'things'),
  ])
  await say(house, ref, { n: 1 })
  await own?.until(({ events }) => events.length === 1)
  await boss?.until(({ events }) => events.length === 1)
  expect(own?.events[0]).toMatchObject({ topic: 'things', ref, data: { n: 1 } })
  await expect(
    house.platform.transact(who, 'write', async (ctx) => {
      live(ctx, { topic: 'things', ref, data: { n: 'rolled back' } })
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  await say(house, ref, { n: 2 })
  await boss?.until(({ events }) => events.length === 2)
  expect(boss?.events.map(({ data }) => data.n)).toEqual([1, 2])
  expect([other?.events, nobody?.events]).toEqual([[], []])
})

test('a screen that was away continues after its last event; one away too long is told to load afresh', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const ref = `identity.account:${(await admin.get('/api/identity/me')).body.id}`
  const screen = await open(house, admin.token, 'things')
  await say(house, ref, { n: 'a' })
  await screen.until(({ events }) => events.length === 1)
  screen.close()
  await say(house, ref, { n: 'b' })
  await say(house, ref, { n: 'c' })
  const back = await open(house, admin.token, 'things', screen.events[0]?.id)
  await back.until(({ events }) => events.length === 2)
  expect(back.events.map(({ data }) => data.n)).toEqual(['b', 'c'])
  const lost = await open(house, admin.token, 'things', 'an id nobody knows')
  await lost.until(({ events }) => events.length === 1)
  expect(lost.events[0]?.topic).toBe('reset')
})

test('who signs out sees nothing more: the stream ends', async () => {
  const house = await district()
  const token = await freshToken(house, 'supervisor')
  const screen = await open(house, token, 'things')
  await house.app.inject({ method: 'POST', url: '/api/identity/sign-out', headers: { authorization: `Bearer ${token}` } })
  await screen.until(({ ended }) => ended)
  expect(screen.events.at(-1)).toMatchObject({ topic: 'end', data: { why: 'signed-out' } })
})

test('a right that is withdrawn ends what it showed, on the screen that is open', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const account = `chief${Math.random().toString(36).slice(2, 8)}`
  const { id, password } = (await admin.post('/api/identity/accounts', { account, name: '单位管理员', organisation: 'greening' }))
    .body
  const grant = { role: 'unit_administrator', tree: 'organisation', path: 'qingpu.greening' }
  const granted = (await admin.post(`/api/identity/accounts/${id}/grants`, grant)).body.grants[0].id
  const screen = await open(house, (await house.enter(account, password)).token, 'things')
  const ref = `identity.account:${(await (await house.as('greening')).get('/api/identity/me')).body.id}`
  await say(house, ref, { n: 1 })
  await screen.until(({ events }) => events.length === 1)
  await admin.delete(`/api/identity/accounts/${id}/grants/${granted}`)
  await say(house, ref, { n: 2 })
  await say(house, `identity.account:${id}`, { n: 3 })
  await screen.until(({ events }) => events.length === 2)
  expect(screen.events.map(({ data }) => data.n)).toEqual([1, 3])
})

test('a message stands in the inbox of each member of the unit who holds the capability, and is read once', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const other = await house.as('greening')
  const screen = await open(house, admin.token, '')
  const before = (await admin.get('/api/notify/unread')).body.unread
  const title = { zh: '请核查', en: 'Please check' }
  const told = await house.platform.transact(who, 'write', (ctx) =>
    tell(ctx, { to: { organisation: 'qingpu', capability: 'identity.manage' }, title, body: title, ref: 'identity.account:x' }),
  )
  expect(told).toBeGreaterThanOrEqual(1)
  await screen.until(({ events }) => events.some(({ topic }) => topic === 'inbox'))
  const inbox = await admin.get('/api/notify/messages?unread=true&limit=1')
  expect(inbox.body).toMatchObject({ unread: before + 1, items: [{ title, ref: 'identity.account:x', readAt: null }] })
  const ids = [inbox.body.items[0].id]
  expect((await other.post('/api/notify/messages/read', { ids })).body).toEqual((await other.get('/api/notify/unread')).body)
  expect((await admin.get('/api/notify/unread')).body.unread).toBe(before + 1)
  expect((await admin.post('/api/notify/messages/read', { ids })).body).toEqual({ unread: before })
})

const event = (n: number, more: Partial<LiveEvent> = {}): LiveEvent => ({
  id: `e${n}`,
  topic: 't',
  ref: 'a.b:1',
  data: { n },
  at: '',
  ...more,
})
function viewerOf(): Viewer {
  return {
    user: system,
    address: undefined,
    topics: new Set(['t']),
    stream: new Readable({ read() {} }),
    stale: false,
    checkedAt: 0,
  }
}

test('a client that does not read is cut off, and the ring forgets the oldest', async () => {
  const hub = new Hub('start')
  hub.eyes = {
    see: async (users, refs) => users.map(() => new Set(refs)),
    again: async (user) => user,
    log: { warn() {} } as never,
  }
  const viewer = viewerOf()
  await hub.send([event(1, { data: 'x'.repeat(300_000) })], [viewer])
  await once(viewer.stream, 'close')
  hub.publish(Array.from({ length: 6000 }, (_, n) => event(n)))
  expect(hub.since('start')).toBeUndefined()
  expect(hub.since('e10')).toBeUndefined()
  expect(hub.since('e5990')).toHaveLength(9)
  expect(hub.since('e5999')).toEqual([])
})

test('of many readings of one station in a moment only the newest is sent, and relayed packets stay small', () => {
  const hub = new Hub('start')
  hub.publish([event(1, { latest: true }), event(2), event(3, { latest: true })])
  expect(hub.since('start')?.map(({ id }) => id)).toEqual(['e2', 'e3'])
  const sent = packets('p', [event(1), event(2, { data: '字'.repeat(5000) }), ...Array.from({ length: 300 }, (_, n) => event(n))])
  expect(Math.max(...sent.map((text) => Buffer.byteLength(text)))).toBeLessThan(8000)
  expect(sent.flatMap((text) => JSON.parse(text).events)).toHaveLength(302)
  expect(frame(event(7))).toBe('id: e7\nevent: t\ndata: {"topic":"t","ref":"a.b:1","data":{"n":7},"at":""}\n\n')
})

test.runIf(process.env['TEST_DATABASE_URL'])('what happens in one process reaches the screens of another', async () => {
  const house = await district()
  const elsewhere = await openPlatform(house.platform.config, modules, qingpu)
  const stops = await Promise.all([house.platform, elsewhere].map(startRelay))
  const admin = await house.as('admin')
  const screen = await open(house, admin.token, 'things')
  const ref = `identity.account:${(await admin.get('/api/identity/me')).body.id}`
  await elsewhere.transact(who, 'write', async (ctx) => live(ctx, { topic: 'things', ref, data: { n: 'from elsewhere' } }))
  // An unread count of the story before may still be under way to this screen.
  const heard = () => screen.events.find(({ topic }) => topic === 'things')
  await screen.until(() => heard() !== undefined)
  expect(heard()?.data).toEqual({ n: 'from elsewhere' })
  await Promise.all(stops.map((stop) => stop()))
  await elsewhere.database.close()
})
