import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandKind } from '#kernel'
import { wgs84ToGcj02 } from '#protocols/coordinates'
import { ownDistrict, rows, type TestDistrict } from '../../app/testing.ts'

let house: TestDistrict
beforeAll(async () => {
  house = await ownDistrict()
})
afterAll(async () => {
  await house.app.close()
  await house.platform.database.close()
})

const folder = mkdtempSync(join(tmpdir(), 'geo-import-'))
const write = (name: string, content: unknown) => {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features })
const tidy = (n: number) => Math.round(n * 1e6) / 1e6
const box = (west: number, south: number, size = 0.01, turn: (p: [number, number]) => [number, number] = (p) => p) => ({
  type: 'Polygon',
  coordinates: [
    (
      [
        [west, south],
        [tidy(west + size), south],
        [tidy(west + size), tidy(south + size)],
        [west, tidy(south + size)],
        [west, south],
      ] as [number, number][]
    ).map(turn),
  ],
})
const feature = (properties: object, geometry: unknown) => ({ type: 'Feature', properties, geometry })

async function run(...args: string[]): Promise<{ status: number; said: string }> {
  const lines: string[] = []
  const status = await house.platform.house
    .get(commandKind, 'geo')
    .run(house.platform, ['import', ...args], (line) => lines.push(line))
  return { status, said: lines.join('\n') }
}
const at = async (lon: number, lat: number) => (await (await house.as('')).get(`/api/geo/at?lon=${lon}&lat=${lat}`)).body
const town = async (code: string) => (await (await house.as('')).get(`/api/geo/areas/${code}`)).body

test('each feature that cannot be taken is refused with its reason; the others are taken', async () => {
  const good = box(121.27, 31.17)
  const file = write(
    'mixed.geojson',
    collection(
      feature({ code: '310118106', name: '徐泾镇' }, good),
      feature({ code: '310118105000', name: '赵巷镇' }, { type: 'Point', coordinates: [121.2, 31.15] }),
      feature(
        { code: '310118107000', name: '华新镇' },
        {
          type: 'Polygon',
          coordinates: [
            [
              [121.2, 31.2],
              [121.21, 31.21],
              [121.21, 31.2],
              [121.2, 31.21],
              [121.2, 31.2],
            ],
          ],
        },
      ),
      feature(
        { code: '310118109000', name: '重固镇' },
        {
          type: 'Polygon',
          coordinates: [
            [
              [121.2, 31.2],
              [121.21, 31.21],
              [121.21, 31.2],
            ],
          ],
        },
      ),
      feature({ code: '310118999000', name: '不存在镇' }, box(121.0, 31.0)),
      feature({ code: '310118110000', name: '白鹤镇' }, box(121.275, 31.172)),
      feature({ code: '310118103000', name: '练塘镇' }, box(31.0, 121.0)),
      feature({ code: '310118104000', name: '金泽镇' }, box(13_470_000, 3_640_000, 100)),
      feature({ code: '310118102000', name: '朱家角镇' }, box(-74, 40)),
      feature({ name: '无码镇' }, box(121.0, 31.1)),
      feature({ code: '310118106000', name: '徐泾镇' }, box(121.0, 31.2)),
      feature(
        { code: '310118001000', name: '夏阳街道' },
        {
          type: 'Polygon',
          coordinates: [
            [
              [121.1, 'x'],
              [1, 2],
              [3, 4],
              [121.1, 'x'],
            ],
          ],
        },
      ),
      feature({ code: 'a;drop table', name: '坏码' }, box(121.0, 31.1)),
      feature({ code: '310118002000' }, box(121.05, 31.25)),
      null,
    ),
  )
  const before = (await town('310118106000')).id
  const { status, said } = await run(file, '--as', 'towns')
  expect(status).toBe(1)
  for (const [n, why] of [
    [2, 'not_polygon'],
    [3, 'bad_ring'],
    [4, 'bad_ring'],
    [5, 'unknown_code'],
    [6, 'overlap'],
    [7, 'swapped'],
    [8, 'projected'],
    [9, 'outside_district'],
    [10, 'no_code'],
    [11, 'repeated_code'],
    [12, 'bad_coordinates'],
    [13, 'bad_code'],
    [14, 'no_name'],
    [15, 'not_a_feature'],
  ] as const)
    expect(said, why).toMatch(new RegExp(`#${n} .*${why}:`))
  expect(said).toContain('read 15, taken 1, refused 14')
  const after = await town('310118106000')
  expect(after.id).toBe(before)
  expect(after.geometry.coordinates).toEqual([good.coordinates])
  expect(after.properties).toMatchObject({ path: '310118000000.310118106000', schematic: false, name_en: 'Xujing Town' })
  expect(
    await rows(
      house.platform,
      `select p.version, p.schematic from geo.area_past p join geo.area a on a.id = p.area_id where a.code = '310118106000'`,
    ),
  ).toEqual([{ version: 1, schematic: true }])
})

test('inside an imported town there is still a schematic grid for every point', async () => {
  const where = await at(121.275, 31.175)
  expect(where.town.code).toBe('310118106000')
  expect(where.deepest).toMatch(/^310118000000\.310118106000\.\d{12}\.\d{15}$/)
})

test('a dry run and a refused whole change nothing', async () => {
  const before = await town('310118105000')
  const stamp = (await rows<{ stamp: string }>(house.platform, 'select stamp from geo.revision'))[0]
  const fine = feature({ code: '310118105000', name: '赵巷镇' }, box(121.2, 31.15))
  const dry = await run(write('dry.geojson', collection(fine)), '--as', 'towns', '--dry-run')
  expect(dry).toMatchObject({ status: 0, said: expect.stringContaining('nothing was stored') })
  const whole = await run(
    write('whole.geojson', collection(fine, feature({ code: 'nope', name: 'x' }, box(121, 31)))),
    '--as',
    'towns',
    '--all-or-nothing',
  )
  expect(whole).toMatchObject({ status: 1, said: expect.stringContaining('nothing was stored') })
  expect(await town('310118105000')).toEqual(before)
  expect((await rows<{ stamp: string }>(house.platform, 'select stamp from geo.revision'))[0]).toEqual(stamp)
})

test('a file in GCJ-02 is moved to WGS-84', async () => {
  const shifted = box(121.2, 31.15, 0.01, ([lon, lat]) => {
    const there = wgs84ToGcj02({ lon, lat })
    return [there.lon, there.lat]
  })
  await run(
    write('gcj.geojson', collection(feature({ code: '310118105000', name: '赵巷镇' }, shifted))),
    '--as',
    'towns',
    '--datum',
    'gcj02',
  )
  const [lon, lat] = (await town('310118105000')).geometry.coordinates[0][0][0]
  expect(lon).toBeCloseTo(121.2, 5)
  expect(lat).toBeCloseTo(31.15, 5)
})

test('real grids take the place of the schematic ones of their town, whose paths still answer', async () => {
  const old = (await at(121.275, 31.175)).grid
  const grid = (code: string, west: number) =>
    feature({ code, name: `徐泾${code.slice(-2)}`, parent: '310118106000' }, box(west, 31.17, 0.005))
  const { status, said } = await run(
    write('grids.geojson', collection(grid('310118106001G01', 121.27), grid('310118106001G02', 121.275))),
    '--as',
    'grids',
  )
  expect(status).toBe(0)
  expect(said).toMatch(/added 2, retired 10/)
  expect((await at(121.272, 31.172)).deepest).toBe('310118000000.310118106000.310118106001G01')
  expect(await rows(house.platform, `select code, valid_to is null as current from geo.area where code = '${old.code}'`)).toEqual(
    [{ code: old.code, current: false }],
  )
})

test('with --outline the district follows its towns, and what is shaded around it follows the district', async () => {
  const surroundings = `select st_area(st_intersection(f.geometry, d.geometry, 1e-7)) as inside, st_area(st_difference(t.geometry, d.geometry, 1e-7)) < 1e-7 as covers
    from geo.feature f, geo.area d, geo.area t where f.layer = 'surroundings' and d.kind = 'district' and t.code = '310118110000'`
  const file = write('outline.geojson', collection(feature({ code: '310118110000', name: '白鹤镇' }, box(121.1, 31.28, 0.04))))
  await run(file, '--as', 'towns')
  expect(await rows(house.platform, surroundings)).toMatchObject([{ covers: false }])
  await run(file, '--as', 'towns', '--outline')
  const [after] = await rows<{ inside: number; covers: boolean }>(house.platform, surroundings)
  expect(after?.covers).toBe(true)
  expect(after?.inside).toBeLessThan(1e-7)
})

test('a drawn layer is replaced whole, and its tile with it', async () => {
  const tile = async () => (await house.app.inject('/tiles/places/9/428/209.mvt')).headers['etag']
  const before = await tile()
  const file = write(
    'places.geojson',
    collection(
      feature({ name: '新地点', kind: 'sight' }, { type: 'Point', coordinates: [121.1, 31.12] }),
      feature({}, { type: 'Point', coordinates: [5e6, 3e6] }),
    ),
  )
  expect(await run(file, '--as', 'places')).toMatchObject({ status: 1, said: expect.stringMatching(/#2 .*projected/) })
  expect(await tile()).not.toBe(before)
  const near = (await (await house.as('')).get('/api/geo/near?lon=121.1&lat=31.12&layer=places')).body
  expect(near.items).toEqual([
    {
      layer: 'places',
      distanceM: 0,
      at: { lon: 121.1, lat: 31.12 },
      properties: { kind: 'sight', name_zh: '新地点', name_en: '新地点', schematic: false },
    },
  ])
})

test.each([
  ['not json', ['{', '--as', 'towns'], /not JSON/],
  [
    'another CRS',
    [
      JSON.stringify({ ...collection(), crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::4528' } } }),
      '--as',
      'towns',
    ],
    /EPSG::4528/,
  ],
  ['no collection', ['[]', '--as', 'towns'], /not a FeatureCollection/],
  ['an unknown layer', [JSON.stringify(collection()), '--as', 'castles'], /one of district, towns/],
  ['an unknown datum', [JSON.stringify(collection()), '--as', 'towns', '--datum', 'mars'], /usage/],
  ['an unknown option', [JSON.stringify(collection()), '--as', 'towns', '--force'], /force/],
])('%s is refused as a whole', async (_what, [content, ...args], words) => {
  const { status, said } = await run(write('whole-file.geojson', content as string), ...(args as string[]))
  expect(status).toBe(2)
  expect(said).toMatch(words as RegExp)
})

test('whoever keeps the map renames an area, retires it and brings it back, and imports with a look before', async () => {
  const admin = await house.as('admin')
  const base = '/api/geo/kept-areas'
  const { items } = (await admin.get(base)).body
  const grid = items.find(({ kind, retiredAt }: { kind: string; retiredAt: string | null }) => kind === 'grid' && !retiredAt)
  const town = items.find(({ kind }: { kind: string }) => kind === 'town')
  const name = { zh: '滨河责任网格', en: 'Riverside grid' }
  expect((await admin.patch(`${base}/${grid.code}`, { version: grid.version + 1, name, why: '更名' })).body).toMatchObject({
    code: 'stale_version',
    current: { name: grid.name },
  })
  const renamed = await admin.patch(`${base}/${grid.code}`, { version: grid.version, name, why: '更名' })
  expect(renamed.body).toMatchObject({ name, path: grid.path, version: grid.version + 1 })
  expect((await admin.get(`/api/geo/areas/${grid.code}`)).body.properties).toMatchObject({ name_zh: '滨河责任网格' })
  expect((await admin.post(`${base}/${town.code}/retire`, { version: town.version, why: '撤并' })).body.code).toBe('areas_below')
  const retired = await admin.post(`${base}/${grid.code}/retire`, { version: grid.version + 1, why: '撤并' })
  expect(retired.body.retiredAt).toEqual(expect.any(String))
  expect((await admin.get(`/api/geo/areas/${grid.code}`)).status).toBe(404)
  const record = (await admin.get(`${base}/${grid.code}`)).body
  expect(record.past.map(({ name }: { name: { zh: string } }) => name.zh)).toEqual(['滨河责任网格', grid.name.zh])
  expect(Array.isArray(record.use)).toBe(true)
  expect(await admin.post(`${base}/${grid.code}/restore`, { version: record.version, why: '有误' })).toMatchObject({
    body: { retiredAt: null },
  })
  expect((await (await house.as('dispatcher')).get(base)).status).toBe(403)

  const send = (content: unknown, dryRun: boolean) => {
    const edge = 'edge'
    const field = (key: string, value: string) => `--${edge}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    const file = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="grids.geojson"\r\ncontent-type: application/json\r\n\r\n${text}\r\n`
    return house.app.inject({
      method: 'POST',
      url: `${base}/imports`,
      headers: { authorization: `Bearer ${admin.token}`, 'content-type': `multipart/form-data; boundary=${edge}` },
      payload: `${field('kind', 'grid')}${field('new', 'true')}${field('dryRun', String(dryRun))}${file}--${edge}--\r\n`,
    })
  }
  const file = collection(
    feature({ code: `${town.code.slice(0, 9)}900`, parent: town.code, name: '试画网格' }, box(121.1, 31.12)),
    feature({ code: 'bad code!', name: '坏' }, box(121.2, 31.12)),
  )
  const looked = await send(file, true)
  expect(looked.json(), looked.body).toMatchObject({ stored: false, read: 2, taken: 1, added: 1, refused: [{ at: 2 }] })
  expect((await admin.get(`${base}/${town.code.slice(0, 9)}900`)).status).toBe(404)
  expect((await send(file, false)).json()).toMatchObject({ stored: true, added: 1 })
  expect((await admin.get(`${base}/${town.code.slice(0, 9)}900`)).body).toMatchObject({ name: { zh: '试画网格' } })
  for (const unreadable of ['no json', '[1]', 'null', '{"type":"Topology"}'])
    expect((await send(unreadable, true)).json(), unreadable).toMatchObject({ status: 400, code: 'not_geojson' })
})
