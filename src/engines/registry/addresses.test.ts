import { beforeAll, expect, test } from 'vitest'
import { district, type Person } from '../../app/testing.ts'

let nobody: Person
const base = '/api/registry/addresses'
type Address = { id: string; level: string; name: string; fullName: string; town: string; point: { lon: number; lat: number } }
let home: Address
let door: Address
let lane: Address
let estate: string

beforeAll(async () => {
  nobody = await (await district()).as('')
  const rooms = (await nobody.get(`${base}?q=${encodeURIComponent('弄1号101室')}`)).body.items as Address[]
  home = rooms[0] as Address
  const { above } = (await nobody.get(`${base}/${home.id}`)).body as { above: Address[] }
  door = above.at(-1) as Address
  lane = above.at(-2) as Address
  estate = /（(.+)）/.exec(lane.name)?.[1] as string
})

const where = async (text: string) => (await nobody.get(`${base}/geocode?q=${encodeURIComponent(text)}`)).body

test('an address is found however it is written: in full, without the town, by the estate, in old numerals', async () => {
  const short = home.fullName.replace(/^青浦区/, '')
  const number = lane.name.replace(/（.*/, '')
  const written = [
    home.fullName,
    `上海市${home.fullName}`,
    short,
    short.replace(home.town, ''),
    `${estate}1号101室`,
    `${home.town}${estate} 1 号楼 101`.replace(' 号楼 ', '号'),
    home.fullName.replace(number, `${number}${estate}`),
    home.fullName.replace('1号101室', '1号１０１室'),
  ]
  for (const text of written)
    expect({ text, ...(await where(text)) }).toMatchObject({ text, how: 'exact', confidence: 1, match: { id: home.id } })
})

test('what is not in the table is told: the room left out, the door placed between its neighbours, the town alone', async () => {
  expect(await where(home.fullName.replace('101室', '999室'))).toMatchObject({
    how: 'partly',
    ignored: ['room'],
    match: { id: door.id },
    confidence: 0.9,
  })
  expect(await where(`${home.town}没有这条路1号`)).toMatchObject({
    how: 'town',
    confidence: 0.15,
    match: { level: 'town', name: home.town },
  })
  expect(await where('火星基地')).toMatchObject({ how: 'none', match: null, confidence: 0 })
})

test('a point gives the nearest door, its town and its grid', async () => {
  const { lon, lat } = door.point
  const { body } = await nobody.get(`${base}/reverse?lon=${lon + 0.00005}&lat=${lat}`)
  expect(body).toMatchObject({ nearest: { level: 'number' }, town: { zh: door.town } })
  expect(body.nearest.distanceM).toBeLessThan(20)
  expect(body.grid).not.toBeNull()
})

test('many at once, by whoever has signed in', async () => {
  expect((await nobody.post(`${base}/geocode`, { texts: [home.fullName] })).status).toBe(401)
  const clerk = await (await district()).as('civil')
  const { body } = await clerk.post(`${base}/geocode`, { texts: [home.fullName, '火星基地'] })
  expect(body.items.map(({ how }: { how: string }) => how)).toEqual(['exact', 'none'])
})
