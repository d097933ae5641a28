import { createHash, randomUUID } from 'node:crypto'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '#kernel'
import { district, type Person, springDistrict, type TestDistrict } from '../../app/testing.ts'
import { plainJpeg } from '../../protocols/media.testing.ts'

/** The numbers in the names are those of the check list that this interface is built to. */
let house: TestDistrict
let supervisor: Person
let dispatcher: Person
const key = `dk_${randomUUID()}`
const mute = `dk_${randomUUID()}`
const point = { lat: '31.1389', long: '121.1168' }

async function client(apiKey: string, role?: string): Promise<void> {
  const { kysely } = house.platform.database
  const id = newId()
  await sql`insert into identity.client (id, name, key_hash, key_hint, per_minute, created_by, created_at)
    values (${id}, '随手拍', ${createHash('sha256').update(apiKey).digest('hex')}, 'dk_…', 600, 'story', now())`.execute(kysely)
  if (role)
    await sql`insert into identity.role_grant (id, holder, role, tree, granted_by, granted_at) values (${newId()}, ${id}, ${role}, 'all', 'story', now())`.execute(
      kysely,
    )
}

beforeAll(async () => {
  house = await district()
  supervisor = await house.as('supervisor')
  dispatcher = await house.as('dispatcher')
  await client(key, 'open311_client')
  await client(mute)
}, 240_000)

const get = (url: string) => house.app.inject({ url: `/open311/v2/${url}` })
const post = (fields: Record<string, string> | string, format = 'json', headers = {}) =>
  house.app.inject({
    method: 'POST',
    url: `/open311/v2/requests.${format}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
    payload:
      typeof fields === 'string'
        ? fields
        : new URLSearchParams({ api_key: key, service_code: 'event-01-02', ...fields }).toString(),
  })
const xml = (text: string) => {
  expect(XMLValidator.validate(text)).toBe(true)
  return new XMLParser({
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => ['service', 'request', 'attribute', 'error', 'endpoint', 'request_update'].includes(name),
  }).parse(text)
}
const filed = async (fields: Record<string, string> = {}): Promise<string> => {
  const answer = await post({ ...point, ...fields })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json()[0].service_request_id
}
const W3C = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/

test('D1–D8: discovery in both formats says the same, with specification, formats and a changeset in the past', async () => {
  const json = await house.app.inject({ url: '/open311/discovery.json' })
  const asXml = await house.app.inject({ url: '/open311/discovery.xml' })
  expect(json.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(asXml.headers['content-type']).toBe('text/xml; charset=utf-8')
  expect(asXml.body.startsWith('<?xml version="1.0" encoding="UTF-8"?>')).toBe(true)
  const one = json.json()
  const { discovery } = xml(asXml.body)
  const [endpoint] = one.endpoints
  expect(Object.keys(one)).toEqual(['changeset', 'contact', 'key_service', 'endpoints'])
  expect(endpoint).toMatchObject({
    specification: 'http://wiki.open311.org/GeoReport_v2',
    type: 'test',
    formats: ['text/xml', 'application/json'],
  })
  expect(endpoint.url).toMatch(/\/open311\/v2$/)
  expect(one.changeset).toMatch(W3C)
  expect(new Date(one.changeset).getTime()).toBeLessThanOrEqual(house.clock.now.getTime())
  expect(discovery).toMatchObject({
    changeset: one.changeset,
    contact: one.contact,
    key_service: one.key_service,
    endpoints: { endpoint: [{ url: endpoint.url, formats: { format: endpoint.formats } }] },
  })
  expect((await house.app.inject({ url: '/open311/discovery.json' })).json().changeset).toBe(one.changeset)
})

test('S1–S5: services are a bare list with string codes, and what the public cannot report is not on it', async () => {
  const list = (await get('services.json')).json()
  expect(Array.isArray(list)).toBe(true)
  for (const service of list) {
    expect(service).toMatchObject({
      service_code: expect.any(String),
      service_name: expect.any(String),
      description: expect.any(String),
      metadata: expect.any(Boolean),
      type: 'realtime',
      keywords: expect.any(String),
      group: expect.any(String),
    })
  }
  const codes = list.map((service: { service_code: string }) => service.service_code)
  expect(new Set(codes).size).toBe(codes.length)
  expect(codes).toContain('event-01-02')
  expect(codes).not.toContain('event-06-01')
  const asXml = xml((await get('services.xml')).body)
  expect(asXml.services.service).toHaveLength(list.length)
  expect(asXml.services.service[1]).toMatchObject({
    service_code: list[1].service_code,
    service_name: list[1].service_name,
    metadata: String(list[1].metadata),
  })
  expect(
    (await house.app.inject({ url: '/open311/v2/services.json', headers: { 'accept-language': 'en' } })).json()[1].service_name,
  ).toBe('Exposed rubbish')
})

test('F1–F4: a service’s attributes, their types, values and order; unknown is 404, none is an empty list', async () => {
  const definition = (await get('services/event-04-01.json')).json()
  expect(definition).toMatchObject({
    service_code: 'event-04-01',
    attributes: [
      {
        variable: true,
        code: 'danger',
        datatype: 'singlevaluelist',
        required: true,
        datatype_description: null,
        order: 1,
        description: '会不会伤到人',
        values: [{ key: 'yes', name: '会' }, { key: 'no' }],
      },
      { code: 'depth_cm', datatype: 'number', required: false, order: 2 },
    ],
  })
  const asXml = xml((await get('services/event-04-01.xml')).body)
  expect(asXml.service_definition.attributes.attribute[0].values.value[0]).toEqual({ key: 'yes', name: '会' })
  expect((await get('services/event-01-04.json')).json()).toEqual({ service_code: 'event-01-04', attributes: [] })
  expect((await get('services/nothing.json')).statusCode).toBe(404)
  expect((await get('services/event-06-01.json')).statusCode).toBe(404)
})

test('P1–P7: what a report needs, and what each fault is called', async () => {
  const codeOf = async (fields: Record<string, string>) => (await post(fields)).statusCode
  expect(await codeOf({ api_key: '', ...point })).toBe(403)
  expect(await codeOf({ api_key: 'dk_wrong', ...point })).toBe(403)
  expect(await codeOf({ api_key: mute, ...point })).toBe(403)
  expect(await codeOf({ service_code: '', ...point })).toBe(400)
  expect(await codeOf({ service_code: 'nothing', ...point })).toBe(404)
  expect(await codeOf({})).toBe(400)
  expect(await codeOf({ lat: point.lat })).toBe(400)
  expect(await codeOf({ ...point, lat: 'north' })).toBe(400)
  expect(await codeOf({ ...point, lat: '91' })).toBe(400)
  expect(await codeOf({ lat: '30.0', long: '120.0' })).toBe(400)
  expect(await codeOf({ ...point, description: '字'.repeat(4001) })).toBe(400)
  expect(await codeOf({ ...point, media_url: 'javascript:alert(1)' })).toBe(400)
  expect(await codeOf({ ...point, service_code: 'event-04-01' })).toBe(400)
  const missing = await post({ ...point, service_code: 'event-04-01' })
  expect(missing.json()).toMatchObject([{ code: 400, description: expect.stringContaining('danger') }])
  expect(await codeOf({ ...point, service_code: 'event-04-01', 'attribute[danger]': 'perhaps' })).toBe(400)
  expect(await codeOf({ ...point, service_code: 'event-04-01', 'attribute[danger]': 'yes', 'attribute[depth_cm]': 'deep' })).toBe(
    400,
  )
  expect(await codeOf({ ...point, description: '字'.repeat(4000) })).toBe(200)
  expect(await codeOf({ address_string: '青浦镇城中北路 1 号' })).toBe(200)

  const good = await post({
    ...point,
    service_code: 'event-04-01',
    'attribute[danger]': 'yes',
    'attribute[depth_cm]': '35',
    email: 'a@b.example',
    first_name: '小明',
    phone: '19900003333',
  })
  expect(good.json()).toEqual([
    { service_request_id: expect.any(String), service_notice: expect.stringContaining('青城管'), account_id: null },
  ])
  const seen = (await supervisor.get(`/api/city-management/cases/${good.json()[0].service_request_id}`)).body
  expect(seen).toMatchObject({
    channel: 'open311',
    state: 'accepting',
    reportList: [{ attributes: { danger: 'yes', depth_cm: 35 }, reporter: { phone: '199****3333' } }],
  })
  const asXml = xml((await post({ ...point }, 'xml')).body)
  expect(asXml.service_requests.request[0]).toMatchObject({ service_request_id: expect.any(String) })
})

test('P3: several values of one attribute', async () => {
  const body = new URLSearchParams([
    ['api_key', key],
    ['service_code', 'event-01-07'],
    ['lat', point.lat],
    ['long', point.long],
    ['attribute[burning][]', 'leaves'],
    ['attribute[burning][]', 'rubbish'],
  ]).toString()
  const answer = await post(body)
  expect(answer.statusCode).toBe(200)
  expect(
    (await supervisor.get(`/api/city-management/cases/${answer.json()[0].service_request_id}`)).body.reportList[0].attributes,
  ).toEqual({ burning: ['leaves', 'rubbish'] })
})

test('P8, P9: photos in a multipart form, behind the key; the same idempotency key is one report', async () => {
  const edge = 'edge'
  const field = (name: string, value: string) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const file = `--${edge}\r\ncontent-disposition: form-data; name="media"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const send = (fields: string, idempotency: string) =>
    house.app.inject({
      method: 'POST',
      url: '/open311/v2/requests.json',
      headers: { 'content-type': `multipart/form-data; boundary=${edge}`, 'idempotency-key': idempotency },
      payload: Buffer.concat([Buffer.from(fields + file), plainJpeg, Buffer.from(`\r\n--${edge}--\r\n`)]),
    })
  const fields =
    field('api_key', key) + field('service_code', 'event-01-02') + field('lat', point.lat) + field('long', point.long)
  const one = await send(fields, 'same')
  expect(one.statusCode, one.body).toBe(200)
  expect((await send(fields, 'same')).json()[0].service_request_id).toBe(one.json()[0].service_request_id)
  expect((await send(fields, 'other')).json()[0].service_request_id).not.toBe(one.json()[0].service_request_id)
  expect((await send(field('service_code', 'event-01-02'), 'x')).statusCode).toBe(403)
  expect((await supervisor.get(`/api/city-management/cases/${one.json()[0].service_request_id}`)).body.pictures).toMatchObject([
    { kind: 'image/jpeg' },
  ])
})

test('P11, X4, X5, X10, Q10: seen at once by id, every field there, text round-trips in both formats, nothing personal', async () => {
  const description = '路边垃圾 <b>&amp; ]]> "引号"\n第二行\t制表\u0007\u001f 🗑️'
  const id = await filed({
    description,
    first_name: '王小二',
    phone: '19900004444',
    email: 'wang@x.example',
    media_url: 'https://photos.example/1.jpg?a=1&b=2',
  })
  const clean = '路边垃圾 <b>&amp; ]]> "引号"\n第二行\t制表\u0007\u001f 🗑️'
  const [one] = (await get(`requests/${id}.json`)).json()
  expect(one).toMatchObject({
    service_request_id: id,
    status: 'open',
    service_code: 'event-01-02',
    service_name: '暴露垃圾',
    description: clean,
    lat: 31.1389,
    long: 121.1168,
    media_url: 'https://photos.example/1.jpg?a=1&b=2',
    zipcode: null,
    address_id: null,
    expected_datetime: null,
  })
  expect(one.requested_datetime).toMatch(W3C)
  expect(one.updated_datetime).toMatch(W3C)
  for (const name of [
    'service_request_id',
    'status',
    'service_name',
    'service_code',
    'requested_datetime',
    'updated_datetime',
    'address',
    'address_id',
    'zipcode',
    'lat',
    'long',
    'media_url',
  ])
    expect(one).toHaveProperty(name)
  const answer = await get(`requests/${id}.xml`)
  const asXml = xml(answer.body).service_requests.request[0]
  expect(asXml.zipcode).toBe('')
  expect(asXml.description).toBe(clean.replaceAll(/[\u0007\u001f]/g, ''))
  for (const secret of ['王小二', '19900004444', 'wang@x.example'])
    expect(answer.body + JSON.stringify(one)).not.toContain(secret)
})

test('Q1–Q8: filters, spans, paging and their faults', async () => {
  const ids = [await filed(), await filed({ service_code: 'event-05-05' }), await filed({ service_code: 'component-03-02' })]
  const idsOf = async (query: string) =>
    (await get(`requests.json?${query}`)).json().map((item: { service_request_id: string }) => item.service_request_id)
  expect(new Set(await idsOf(`service_request_id=${ids[0]},${ids[1]},unknown&status=closed&service_code=nothing`))).toEqual(
    new Set(ids.slice(0, 2)),
  )
  expect(await idsOf('service_code=event-05-05,component-03-02')).toEqual(expect.arrayContaining(ids.slice(1)))
  expect(await idsOf('service_code=event-05-05')).not.toContain(ids[2])
  expect(await idsOf('status=closed')).not.toContain(ids[0])
  expect(await idsOf('status=open,closed')).toContain(ids[0])
  expect(await idsOf('status=&service_code=&start_date=&jurisdiction_id=')).toContain(ids[0])
  expect(await idsOf('jurisdiction_id=qingpu')).toContain(ids[0])
  const newest = await idsOf('')
  expect(newest.indexOf(ids[2])).toBeLessThan(newest.indexOf(ids[0]))
  const [first, second] = [await idsOf('page=1&page_size=2'), await idsOf('page=2&page_size=2')]
  expect(first).toHaveLength(2)
  expect(new Set([...first, ...second]).size).toBe(4)
  const now = house.clock.now.getTime()
  const day = (n: number) => encodeURIComponent(new Date(now + n * 86_400_000).toISOString())
  expect(await idsOf(`start_date=${day(-1)}&end_date=${day(1)}`)).toContain(ids[0])
  expect(await idsOf(`end_date=${day(-2)}`)).not.toContain(ids[0])
  expect(await idsOf(`start_date=${new Date(now - 3_600_000).toISOString().replace('Z', '+00:00')}`)).toContain(ids[0])
  expect(await idsOf(`updated_after=${day(1)}`)).toEqual([])
  const status = async (query: string) => (await get(`requests.json?${query}`)).statusCode
  expect(await status(`start_date=${day(-100)}&end_date=${day(0)}`)).toBe(400)
  expect(await status('start_date=yesterday')).toBe(400)
  expect(await status('start_date=2026-02-30')).toBe(400)
  expect(await status(`start_date=${day(0)}&end_date=${day(-1)}`)).toBe(400)
  expect(await status('status=pending')).toBe(400)
  expect(await status('page=0')).toBe(400)
  expect(await status('page_size=1001')).toBe(400)
  expect(await status('jurisdiction_id=elsewhere')).toBe(404)
  expect((await get('requests.json?service_code=nothing')).json()).toEqual([])
  expect((await get('requests.xml?service_code=nothing')).body).toContain('<service_requests/>')
})

test('Q9: what is hidden, and what a sensor raised, appears neither in the list nor by id', async () => {
  const id = await filed()
  const { version } = (await supervisor.get(`/api/city-management/cases/${id}`)).body
  expect(
    await supervisor.post(`/api/city-management/cases/${id}/hide`, { version, hidden: true, reason: '涉及个人隐私' }),
  ).toMatchObject({ status: 200 })
  expect((await get(`requests/${id}.json`)).statusCode).toBe(404)
  expect((await get(`requests.json?service_request_id=${id}`)).json()).toEqual([])
  expect((await get('requests.json')).body).not.toContain(id)
})

test('status: open through the steps, closed with the reason when it is not taken up', async () => {
  const id = await filed()
  const act = async (action: string, body: object) =>
    dispatcher.post(`/api/city-management/cases/${id}/${action}`, {
      version: (await supervisor.get(`/api/city-management/cases/${id}`)).body.version,
      ...body,
    })
  await act('accept', { accept: true })
  expect((await get(`requests/${id}.json`)).json()).toMatchObject([
    { status: 'open', status_notes: '待立案', expected_datetime: null },
  ])
  await act('file', { file: false, reason: '现场已无垃圾，联系人 19900008888' })
  const [closed] = (await get(`requests/${id}.json`)).json()
  expect(closed).toMatchObject({ status: 'closed', status_notes: '不予立案：现场已无垃圾，联系人 ＊＊＊' })
  expect(new Date(closed.updated_datetime).getTime()).toBeGreaterThanOrEqual(new Date(closed.requested_datetime).getTime())
})

test('what happened to requests is told step by step, with reasons and without what stays in the house', async () => {
  const id = await filed()
  for (const [action, body] of [
    ['accept', { accept: true }],
    ['file', { file: false, reason: '现场已无垃圾，联系人 19900008888' }],
  ] as const) {
    const { version } = (await supervisor.get(`/api/city-management/cases/${id}`)).body
    await dispatcher.post(`/api/city-management/cases/${id}/${action}`, { version, ...body })
  }
  const told = (await get(`servicerequestupdates.json?service_request_id=${id}`)).json()
  expect(told).toEqual([
    {
      update_id: expect.any(String),
      service_request_id: id,
      status: 'open',
      updated_datetime: expect.stringMatching(W3C),
      description: '受理',
      media_url: null,
    },
    expect.objectContaining({ status: 'closed', description: '不予立案：现场已无垃圾，联系人 ＊＊＊' }),
  ])
  const asXml = xml((await get(`servicerequestupdates.xml?service_request_id=${id}`)).body)
  expect(asXml.service_request_updates.request_update[1]).toMatchObject({ status: 'closed', media_url: '' })
  const since = encodeURIComponent(new Date(house.clock.now.getTime() - 3_600_000).toISOString())
  const recent = (await get(`servicerequestupdates.json?start_date=${since}`)).json()
  expect(recent.map(({ update_id }: { update_id: string }) => update_id)).toEqual(
    expect.arrayContaining(told.map(({ update_id }: { update_id: string }) => update_id)),
  )
  expect((await get(`servicerequestupdates.json?end_date=${since}&service_request_id=${id}`)).json()).toEqual([])
  expect((await get('servicerequestupdates.json?start_date=never')).statusCode).toBe(400)
  const { version } = (await supervisor.get(`/api/city-management/cases/${id}`)).body
  await supervisor.post(`/api/city-management/cases/${id}/hide`, { version, hidden: true, reason: '涉及隐私' })
  expect((await get(`servicerequestupdates.json?service_request_id=${id}`)).json()).toEqual([])
})

test('once a unit has it, the report says when it is expected to be done', async () => {
  const spring = await springDistrict()
  const [admin, officer] = [await spring.as('admin'), await spring.as('dispatcher')]
  const { key: own } = (
    await admin.post('/api/identity/clients', { name: '随手拍', grants: [{ role: 'open311_client', tree: 'all' }] })
  ).body
  const made = await spring.app.inject({
    method: 'POST',
    url: '/open311/v2/requests.json',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ api_key: own, service_code: 'event-01-02', ...point }).toString(),
  })
  const id = made.json()[0].service_request_id
  for (const [action, body] of [
    ['accept', { accept: true }],
    ['file', { file: true }],
    ['dispatch', { unit: 'qingpu.greening' }],
  ] as const) {
    const { version } = (await officer.get(`/api/city-management/cases/${id}`)).body
    expect(await officer.post(`/api/city-management/cases/${id}/${action}`, { version, ...body })).toMatchObject({ status: 200 })
  }
  const [one] = (await spring.app.inject({ url: `/open311/v2/requests/${id}.json` })).json()
  const { dueAt } = (await officer.get(`/api/city-management/cases/${id}`)).body
  expect(one.expected_datetime).toMatch(W3C)
  expect(Date.parse(one.expected_datetime)).toBe(Math.floor(Date.parse(dueAt) / 1000) * 1000)
})

test('JSON, a key in the address, numbered values: what clients in the field send means the same; anything else is refused in the form of the errors', async () => {
  const send = (url: string, type: string, payload: string) =>
    house.app.inject({ method: 'POST', url: `/open311/v2/${url}`, headers: { 'content-type': type }, payload })
  const attributesOfCase = async (id: string) =>
    (await supervisor.get(`/api/city-management/cases/${id}`)).body.reportList[0].attributes
  const asJson = await send(
    'requests.json',
    'application/json',
    JSON.stringify({
      api_key: key,
      service_code: 'event-04-01',
      lat: 31.1389,
      long: 121.1168,
      attribute: { danger: 'yes', depth_cm: 20 },
      email: null,
      odd: { nested: [1] },
    }),
  )
  expect(asJson.statusCode, asJson.body).toBe(200)
  expect(await attributesOfCase(asJson.json()[0].service_request_id)).toEqual({ danger: 'yes', depth_cm: 20 })
  const numbered = await send(
    `requests.json?api_key=${key}&jurisdiction_id=qingpu`,
    'application/x-www-form-urlencoded',
    'service_code=event-01-07&lat=31.1389&long=121.1168&attribute[burning][0]=leaves&attribute[burning][1]=rubbish',
  )
  expect(numbered.statusCode, numbered.body).toBe(200)
  expect(await attributesOfCase(numbered.json()[0].service_request_id)).toEqual({ burning: ['leaves', 'rubbish'] })
  for (const [type, payload, status] of [
    ['text/xml', '<request/>', 415],
    ['application/json', '[1]', 415],
    ['application/json', '{"api_key":[1,{}],"lat":{}}', 403],
    ['application/json', '{', 400],
    ['image/png', 'x', 415],
  ] as const) {
    const answer = await send('requests.json', type, payload)
    expect(answer.json(), `${type} ${payload}`).toMatchObject([{ code: status, description: expect.any(String) }])
    expect(answer.statusCode).toBe(status)
  }
})

test('X11: a page of another site may ask first what it may do, and a wrong method is told which there are', async () => {
  const asked = await house.app.inject({
    method: 'OPTIONS',
    url: '/open311/v2/requests.json',
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
  })
  expect(asked.statusCode).toBe(204)
  expect(asked.headers).toMatchObject({
    allow: 'GET, HEAD, POST, OPTIONS',
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
    'access-control-allow-headers': expect.stringContaining('content-type'),
  })
  const wrong = await house.app.inject({ method: 'DELETE', url: '/open311/v2/requests.xml' })
  expect(wrong).toMatchObject({ statusCode: 405, headers: { allow: 'GET, HEAD, POST, OPTIONS' } })
  expect(xml(wrong.body).errors.error[0]).toMatchObject({ code: '405' })
  const head = await house.app.inject({ method: 'HEAD', url: '/open311/v2/services.json' })
  expect(head).toMatchObject({ statusCode: 200, body: '' })
  // Our own addresses are asked by our own pages alone.
  const own = await house.app.inject({ method: 'OPTIONS', url: '/api/identity/me' })
  expect(own).toMatchObject({ statusCode: 204, headers: { allow: 'GET, HEAD, PATCH, OPTIONS' } })
  expect(own.headers['access-control-allow-origin']).toBeUndefined()
  expect((await house.app.inject({ method: 'PUT', url: '/api/identity/me' })).json()).toMatchObject({
    status: 405,
    code: 'method_not_allowed',
  })
})

test('T1, X7, X9, X11: tokens, unknown formats and addresses, the errors’ form, CORS', async () => {
  const answer = await post({ ...point })
  const { service_request_id: id } = answer.json()[0]
  const report = (await supervisor.get(`/api/city-management/cases/${id}`)).body.reportList[0]
  expect((await get(`tokens/${report.id}.json`)).json()).toEqual([{ service_request_id: id, token: report.id }])
  expect((await get('tokens/nothing.json')).statusCode).toBe(404)
  expect((await get('services.yaml')).statusCode).toBe(400)
  expect((await get('services')).statusCode).toBe(400)
  expect((await get('services.json/')).statusCode).toBe(200)
  expect((await get('%zz.json')).json()).toMatchObject({ status: 400, code: 'bad_request' })
  expect((await get('nothing.json')).statusCode).toBe(404)
  expect((await get(`requests/${randomUUID()}.json`)).json()).toMatchObject([{ code: 404, description: expect.any(String) }])
  const failed = await get('requests/nothing.xml')
  expect(failed).toMatchObject({ statusCode: 404 })
  expect(failed.headers['content-type']).toBe('text/xml; charset=utf-8')
  expect(xml(failed.body).errors.error[0]).toMatchObject({ code: '404', description: expect.any(String) })
  expect((await get('services.json')).headers['access-control-allow-origin']).toBe('*')
  expect(failed.headers['access-control-allow-origin']).toBe('*')
})
