import { type Definition, elementOf } from './definition.ts'
import { messageNotAwaited, processNotRunning, processStuck, processSuspended, taskNotOpen } from './errors.ts'
import type { Variables } from './expression.ts'
import { answerJoint } from './joint-step.ts'
import { enter, joinInclusive, leave } from './movement.ts'
import { addCosigner, handOver, resume, returnTo, stop, suspend } from './operations.ts'
import { addToken, interrupt, type Run, voidTasks } from './run.ts'
import { type Command, type Effect, join, type State } from './state.ts'

/**
 * The process engine: what a command makes of a state, and what it brings about. Pure: neither argument is changed,
 * nothing is read but them; a refused command throws and there is no new state.
 */
export function execute(
  definition: Definition,
  state: State,
  command: Command,
  newId: () => string,
): { state: State; effects: Effect[] } {
  if (state.status === 'ended') throw processNotRunning()
  const runsWhenSuspended: Command['do'][] = ['resume', 'withdraw', 'terminate', 'hand-over']
  if (state.status === 'suspended' && !runsWhenSuspended.includes(command.do)) throw processSuspended()
  const run: Run = { definition, state: structuredClone(state) as State, effects: [], newId, moves: 0 }
  carryOut(run, command)
  settle(run)
  return { state: run.state, effects: run.effects }
}

function carryOut(run: Run, command: Command): void {
  switch (command.do) {
    case 'start':
      return enter(run, addToken(run, { at: run.definition.start, path: '', outcome: null }), run.definition.start)
    case 'complete':
      return complete(run, command.task, command.outcome, command.variables)
    case 'service-done':
      return serviceDone(run, command.token, command.variables)
    case 'message':
      return message(run, command.message, command.variables)
    case 'timer':
      return fire(run, command.timer)
    case 'return-to':
      return returnTo(run, command.step, command.from)
    case 'hand-over':
      return handOver(run, command.task, command.to)
    case 'add-cosigner':
      return addCosigner(run, command.task, command.who)
    case 'suspend':
      return suspend(run)
    case 'resume':
      return resume(run)
    case 'withdraw':
      return stop(run, 'withdrawn')
    case 'terminate':
      return stop(run, 'terminated')
  }
}

/** Lets the inclusive joins go that can; refuses a state in which nobody could ever do anything. */
function settle(run: Run): void {
  while (run.state.status === 'running' && joinInclusive(run));
  if (run.state.status === 'ended' || run.state.tokens.length === 0) return
  const isAwake = run.state.tokens.some((token) => {
    const { is } = elementOf(run.definition, token.at)
    return is === 'user' || is === 'service' || is === 'send' || is === 'message'
  })
  if (!isAwake) throw processStuck({ element: elementOf(run.definition, run.state.tokens[0]?.at ?? '').name })
}

const learn = (run: Run, variables: Variables | undefined): void => {
  if (variables) run.state.variables = { ...run.state.variables, ...variables }
}

function complete(run: Run, taskId: string, outcome: string, variables?: Variables): void {
  const task = run.state.tasks.find((open) => open.id === taskId)
  const token = task && run.state.tokens.find((other) => other.id === task.token)
  if (!task || !token) throw taskNotOpen()
  run.state.tasks = run.state.tasks.filter((open) => open !== task)
  learn(run, variables)
  const effect: Effect = { is: 'task-completed', task, outcome, decided: outcome }
  run.effects.push(effect)
  if (token.joint) {
    effect.decided = answerJoint(run, token, task, outcome)
    if (effect.decided === null) return
    voidTasks(run, (open) => open.token === token.id)
    delete token.joint
  }
  token.outcome = effect.decided
  run.state.outcomes[task.step] = effect.decided as string
  leave(run, token)
}

/** A service or send task has been carried out. Answers to one that was cancelled meanwhile are dropped. */
function serviceDone(run: Run, tokenId: number, variables?: Variables): void {
  const token = run.state.tokens.find((other) => other.id === tokenId)
  const is = token && elementOf(run.definition, token.at).is
  if (!token || (is !== 'service' && is !== 'send')) return
  learn(run, variables)
  leave(run, token)
}

/** Every token that waits for the message goes on. */
function message(run: Run, name: string, variables?: Variables): void {
  const waiting = run.state.tokens.filter((token) => {
    const element = elementOf(run.definition, token.at)
    return element.is === 'message' && element.message === name
  })
  if (waiting.length === 0) throw messageNotAwaited({ message: name })
  learn(run, variables)
  for (const token of waiting) if (run.state.tokens.includes(token)) leave(run, token)
}

/** A boundary timer has run out: it takes the token away from its activity, or starts a branch beside it. */
function fire(run: Run, timerId: number): void {
  const timer = run.state.timers.find((set) => set.id === timerId)
  const token = timer && run.state.tokens.find((other) => other.id === timer.token)
  const element = timer && elementOf(run.definition, timer.element)
  if (!timer || !token || element?.is !== 'timer') return
  run.state.timers = run.state.timers.filter((set) => set !== timer)
  run.effects.push({ is: 'timer-fired', timer })
  if (element.interrupting) {
    interrupt(run, token)
    enter(run, token, element.id)
  } else enter(run, addToken(run, { at: element.id, path: join(token.path, `b${timer.id}`), outcome: token.outcome }), element.id)
}
