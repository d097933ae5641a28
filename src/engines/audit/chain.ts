import { createHash } from 'node:crypto'

/** How entries become blocks. Pure: the sealer and the verifier use the same few lines. */
export type Algorithm = 'sm3' | 'sha256'

export interface Block {
  number: number
  sealedAt: string
  entries: number
  algorithm: Algorithm
  previous: string
  hash: string
  /** The hash under a key that the database does not hold: who can write there can still not forge a chain. */
  seal: string
}

export const GENESIS = '0'.repeat(64)

const digest = (algorithm: Algorithm, text: string) => createHash(algorithm).update(text).digest('hex')

/** Block and place are part of it, so that an entry moved elsewhere is noticed. */
export const entryHash = (algorithm: Algorithm, block: number, position: number, text: string): string =>
  digest(algorithm, `${block}\n${position}\n${text}`)

export const blockHash = (
  { algorithm, number, sealedAt, previous }: Pick<Block, 'algorithm' | 'number' | 'sealedAt' | 'previous'>,
  hashes: readonly string[],
): string => digest(algorithm, [number, sealedAt, previous, hashes.length, ...hashes].join('\n'))

/** Where the chain first breaks, and how, for whoever has to look into it. */
export interface Break {
  block: number
  position?: number
  entry?: string
  what: 'entry-changed' | 'entry-missing' | 'entry-added' | 'block-missing' | 'block-changed' | 'block-forged' | 'tail-missing'
}

export interface StoredEntry {
  id: string
  position: number
  text: string
  hash: string
}

/** One block against its entries and the block before. */
export function checkBlock(
  block: Block,
  entries: readonly StoredEntry[],
  before: Pick<Block, 'number' | 'hash'>,
  sealOf: (hash: string) => string,
): Break | undefined {
  const { number, algorithm } = block
  if (number !== before.number + 1) return { block: before.number + 1, what: 'block-missing' }
  for (const [at, { id, position, text, hash }] of entries.entries()) {
    if (position > at) return { block: number, position: at, what: 'entry-missing' }
    if (position < at) return { block: number, position, entry: id, what: 'entry-added' }
    if (entryHash(algorithm, number, position, text) !== hash)
      return { block: number, position, entry: id, what: 'entry-changed' }
  }
  if (entries.length < block.entries) return { block: number, position: entries.length, what: 'entry-missing' }
  if (entries.length > block.entries)
    return {
      block: number,
      position: block.entries,
      what: 'entry-added',
      ...(entries[block.entries] && { entry: entries[block.entries]?.id as string }),
    }
  if (
    block.previous !== before.hash ||
    blockHash(
      block,
      entries.map(({ hash }) => hash),
    ) !== block.hash
  )
    return { block: number, what: 'block-changed' }
  return sealOf(block.hash) === block.seal ? undefined : { block: number, what: 'block-forged' }
}
