import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { byCondition, defineModule, districtKind, House, permissions, protectedType, type Ref } from '#kernel'
import { smallDistrict, type TestDistrict } from '../../app/testing.ts'
import { qingpuMap } from '../../districts/qingpu/map/map.ts'
import { audit } from '../audit/index.ts'
import { geo, type MapFeature, mapLayer } from './index.ts'
import { FEATURES_AT_ONCE } from './layers.ts'

const at = (lon: number, lat: number) => ({ type: 'Point' as const, coordinates: [lon, lat] })
const title = { zh: '水表', en: 'Meters' }
/** Towns of the seed stand for things of the room: only those in the user's own town are theirs to see. */
const meter = protectedType({
  type: 'meters.meter',
  table: 'geo.area',
  key: 'code',
  visible: [byCondition((alias, user) => sql<boolean>`${sql.ref(`${alias}.code`)} = ${user.name}`)],
})
const shown: MapFeature[] = ['310118102000', '310118106000'].map((code) => ({
  ref: `meters.meter:${code}` as Ref,
  geometry: at(121.1, 31.12),
  properties: { code },
}))
const stop = { ref: 'meters.stop:1' as Ref, geometry: at(121.1, 31.12), properties: { name: 'stop' } }
const crowd = Array.from({ length: FEATURES_AT_ONCE + 1 }, (_, i): MapFeature => ({ ...stop, ref: `meters.stop:${i}` as Ref }))
const meters = defineModule({
  id: 'meters',
  title,
  contributes: [
    permissions({ 'meters.read': title }),
    meter,
    mapLayer({ id: 'meters', title, kind: 'point', may: 'meters.read', minZoom: 8, features: async () => [...shown, stop] }),
    mapLayer({
      id: 'stops',
      title,
      kind: 'point',
      may: 'public',
      minZoom: 0,
      features: async (_ctx, { limit }) => crowd.slice(0, limit),
    }),
  ],
})

let house: TestDistrict
beforeAll(async () => {
  const reads = [{ capability: 'meters.read', tree: 'all' as const }]
  house = await smallDistrict([audit, geo, meters], { '310118102000': reads, nobody: [] }, { geo: qingpuMap })
})
afterAll(async () => {
  await house.app.close()
  await house.platform.database.close()
})

const tile = (who: string, url: string) => house.app.inject({ url, headers: who ? { authorization: `Bearer ${who}` } : {} })
const codes = (bytes: Buffer, layer: string) => {
  const found = new VectorTile(new PbfReader(bytes)).layers[layer]
  return Array.from({ length: found?.length ?? 0 }, (_, i) => found?.feature(i).properties['code'])
}

test('a tile, and the same as GeoJSON, hold only what the asker may see, whatever the room returned', async () => {
  const mine = await tile('310118102000', '/tiles/meters/12/3425/1675.mvt')
  expect(codes(mine.rawPayload, 'meters')).toEqual(['310118102000'])
  expect(mine.headers).toMatchObject({ 'cache-control': 'private, no-store' })
  expect(mine.headers['etag']).toBeUndefined()
  const list = await (await house.as('310118102000')).get('/api/geo/layers/meters/features?bbox=121,31,121.2,31.2')
  expect(list.body.features.map((feature: { id: string }) => feature.id)).toEqual(['meters.meter:310118102000'])
})

test('without the permission the layer does not exist, in the list, as tile, as features', async () => {
  for (const who of ['nobody', '']) {
    expect((await tile(who, '/tiles/meters/12/3425/1675.mvt')).statusCode).toBe(404)
    expect((await (await house.as(who)).get('/api/geo/layers/meters/features?bbox=121,31,121.2,31.2')).status).toBe(404)
  }
  const ids = async (who: string) =>
    (await (await house.as(who)).get('/api/geo/layers')).body.items.map((layer: { id: string }) => layer.id)
  expect(await ids('nobody')).not.toContain('meters')
  expect(await ids('310118102000')).toEqual(expect.arrayContaining(['meters', 'stops', 'towns', 'water']))
})

test('below its zoom a layer is empty; a crowd is cut, and says by how much', async () => {
  expect((await tile('310118102000', '/tiles/meters/7/107/52.mvt')).statusCode).toBe(204)
  const cut = await tile('', '/tiles/stops/12/3425/1675.mvt')
  expect(cut.headers['x-features-left-out']).toBe('1')
  expect((await (await house.as('')).get('/api/geo/layers/stops/features?bbox=121,31,121.2')).status).toBe(400)
})

test('a layer may not take a base layer’s name, nor need a permission that nobody declares', () => {
  const small = { id: 'small', title, timeZone: 'Asia/Shanghai', settings: {} }
  const home = defineModule({ id: 'small', title, contributes: [districtKind.of(small)] })
  const wrong = (id: string, may: string) =>
    defineModule({
      id: 'wrong',
      title,
      contributes: [mapLayer({ id, title, kind: 'point', may, minZoom: 0, features: async () => [] })],
    })
  expect(() => new House([home, wrong('base', 'public')])).toThrow(/base layer/)
  expect(() => new House([home, wrong('mine', 'wrong.read')])).toThrow(/nobody declares/)
})
