import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openEmbedded } from './embedded.ts'
import { lookAfterTables } from './embedded-upkeep.ts'

test('a table that has grown is looked after once, and again when it has grown by half; small ones are left alone', async () => {
  const database = await openEmbedded('memory')
  const { kysely } = database
  await database.script('create table grown (id int primary key, words text); create table small (id int)')
  const fill = (from: number, to: number) =>
    sql`insert into grown select n, repeat('x', 200) from generate_series(${from}::int, ${to}::int) n`.execute(kysely)
  const known = async () =>
    (await sql<{ n: number }>`select reltuples::int as n from pg_class where relname = 'grown'`.execute(kysely)).rows[0]?.n
  await fill(1, 2000)
  expect(await known()).toBe(-1)
  expect(await lookAfterTables(kysely)).toContain('public.grown')
  expect(await known()).toBe(2000)
  expect(await lookAfterTables(kysely)).not.toContain('public.grown')
  await fill(2001, 5000)
  expect(await lookAfterTables(kysely)).toEqual(['public.grown'])
  expect(await known()).toBe(5000)
  await database.close()
})
