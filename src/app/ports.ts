import { createServer } from 'node:net'
import type { Config } from '#kernel'

/** Before anything is opened or made: a port that somebody else has would stop the start only at its end, minutes later. */
export async function refuseBusyPorts({ role, port, hj212Port, host }: Config): Promise<void> {
  const wanted = [
    ...(role === 'all' || role === 'api' ? [port] : []),
    ...(role === 'all' || role === 'gateway' ? [hj212Port] : []),
  ]
  for (const one of wanted.filter((number) => number !== 0))
    await new Promise<void>((resolve, reject) => {
      const server = createServer()
      server.once('error', reject)
      server.listen(one, host, () => server.close(() => resolve()))
    })
}
