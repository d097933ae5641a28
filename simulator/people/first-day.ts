import type { Reporters } from './reporters.ts'
import { type Desk, units, type Worker } from './staff.ts'
import type { World } from './world.ts'

/** How far a case of the first day gets: the actions it goes through, and who is asked to do them. */
const ways: readonly (readonly string[])[] = [
  [],
  ['accept'],
  ['accept', 'file'],
  ['accept', 'file', 'dispatch'],
  ['accept', 'file', 'dispatch', 'request-delay'],
  ['accept', 'file', 'dispatch', 'suspend'],
  ['accept', 'file', 'dispatch', 'handle'],
  ['accept', 'file', 'dispatch', 'handle', 'rework'],
  ['accept', 'file', 'dispatch', 'handle', 'verify'],
  ['accept', 'file', 'dispatch', 'handle', 'verify', 'close'],
  ['accept', 'file', 'dispatch', 'reject', 'dispatch', 'handle', 'verify', 'close'],
  ['accept', 'file', 'dispatch', 'handle', 'rework', 'handle', 'verify', 'close'],
]

const who: Record<string, readonly Desk[]> = {
  accept: ['dispatcher', 'supervisor'],
  file: ['dispatcher', 'supervisor'],
  dispatch: ['dispatcher'],
  handle: units,
  reject: units,
  'request-delay': units,
  verify: ['patrol1', 'patrol2'],
  rework: ['patrol1', 'patrol2'],
  close: ['dispatcher', 'supervisor'],
  suspend: ['supervisor'],
}

/** A fresh district is not empty: within seconds there is a case in every state. Each is reported and worked on like any other. */
export async function firstDay(world: World, reporters: Reporters, workers: ReadonlyMap<Desk, Worker>): Promise<void> {
  for (const way of ways) {
    if (world.until.aborted) return
    const { id } = await reporters.one()
    for (const action of way) if (!(await anyOf(who[action] ?? [], workers, id, action))) break
  }
}

async function anyOf(desks: readonly Desk[], workers: ReadonlyMap<Desk, Worker>, id: string, action: string): Promise<boolean> {
  for (const desk of desks) if (await workers.get(desk)?.act(id, action)) return true
  return false
}
