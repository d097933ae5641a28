import { sql } from 'kysely'
import { pino } from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { routeKind } from '#kernel'
import { canary, type Filled, filled } from './things.testing.ts'
import type { Person } from './testing.ts'

let all: Filled
const lines: string[] = []
beforeAll(async () => {
  all = await filled()
  const log = all.house.platform.log as unknown as Record<symbol, { write: (line: string) => void }> & { level: string }
  log.level = 'trace'
  log[pino.symbols.streamSym] = { write: (line) => void lines.push(line) }
}, 180_000)

/** Nobody reads these in an answer to a GET; whoever may, asks for them and says why. */
const sealed = [canary.name, canary.phone, canary.idNumber, '+8619987654321', canary.phone.replace(/(\d{3})(\d{4})/, '$1 $2 ')]
const ofAccount = [canary.accountName, canary.accountPhone]
/** What people wrote into their report is for those who work on the case. */
const written = [canary.inText, canary.mail]
const everyone = [
  '',
  'agent12345',
  'dispatcher',
  'patrol1',
  'patrol2',
  'greening',
  'roads',
  'supervisor',
  'environment',
  'admin',
  'stranger',
  'neighbour',
]
const outsiders = new Set(['', 'roads', 'patrol2', 'stranger', 'neighbour'])
const personOf = (account: string): Promise<Person> =>
  account === 'stranger' || account === 'neighbour'
    ? Promise.resolve(account === 'stranger' ? all.stranger : all.otherResident)
    : all.house.as(account)

/** Every address that can be asked for with GET, with things that exist. */
function addresses(): string[] {
  const { ids, house } = all
  const here = 'lon=121.1105&lat=31.1452'
  const queries: Record<string, string[]> = {
    '/api/cases/nearby': [`?${here}`, `?${here}&category=event-01-02`],
    '/api/cases/responsibilities/proposal': [`?${here}&category=event-01-02`],
    '/api/geo/at': [`?${here}`],
    '/api/geo/near': [`?${here}&layer=cases&withinM=2000`],
    '/api/search': [...sealed, ...ofAccount, ...written, canary.hiddenAddress, '垃圾', ids.caseNumber].map(
      (q) => `?q=${encodeURIComponent(q)}`,
    ),
    '/api/identity/accounts': ['', `?q=${canary.accountPhone}`],
    '/api/city-management/cases': ['', '?state=open', `?q=${encodeURIComponent(canary.name)}`, `?q=${canary.phone}`],
    '/api/city-management/reports/progress': [],
    '/api/notify/stream': [],
  }
  const params: [RegExp, string[]][] = [
    [/cases\/:id/, [ids.caseId, ids.hiddenCaseId]],
    [/reports\/:id/, [ids.reportId, ids.hiddenReportId]],
    [/tasks\/:id/, [ids.taskId]],
    [/:ref/, [`cases.case:${ids.caseId}`]],
    [/alarms\/:id/, [ids.alarmId]],
    [/(stations|monitors)\/:id/, [ids.monitorId]],
    [/datastreams\/:id/, [ids.datastreamId]],
    [/accounts\/:id/, [ids.accountId]],
    [/definitions\/:id/, [ids.definitionId]],
    [/files\/:id/, [ids.fileId]],
    [/entities\/:entity/, [ids.personId]],
  ]
  const layers = ['cases', 'alarms', 'stations'].flatMap((layer) => [
    `/api/geo/layers/${layer}/features?bbox=121.0,31.0,121.3,31.3&zoom=16`,
    ...tilesAround(layer),
  ])
  const lists = ['json', 'xml'].flatMap((format) => [
    `/open311/v2/requests.${format}`,
    `/open311/v2/requests/${ids.caseId}.${format}`,
    `/open311/v2/requests/${ids.hiddenCaseId}.${format}`,
    `/open311/v2/tokens/${ids.hiddenReportId}.${format}`,
  ])
  const declared = house.platform.house
    .entries(routeKind)
    .filter(({ value }) => value.method === 'GET')
    .map(({ key }) => key.slice('GET '.length).replace('/registry/:registry', '/registry/population'))
  const plain = declared.filter((url) => !url.includes(':')).flatMap((url) => (queries[url] ?? ['']).map((query) => url + query))
  const filledIn = declared.flatMap((url) => {
    const [pattern, values] = params.find(([each]) => each.test(url)) ?? [/$^/, []]
    return values.map((value) => url.replace(pattern, (part) => part.replace(/:\w+/, value)))
  })
  return [...plain, ...filledIn.filter((url) => !url.includes(':') || url.includes('cases.case:')), ...layers, ...lists]
}

function tilesAround(layer: string): string[] {
  return [10, 13, 16].map((z) => {
    const x = Math.floor(((121.1105 + 180) / 360) * 2 ** z)
    const latitude = (31.1452 * Math.PI) / 180
    const y = Math.floor(((1 - Math.log(Math.tan(latitude) + 1 / Math.cos(latitude)) / Math.PI) / 2) * 2 ** z)
    return `/tiles/${layer}/${z}/${x}/${y}.mvt`
  })
}

const mayShowAccount = (account: string, url: string): boolean => account === 'admin' && url.startsWith('/api/identity/accounts')

describe('what a reporter told about themselves', () => {
  test('stands in no answer to any GET, of any role', async () => {
    const urls = addresses()
    let answered = 0
    for (const account of everyone) {
      const person = await personOf(account)
      for (const url of urls) {
        const { statusCode, rawPayload } = await all.house.app.inject({
          url,
          headers: person.token ? { authorization: `Bearer ${person.token}` } : {},
        })
        const text = rawPayload.toString('utf8')
        if (statusCode === 200) answered += 1
        const secret = [
          ...sealed,
          ...(mayShowAccount(account, url) ? [] : ofAccount),
          ...(outsiders.has(account) ? [...written, canary.hiddenAddress] : []),
        ]
        expect.soft({ account, url, found: secret.filter((word) => text.includes(word)) }).toEqual({ account, url, found: [] })
      }
    }
    expect(urls.length).toBeGreaterThan(70)
    expect(answered).toBeGreaterThan(300)
  }, 300_000)

  test('is read by whoever may, for a purpose: so it was there to be found', async () => {
    const supervisor = await all.house.as('supervisor')
    const { body } = await supervisor.post(`/api/cases/reports/${all.ids.reportId}/unmask`, { purpose: '回访处理结果' })
    expect(body).toEqual({ name: canary.name, phone: canary.phone })
    const seen = JSON.stringify((await supervisor.get(`/api/city-management/cases/${all.ids.caseId}`)).body)
    expect(seen).toContain(canary.inText)
    expect(seen).toContain('199****4321')
  })

  test('lies in no table in clear, neither in the audit nor among the events', async () => {
    const { kysely } = all.house.platform.database
    const tables = await sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'tiger', 'topology')`.execute(kysely)
    const found: string[] = []
    for (const { name } of tables.rows)
      for (const word of [canary.name, canary.phone, ...ofAccount]) {
        if (word === canary.accountName && name === 'identity.user_account') continue
        const { rows } = await sql<{
          n: number
        }>`select count(*)::int as n from ${sql.raw(name)} t where t::text like ${`%${word}%`}`.execute(kysely)
        if (rows[0]?.n) found.push(`${name} ${word}`)
      }
    expect(found).toEqual([])
    const audit = await sql<{ text: string }>`select e::text as text from audit.entry e`.execute(kysely)
    for (const word of [...sealed, ...ofAccount, ...written, canary.address])
      expect(audit.rows.filter(({ text }) => text.includes(word)).map(({ text }) => text)).toEqual([])
    expect(audit.rows.length).toBeGreaterThan(20)
  })

  test('is in no event on the screens of those who must not see it', async () => {
    const base = await all.house.address()
    const control = new AbortController()
    const heard = new Map<string, string>()
    for (const account of everyone) {
      const { token } = await personOf(account)
      const answer = await fetch(`${base}/api/notify/stream?topics=cases,alarms,stations,process,inbox`, {
        headers: token ? { authorization: `Bearer ${token}` } : {},
        signal: control.signal,
      })
      const read = async () => {
        for await (const chunk of answer.body as AsyncIterable<Uint8Array>)
          heard.set(account, `${heard.get(account) ?? ''}${new TextDecoder().decode(chunk)}`)
      }
      void read().catch(() => undefined)
    }
    const told = { category: 'event-01-02', address: canary.hiddenAddress, description: `又堆了，${canary.inText}` }
    const filed = await all.resident.post('/api/city-management/reports', {
      ...told,
      clientId: crypto.randomUUID(),
      point: { lon: 121.1145, lat: 31.1492 },
      name: canary.name,
      phone: canary.phone,
    })
    expect(filed.status).toBe(200)
    await all.house.settle()
    await expect.poll(() => heard.get('dispatcher') ?? '', { timeout: 10_000 }).toContain(filed.body.id)
    control.abort()
    for (const [account, text] of heard) {
      const secret = [
        ...sealed,
        ...ofAccount,
        ...(outsiders.has(account) ? [...written, canary.hiddenAddress, filed.body.id] : []),
      ]
      expect.soft({ account, found: secret.filter((word) => text.includes(word)) }).toEqual({ account, found: [] })
    }
  })

  test('is repeated by no refusal and no line of the log', async () => {
    const nobody = await all.house.as('')
    const wrong = [
      { name: canary.name, phone: `${canary.phone}x`, description: 1 },
      { name: canary.name.repeat(20), phone: canary.phone, category: canary.inText, clientId: canary.mail },
      { clientId: crypto.randomUUID(), category: 'event-01-02', description: '垃圾堆放', name: canary.name, phone: canary.phone },
      { clientId: crypto.randomUUID(), category: 'event-01-02', description: `${canary.name}\0`, phone: canary.phone },
    ]
    for (const body of wrong) {
      const answer = await nobody.post('/api/city-management/reports', body)
      expect(answer.status).toBe(400)
      for (const word of [...sealed, canary.mail]) expect(JSON.stringify(answer.body)).not.toContain(word)
    }
    const taken = await nobody.post('/api/identity/register', {
      account: 'tingyu',
      password: 'Another-2026-lamp',
      name: canary.accountName,
      phone: canary.accountPhone,
    })
    expect(taken.status).toBe(409)
    for (const word of ofAccount) expect(JSON.stringify(taken.body)).not.toContain(word)
    const failure = new Error('Key (phone)=(x) already exists', {
      cause: Object.assign(new Error('inner'), { detail: canary.phone }),
    })
    all.house.platform.log.error({ error: Object.assign(failure, { code: '23505', detail: canary.phone }) }, 'request.failed')
    expect(lines.at(-1)).toContain('already exists')
    const secret = [...sealed, ...ofAccount, ...written, canary.address, canary.hiddenAddress]
    expect(lines.filter((line) => secret.some((word) => line.includes(word)))).toEqual([])
  })
})
