import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { authenticator, type Config, type District, defineModule, type Grant, type Module, readConfig, system } from '#kernel'
import type { RunningPlatform } from '../kernel/boot.ts'
import { Dispatcher } from '../kernel/dispatcher.ts'
import { buildHttp } from '../kernel/http.ts'
import { qingpu } from '../districts/qingpu/district.ts'
import { modules } from './modules.ts'
import { openPlatform } from './platform.ts'

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: stories read the parts they are about
  body: any
  headers: Record<string, unknown>
}

export interface Person {
  token: string
  get: (url: string) => Promise<Answer>
  post: (url: string, body?: unknown) => Promise<Answer>
  put: (url: string, body?: unknown) => Promise<Answer>
  patch: (url: string, body?: unknown) => Promise<Answer>
  delete: (url: string, body?: unknown) => Promise<Answer>
}

export interface TestDistrict {
  platform: RunningPlatform
  app: FastifyInstance
  /** Moves the district's clock; everything that asks for the time sees it. */
  clock: { now: Date; forward: (ms: number) => void }
  /** Signs a demo account in for real and speaks as that person; `''` is nobody. */
  as: (account: string) => Promise<Person>
  /** Signs somebody in who was made by a story, and changes the password that the story gave them. */
  enter: (account: string, password: string) => Promise<Person>
  /** Where it listens, for stories that need a real socket; it begins when first asked. */
  address: () => Promise<string>
  /** Delivers everything that is due until nothing is left: listeners and jobs. */
  settle: () => Promise<void>
}

export const DEMO_PASSWORD = 'Qingpu-demo-2026'

let opened: Promise<TestDistrict> | undefined

/**
 * A district with the demo seed on a real database: PGlite in memory, or PostgreSQL when TEST_DATABASE_URL is set.
 * One per worker; stories make their own things and do not count on an empty house.
 */
export const district = (): Promise<TestDistrict> => (opened ??= open())

/** A second, private district for stories that must break things, or need other settings. Close it with `platform.database.close()`. */
export const ownDistrict = (overrides: Partial<Config> = {}, settings: District['settings'] = {}): Promise<TestDistrict> =>
  open(overrides, { ...whole, district: { ...qingpu, settings: { ...qingpu.settings, ...settings } } })

/** A Tuesday morning at nine, far from holidays, in a year whose calendar is published. */
const tuesday = new Date('2026-03-03T09:00:00+08:00')
let spring: Promise<TestDistrict> | undefined

/** One more district per worker, for stories that move the clock: what they expect of limits must not depend on today. */
export const springDistrict = (): Promise<TestDistrict> => (spring ??= openSpring())

async function openSpring(): Promise<TestDistrict> {
  const house = await open()
  house.clock.forward(tuesday.getTime() - house.clock.now.getTime())
  return house
}

/** A private district of a few rooms, and people who hold just these grants: for a room tested by itself. */
export function smallDistrict(
  rooms: readonly Module[],
  people: Record<string, readonly Grant[]>,
  settings: District['settings'] = {},
  overrides: Partial<Config> = {},
): Promise<TestDistrict> {
  const nameOf = (headers: Record<string, string | string[] | undefined>) =>
    String(headers['authorization'] ?? '').replace('Bearer ', '')
  const byName = authenticator({
    id: 'by-name',
    run: async (_platform, { headers }) => {
      const name = nameOf(headers)
      const grants = people[name]
      return grants && { id: name, kind: 'staff', name, grants }
    },
  })
  const title = { zh: '小区', en: 'Small district' }
  const district: District = { id: 'small', title, timeZone: 'Asia/Shanghai', settings }
  return open(overrides, {
    rooms: [...rooms, defineModule({ id: 'people', title, contributes: [byName] })],
    district,
    enter: async (app, name) => person(app, name),
  })
}

/** An empty database of its own when TEST_DATABASE_URL is set; else undefined. */
export async function testDatabase(): Promise<string | undefined> {
  const base = process.env['TEST_DATABASE_URL']
  if (!base) return undefined
  const { default: pg } = await import('pg')
  const name = `district_test_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
  const client = new pg.Client({ connectionString: base })
  await client.connect()
  await client.query(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`)
  await client.end()
  return Object.assign(new URL(base), { pathname: `/${name}` }).toString()
}

const whole = { rooms: modules as readonly Module[], district: qingpu, enter: signIn }

async function open(overrides: Partial<Config> = {}, { rooms, district, enter } = whole): Promise<TestDistrict> {
  const databaseUrl = overrides.databaseUrl ?? (overrides.dataDir ? undefined : ((await testDatabase()) ?? 'memory:'))
  const config: Config = {
    // All strangers of a story share one address, and a quick machine tells many stories a minute.
    ...readConfig({
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
      RATE_LIMIT_FACTOR: '1000',
      CHECK_REPLIES: '1',
      DEMO_RECORDS: '0',
    }),
    demo: true,
    demoRecords: 0,
    dataDir: mkdtempSync(join(tmpdir(), 'district-')),
    ...(databaseUrl && { databaseUrl }),
    ...overrides,
  }
  const clock = { offset: 0, fixed: undefined as Date | undefined }
  const platform = await openPlatform(config, rooms, district, () => new Date(Date.now() + clock.offset))
  const app = await buildHttp(platform)
  const dispatcher = new Dispatcher(platform)
  const people = new Map<string, Promise<Person>>()
  let address: Promise<string> | undefined
  return {
    platform,
    app,
    clock: {
      get now() {
        return platform.clock()
      },
      forward: (ms) => {
        clock.offset += ms
      },
    },
    as: (account) => {
      const person = people.get(account) ?? enter(app, account)
      people.set(account, person)
      return person
    },
    enter: (account, password) => enterFirst(app, account, password),
    address: () => (address ??= app.listen({ port: 0, host: '127.0.0.1' })),
    settle: async () => {
      while ((await dispatcher.step(true)) > 0);
    },
  }
}

async function signIn(app: FastifyInstance, account: string, password = DEMO_PASSWORD): Promise<Person> {
  if (account === '') return person(app, '')
  const answer = await app.inject({
    method: 'POST',
    url: '/api/identity/sign-in',
    payload: { account, password, client: 'api' },
  })
  if (answer.statusCode !== 200) throw new Error(`"${account}" cannot sign in: ${answer.body}`)
  return person(app, answer.json<{ token: string }>().token)
}

/** Who was given a password by somebody else makes one of their own before anything else. */
async function enterFirst(app: FastifyInstance, account: string, password: string): Promise<Person> {
  const own = `${password} of my own`
  const given = await signIn(app, account, password).catch(() => signIn(app, account, own))
  if (!(await given.get('/api/identity/me')).body.mustChangePassword) return given
  const changed = await given.post('/api/identity/me/password', { password, newPassword: own })
  return person(app, changed.body.token)
}

function person(app: FastifyInstance, token: string): Person {
  const call = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE') => async (url: string, body?: unknown) => {
    const answer = await app.inject({
      method,
      url,
      headers: { ...(token && { authorization: `Bearer ${token}` }) },
      ...(body !== undefined && { payload: body as object }),
    })
    const json = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, body: json ? answer.json() : answer.body, headers: answer.headers }
  }
  return { token, get: call('GET'), post: call('POST'), put: call('PUT'), patch: call('PATCH'), delete: call('DELETE') }
}

/** Rows straight from the database, for what no page shows. */
export async function rows<T>(platform: RunningPlatform, text: string): Promise<T[]> {
  return platform.transact(
    { user: system, origin: { kind: 'cli', name: 'test' } },
    'read',
    async (ctx) => (await sql.raw<T>(text).execute(ctx.db)).rows,
  )
}
