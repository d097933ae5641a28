import { type Ctx, newId, notFound } from '#kernel'
import { elementOf, type Definition } from './definition.ts'
import { definitionOf, type LoadedProcess, loadProcess } from './definitions.ts'
import { lookUp } from './expression.ts'
import { processEnded, taskCompleted, taskOpened } from './events.ts'
import { execute } from './execution.ts'
import { limitDeadlines, limitFor, spanOf, timerDeadline } from './limits.ts'
import { serviceDue } from './service-due.ts'
import type { Command, Effect, OpenTask, Participant, State } from './state.ts'
import * as store from './store.ts'
import type { Instance, Task } from './store.ts'
import { type NewHistory, type StepChange, writeStep } from './store-step.ts'

/** An instance taken for the rest of the transaction, with all that moves. */
export interface Taken {
  process: LoadedProcess
  definition: Definition
  instance: Instance
  state: State
}

export async function take(ctx: Ctx, which: store.Which): Promise<Taken> {
  const instance = await store.lockInstance(ctx, which)
  if (!instance) throw notFound({ what: 'task' in which ? '任务' : '流程' })
  const process = await loadProcess(ctx.house, instance.process)
  const definition = await definitionOf(
    instance.hash,
    process,
    async () => (await store.drawing(ctx, instance.definitionId))?.xml ?? '',
  )
  const parts = await store.readParts(ctx, instance.id)
  const { status, visits, outcomes, variables, nextToken } = instance
  const ended = instance.endedHow && { how: instance.endedHow, ...(instance.endedElement && { at: instance.endedElement }) }
  return {
    process,
    definition,
    instance,
    state: { status, ...(ended && { ended }), next: nextToken, ...parts, visits, outcomes, variables },
  }
}

export interface Why {
  what: string
  comment?: string | null
  data?: unknown
  /** The task being completed. */
  done?: Task
}

/** Carries a command out on an instance in hand: the pure step, then everything it brought about. */
export async function perform(ctx: Ctx, taken: Taken, command: Command, why: Why): Promise<Taken> {
  const { definition, instance } = taken
  const { state, effects } = execute(definition, taken.state, command, newId)
  const now: Instance = {
    ...instance,
    status: state.status,
    variables: state.variables,
    visits: state.visits,
    outcomes: state.outcomes,
    nextToken: state.next,
    version: instance.version + 1,
  }
  const next: Taken = { ...taken, instance: now, state }
  const change = changeOf(ctx, taken, next, effects, why)
  await writeStep(ctx, change)
  await announce(ctx, next, effects, change.opened, why.done)
  return next
}

function changeOf(ctx: Ctx, taken: Taken, next: Taken, effects: Effect[], why: Why): StepChange {
  const change: StepChange = {
    instance: taken.instance,
    before: taken.state,
    after: next.state,
    opened: [],
    closed: [],
    handedOver: [],
    deadlines: [],
    history: [],
  }
  const stillSet = new Set(next.state.timers.map((timer) => timer.id))
  for (const effect of effects) {
    switch (effect.is) {
      case 'task-opened':
        change.opened.push(newTask(ctx, next, effect.task))
        break
      case 'task-completed':
        change.closed.push({ id: effect.task.id, state: 'completed', outcome: effect.outcome, comment: why.comment ?? null })
        change.history.push({
          what: 'task-completed',
          element: effect.task.step,
          taskId: effect.task.id,
          outcome: effect.outcome,
          comment: why.comment ?? null,
          data: why.data,
        })
        break
      case 'task-void':
        closeVoid(change, effect.task)
        break
      case 'task-handed-over':
        change.handedOver.push({ id: effect.task.id, ...doers(taken, effect.task.step, effect.task.participant) })
        break
      case 'timer-set': {
        const deadline = stillSet.has(effect.timer.id)
          ? timerDeadline(ctx, taken.definition, next.state.variables, effect.timer)
          : null
        if (deadline) change.deadlines.push(deadline)
        break
      }
      case 'timer-fired':
        change.history.push({ what: 'timer-fired', element: effect.timer.element })
        break
      case 'ended':
        change.history.push({ what: `ended-${effect.how}`, element: effect.at ?? null })
        break
      case 'passed':
        change.history.push(...passedHistory(taken.definition, effect.element))
    }
  }
  for (const task of change.opened.filter(({ state }) => state === 'open'))
    change.deadlines.push(...limitDeadlines(ctx, task.limit, task, task.id))
  if (why.what !== 'task-completed')
    change.history.unshift({ what: why.what, comment: why.comment ?? null, data: why.data, ...aboutOf(why) })
  return change
}

const aboutOf = ({ data }: Why): Pick<NewHistory, 'element' | 'taskId'> => {
  const { step, task } = (data ?? {}) as { step?: string; task?: string }
  return { element: step ?? null, taskId: task ?? null }
}

/** Gateways are passed without a trace; what people look for in the history is steps and events. */
function passedHistory(definition: Definition, id: string): NewHistory[] {
  const { is } = elementOf(definition, id)
  return is === 'user' || is === 'service' || is === 'send' || is === 'message' || is === 'sub-process'
    ? [{ what: 'reached', element: id }]
    : []
}

/** A task opened and voided within one command is never seen by anyone: it is written down as void at once. */
function closeVoid(change: StepChange, task: OpenTask): void {
  const fresh = change.opened.find((opened) => opened.id === task.id)
  if (fresh) fresh.state = 'void'
  else change.closed.push({ id: task.id, state: 'void', outcome: null, comment: null })
  change.history.push({ what: 'task-void', element: task.step, taskId: task.id })
}

/** Who may do a task at this step: the participant named, else the unit that the drawing's variable holds, else whoever holds the capability over the instance. */
function doers(
  { definition, instance }: Taken,
  step: string,
  participant: Participant | null,
): Pick<Task, 'unit' | 'organisation' | 'area' | 'assignee' | 'participant'> {
  const element = elementOf(definition, step)
  const named = element.is === 'user' && element.unit ? lookUp(instance.variables, element.unit.split('.')) : null
  const unit = participant?.unit ?? (typeof named === 'string' ? named : null)
  return {
    unit,
    organisation: unit ?? instance.organisation,
    area: unit ? null : instance.area,
    assignee: participant?.assignee ?? null,
    participant,
  }
}

function newTask(ctx: Ctx, next: Taken, task: OpenTask): Task {
  const { definition, instance } = next
  const element = elementOf(definition, task.step)
  const user = element.is === 'user' ? element : undefined
  const limit = limitFor(user?.limit, instance.variables, element.name)
  return {
    id: task.id,
    instanceId: instance.id,
    tokenId: task.token,
    process: instance.process,
    step: task.step,
    subject: instance.subject,
    state: 'open',
    capability: user?.capability ?? null,
    ...doers(next, task.step, task.participant),
    assigneeName: null,
    limit,
    ...spanOf(ctx, limit),
    openedAt: ctx.now,
    closedAt: null,
    closedBy: null,
    closedByName: null,
    outcome: null,
    comment: null,
    version: 1,
  }
}

/** What is announced of a task or, with null, of the whole instance. */
export const told = (instance: Pick<Instance, 'id' | 'process' | 'subject' | 'dueAt'>, task: Task | null) => ({
  task: task?.id ?? null,
  instance: instance.id,
  process: instance.process,
  step: task?.step ?? null,
  subject: instance.subject,
  unit: task?.unit ?? null,
  capability: task?.capability ?? null,
  assignee: task?.assignee ?? null,
  dueAt: (task ? task.dueAt : instance.dueAt)?.toISOString() ?? null,
})

/** Tells the module, in this transaction, and everybody else, after it. */
async function announce(
  ctx: Ctx,
  { process, instance }: Taken,
  effects: Effect[],
  opened: Task[],
  done: Task | undefined,
): Promise<void> {
  for (const effect of effects) {
    if (effect.is === 'task-completed' && done)
      await ctx.emit(taskCompleted, { ...told(instance, done), outcome: effect.outcome, decided: effect.decided })
    if (effect.is === 'service-due')
      await ctx.enqueue(
        serviceDue,
        { instance: instance.id, token: effect.token, element: effect.element },
        { once: `${instance.id}:${effect.token}:${effect.element}` },
      )
    if (effect.is === 'ended') {
      await process.spec.ended?.(ctx, { instance, how: effect.how, element: effect.at ?? null })
      await ctx.emit(processEnded, {
        instance: instance.id,
        process: instance.process,
        subject: instance.subject,
        how: effect.how,
        element: effect.at ?? null,
      })
    }
  }
  for (const task of opened) {
    if (task.state !== 'open') continue
    await process.spec.steps[task.step]?.opened?.(ctx, { instance, task })
    await ctx.emit(taskOpened, told(instance, task))
  }
}

/** How things stand now, for whoever comes second. */
export async function stateOf(ctx: Ctx, instance: Instance) {
  const tasks = await store.tasksOf(ctx, instance.id, 'open')
  return {
    status: instance.status,
    version: instance.version,
    open: tasks.map(({ id, step, assigneeName, version }) => ({ id, step, assigneeName, version })),
  }
}
