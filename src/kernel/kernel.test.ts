import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sql } from 'kysely'
import { createPlatform, type RunningPlatform } from './boot.ts'
import { readConfig } from './config.ts'
import { system } from './context.ts'
import { defineModule, House, type Module } from './contribution.ts'
import type { Database } from './database.ts'
import { openDatabase } from './db.ts'
import { Dispatcher } from './dispatcher.ts'
import { announces, defineEvent, on } from './events.ts'
import { buildHttp } from './http.ts'
import { newId } from './ids.ts'
import { defineJob, job } from './jobs.ts'
import { openLog } from './log.ts'
import { migrate } from './migrate.ts'
import { route } from './route.ts'
import { openSecrets } from './secrets.ts'

const title = { zh: '试', en: 'Test' }
const who = { user: system, origin: { kind: 'cli' as const, name: 'test' } }

const config = { ...readConfig({}), secretKeys: `k1:${'ab'.repeat(32)}` }
let opened: Promise<Database> | undefined
afterAll(async () => (await opened)?.close())

/** Houses of different rooms over one database; each story leaves the kernel's tables as it found them. */
async function houseOf(...modules: Module[]): Promise<{ platform: RunningPlatform; dispatcher: Dispatcher }> {
  const house = new House(modules)
  opened ??= openDatabase({ ...config, databaseUrl: 'memory:' })
  const database = await opened
  await migrate(database, house)
  const platform = createPlatform({
    config,
    house,
    database,
    secrets: openSecrets(config),
    log: openLog('silent'),
    clock: () => new Date(),
  })
  return { platform, dispatcher: new Dispatcher(platform) }
}

const happened = defineEvent('thing.happened', z.object({ id: z.string(), n: z.number() }), ({ id }) => `thing.it:${id}`)

test('events reach each listener once and in order per ref, a failing one is retried and holds back only its own ref', async () => {
  const heard: string[] = []
  let broken = true
  const { platform, dispatcher } = await houseOf(
    defineModule({
      id: 'thing',
      title,
      contributes: [
        announces(happened),
        on(happened, 'hear', async (_ctx, { payload }) => {
          if (payload.id === 'b' && broken) throw new Error('not now')
          heard.push(`${payload.id}${payload.n}`)
        }),
      ],
    }),
  )
  await platform.transact(who, 'write', async (ctx) => {
    for (const [id, n] of [
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['b', 2],
    ] as const)
      await ctx.emit(happened, { id, n })
  })
  await expect(
    platform.transact(who, 'write', async (ctx) => {
      await ctx.emit(happened, { id: 'never', n: 0 })
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  while ((await dispatcher.step()) > 0);
  expect(heard).toEqual(['a1', 'a2'])

  broken = false
  await sql`update kernel.delivery set next_at = now() - interval '1 second'`.execute(platform.database.kysely)
  while ((await dispatcher.step()) > 0);
  expect(heard).toEqual(['a1', 'a2', 'b1', 'b2'])
  expect((await sql`select 1 from kernel.delivery`.execute(platform.database.kysely)).rows).toEqual([])
})

test('a job is stored with its transaction, runs once per name, and goes to the dead letters when its tries are used up', async () => {
  const runs: number[] = []
  const count = defineJob({ id: 'count', input: z.object({ n: z.number() }), run: async (_ctx, { n }) => void runs.push(n) })
  const fails = defineJob({
    id: 'fails',
    input: z.object({}),
    retries: 0,
    run: async () => Promise.reject(new Error('never works')),
  })
  const { platform, dispatcher } = await houseOf(defineModule({ id: 'thing', title, contributes: [job(count), job(fails)] }))
  await platform.transact(who, 'write', async (ctx) => {
    await ctx.enqueue(count, { n: 1 }, { once: 'same' })
    await ctx.enqueue(count, { n: 2 }, { once: 'same' })
    await ctx.enqueue(fails, {})
  })
  while ((await dispatcher.step()) > 0);
  expect(runs).toEqual([1])
  expect((await sql`select target, state, error from kernel.delivery`.execute(platform.database.kysely)).rows).toEqual([
    { target: 'job:fails', state: 'dead', error: 'never works' },
  ])
  await sql`delete from kernel.delivery`.execute(platform.database.kysely)
})

test('a route checks shape and right, answers in the reader’s language, and a read cannot write', async () => {
  const { platform } = await houseOf(
    defineModule({
      id: 'thing',
      title,
      contributes: [
        route({
          method: 'POST',
          path: '/echo',
          may: 'public',
          summary: 'Echo',
          tx: 'none',
          body: z.object({ n: z.number().max(5) }),
          reply: z.object({ n: z.number() }),
          run: async (_ctx, { body }) => body,
        }),
        route({ method: 'GET', path: '/mine', may: 'signed-in', summary: 'Mine', run: async () => undefined }),
        route({
          method: 'GET',
          path: '/sneaky',
          may: 'public',
          summary: 'Writes',
          run: async (ctx) => void (await sql`insert into kernel.fact (key, value) values ('x', 'y')`.execute(ctx.db)),
        }),
      ],
    }),
  )
  const app = await buildHttp(platform)
  const post = (payload: unknown, headers = {}) =>
    app.inject({ method: 'POST', url: '/api/thing/echo', payload: payload as object, headers })
  expect((await post({ n: 3 })).json()).toEqual({ n: 3 })
  expect((await post({ n: '3' })).json()).toMatchObject({
    status: 400,
    code: 'invalid',
    errors: [{ path: 'n', message: '类型应为 number' }],
  })
  expect((await post({ n: 9 }, { 'accept-language': 'en' })).json()).toMatchObject({
    errors: [{ path: 'n', message: 'Must be 5 or less' }],
  })
  expect((await post({ n: 1 }, { cookie: 'a=b', origin: 'https://evil.example' })).json()).toMatchObject({
    status: 403,
    code: 'cross_site',
  })
  expect((await app.inject('/api/thing/mine')).json()).toMatchObject({ status: 401, code: 'sign_in_required' })
  expect((await app.inject('/api/thing/sneaky')).statusCode).toBe(500)
  expect((await sql`select 1 from kernel.fact where key = 'x'`.execute(platform.database.kysely)).rows).toEqual([])
})

test('two rooms with one name, a listener to nobody’s event and a route with nobody’s right are refused at boot', () => {
  const twice = defineModule({ id: 'a', title, contributes: [] })
  expect(() => new House([twice, twice])).toThrow('module "a" is listed twice')
  expect(() => new House([defineModule({ id: 'a', title, contributes: [on(happened, 'x', async () => {})] })])).toThrow(
    'listens to "thing.happened", which no module announces',
  )
  const locked = route({ method: 'GET', path: '/x', may: 'a.nobody', summary: 'x', run: async () => undefined })
  expect(() => new House([defineModule({ id: 'a', title, contributes: [locked] })])).toThrow('needs permission "a.nobody"')
})

test('sealed fields open again in both forms and under an older key, and refuse to open when altered', () => {
  const old = openSecrets({ secretKeys: `k1:${'01'.repeat(32)}`, dataDir: '', crypto: 'sm' })
  const now = openSecrets({ secretKeys: `k2:${'02'.repeat(32)},k1:${'01'.repeat(32)}`, dataDir: '', crypto: 'international' })
  const sealed = old.encrypt('陈阿婆 13800000000')
  expect(sealed).toMatch(/^k1\.sm4\./)
  expect(now.decrypt(sealed)).toBe('陈阿婆 13800000000')
  expect(now.decrypt(now.encrypt('x'))).toBe('x')
  expect(now.blindIndex('phone', '138')).toBe(
    openSecrets({ secretKeys: `k3:${'03'.repeat(32)},k1:${'01'.repeat(32)}`, dataDir: '', crypto: 'international' }).blindIndex(
      'phone',
      '138',
    ),
  )
  const body = Buffer.from(sealed.split('.')[2] ?? '', 'base64url')
  body[20] = (body[20] ?? 0) ^ 1
  expect(() => old.decrypt(`k1.sm4.${body.toString('base64url')}`)).toThrow('does not verify')
})

test('ids sort by the time of making, also within one millisecond', () => {
  const ids = Array.from({ length: 20_000 }, () => newId(1_700_000_000_000))
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
