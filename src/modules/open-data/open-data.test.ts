import { beforeAll, expect, test } from 'vitest'
import { district, type Person, type TestDistrict } from '../../app/testing.ts'

let house: TestDistrict
let office: Person
let firm: Person
let resident: Person
beforeAll(async () => {
  house = await district()
  office = await house.as('data_office')
  firm = await house.as('enterprise')
  resident = await house.as('resident')
}, 240_000)

const path = '/api/open-data'
const CODE = '91350100M000100Y43'
/** A form with a description and a file, as the page sends it. */
async function handIn(person: Person, meta: object, csv: string) {
  const edge = 'x-story'
  const part = (name: string, body: string, more = '') =>
    `--${edge}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${body}\r\n`
  const answer = await house.app.inject({
    method: 'POST',
    url: `${path}/drafts`,
    headers: { 'content-type': `multipart/form-data; boundary=${edge}`, authorization: `Bearer ${person.token}` },
    payload: Buffer.from(`${part('meta', JSON.stringify(meta))}${part('file', csv, '; filename="members.csv"')}--${edge}--\r\n`),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const described = (name: string) => ({
  enterprise: '淀山湖商贸有限公司',
  creditCode: CODE,
  name,
  title: { zh: '会员消费年龄分布', en: 'Members by age' },
  notes: { zh: '会员的性别、出生日期、住址所在与年消费额。', en: 'Members.' },
  theme: 'economy',
  licence: 'cc-by',
  cycle: 8,
  tags: ['消费'],
})
const members = [
  '姓名,手机,性别,出生日期,住址,年消费',
  ...Array.from({ length: 200 }, (_, at) =>
    [
      `王${'芳娜伟洋静'[at % 5]}`,
      `139${String(10_000_000 + at)}`,
      at % 2 ? '男' : '女',
      `19${60 + (at % 4) * 10}-0${1 + (at % 9)}-1${at % 9}`,
      `${['夏阳街道盈港路', '朱家角镇漕平路'][at % 2]}${at}号${100 + at}室`,
      String(at * 10),
    ].join(','),
  ),
].join('\n')

test('an enterprise hands in a table of people: names and phones go, dates and addresses are made coarser, the office opens it', async () => {
  const name = `members-${process.pid}`
  expect((await handIn(firm, { ...described(name), creditCode: '91350100M000100Y44' }, members)).body.code).toBe(
    'credit_code_wrong',
  )
  const { status, body: draft } = await handIn(firm, described(name), members)
  expect(status, JSON.stringify(draft)).toBe(200)
  const [resource] = draft.resources
  expect(resource.report).toMatchObject({ verdict: 'open', rows: 200, before: { rows: 200, smallest: 1 } })
  expect(resource.plan).toMatchObject({
    aboutPeople: true,
    columns: { 姓名: { do: 'drop' }, 手机: { do: 'drop' }, 出生日期: { do: 'generalise' }, 住址: { do: 'generalise' } },
  })
  expect(JSON.stringify(draft)).not.toMatch(/139\d{8}|王[芳娜伟洋静]|\d+室/)
  const keep = { ...resource.plan, columns: { ...resource.plan.columns, 手机: { do: 'keep' } } }
  const stopped = await firm.put(`${path}/drafts/${draft.id}/resources/${resource.id}/plan`, keep)
  expect(stopped.body.resources[0].report).toMatchObject({
    verdict: 'blocked',
    why: [{ zh: expect.stringContaining('手机号码') }],
  })
  expect(await firm.post(`${path}/drafts/${draft.id}/submit`, {})).toMatchObject({ status: 409, body: { code: 'gate_blocked' } })
  const precise = {
    ...resource.plan,
    columns: { ...resource.plan.columns, 住址: { do: 'generalise', kind: 'address', level: 0 } },
  }
  expect(
    (await firm.put(`${path}/drafts/${draft.id}/resources/${resource.id}/plan`, precise)).body.resources[0].report.verdict,
  ).toBe('blocked')
  await firm.put(`${path}/drafts/${draft.id}/resources/${resource.id}/plan`, resource.plan)
  expect((await firm.post(`${path}/drafts/${draft.id}/submit`, {})).status).toBe(204)
  expect((await resident.get(`${path}/datasets/${name}`)).status).toBe(404)
  expect((await resident.get(`${path}/drafts/${draft.id}`)).status).toBe(404)
  expect((await office.get(`${path}/desk/inbox`)).body.items).toContainEqual(
    expect.objectContaining({ kind: 'review', id: draft.id }),
  )
  expect((await office.post(`${path}/drafts/${draft.id}/decide`, { approve: true })).status).toBe(204)
  const shown = (await resident.get(`${path}/datasets/${name}`)).body
  expect(shown).toMatchObject({
    publisher: { kind: 'enterprise', title: { zh: '淀山湖商贸有限公司' } },
    jsonLd: { '@type': 'Dataset' },
  })
  const rows = (await resident.get(`${path}/resources/${shown.resources[0].id}/rows?limit=1000`)).body.rows
  const quasi = Object.entries(resource.plan.columns).flatMap(([column, treatment]) =>
    (treatment as { do: string }).do === 'generalise' ? [column] : [],
  )
  const classes = Map.groupBy(rows as Record<string, unknown>[], (row) => JSON.stringify(quasi.map((column) => row[column])))
  for (const group of classes.values()) expect(group.length).toBeGreaterThanOrEqual(5)
  expect(JSON.stringify(rows)).not.toMatch(/139\d{8}|室|王[芳娜伟洋静]/)
  expect((await firm.get('/api/notify/messages')).body.items.map((it: { title: { zh: string } }) => it.title.zh)).toContain(
    '已开放：会员消费年龄分布',
  )
  expect((await firm.post(`${path}/drafts/${draft.id}/withdraw`, { why: '不再提供' })).status).toBe(204)
  expect((await resident.get(`${path}/datasets/${name}`)).status).toBe(404)
})

test('a column that only sounds like an identifier stays when its owner says why; one that holds any does not, whatever is said', async () => {
  const name = `hotlines-${process.pid}`
  const lines = (phone: (at: number) => string) =>
    ['网点,联系电话,街镇', ...Array.from({ length: 30 }, (_, at) => `服务网点${at},${phone(at)},夏阳街道`)].join('\n')
  const { body: draft } = await handIn(
    firm,
    described(name),
    lines((at) => `021-5973${2000 + at}`),
  )
  const [resource] = draft.resources
  expect(resource.report.identifiers).toEqual([expect.objectContaining({ column: '联系电话', by: 'heading', open: false })])
  expect(resource.plan.columns.联系电话.do).toBe('drop')
  const plan = (draftId: string, from: typeof resource, treatment: object) =>
    firm.put(`${path}/drafts/${draftId}/resources/${from.id}/plan`, {
      ...from.plan,
      columns: { ...from.plan.columns, 联系电话: treatment },
    })
  const verdict = (answer: { body: { resources: { report: { verdict: string } }[] } }) => answer.body.resources[0]?.report.verdict
  expect(verdict(await plan(draft.id, resource, { do: 'keep' }))).toBe('blocked')
  expect(verdict(await plan(draft.id, resource, { do: 'keep', because: '各网点公开的固定电话' }))).toBe('open')
  expect((await firm.post(`${path}/drafts/${draft.id}/submit`, {})).status).toBe(204)
  expect((await office.get(`${path}/drafts/${draft.id}`)).body.resources[0].plan.columns.联系电话).toEqual({
    do: 'keep',
    because: '各网点公开的固定电话',
  })
  const mobile = await handIn(
    firm,
    described(`${name}-mobile`),
    lines((at) => `139${10_000_000 + at}`),
  )
  const [held] = mobile.body.resources
  expect(verdict(await plan(mobile.body.id, held, { do: 'keep', because: '各网点公开的固定电话' }))).toBe('blocked')
})

test('charts draw one thing at a time, in its own unit, and places are counted once', async () => {
  const { resources } = (await resident.get(`${path}/datasets/macro-quarterly`)).body
  const url = `${path}/resources/${resources[0].id}/chart`
  const first = (await resident.get(url)).body
  expect(first).toMatchObject({ by: 'period_end', isTime: true, only: { column: 'indicator', choices: expect.any(Array) } })
  expect(first.only.choices).toContain('地区生产总值')
  const gdp = (await resident.get(`${url}?only=${encodeURIComponent('地区生产总值')}`)).body
  expect(gdp).toMatchObject({ unit: '亿元', only: { value: '地区生产总值' } })
  expect(gdp.points).toHaveLength(20)
  const { resources: areas } = (await resident.get(`${path}/datasets/areas`)).body
  expect((await resident.get(`${path}/resources/${areas[0].id}/chart`)).body).toMatchObject({ by: 'kind', only: null })
})

test('a department’s desk opens a resource of the catalogue; people see table, chart, places and files of it', async () => {
  const steward = await house.as('steward')
  const { items } = (await steward.get(`${path}/desk/candidates`)).body
  const stages = items.find((it: { slug: string; name: { zh: string } }) => it.name.zh === '案件各环节用时')
  expect(stages).toBeDefined()
  expect(
    (await steward.get(`${path}/desk/candidates`)).body.items.every(
      (it: { provider: { zh: string } }) => it.provider.zh === '区城市运行管理中心',
    ),
  ).toBe(true)
  const { data: areas } = { data: (await resident.get(`${path}/datasets/areas`)).body }
  expect(areas).toMatchObject({ title: { zh: '行政区划与网格' }, formats: ['CSV', 'GeoJSON', 'JSON', 'XLSX'], isLate: false })
  const [resource] = areas.resources
  expect(
    (await resident.get(`${path}/resources/${resource.id}/rows?q=${encodeURIComponent('夏阳')}`)).body.total,
  ).toBeGreaterThan(0)
  expect((await resident.get(`${path}/resources/${resource.id}/chart`)).body).toMatchObject({
    by: expect.any(String),
    points: expect.arrayContaining([expect.objectContaining({ value: expect.any(Number) })]),
  })
  expect((await resident.get(`${path}/resources/${resource.id}/places`)).body.items.length).toBe(resource.rowCount)
  const file = async (format: string) => house.app.inject({ url: `${path}/resources/${resource.id}/download?format=${format}` })
  expect((await file('csv')).body.split('\r\n')[0]).toContain('名称')
  expect((await file('json')).json()).toHaveLength(resource.rowCount)
  expect((await file('geojson')).json().features[0]).toMatchObject({ type: 'Feature', geometry: { type: 'Point' } })
  expect((await file('xlsx')).rawPayload.subarray(0, 2).toString()).toBe('PK')
  expect((await file('exe')).statusCode).toBe(400)
  const found = (await resident.get(`${path}/datasets?q=${encodeURIComponent('区划')}&theme=place`)).body
  expect(found.items.map((it: { name: string }) => it.name)).toContain('areas')
  expect(found.facets.res_format).toContainEqual({ value: 'GeoJSON', title: null, count: expect.any(Number) })
  expect((await resident.get(`${path}/home`)).body.numbers.datasets).toBeGreaterThan(0)
  expect(
    (await resident.get(`${path}/openapi`)).body.paths['/ckan/api/3/action/package_search'].get.parameters.length,
  ).toBeGreaterThan(3)
})

test('people ask, want, show and follow; each is answered within its limit and told', async () => {
  const asked = await resident.post(`${path}/datasets/areas/questions`, { body: '边界什么时候更新？' })
  expect(asked.body).toMatchObject({ by: expect.not.stringMatching('陈阿婆'), answer: null })
  expect(new Date(asked.body.dueAt).getTime()).toBeGreaterThan(house.clock.now.getTime())
  expect(
    (await (await house.as('steward')).post(`${path}/desk/questions/${asked.body.id}/answer`, { answer: '越权' })).status,
  ).toBe(404)
  expect((await office.post(`${path}/desk/questions/${asked.body.id}/answer`, { answer: '每年一次。' })).status).toBe(204)
  expect((await office.post(`${path}/desk/questions/${asked.body.id}/answer`, { answer: '再答。' })).body.code).toBe(
    'already_answered',
  )
  expect((await firm.get(`${path}/datasets/areas`)).body.questions[0]).toMatchObject({
    answer: '每年一次。',
    answeredBy: '区数据局（大数据中心）',
  })
  const wanted = (
    await resident.post(`${path}/requests`, { title: '公共厕所位置', body: '位置和开放时间', purpose: '做地图', theme: 'city' })
  ).body
  expect(wanted).toMatchObject({ number: expect.stringContaining('开放需求〔'), followers: 1, state: 'open' })
  expect((await firm.put(`${path}/requests/${wanted.id}/following`, { on: true })).body.followers).toBe(2)
  expect(
    (
      await office.post(`${path}/desk/requests/${wanted.id}/answer`, {
        state: 'fulfilled',
        answer: '先看区划。',
        dataset: 'areas',
      })
    ).body,
  ).toMatchObject({ state: 'fulfilled', dataset: { name: 'areas' } })
  expect((await firm.get('/api/notify/messages')).body.items[0].title.zh).toContain('公共厕所位置')
  const reuse = (
    await firm.post(`${path}/datasets/areas/reuses`, {
      title: '街镇地图',
      body: '点一下看面积',
      kind: 'app',
      url: 'https://example.cn/map',
    })
  ).body
  expect((await resident.get(`${path}/datasets/areas`)).body.reuses.map((it: { id: string }) => it.id)).not.toContain(reuse.id)
  expect((await office.post(`${path}/desk/reuses/${reuse.id}/decide`, { show: true })).status).toBe(204)
  expect((await resident.get(`${path}/datasets/areas`)).body.reuses[0]).toMatchObject({ title: '街镇地图', state: 'shown' })
  expect((await resident.put(`${path}/datasets/areas/subscription`, { on: true })).body).toEqual({ on: true })
  expect((await resident.get(`${path}/datasets/areas`)).body.subscribed).toBe(true)
})
