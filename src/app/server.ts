import { readConfig } from '#kernel'
import { refuseBusyFolder } from '../kernel/embedded.ts'
import { buildHttp } from '../kernel/http.ts'
import { qingpu } from '../districts/qingpu/district.ts'
import { modules } from './modules.ts'
import { playPast } from './past.ts'
import { openPlatform, startServices } from './platform.ts'
import { refuseBusyPorts } from './ports.ts'
import { startSimulation } from './simulation.ts'
import { startFailure } from './start-failure.ts'
import { startMessage } from './start-message.ts'
import { serveWeb } from './web.ts'

const wanted = 24
if (Number(process.versions.node.split('.')[0]) < wanted) {
  console.error(`Node ${wanted} is needed; this is ${process.version}. Start with "npm start", which brings its own.`)
  process.exit(1)
}

async function main(): Promise<void> {
  const config = readConfig(process.env)
  if (!config.databaseUrl) refuseBusyFolder(`${config.dataDir}/database`)
  await refuseBusyPorts(config)
  const platform = await openPlatform(config, modules, qingpu)
  const alive = config.simulate && config.role === 'all'
  if (alive) await playPast(platform, console.log)
  const running = await startServices(platform)
  const app = await buildHttp(platform)
  const hasWeb = await serveWeb(app, platform)
  const address =
    config.role === 'gateway' || config.role === 'worker' ? undefined : await app.listen({ port: config.port, host: config.host })
  const simulation = alive && address ? startSimulation(platform, address) : undefined

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await simulation?.stop()
    await app.close()
    await running.stop()
    await platform.database.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  process.on('unhandledRejection', (error) => platform.log.error({ error }, 'unhandled-rejection'))

  console.log(startMessage(platform, { address, hasWeb, says: [...running.says, ...(simulation ? [simulation.says] : [])] }))
}

main().catch((error: Error) => {
  const words = startFailure(error)
  console.error(words ? `\n${words}\n` : error)
  process.exit(1)
})
