import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { byCondition, defineModule, permissions, protectedType, Ref, route, system } from '#kernel'
import { CANARY, plainJpeg, tellingJpeg, tellingMp4, tellingPng, tellingWebp } from '../../protocols/media.testing.ts'
import { rows, smallDistrict, type TestDistrict } from '../../app/testing.ts'
import { attach, files, filesOf } from './index.ts'
import * as store from './store.ts'
import { sweepContent } from './sweep.ts'

/** A room that owns files: whoever holds `papers.see` sees its things, which are facts of the kernel. */
const paper = protectedType({
  type: 'papers.paper',
  table: 'kernel.fact',
  key: 'key',
  visible: [
    byCondition((_alias, user) =>
      user.grants.some(({ capability }) => capability === 'papers.see') ? sql<boolean>`true` : null,
    ),
  ],
})
const Attach = z.object({ ids: z.array(z.string()), ref: Ref, role: z.string() })
const papers = defineModule({
  id: 'papers',
  title: { zh: '文件', en: 'Papers' },
  contributes: [
    permissions({ 'papers.see': { zh: '查看', en: 'See' } }),
    paper,
    route({
      method: 'POST',
      path: '/attach',
      may: 'public',
      summary: 'attach',
      body: Attach,
      run: (ctx, { body }) => attach(ctx, body.ids, body.ref as Ref, body.role),
    }),
    route({
      method: 'GET',
      path: '/files',
      may: 'public',
      summary: 'files',
      query: z.object({ ref: Ref }),
      reply: z.object({ items: z.array(z.unknown()) }),
      run: async (ctx, { query }) => ({ items: await filesOf(ctx, [query.ref as Ref]) }),
    }),
  ],
})

let house: TestDistrict
beforeAll(async () => {
  const sees = [{ capability: 'papers.see', tree: 'all' as const }]
  house = await smallDistrict([files, papers], { officer: sees, other: sees, outsider: [] })
})
afterAll(async () => {
  await house.app.close()
  await house.platform.database.close()
})

const mode = 'papers.paper:mode'

async function send(who: string, content: Buffer, filename = 'photo.jpg', more = ''): Promise<{ status: number; body: any }> {
  const edge = 'edge-of-part'
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${filename}"\r\ncontent-type: image/jpeg\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n${more}--${edge}--\r\n`)])
  const headers = { 'content-type': `multipart/form-data; boundary=${edge}`, ...(who && { authorization: `Bearer ${who}` }) }
  const answer = await house.app.inject({ method: 'POST', url: '/api/files', headers, payload })
  return { status: answer.statusCode, body: answer.json() }
}
const read = (who: string, id: string, headers = {}) =>
  house.app.inject({ url: `/api/files/${id}`, headers: { ...(who && { authorization: `Bearer ${who}` }), ...headers } })
const give = async (who: string, ids: string[], ref: string = mode) =>
  (await house.as(who)).post('/api/papers/attach', { ids, ref, role: 'evidence' })
const onDisk = () =>
  readdirSync(join(house.platform.config.dataDir, 'files'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )

test('a photo tells when and where it was taken, and then no longer does', async () => {
  const { status, body } = await send('officer', tellingJpeg({ taken: '2026:11:20 09:30:00', orientation: 1 }))
  expect(status).toBe(200)
  expect(body).toMatchObject({
    kind: 'image/jpeg',
    bytes: plainJpeg.length,
    takenAt: '2026-11-20T01:30:00.000Z',
    name: 'photo.jpg',
  })
  expect(body.position.lon).toBeCloseTo(121.05696, 4)
  expect(body.position.lat).toBeCloseTo(31.10757, 4)
  const { rawPayload } = await read('officer', body.id)
  expect(rawPayload).toEqual(plainJpeg)
})

test('the camera’s own offset counts, else the district’s zone', async () => {
  expect((await send('officer', tellingJpeg({ offset: '+00:00' }))).body.takenAt).toBe('2026-11-20T09:30:00.000Z')
  expect((await send('officer', tellingJpeg({ taken: '2026:02:30 09:30:00' }))).body.takenAt).toBeUndefined()
})

test.each([
  ['image/png', tellingPng()],
  ['image/webp', tellingWebp()],
  ['video/mp4', tellingMp4()],
])('%s is known by its content and kept without what tells', async (kind, content) => {
  const { body } = await send('officer', content, 'named-wrongly.jpg')
  expect(body).toMatchObject({ kind, takenAt: '2026-11-20T01:30:00.000Z' })
  expect((await read('officer', body.id)).rawPayload.includes(CANARY)).toBe(false)
})

test('a file is read only through an owner that the reader may see', async () => {
  const { id } = (await send('officer', tellingJpeg())).body
  for (const who of ['other', 'outsider', '']) expect((await read(who, id)).statusCode, `${who} before`).toBe(404)
  expect((await give('officer', [id])).status).toBe(204)
  expect((await read('other', id)).statusCode).toBe(200)
  for (const who of ['outsider', '']) expect((await read(who, id)).statusCode, `${who} after`).toBe(404)
  const list = async (who: string) => (await (await house.as(who)).get(`/api/papers/files?ref=${mode}`)).body.items
  expect(await list('other')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id, ref: mode, role: 'evidence', kind: 'image/jpeg', url: `/api/files/${id}` }),
    ]),
  )
  expect(await list('outsider')).toEqual([])
})

test('it is sent with headers that let it do no harm, and in parts when asked', async () => {
  const { id } = (await send('officer', tellingJpeg({ orientation: 1 }), '../../井盖 <破损>.jpg')).body
  const { headers, statusCode } = await read('officer', id)
  expect(statusCode).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-cache',
    'content-security-policy': expect.stringContaining('sandbox'),
  })
  expect(headers['content-disposition']).toBe(
    `inline; filename="__ __.jpg"; filename*=UTF-8''${encodeURIComponent('井盖 破损.jpg')}`,
  )
  expect((await read('officer', id, { 'if-none-match': headers.etag })).statusCode).toBe(304)
  expect((await read('outsider', id, { 'if-none-match': headers.etag })).statusCode).toBe(404)
  const part = await read('officer', id, { range: 'bytes=2-5' })
  expect([part.statusCode, part.headers['content-range'], part.rawPayload.equals(plainJpeg.subarray(2, 6))]).toEqual([
    206,
    `bytes 2-5/${plainJpeg.length}`,
    true,
  ])
  expect((await read('officer', id, { range: 'bytes=99999-' })).statusCode).toBe(416)
  expect((await read('officer', id, { range: 'bytes=-4' })).rawPayload).toEqual(plainJpeg.subarray(-4))
})

test('nobody attaches what another uploaded; an anonymous upload is whoever’s knows its id', async () => {
  const mine = (await send('officer', tellingJpeg())).body.id
  expect(await give('outsider', [mine])).toMatchObject({ status: 409, body: { code: 'files_not_usable' } })
  const theirs = (await send('', tellingJpeg())).body.id
  expect((await read('', theirs)).statusCode).toBe(404)
  expect((await give('', [theirs])).status).toBe(204)
  expect((await give('outsider', [theirs])).status).toBe(409)
  expect((await give('other', [theirs], 'papers.paper:district')).status).toBe(204)
  expect((await give('officer', [crypto.randomUUID()])).status).toBe(409)
})

test('what the district does not take is refused with words, and leaves nothing behind', async () => {
  const before = onDisk().length
  expect(await send('officer', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'))).toMatchObject({
    status: 415,
    body: { code: 'file_kind_not_taken' },
  })
  expect(await send('officer', Buffer.from('MZ this is a program'))).toMatchObject({ status: 415 })
  expect(await send('officer', Buffer.alloc(0))).toMatchObject({ status: 415 })
  expect(await send('officer', plainJpeg.subarray(0, 300))).toMatchObject({ status: 400, body: { code: 'file_broken' } })
  expect(
    await send('officer', Buffer.concat([plainJpeg.subarray(0, -2), Buffer.alloc(21 * 1024 * 1024, 1), plainJpeg.subarray(-2)])),
  ).toMatchObject({ status: 413, body: { code: 'file_too_large' } })
  const second = '--edge-of-part\r\ncontent-disposition: form-data; name="file"; filename="b.jpg"\r\n\r\nx\r\n'
  expect(await send('officer', plainJpeg, 'a.jpg', second)).toMatchObject({ status: 400, body: { code: 'one_file_at_a_time' } })
  expect(onDisk().length).toBe(before)
})

test('content lies under its digest, once, readable by the owner of the process alone', async () => {
  const [one, two] = [
    await send('officer', tellingJpeg({ orientation: 3 })),
    await send('other', tellingJpeg({ orientation: 3, lon: 121.2 })),
  ]
  const found = await rows<{ digest: string }>(
    house.platform,
    `select distinct digest from files.file where id in ('${one.body.id}', '${two.body.id}')`,
  )
  expect(found).toHaveLength(1)
  const [form, hex] = (found[0]?.digest as string).split(':') as [string, string]
  const path = join(house.platform.config.dataDir, 'files', form, hex.slice(0, 2), hex)
  expect(
    createHash(form)
      .update((await read('officer', one.body.id)).rawPayload)
      .digest('hex'),
  ).toBe(hex)
  expect(statSync(path).mode & 0o077).toBe(0)
})

test('an upload that nothing owns goes after a day, its content with it; what is owned stays', async () => {
  const lonely = (await send('officer', tellingJpeg({ orientation: 5 }))).body.id
  const owned = (await send('officer', tellingJpeg({ orientation: 8 }))).body.id
  await give('officer', [owned])
  const crashed = join(house.platform.config.dataDir, 'files', 'sm3', 'ff', 'f'.repeat(64))
  mkdirSync(dirname(crashed), { recursive: true })
  writeFileSync(crashed, 'renamed, but the row was never stored')
  const yesterday = new Date(Date.now() - 2 * 86_400_000)
  for (const entry of onDisk()) utimesSync(join(entry.parentPath, entry.name), yesterday, yesterday)
  const fresh = (await send('officer', tellingJpeg({ orientation: 7 }))).body.id

  house.clock.forward(25 * 3_600_000)
  expect(await give('officer', [lonely])).toMatchObject({ status: 409 })
  await house.platform.transact({ user: system, origin: { kind: 'job', name: 'test' } }, 'write', store.deleteExpired)
  const outside = house.platform.outside({ user: system, origin: { kind: 'job', name: 'test' } })
  await sweepContent(outside)
  expect(existsSync(crashed)).toBe(false)
  expect((await read('officer', lonely)).statusCode).toBe(404)
  expect((await read('officer', owned)).statusCode).toBe(200)
  expect(await rows(house.platform, `select id from files.file where id in ('${lonely}', '${fresh}')`)).toEqual([])
})
