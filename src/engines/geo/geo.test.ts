import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { beforeAll, expect, test } from 'vitest'
import { system } from '#kernel'
import { district, type TestDistrict } from '../../app/testing.ts'
import { areasUnder } from './index.ts'
import { cutBaseTile, tileAddress } from './tiles.ts'
import * as store from './store.ts'

let house: TestDistrict
beforeAll(async () => {
  house = await district()
})
const nobody = () => house.as('')
const inside = <T>(work: Parameters<typeof house.platform.transact<T>>[2]) =>
  house.platform.transact({ user: system, origin: { kind: 'cli', name: 'test' } }, 'read', work)

const decode = (body: Buffer) => new VectorTile(new PbfReader(body))
const fetchTile = async (url: string, headers = {}) => {
  const answer = await house.app.inject({ url, headers })
  return { status: answer.statusCode, bytes: answer.rawPayload, headers: answer.headers }
}

test('a point in the old town of Zhujiajiao lies in its town, unit and grid; one in the sea lies nowhere', async () => {
  const { body } = await (await nobody()).get('/api/geo/at?lon=121.05696&lat=31.10757')
  expect(body).toMatchObject({
    district: { code: '310118000000', name: { zh: '青浦区' } },
    town: { code: '310118102000', name: { zh: '朱家角镇', en: 'Zhujiajiao Town' } },
  })
  expect(body.village.path).toBe(`310118000000.310118102000.${body.village.code}`)
  expect(body.grid.path).toBe(`${body.village.path}.${body.grid.code}`)
  expect(body.deepest).toBe(body.grid.path)
  expect((await (await nobody()).get('/api/geo/at?lon=123&lat=30')).body).toEqual({})
  expect((await (await nobody()).get('/api/geo/at?lon=999&lat=30')).status).toBe(400)
})

test('the same place given in GCJ-02 or BD-09 is found in the same grid', async () => {
  const person = await nobody()
  const grid = (await person.get('/api/geo/at?lon=121.05696&lat=31.10757')).body.deepest
  expect((await person.get('/api/geo/at?lon=121.06153&lat=31.10563&datum=gcj02')).body.deepest).toBe(grid)
  expect((await person.get('/api/geo/at?lon=121.06804&lat=31.11157&datum=bd09')).body.deepest).toBe(grid)
})

test('every town has its grids below it, in the list, in the tree and in the subtree', async () => {
  const person = await nobody()
  const towns = (await person.get('/api/geo/areas?kind=town')).body
  expect(towns.items).toHaveLength(11)
  expect(towns).toMatchObject({
    next: null,
    items: expect.arrayContaining([
      expect.objectContaining({
        code: '310118106000',
        name: { zh: '徐泾镇', en: 'Xujing Town' },
        schematic: true,
        parent: '310118000000',
      }),
    ]),
  })
  const [root] = (await person.get('/api/geo/areas/tree')).body.items
  expect(root.children).toHaveLength(11)
  const grids = root.children.flatMap((town: { children: { children: unknown[] }[] }) =>
    town.children.flatMap((unit) => unit.children),
  )
  expect(grids.length).toBeGreaterThan(80)
  const first = (await person.get('/api/geo/areas?kind=grid&limit=60')).body
  const second = (await person.get(`/api/geo/areas?kind=grid&limit=60&cursor=${first.next}`)).body
  expect(first.items.length + second.items.length).toBe(grids.length)
  expect(await inside((ctx) => areasUnder(ctx, '310118000000.310118106000', 'grid'))).toHaveLength(10)
  expect((await person.get('/api/geo/areas?under=nowhere')).status).toBe(404)
})

test('shapes get coarser with distance', async () => {
  const person = await nobody()
  const positions = (body: { features: { geometry: { coordinates: unknown } }[] }) =>
    JSON.stringify(body.features.map((f) => f.geometry.coordinates)).length
  const [fine, coarse] = [
    (await person.get('/api/geo/areas/shapes?kind=town')).body,
    (await person.get('/api/geo/areas/shapes?kind=town&zoom=8')).body,
  ]
  expect(coarse.features).toHaveLength(11)
  expect(positions(coarse)).toBeLessThan(positions(fine) / 3)
  expect((await person.get('/api/geo/areas/310118102000?zoom=10')).body).toMatchObject({
    type: 'Feature',
    properties: { name_zh: '朱家角镇' },
  })
})

test('the nearest station to the exhibition centre is found with its distance', async () => {
  const { body } = await (await nobody()).get('/api/geo/near?lon=121.29&lat=31.193&layer=metro&limit=2')
  expect(body.items[0]).toMatchObject({ layer: 'metro', properties: { name_zh: expect.any(String) } })
  expect(body.items[0].distanceM).toBeLessThan(300)
})

test('one base tile holds the whole map; it is asked for again by its ETag; empty places answer 204', async () => {
  const { status, bytes, headers } = await fetchTile('/tiles/base/10/856/418.mvt')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-type': 'application/vnd.mapbox-vector-tile',
    'cache-control': expect.stringContaining('public'),
  })
  const tile = decode(bytes)
  expect(Object.keys(tile.layers)).toEqual(
    expect.arrayContaining(['district', 'towns', 'town-labels', 'water', 'rivers', 'roads', 'metro']),
  )
  const towns = tile.layers['towns']
  const names = Array.from({ length: towns?.length ?? 0 }, (_, i) => towns?.feature(i).properties['name_zh'])
  expect(names).toContain('朱家角镇')
  expect((await fetchTile('/tiles/base/10/856/418.mvt', { 'if-none-match': headers.etag })).status).toBe(304)
  expect(Object.keys(decode((await fetchTile('/tiles/towns/10/856/418.mvt')).bytes).layers)).toEqual(['towns'])
  expect((await fetchTile('/tiles/towns/10/0/0.mvt')).status).toBe(204)
})

test.each([
  '/tiles/base/19/0/0.mvt',
  '/tiles/base/2/4/0.mvt',
  '/tiles/base/2/0/x.mvt',
  '/tiles/base/2/0/1.png',
  '/tiles/secret/2/0/1.mvt',
  '/tiles/base/-1/0/1.mvt',
])('%s is not there', async (url) => {
  expect((await fetchTile(url)).status).toBe(404)
})

test('PostGIS and this process cut the same tile', async () => {
  const layers = ['district', 'towns', 'grids', 'rivers', 'water', 'roads', 'metro', 'town-labels']
  await inside(async (ctx) => {
    if (!(await store.writesTiles(ctx))) return expect(ctx.house).toBeDefined()
    for (const at of [tileAddress('10', '856', '418'), tileAddress('13', '6850', '3350')]) {
      const memory = () => ({ stamp: 'test', tiles: new Map<string, Buffer>(), cuts: 0 })
      const [theirs, ours] = [
        decode(await cutBaseTile(ctx, layers, at, memory(), 'sql')),
        decode(await cutBaseTile(ctx, layers, at, memory(), 'here')),
      ]
      expect(Object.keys(ours.layers).sort()).toEqual(Object.keys(theirs.layers).sort())
      for (const name of Object.keys(ours.layers)) expect(tagsOf(ours, name), name).toEqual(tagsOf(theirs, name))
    }
  })
})
const tagsOf = (tile: VectorTile, layer: string) =>
  Array.from({ length: tile.layers[layer]?.length ?? 0 }, (_, i) =>
    JSON.stringify(Object.entries(tile.layers[layer]?.feature(i).properties ?? {}).sort()),
  ).sort()

test('the style names no other host and no font address, in both themes and languages', async () => {
  const person = await nobody()
  for (const query of ['theme=light&lang=zh', 'theme=dark&lang=en']) {
    const { status, body } = await person.get(`/api/geo/style?${query}`)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/https?:/)
    expect(body.glyphs).toBeUndefined()
    const ids = body.layers.map((layer: { id: string }) => layer.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(body.sources.base.attribution).toMatch(query.includes('zh') ? /示意图/ : /Schematic/)
  }
})
