import { expect, test } from 'vitest'
import { treeColumnKind } from '#kernel'
import { district, type Person, rows, type TestDistrict } from '../../app/testing.ts'

const base = '/api/identity'
const unique = (name: string) => `${name}${Math.random().toString(36).slice(2, 8)}`

const versionOf = async (person: Person, code: string): Promise<number> =>
  (await person.get(`${base}/organisations/${code}`)).body.version
const act = async (person: Person, code: string, what: 'move' | 'close', body: object) =>
  person.post(`${base}/organisations/${code}/${what}`, { version: await versionOf(person, code), why: '机构改革', ...body })

async function addUnit(admin: Person, parent: string): Promise<string> {
  const code = unique('u')
  const name = { zh: `养护所${code}`, en: `Works ${code}` }
  expect(await admin.post(`${base}/organisations`, { parent, code, kind: 'team', name })).toMatchObject({ status: 200 })
  return code
}

/** Somebody of a unit who manages its accounts. */
async function chiefOf(house: TestDistrict, admin: Person, code: string, path: string) {
  const account = unique('chief')
  const { body } = await admin.post(`${base}/accounts`, { account, name: '所长', organisation: code })
  await admin.post(`${base}/accounts/${body.id}/grants`, { role: 'unit_administrator', tree: 'organisation', path })
  return { id: body.id as string, person: await house.enter(account, body.password) }
}

test('every column that names a unit or an area says so: nothing is left behind when a unit moves', async () => {
  const { platform } = await district()
  const found = await rows<{ name: string }>(
    platform,
    `select n.nspname || '.' || c.relname || '.' || a.attname as name from pg_attribute a
      join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where a.atttypid = 'ltree'::regtype and c.relkind in ('r', 'p') and not c.relispartition and not a.attisdropped`,
  )
  const trees = ['identity.organisation.path', 'identity.organisation_past.path', 'geo.area.path']
  const declared = platform.house.all(treeColumnKind).map(({ table, column }) => `${table}.${column}`)
  expect(new Set(found.map(({ name }) => name).filter((name) => !trees.includes(name)))).toEqual(new Set(declared))
})

test('an office comes under another bureau: its people, roles and monitors follow, and its old path is still understood', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const office = await addUnit(admin, 'greening')
  const crew = await addUnit(admin, office)
  const chief = await chiefOf(house, admin, office, `qingpu.greening.${office}`)
  const monitor = await admin.post('/api/environment/monitors', {
    mn: unique('MN'),
    name: '泵站',
    systemCode: '32',
    point: { lon: 121.1168, lat: 31.1389 },
    organisationPath: `qingpu.greening.${office}.${crew}`,
  })
  expect(monitor).toMatchObject({ status: 200 })
  const before = (await admin.get(`${base}/organisations/${office}`)).body
  const use = Object.fromEntries(before.use.map(({ title, live }: { title: { en: string }; live: number }) => [title.en, live]))
  expect(use).toEqual({ Accounts: 1, 'Roles given': 1, Monitors: 1, Stations: 1 })

  expect((await act(admin, office, 'move', { parent: crew })).body.code).toBe('below_itself')
  expect((await act(admin, 'qingpu', 'move', { parent: 'roads' })).body.code).toBe('root_stays')
  expect((await act(admin, office, 'move', { parent: 'nowhere' })).body.code).toBe('no_such_organisation')
  expect(await act(admin, office, 'move', { parent: 'roads', version: 99 })).toMatchObject({
    status: 409,
    body: { code: 'stale_version', current: { path: `qingpu.greening.${office}` } },
  })
  // A unit's own administrator keeps its name, and cannot carry it elsewhere.
  expect((await act(chief.person, office, 'move', { parent: 'roads' })).status).toBe(403)
  expect((await chief.person.get(`${base}/organisations/roads`)).status).toBe(403)

  expect(await act(admin, office, 'move', { parent: 'roads' })).toMatchObject({
    status: 200,
    body: { path: `qingpu.roads.${office}`, parent: 'qingpu.roads' },
  })
  expect((await chief.person.get(`${base}/me`)).body.organisation.path).toBe(`qingpu.roads.${office}`)
  expect((await chief.person.get(`${base}/accounts`)).body.items).toMatchObject([{ id: chief.id }])
  expect((await admin.get(`/api/environment/monitors/${monitor.body.id}`)).body.organisationPath).toBe(
    `qingpu.roads.${office}.${crew}`,
  )
  const after = (await admin.get(`${base}/organisations/${office}`)).body
  expect(after.use).toEqual(before.use)
  expect(after.history).toMatchObject([
    {
      what: 'moved',
      why: '机构改革',
      before: { path: `qingpu.greening.${office}` },
      after: { path: `qingpu.roads.${office}` },
    },
    { what: 'added' },
  ])
  const again = await admin.post(`${base}/accounts/${chief.id}/grants`, {
    role: 'unit_officer',
    tree: 'organisation',
    path: `qingpu.greening.${office}`,
  })
  expect(again.body.grants).toContainEqual(expect.objectContaining({ role: 'unit_officer', path: `qingpu.roads.${office}` }))
})

test('a unit that is merged into another hands over people, roles and what is unfinished; a unit in use is not simply closed', async () => {
  const house = await district()
  const admin = await house.as('admin')
  const [office, heir] = [await addUnit(admin, 'greening'), await addUnit(admin, 'roads')]
  const crew = await addUnit(admin, office)
  const chief = await chiefOf(house, admin, office, `qingpu.greening.${office}`)
  await admin.post(`${base}/accounts/${chief.id}/grants`, {
    role: 'unit_administrator',
    tree: 'organisation',
    path: `qingpu.roads.${heir}`,
  })
  expect((await act(admin, 'qingpu', 'close', {})).body.code).toBe('root_stays')
  expect((await act(admin, office, 'close', {})).body.code).toBe('units_below')
  expect(await act(admin, crew, 'close', {})).toMatchObject({ status: 200, body: { closed: true } })
  const refused = await act(admin, office, 'close', {})
  expect(refused).toMatchObject({ status: 409, body: { code: 'unit_still_used' } })
  expect(refused.body.detail).toContain('账号 1')
  expect((await act(admin, office, 'close', { successor: crew })).body.code).toBe('unit_closed')
  // Who does not manage the heir too cannot give it anything.
  expect((await act(chief.person, office, 'close', { successor: 'roads' })).status).toBe(403)

  expect(await act(admin, office, 'close', { successor: heir })).toMatchObject({ status: 200, body: { closed: true } })
  expect((await chief.person.get(`${base}/me`)).body).toMatchObject({
    organisation: { path: `qingpu.roads.${heir}` },
    roles: [{ role: 'unit_administrator', path: `qingpu.roads.${heir}` }],
  })
  const below = (await admin.get(`${base}/organisations/${crew}`)).body
  expect((await admin.patch(`${base}/organisations/${crew}`, { version: below.version, closed: false })).body.code).toBe(
    'unit_closed',
  )
  const { version, history } = (await admin.get(`${base}/organisations/${office}`)).body
  expect(history[0]).toMatchObject({ what: 'closed', after: { successor: heir } })
  expect(await admin.patch(`${base}/organisations/${office}`, { version, closed: false })).toMatchObject({
    body: { closed: false },
  })
  expect((await admin.get(`${base}/organisations/${office}`)).body.history[0]).toMatchObject({ what: 'opened' })
  const told = (await admin.get(`/api/audit/entries?ref=identity.organisation:${office}`)).body.items
  expect(told.map(({ action }: { action: string }) => action)).toEqual(
    expect.arrayContaining(['identity.add-organisation', 'identity.close-organisation', 'identity.open-organisation']),
  )
})
