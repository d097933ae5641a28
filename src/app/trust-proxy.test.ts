import { expect, test } from 'vitest'
import { z } from 'zod'
import { audit, record } from '#engines/audit'
import { type Config, defineModule, route } from '#kernel'
import { rows, smallDistrict, type TestDistrict } from './testing.ts'

/** A door bell that anybody may ring three times a minute; each ring stands in the audit with where it came from. */
const bell = defineModule({
  id: 'bell',
  title: { zh: '门铃', en: 'Bell' },
  contributes: [
    route({
      method: 'POST',
      path: '/rings',
      may: 'public',
      summary: 'Ring',
      limits: { perMinute: 3 },
      reply: z.object({ heard: z.boolean() }),
      run: async (ctx) => {
        record(ctx, { action: 'bell.ring' })
        return { heard: true }
      },
    }),
  ],
})

const proxy = '10.20.0.5'
async function withBell(config: Partial<Config>, story: (house: TestDistrict) => Promise<void>): Promise<void> {
  const house = await smallDistrict([audit, bell], {}, {}, { rateLimitFactor: 1, ...config })
  try {
    await story(house)
  } finally {
    await house.platform.database.close()
  }
}

/** One ring over a connection from `from`, with what stands in its header; the status of the answer. */
const ring = async ({ app }: TestDistrict, from: string, forwarded?: string): Promise<number> =>
  (
    await app.inject({
      method: 'POST',
      url: '/api/bell/rings',
      remoteAddress: from,
      ...(forwarded && { headers: { 'x-forwarded-for': forwarded } }),
    })
  ).statusCode

const addresses = async ({ platform }: TestDistrict): Promise<string[]> =>
  (await rows<{ address: string }>(platform, `select address from audit.entry where action = 'bell.ring' order by id`)).map(
    ({ address }) => address,
  )

test('behind the proxy that is named, each visitor has a limit and an address of their own', () =>
  withBell({ trustProxy: '10.20.0.0/16' }, async (house) => {
    for (let n = 0; n < 3; n++) expect(await ring(house, proxy, '203.0.113.7')).toBe(200)
    expect(await ring(house, proxy, '203.0.113.7')).toBe(429)
    expect(await ring(house, proxy, '203.0.113.8')).toBe(200)
    expect(await addresses(house)).toEqual(['203.0.113.7', '203.0.113.7', '203.0.113.7', '203.0.113.8'])
  }))

test('a visitor who writes the header himself changes neither his limit nor his address in the audit', () =>
  withBell({ trustProxy: '10.20.0.0/16' }, async (house) => {
    const visitor = '198.51.100.9'
    for (let n = 0; n < 3; n++) expect(await ring(house, visitor, `203.0.113.${n}`)).toBe(200)
    expect(await ring(house, visitor, '203.0.113.99')).toBe(429)
    // Also not through the proxy, which puts the address it saw behind what the visitor wrote.
    expect(await ring(house, proxy, `127.0.0.1, ${visitor}`)).toBe(429)
    expect(await ring(house, proxy, `127.0.0.1, 10.20.0.77, ${visitor}`)).toBe(429)
    expect(await addresses(house)).toEqual([visitor, visitor, visitor])
  }))

test('without a named proxy the header is never believed, whoever sends it', () =>
  withBell({}, async (house) => {
    for (let n = 0; n < 3; n++) expect(await ring(house, proxy, `203.0.113.${n}`)).toBe(200)
    expect(await ring(house, proxy, '203.0.113.99')).toBe(429)
    expect(await ring(house, '127.0.0.1', '203.0.113.50')).toBe(200)
    expect(await addresses(house)).toEqual([proxy, proxy, proxy, '127.0.0.1'])
  }))
