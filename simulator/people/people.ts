import { Client } from '../client.ts'
import { rest } from '../hj212/fleet.ts'
import { AlarmDesk } from './alarm-desk.ts'
import { firstDay } from './first-day.ts'
import { monthBefore } from './month-before.ts'
import { askPatrols, Reporters } from './reporters.ts'
import { askUnits, type Desk, desks, Worker } from './staff.ts'
import { askCategories, type World } from './world.ts'

/** Real seconds between two acts of one person, and between two reports, at real speed. */
const ACT_SECONDS = 45
/** Every case passes this desk four times. */
const DISPATCHER_SECONDS = 15
const REPORT_SECONDS = 90
/** With so many cases open nobody in the demo reports more, so that one left running does not grow without bound. */
const MOST_OPEN = 80
const MOST_REPORTS = 600

/** Who takes part, each behind their own door. */
async function cast(world: World) {
  const { url } = world.options
  const supervisor = new Client(url, 'supervisor')
  const reporters = new Reporters(world, await askCategories(supervisor), await askPatrols(url))
  const units = await askUnits(url)
  return { supervisor, reporters, workers: new Map(desks.map((desk): [Desk, Worker] => [desk, new Worker(desk, world, units)])) }
}

/** The weeks before the first start, on a clock that `moveTo` moves. */
export async function pastPeople(world: World, until: Date, moveTo: (at: Date) => Promise<void>): Promise<void> {
  const { reporters, workers } = await cast(world)
  await monthBefore({ world, reporters, workers, anybody: new Client(world.options.url), moveTo }, until)
}

/** Everybody at once, each at their own pace. One who fails tries again later: people do. */
export async function livePeople(world: World): Promise<void> {
  const { options, tally, until } = world
  const { supervisor, reporters, workers } = await cast(world)
  const alarms = new AlarmDesk(world)
  const openCases = async () => {
    const { body } = await supervisor.get('/api/cases/figures')
    return ((body?.byState ?? []) as { open: number }[]).reduce((sum, { open }) => sum + open, 0)
  }
  if ((await openCases()) < 5) await firstDay(world, reporters, workers).catch(() => tally.add('failed'))

  const now = async () => !options.demo || (tally.get('reports') < MOST_REPORTS && (await openCases()) < MOST_OPEN)
  await Promise.all([
    keepOn(world, REPORT_SECONDS, async () => ((await now()) ? void (await reporters.one()) : undefined)),
    keepOn(world, ACT_SECONDS, () => alarms.next()),
    ...[...workers.values()].map((worker) =>
      keepOn(world, worker.desk === 'dispatcher' ? DISPATCHER_SECONDS : ACT_SECONDS, async () => void (await worker.next())),
    ),
  ])

  async function keepOn({ random }: World, seconds: number, act: () => Promise<void>): Promise<void> {
    while (!until.aborted) {
      await rest((seconds * 1000 * random.between(0.5, 1.5)) / options.speed, until)
      if (until.aborted) return
      await act().catch(() => tally.add('failed'))
    }
  }
}
