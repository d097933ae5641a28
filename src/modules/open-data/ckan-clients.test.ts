import { Parser } from 'n3'
import { beforeAll, expect, test } from 'vitest'
import { headOf, linkHeader, withHead } from '../../app/page-head.ts'
import { district, type TestDistrict } from '../../app/testing.ts'

let house: TestDistrict
let key: string
let table: string

beforeAll(async () => {
  house = await district()
  key = (await (await house.as('data_office')).post('/api/open-data/keys', { name: '别的程序' })).body.key
  table = (await action('package_show', { id: 'areas' })).body.result.resources[0].id
}, 240_000)

const action = async (name: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) => {
  const answer = await house.app.inject({ url: `/ckan/api/3/action/${name}?${new URLSearchParams(query)}`, headers })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}
const post = (name: string, payload: object | string, headers: Record<string, string> = {}) =>
  house.app.inject({
    method: 'POST',
    url: `/ckan/api/3/action/${name}`,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { 'content-type': 'application/json', ...headers },
  })

test('a page of another site asks beforehand and may send a key; an answer may be read there', async () => {
  for (const url of ['/ckan/api/3/action/package_search', `/ckan/datastore/dump/${table}`, '/ckan/catalog.ttl']) {
    const asked = await house.app.inject({
      method: 'OPTIONS',
      url,
      headers: { origin: 'https://maps.example', 'access-control-request-headers': 'authorization' },
    })
    expect([url, asked.statusCode]).toEqual([url, 204])
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': expect.stringContaining('GET'),
      'access-control-allow-headers': expect.stringContaining('x-ckan-api-key'),
    })
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined()
  }
  const file = await house.app.inject({ url: `/api/open-data/resources/${table}/download?format=geojson` })
  expect(file.headers['access-control-allow-origin']).toBe('*')
  const own = await house.app.inject({ method: 'OPTIONS', url: '/api/identity/me' })
  expect(own.headers['access-control-allow-origin']).toBeUndefined()
})

test('too much JSON is refused in CKAN’s words before it is read, whoever sends it', async () => {
  const large = JSON.stringify({ id: 'x'.repeat(1_200_000) })
  for (const headers of [{}, { authorization: key }] as Record<string, string>[]) {
    const refused = await post('package_show', large, headers)
    expect(refused.statusCode).toBe(413)
    expect(refused.json()).toMatchObject({
      success: false,
      help: expect.stringMatching(/^https?:\/\/.*help_show\?name=package_show$/),
      error: { __type: expect.any(String), message: expect.stringContaining('1 MB') },
    })
  }
})

test('a key is known in each of the forms in which clients send one', async () => {
  for (const headers of [
    { authorization: key },
    { authorization: `Bearer ${key}` },
    { 'x-ckan-api-key': key },
    { 'X-CKAN-API-Key': key },
  ] as Record<string, string>[])
    expect((await action('status_show', {}, headers)).headers['x-ratelimit-limit'], JSON.stringify(headers)).toBeDefined()
})

test('completions, searches among resources, what changed lately, and what does not exist here', async () => {
  const result = async (name: string, query: Record<string, string> = {}) => (await action(name, query)).body.result
  expect(await result('tag_autocomplete', { query: '网' })).toContain('网格')
  expect(await result('tag_search', { query: '网' })).toMatchObject({ results: [{ name: '网格' }] })
  expect(await result('format_autocomplete', { q: 'geo' })).toEqual(['geojson'])
  expect(await result('group_autocomplete', { q: '地理' })).toEqual([
    { id: expect.any(String), name: 'place', title: '地理位置' },
  ])
  expect((await result('organization_autocomplete', { q: 'data' }))[0].name).toBe('data_office')
  expect(await result('resource_search', { query: 'name:行政区划' })).toMatchObject({ count: 1, results: [{ id: table }] })
  expect((await action('resource_search', { query: 'secret:x' })).status).toBe(409)
  expect((await result('group_package_show', { id: 'place' })).map((it: { name: string }) => it.name)).toContain('areas')
  expect((await result('member_list', { id: 'place' }))[0]).toEqual([expect.any(String), 'package', 'public'])
  const [latest] = await result('recently_changed_packages_activity_list', { limit: '1' })
  expect(latest).toMatchObject({ object_id: latest.data.package.id, activity_type: expect.stringMatching(/package$/) })
  expect(await result('package_relationships_list', { id: 'areas' })).toEqual([])
  expect((await action('vocabulary_show', { id: 'x' })).status).toBe(404)
  expect((await action('user_list')).status).toBe(403)
  expect((await action('help_show', { name: 'constructor' })).status).toBe(404)
  expect(await result('package_search', { fl: 'id,name', rows: '1' })).toMatchObject({ results: [{ name: expect.any(String) }] })
  expect((await house.app.inject({ url: '/ckan/api/3' })).json()).toEqual({ version: 3 })
})

test('the datastore names its tables, searches by full_text, and gives chosen rows as a file', async () => {
  const tables = (await action('datastore_search', { resource_id: '_table_metadata', limit: '1000' })).body.result
  expect(tables.records.map((it: { name: string }) => it.name)).toContain(table)
  const found = (await action('datastore_search', { resource_id: table, full_text: '夏阳' })).body.result
  expect(found).toMatchObject({ offset: 0, q: '夏阳', total: expect.any(Number) })
  expect(found.total).toBeGreaterThan(0)
  const dump = async (query: Record<string, string>) =>
    house.app.inject({ url: `/ckan/datastore/dump/${table}?${new URLSearchParams(query)}` })
  expect((await dump({ limit: '2', fields: 'code,name', sort: 'code desc' })).body.trim().split(/\r?\n/)).toHaveLength(3)
  expect((await dump({ format: 'json', q: '夏阳' })).json().records).toHaveLength(found.total)
  expect((await dump({ format: 'xml', limit: '1' })).body).toContain('<value field="name">')
  expect((await dump({ filters: '{"no":1}' })).statusCode).toBe(409)
})

test('a file is fetched once: who has it already is told so; a spreadsheet that wants GB 18030 gets it', async () => {
  const url = `/api/open-data/resources/${table}/download?format=csv`
  const first = await house.app.inject({ url })
  const tag = String(first.headers['etag'])
  expect(tag).toMatch(/^".+"$/)
  expect((await house.app.inject({ url, headers: { 'if-none-match': tag } })).statusCode).toBe(304)
  expect((await house.app.inject({ url, headers: { 'if-none-match': '"older"' } })).statusCode).toBe(200)
  const head = await house.app.inject({ method: 'HEAD', url })
  expect([head.statusCode, head.headers['etag'], head.body]).toEqual([200, tag, ''])
  const gb = await house.app.inject({ url: `${url}&encoding=gb18030` })
  expect(gb.headers['content-type']).toBe('text/csv; charset=gb18030')
  expect(new TextDecoder('gb18030', { fatal: true }).decode(gb.rawPayload)).toBe(first.body.replace('\uFEFF', ''))
  const dump = `/ckan/datastore/dump/${table}`
  const dumped = await house.app.inject({ url: dump })
  const again = await house.app.inject({ url: dump, headers: { 'if-none-match': String(dumped.headers['etag']) } })
  expect(again.statusCode).toBe(304)
})

const DCAT = 'http://www.w3.org/ns/dcat#'
const DCT = 'http://purl.org/dc/terms/'
test('the catalogue holds what DCAT-AP demands; every address it names leads somewhere, in the form asked for', async () => {
  const feed = await house.app.inject({ url: '/ckan/catalog', headers: { accept: 'text/turtle' } })
  expect(feed.headers['content-type']).toContain('text/turtle')
  expect(feed.headers['link']).toContain('rel="first"')
  const quads = new Parser().parse(feed.body)
  const of = (subject: string) => quads.filter((quad) => quad.subject.value === subject)
  const has = (subject: string, predicate: string) => of(subject).filter((quad) => quad.predicate.value === predicate)
  const typed = (type: string) =>
    quads.filter((quad) => quad.predicate.value.endsWith('#type') && quad.object.value === type).map((quad) => quad.subject.value)
  const [catalogue] = typed(`${DCAT}Catalog`)
  for (const predicate of ['title', 'description', 'publisher'])
    expect(has(catalogue as string, `${DCT}${predicate}`).length, predicate).toBeGreaterThan(0)
  const datasets = typed(`${DCAT}Dataset`)
  expect(datasets.length).toBeGreaterThan(2)
  for (const dataset of datasets)
    for (const name of ['title', 'description']) expect(has(dataset, `${DCT}${name}`)).toHaveLength(1)
  for (const distribution of typed(`${DCAT}Distribution`)) {
    expect(has(distribution, `${DCAT}accessURL`)).toHaveLength(1)
    for (const { object } of has(distribution, `${DCAT}mediaType`)) expect(object.termType).toBe('NamedNode')
  }
  for (const agent of quads.filter((quad) => quad.predicate.value === `${DCT}publisher`).map((quad) => quad.object.value)) {
    expect(typed('http://xmlns.com/foaf/0.1/Agent')).toContain(agent)
    expect(has(agent, 'http://xmlns.com/foaf/0.1/name').length).toBeGreaterThan(0)
  }
  const host = house.platform.config.publicUrl
  const own = new Set(
    quads
      .flatMap(({ subject, object }) =>
        [subject, object].filter(({ termType, value }) => termType === 'NamedNode' && value.startsWith(`${host}/ckan/`)),
      )
      .map(({ value }) => value.replace(/#.*$/, '').slice(host.length)),
  )
  for (const path of own) expect([path, (await house.app.inject({ url: path })).statusCode < 400]).toEqual([path, true])
  const wish = async (accept: string) => {
    const answer = await house.app.inject({ url: '/ckan/dataset/areas', headers: { accept } })
    return answer.statusCode === 303 ? 'page' : String(answer.headers['content-type']).split(';')[0]
  }
  expect(await wish('text/html,application/xhtml+xml,*/*;q=0.8')).toBe('page')
  expect(await wish('*/*')).toBe('page')
  expect(await wish('application/ld+json;q=0.9, text/turtle;q=0.5')).toBe('application/ld+json')
  expect(await wish('application/rdf+xml, text/html;q=0.2')).toBe('application/rdf+xml')
  expect((await house.app.inject({ method: 'HEAD', url: '/ckan/dataset/areas' })).statusCode).toBe(303)
})

test('who reads no scripts finds in the page itself where the data are; a page that is not there says nothing', async () => {
  const said = await headOf(house.platform, '/data/areas?x=1', 'zh', 'story')
  expect(said).toMatchObject({ title: expect.stringContaining('行政区划与网格'), jsonLd: { '@type': 'Dataset' } })
  const html = withHead('<html><head><title>平台</title></head><body></body></html>', said as NonNullable<typeof said>)
  expect(html).toContain('<title>行政区划与网格')
  expect(html).toMatch(/<link rel="alternate" type="text\/turtle" href="[^"]+\/ckan\/dataset\/areas\.ttl"/)
  const [, json = ''] = /<script type="application\/ld\+json" data-served>(.*?)<\/script>/s.exec(html) ?? []
  expect(JSON.parse(json).distribution[0].contentUrl).toContain(`/ckan/datastore/dump/${table}`)
  expect(linkHeader(said as NonNullable<typeof said>)).toContain('rel="alternate"; type="application/ld+json"')
  expect(await headOf(house.platform, '/data', 'en', 'story')).toMatchObject({ jsonLd: { '@type': 'DataCatalog' } })
  for (const path of ['/data/no-such', '/', '/data/areas/more', '/data/%00'])
    expect(await headOf(house.platform, path, 'zh', 'story'), path).toBeUndefined()
  const sharp = { title: '</title><script>x</script>', links: [], jsonLd: { name: '</script><script>x' } }
  expect(withHead('<head><title>t</title></head>', sharp)).not.toMatch(/<script>x/)
})
