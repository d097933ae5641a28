import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandKind, nextNumber, system } from '#kernel'
import { district, ownDistrict, rows, type TestDistrict } from '../../app/testing.ts'
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
    { action: 'probe', origin: 'cli:probe' },
  ])
  expect((await (await house.as('dispatcher')).get('/api/audit/entries')).status).toBe(403)
  expect((await admin.get('/api/audit/actions')).body.items).toContainEqual({ action: 'tests.rename', title: null })
})

test('a read transaction cannot record, and says what to change', async () => {
  const { platform } = await district()
  await expect(platform.transact(cli, 'read', async (ctx) => record(ctx, { action: 'tests.x' }))).rejects.toThrow(
    "give the route tx: 'write'",
  )
})

test('the chain proves itself whole, and names the first break whatever is done by hand', async () => {
  const house = await ownDistrict()
  const { platform } = house
  for (const n of [1, 2, 3]) {
    await platform.transact(cli, 'write', async (ctx) => {
      record(ctx, { action: 'tests.first', after: { n } })
      record(ctx, { action: 'tests.second', after: { n } })
    })
    await seal(house)
  }
  await seal(house)
  expect(await verify(house)).toMatchObject({ status: 0, said: expect.stringContaining('3 blocks, 6 entries, 0 not yet sealed') })
  const [one] = await rows<{ id: string }>(platform, `select id from audit.entry where block = 2 and position = 0`)
  const id = one?.id as string

  await write(house, `update audit.entry set after = '{"n": 99}' where id = '${id}'`)
  expect(await verify(house)).toMatchObject({
    status: 1,
    said: expect.stringContaining(`this entry was changed (block 2, position 0, entry ${id})`),
  })
  await write(house, `update audit.entry set after = '{"n": 2}' where id = '${id}'`)
  expect((await verify(house)).status).toBe(0)

  await write(
    house,
    `create table public.kept as select * from audit.entry where id = '${id}'; delete from audit.entry where id = '${id}'`,
  )
  expect((await verify(house)).said).toContain('an entry is missing here (block 2, position 0)')
  await write(house, `insert into audit.entry select * from public.kept`)

  await write(house, `update audit.entry set position = 1 - position where block = 2`)
  expect((await verify(house)).said).toContain('this entry was changed (block 2, position 0')
  await write(house, `update audit.entry set position = 1 - position where block = 2`)

  await write(house, `update audit.entry set block = 3, position = 2 where id = '${id}'`)
  expect((await verify(house)).said).toContain('an entry is missing here (block 2, position 0)')
  await write(house, `update audit.entry set block = 2, position = 0 where id = '${id}'`)
  expect((await verify(house)).status).toBe(0)

  await forgeLastBlock(house)
  expect((await verify(house)).said).toContain('was not sealed by this platform')

  await write(house, `delete from audit.entry where block = 3; delete from audit.block where number = 3`)
  expect((await verify(house)).said).toContain('the chain was cut off: a later head was kept outside the database (block 3)')
  await platform.database.close()
})

/** Someone who knows the code and may write to the database, but has no keys. */
async function forgeLastBlock(house: TestDistrict): Promise<void> {
  const [block] = await rows<{ algorithm: 'sm3'; previous: string; sealed_at: Date }>(
    house.platform,
    'select * from audit.block where number = 3',
  )
  await write(house, `update audit.entry set why = 'nothing happened' where block = 3 and position = 1`)
  const texts = await rows<{ text: string; hash: string }>(
    house.platform,
    `select hash, jsonb_build_array(id, (extract(epoch from at) * 1000000)::bigint, actor, actor_kind, actor_name, via, origin, request,
      address, action, ref, before, after, why)::text as text from audit.entry where block = 3 order by position`,
  )
  const hash = entryHash('sm3', 3, 1, texts[1]?.text as string)
  const whole = blockHash(
    { algorithm: 'sm3', number: 3, sealedAt: block?.sealed_at.toISOString() as string, previous: block?.previous as string },
    [texts[0]?.hash as string, hash],
  )
  await write(
    house,
    `update audit.entry set hash = '${hash}' where block = 3 and position = 1; update audit.block set hash = '${whole}' where number = 3`,
  )
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
