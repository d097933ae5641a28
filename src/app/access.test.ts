import { beforeAll, describe, expect, test } from 'vitest'
import { maskedOf, registerKind } from '#engines/registers'
import { type House, newId, type Route, routeKind } from '#kernel'
import { qingpu } from '../districts/qingpu/district.ts'
import { demoEnterprise } from '../modules/credit/demo-story.ts'
import { type Filled, filled } from './things.testing.ts'
import type { Answer, Person } from './testing.ts'

type Method = Route['method']
let all: Filled
let routes: { key: string; method: Method; url: string; route: Route }[]
beforeAll(async () => {
  all = await filled()
  routes = all.house.platform.house
    .entries(routeKind)
    .map(({ key, value }) => ({ key, method: value.method, url: key.slice(key.indexOf(' ') + 1), route: value }))
}, 180_000)

/** Something that fits every parameter's shape and names nothing. */
const nothing = (url: string): string =>
  url
    .replace('/registry/:registry', '/registry/population')
    .replace(/:(year|z|x|y)/g, '5')
    .replace('/datastreams/:id', '/datastreams/999999999')
    .replace('/dead-letters/:id', '/dead-letters/999999999')
    .replace('/:ref', `/cases.case:${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`)
    .replace(/:(layer|collection|code|list|feature|name)/g, 'none')
    .replace(/:(document|file)/g, 'none.json')
    .replace(/\/:\w+/g, () => `/${newId()}`)

const call = (person: Person, method: Method, url: string, body?: object): Promise<Answer> => {
  if (method === 'GET') return person.get(url)
  if (method === 'DELETE') return person.delete(url, body)
  return person[method.toLowerCase() as 'post' | 'put' | 'patch'](url, body ?? {})
}

describe('who may call', () => {
  test('nobody calls a route that is not public without having signed in', async () => {
    const nobody = await all.house.as('')
    for (const { key, method, url, route } of routes.filter(({ route }) => route.may !== 'public'))
      expect({ key, status: (await call(nobody, method, nothing(url))).status, may: route.may }).toMatchObject({ status: 401 })
  })

  test('each demo account is refused by each route whose capability its roles do not name', async () => {
    const { roles } = qingpu.settings['identity.roles'] as { roles: Record<string, { may: string[] }> }
    const { accounts } = qingpu.settings['identity.demo'] as { accounts: { account: string; grants: { role: string }[] }[] }
    let refused = 0
    for (const { account, grants } of accounts) {
      const person = await all.house.as(account)
      const patterns = grants.flatMap(({ role }) => roles[role]?.may ?? [])
      const holds = (capability: string) =>
        patterns.some(
          (may) => may === '*' || may === capability || (may.endsWith('.*') && capability.startsWith(may.slice(0, -1))),
        )
      for (const { key, method, url, route } of routes) {
        if (route.may === 'public' || route.may === 'signed-in') continue
        if ((typeof route.may === 'string' ? [route.may] : route.may).some(holds)) continue
        expect({ account, key, status: (await call(person, method, nothing(url))).status }).toEqual({ account, key, status: 403 })
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(200)
  })
})

test('a browser’s cookie does nothing for another site, nor for a neighbour under the same domain', async () => {
  const send = async (headers: Record<string, string>) =>
    (
      await all.house.app.inject({
        method: 'POST',
        url: '/api/identity/sign-out',
        headers: { cookie: 'district.session_token=x', host: 'district.example', ...headers },
      })
    ).statusCode
  for (const site of ['cross-site', 'same-site']) expect(await send({ 'sec-fetch-site': site })).toBe(403)
  for (const origin of ['https://evil.example', 'null', 'https://other.district.example'])
    expect(await send({ origin })).toBe(403)
  expect(await send({ 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect(await send({ origin: 'https://district.example' })).toBe(200)
})

/**
 * A real thing that is somebody else's, for each route with a parameter; or why there is nobody from whom to hide it.
 * A new route with a parameter must be entered here: the test below fails until it is.
 */
type Example = { open: string } | { url: string; body?: object; by?: 'stranger' | 'otherResident'; seenBy?: 'admin' | 'resident' }

/** Registers whose rows every member of the staff sees: there the stranger is refused to change them. */
const openRegisters: Record<string, string> = {
  'cases.responsibilities': 'all staff read the dispatch table; changing another area’s rows is refused, see below',
}

function registerExamples(house: House, registered: Filled['registered']): Record<string, Example> {
  const why = '别人的台账'
  const all: Record<string, Example> = {}
  for (const register of house.all(registerKind)) {
    const { path, id } = register
    const { row, view, file } = registered[id] ?? { row: newId(), view: newId(), file: newId() }
    const on = (method: Method, more: string, body?: object, seenBy?: 'admin') => {
      const open = openRegisters[id]
      all[`${method} ${path}/:id${more}`] = open
        ? { open }
        : { url: `${path}/${row}${more}`, ...(body && { body }), ...(seenBy && { seenBy }) }
    }
    on('GET', '', undefined, 'admin')
    on('GET', '/history', undefined, 'admin')
    on('PATCH', '', { version: 1, values: {} })
    on('DELETE', '', { version: 1, why })
    on('POST', '/restore', { version: 1 })
    if (register.may.unmask && maskedOf(register).length > 0) on('POST', '/unmask', { purpose: why })
    all[`DELETE ${path}/views/:id`] = { url: `${path}/views/${view}` }
    for (const more of ['', '/faults', '/faults.csv', '/rejected.csv'])
      all[`GET ${path}/imports/:import${more}`] = { url: `${path}/imports/${file}${more}`, seenBy: 'admin' }
    all[`GET ${path}/imports/:import/mapping`] = { url: `${path}/imports/${file}/mapping`, seenBy: 'admin' }
    all[`PUT ${path}/imports/:import/mapping`] = { url: `${path}/imports/${file}/mapping`, body: { columns: [] } }
    for (const more of ['/run', '/stop']) all[`POST ${path}/imports/:import${more}`] = { url: `${path}/imports/${file}${more}` }
  }
  return all
}

function examples({ ids, house, registered }: Filled): Record<string, Example> {
  const version = 1
  const reason = '别人的事'
  const onAccount = (method: Method, path: string, body?: object): Record<string, Example> => ({
    [`${method} /api/identity/accounts/:id${path.replace(ids.grantId, ':grant')}`]: {
      url: `/api/identity/accounts/${ids.accountId}${path}`,
      ...(body && { body }),
    },
  })
  const onCase = (action: string, body: object): Record<string, Example> => ({
    [`POST /api/city-management/cases/:id/${action}`]: { url: `/api/city-management/cases/${ids.caseId}/${action}`, body },
  })
  const onAlarm = (action: string, body: object): Record<string, Example> => ({
    [`POST /api/observations/alarms/:id/${action}`]: { url: `/api/observations/alarms/${ids.alarmId}/${action}`, body },
  })
  const onApplication = (action: string, body: object): Record<string, Example> => ({
    [`POST /api/catalog/applications/:id/${action}`]: { url: `/api/catalog/applications/${ids.applicationId}/${action}`, body },
  })
  const onDraft = (method: Method, action: string, body?: object, seenBy?: 'admin'): Record<string, Example> => ({
    [`${method} /api/open-data/drafts/:id${action.replace(ids.draftResourceId, ':resource')}`]: {
      url: `/api/open-data/drafts/${ids.draftId}${action}`,
      ...(body && { body }),
      ...(seenBy && { seenBy }),
    },
  })
  const published = { open: 'open datasets are everybody’s; drafts are not found, see the stories of open-data' }
  const openOffice = { open: 'the open data office serves the whole district; providers answer for their own datasets alone' }
  const map = { open: 'areas and base map are for everybody; modules’ layers are narrowed per feature, see privacy.test.ts' }
  const figure = {
    open: 'figures are for all who read figures; their rows are shown to those who may see them, see their stories',
  }
  const aDatabase = { open: 'registering one needs a database that answers; another unit’s is hidden, see its stories' }
  const directory = { open: 'all staff read the directory; changing another unit’s entries is refused, see its stories' }
  const stewards = { open: 'stewards keep the whole registry; nobody holds it over a part' }
  const registries = { open: 'fields, duties and numbers of a registry hold nobody’s data' }
  return {
    ...registerExamples(house.platform.house, registered),
    'DELETE /api/identity/me/sessions/:session': { url: `/api/identity/me/sessions/${ids.sessionId}` },
    'GET /api/identity/accounts/:id': { url: `/api/identity/accounts/${ids.accountId}`, seenBy: 'admin' },
    ...onAccount('PATCH', '', { version, name: '改名' }),
    ...onAccount('POST', '/disable', { why: reason }),
    ...onAccount('POST', '/enable', { why: reason }),
    ...onAccount('POST', '/reset-password'),
    ...onAccount('POST', '/reset-totp', { why: reason }),
    ...onAccount('POST', '/end-sessions', { why: reason }),
    ...onAccount('POST', '/unlock'),
    ...onAccount('POST', '/reveal-phone', { purpose: reason }),
    ...onAccount('POST', '/grants', { role: 'unit_officer', tree: 'organisation', path: 'qingpu.roads' }),
    ...onAccount('DELETE', `/grants/${ids.grantId}`),
    'PATCH /api/identity/organisations/:code': { open: 'all staff read the tree of organisations; see below' },
    ...Object.fromEntries(
      ['GET', 'PATCH', 'POST :retire', 'POST :restore'].map((way) => [
        `${way.split(' ')[0]} /api/geo/kept-areas/:code${way.includes(':') ? `/${way.split(':')[1]}` : ''}`,
        { open: 'areas are public; only who keeps the map may change them' },
      ]),
    ),
    'GET /api/identity/organisations/:code': { open: 'as the tree; what hangs on it only to who manages it, see below' },
    'POST /api/identity/organisations/:code/move': { open: 'as the tree; see the engine’s own story' },
    'POST /api/identity/organisations/:code/close': { open: 'as the tree; see the engine’s own story' },
    'POST /api/identity/clients/:id/revoke': { url: `/api/identity/clients/${ids.clientId}/revoke` },
    'GET /api/indicators/:id': figure,
    'GET /api/indicators/:id/trend': figure,
    'GET /api/indicators/:id/towns': figure,
    'GET /api/indicators/:id/rows': figure,
    'POST /api/indicators/:id/targets': figure,
    'GET /api/calendar/years/:year': { open: 'the statutory calendar' },
    'PUT /api/calendar/years/:year': { open: 'the statutory calendar' },
    'GET /api/files/:id': { url: `/api/files/${ids.fileId}`, seenBy: 'resident' },
    'GET /api/documents/verify/:code': { open: 'whoever holds the code holds the paper; the answer names nobody' },
    'GET /api/geo/areas/:code': map,
    'GET /api/geo/layers/:layer/features': map,
    'GET /tiles/:layer/:z/:x/:file': map,
    'GET /tiles/ground/:z/:x/:y': map,
    'GET /ogc/features/v1/collections/:collection': map,
    'GET /ogc/features/v1/collections/:collection/items': map,
    'GET /ogc/features/v1/collections/:collection/items/:feature': map,
    'GET /api/process/tasks/:id': { url: `/api/process/tasks/${ids.taskId}`, seenBy: 'admin' },
    'POST /api/process/tasks/:id/claim': { url: `/api/process/tasks/${ids.taskId}/claim` },
    'POST /api/process/tasks/:id/release': { url: `/api/process/tasks/${ids.taskId}/release` },
    'POST /api/process/tasks/:id/complete': { url: `/api/process/tasks/${ids.taskId}/complete`, body: { outcome: 'handled' } },
    'GET /api/process/instances/by-subject/:ref': {
      url: `/api/process/instances/by-subject/cases.case:${ids.caseId}`,
      seenBy: 'admin',
    },
    'GET /api/process/definitions/:id/bpmn': { open: 'a drawing holds nobody’s data' },
    'GET /api/observations/alarms/:id': { url: `/api/observations/alarms/${ids.alarmId}`, seenBy: 'admin' },
    ...onAlarm('acknowledge', { version, note: reason }),
    ...onAlarm('shelve', { version, until: new Date(Date.now() + 3_600_000).toISOString(), why: reason }),
    ...onAlarm('unshelve', { version }),
    'GET /api/observations/stations/:id': { url: `/api/observations/stations/${ids.monitorId}`, seenBy: 'admin' },
    'GET /api/observations/datastreams/:id/series': {
      url: `/api/observations/datastreams/${ids.datastreamId}/series`,
      seenBy: 'admin',
    },
    'GET /api/observations/datastreams/:id/readings': {
      url: `/api/observations/datastreams/${ids.datastreamId}/readings`,
      seenBy: 'admin',
    },
    'POST /api/cases/reports/:id/unmask': { url: `/api/cases/reports/${ids.reportId}/unmask`, body: { purpose: '想看看是谁' } },
    'GET /api/city-management/reports/:id/progress': {
      url: `/api/city-management/reports/${ids.reportId}/progress`,
      by: 'otherResident',
      seenBy: 'resident',
    },
    'POST /api/city-management/reports/:id/rating': {
      url: `/api/city-management/reports/${ids.reportId}/rating`,
      body: { stars: 1, solved: false },
      by: 'otherResident',
    },
    'GET /api/city-management/cases/:id': { url: `/api/city-management/cases/${ids.caseId}`, seenBy: 'admin' },
    ...onCase('accept', { version, accept: true }),
    ...onCase('file', { version, file: true }),
    ...onCase('dispatch', { version, unit: 'qingpu.roads' }),
    ...onCase('handle', { version, explanation: reason }),
    ...onCase('reject', { version, reason }),
    ...onCase('request-delay', { version, reason, amount: 2 }),
    ...onCase('decide-delay', { version, grant: true }),
    ...onCase('verify', { version, passed: true, result: reason }),
    ...onCase('rework', { version, reason }),
    ...onCase('close', { version }),
    ...onCase('suspend', { version, reason }),
    ...onCase('urge', { version, reason }),
    ...onCase('resume', { version, reason }),
    ...onCase('void', { version, reason }),
    ...onCase('merge', { version, into: ids.hiddenCaseId, reason }),
    ...onCase('unmerge', { version, reason }),
    ...onCase('correct', { version, correct: { description: reason } }),
    ...onCase('hide', { version, hidden: true, reason }),
    ...onCase('notes', { text: reason }),
    'GET /api/registry/addresses/:address': { open: 'addresses are public; who lives there is not said' },
    'GET /api/registry/:registry': registries,
    'GET /api/registry/:registry/sources': registries,
    'POST /api/registry/:registry/sources': { open: 'only for one’s own unit: the registry’s own story' },
    'POST /api/registry/:registry/sources/:source/records': { open: 'only for one’s own unit: the registry’s own story' },
    'POST /api/registry/:registry/sources/:source/files': { open: 'only for one’s own unit: the registry’s own story' },
    'GET /api/registry/public/enterprises/:code': { open: 'the public part of an enterprise’s entry' },
    'GET /api/registry/:registry/deliveries': registries,
    'GET /api/registry/:registry/entities': { open: 'narrowed to one’s area, masked; see privacy.test.ts' },
    'GET /api/registry/:registry/entities/:entity': { url: `/api/registry/population/entities/${ids.personId}`, seenBy: 'admin' },
    'POST /api/registry/:registry/entities/:entity/unmask': {
      url: `/api/registry/population/entities/${ids.personId}/unmask`,
      body: { purpose: 'verification', note: reason },
    },
    'POST /api/registry/:registry/look-ups': { open: 'finds only whom the asker may see' },
    'GET /api/registry/:registry/entities/:entity/history': stewards,
    'POST /api/registry/:registry/entities/:entity/merge': stewards,
    'POST /api/registry/:registry/entities/:entity/split': stewards,
    'POST /api/registry/:registry/entities/:entity/choose': stewards,
    'POST /api/registry/:registry/merges/:merge/undo': stewards,
    'GET /api/registry/:registry/reviews': stewards,
    'GET /api/registry/:registry/reviews/:review': stewards,
    'POST /api/registry/:registry/reviews/:review/unmask': stewards,
    'POST /api/registry/:registry/reviews/:review/decide': stewards,
    'GET /api/registry/:registry/shares': registries,
    'POST /api/registry/:registry/shares': registries,
    'POST /api/registry/:registry/shares/:share/decide': stewards,
    'GET /api/registry/:registry/changes': { open: 'by a share granted to one’s unit: the registry’s own story' },
    'POST /api/registry/me/accesses/:access/question': {
      url: `/api/registry/me/accesses/${ids.personId}/question`,
      body: { text: reason },
      by: 'otherResident',
    },
    'POST /api/registry/corrections/:correction/answer': stewards,
    'POST /api/registry/questions/:access/answer': stewards,
    'GET /open311/:document': { open: 'the description of the interface' },
    'GET /open311/v2/:document': { open: 'lists; hidden cases are looked for in privacy.test.ts' },
    'GET /open311/v2/:list/:document': { url: `/open311/v2/requests/${ids.hiddenCaseId}.json` },
    'POST /open311/v2/:document': { open: 'the name of a list' },
    'POST /api/operations/dead-letters/:id/replay': { open: 'only those see them who run the whole platform' },
    'DELETE /api/operations/dead-letters/:id': { open: 'only those see them who run the whole platform' },
    'GET /api/catalog/resources/:id': directory,
    'PATCH /api/catalog/resources/:id': directory,
    'PATCH /api/catalog/distributions/:id/items/:name': directory,
    'GET /api/catalog/distributions/:id/sample': directory,
    'GET /api/catalog/resources/:id/lineage': directory,
    'GET /api/catalog/resources/:id/usage': directory,
    'GET /api/catalog/resources/:id/quality': directory,
    'POST /api/catalog/resources/:id/quality': directory,
    'DELETE /api/catalog/rules/:id': directory,
    'GET /api/catalog/rules/:id/failures': directory,
    'POST /api/catalog/rules/:id/corrections': directory,
    'POST /api/catalog/corrections/:id/answer': directory,
    'GET /api/catalog/exchanges/:id': { url: `/api/catalog/exchanges/${ids.exchangeId}`, seenBy: 'admin' },
    'PATCH /api/catalog/exchanges/:id': { url: `/api/catalog/exchanges/${ids.exchangeId}`, body: { version, everyMinutes: 60 } },
    'GET /api/catalog/databases/:id': aDatabase,
    'PATCH /api/catalog/databases/:id': aDatabase,
    'DELETE /api/catalog/databases/:id': aDatabase,
    'GET /api/catalog/databases/:id/tables': aDatabase,
    'POST /api/catalog/databases/:id/rows': aDatabase,
    'POST /api/catalog/exchanges/:id/run': { url: `/api/catalog/exchanges/${ids.exchangeId}/run` },
    'POST /api/catalog/exchanges/:id/resume': { url: `/api/catalog/exchanges/${ids.exchangeId}/resume`, body: { why: reason } },
    'POST /api/catalog/exchanges/:id/pause': { url: `/api/catalog/exchanges/${ids.exchangeId}/pause`, body: { why: reason } },
    'GET /api/catalog/standards/:id': { open: 'standards hold nobody’s data' },
    'GET /api/catalog/standards/:id/check': { open: 'counts alone; values only to those who keep the data, see its stories' },
    'GET /api/credit/public/:code': { open: 'what is published' },
    'GET /api/credit/subjects/:subject': { url: `/api/credit/subjects/${demoEnterprise.code}`, seenBy: 'admin' },
    ...Object.fromEntries(
      ['queries', 'matters', 'consents', 'registered'].map((part) => [
        `GET /api/credit/subjects/:subject/${part}`,
        { url: `/api/credit/subjects/${demoEnterprise.code}/${part}` },
      ]),
    ),
    'POST /api/credit/subjects/:subject/reports': { url: `/api/credit/subjects/${demoEnterprise.code}/reports` },
    'GET /api/credit/receipts/:id': { url: `/api/credit/receipts/${ids.receiptId}`, seenBy: 'admin' },
    'GET /api/credit/objections/:id': { url: `/api/credit/objections/${ids.objectionId}`, seenBy: 'admin' },
    'GET /api/credit/repairs/:id': { url: `/api/credit/repairs/${ids.repairId}`, seenBy: 'admin' },
    'GET /api/credit/repairs/outlook/:id': { url: `/api/credit/repairs/outlook/${ids.creditRecordId}` },
    'POST /api/credit/objections/:id/decide': {
      url: `/api/credit/objections/${ids.objectionId}/decide`,
      body: { version, outcome: 'accept' },
    },
    'POST /api/credit/repairs/:id/decide': {
      url: `/api/credit/repairs/${ids.repairId}/decide`,
      body: { version, outcome: 'accept' },
    },
    'POST /api/credit/consents/:id/withdraw': { url: `/api/credit/consents/${ids.consentId}/withdraw` },
    'GET /api/credit/lists/:list/entries': { open: 'lists of serious breaches are public by law' },
    ...Object.fromEntries(
      ['enter', 'drop', 'exit', 'statement'].map((act) => [
        `POST /api/credit/list-entries/:id/${act}`,
        {
          url: `/api/credit/list-entries/${ids.entryId}/${act}`,
          body: { version, why: reason, ...(act === 'statement' && { text: reason }) },
        },
      ]),
    ),
    'POST /api/credit/executions/:id/feedback': { open: 'falls due after a hearing; another unit is refused in its own story' },
    'GET /api/credit/exchange/batches/:id/:form': {
      open: 'the credit office exchanges for the whole district; nobody else may call',
    },
    'POST /api/credit/exchange/batches/:id/receipt': { open: 'the same' },
    'POST /api/credit/claims/:id/decide': { open: 'the credit office answers for the whole district; nobody else may call' },
    'GET /api/catalog/applications/:id': { url: `/api/catalog/applications/${ids.applicationId}`, seenBy: 'admin' },
    ...onApplication('decide', { version, outcome: 'refuse', why: reason }),
    ...onApplication('answer', { version, outcome: 'accept' }),
    ...onApplication('appeal', { version, outcome: 'agree' }),
    'POST /api/catalog/applications/:id/arbitrate': { open: 'the data bureau rules for the whole district' },
    'GET /api/catalog/shares/:id': { url: `/api/catalog/shares/${ids.shareId}`, seenBy: 'admin' },
    'POST /api/catalog/shares/:id/revoke': { url: `/api/catalog/shares/${ids.shareId}/revoke`, body: { why: reason } },
    'GET /api/catalog/shared/:id/rows': { open: 'by a system’s key alone; another unit’s key is refused in its stories' },
    'GET /api/catalog/shared/:id/file': { url: `/api/catalog/shared/${ids.shareId}/file` },
    ...onDraft('GET', '', undefined, 'admin'),
    ...onDraft('PATCH', '', { version, cycle: 2 }),
    ...onDraft('PUT', `/resources/${ids.draftResourceId}/plan`, { k: 5, aboutPeople: false, columns: {}, counts: [] }),
    ...onDraft('POST', '/submit'),
    ...onDraft('POST', '/decide', { approve: true }),
    ...onDraft('POST', '/withdraw', { why: reason }),
    ...onDraft('DELETE', ''),
    'DELETE /api/open-data/keys/:id': { url: `/api/open-data/keys/${ids.openKeyId}` },
    'GET /api/open-data/datasets/:name': { url: `/api/open-data/datasets/${ids.draftId}` },
    'POST /api/open-data/datasets/:name/questions': {
      url: `/api/open-data/datasets/${ids.draftId}/questions`,
      body: { body: '为什么还没有开放？' },
    },
    'POST /api/open-data/datasets/:name/reuses': {
      url: `/api/open-data/datasets/${ids.draftId}/reuses`,
      body: { title: '作品', body: '用它做的地图', kind: 'app' },
    },
    'PUT /api/open-data/datasets/:name/subscription': {
      url: `/api/open-data/datasets/${ids.draftId}/subscription`,
      body: { on: true },
    },
    'GET /api/open-data/resources/:id/rows': published,
    'GET /api/open-data/resources/:id/chart': published,
    'GET /api/open-data/resources/:id/places': published,
    'GET /api/open-data/resources/:id/download': published,
    'GET /api/open-data/requests/:id': published,
    'PUT /api/open-data/requests/:id/following': published,
    'POST /api/open-data/desk/candidates/:id/open': openOffice,
    'POST /api/open-data/desk/questions/:id/answer': openOffice,
    'POST /api/open-data/desk/requests/:id/answer': openOffice,
    'POST /api/open-data/desk/reuses/:id/decide': openOffice,
    'GET /ckan/api/3/action/:name': published,
    'POST /ckan/api/3/action/:name': published,
    'GET /ckan/api/action/:name': published,
    'POST /ckan/api/action/:name': published,
    'GET /ckan/catalog.:form': published,
    'GET /catalog.:form': published,
    'GET /ckan/dataset/:document': published,
    'GET /dataset/:document': published,
    'GET /ckan/datastore/dump/:id': published,
    'GET /ckan/dataset/:id/resource/:resource': published,
    'GET /dataset/:id/resource/:resource': published,
    'GET /ckan/organization/:name': published,
    'GET /ckan/group/:name': published,
    'GET /api/environment/monitors/:id': { url: `/api/environment/monitors/${ids.monitorId}`, seenBy: 'admin' },
    'PATCH /api/environment/monitors/:id': { url: `/api/environment/monitors/${ids.monitorId}`, body: { version, name: '改名' } },
  }
}

describe('another owner’s id', () => {
  test('every route with a parameter has an example, and no example is left over', () => {
    const declared = routes.filter(({ url }) => url.includes(':')).map(({ key }) => key)
    expect(Object.keys(examples(all)).sort()).toEqual(declared.sort())
  })

  test('what exists but is not yours is not there, in the same words as what does not exist', async () => {
    for (const { key, method, url: pattern } of routes) {
      const example = examples(all)[key]
      if (!example || 'open' in example) continue
      const person = all[example.by ?? 'stranger']
      const answer = await call(person, method, example.url, example.body)
      expect
        .soft({ key, status: answer.status, code: answer.body.code }, JSON.stringify(answer.body))
        .toMatchObject({ key, status: 404 })
      if (pattern.startsWith('/open311')) continue
      const absent = await call(person, method, nothing(pattern), example.body)
      expect.soft({ key, ...answer.body }).toEqual({ key, ...absent.body })
    }
  })

  test('whoever owns them does see them', async () => {
    for (const example of Object.values(examples(all)))
      if ('url' in example && example.seenBy)
        expect({ url: example.url, status: (await all[example.seenBy].get(example.url)).status }).toMatchObject({ status: 200 })
    expect((await all.admin.get(`/open311/v2/requests/${all.ids.caseId}.json`)).status).toBe(200)
  })

  test('a file that waits for its owner is its sender’s alone; one of a thing is seen with the thing', async () => {
    const { fileId, waitingFileId } = all.ids
    for (const account of ['', 'admin', 'greening'])
      expect((await (await all.house.as(account)).get(`/api/files/${waitingFileId}`)).status).toBe(404)
    expect((await all.resident.get(`/api/files/${waitingFileId}`)).status).toBe(200)
    expect((await (await all.house.as('greening')).get(`/api/files/${fileId}`)).status).toBe(200)
    for (const account of ['', 'roads', 'patrol2'])
      expect((await (await all.house.as(account)).get(`/api/files/${fileId}`)).status).toBe(404)
    expect((await all.otherResident.get(`/api/files/${fileId}`)).status).toBe(404)
  })

  test('rights over a part do not reach the dispatch table, units or monitors of another part', async () => {
    const { row } = all.registered['cases.responsibilities'] ?? {}
    const url = '/api/cases/responsibilities'
    const mine = { area: '310118001000', category: 'event-02', unit: 'roads' }
    const refused = { status: 403, body: { code: 'out_of_reach' } }
    expect(await all.stranger.patch(`${url}/${row}`, { version: 1, values: { unit: 'roads' } })).toMatchObject(refused)
    expect(await all.stranger.delete(`${url}/${row}`, { version: 1, why: '别人的' })).toMatchObject(refused)
    expect(await all.stranger.post(url, { values: mine })).toMatchObject(refused)
    expect((await all.stranger.patch('/api/identity/organisations/greening', { version: 1, closed: true })).status).toBe(403)
    expect((await all.stranger.get('/api/identity/organisations/greening')).status).toBe(403)
    const outside = { mn: 'QPSTRANGER1', name: '别处', systemCode: '32', point: { lon: 121.1105, lat: 31.1452 } }
    expect(
      (await all.stranger.post('/api/environment/monitors', { ...outside, organisationPath: 'qingpu.greening' })).status,
    ).toBe(403)
  })
})
