import fc from 'fast-check'
import { expect, test } from 'vitest'
import { system } from '#kernel'
import { district, rows } from '../../app/testing.ts'
import { index, unindex } from './index.ts'
import { pairsOf, queryOf, runsOf } from '#kernel'
import { soundsOf, vectorOf } from './words.ts'

const who = { user: system, origin: { kind: 'cli' as const, name: 'test' } }

test('a thing is found by two characters, a phrase, its number, its sound and its initials, and only by those who may see it', async () => {
  const { platform, as } = await district()
  const admin = await as('admin')
  const resident = await as('resident')
  const other = await as('patrol1')
  const ref = `identity.account:${(await resident.get('/api/identity/me')).body.id}`
  const title = { zh: '淀山湖大道路灯不亮', en: 'Street lamp out on Dianshan Lake Avenue' }
  await platform.transact(who, 'write', (ctx) =>
    index(ctx, { ref, title, body: '靠近夏阳街道，地铁站出口，杆号 A-0127。', numbers: ['青城管〔2026〕第 0042 号'] }),
  )
  const find = async (person: typeof admin, q: string) =>
    (await person.get(`/api/search?types=identity.account&q=${encodeURIComponent(q)}`)).body.items.map(
      (hit: { ref: string }) => hit.ref,
    )
  for (const q of [
    '路灯',
    '灯不',
    '淀山湖',
    '淀山湖大道路灯',
    '亮',
    '夏阳街道',
    '0127',
    '42',
    '0042',
    '青城管〔2026〕第 0042 号',
    '青城管',
    'dianshanhu',
    'dshdd',
    'ludeng',
    'street lam',
    'LAMP 路灯',
  ])
    expect([q, await find(admin, q)]).toEqual([q, [ref]])
  for (const q of ['湖路', '街淀', '路灯 垃圾', '不亮靠近', 'shanhux', '']) expect([q, await find(admin, q)]).toEqual([q, []])
  expect(await find(resident, '路灯')).toEqual([ref])
  expect(await find(other, '路灯')).toEqual([])
  expect(await find(await as(''), '路灯')).toEqual([])
  const { body } = await admin.get(`/api/search?types=identity.account&q=${encodeURIComponent('地铁')}`)
  expect(body).toMatchObject({
    next: null,
    missing: [],
    items: [
      { title, kind: { zh: '账号与机构' }, number: '青城管〔2026〕第 0042 号', snippet: expect.stringContaining('地铁站') },
    ],
  })

  await platform.transact(who, 'write', (ctx) => index(ctx, { ref, title: { zh: '改名了', en: 'Renamed' } }))
  expect(await find(admin, '路灯')).toEqual([])
  expect(await find(admin, 'gaim')).toEqual([ref])
  await platform.transact(who, 'write', (ctx) => unindex(ctx, ref))
  expect(await find(admin, '改名')).toEqual([])
})

test('whatever is written can be indexed and asked for, and a thing is found by any piece of its Chinese title', async () => {
  const { platform } = await district()
  const han = fc.string({ unit: fc.constantFrom(...'夏阳街道淀山湖大路灯桥河\'"\\:*&|!()<>— a1'), minLength: 2, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(han, fc.string({ unit: 'binary', maxLength: 40 }), async (title, noise) => {
      const vector = vectorOf({ titles: [title], body: noise.replaceAll('\0', ''), numbers: [noise.replaceAll('\0', '')] })
      const piece = (title.match(/\p{Script=Han}+/gu) ?? []).map((run) => [...run].slice(0, 3).join(''))[0] ?? ''
      const quote = (text: string) => `'${text.replaceAll("'", "''")}'`
      const asked = [piece, noise.replaceAll('\0', '')].map(queryOf).filter((query) => query !== '')
      for (const query of asked) {
        const [row] = await rows<{ found: boolean }>(
          platform,
          `select ${quote(vector)}::text::tsvector @@ ${quote(query)}::text::tsquery as found`,
        )
        expect(row?.found).toBe(true)
      }
    }),
    { numRuns: 150 },
  )
})

test('plain texts, which are cut in a quicker way, are cut as all others', () => {
  const common = fc.string({ unit: fc.constantFrom(..."青浦区公园路、。12号ABc -_,()'".split('')) })
  fc.assert(
    fc.property(common, (text) => {
      expect(runsOf(text)).toEqual(runsOf(`${text} é`).slice(0, -1))
    }),
  )
})

test('pairs and sounds are cut as the index expects', () => {
  expect(pairsOf('夏阳街')).toEqual(['夏阳', '阳街', '街'])
  expect(soundsOf('夏阳')).toEqual(['xiayang', 'xy', 'yang', 'y'])
  expect(queryOf('夏阳街 Lamp')).toBe(`('夏阳' <-> '阳街') & 'lamp':*`)
  expect(queryOf('！？')).toBe('')
})
