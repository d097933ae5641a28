import type { Ctx } from '#kernel'
import { type Break, checkBlock, GENESIS } from './chain.ts'
import { readHeads } from './heads.ts'
import { sealWith } from './seal.ts'
import * as store from './store.ts'

export interface Verdict {
  blocks: number
  entries: number
  /** Not yet sealed: at most those of the last second or so. */
  unsealed: number
  head: string
  broken: Break | null
}

/** Recomputes every entry and block, then compares with the heads exported outside the database. Call it outside a transaction. */
export async function verifyChain(ctx: Ctx): Promise<Verdict> {
  const heads = await readHeads(ctx.config)
  const sealOf = sealWith(ctx.secrets)
  const verdict: Verdict = {
    blocks: 0,
    entries: 0,
    unsealed: await ctx.transact('read', store.countUnsealed),
    head: GENESIS,
    broken: null,
  }
  let before = { number: 0, hash: GENESIS }
  for (;;) {
    const found = await ctx.transact('read', (tx) => store.blockAfter(tx, before.number))
    if (!found) break
    const { block, entries } = found
    const broken = checkBlock(block, entries, before, sealOf)
    if (broken) return { ...verdict, broken }
    const exported = heads.get(block.number)
    if (exported !== undefined && exported !== block.hash)
      return { ...verdict, broken: { block: block.number, what: 'block-forged' } }
    verdict.blocks += 1
    verdict.entries += entries.length
    verdict.head = block.hash
    before = block
  }
  const beyond = [...heads.keys()].filter((number) => number > before.number).sort((a, b) => a - b)[0]
  return beyond === undefined ? verdict : { ...verdict, broken: { block: before.number + 1, what: 'tail-missing' } }
}

const said: Record<Break['what'], { zh: string; en: string }> = {
  'entry-changed': { zh: '该条记录被改动', en: 'this entry was changed' },
  'entry-missing': { zh: '此处缺少记录', en: 'an entry is missing here' },
  'entry-added': { zh: '此处多出记录', en: 'an entry was put in here' },
  'block-missing': { zh: '缺少整个区块', en: 'the whole block is missing' },
  'block-changed': { zh: '区块与其记录不符', en: 'the block does not match its entries' },
  'block-forged': {
    zh: '区块不是本平台封存的，或与库外留存的链头不符',
    en: 'the block was not sealed by this platform, or differs from the head kept outside',
  },
  'tail-missing': {
    zh: '库外留存的链头之后，库内记录已被截去',
    en: 'the chain was cut off: a later head was kept outside the database',
  },
}

export function describe({ block, position, entry, what }: Break): { zh: string; en: string } {
  const place = [
    `block ${block}`,
    ...(position === undefined ? [] : [`position ${position}`]),
    ...(entry ? [`entry ${entry}`] : []),
  ].join(', ')
  return { zh: `${said[what].zh}（${place}）`, en: `${said[what].en} (${place})` }
}
