import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#kernel'
import type { Block } from './chain.ts'

/** The chain's heads, outside the database: one line per block. Copy it to another machine, or to paper. */
const fileOf = ({ dataDir }: Pick<Config, 'dataDir'>) => join(dataDir, 'audit-heads.log')

export type Head = Pick<Block, 'number' | 'hash' | 'entries' | 'sealedAt'>

export const exportHeads = (config: Pick<Config, 'dataDir'>, blocks: readonly Head[]): Promise<void> =>
  appendFile(
    fileOf(config),
    blocks.map(({ number, hash, entries, sealedAt }) => `${number} ${hash} ${entries} ${sealedAt}\n`).join(''),
    { mode: 0o600 },
  )

/** Hashes by block number, as far as this folder knows them: each process exports what it sealed. */
export async function readHeads(config: Pick<Config, 'dataDir'>): Promise<Map<number, string>> {
  const text = await readFile(fileOf(config), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const lines = text.split('\n').map((line) => line.split(' '))
  return new Map(lines.flatMap(([number, hash]) => (number && hash ? [[Number(number), hash] as const] : [])))
}
