import type { Definition } from './definition.ts'
import {
  type Effect,
  type EndedHow,
  isWithin,
  join,
  type OpenTask,
  type Participant,
  type State,
  type Timer,
  type Token,
} from './state.ts'

/** One command being carried out: a draft of the state, and what happened so far. */
export interface Run {
  definition: Definition
  state: State
  effects: Effect[]
  newId: () => string
  moves: number
}

export function addToken(run: Run, spec: Pick<Token, 'at' | 'path' | 'outcome'>): Token {
  const token: Token = { id: run.state.next++, ...spec }
  run.state.tokens.push(token)
  return token
}

export const remove = (run: Run, token: Token): void => {
  run.state.tokens = run.state.tokens.filter((other) => other !== token)
}

/** Takes away every token under a path, with its tasks and timers. */
export function cancel(run: Run, path: string): void {
  const gone = new Set(run.state.tokens.filter((token) => isWithin(token.path, path)).map((token) => token.id))
  run.state.tokens = run.state.tokens.filter((token) => !gone.has(token.id))
  voidTasks(run, (task) => gone.has(task.token))
  clearTimers(run, (timer) => gone.has(timer.token))
}

/** Stops what an activity does, keeping its token: its tasks, its timers, everything inside a sub-process. */
export function interrupt(run: Run, token: Token): void {
  cancel(run, join(token.path, `s${token.id}`))
  voidTasks(run, (task) => task.token === token.id)
  clearTimers(run, (timer) => timer.token === token.id)
  delete token.joint
}

export function voidTasks(run: Run, which: (task: OpenTask) => boolean): void {
  for (const task of run.state.tasks.filter(which)) run.effects.push({ is: 'task-void', task })
  run.state.tasks = run.state.tasks.filter((task) => !which(task))
}

export function openTask(run: Run, token: Token, participant: Participant | null): OpenTask {
  const task: OpenTask = { id: run.newId(), step: token.at, token: token.id, participant }
  run.state.tasks.push(task)
  run.effects.push({ is: 'task-opened', task })
  return task
}

export function setTimers(run: Run, token: Token, boundaries: string[]): void {
  for (const element of boundaries) {
    const timer = { id: run.state.next++, element, token: token.id }
    run.state.timers.push(timer)
    run.effects.push({ is: 'timer-set', timer })
  }
}

export function clearTimers(run: Run, which: (timer: Timer) => boolean): void {
  for (const timer of run.state.timers.filter(which)) run.effects.push({ is: 'timer-cleared', timer })
  run.state.timers = run.state.timers.filter((timer) => !which(timer))
}

export function finish(run: Run, how: EndedHow, at?: string): void {
  run.state.status = 'ended'
  run.state.ended = { how, ...(at && { at }) }
  run.effects.push({ is: 'ended', how, ...(at && { at }) })
}
