import { parseArgs } from 'node:util'
import { command, type Platform } from '#kernel'
import { registryKind } from './definition.ts'
import { matchRegistry } from './match-run.ts'

const usage = 'registry match <population|legal-entities> [--dry-run] [--workers 2]'

const readArgs = (args: string[]) => {
  const options = { 'dry-run': { type: 'boolean', default: false }, workers: { type: 'string' } } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const workers = values.workers === undefined ? undefined : Number(values.workers)
    const [verb, id] = positionals
    if (verb !== 'match' || !id || (workers !== undefined && !(workers >= 0 && workers <= 64))) return undefined
    return { id, dryRun: values['dry-run'], workers }
  } catch {
    return undefined
  }
}

async function run(platform: Platform, args: string[], print: (line: string) => void): Promise<number> {
  const asked = readArgs(args)
  const registry = asked && platform.house.find(registryKind, asked.id)
  if (!asked || !registry?.matching) {
    print(`用法 / usage: ${usage}`)
    return 2
  }
  const { dryRun, workers } = asked
  const report = await matchRegistry(platform, registry, {
    dryRun,
    progress: (text) => print(`… ${text}`),
    ...(workers !== undefined && { workers }),
  })
  print(
    `${registry.title.zh}：${report.records} 条来源记录，${report.things} 个对象 / ${report.records} records, ${report.things} ${registry.noun}s`,
  )
  print(`合并 ${report.merged}，待复核 ${report.asked} / merged ${report.merged}, to be reviewed ${report.asked}`)
  for (const { key, blocks, records } of report.oversized)
    print(`分组过大未比对 / blocks too large to compare: ${key} ×${blocks} (${records})`)
  if (dryRun) print('试运行，没有写入 / dry run, nothing was stored')
  return 0
}

export const registryCommand = command({ id: 'registry', usage, run })
