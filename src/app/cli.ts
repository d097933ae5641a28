import { commandKind, readConfig } from '#kernel'
import { FolderInUse } from '../kernel/embedded.ts'
import { qingpu } from '../districts/qingpu/district.ts'
import { modules } from './modules.ts'
import { assemble, openPlatform } from './platform.ts'

const [id, ...args] = process.argv.slice(2)
const commands = assemble(modules, qingpu).all(commandKind)
const wanted = commands.find((command) => command.id === id)

if (!wanted) {
  console.error(`Usage: npm run cli -- <command> …\n${commands.map((command) => `  ${command.usage}`).join('\n')}`)
  process.exit(2)
}
try {
  const platform = await openPlatform(readConfig(process.env), modules, qingpu)
  const status = await wanted.run(platform, args, (line) => console.log(line))
  await platform.database.close()
  process.exit(status)
} catch (error) {
  console.error(
    error instanceof FolderInUse
      ? `The platform is running on ${error.message}. Stop it first, or use PostgreSQL, where commands may run beside it.`
      : error,
  )
  process.exit(1)
}
