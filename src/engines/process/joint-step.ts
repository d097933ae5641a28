import { type Definition, elementOf, type MultiInstance } from './definition.ts'
import { noParticipants } from './errors.ts'
import { lookUp } from './expression.ts'
import { openTask, type Run } from './run.ts'
import type { Joint, OpenTask, Participant, State, Token } from './state.ts'

/** 会签: opens the step for everyone who is asked, or for the first when it goes in turn. */
export function openJoint(run: Run, token: Token, multi: MultiInstance): void {
  const asked = participantsIn(lookUp(run.state.variables, multi.over.split('.')))
  if (asked.length === 0) throw noParticipants({ element: elementOf(run.definition, token.at).name })
  token.joint = { asked, answers: [] }
  for (const participant of multi.inTurn ? asked.slice(0, 1) : asked) openTask(run, token, participant)
}

/** A list of organisation paths, or of `{ unit?, assignee? }`. */
export function participantsIn(value: unknown): Participant[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item): Participant[] => {
    if (typeof item === 'string') return [{ unit: item }]
    if (typeof item !== 'object' || item === null) return []
    const { unit, assignee } = item as Record<string, unknown>
    return typeof unit === 'string' || typeof assignee === 'string'
      ? [{ ...(typeof unit === 'string' && { unit }), ...(typeof assignee === 'string' && { assignee }) }]
      : []
  })
}

/** One has answered. Returns the step's outcome if that decided it. */
export function answerJoint(run: Run, token: Token, task: OpenTask, outcome: string): string | null {
  token.joint = withAnswer(token.joint as Joint, task, outcome)
  const multi = multiOf(run.definition, token.at)
  const decided = decide(token.joint, multi)
  if (decided === null && multi?.inTurn) openTask(run, token, token.joint.asked[token.joint.answers.length] ?? null)
  return decided
}

/** What completing this task with this outcome would decide, before it is done. */
export function decisionOf(definition: Definition, state: State, taskId: string, outcome: string): string | null {
  const task = state.tasks.find((open) => open.id === taskId)
  const token = state.tokens.find((other) => other.id === task?.token)
  return task && token?.joint ? decide(withAnswer(token.joint, task, outcome), multiOf(definition, token.at)) : outcome
}

const withAnswer = (joint: Joint, { id, participant }: OpenTask, outcome: string): Joint => ({
  ...joint,
  answers: [...joint.answers, { participant, outcome }],
  ...(joint.lead?.task === id && { lead: { task: id, outcome } }),
})

const multiOf = (definition: Definition, id: string): MultiInstance | undefined => {
  const element = elementOf(definition, id)
  return element.is === 'user' ? element.multi : undefined
}

const needed = (needs: MultiInstance['needs'], asked: number): number => {
  if (needs === 'all') return asked
  if (needs === 'any') return 1
  return 'count' in needs ? Math.min(needs.count, asked) : Math.ceil((asked * needs.percent) / 100)
}

/** The outcome, once it is certain; null before. Without rules of its own (a co-signer was added) all are heard and the lead decides. */
export function decide({ asked, answers, lead }: Joint, multi: MultiInstance | undefined): string | null {
  const open = asked.length - answers.length
  if (!multi) return open > 0 ? null : (lead?.outcome ?? null)
  if (multi.hear === 'all' && open > 0) return null
  const need = needed(multi.needs, asked.length)
  if (multi.counting === undefined) return answers.length >= need ? (answers.at(-1)?.outcome ?? null) : null
  const against = answers.filter((answer) => answer.outcome !== multi.counting)
  if (answers.length - against.length >= need) return multi.counting
  return against.length > asked.length - need ? (against.at(-1)?.outcome ?? null) : null
}
