import type { Client } from '../client.ts'
import type { Reporters, Sent } from './reporters.ts'
import { type Desk, units, type Worker } from './staff.ts'
import type { World } from './world.ts'

const DAYS = 28
const REPORTS = 36
const DAY_MS = 86_400_000

/** An action and how many working hours pass before somebody does it, from … to. */
type Step = readonly [action: string, from: number, to: number]

const begin: readonly Step[] = [
  ['accept', 0.1, 0.8],
  ['file', 0.2, 1.5],
  ['dispatch', 0.1, 0.9],
]
const end: readonly Step[] = [
  ['verify', 0.3, 3],
  ['close', 0.2, 3],
]

/** What becomes of a case, and how often. Most go well; some come late, some are returned, redone or put off. */
const ways: readonly (readonly [readonly Step[], number])[] = [
  [[...begin, ['handle', 0.5, 3], ...end], 56],
  [[...begin, ['handle', 20, 60], ...end], 14],
  [[...begin, ['reject', 0.5, 2], ['dispatch', 0.2, 1], ['handle', 0.5, 5], ...end], 8],
  [[...begin, ['handle', 0.5, 4], ['rework', 0.5, 3], ['handle', 1, 6], ...end], 8],
  [[...begin, ['request-delay', 1, 3], ['decide-delay', 0.5, 2], ['handle', 4, 12], ...end], 6],
  [[...begin, ['suspend', 1, 4]], 4],
  [begin, 4],
]

const who: Record<string, readonly Desk[]> = {
  accept: ['dispatcher'],
  file: ['dispatcher'],
  dispatch: ['dispatcher'],
  handle: units,
  reject: units,
  'request-delay': units,
  'decide-delay': ['supervisor', 'dispatcher'],
  verify: ['patrol1', 'patrol2'],
  rework: ['patrol1', 'patrol2'],
  close: ['dispatcher'],
  suspend: ['supervisor'],
}

interface Act {
  at: Date
  run: () => Promise<void>
}

/** Told in order of time; whatever an act leads to is put among what is still to come. */
class Story {
  readonly #acts: Act[] = []

  add(act: Act): void {
    const place = this.#acts.findIndex(({ at }) => at > act.at)
    this.#acts.splice(place < 0 ? this.#acts.length : place, 0, act)
  }

  next = () => this.#acts.shift()
}

export interface Stage {
  world: World
  reporters: Reporters
  workers: ReadonlyMap<Desk, Worker>
  anybody: Client
  /** Moves the platform's clock there and waits until everything due by then has happened. */
  moveTo: (at: Date) => Promise<void>
}

/**
 * Four weeks of reports and the work on them, through the same doors as ever, on a clock that is moved: so that a fresh district has
 * a past to count, some of it late and some of it still waiting.
 */
export async function monthBefore(stage: Stage, until: Date): Promise<void> {
  const { world, moveTo } = stage
  const story = new Story()
  for (let n = 0; n < REPORTS; n++) {
    const at = new Date(until.getTime() - world.random.between(0.1, DAYS) * DAY_MS)
    story.add({ at, run: () => report(stage, story, at) })
  }
  for (let act = story.next(); act && act.at < until && !world.until.aborted; act = story.next()) {
    await moveTo(act.at)
    await act.run().catch(() => world.tally.add('failed'))
  }
}

async function report(stage: Stage, story: Story, at: Date): Promise<void> {
  const sent = await stage.reporters.one()
  await goOn(stage, story, sent, at, stage.world.random.weighted(ways))
}

async function goOn(stage: Stage, story: Story, sent: Sent, after: Date, [step, ...rest]: readonly Step[]): Promise<void> {
  if (!step) return ask(stage, story, sent, after)
  const [action, from, to] = step
  const at = await workingHoursAfter(stage, after, stage.world.random.between(from, to))
  const run = async () => {
    for (const desk of who[action] ?? [])
      if (await stage.workers.get(desk)?.act(sent.id, action)) return goOn(stage, story, sent, at, rest)
  }
  story.add({ at, run })
}

/** Two citizens in three say what they think, within a day or so; where nothing was closed the platform refuses it. */
function ask({ world, reporters }: Stage, story: Story, sent: Sent, after: Date): void {
  if (sent.door !== 'citizen' || !world.random.chance(0.66)) return
  story.add({ at: new Date(after.getTime() + world.random.between(0.05, 1.2) * DAY_MS), run: () => reporters.rate(sent) })
}

/** The platform knows when its offices are open. */
async function workingHoursAfter({ anybody }: Stage, start: Date, hours: number): Promise<Date> {
  const { dueAt } = await anybody.must(
    'GET',
    `/api/calendar/due?start=${start.toISOString()}&amount=${hours.toFixed(2)}&clock=working-hours`,
  )
  return new Date(dueAt)
}
