import { Worker } from 'node:worker_threads'
import type { RunningPlatform } from '../kernel/boot.ts'

/**
 * The demo's small district, played in a thread of its own by clients that see only our sockets and public HTTP.
 * A thread, so that it ends with the platform however the platform ends.
 */
export function startSimulation({ config, log }: RunningPlatform, address: string): { stop: () => Promise<void>; says: string } {
  const url = address.replace('0.0.0.0', '127.0.0.1').replace('[::]', '127.0.0.1')
  const workerData = {
    url,
    hj212: { host: '127.0.0.1', port: config.hj212Port },
    monitors: 12,
    speed: 1,
    duration: 0,
    seed: 118,
    people: true,
    demo: true,
  }
  const worker = new Worker(new URL('../../simulator/main.ts', import.meta.url), {
    workerData,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: 96 },
  })
  worker.on('error', (error) => log.warn({ error }, 'simulation.stopped'))
  return {
    stop: async () => void (await worker.terminate()),
    says: '模拟运行 Simulated: 12 monitors and their people send invented data (SIMULATE=0 switches it off)',
  }
}
