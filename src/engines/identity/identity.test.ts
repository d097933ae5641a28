import { expect, test } from 'vitest'
import { DEMO_PASSWORD, district, type TestDistrict } from '../../app/testing.ts'

const MINUTE = 60_000
const unique = (name: string) => `${name}${Math.random().toString(36).slice(2, 8)}`
const signIn = (house: TestDistrict, body: object, headers: Record<string, string> = {}) =>
  house.app.inject({ method: 'POST', url: '/api/identity/sign-in', payload: body, headers })

async function newResident(house: TestDistrict, phone?: string) {
  const account = unique('res')
  const password = 'a quiet canal town'
  const nobody = await house.as('')
  const made = await nobody.post('/api/identity/register', { account, password, name: '王小明', ...(phone && { phone }) })
  expect(made.status).toBe(200)
  return { account, password, id: made.body.id as string }
}

test('a browser gets an HttpOnly cookie, a program a token; both are who they say until they sign out', async () => {
  const house = await district()
  const browser = await signIn(house, { account: 'Dispatcher', password: DEMO_PASSWORD })
  expect(browser.statusCode).toBe(200)
  expect(browser.json()).toEqual({})
  const cookie = String(browser.headers['set-cookie'])
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  const jar = { cookie: cookie.split(';')[0] as string }
  const me = () => house.app.inject({ url: '/api/identity/me', headers: jar })
  expect((await me()).json()).toMatchObject({
    account: 'dispatcher',
    kind: 'staff',
    organisation: { code: 'grid_centre', path: 'qingpu.grid_centre', name: { zh: '区城市运行管理中心' } },
    demo: true,
  })
  await house.app.inject({ method: 'POST', url: '/api/identity/sign-out', headers: jar })
  expect((await me()).statusCode).toBe(401)

  const token = (await signIn(house, { account: 'admin', password: DEMO_PASSWORD, client: 'api' })).json().token
  expect(
    (await house.app.inject({ url: '/api/identity/me', headers: { authorization: `Bearer ${token}` } })).json().capabilities,
  ).toContain('identity.manage')
  const forged = `${token.slice(0, -6)}AAAAAA`
  expect((await house.app.inject({ url: '/api/identity/me', headers: { authorization: `Bearer ${forged}` } })).statusCode).toBe(
    401,
  )
})

test('five wrong passwords lock the name, growing; a name that does not exist behaves the same', async () => {
  const house = await district()
  const { account, password } = await newResident(house)
  for (const name of [account, unique('ghost')]) {
    const tries = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => signIn(house, { account: name, password: 'not this one' })))
    const codes = tries.map((answer) => answer.json().code)
    expect(codes.filter((code) => code === 'wrong_password')).toHaveLength(5)
    expect(codes.filter((code) => code === 'account_locked')).toHaveLength(2)
  }
  expect((await signIn(house, { account, password })).json()).toMatchObject({ status: 429, code: 'account_locked' })
  house.clock.forward(1.1 * MINUTE)
  expect((await signIn(house, { account, password })).statusCode).toBe(200)

  for (let i = 0; i < 5; i++) await signIn(house, { account, password: 'not this one' })
  house.clock.forward(1.1 * MINUTE)
  for (let i = 0; i < 5; i++) await signIn(house, { account, password: 'not this one' })
  house.clock.forward(1.1 * MINUTE)
  expect((await signIn(house, { account, password })).json().code).toBe('account_locked')
  house.clock.forward(4 * MINUTE)
  expect((await signIn(house, { account, password })).statusCode).toBe(200)
})
