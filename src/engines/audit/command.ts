import { command, type Platform, system } from '#kernel'
import { describe, verifyChain } from './verify.ts'

async function verify(platform: Platform, print: (line: string) => void): Promise<number> {
  const { broken, blocks, entries, unsealed, head } = await verifyChain(
    platform.outside({ user: system, origin: { kind: 'cli', name: 'audit verify' } }),
  )
  if (broken) {
    const { zh, en } = describe(broken)
    print(`审计链断裂：${zh}`)
    print(`The audit chain is broken: ${en}`)
    print(`${blocks} blocks with ${entries} entries before it are whole.`)
    return 1
  }
  print(`审计链完整：${blocks} 个区块，${entries} 条记录，另有 ${unsealed} 条待封存。`)
  print(`The audit chain is whole: ${blocks} blocks, ${entries} entries, ${unsealed} not yet sealed. Head ${head}`)
  return 0
}

export const auditCommand = command({
  id: 'audit',
  usage: 'audit verify                     recompute the audit chain and name the first break',
  run: async (platform, [what], print) => {
    if (what === 'verify') return verify(platform, print)
    print('Usage: audit verify')
    return 2
  },
})
