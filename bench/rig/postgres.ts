import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './process.ts'

/** A PostgreSQL of our own, gone when we are done; it can be stopped and started as an accident would. */
export interface Cluster {
  /** Of the maintenance database. */
  readonly url: string
  createDatabase: (name: string) => Promise<string>
  start: () => void
  stop: (mode?: 'fast' | 'immediate') => void
  remove: () => void
}

const debian = '/usr/lib/postgresql'

/** Where initdb and pg_ctl live; undefined when PostgreSQL is not installed. */
export function postgresBinaries(): string | undefined {
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .filter(Boolean)
        .sort((a, b) => b - a)
    : []
  return versions.map((version) => join(debian, String(version), 'bin')).find((folder) => existsSync(join(folder, 'initdb')))
}

export async function createCluster(binaries: string, settings: Record<string, string> = {}): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'district-postgres-'))
  const isRoot = process.getuid?.() === 0
  if (isRoot) chownSync(folder, idOf('-u'), idOf('-g'))
  const run = (tool: string, ...args: string[]) => {
    const command = [join(binaries, tool), ...args]
    const full = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...command] : command
    const result = spawnSync(full[0] ?? '', full.slice(1), { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    if (result.status !== 0) throw new Error(`${tool} failed: ${result.stderr}`)
  }
  const port = await freePort()
  const data = join(folder, 'data')
  run('initdb', '-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '-U', 'postgres')
  const given = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: '100',
    ...settings,
  }
  const flags = Object.entries(given)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  const cluster: Cluster = {
    url,
    createDatabase: (name) => createDatabase(url, name),
    start: () => run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', flags, 'start'),
    stop: (mode = 'fast') => run('pg_ctl', '-D', data, '-w', '-m', mode, 'stop'),
    remove: () => {
      process.off('exit', cluster.remove)
      try {
        cluster.stop('immediate')
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
  process.once('exit', cluster.remove)
  cluster.start()
  return cluster
}

const idOf = (flag: '-u' | '-g') => Number(spawnSync('id', [flag, 'postgres']).stdout.toString().trim())

/** A fresh database beside the given one; Chinese search needs a UTF-8 ctype. */
export async function createDatabase(adminUrl: string, name: string): Promise<string> {
  await withClient(adminUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`)
  })
  return Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString()
}

export const dropDatabase = (adminUrl: string, name: string) =>
  withClient(adminUrl, async (client) => void (await client.query(`drop database if exists ${name} with (force)`)))

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
