import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { House } from './contribution.ts'
import type { Database } from './database.ts'
import { migrationsKind } from './parts.ts'

const LOCK = 731_001

interface Step {
  module: string
  file: string
  text: string
  hash: string
}

/** Line endings do not count, so a checkout on another system is the same migration. */
const hashOf = (text: string) => createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')

async function stepsOf(module: string, folder: URL): Promise<Step[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, folder), 'utf8')
      return { module, file, text, hash: hashOf(text) }
    }),
  )
}

export async function migrationSteps(house: House): Promise<Step[]> {
  const folders: [string, URL][] = [
    ['kernel', new URL('./migrations/', import.meta.url)],
    ...house.entries(migrationsKind).map(({ owner, value }): [string, URL] => [owner, value]),
  ]
  return (await Promise.all(folders.map(([module, folder]) => stepsOf(module, folder)))).flat()
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Runs what has not run yet, each file in one transaction, sent whole. A landed file that changed is refused. */
export async function migrate(database: Database, house: House): Promise<string[]> {
  const steps = await migrationSteps(house)
  await database.script(`create schema if not exists kernel;
    create table if not exists kernel.migration (module text not null, file text not null, hash text not null, at timestamptz not null default now(), primary key (module, file))`)
  const { rows } = await sql<{
    module: string
    file: string
    hash: string
  }>`select module, file, hash from kernel.migration`.execute(database.kysely)
  const done = new Map(rows.map((row) => [`${row.module}/${row.file}`, row.hash]))
  const ran: string[] = []
  for (const step of steps) {
    const name = `${step.module}/${step.file}`
    const before = done.get(name)
    if (before === step.hash) continue
    if (before !== undefined)
      throw new Error(`Migration ${name} was changed after it ran here. Migrations never change: add a new file.`)
    await database
      .script(
        `begin; select pg_advisory_xact_lock(${LOCK});\n${step.text}\n;insert into kernel.migration (module, file, hash) values (${literal(step.module)}, ${literal(step.file)}, ${literal(step.hash)}); commit;`,
      )
      .catch(async (error: Error) => {
        await database.script('rollback').catch(() => undefined)
        throw new Error(`Migration ${name}: ${error.message}`, { cause: error })
      })
    ran.push(name)
  }
  return ran
}
