import { elementOf } from './definition.ts'
import { noParticipants, processNotSuspended, stepNotVisited, stepOutOfReach, taskNotOpen } from './errors.ts'
import { enter } from './movement.ts'
import { addToken, cancel, finish, openTask, type Run } from './run.ts'
import { type EndedHow, isWithin, type OpenTask, type Participant, sharedPath, type Token } from './state.ts'

/** What staff may do to a running process beside completing its tasks. What each does to live branches stands in `operationRules`. */

const openOf = (run: Run, taskId: string): { task: OpenTask; token: Token } => {
  const task = run.state.tasks.find((open) => open.id === taskId)
  const token = task && run.state.tokens.find((other) => other.id === task.token)
  if (!task || !token) throw taskNotOpen()
  return { task, token }
}

/**
 * 退回 to a step that was done before. Everything that came out of it is taken back: the tokens on the branch on which it was last
 * entered, and on the branches forked inside; sister branches live on. `from` says which task goes back; without it the way that all
 * live tokens share decides. A step on another branch, or on one that has been joined, is out of reach.
 */
export function returnTo(run: Run, step: string, from?: string): void {
  const element = elementOf(run.definition, step)
  const target = run.state.visits[step]
  if (element.is !== 'user' || target === undefined) throw stepNotVisited({ element: element.name })
  const here = from === undefined ? sharedPath(run.state.tokens.map((token) => token.path)) : openOf(run, from).token.path
  if (!isWithin(here, target)) throw stepOutOfReach({ element: element.name })
  const outcome = from === undefined ? null : openOf(run, from).token.outcome
  cancel(run, target)
  enter(run, addToken(run, { at: step, path: target, outcome }), step)
}

/** 转办: the task goes to someone else; its clock runs on. */
export function handOver(run: Run, taskId: string, to: Participant): void {
  const { task } = openOf(run, taskId)
  const from = task.participant
  task.participant = to
  run.effects.push({ is: 'task-handed-over', task, from })
}

/**
 * 加签: more are asked to do the step. In a joint step they count like the others (in turn: they come last); in an ordinary one
 * everybody is heard and the one whose step it is decides.
 */
export function addCosigner(run: Run, taskId: string, who: Participant[]): void {
  const { task, token } = openOf(run, taskId)
  const element = elementOf(run.definition, token.at)
  if (who.length === 0) throw noParticipants({ element: element.name })
  token.joint ??= { asked: [task.participant ?? {}], answers: [], lead: { task: task.id } }
  token.joint.asked.push(...who)
  const inTurn = element.is === 'user' && element.multi?.inTurn
  if (!inTurn) for (const participant of who) openTask(run, token, participant)
}

/** 挂起: nothing moves and no clock runs until it is resumed. */
export function suspend(run: Run): void {
  run.state.status = 'suspended'
}

export function resume(run: Run): void {
  if (run.state.status !== 'suspended') throw processNotSuspended()
  run.state.status = 'running'
}

/** 撤回 by the one who began it, or 终止 by the authority: all of it ends. */
export function stop(run: Run, how: EndedHow): void {
  cancel(run, '')
  finish(run, how)
}
