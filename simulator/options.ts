import { parseArgs } from 'node:util'
import { isMainThread, workerData } from 'node:worker_threads'

export interface Options {
  url: string
  hj212: { host: string; port: number }
  monitors: number
  /** Everything people and monitors do, this many times faster. */
  speed: number
  /** Seconds; 0: until stopped. */
  duration: number
  seed: number
  people: boolean
  /** Small and quiet, beside a demo: few words, budgets, a first day told at once. */
  demo: boolean
  /** Only the weeks before this instant, on a clock that whoever started the thread moves. */
  pastUntil?: string
}

export const usage = `npm run simulate -- [options]      plays a district against a running platform in demo mode
  --url http://localhost:8080   the platform's public HTTP address
  --hj212 localhost:2120        its HJ 212 gateway
  --monitors 200                how many monitors send
  --speed 10                    how many times faster than a real day
  --duration 0                  seconds; 0: until Ctrl-C
  --seed 1                      the same seed plays the same people and monitors
  --no-people                   monitors only`

/** From the command line, or from the platform when it runs this in a thread of its own. */
export function readOptions(): Options | undefined {
  if (!isMainThread) return workerData as Options
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      url: { type: 'string', default: 'http://localhost:8080' },
      hj212: { type: 'string', default: 'localhost:2120' },
      monitors: { type: 'string', default: '200' },
      speed: { type: 'string', default: '10' },
      duration: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      people: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  const [host = 'localhost', port = '2120'] = values.hj212.split(':')
  const number = (name: string, text: string, least: number) => {
    const value = Number(text)
    if (!Number.isFinite(value) || value < least)
      throw new RangeError(`--${name} must be a number of at least ${least}, not "${text}"`)
    return value
  }
  return {
    url: values.url,
    hj212: { host, port: number('hj212', port, 1) },
    monitors: number('monitors', values.monitors, 0),
    speed: number('speed', values.speed, 0.01),
    duration: number('duration', values.duration, 0),
    seed: number('seed', values.seed, 0),
    people: values.people,
    demo: false,
  }
}
