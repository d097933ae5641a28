import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandKind, nextNumber, system } from '#kernel'
import { district, rows, type TestDistrict } from '../../app/testing.ts'
import { titleOf } from './actions.ts'
import { blockHash, entryHash } from './chain.ts'
import { record, recordRead } from './index.ts'
import { mask } from './mask.ts'
import { sealEntries } from './seal.ts'

const cli = { user: system, origin: { kind: 'cli' as const, name: 'probe' } }
const seal = ({ platform }: TestDistrict) =>
  platform.transact({ user: system, origin: { kind: 'job', name: 'ticker:audit.seal' } }, 'write', sealEntries)
const write = ({ platform }: TestDistrict, text: string) => platform.database.script(text)

async function verify({ platform }: TestDistrict): Promise<{ status: number; said: string }> {
  const lines: string[] = []
  const status = await platform.house.get(commandKind, 'audit').run(platform, ['verify'], (line) => lines.push(line))
  return { status, said: lines.join('\n') }
}

test('what a service records stands in the audit with actor, origin and change; what it forgets is entered for it', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const me = (await admin.get('/api/identity/me')).body
  await house.platform.transact(
    {
      user: { ...system, id: me.id, kind: 'staff', name: me.name },
      origin: { kind: 'request', name: 'POST /x', requestId: 'r-1' },
    },
    'write',
    async (ctx) => {
      record(ctx, {
        action: 'tests.rename',
        ref: 'tests.thing:1',
        before: { title: 'a', phone: '13800001234' },
        after: { title: 'b', phone: '13900001234' },
        why: 'asked by the owner',
      })
      recordRead(ctx, { what: 'tests.thing', refs: ['tests.thing:1', 'tests.thing:2'], purpose: 'a list' })
    },
  )
  const found = (await admin.get('/api/audit/entries?ref=tests.thing:1')).body.items
  expect(found).toMatchObject([
    {
      action: 'tests.rename',
      actor: { id: me.id, name: me.name },
      origin: 'request:POST /x',
      request: 'r-1',
      before: { title: 'a', phone: '138****1234' },
      after: { phone: '139****1234' },
      why: 'asked by the owner',
    },
  ])
  expect(
    (await admin.get(`/api/audit/entries?action=audit.read&actor=${me.id}&limit=5`)).body.items.some(
      ({ after }: { after: { count: number } }) => after.count === 2,
    ),
  ).toBe(true)

  await house.platform.transact(cli, 'write', async () => undefined)
  expect((await admin.get('/api/audit/entries?action=probe&limit=5')).body.items).toEqual([])
  await house.platform.transact(cli, 'write', (ctx) => nextNumber(ctx, 'audit-test', 2026))
  expect((await admin.get('/api/audit/entries?action=probe&limit=5')).body.items).toMatchObject([
    { action: 'probe', origin: 'cli:probe', title: null },
  ])
  expect((await (await house.as('dispatcher')).get('/api/audit/entries')).status).toBe(403)
  expect((await admin.get('/api/audit/actions')).body.items).toContainEqual({ action: 'tests.rename', title: null })
})

test('an act is called by its room’s words, or by where it came from', async () => {
  const { house } = (await district()).platform
  expect(titleOf(house, 'identity.grant-role')).toEqual({ zh: '授予角色', en: 'Gave a role' })
  expect(titleOf(house, 'on:cases/index')?.en).toBe(
    `${house.modules.find(({ id }) => id === 'cases')?.title.en}: followed up (index)`,
  )
  expect(titleOf(house, 'ticker:identity.sweep')?.zh).toBe('账号与机构：定时任务（sweep）')
  expect(titleOf(house, 'POST /api/files')?.en).toMatch(/: sent$/)
  expect(titleOf(house, 'nobody.knows')).toBeNull()
})

test('a read transaction cannot record, and says what to change', async () => {
  const { platform } = await district()
  await expect(platform.transact(cli, 'read', async (ctx) => record(ctx, { action: 'tests.x' }))).rejects.toThrow(
    "give the route tx: 'write'",
  )
})

test('the chain proves itself whole, and names the first break whatever is done by hand', async () => {
  const house = await district()
  const { platform } = house
  await seal(house)
  const [last] = await rows<{ n: number }>(platform, 'select coalesce(max(number), 0)::int as n from audit.block')
  const [first, second, third] = [1, 2, 3].map((n) => (last?.n ?? 0) + n) as [number, number, number]
  for (const n of [1, 2, 3]) {
    await platform.transact(cli, 'write', async (ctx) => {
      record(ctx, { action: 'tests.first', after: { n } })
      record(ctx, { action: 'tests.second', after: { n } })
    })
    await seal(house)
  }
  await seal(house)
  expect(await verify(house)).toMatchObject({ status: 0, said: expect.stringContaining(`is whole: ${third} blocks`) })
  const [one] = await rows<{ id: string }>(platform, `select id from audit.entry where block = ${second} and position = 0`)
  const id = one?.id as string
  await write(
    house,
    `create table public.kept as select * from audit.entry where block >= ${first}; create table public.kept_block as select * from audit.block where number >= ${first}`,
  )
  const restore = () =>
    write(
      house,
      `delete from audit.entry where block >= ${first}; insert into audit.entry select * from public.kept;
       delete from audit.block where number >= ${first}; insert into audit.block select * from public.kept_block`,
    )
  const byHand: [string, string][] = [
    [
      `update audit.entry set after = '{"n": 99}' where id = '${id}'`,
      `this entry was changed (block ${second}, position 0, entry ${id})`,
    ],
    [`delete from audit.entry where id = '${id}'`, `an entry is missing here (block ${second}, position 0)`],
    [
      `delete from audit.entry where block = ${second} and position = 1`,
      `an entry is missing here (block ${second}, position 1)`,
    ],
    [
      `update audit.entry set position = 1 - position where block = ${second}`,
      `this entry was changed (block ${second}, position 0`,
    ],
    [
      `update audit.entry set block = ${third}, position = 2 where id = '${id}'`,
      `an entry is missing here (block ${second}, position 0)`,
    ],
    [`update audit.block set entries = 3 where number = ${second}`, `an entry is missing here (block ${second}, position 2)`],
    [
      `update audit.block set sealed_at = sealed_at + interval '1 day' where number = ${second}`,
      `the block does not match its entries (block ${second})`,
    ],
    [`delete from audit.block where number = ${second}`, `the whole block is missing (block ${second})`],
    [await forgery(house, third), `was not sealed by this platform, or differs from the head kept outside (block ${third})`],
    [
      `delete from audit.entry where block = ${third}; delete from audit.block where number = ${third}`,
      `the chain was cut off: a later head was kept outside the database (block ${third})`,
    ],
  ]
  for (const [change, said] of byHand) {
    await write(house, change)
    expect(await verify(house)).toMatchObject({ status: 1, said: expect.stringContaining(said) })
    await restore()
  }
  expect((await verify(house)).status).toBe(0)
  await write(house, 'drop table public.kept; drop table public.kept_block')
})

/** By someone who knows the code and may write to the database, but has no keys. */
async function forgery(house: TestDistrict, number: number): Promise<string> {
  const [block] = await rows<{ previous: string; sealed_at: Date }>(
    house.platform,
    `select * from audit.block where number = ${number}`,
  )
  const texts = await rows<{ text: string; hash: string }>(
    house.platform,
    `select hash, jsonb_build_array(id, (extract(epoch from at) * 1000000)::bigint, actor, actor_kind, actor_name, via, origin, request,
      address, action, ref, before, after, case position when 1 then 'nothing happened' else why end)::text as text
      from audit.entry where block = ${number} order by position`,
  )
  const hash = entryHash('sm3', number, 1, texts[1]?.text as string)
  const head = {
    algorithm: 'sm3' as const,
    number,
    sealedAt: block?.sealed_at.toISOString() as string,
    previous: block?.previous as string,
  }
  const whole = blockHash(head, [texts[0]?.hash as string, hash])
  return `update audit.entry set why = 'nothing happened', hash = '${hash}' where block = ${number} and position = 1;
    update audit.block set hash = '${whole}' where number = ${number}`
}

test('masking keeps the shape of what it hides from, and no telephone number passes', () => {
  expect(
    mask({
      phone: '13800001234',
      contactName: '陈阿婆',
      nested: [{ mobile: '021-59720000', address: '城中东路 1 号' }],
      password: 'x',
      n: 1,
      on: null,
    }),
  ).toEqual({
    phone: '138****1234',
    contactName: '陈**',
    nested: [{ mobile: '021****0000', address: '[hidden]' }],
    password: '[hidden]',
    n: 1,
    on: null,
  })
  expect(mask({ name: '夏阳街道', note: 'secret' }, ['note'])).toEqual({ name: '夏阳街道', note: '[hidden]' })
  fc.assert(fc.property(fc.object(), (value) => mask(value) !== undefined))
})
