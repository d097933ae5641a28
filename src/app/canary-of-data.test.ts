import { Readable } from 'node:stream'
import { beforeAll, expect, test } from 'vitest'
import { openTable } from '#engines/documents'
import { registerKind } from '#engines/registers'
import { canary, type Filled, filled } from './things.testing.ts'

/** The same canaries as in privacy.test.ts, looked for where whole tables leave the house: exports, samples, dumps, graphs. */
let all: Filled
beforeAll(async () => {
  all = await filled()
}, 180_000)

const sealed = [canary.name, canary.phone, canary.idNumber, canary.accountName, canary.accountPhone]
const readers = [
  '',
  'stranger',
  'roads',
  'clerk',
  'steward',
  'credit',
  'market',
  'agency',
  'enterprise',
  'environment',
  'supervisor',
  'admin',
]

async function ask(account: string, url: string): Promise<{ status: number; text: string; body: Buffer; type: string }> {
  const { token } = account === 'stranger' ? all.stranger : await all.house.as(account)
  const answer = await all.house.app.inject({ url, headers: token ? { authorization: `Bearer ${token}` } : {} })
  const type = String(answer.headers['content-type'])
  return { status: answer.statusCode, text: answer.rawPayload.toString('utf8'), body: answer.rawPayload, type }
}

/** A workbook is packed: what it says is read as its reader would. */
async function wordsOf({ body, text, type }: { body: Buffer; text: string; type: string }): Promise<string> {
  if (!type.includes('spreadsheetml')) return text
  const table = await openTable(Readable.from(body), { filename: 'export.xlsx' })
  const words = [...table.header]
  for await (const batch of table.batches) words.push(...batch.flatMap(({ cells }) => cells.map(String)))
  return words.join('\n')
}

async function look(urls: string[]): Promise<number> {
  let answered = 0
  for (const account of readers)
    for (const url of urls) {
      const answer = await ask(account, url)
      if (answer.status === 200) answered++
      const words = await wordsOf(answer)
      const found = sealed.filter((word) => words.includes(word) || words.includes(encodeURIComponent(word)))
      expect.soft({ account, url, found }).toEqual({ account, url, found: [] })
    }
  return answered
}

test('no register shows them: not in a list, a row, its history, a search for them, nor in an export of any form', async () => {
  const registers = all.house.platform.house.all(registerKind)
  const urls = registers.flatMap(({ id, path }) => [
    path,
    `${path}/${all.registered[id]?.row}`,
    `${path}/${all.registered[id]?.row}/history`,
    ...sealed.slice(0, 3).map((word) => `${path}?q=${encodeURIComponent(word)}`),
    ...['csv', 'xlsx', 'geojson'].map((format) => `${path}/export?format=${format}`),
  ])
  expect(await look(urls)).toBeGreaterThan(registers.length * 6)
})

test('the directory shows them in no sample, no quality finding and no lineage', async () => {
  const { items } = JSON.parse((await ask('admin', '/api/catalog/resources?limit=200')).text)
  const urls: string[] = [
    '/api/catalog/resources?limit=200',
    '/api/catalog/quality',
    '/api/catalog/corrections',
    '/api/catalog/standards',
  ]
  for (const { id } of items) {
    const { distributions } = JSON.parse((await ask('admin', `/api/catalog/resources/${id}`)).text)
    urls.push(...['', '/lineage', '/quality', '/usage'].map((part) => `/api/catalog/resources/${id}${part}`))
    urls.push(...distributions.map((one: { id: string }) => `/api/catalog/distributions/${one.id}/sample`))
  }
  expect(items.length).toBeGreaterThan(10)
  expect(await look(urls)).toBeGreaterThan(items.length * 4)
})

test('open data gives them to no harvester: no search, no dump, no graph', async () => {
  const action = (name: string) => `/ckan/api/3/action/${name}`
  const { result } = JSON.parse((await ask('', action('package_search?rows=1000'))).text)
  const resources = result.results.flatMap((one: { resources: { id: string }[] }) => one.resources.map(({ id }) => id))
  const urls = [
    action('package_search?rows=1000'),
    action('current_package_list_with_resources'),
    ...sealed.map((word) => action(`package_search?q=${encodeURIComponent(word)}`)),
    action(`package_show?id=${all.ids.draftId}`),
    action(`datastore_search?resource_id=${all.ids.draftResourceId}`),
    ...resources.map((id: string) => action(`datastore_search?resource_id=${id}&limit=1000`)),
    ...resources.map((id: string) => `/datastore/dump/${id}?format=csv`),
    ...['ttl', 'jsonld', 'rdf'].map((form) => `/catalog.${form}`),
  ]
  expect(resources.length).toBeGreaterThan(0)
  expect(await look(urls)).toBeGreaterThan(urls.length * 5)
})

test('credit shows them to nobody who has no business with them', async () => {
  const { items } = JSON.parse((await ask('admin', '/api/credit/records?limit=20')).text)
  const urls = [
    ...items.map(({ id }: { id: string }) => `/api/credit/records/${id}`),
    ...sealed.slice(0, 3).map((word) => `/api/credit/public?q=${encodeURIComponent(word)}`),
    '/api/credit/statistics',
    '/api/credit/exchange/batches',
    '/api/credit/lists',
    '/api/credit/list-entries',
  ]
  expect(await look(urls)).toBeGreaterThan(20)
})
