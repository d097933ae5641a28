import { mkdir } from 'node:fs/promises'
import type { Ctx, Secrets } from '#kernel'
import { type Algorithm, type Block, blockHash, entryHash, GENESIS } from './chain.ts'
import { exportHeads } from './heads.ts'
import * as store from './store.ts'

const LARGEST_BLOCK = 5000

export const sealWith = (secrets: Secrets) => (hash: string) => secrets.blindIndex('audit-seal', hash)

/** Chains what was appended since the last time: national digests (SM3) where they are asked for, SHA-256 elsewhere. */
export async function sealEntries(ctx: Ctx): Promise<void> {
  if (!(await store.lockChain(ctx))) return
  const algorithm: Algorithm = ctx.config.crypto === 'sm' ? 'sm3' : 'sha256'
  let last: { number: number; hash: string } = (await store.lastBlock(ctx)) ?? { number: 0, hash: GENESIS }
  const sealed: Block[] = []
  for (;;) {
    const entries = await store.unsealed(ctx, LARGEST_BLOCK)
    if (entries.length === 0) break
    const number = last.number + 1
    const hashed = entries.map(({ id, text }, position) => ({ id, position, hash: entryHash(algorithm, number, position, text) }))
    const head = { number, sealedAt: ctx.now.toISOString(), algorithm, previous: last.hash }
    const hash = blockHash(
      head,
      hashed.map((entry) => entry.hash),
    )
    const block: Block = { ...head, entries: entries.length, hash, seal: sealWith(ctx.secrets)(hash) }
    await store.seal(ctx, block, hashed)
    sealed.push(block)
    last = block
    if (entries.length < LARGEST_BLOCK) break
  }
  if (sealed.length > 0) ctx.afterCommit(() => keepHeads(ctx, sealed))
}

async function keepHeads({ config, log }: Ctx, blocks: readonly Block[]): Promise<void> {
  try {
    await mkdir(config.dataDir, { recursive: true })
    await exportHeads(config, blocks)
  } catch (error) {
    log.error({ error, block: blocks.at(-1)?.number }, 'audit.head-not-exported')
  }
}
