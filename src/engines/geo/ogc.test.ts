import { beforeAll, expect, test } from 'vitest'
import { district, type TestDistrict } from '../../app/testing.ts'

let house: TestDistrict
beforeAll(async () => {
  house = await district()
})
const get = async (path: string) => {
  const answer = await house.app.inject(path.startsWith('/') ? path : `/ogc/features/v1/${path}`)
  return { status: answer.statusCode, type: String(answer.headers['content-type']), body: answer.json() }
}
const href = (body: { links: { rel: string; href: string }[] }, rel: string) =>
  body.links.find((link) => link.rel === rel)?.href as string

test('a client finds its way from the landing page to a feature by links alone', async () => {
  const landing = await get('/ogc/features/v1')
  expect((await get(href(landing.body, 'conformance'))).body.conformsTo).toContain(
    'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
  )
  expect((await get(href(landing.body, 'service-desc'))).body).toMatchObject({ openapi: '3.0.3' })
  const { body: list } = await get(href(landing.body, 'data'))
  const towns = list.collections.find(({ id }: { id: string }) => id === 'towns')
  expect(towns).toMatchObject({ itemType: 'feature', extent: { spatial: { bbox: [[120.85, 30.93, 121.33, 31.3]] } } })
  const page = await get(href(towns, 'items'))
  expect(page.type).toContain('application/geo+json')
  expect(page.body).toMatchObject({
    type: 'FeatureCollection',
    numberMatched: 11,
    numberReturned: 11,
    timeStamp: expect.any(String),
  })
  const [first] = page.body.features
  expect((await get(`collections/towns/items/${first.id}`)).body).toMatchObject({
    type: 'Feature',
    id: first.id,
    properties: first.properties,
  })
})

test('pages follow each other by their next links and hold everything once', async () => {
  const seen: string[] = []
  for (let path: string | undefined = 'collections/grids/items?limit=40'; path; ) {
    const { body } = await get(path)
    expect(body.numberReturned).toBeLessThanOrEqual(40)
    seen.push(...body.features.map(({ id }: { id: string }) => id))
    path = href(body, 'next')
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBe((await get('collections/grids/items?limit=1')).body.numberMatched)
})

test('a bbox chooses, also with heights; a time leaves nothing out', async () => {
  const names = async (query: string) =>
    (await get(`collections/towns/items?${query}`)).body.features.map(
      (f: { properties: { name_en: string } }) => f.properties.name_en,
    )
  expect(await names('bbox=121.27,31.17,121.275,31.175')).toEqual(['Xujing Town'])
  expect(await names('bbox=121.27,31.17,0,121.275,31.175,10')).toEqual(['Xujing Town'])
  expect(await names('datetime=2026-01-01T00:00:00Z/..')).toHaveLength(11)
})

test.each([
  'collections/towns/items?limit=0',
  'collections/towns/items?limit=ten',
  'collections/towns/items?bbox=1,2,3',
  'collections/towns/items?datetime=soon',
  'collections/towns/items?nmae=x',
  'collections/towns/items?cursor=1',
])('%s is refused', async (path) => {
  expect(await get(path)).toMatchObject({ status: 400, body: { code: 'InvalidParameterValue', description: expect.any(String) } })
})

test.each(['collections/castles', 'collections/castles/items', 'collections/towns/items/1', 'collections/town-labels'])(
  '%s is not there',
  async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: { code: 'NotFound' } })
  },
)
