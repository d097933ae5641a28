import { beforeAll, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'

let house: TestDistrict
let office: Person
let key: string

beforeAll(async () => {
  house = await district()
  office = await house.as('data_office')
  key = (await office.post('/api/open-data/keys', { name: '发布程序' })).body.key
}, 240_000)

const get = async (action: string, query: Record<string, string> = {}, headers: Record<string, string> = {}) => {
  const answer = await house.app.inject({ url: `/ckan/api/3/action/${action}?${new URLSearchParams(query)}`, headers })
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    body: String(answer.headers['content-type']).includes('json') ? answer.json() : null,
  }
}
const post = async (action: string, payload: object | string, headers: Record<string, string> = {}, version = '3/') => {
  const answer = await house.app.inject({
    method: 'POST',
    url: `/ckan/api/${version}action/${action}`,
    payload,
    headers: { ...(typeof payload === 'string' && { 'content-type': 'application/json' }), ...headers },
  })
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() }
}
const asKey = () => ({ authorization: key })
let made = 0
/** A department publishes by key, as a harvester or a script does. */
async function published(records: object[], more: object = {}): Promise<{ id: string; name: string; resource: string }> {
  const name = `story-${process.pid}-${++made}`
  const created = await post(
    'package_create',
    {
      name,
      title: `停车场泊位 ${made}`,
      notes: '全区公共停车场的名称、泊位数和位置，每日更新一次。',
      owner_org: 'data_office',
      license_id: 'cc-by',
      groups: [{ name: 'transport' }],
      tags: [{ name: '停车' }, { name: '两 个词' }],
      ...more,
    },
    asKey(),
  )
  expect(created.status, JSON.stringify(created.body)).toBe(200)
  const table = await post(
    'datastore_create',
    { resource: { package_id: created.body.result.id, name: '泊位表' }, records },
    asKey(),
  )
  expect(table.status, JSON.stringify(table.body)).toBe(200)
  const opened = await post('package_patch', { id: name, private: false }, asKey())
  expect(opened.body).toMatchObject({ success: true, result: { private: false, state: 'active', num_resources: 1 } })
  return { id: created.body.result.id, name, resource: table.body.result.resource_id }
}
const lots = Array.from({ length: 30 }, (_, at) => ({
  名称: `停车场${at + 1}号`,
  街镇: ['夏阳街道', '盈浦街道', '朱家角镇'][at % 3],
  泊位: 20 + at * 5,
  单价: at % 2 ? 5.5 : 3,
  启用: `202${at % 5}-03-01`,
  lon: 121.1 + at / 1000,
  lat: 31.15,
}))

test('E1–E8: the envelope, both methods, both addresses, each kind of refusal, JSONP', async () => {
  for (const answer of [await get('status_show'), await post('status_show', {}), await post('site_read', {}, {}, '')])
    expect(answer.body).toMatchObject({ success: true, help: expect.stringContaining('help_show?name=') })
  const ok = await get('package_list')
  expect(ok.headers['content-type']).toBe('application/json;charset=utf-8')
  expect((await get('nothing_such')).body).toBe('Bad request - Action name not known: nothing_such')
  expect((await get('nothing_such')).status).toBe(400)
  const bad = await post('package_list', '{"a":')
  expect([bad.status, typeof bad.body]).toEqual([400, 'string'])
  expect(await get('package_show', { id: 'no-such-thing' })).toMatchObject({
    status: 404,
    body: { success: false, error: { __type: 'Not Found Error', message: expect.any(String) } },
  })
  expect(await get('package_show')).toMatchObject({
    status: 409,
    body: { error: { __type: 'Validation Error', id: ['Missing value'] } },
  })
  expect(await post('package_create', { name: 'x-y' })).toMatchObject({
    status: 403,
    body: { error: { __type: 'Authorization Error' } },
  })
  expect(await get('package_search', { fq: 'a:(b' })).toMatchObject({
    status: 400,
    body: { error: { __type: 'Search Query Error' } },
  })
  const jsonp = await get('site_read', { callback: 'f<x>' })
  expect([jsonp.headers['content-type'], jsonp.text]).toEqual([
    'application/javascript;charset=utf-8',
    expect.stringMatching(/^f&lt;x&gt;\(\{.*\}\);$/),
  ])
  expect((await get('package_show', { id: 'none', callback: 'f' })).headers['content-type']).toContain('json')
  const curl = await house.app.inject({
    method: 'POST',
    url: '/ckan/api/3/action/help_show',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: '{"name":"package_show"}',
  })
  expect(curl.json()).toMatchObject({ success: true })
})

test('§1–2: lists and shows: names, whole things, both ids, nobody’s e-mail', async () => {
  const { id, name, resource } = await published(lots)
  expect((await get('package_list', { limit: '1000' })).body.result).toContain(name)
  const shown = (await get('package_show', { id: name })).body.result
  expect(shown).toMatchObject({
    id,
    name,
    title: expect.stringContaining('停车场'),
    isopen: true,
    organization: { name: 'data_office', is_organization: true },
    groups: [{ name: 'transport', title: '交通出行' }],
    tags: [{ name: '停车', vocabulary_id: null }, { name: '两 个词' }],
    metadata_modified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
    resources: [
      {
        id: resource,
        package_id: id,
        datastore_active: true,
        position: 0,
        format: 'CSV',
        url: expect.stringContaining(`/ckan/datastore/dump/${resource}`),
      },
    ],
  })
  expect((await post('package_show', { id })).body.result).toEqual(shown)
  expect((await get('resource_show', { id: resource })).body.result.package_id).toBe(id)
  expect((await get('organization_list')).body.result).toContain('data_office')
  expect((await get('organization_list', { all_fields: 'true', sort: 'package_count desc' })).body.result[0]).toMatchObject({
    package_count: expect.any(Number),
    is_organization: true,
  })
  expect(
    (await get('organization_show', { id: shown.owner_org, include_datasets: 'true' })).body.result.packages.map(
      (it: { name: string }) => it.name,
    ),
  ).toContain(name)
  expect((await get('group_show', { id: 'transport' })).body.result).toMatchObject({ title: '交通出行', is_organization: false })
  expect((await get('tag_list', { query: '停' })).body.result).toEqual(['停车'])
  expect((await get('tag_show', { id: '两 个词' })).body.result.name).toBe('两 个词')
  expect((await get('license_list')).body.result.map((it: { id: string }) => it.id)).toContain('cc-by')
  expect((await get('group_list', { sort: 'nothing' })).status).toBe(409)
  expect((await get('user_show', { id: 'admin' })).status).toBe(403)
  expect(JSON.stringify(shown)).not.toMatch(/provider_account|creator_user_id":"/)
})

test('§3: package_search: words of two characters, filters, facets that agree, a total order, odd signs', async () => {
  const stamp = `标记${process.pid}`
  for (let at = 0; at < 5; at++)
    await published(lots.slice(0, 6), {
      tags: [{ name: stamp }, { name: at % 2 ? '奇' : '偶' }],
      extras: [{ key: 'round', value: String(at) }],
    })
  const search = async (query: Record<string, string>) => (await get('package_search', query)).body.result
  const fq = `tags:"${stamp}"`
  expect(await search({ fq, rows: '0' })).toMatchObject({ count: 5, results: [] })
  expect((await search({ q: '泊位', fq })).count).toBe(5)
  expect((await search({ q: '没有这个词', fq })).count).toBe(0)
  expect((await search({ fq: `+tags:"${stamp}" -tags:奇` })).count).toBe(3)
  expect((await search({ fq: `tags:${stamp} AND (tags:奇 OR extras_round:0) AND res_format:csv` })).count).toBe(3)
  expect((await search({ fq: `${fq} AND metadata_modified:[2024-01-01T00:00:00Z TO *]` })).count).toBe(5)
  expect((await search({ fq: `${fq} AND metadata_modified:[* TO NOW-1DAY]` })).count).toBe(0)
  expect((await post('package_search', { fq_list: [fq, 'organization:data_office'], rows: 2 })).body.result).toMatchObject({
    count: 5,
    results: [{}, {}],
  })
  const faceted = await search({ fq, rows: '0', 'facet.field': '["tags","organization","res_format","groups"]' })
  expect(faceted.facets).toMatchObject({ tags: { [stamp]: 5, 偶: 3, 奇: 2 }, organization: { data_office: 5 } })
  expect(faceted.search_facets.groups.items).toEqual([{ name: 'transport', display_name: '交通出行', count: 5 }])
  expect((await get('package_search', { 'facet.field': 'tags,x' })).status).toBe(409)
  const ids: string[] = []
  for (let start = 0; ; start += 2) {
    const { results } = await search({ fq, sort: 'id asc', rows: '2', start: String(start) })
    if (results.length === 0) break
    ids.push(...results.map((it: { id: string }) => it.id))
  }
  expect(ids).toEqual([...new Set(ids)].sort())
  expect(ids).toHaveLength(5)
  for (const sort of ['metadata_modified desc', 'title_string asc', 'name asc, id desc', 'score desc, metadata_modified desc'])
    expect((await search({ fq, sort })).count).toBe(5)
  expect((await get('package_search', { sort: 'colour asc' })).status).toBe(400)
  expect((await search({ rows: '5000' })).results.length).toBeLessThanOrEqual(1000)
  for (const q of [
    '"',
    '(',
    '\\',
    'AND',
    '*:*)',
    "'; drop table open_data.dataset; --",
    'nofield:x',
    'a:[',
    '\u0000'.replace('\0', '%'),
  ])
    expect((await get('package_search', { q })).status, q).toBe(200)
  for (const wrong of [{ rows: '-1' }, { rows: 'x' }, { start: 'x' }])
    expect((await get('package_search', wrong as never)).status).toBe(409)
  const draft = await post(
    'package_create',
    { name: `draft-${process.pid}`, title: stamp, owner_org: 'data_office', tags: [{ name: stamp }] },
    asKey(),
  )
  expect(draft.body.result.private).toBe(true)
  expect((await search({ fq })).count).toBe(5)
  expect((await get('package_search', { fq, include_private: 'true' }, asKey())).body.result.count).toBe(6)
  expect((await get('package_show', { id: `draft-${process.pid}` })).status).toBe(404)
})

test('§4: datastore_search: filters, words, order, fields, forms, totals, links; what is wrong is 409', async () => {
  const { resource } = await published(lots)
  const rows = async (query: Record<string, string>) =>
    (await get('datastore_search', { resource_id: resource, ...query })).body.result
  const all = await rows({})
  expect(all).toMatchObject({
    total: 30,
    limit: 100,
    records_format: 'objects',
    total_was_estimated: false,
    include_total: true,
    _links: { start: expect.any(String), next: expect.stringContaining('offset=100') },
  })
  expect(all.fields.map((it: { id: string; type: string }) => `${it.id}:${it.type}`)).toEqual([
    '_id:int',
    '名称:text',
    '街镇:text',
    '泊位:int8',
    '单价:float8',
    '启用:date',
    'lon:float8',
    'lat:float8',
  ])
  expect(all.records[0]).toEqual({ _id: 1, ...lots[0] })
  expect((await rows({ filters: '{"街镇":"夏阳街道"}' })).total).toBe(10)
  expect((await rows({ filters: '{"街镇":["夏阳街道","朱家角镇"],"泊位":{"gte":100,"lt":150}}' })).total).toBe(6)
  expect(
    (
      await post('datastore_search', {
        resource_id: resource,
        filters: { 启用: '2021-03-01' },
        limit: 3,
        sort: '泊位 desc nulls last, _id',
        fields: ['名称', '泊位'],
      })
    ).body.result,
  ).toMatchObject({ total: 6, records: [{ 名称: '停车场27号', 泊位: 150 }, {}, {}] })
  expect((await rows({ q: '盈浦' })).total).toBe(10)
  expect((await rows({ q: '{"街镇":"朱家"}' })).total).toBe(10)
  expect((await rows({ q: "'); drop table x --" })).records).toEqual([])
  expect((await rows({ distinct: 'true', fields: '街镇', sort: '街镇' })).total).toBe(3)
  expect((await rows({ records_format: 'lists', fields: '名称,泊位', limit: '1' })).records).toEqual([['停车场1号', 20]])
  expect((await rows({ records_format: 'csv', fields: '名称,泊位', limit: '2' })).records).toBe('停车场1号,20\n停车场2号,25\n')
  expect((await rows({ offset: '28' })).records.map((it: { _id: number }) => it._id)).toEqual([29, 30])
  expect((await rows({ limit: '99999' })).limit).toBe(32000)
  expect((await rows({ include_total: 'false' })).total).toBeUndefined()
  for (const wrong of [
    { filters: '{"没有":1}' },
    { filters: '{"泊位":"很多"}' },
    { filters: '[' },
    { sort: '没有 asc' },
    { sort: '名称; drop' },
    { fields: '没有' },
    { records_format: 'x' },
    { limit: 'x' },
    { filters: '{"启用":"2026-02-31x"}' },
  ])
    expect((await get('datastore_search', { resource_id: resource, ...(wrong as object) })).status, JSON.stringify(wrong)).toBe(
      409,
    )
  expect((await get('datastore_search', { resource_id: 'no' })).status).toBe(404)
  expect((await get('datastore_info', { id: resource })).body.result).toMatchObject({
    meta: { count: 30 },
    schema: { 泊位: 'int8' },
  })
  expect((await get('datastore_search_sql', { sql: `select * from "${resource}"` })).status).toBe(400)
  const dump = await house.app.inject({ url: `/ckan/datastore/dump/${resource}?bom=true` })
  expect(dump.body.startsWith('\uFEFF_id,名称')).toBe(true)
  expect(dump.body.trim().split('\n')).toHaveLength(31)
  expect((await house.app.inject({ url: `/ckan/datastore/dump/${resource}?format=json` })).json().records).toHaveLength(30)
  expect((await house.app.inject({ url: `/ckan/datastore/dump/${resource}?format=exe` })).statusCode).toBe(400)
})

test('pages of a sorted table follow each other to its end as if it were read at once, wherever rows are alike or empty', async () => {
  const many = Array.from({ length: 2600 }, (_, at) => ({
    名称: `停车场${at}号`,
    街镇: ['夏阳街道', '盈浦街道', '朱家角镇'][at % 3],
    泊位: at % 7 === 0 ? null : (at * 7919) % 40,
  }))
  const { resource } = await published(many)
  const ids = async (query: Record<string, string>) => {
    const { result } = (await get('datastore_search', { resource_id: resource, fields: '_id,泊位', ...query })).body
    return { total: result.total, ids: result.records.map((it: { _id: number }) => it._id) }
  }
  for (const sort of ['', '泊位', '泊位 desc', '街镇 desc', '街镇, 泊位 desc nulls last', '泊位 nulls first', '_id desc'])
    for (const filters of ['', '{"街镇":["夏阳街道","盈浦街道"]}', '{"泊位":null}']) {
      const query = { sort, ...(filters && { filters }) }
      const whole = await ids({ ...query, limit: '3000' })
      expect(new Set(whole.ids).size).toBe(whole.total)
      const pages = []
      for (let offset = 0; offset < whole.total + 1; offset += 400)
        pages.push(...(await ids({ ...query, limit: '400', offset: String(offset) })).ids)
      expect(pages, `${sort} ${filters}`).toEqual(whole.ids)
    }
  expect((await ids({ sort: '泊位', offset: '5000' })).ids).toEqual([])
})

test('§5: DCAT in four forms, paged, by address and by wish', async () => {
  const { id, name } = await published(lots)
  const types: Record<string, string> = {
    ttl: 'text/turtle',
    n3: 'text/n3',
    jsonld: 'application/ld+json',
    rdf: 'application/rdf+xml',
    xml: 'application/rdf+xml',
  }
  for (const [form, type] of Object.entries(types)) {
    const one = await house.app.inject({ url: `/ckan/dataset/${name}.${form}` })
    expect([one.statusCode, String(one.headers['content-type']).split(';')[0]]).toEqual([200, type])
    expect(one.body).toContain(id)
    expect(one.body).toContain('停车')
    expect((await house.app.inject({ url: `/catalog.${form}?page=1` })).body).toContain('hydra')
  }
  expect((await house.app.inject({ url: '/ckan/catalog.exe' })).statusCode).toBe(404)
  expect((await house.app.inject({ url: '/ckan/catalog.ttl?page=x' })).statusCode).toBe(409)
  expect((await house.app.inject({ url: '/ckan/catalog.ttl?page=999' })).statusCode).toBe(200)
  expect((await house.app.inject({ url: '/ckan/catalog.ttl?modified_since=2999-01-01' })).body).not.toContain(id)
  expect((await house.app.inject({ url: `/dataset/${id}`, headers: { accept: 'text/html' } })).headers['location']).toMatch(
    new RegExp(`/data/${name}$`),
  )
  expect(
    (await house.app.inject({ url: `/dataset/${id}`, headers: { accept: 'text/turtle' } })).headers['content-type'],
  ).toContain('text/turtle')
})

test('§6: writing by key passes the same gate: telephone numbers are refused in CKAN’s words, rows are changed and taken back', async () => {
  const name = `people-${process.pid}`
  const { body } = await post(
    'package_create',
    { name, title: '志愿者', notes: '名单', owner_org: 'data_office' },
    { 'x-ckan-api-key': key },
  )
  const people = Array.from({ length: 12 }, (_, at) => ({ 说明: `第${at}位`, 联系: `1390000${1000 + at}` }))
  const table = await post(
    'datastore_create',
    { resource: { package_id: body.result.id, name: '名单' }, records: people },
    asKey(),
  )
  expect(table.status).toBe(200)
  expect((await post('package_patch', { id: name, private: false }, asKey())).body.result.private).toBe(false)
  const resource = table.body.result.resource_id
  const open = (await get('datastore_search', { resource_id: resource })).body.result
  expect(open.fields.map((it: { id: string }) => it.id)).toEqual(['_id', '说明'])
  expect(JSON.stringify(open)).not.toContain('1390000')
  const leak = await post(
    'datastore_upsert',
    { resource_id: resource, method: 'insert', records: [{ 说明: '请打 13812345678', 联系: '13900009999' }] },
    asKey(),
  )
  expect(leak).toMatchObject({
    status: 409,
    body: { error: { __type: 'Validation Error', privacy: [expect.stringContaining('Mobile number')] } },
  })
  expect((await get('datastore_search', { resource_id: resource })).body.result.total).toBe(12)
  expect(
    (
      await post(
        'datastore_upsert',
        {
          resource_id: resource,
          method: 'upsert',
          primary_key: ['说明'],
          records: [{ 说明: '第0位', 联系: '13900009999' }, { 说明: '第12位' }],
        },
        asKey(),
      )
    ).status,
  ).toBe(200)
  expect((await get('datastore_search', { resource_id: resource })).body.result.total).toBe(13)
  expect((await post('datastore_delete', { resource_id: resource, filters: { 说明: '第12位' } }, asKey())).status).toBe(200)
  expect((await get('datastore_search', { resource_id: resource })).body.result.total).toBe(12)
  const stranger = (await (await house.as('resident')).post('/api/open-data/keys', { name: '我的' })).body.key
  for (const [action, payload] of [
    ['package_patch', { id: name, title: 'x' }],
    ['package_delete', { id: name }],
    ['datastore_upsert', { resource_id: resource, method: 'insert', records: [] }],
    ['package_create', { name: 'zz-top', owner_org: 'data_office' }],
  ] as const)
    expect((await post(action, payload, { authorization: stranger })).status, action).toBe(403)
  expect(await post('package_create', { name: 'Ü', owner_org: 'data_office', license_id: 'mine' }, asKey())).toMatchObject({
    status: 409,
    body: { error: { name: expect.any(Array), license_id: expect.any(Array) } },
  })
  expect((await post('package_delete', { id: name }, asKey())).body.success).toBe(true)
  expect((await get('datastore_search', { resource_id: resource })).status).toBe(404)
})

test('a key counts, says what is left, and is refused when its day is used up', async () => {
  const resident = await house.as('resident')
  const made = (await resident.post('/api/open-data/keys', { name: '计数' })).body
  const first = await get('status_show', {}, { authorization: made.key })
  expect(Number(first.headers['x-ratelimit-remaining'])).toBe(Number(first.headers['x-ratelimit-limit']) - 1)
  await get('package_list', {}, { 'x-ckan-api-key': made.key })
  await get('package_search', {}, { 'x-ckan-api-key': made.key })
  const [mine] = (await resident.get('/api/open-data/keys')).body.items.filter((it: { id: string }) => it.id === made.item.id)
  expect(mine.usedToday).toBeGreaterThan(0)
  expect((await resident.delete(`/api/open-data/keys/${made.item.id}`)).status).toBe(204)
  expect((await get('status_show', {}, { authorization: made.key })).headers['x-ratelimit-limit']).toBeUndefined()
})
