import { EventEmitter } from 'node:events'
import { Engine } from 'bpmn-engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Block,
  blocks,
  draw,
  type Flags,
  mixesChoiceAndParallel,
  jointSize,
  type Play,
  playBlock,
} from './blocks.testing.ts'
import { loadBpmn } from './bpmn.ts'
import { execute } from './execution.ts'
import { type Command, newState, type State } from './state.ts'

const variablesOf = (flags: Flags) => ({
  environment: { variables: { ...flags, asked: Array.from({ length: jointSize }, (_, i) => `unit${i}`) } },
})

/** Our engine as a player. */
async function playOurs(block: Block, flags: () => Flags): Promise<Play> {
  const definition = await loadBpmn(draw(block, 'ours'))
  let state: State = newState(variablesOf(flags()))
  let made = 0
  const act = (command: Command) => {
    state = execute(definition, state, command, () => `t${++made}`).state
  }
  act({ do: 'start' })
  return {
    open: () => state.tasks.map((task) => task.step),
    done: (step) =>
      act({
        do: 'complete',
        task: state.tasks.find((task) => task.step === step)?.id ?? '',
        outcome: 'ok',
        variables: variablesOf(flags()),
      }),
    over: () => state.status === 'ended',
  }
}

interface Scoped {
  environment: { variables: Record<string, unknown> }
  getProcesses: () => Scoped[]
}

interface Waiting {
  id: string
  content: { executionId: string; isMultiInstance?: boolean }
  environment: { variables: Record<string, unknown> }
  signal: (message?: object) => void
}

/** bpmn-engine as a player. */
async function playTheirs(block: Block, flags: () => Flags): Promise<Play> {
  const listener = new EventEmitter()
  const open = new Map<string, Waiting>()
  listener.on('activity.wait', (api: Waiting) => open.set(api.content.executionId, api))
  const engine = new Engine({ name: 'oracle', source: draw(block, 'bpmn-engine') })
  let over = false
  engine.once('end', () => {
    over = true
  })
  const execution = (await engine.execute({ listener, variables: { ...flags() } })) as unknown as { definitions: Scoped[] }
  // Sub-processes have variables of their own there, and the process and the definition too.
  const outer = execution.definitions.flatMap((definition) => [definition, ...definition.getProcesses()])
  return {
    open: () => [...open.values()].map((api) => api.id),
    done: (step) => {
      const [key, api] = [...open].find(([, waiting]) => waiting.id === step) as [string, Waiting]
      open.delete(key)
      for (const scoped of [...outer, api, ...open.values()]) Object.assign(scoped.environment.variables, flags())
      api.signal({})
    },
    over: () => over,
  }
}

const schedules = fc.array(
  fc.record({ pick: fc.nat(1000), flags: fc.record({ v0: fc.boolean(), v1: fc.boolean(), v2: fc.boolean() }) }),
  { minLength: 30, maxLength: 30 },
)

/** Plays one schedule on all players and compares which tasks are open after every step. */
async function compare(
  block: Block,
  schedule: { pick: number; flags: Flags }[],
  begin: ((block: Block, flags: () => Flags) => Promise<Play>)[],
): Promise<string[][]> {
  let now: Flags = schedule[0]?.flags ?? { v0: false, v1: false, v2: false }
  const players = await Promise.all(begin.map((start) => start(block, () => now)))
  const trace: string[][] = []
  for (const { pick, flags } of schedule) {
    const [first = [], ...others] = players.map((player) => player.open().toSorted())
    trace.push(first)
    for (const other of others) expect(other).toEqual(first)
    expect(players.map((player) => player.over())).toEqual(players.map(() => first.length === 0))
    const task = first[pick % first.length]
    if (task === undefined) break
    now = flags
    for (const player of players) player.done(task)
  }
  return trace
}

const model = async (block: Block, flags: () => Flags) => playBlock(block, flags)

test('bpmn-engine and ours open the same tasks in every run of generated processes', async () => {
  await fc.assert(
    fc.asyncProperty(
      blocks(false).filter((block) => !mixesChoiceAndParallel(block)),
      schedules,
      async (block, schedule) => void (await compare(block, schedule, [playOurs, playTheirs, model])),
    ),
    { numRuns: 60, seed: 2026 },
  )
})

test('with inclusive joins and choices in parallel, where bpmn-engine leaves the standard, the blocks themselves are the oracle', async () => {
  await fc.assert(
    fc.asyncProperty(
      blocks(true),
      schedules,
      async (block, schedule) => void (await compare(block, schedule, [playOurs, model])),
    ),
    { numRuns: 400 },
  )
})
