import { expect, test } from 'vitest'
import { district } from '../../app/testing.ts'
import { loadPermits } from './stories.testing.ts'

test('a steward finds failing rows, a neighbour asks for their correction, the rule is measured again', async () => {
  const house = await district()
  const [steward, clerk, office] = [await house.as('steward'), await house.as('clerk'), await house.as('data_office')]
  const { id, table } = await loadPermits(house)
  const rule = (kind: string, columns: string[], params: object = {}) =>
    steward.post('/api/catalog/rules', { distribution: table, kind, columns, params })
  const planned = { distribution: table, kind: 'completeness', columns: ['有效期至'] }
  const tried = (await steward.post('/api/catalog/rules/try', planned)).body
  expect(tried).toMatchObject({ checked: 60, failed: 6, title: { zh: '有效期至不为空' } })
  expect(tried.rows.rows[0]).toMatchObject({ 法定代表人: '张**', 有效期至: null })
  expect((await clerk.post('/api/catalog/rules/try', planned)).status).toBe(403)
  const range = { distribution: table, kind: 'validity', columns: ['街镇'], params: { min: 1 } }
  expect((await steward.post('/api/catalog/rules/try', range)).body.code).toBe('rule_wrong')
  expect((await steward.get(`/api/catalog/resources/${id}/quality`)).body.rules).toEqual([])
  const complete = await rule('completeness', ['有效期至'])
  expect(complete.status, JSON.stringify(complete.body)).toBe(200)
  await rule('uniqueness', ['街镇'])
  await rule('validity', ['许可编号'], { pattern: '^QP2026' })
  await rule('consistency', ['许可编号', '单位名称'], { compare: '<' })
  expect((await rule('completeness', ['有效期至'])).body.code).toBe('rule_there')
  expect((await rule('validity', ['许可编号'])).body.code).toBe('rule_wrong')
  expect((await clerk.post('/api/catalog/rules', { distribution: table, kind: 'completeness', columns: ['街镇'] })).status).toBe(
    403,
  )

  const { body } = await steward.post(`/api/catalog/resources/${id}/quality`)
  const by = (kind: string) => body.rules.find((entry: { kind: string; source: string }) => entry.kind === kind)?.last
  expect(by('completeness')).toEqual({ checked: 60, failed: 6 })
  expect(by('uniqueness')).toEqual({ checked: 60, failed: 60 })
  expect(by('timeliness')).toEqual({ checked: 1, failed: 0 })
  expect(body.rules.filter(({ source }: { source: string }) => source === 'derived').length).toBeGreaterThan(0)
  expect(body.rows).toBe(60)
  const failing = (await steward.get(`/api/catalog/rules/${complete.body.id}/failures`)).body
  expect(failing.rows).toHaveLength(6)
  expect(failing.rows[0]).toMatchObject({ 联系电话: '138****0000', 法定代表人: '张**', 有效期至: null })
  expect((await clerk.get(`/api/catalog/rules/${complete.body.id}/failures`)).status).toBe(403)

  const asked = await clerk.post(`/api/catalog/rules/${complete.body.id}/corrections`, { note: '有效期空缺，无法核查' })
  expect(asked.body).toMatchObject({ failedBefore: 6, state: 'open', may: { answer: false } })
  const mine = (await steward.get('/api/catalog/corrections?state=open')).body.items
  expect(mine.find((item: { id: string }) => item.id === asked.body.id).may.answer).toBe(true)
  await house.platform.database.kysely.executeQuery(
    // the provider's own system repairs its table
    (await import('kysely')).CompiledQuery.raw(
      `update catalog_data.t_${table.replaceAll('-', '')} set "有效期至" = '2027-12-31' where "有效期至" is null`,
    ),
  )
  const answered = await steward.post(`/api/catalog/corrections/${asked.body.id}/answer`, {
    version: 1,
    outcome: 'corrected',
    answer: '已补录',
  })
  expect(answered.body).toMatchObject({ state: 'corrected', failedAfter: 0 })
  const scores = (await clerk.get(`/api/catalog/resources/${id}/quality`)).body.runs
  expect(scores).toHaveLength(2)
  expect(scores[0].score).toBeGreaterThan(scores[1].score)
  const line = (await office.get('/api/catalog/quality')).body.items.find(
    ({ resource }: { resource: { id: string } }) => resource.id === id,
  )
  expect(line).toMatchObject({ rows: 60, before: scores[1].score, corrections: 0 })
})

test('a column is held against a standard; a new edition takes the old one’s place; tables may not refer in a circle', async () => {
  const house = await district()
  const [steward, office] = [await house.as('steward'), await house.as('data_office')]
  const [a, b] = [await loadPermits(house), await loadPermits(house)]
  const made = await office.post('/api/catalog/standards', {
    code: 'DB31 街镇名称',
    edition: '2025',
    title: { zh: '街镇名称', en: 'Names of towns' },
    codes: ['夏阳街道', '盈浦街道'].map((code) => ({ code, title: { zh: code, en: code } })),
  })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  const check = (who: typeof steward) =>
    who.get(`/api/catalog/standards/${made.body.id}/check?distribution=${a.table}&column=${encodeURIComponent('街镇')}`)
  expect((await check(steward)).body).toEqual({ checked: 60, failed: 20, values: [{ value: '朱家角镇', count: 20 }] })
  expect((await check(await house.as('clerk'))).body).toMatchObject({ failed: 20, values: [] })
  await steward.patch(`/api/catalog/distributions/${a.table}/items/${encodeURIComponent('街镇')}`, { standard: 'DB31 街镇名称' })
  const newer = { code: 'DB31 街镇名称', edition: '2026', title: { zh: '街镇名称', en: 'Names of towns' }, pattern: '(街道|镇)$' }
  const next = (await office.post('/api/catalog/standards', newer)).body
  expect(next.used).toEqual([expect.objectContaining({ column: '街镇', distribution: a.table })])
  expect((await office.get(`/api/catalog/standards/${made.body.id}`)).body.endedOn).not.toBeNull()
  expect((await office.post('/api/catalog/standards', newer)).body.code).toBe('standard_there')
  expect((await office.post('/api/catalog/standards', { ...newer, edition: '2027', pattern: '(' })).body.code).toBe(
    'standard_empty',
  )

  const refer = (from: string, to: string) =>
    steward.post('/api/catalog/rules', {
      distribution: from,
      kind: 'consistency',
      columns: ['许可编号'],
      params: { reference: { distribution: to, column: '许可编号' } },
    })
  expect((await refer(a.table, b.table)).status).toBe(200)
  expect((await refer(b.table, a.table)).body.code).toBe('reference_circular')
  const lineage = (await steward.get(`/api/catalog/resources/${a.id}/lineage`)).body
  expect(lineage.nodes.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['source', 'resource', 'distribution']),
  )
  expect((await steward.get('/api/catalog/unused')).body.items.some((item: { id: string }) => item.id === b.id)).toBe(true)
})
