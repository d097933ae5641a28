import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { newId, type Route, routeKind } from '#kernel'
import { type Filled, filledAnew } from './things.testing.ts'

type Method = Route['method']
let all: Filled
beforeAll(async () => {
  all = await filledAnew()
}, 180_000)
afterAll(() => all.house.platform.database.close())

type Schema = Record<string, any>
const schemaOf = (shape: z.ZodType): Schema =>
  z.toJSONSchema(shape, { target: 'draft-7', io: 'input', unrepresentable: 'any' }) as Schema

const nasty = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '𠮷\u202e\u200d',
  "'; drop table cases.case; --",
  '%',
  '\\',
  '{{x}}',
  '../../etc/passwd',
  '-1',
  '1e400',
  'NaN',
  '99999999999999999999999999',
  '2026-02-30T25:61:61Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'null',
  '[]',
  '__proto__',
  'constructor',
  'a.b.c',
  'a:b',
  'cases.case:x',
  'module.type:%00',
  '11111111-1111-1111-1111-111111111111',
  'W10',
  Buffer.from('{"k":"x","id":1}').toString('base64url'),
  Buffer.from('[null,null]').toString('base64url'),
  Buffer.from('"\\u0000"').toString('base64url'),
]
const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasty) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom('长'.repeat(5000), 'a'.repeat(300), 'a b '.repeat(20), '((((((a+)+)+)+)+)+$') },
)
const number = fc.oneof(
  fc.constantFrom(-1, 0, 1, 0.5, -0, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, Number.MIN_VALUE),
  fc.integer({ min: -200, max: 200 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const deep = (n: number): unknown => (n === 0 ? 0 : [deep(n - 1)])
const anything = fc.oneof(fc.anything({ maxDepth: 2 }), text, number, fc.constant(deep(200)), fc.constantFrom(null, [], {}, true))

/** Values near the shape: most parts fit, so that they reach the rules and the SQL behind the shape. */
function near(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  if (schema['anyOf'] || schema['oneOf'])
    return fc.oneof(...(schema['anyOf'] ?? schema['oneOf']).map((each: Schema) => near(each, known)))
  if (schema['const'] !== undefined) return fc.constant(schema['const'])
  if (schema['enum']) return fc.constantFrom(...schema['enum'])
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type']
  if (type === 'object') return nearObject(schema, known)
  if (type === 'array')
    return fc.array(near(schema['items'] ?? {}, known), {
      minLength: schema['minItems'] ?? 0,
      maxLength: 3 + (schema['minItems'] ?? 0),
    })
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer' || type === 'number') return nearNumber(schema, type)
  if (type === 'string') return nearText(schema, known)
  return anything
}

function nearNumber({ minimum, maximum }: Schema, type: string): fc.Arbitrary<unknown> {
  const [min, max] = [Math.max(minimum ?? -1000, -(2 ** 31)), Math.min(maximum ?? 100_000, 2 ** 53 - 1)]
  const inside =
    type === 'integer' ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) }) : fc.double({ min, max, noNaN: true })
  const edges = fc.constantFrom(minimum ?? -(2 ** 53), maximum ?? 2 ** 53 - 1)
  return fc.oneof({ weight: 6, arbitrary: inside }, { weight: 2, arbitrary: edges }, { weight: 1, arbitrary: number })
}

function nearText({ format, maxLength = 4000, minLength = 0 }: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  if (format === 'uuid')
    return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(newId(), ...known) }, { weight: 1, arbitrary: text })
  if (format === 'date-time')
    return fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          '2026-11-01T00:00:00Z',
          '2030-01-01T00:00:00+08:00',
          '0001-01-01T00:00:00Z',
          '9999-12-31T23:59:59Z',
        ),
      },
      { weight: 1, arbitrary: text },
    )
  const fits = text.map((value) => value.padEnd(minLength, 'x').slice(0, maxLength))
  const real = fc.constantFrom('event-01-02', 'qingpu.greening', 'greening', '310118001000', '310118000000', 'handled', ...known)
  return fc.oneof({ weight: 5, arbitrary: fits }, { weight: 3, arbitrary: real }, { weight: 1, arbitrary: text })
}

function nearObject(schema: Schema, known: readonly string[]): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  const required = new Set<string>(schema['required'] ?? [])
  const parts = properties.map(([name, part]) => {
    const value = fc.oneof({ weight: 30, arbitrary: near(part, known) }, { weight: 1, arbitrary: anything })
    return [name, required.has(name) ? value : fc.option(value, { nil: undefined })] as const
  })
  return fc
    .record(Object.fromEntries(parts))
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)))
}

const inUrl = (value: unknown): string => {
  const plain = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return encodeURIComponent(plain.toWellFormed()).slice(0, 3000)
}
const queryOf = (query: unknown): string =>
  Object.entries((query ?? {}) as Record<string, unknown>)
    .map(([name, value]) => `${inUrl(name)}=${inUrl(value)}`)
    .join('&')

/** Routes that would end the caller’s own session, or answer without end. */
const apart = new Set(['POST /api/identity/sign-out', 'GET /api/notify/stream', 'GET /tiles/ground/:z/:x/:y'])

const RUNS = 12

test('no junk in address, query or body makes any route fail', async () => {
  const { house, admin, ids } = all
  const known = Object.values(ids).filter((id) => id !== ids.sessionId)
  const failures: string[] = []
  const reached = new Set<string>()
  for (const { key, value: route } of house.platform.house.entries(routeKind)) {
    if (apart.has(key)) continue
    const url = key.slice(key.indexOf(' ') + 1)
    const names = [...url.matchAll(/:(\w+)/g)].map((match) => String(match[1]))
    const paramShape: Schema = route.params ? schemaOf(route.params) : {}
    const params = fc.record(
      Object.fromEntries(names.map((name) => [name, near(paramShape['properties']?.[name] ?? { type: 'string' }, known)])),
    )
    const bbox = fc.constantFrom('121,31,122,32', '1,2,3', 'a,b,c,d', '999,999,-999,-999', '121,31,121,31')
    const anyQuery = fc.dictionary(
      fc.constantFrom(
        'limit',
        'cursor',
        'bbox',
        'page',
        'status',
        'start_date',
        'lat',
        'long',
        'lang',
        'f',
        'page_size',
        'service_request_id',
        'api_key',
        'service_code',
      ),
      fc.oneof(text, bbox),
    )
    const query = route.query
      ? fc.oneof({ weight: 5, arbitrary: near(schemaOf(route.query), known) }, { weight: 1, arbitrary: anyQuery })
      : anyQuery
    const body = route.body
      ? fc.oneof({ weight: 8, arbitrary: near(schemaOf(route.body), known) }, { weight: 1, arbitrary: anything })
      : anything
    const call = async (p: Record<string, unknown>, q: unknown, b: unknown) => {
      const path = url.replace(/:(\w+)/g, (_, name: string) => inUrl(p[name]) || '%20')
      const method = route.method as Method
      const answer = await house.app.inject({
        method,
        url: `${path}?${queryOf(q)}`,
        headers: {
          authorization: `Bearer ${admin.token}`,
          ...(method !== 'GET' && method !== 'DELETE' && { 'content-type': 'application/json' }),
        },
        ...(method !== 'GET' && method !== 'DELETE' && { payload: JSON.stringify(b) ?? '' }),
      })
      const fails = answer.statusCode >= 500 && !answer.body.includes('"calendar_not_published"')
      if (answer.statusCode < 300) reached.add(key)
      if (fails) failures.push(`${key} ${path}?${queryOf(q)} ${JSON.stringify(b)} → ${answer.body.slice(0, 300)}`)
    }
    await fc.assert(fc.asyncProperty(params, query, body, call), { numRuns: RUNS })
  }
  expect(failures.join('\n')).toBe('')
  // Junk that only shapes refuse would prove nothing of what lies behind them.
  expect(reached.size).toBeGreaterThan(40)
  expect((await admin.get('/api/identity/me')).status).toBe(200)
}, 600_000)
