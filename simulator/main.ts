// Plays a district: monitors on sockets, people on public HTTP. It knows nothing of the platform but its borders.
import { isMainThread } from 'node:worker_threads'
import { play, playPast } from './play.ts'
import { readOptions, usage } from './options.ts'

const stop = new AbortController()

async function main(): Promise<void> {
  const options = readOptions()
  if (!options) return console.log(usage)
  if (isMainThread) for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  if (options.duration > 0) setTimeout(() => stop.abort(), options.duration * 1000).unref()
  if (options.pastUntil) return playPast({ ...options, pastUntil: options.pastUntil }, stop.signal)
  await play(options, stop.signal, (line) => (options.demo ? undefined : console.log(line)))
}

main().catch((error: Error) => {
  // Beside a demo the simulator is a guest: it leaves without taking the house along.
  console.error(isMainThread ? `\n${error.message}\n` : `The simulated district stopped: ${error.message}`)
  if (isMainThread) process.exit(1)
})
