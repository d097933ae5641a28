import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DomainError } from '#kernel'
import { type Block, blocks, draw, type Flags, jointSize } from './blocks.testing.ts'
import { loadBpmn } from './bpmn.ts'
import { type Definition, elementOf } from './definition.ts'
import { drawing, flows } from './drawing.testing.ts'
import { execute } from './execution.ts'
import { operationRules, operationTable } from './operation-rules.ts'
import { type Command, type Effect, newState, type State } from './state.ts'

const still: Flags = { v0: false, v1: false, v2: false }
const variablesOf = (flags: Flags) => ({
  environment: { variables: { ...flags, asked: Array.from({ length: jointSize }, (_, i) => `unit${i}`) } },
})
const ids = () => {
  let made = 0
  return () => `t${++made}`
}

/** Where each user task stands among parallel branches and sub-processes, read off the drawing alone. */
function branchesOf(definition: Definition): Map<string, string> {
  const places = new Map<string, string>()
  const walk = (id: string, path: string): void => {
    const element = elementOf(definition, id)
    if (places.has(id)) return
    const here = element.is === 'parallel' && element.incoming.length > 1 ? path.split('/').slice(0, -1).join('/') : path
    places.set(id, here)
    if (element.is === 'sub-process') walk(element.start, `${here}/${id}`)
    if ('boundaries' in element) for (const boundary of element.boundaries) walk(boundary, here)
    const parts = element.is === 'parallel' && element.outgoing.length > 1
    for (const [i, out] of element.outgoing.entries()) walk(definition.flows[out]?.to ?? '', parts ? `${here}/${id}.${i}` : here)
  }
  walk(definition.start, '')
  return places
}

const acts = fc.array(
  fc.record({
    act: fc.constantFrom('complete', 'complete', 'complete', 'return', 'hand-over', 'add-cosigner', 'timer', 'pause'),
    pick: fc.nat(1000),
    other: fc.nat(1000),
    flags: fc.record({ v0: fc.boolean(), v1: fc.boolean(), v2: fc.boolean() }),
  }),
  { maxLength: 25 },
)
type Act = typeof acts extends fc.Arbitrary<(infer A)[]> ? A : never

function commandsOf(state: State, { act, pick, other, flags }: Act): Command[] {
  const task = state.tasks[pick % Math.max(1, state.tasks.length)]
  if (!task) return []
  const visited = Object.keys(state.visits)
  switch (act) {
    case 'return':
      return [{ do: 'return-to', step: visited[other % visited.length] as string, ...(other % 3 > 0 && { from: task.id }) }]
    case 'hand-over':
      return [{ do: 'hand-over', task: task.id, to: { unit: 'elsewhere' } }]
    case 'add-cosigner':
      return [{ do: 'add-cosigner', task: task.id, who: [{ unit: 'beside' }] }]
    case 'timer': {
      const timer = state.timers[other % Math.max(1, state.timers.length)]
      return timer ? [{ do: 'timer', timer: timer.id }] : []
    }
    case 'pause':
      return [{ do: 'suspend' }, { do: 'resume' }]
    default:
      return [{ do: 'complete', task: task.id, outcome: 'ok', variables: variablesOf(flags) }]
  }
}

/** What must hold of every state: nothing hangs in the air. */
function checkState(definition: Definition, state: State): void {
  const tokens = new Map(state.tokens.map((token) => [token.id, token]))
  expect(tokens.size).toBe(state.tokens.length)
  for (const task of state.tasks) expect(tokens.get(task.token)?.at).toBe(task.step)
  for (const timer of state.timers) {
    const element = elementOf(definition, timer.element)
    expect(element.is === 'timer' && element.on).toBe(tokens.get(timer.token)?.at)
  }
  for (const token of state.tokens) {
    const element = elementOf(definition, token.at)
    if (element.is === 'user') expect(state.tasks.some((task) => task.token === token.id)).toBe(true)
    for (const segment of token.path.split('/').filter((part) => part.startsWith('s')))
      expect(elementOf(definition, tokens.get(Number(segment.slice(1)))?.at ?? '').is).toBe('sub-process')
  }
  expect(state.tokens.length === 0).toBe(state.status === 'ended')
}

/** Every process comes to its end when everyone just does what is open. */
function expectEnds(definition: Definition, from: State, newId: () => string): void {
  let state = from
  for (let steps = 0; state.status !== 'ended'; steps++) {
    expect(steps).toBeLessThan(400)
    const [task] = state.tasks
    expect(task).toBeDefined()
    state = execute(
      definition,
      state,
      { do: 'complete', task: task?.id ?? '', outcome: 'ok', variables: variablesOf(still) },
      newId,
    ).state
  }
}

async function playActs(
  block: Block,
  schedule: Act[],
  check: (definition: Definition, before: State, command: Command, after: State, effects: Effect[]) => void,
): Promise<void> {
  const definition = await loadBpmn(draw(block, 'ours'))
  const newId = ids()
  let state = execute(definition, newState(variablesOf(still)), { do: 'start' }, newId).state
  for (const act of schedule) {
    for (const command of commandsOf(state, act)) {
      if (state.status === 'ended') return
      try {
        const before = structuredClone(state)
        const next = execute(definition, state, command, newId)
        expect(state).toEqual(before)
        check(definition, state, command, next.state, next.effects)
        state = next.state
      } catch (error) {
        if (!(error instanceof DomainError) || !['step_out_of_reach', 'step_not_visited'].includes(error.code)) throw error
      }
    }
  }
  expectEnds(definition, state, newId)
}

describe('random operations on random processes', () => {
  test('leave nothing hanging, and the process can always be brought to its end', async () => {
    await fc.assert(
      fc.asyncProperty(blocks(true, true), acts, (block, schedule) =>
        playActs(block, schedule, (definition, _before, _command, after) => checkState(definition, after)),
      ),
      { numRuns: 300 },
    )
  })

  test('a return takes back the branch of its step as the drawing shows it, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(blocks(false), acts, (block, schedule) =>
        playActs(block, schedule, (definition, before, command, after) => {
          if (command.do !== 'return-to') return
          const places = branchesOf(definition)
          const branch = places.get(command.step) ?? ''
          const inside = (step: string) => `${places.get(step)}/`.startsWith(`${branch}/`)
          const element = elementOf(definition, command.step)
          const opened = element.is === 'user' && element.multi && !element.multi.inTurn ? jointSize : 1
          const expected = [
            ...before.tasks.map((task) => task.step).filter((step) => !inside(step)),
            ...Array.from({ length: opened }, () => command.step),
          ]
          expect(after.tasks.map((task) => task.step).toSorted()).toEqual(expected.toSorted())
        }),
      ),
      { numRuns: 300 },
    )
  })
})

describe('the table of operations', () => {
  // a, then two branches: b with a timer, forked again into c1 and c2; and d with a timer
  const timer = (on: string) =>
    `<boundaryEvent id="${on}Late" attachedToRef="${on}" cancelActivity="false"><timerEventDefinition district:limit="1 working-days"/></boundaryEvent><endEvent id="${on}Told"/>`
  const body = `<startEvent id="s"/>${['a', 'b', 'c1', 'c2', 'd'].map((id) => `<userTask id="${id}"/>`).join('')}<parallelGateway id="f"/><parallelGateway id="g"/><parallelGateway id="h"/><parallelGateway id="j"/><endEvent id="e"/>${timer('c1')}${timer('d')}
    ${flows('s>a', 'a>f', 'f>b', 'f>d', 'b>g', 'g>c1', 'g>c2', 'c1>h', 'c2>h', 'h>j', 'd>j', 'j>e', 'c1Late>c1Told', 'dLate>dTold')}`

  test.each(operationRules.map((rule) => [rule.operation, rule] as const))('%s does what it says', async (operation, rule) => {
    const definition = await loadBpmn(drawing(body))
    const newId = ids()
    let state = newState({})
    const act = (command: Command) => {
      const result = execute(definition, state, command, newId)
      state = result.state
      return result.effects
    }
    const at = (step: string) => state.tasks.find((task) => task.step === step)?.id ?? ''
    act({ do: 'start' })
    for (const step of ['a', 'b']) act({ do: 'complete', task: at(step), outcome: 'ok' })
    if (operation === 'resume') act({ do: 'suspend' })
    const before = state
    const commands: Record<typeof operation, Command> = {
      'return-to': { do: 'return-to', step: 'b', from: at('c1') },
      withdraw: { do: 'withdraw' },
      terminate: { do: 'terminate' },
      'hand-over': { do: 'hand-over', task: at('c1'), to: { unit: 'x' } },
      'add-cosigner': { do: 'add-cosigner', task: at('c1'), who: [{ unit: 'x' }] },
      suspend: { do: 'suspend' },
      resume: { do: 'resume' },
    }
    const effects = act(commands[operation])

    const extents = { nothing: [], branch: ['c1', 'c2'], all: ['c1', 'c2', 'd'] }
    const kept = new Set(state.tokens.map((token) => token.id))
    expect(
      before.tokens
        .filter((token) => !kept.has(token.id))
        .map((token) => token.at)
        .toSorted(),
    ).toEqual(extents[rule.tokens])
    expect(effects.flatMap((effect) => (effect.is === 'task-void' ? [effect.task.step] : [])).toSorted()).toEqual(
      extents[rule.tasks],
    )
    const clock = (step: string) => state.timers.find((set) => set.element === `${step}Late`)?.id
    const same = (step: string) => clock(step) === before.timers.find((set) => set.element === `${step}Late`)?.id
    const goesOn = ['run on', 'stand still', 'go on with what was left']
    expect([same('c1'), same('d')]).toEqual([goesOn.includes(rule.own), goesOn.includes(rule.others)])
    expect(state.status).toBe(rule.own === 'stand still' ? 'suspended' : rule.own === 'end' ? 'ended' : 'running')
  })

  test('stands in the documentation as it is in the code', async () => {
    expect(await readFile(new URL('../../../docs/PROCESSES.md', import.meta.url), 'utf8')).toContain(operationTable())
  })
})
