import { once } from 'node:events'
import { parentPort } from 'node:worker_threads'
import { Client } from './client.ts'
import { Fleet, type Kept, list, register, rest, roster } from './hj212/fleet.ts'
import type { Options } from './options.ts'
import { livePeople, pastPeople } from './people/people.ts'
import { Places } from './places.ts'
import { seeded } from './random.ts'
import { Tally } from './tally.ts'

const REAL_TIME_MS = 30_000
const DEMO_PACKETS = 40_000
/** What the monitors kept until they were connected: as long as the demo's people have a past, and after a break. */
const aMonth: Kept = { realTime: 72, minutes: 36, hours: 28 * 24, days: 28 }
const aMorning: Kept = { realTime: 0, minutes: 3, hours: 6, days: 0 }

/** Waits for the platform, registers the monitors, tells what happened before, and then lives until it is stopped. */
export async function play(options: Options, until: AbortSignal, print: (line: string) => void): Promise<void> {
  const random = seeded(options.seed)
  const tally = new Tally()
  const nobody = new Client(options.url)
  const { demo } = await nobody.must('GET', '/api/identity/platform')
  if (demo !== true) throw new Error(`${options.url} is not in demo mode: the simulator plays only where everything is a play.`)
  const places = await Places.ask(nobody)
  const { fleet, isNew } = await openFleet(options, random, places, tally, print)
  const lines = setInterval(() => print(`${new Date().toISOString().slice(11, 19)}  ${tally}`), 5000)
  try {
    await Promise.all([
      options.demo ? fleet.exceed(3).then(() => fleet.catchUp(isNew ? aMonth : aMorning)) : fleet.catchUp(aMorning),
      ...(options.people
        ? [
            livePeople({ options, places, random: random.fork('people'), tally, until, now: () => new Date() }).catch(
              (error: Error) => print(`The people went home: ${error.message}`),
            ),
          ]
        : []),
      fleet.run(until),
    ])
    await rest(Number.POSITIVE_INFINITY, until)
  } finally {
    clearInterval(lines)
    print(`${new Date().toISOString().slice(11, 19)}  ${tally}`)
  }
}

/** What happened before the first start. The thread that started this one moves the platform's clock, and says when it is there. */
export async function playPast(options: Options & { pastUntil: string }, until: AbortSignal): Promise<void> {
  const random = seeded(options.seed).fork('past')
  const places = await Places.ask(new Client(options.url))
  let now = new Date()
  const moveTo = async (at: Date) => {
    now = at
    parentPort?.postMessage(at)
    if (parentPort) await once(parentPort, 'message')
  }
  await pastPeople({ options, places, random, tally: new Tally(), until, now: () => now }, new Date(options.pastUntil), moveTo)
}

async function openFleet(
  options: Options,
  random: ReturnType<typeof seeded>,
  places: Places,
  tally: Tally,
  print: (line: string) => void,
): Promise<{ fleet: Fleet; isNew: boolean }> {
  const identities = roster(options.monitors, options.seed, random.fork('fleet'), places)
  const officer = new Client(options.url, 'environment')
  const made = await register(officer, identities)
  if (made > 0) await list(officer, identities)
  print(
    `${identities.length} monitors (${made} newly registered), ${options.people ? 'people' : 'no people'}, ${options.speed} × real speed, seed ${options.seed}`,
  )
  const fleet = new Fleet(
    identities,
    {
      ...options.hj212,
      everyMs: Math.max(1000, REAL_TIME_MS / options.speed),
      episodes: options.demo ? 0.01 : 0.002,
      budget: options.demo ? DEMO_PACKETS : Number.POSITIVE_INFINITY,
    },
    random.fork('lives'),
    tally,
  )
  return { fleet, isNew: made > 0 }
}
