import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { defineModule, House, settings, system } from '#kernel'
import { district, ownDistrict, type Person, rows, type TestDistrict } from '../../app/testing.ts'
import { qingpu } from '../../districts/qingpu/district.ts'
import { membersHolding, membersOf } from './index.ts'
import { roleCheckKind } from './roles.ts'
import { organisationSettings, roleSettings } from './settings.ts'
import { setupNotice } from './setup.ts'
import { districtKind } from '../../kernel/parts.ts'

const unique = (name: string) => `${name}${Math.random().toString(36).slice(2, 8)}`
const base = '/api/identity'
const password = 'a quiet canal town'

const speak =
  (house: TestDistrict, headers: Record<string, string>) =>
  async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) => {
    const answer = await house.app.inject({ method, url: `${base}${path}`, headers, ...(payload && { payload }) })
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
  }
const signIn = async (house: TestDistrict, account: string, secret: string, totp?: string) => {
  const answer = await house.app.inject({
    method: 'POST',
    url: `${base}/sign-in`,
    payload: { account, password: secret, client: 'api', ...(totp && { totp }) },
  })
  return {
    status: answer.statusCode,
    body: answer.json(),
    speak: speak(house, { authorization: `Bearer ${answer.json().token}` }),
  }
}

/** A new account made by the administrator, with one role; its holder has made a password of their own. */
async function hire(house: TestDistrict, admin: Person, role: string, tree: string, path?: string, organisation = 'greening') {
  const account = unique('emp')
  const made = await admin.post(`${base}/accounts`, { account, name: '试用员', organisation })
  expect(made.status).toBe(200)
  const id = made.body.id as string
  if (role)
    expect(await admin.post(`${base}/accounts/${id}/grants`, { role, tree, ...(path && { path }) })).toMatchObject({
      status: 200,
    })
  return { account, id, ...(await ownPassword(house, account, made.body.password)) }
}

async function ownPassword(house: TestDistrict, account: string, given: string) {
  const first = await signIn(house, account, given)
  const { status, body } = await first.speak('POST', '/me/password', { password: given, newPassword: password })
  return { status, body, speak: speak(house, { authorization: `Bearer ${body.token}` }) }
}

/** RFC 6238, as an authenticator does it. */
function totpOf(uri: string, now = Date.now()): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...(new URL(uri).searchParams.get('secret') ?? '')]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

test('a manager of one unit makes and sees its accounts only, and gives nothing beyond what they hold', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const chief = await hire(house, admin, 'unit_administrator', 'organisation', 'qingpu.greening')
  const member = await hire(house, admin, '', 'all')
  const outsider = await hire(house, admin, '', 'all', undefined, 'water')
  expect(
    (await chief.speak('GET', '/accounts?limit=200')).body.items.every(
      ({ organisation }: { organisation: { code: string } }) => organisation.code === 'greening',
    ),
  ).toBe(true)
  expect((await chief.speak('GET', `/accounts/${outsider.id}`)).status).toBe(404)
  expect((await chief.speak('POST', '/accounts', { account: unique('x'), name: 'x', organisation: 'water' })).status).toBe(403)
  expect(
    (
      await chief.speak('POST', `/accounts/${member.id}/grants`, {
        role: 'administrator',
        tree: 'organisation',
        path: 'qingpu.greening',
      })
    ).body.code,
  ).toBe('cannot_grant')
  expect(
    (
      await chief.speak('POST', `/accounts/${member.id}/grants`, {
        role: 'unit_administrator',
        tree: 'organisation',
        path: 'qingpu',
      })
    ).body.code,
  ).toBe('cannot_grant')
  expect(
    (await chief.speak('POST', `/accounts/${member.id}/grants`, { role: 'unit_administrator', tree: 'all' })).body.code,
  ).toBe('cannot_grant')
  const given = await chief.speak('POST', `/accounts/${member.id}/grants`, {
    role: 'unit_administrator',
    tree: 'organisation',
    path: 'qingpu.greening',
  })
  expect(given.body.grants).toMatchObject([{ role: 'unit_administrator', tree: 'organisation', path: 'qingpu.greening' }])
  expect((await member.speak('GET', '/accounts')).status).toBe(200)
  expect((await chief.speak('DELETE', `/accounts/${member.id}/grants/${given.body.grants[0].id}`)).body.grants).toEqual([])
  expect((await member.speak('GET', '/accounts')).status).toBe(403)
  expect((await chief.speak('POST', `/accounts/${chief.id}/disable`, { why: 'myself' })).body.code).toBe('not_yourself')

  const mighty = await hire(house, admin, 'supervisor', 'all')
  expect((await chief.speak('POST', `/accounts/${mighty.id}/reset-password`)).body.code).toBe('cannot_grant')
})

test('a disabled account is out at once; a reset password is shown once and ends what was open', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const person = await hire(house, admin, '', 'all')
  await admin.post(`${base}/accounts/${person.id}/disable`, { why: '离职' })
  expect((await person.speak('GET', '/me')).status).toBe(401)
  expect((await signIn(house, person.account, password)).body.code).toBe('wrong_password')
  await admin.post(`${base}/accounts/${person.id}/enable`, { why: '返聘' })
  const back = await signIn(house, person.account, password)
  const reset = await admin.post(`${base}/accounts/${person.id}/reset-password`)
  expect((await back.speak('GET', '/me')).status).toBe(401)
  const again = await signIn(house, person.account, reset.body.password)
  expect(again.status).toBe(200)
  const stale = await admin.patch(`${base}/accounts/${person.id}`, { name: '新名字', version: 1 })
  expect(stale).toMatchObject({ status: 409, body: { code: 'stale_version', current: { name: '试用员' } } })
  const { version } = (await admin.get(`${base}/accounts/${person.id}`)).body
  expect(
    (await admin.patch(`${base}/accounts/${person.id}`, { name: '新名字', organisation: 'water', version })).body,
  ).toMatchObject({ name: '新名字', organisation: { path: 'qingpu.water' } })
  const told = (await admin.get(`/api/audit/entries?ref=identity.account:${person.id}`)).body.items.map(
    ({ action }: { action: string }) => action,
  )
  expect(told).toEqual(
    expect.arrayContaining([
      'identity.disable-account',
      'identity.reset-password',
      'identity.change-account',
      'identity.create-account',
    ]),
  )
})

test('whoever was given a password can do nothing but make one of their own, and then goes on', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const account = unique('new')
  const { body: made } = await admin.post(`${base}/accounts`, { account, name: '新来的', organisation: 'greening' })
  await admin.post(`${base}/accounts/${made.id}/grants`, {
    role: 'unit_administrator',
    tree: 'organisation',
    path: 'qingpu.greening',
  })
  const first = await signIn(house, account, made.password)
  expect(first.body).toEqual({ token: expect.any(String), mustChangePassword: true })
  expect((await first.speak('GET', '/me')).body).toMatchObject({ mustChangePassword: true })
  for (const [method, path] of [
    ['GET', '/accounts'],
    ['GET', '/me/sessions'],
    ['PATCH', '/me'],
    ['POST', '/me/totp'],
  ] as const)
    expect(await first.speak(method, path, method === 'GET' ? undefined : {}), path).toMatchObject({
      status: 403,
      body: { code: 'password_change_required' },
    })
  // What anybody may do is done as nobody.
  expect((await first.speak('GET', '/platform')).status).toBe(200)
  const change = (newPassword: string) => first.speak('POST', '/me/password', { password: made.password, newPassword })
  expect((await change(made.password)).body.code).toBe('same_password')
  for (let n = 0; n < 6; n++) expect((await change('short')).body.code).toBe('weak_password')
  const own = await change(password)
  expect((await speak(house, { authorization: `Bearer ${own.body.token}` })('GET', '/accounts')).status).toBe(200)
  expect((await signIn(house, account, password)).body).toEqual({ token: expect.any(String) })
})

test('one-time codes: enrolled, confirmed, asked for at sign-in, switched off', async () => {
  const house = await district()
  const person = await hire(house, await house.as('admin'), '', 'all')
  const { body } = await person.speak('POST', '/me/totp', { password })
  expect(body.backupCodes.length).toBeGreaterThan(5)
  expect((await signIn(house, person.account, password)).status).toBe(200)
  expect((await person.speak('POST', '/me/totp/confirm', { code: '000000' })).body.code).toBe('wrong_totp')
  const confirmed = await person.speak('POST', '/me/totp/confirm', { code: totpOf(body.uri) })
  expect(confirmed.status).toBe(200)
  expect((await signIn(house, person.account, password)).body.code).toBe('totp_required')
  expect((await signIn(house, person.account, password, '123456')).body.code).toBe('wrong_totp')
  // Whoever has the password cannot go on guessing by starting anew in between.
  const guesses: string[] = []
  for (let n = 0; n < 4; n += 1) {
    guesses.push((await signIn(house, person.account, password)).body.code)
    guesses.push((await signIn(house, person.account, password, '123456')).body.code)
  }
  expect(guesses.at(-1)).toBe('account_locked')
  house.clock.forward(61_000)
  const inside = await signIn(house, person.account, password, totpOf(body.uri))
  expect((await inside.speak('GET', '/me')).body.twoFactor).toBe(true)
  expect((await inside.speak('POST', '/me/totp/disable', { password })).status).toBe(200)
  expect((await signIn(house, person.account, password)).status).toBe(200)
})

test('a unit’s administrator runs the unit alone: officers made, given their role, helped when a telephone is lost, and shut out when they leave', async () => {
  const house = await district()
  const chief = await hire(house, await house.as('admin'), 'unit_administrator', 'organisation', 'qingpu.greening')
  const account = unique('off')
  const { body: made } = await chief.speak('POST', '/accounts', { account, name: '经办员', organisation: 'greening' })
  const officerOf = (path: string) => ({ role: 'unit_officer', tree: 'organisation', path })
  expect((await chief.speak('POST', `/accounts/${made.id}/grants`, officerOf('qingpu.roads'))).body.code).toBe('cannot_grant')
  expect(
    (await chief.speak('POST', `/accounts/${made.id}/grants`, { ...officerOf('qingpu.greening'), role: 'supervisor' })).body.code,
  ).toBe('cannot_grant')
  expect(await chief.speak('POST', `/accounts/${made.id}/grants`, officerOf('qingpu.greening'))).toMatchObject({ status: 200 })
  const roles = (await chief.speak('GET', '/roles')).body.items as { role: string; mayGive: boolean }[]
  const givable = roles.filter(({ mayGive }) => mayGive).map(({ role }) => role)
  expect(givable).toEqual(expect.arrayContaining(['unit_administrator', 'unit_officer']))
  expect(givable).not.toContain('dispatcher')

  const officer = await ownPassword(house, account, made.password)
  const { body: codes } = await officer.speak('POST', '/me/totp', { password })
  await officer.speak('POST', '/me/totp/confirm', { code: totpOf(codes.uri) })
  expect((await signIn(house, account, password)).body.code).toBe('totp_required')
  const seen = (await chief.speak('GET', `/accounts/${made.id}`)).body
  expect(seen).toMatchObject({ twoFactor: true, mustChangePassword: false })
  expect(seen.sessions).toBeGreaterThan(0)
  expect(await chief.speak('POST', `/accounts/${made.id}/reset-totp`, { why: '手机遗失' })).toMatchObject({
    status: 200,
    body: { twoFactor: false, sessions: 0 },
  })
  const back = await signIn(house, account, password)
  expect(back.status).toBe(200)
  expect(await chief.speak('POST', `/accounts/${made.id}/end-sessions`, { why: '公用电脑' })).toMatchObject({
    body: { sessions: 0 },
  })
  expect((await back.speak('GET', '/me')).status).toBe(401)
  expect(await chief.speak('POST', `/accounts/${made.id}/disable`, { why: '离职' })).toMatchObject({ body: { disabled: true } })
})

test('people change their own password and end their own sessions; demo accounts stay as they are', async () => {
  const house = await district()
  const person = await hire(house, await house.as('admin'), '', 'all')
  const second = await signIn(house, person.account, password)
  expect((await second.speak('POST', '/me/password', { password, newPassword: 'short' })).body.code).toBe('weak_password')
  expect(
    (await second.speak('POST', '/me/password', { password: 'not this one', newPassword: 'another canal town' })).body.code,
  ).toBe('wrong_password')
  const changed = await second.speak('POST', '/me/password', { password, newPassword: 'another canal town' })
  expect((await person.speak('GET', '/me')).status).toBe(401)
  const renewed = speak(house, { authorization: `Bearer ${changed.body.token}` })
  expect((await renewed('GET', '/me')).body.mustChangePassword).toBe(false)
  const third = await signIn(house, person.account, 'another canal town')
  const mine = (await renewed('GET', '/me/sessions')).body.items
  expect(mine).toHaveLength(2)
  expect(await renewed('DELETE', '/me/sessions/others')).toMatchObject({ body: { ended: 1 } })
  expect((await third.speak('GET', '/me')).status).toBe(401)
  expect(
    (
      await (
        await house.as('patrol1')
      ).post(`${base}/me/password`, { password: 'Qingpu-demo-2026', newPassword: 'another canal town' })
    ).body.code,
  ).toBe('demo_account')
})

test('a telephone number is sealed, shown short, revealed only for a purpose, and found by exact search', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const phone = '13900139000'
  const account = unique('res')
  const made = await (await house.as('')).post(`${base}/register`, { account, password, name: '王小明', phone })
  const [row] = await rows<Record<string, unknown>>(
    house.platform,
    `select * from identity.user_account where id = '${made.body.id}'`,
  )
  expect(JSON.stringify(row)).not.toContain(phone)
  const listed = await admin.get(`${base}/accounts?q=${phone}`)
  expect(listed.body.items).toMatchObject([{ account, phone: '139****9000' }])
  expect(JSON.stringify(listed.body)).not.toContain(phone)
  expect((await admin.post(`${base}/accounts/${made.body.id}/reveal-phone`, { purpose: '回访' })).body).toEqual({ phone })
  expect(
    (await (await house.as('dispatcher')).post(`${base}/accounts/${made.body.id}/reveal-phone`, { purpose: '好奇' })).status,
  ).toBe(403)
  const audited = JSON.stringify((await admin.get(`/api/audit/entries?ref=identity.account:${made.body.id}`)).body)
  expect(audited).toContain('回访')
  expect(audited).not.toContain(phone)
})

test('a key is shown once, counts its calls, carries its roles, and ends when revoked', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const { key, client } = (
    await admin.post(`${base}/clients`, { name: '邻区平台', perMinute: 3, grants: [{ role: 'supervisor', tree: 'all' }] })
  ).body
  const call = speak(house, { 'x-api-key': key })
  expect((await call('GET', '/me')).body).toMatchObject({
    kind: 'client',
    name: '邻区平台',
    capabilities: expect.arrayContaining(['audit.read']),
  })
  await call('GET', '/me')
  await call('GET', '/me')
  expect(await call('GET', '/me')).toMatchObject({ status: 429, body: { code: 'quota_exceeded' } })
  house.clock.forward(61_000)
  expect((await call('GET', '/me')).status).toBe(200)
  expect(JSON.stringify((await admin.get(`${base}/clients`)).body)).not.toContain(key)
  await admin.post(`${base}/clients/${client.id}/revoke`)
  expect(await call('GET', '/me')).toMatchObject({ status: 401, body: { code: 'bad_key' } })
})

test('units are added and renamed in the tree; members are found by unit and capability', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const code = unique('u')
  expect(
    (await admin.post(`${base}/organisations`, { parent: 'greening', code, kind: 'team', name: { zh: '养护班组', en: 'Crew' } }))
      .body,
  ).toMatchObject({ path: `qingpu.greening.${code}`, parent: 'qingpu.greening' })
  expect((await admin.patch(`${base}/organisations/${code}`, { closed: true, version: 1 })).body).toMatchObject({
    closed: true,
    version: 2,
  })
  const chief = await hire(house, admin, 'unit_administrator', 'organisation', 'qingpu.greening')
  const found = await house.platform.transact({ user: system, origin: { kind: 'cli', name: 'test' } }, 'read', async (ctx) => ({
    members: (await membersOf(ctx, 'qingpu.greening')).map(({ id }) => id),
    holding: await membersHolding(ctx, { organisation: 'qingpu.greening', capability: 'identity.manage' }),
  }))
  expect(found.members).toContain(chief.id)
  expect(found.holding).toContain(chief.id)
})

test('without a demo the first administrator is made once, with the printed code', { timeout: 240_000 }, async () => {
  const house = await ownDistrict({ demo: false })
  const nobody = await house.as('')
  expect((await nobody.get(`${base}/setup`)).body).toEqual({ needed: true })
  expect((await nobody.get(`${base}/demo-accounts`)).body.items).toEqual([])
  const code = (await setupNotice(house.platform))?.split(': ').at(-1)
  const first = { account: 'first', name: '首位管理员', password }
  expect((await nobody.post(`${base}/setup`, { ...first, code: 'AAAAA-BBBBB-CCCCC-DDDDD' })).body.code).toBe('wrong_setup_code')
  expect((await nobody.post(`${base}/setup`, { ...first, code })).status).toBe(200)
  expect((await nobody.post(`${base}/setup`, { ...first, code })).body.code).toBe('already_set_up')
  expect((await (await signIn(house, 'first', password)).speak('GET', '/accounts')).body.items).toMatchObject([
    { account: 'first' },
  ])
  expect(await setupNotice(house.platform)).toBeUndefined()
  await house.platform.database.close()
})

test('a role that names what nobody declares is refused at boot', () => {
  const roles = {
    firstAdministrator: 'boss',
    roles: { clerk: { title: { zh: '甲', en: 'A' }, may: ['nobody.knows', 'nothing.*'] } },
  }
  const parts = [settings(roleSettings), settings(organisationSettings), roleCheckKind.of('roles')]
  const pack = districtKind.of({
    ...qingpu,
    settings: { 'identity.roles': roles, 'identity.organisations': qingpu.settings['identity.organisations'] },
  })
  const build = () => new House([defineModule({ id: 'identity', title: { zh: '', en: '' }, contributes: [...parts, pack] })])
  expect(build).toThrow('role "clerk" names "nobody.knows", which nobody declares')
  expect(build).toThrow('role "clerk" names "nothing.*"')
  expect(build).toThrow('the first administrator\'s role "boss" is not in the list')
})
