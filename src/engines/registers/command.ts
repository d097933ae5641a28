import { command, type Platform, system } from '#kernel'
import { tableFaults } from './agreement.ts'
import { registerKind } from './define.ts'
import { tableSql } from './table.ts'

const usage = `registers sql <module.name>     writes the statements that make a register's table, for a migration
  registers check                 compares every register with its table`

export const registersCommand = command({
  id: 'registers',
  usage,
  run: async (platform, [verb, id = ''], print) => {
    if (verb === 'check') return check(platform, print)
    const register = verb === 'sql' ? platform.house.find(registerKind, id) : undefined
    if (register) print(tableSql(register))
    else
      print(
        `用法 / usage: ${usage}\n${platform.house
          .all(registerKind)
          .map((one) => `  ${one.id}`)
          .join('\n')}`,
      )
    return register ? 0 : 2
  },
})

async function check(platform: Platform, print: (line: string) => void): Promise<number> {
  const faults = await platform.transact({ user: system, origin: { kind: 'cli', name: 'registers check' } }, 'read', tableFaults)
  for (const fault of faults) print(fault)
  print(faults.length === 0 ? '台账与数据表一致 / registers and tables agree' : `${faults.length} ✗`)
  return faults.length === 0 ? 0 : 1
}
