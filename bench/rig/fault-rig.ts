import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCluster, createDatabase, dropDatabase, postgresBinaries } from './postgres.ts'

/** `npm run soak` plays the same stories longer; `npm test` plays them short. */
export const isSoak = process.env['SOAK'] === '1'
export const scaled = (short: number, long: number) => (isSoak ? long : short)

/** Where a story's platform keeps its data: variables of its configuration, and how to throw them away. */
export interface Place {
  settings: Record<string, string>
  remove: () => Promise<void>
}

export interface DatabaseKind {
  readonly name: 'embedded' | 'PostgreSQL'
  readonly open: () => Promise<Place>
}

const folder = () => mkdtempSync(join(tmpdir(), 'district-fault-'))

const embedded: DatabaseKind = {
  name: 'embedded',
  open: async () => ({ settings: { DATA_DIR: folder() }, remove: async () => undefined }),
}

const onServer = (adminUrl: () => Promise<string>): DatabaseKind => ({
  name: 'PostgreSQL',
  open: async () => {
    const url = await adminUrl()
    const name = `district_fault_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
    return {
      settings: { DATABASE_URL: await createDatabase(url, name), DATA_DIR: folder() },
      remove: () => dropDatabase(url, name),
    }
  },
})

/** Started once, when a story first asks; it ends with this process. */
let own: Promise<string> | undefined
const ownCluster = (binaries: string) => async () => (own ??= createCluster(binaries).then(({ url }) => url))

/** The suite runs on one database at a time, as all stories do; the soak takes both when PostgreSQL is installed. */
export function databases(): DatabaseKind[] {
  const given = process.env['TEST_DATABASE_URL']
  const server = given ? onServer(async () => given) : undefined
  if (!isSoak) return [server ?? embedded]
  const binaries = postgresBinaries()
  const postgres = server ?? (binaries ? onServer(ownCluster(binaries)) : undefined)
  return postgres ? [embedded, postgres] : [embedded]
}

export const eventually = async (what: string, seconds: number, check: () => Promise<boolean> | boolean): Promise<void> => {
  const until = Date.now() + seconds * 1000
  while (!(await check())) {
    if (Date.now() > until) throw new Error(`Not within ${seconds} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
