import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { commandKind } from '#kernel'
import { openSecrets } from '../../kernel/secrets.ts'
import { ownDistrict, rows, type TestDistrict } from '../../app/testing.ts'

const [old, fresh] = ['a', 'b'].map((sign) => sign.repeat(64)) as [string, string]
const folder = mkdtempSync(join(tmpdir(), 'rekey-'))
let house: TestDistrict | undefined
afterAll(async () => {
  await house?.platform.database.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = async (platform: TestDistrict['platform'], ...args: string[]) => {
  const lines: string[] = []
  const status = await platform.house.get(commandKind, 'secrets').run(platform, args, (line) => lines.push(line))
  return { status, text: lines.join('\n') }
}

/** Every column of every table of ours, whatever it is called, in which a value names this key. */
async function columnsNaming(platform: TestDistrict['platform'], key: string): Promise<string[]> {
  const columns = await rows<{ table: string; column: string }>(
    platform,
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as table, quote_ident(column_name) as column
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') and data_type in ('text', 'jsonb')`,
  )
  const found: string[] = []
  for (const { table, column } of columns) {
    const [hit] = await rows(platform, `select 1 from ${table} where ${column}::text ~ '(^|")${key}\\.(sm4|aes)\\.' limit 1`)
    if (hit) found.push(`${table}.${column}`)
  }
  return found
}

test('after a new key is put first, one command seals everything anew; the old one opens nothing any more, and all is found as before', async () => {
  house = await ownDistrict({ secretKeys: `k1:${old}` })
  const office = await house.as('data_office')
  const civil = await house.as('civil')
  const asked = { purpose: 'application', note: '办理高龄津贴申请', by: { id_number: '' } }
  const [someone] = await rows<{ sealed: string }>(
    house.platform,
    `select sealed from registry.entity where registry = 'population' and sealed is not null limit 1`,
  )
  const { id_number: number } = JSON.parse(house.platform.secrets.decrypt(someone?.sealed as string)) as { id_number: string }
  asked.by.id_number = number
  const before = (await civil.post('/api/registry/population/look-ups', asked)).body.items
  expect(before).toHaveLength(1)
  const officer = await house.as('environment')
  const odd = { name: 'v1.aes.abcd', credit_code: '91310118MA1KA0001X', kind: 'water', area: '夏阳街道' }
  expect((await officer.post('/api/environment/sources', { values: odd })).status).toBe(200)
  const under = await columnsNaming(house.platform, 'k1')
  expect(under).toContain('registry.entity.sealed')

  const both = openSecrets({ secretKeys: `k2:${fresh},k1:${old}`, dataDir: folder, crypto: house.platform.config.crypto })
  Object.assign(house.platform, { secrets: both })
  const counted = await run(house.platform, 'rekey', '--dry-run')
  expect(counted).toMatchObject({ status: 0, text: expect.stringContaining('nothing was changed') })
  expect(await columnsNaming(house.platform, 'k1')).toEqual(under)

  const done = await run(house.platform, 'rekey')
  expect(done.status, done.text).toBe(0)
  expect(done.text).not.toContain(number)
  expect(done.text).toContain('no key opens 1 texts that look sealed')
  expect(await columnsNaming(house.platform, 'k1')).toEqual([])
  expect((await columnsNaming(house.platform, 'k2')).length).toBe(under.length)
  expect((await run(house.platform, 'rekey')).text).toContain('0 values are sealed anew')

  expect((await civil.post('/api/registry/population/look-ups', asked)).body.items).toEqual(before)
  expect((await office.get('/api/identity/me')).status).toBe(200)
  const acts = await rows<{ after: { column: string; values: number } }>(
    house.platform,
    `select after from audit.entry where action = 'audit.rekey'`,
  )
  expect(new Set(acts.map(({ after }) => after.column))).toEqual(new Set(under))
}, 240_000)

test('what it does not know is refused in words', async () => {
  const { platform } = house as TestDistrict
  expect(await run(platform, 'rekey', '--now')).toMatchObject({ status: 2, text: expect.stringContaining('secrets rekey') })
})
