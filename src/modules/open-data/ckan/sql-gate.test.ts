import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ActionError } from './envelope.ts'
import { allow, tablesOf } from './sql-gate.ts'

const id = '018f3b1c-2222-7abc-8def-0123456789ab'
const other = '018f3b1c-3333-7abc-8def-0123456789ab'
const real = new Map([[id, { schema: 'open_data_store', name: 't1', columns: ['_id', 'town', 'value', 'at', 'Mixed Case'] }]])

test('a plain question is printed anew over the real table', () => {
  expect(tablesOf(`select * from "${id}" limit 5`)).toEqual([id])
  const { statement } = allow(
    `SELECT town, count(*) AS n, round(avg(value), 1) FROM "${id}" WHERE value BETWEEN 1 AND 5 AND town LIKE '夏阳%' -- all
    GROUP BY town HAVING count(*) > 1 ORDER BY n DESC LIMIT 10 OFFSET 2`,
    real,
  )
  expect(statement).toContain('open_data_store.t1')
  expect(statement).not.toContain('--')
  expect(statement).toMatch(/limit \(10\)/i)
  expect(
    allow(`select d."Mixed Case", date_trunc('day', d.at) from "${id}" d where d.at is not null and town in ('a', 'it''s')`, real)
      .statement,
  ).toContain("'it''s'")
  expect(
    allow(`select case when value > 1 then 'a' else 'b' end, value::int, extract(year from at) from "${id}"`, real).statement,
  ).toMatch(/case\s+when/i)
})

test('everything that is not on the lists is refused before it is looked up or run', () => {
  const refused = [
    `select 1; drop table x`,
    `select * from "${id}"; select 1`,
    `with x as (delete from "${id}" returning *) select * from x`,
    `with x as (select 1) select * from "${id}"`,
    `select * from pg_catalog.pg_authid`,
    `select * from pg_user`,
    `select * from information_schema.tables`,
    `select * from identity.account`,
    `select * from open_data_store.t1`,
    `select * from "${other}"`,
    `select * from "${id.toUpperCase()}"`,
    `select * from U&"\\0031${id.slice(1)}"`,
    `select pg_read_file('/etc/passwd') from "${id}"`,
    `select pg_sleep(10) from "${id}"`,
    `select pg_catalog.lower(town) from "${id}"`,
    `select lo_import('/etc/passwd') from "${id}"`,
    `select current_setting('x') from "${id}"`,
    `select query_to_xml('select 1', true, true, '') from "${id}"`,
    `select repeat('x', 1000000000) from "${id}"`,
    `select (select count(*) from identity.account) from "${id}"`,
    `select * from (select * from identity.account) x`,
    `select * from "${id}" where town in (select name from identity.account)`,
    `select * from "${id}" union select * from identity.account`,
    `select * from "${id}", generate_series(1, 1000000000)`,
    `select * from "${id}" a, "${id}" b, "${id}" c`,
    `select * from "${id}" a cross join "${id}" b`,
    `select * from "${id}" for update`,
    `select town::regclass from "${id}"`,
    `select town::pg_catalog.text from "${id}"`,
    `select nothing from "${id}"`,
    `select x.town from "${id}" y`,
    `select current_user from "${id}"`,
    `select town from "${id}" order by (select 1)`,
    `select $1 from "${id}"`,
    `select array(select 1) from "${id}"`,
    `insert into "${id}" values (1)`,
    `update "${id}" set town = 'x'`,
    `explain select * from "${id}"`,
    `select 1`,
    `select '${'x'.repeat(20_000)}' from "${id}"`,
    '',
    'select',
  ]
  for (const statement of refused) expect(() => allow(statement, real), statement.slice(0, 100)).toThrow(ActionError)
})

test('no text at all makes it fall over', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(...'select from where"\'();-*/\\=1,. union'.split(''), `"${id}"`, 'SELECT ', ' FROM '),
        maxLength: 60,
      }),
      (text) => {
        try {
          allow(text, real)
        } catch (error) {
          expect(error).toBeInstanceOf(ActionError)
        }
      },
    ),
    { numRuns: 1000 },
  )
})
