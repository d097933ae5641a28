import { type Ctx, invalid, notFound, type Ref, type Text, visibleRefs } from '#kernel'
import { loadProcess, type LoadedProcess, processKind } from './definitions.ts'
import { clockView } from './limits.ts'
import type { HistoryEntry, InboxCounts, InboxQuery, InstanceView, TaskView } from './schema.ts'
import * as store from './store.ts'
import { type InboxTask, inboxCounts, inboxPage, seesTaskOf, visibleTask } from './store-inbox.ts'
import { mayComplete } from './task-rights.ts'

const asText = (name: string): Text => ({ zh: name, en: name })

/** A step's title as the module declares it; a step of an older drawing that nobody declares any more keeps its id. */
const stepTitle = (ctx: Ctx, process: string, step: string): Text =>
  ctx.house.find(processKind, process)?.steps[step]?.title ?? asText(step)

function taskView(ctx: Ctx, task: store.Task, instance: { title: string; suspendedAt: Date | null }): TaskView {
  const spec = ctx.house.find(processKind, task.process)
  const { id, process, step, subject, state, capability, unit, assignee, assigneeName, closedByName, outcome, comment, version } =
    task
  return {
    id,
    process,
    step,
    subject,
    state,
    capability,
    unit,
    assignee,
    assigneeName,
    closedByName,
    outcome,
    comment,
    version,
    instance: task.instanceId,
    processTitle: spec?.title ?? asText(process),
    stepTitle: stepTitle(ctx, process, step),
    title: instance.title,
    outcomes: Object.entries(spec?.steps[step]?.outcomes ?? {}).map(([outcomeId, title]) => ({ id: outcomeId, title })),
    openedAt: task.openedAt.toISOString(),
    closedAt: task.closedAt?.toISOString() ?? null,
    clock: clockView(ctx, task, instance.suspendedAt),
    mayComplete: instance.suspendedAt === null && mayComplete(ctx.user, task),
  }
}

const inboxView = (ctx: Ctx, task: InboxTask): TaskView => taskView(ctx, task, task)

export async function inbox(ctx: Ctx, query: InboxQuery): Promise<{ items: TaskView[]; next: string | null }> {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const rows = await inboxPage(ctx, query, after)
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return {
    items: items.map((task) => inboxView(ctx, task)),
    next: rows.length > query.limit && last ? Buffer.from(JSON.stringify([last.dueKey, last.id])).toString('base64url') : null,
  }
}

function readCursor(text: string): [string, string] {
  try {
    const [due, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    if (
      typeof due === 'string' &&
      typeof id === 'string' &&
      (due === 'infinity' || !Number.isNaN(Date.parse(due))) &&
      /^[0-9a-f-]{36}$/.test(id)
    )
      return [due, id]
  } catch {
    // falls through to the refusal
  }
  throw invalid(
    {},
    {
      faults: [
        {
          path: 'cursor',
          code: 'cursor',
          text: { zh: '翻页标记无效，请从第一页重新开始。', en: 'This page mark is not valid; start from the first page.' },
        },
      ],
    },
  )
}

export async function counts(ctx: Ctx): Promise<InboxCounts> {
  const rows = await inboxCounts(ctx)
  return {
    items: rows.map((row) => ({
      ...row,
      processTitle: ctx.house.find(processKind, row.process)?.title ?? asText(row.process),
      stepTitle: stepTitle(ctx, row.process, row.step),
    })),
    next: null,
  }
}

export async function taskDetail(ctx: Ctx, id: string): Promise<TaskView> {
  const task = await visibleTask(ctx, id)
  if (!task) throw notFound({ what: '任务' })
  return inboxView(ctx, task)
}

/** The instance of a subject as a page shows it: the running one, else the last. Checks no right: the caller has shown that the subject may be seen. */
export async function processOf(ctx: Ctx, subject: Ref, process?: string): Promise<InstanceView | undefined> {
  const instance = await store.readInstance(ctx, { subject, ...(process && { process }) })
  return instance && instanceView(ctx, instance)
}

/** The same for a reader whose rights are not known yet: whoever may see the subject, or one of its tasks. */
export async function visibleProcessOf(ctx: Ctx, subject: Ref): Promise<InstanceView> {
  const instance = await store.readInstance(ctx, { subject })
  const sees = instance && ((await visibleRefs(ctx, [subject])).has(subject) || (await seesTaskOf(ctx, instance.id)))
  if (!sees) throw notFound({ what: '流程' })
  return instanceView(ctx, instance)
}

async function instanceView(ctx: Ctx, instance: store.Instance): Promise<InstanceView> {
  const process = await loadProcess(ctx.house, instance.process)
  const [drawn, parts, tasks, history] = [
    await store.drawingVersion(ctx, instance.definitionId),
    await store.readParts(ctx, instance.id),
    await store.tasksOf(ctx, instance.id),
    await store.historyOf(ctx, instance.id),
  ]
  const { id, subject, status, endedHow, version } = instance
  return {
    id,
    subject,
    status,
    endedHow,
    process: instance.process,
    title: process.spec.title,
    startedAt: instance.startedAt.toISOString(),
    endedAt: instance.endedAt?.toISOString() ?? null,
    definition: {
      id: instance.definitionId,
      version: drawn,
      href: `/api/process/definitions/${instance.definitionId}/bpmn`,
    },
    current: [...new Set(parts.tokens.map((token) => token.at))],
    passed: [...new Set(history.flatMap((entry) => (entry.what === 'reached' && entry.element ? [entry.element] : [])))],
    tasks: tasks.map((task) => taskView(ctx, task, instance)),
    clock: clockView(ctx, { ...instance, closedAt: instance.endedAt }, instance.suspendedAt),
    history: history.filter((entry) => entry.what !== 'reached').map((entry) => historyEntry(process, entry)),
    version,
  }
}

function historyEntry(
  { spec, definition }: LoadedProcess,
  { id, at, actorName, what, element, outcome, comment }: store.History,
): HistoryEntry {
  const step = element === null ? undefined : spec.steps[element]
  const drawn = element === null ? undefined : definition.elements[element]?.name
  return {
    id,
    actorName,
    what,
    element,
    outcome,
    comment,
    at: at.toISOString(),
    elementTitle: step?.title ?? (drawn ? asText(drawn) : null),
    outcomeTitle: (outcome !== null && step?.outcomes[outcome]) || null,
  }
}

/** The drawing itself, for bpmn-js. It says how the district works, nothing of anybody. */
export async function drawingXml(ctx: Ctx, id: string): Promise<string> {
  const drawing = await store.drawing(ctx, id)
  if (!drawing) throw notFound({ what: '流程图' })
  return drawing.xml
}
