import { sql } from 'kysely'
import { type Ctx, newId, type Ref } from '#kernel'
import type { Clock, Limit } from '#engines/calendar'
import type { Variables } from './expression.ts'
import type { EndedHow, Joint, OpenTask, Participant, State, Timer, Token } from './state.ts'

/** One running through of a process, as handlers see it. */
export interface Instance {
  id: string
  process: string
  definitionId: string
  hash: string
  subject: Ref
  title: string
  organisation: string | null
  area: string | null
  status: State['status']
  endedHow: EndedHow | null
  endedElement: string | null
  variables: Variables
  visits: Record<string, string>
  outcomes: Record<string, string>
  nextToken: number
  version: number
  limit: Limit | null
  warnAt: Date | null
  dueAt: Date | null
  startedBy: string
  startedAt: Date
  suspendedAt: Date | null
  pausedMs: number
  endedAt: Date | null
}

export interface Task {
  id: string
  instanceId: string
  tokenId: number
  process: string
  step: string
  subject: Ref
  state: 'open' | 'completed' | 'void'
  capability: string | null
  unit: string | null
  organisation: string | null
  area: string | null
  assignee: string | null
  assigneeName: string | null
  participant: Participant | null
  limit: Limit | null
  openedAt: Date
  warnAt: Date | null
  dueAt: Date | null
  closedAt: Date | null
  closedBy: string | null
  closedByName: string | null
  outcome: string | null
  comment: string | null
  version: number
}

export interface History {
  id: string
  at: Date
  actorName: string
  what: string
  element: string | null
  outcome: string | null
  comment: string | null
}

/** A warning, limit or timer to come. `at` null: the calendar of that year is not published yet. */
export interface Deadline {
  id: number
  instanceId: string
  taskId: string | null
  timerId: number | null
  tokenId: number | null
  element: string | null
  kind: 'warn' | 'due' | 'timer'
  clock: Clock
  amount: number
  startedAt: Date
  at: Date | null
}

const limitOf = (row: { limit_amount: number | null; limit_clock: string | null }): Limit | null =>
  row.limit_amount === null ? null : { amount: row.limit_amount, clock: row.limit_clock as Clock }

const instanceColumns = sql`i.id, i.process, i.definition_id as "definitionId", d.hash, i.subject, i.title, i.organisation::text, i.area::text, i.status,
  i.ended_how as "endedHow", i.ended_element as "endedElement", i.variables, i.visits, i.outcomes, i.next_token as "nextToken", i.version,
  i.limit_amount, i.limit_clock, i.warn_at as "warnAt", i.due_at as "dueAt", i.started_by as "startedBy", i.started_at as "startedAt",
  i.suspended_at as "suspendedAt", i.paused_ms as "pausedMs", i.ended_at as "endedAt"`

/** For queries elsewhere that read tasks too: the columns that `toTask` expects, of the table aliased `t`. */
export const taskColumns = sql`t.id, t.instance_id as "instanceId", t.token_id as "tokenId", t.process, t.step, t.subject, t.state, t.capability,
  t.unit::text, t.organisation::text, t.area::text, t.assignee, t.assignee_name as "assigneeName", t.participant, t.limit_amount, t.limit_clock,
  t.opened_at as "openedAt", t.warn_at as "warnAt", t.due_at as "dueAt", t.closed_at as "closedAt", t.closed_by as "closedBy",
  t.closed_by_name as "closedByName", t.outcome, t.comment, t.version`

type LimitColumns = { limit_amount: number | null; limit_clock: string | null }
export type TaskRow = Omit<Task, 'limit'> & LimitColumns
export const toTask = <R extends TaskRow>({ limit_amount, limit_clock, ...row }: R): Omit<R, keyof LimitColumns> & Task => ({
  ...row,
  limit: limitOf({ limit_amount, limit_clock }),
})
const toInstance = ({ limit_amount, limit_clock, ...row }: Omit<Instance, 'limit'> & LimitColumns): Instance => ({
  ...row,
  limit: limitOf({ limit_amount, limit_clock }),
})

export async function definitionId(ctx: Ctx, process: string, hash: string): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`select id from process.definition where process = ${process} and hash = ${hash}`.execute(ctx.db)
  return rows[0]?.id
}

export async function addDefinition(
  ctx: Ctx,
  { process, hash, xml }: { process: string; hash: string; xml: string },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into process.definition (id, process, version, hash, xml, created_at)
    select ${newId()}::uuid, ${process}, coalesce(max(version), 0) + 1, ${hash}, ${xml}, ${ctx.now}::timestamptz from process.definition where process = ${process}
    on conflict (process, hash) do update set hash = excluded.hash returning id`.execute(ctx.db)
  return rows[0]?.id as string
}

export async function drawing(
  ctx: Ctx,
  id: string,
): Promise<{ process: string; version: number; hash: string; xml: string } | undefined> {
  const { rows } = await sql<{
    process: string
    version: number
    hash: string
    xml: string
  }>`select process, version, hash, xml from process.definition where id = ${id}`.execute(ctx.db)
  return rows[0]
}

/** Which drawing it is, without reading all of it: every case page asks. */
export async function drawingVersion(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from process.definition where id = ${id}`.execute(ctx.db)
  return rows[0]?.version ?? 0
}

/** False when the same process is running for this subject already. */
export async function insertInstance(ctx: Ctx, instance: Instance): Promise<boolean> {
  const { limit } = instance
  const { rows } =
    await sql`insert into process.instance (id, process, definition_id, subject, title, organisation, area, status, variables, visits, outcomes, next_token, version,
      limit_amount, limit_clock, warn_at, due_at, started_by, started_at)
    values (${instance.id}, ${instance.process}, ${instance.definitionId}, ${instance.subject}, ${instance.title}, ${instance.organisation}::ltree, ${instance.area}::ltree, 'running',
      ${JSON.stringify(instance.variables)}::jsonb, '{}', '{}', 1, 0, ${limit?.amount ?? null}, ${limit?.clock ?? null}, ${instance.warnAt}, ${instance.dueAt}, ${instance.startedBy}, ${instance.startedAt})
    on conflict (subject, process) where status <> 'ended' do nothing returning id`.execute(ctx.db)
  return rows.length > 0
}

export type Which = { id: string } | { task: string } | { subject: string; process?: string }

const byWhich = (which: Which) => {
  if ('id' in which) return sql`i.id = ${which.id}`
  if ('task' in which) return sql`i.id = (select t.instance_id from process.task t where t.id = ${which.task})`
  return sql`i.id = (select n.id from process.instance n where n.subject = ${which.subject} ${which.process ? sql`and n.process = ${which.process}` : sql``} order by n.status = 'ended', n.started_at desc limit 1)`
}

/**
 * Takes the instance for the rest of the transaction: two commands on it come one after the other. Whoever else only refers to it
 * (a sweep that writes history) need not wait, or the two could wait for each other.
 */
export async function lockInstance(ctx: Ctx, which: Which): Promise<Instance | undefined> {
  const { rows } = await sql<
    Omit<Instance, 'limit'> & LimitColumns
  >`select ${instanceColumns} from process.instance i join process.definition d on d.id = i.definition_id
    where ${byWhich(which)} for no key update of i`.execute(ctx.db)
  return rows[0] && toInstance(rows[0])
}

export async function readInstance(ctx: Ctx, which: Which): Promise<Instance | undefined> {
  const { rows } = await sql<
    Omit<Instance, 'limit'> & LimitColumns
  >`select ${instanceColumns} from process.instance i join process.definition d on d.id = i.definition_id
    where ${byWhich(which)}`.execute(ctx.db)
  return rows[0] && toInstance(rows[0])
}

/** What hangs on an instance and moves with it; read after the lock, in a statement of its own, so that it is what the last one left. */
export async function readParts(ctx: Ctx, instanceId: string): Promise<Pick<State, 'tokens' | 'tasks' | 'timers'>> {
  const { rows } = await sql<{
    tokens: (Token & { via: string | null; joint: Joint | null })[]
    tasks: OpenTask[]
    timers: Timer[]
  }>`select
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'at', element, 'via', via, 'path', path, 'outcome', outcome, 'joint', joint) order by id) from process.token where instance_id = ${instanceId}), '[]') as tokens,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'step', step, 'token', token_id, 'participant', participant) order by id) from process.task where instance_id = ${instanceId} and state = 'open'), '[]') as tasks,
      coalesce((select jsonb_agg(jsonb_build_object('id', timer_id, 'element', element, 'token', token_id) order by timer_id) from process.deadline where instance_id = ${instanceId} and kind = 'timer'), '[]') as timers`.execute(
    ctx.db,
  )
  const [parts = { tokens: [], tasks: [], timers: [] }] = rows
  const tokens = parts.tokens.map(
    ({ via, joint, ...token }): Token => ({ ...token, ...(via !== null && { via }), ...(joint !== null && { joint }) }),
  )
  return { ...parts, tokens }
}

export async function readTask(ctx: Ctx, id: string): Promise<Task | undefined> {
  const { rows } = await sql<TaskRow>`select ${taskColumns} from process.task t where t.id = ${id}`.execute(ctx.db)
  return rows[0] && toTask(rows[0])
}

export async function tasksOf(ctx: Ctx, instanceId: string, state?: 'open'): Promise<Task[]> {
  const { rows } =
    await sql<TaskRow>`select ${taskColumns} from process.task t where t.instance_id = ${instanceId} ${state ? sql`and t.state = 'open'` : sql``} order by t.opened_at, t.id`.execute(
      ctx.db,
    )
  return rows.map(toTask)
}

export async function historyOf(ctx: Ctx, instanceId: string): Promise<History[]> {
  const { rows } =
    await sql<History>`select id, at, actor_name as "actorName", what, element, outcome, comment from process.history where instance_id = ${instanceId} order by id`.execute(
      ctx.db,
    )
  return rows
}

/** Open tasks in this account's hand that others of the unit could do as well. */
export async function claimedBy(ctx: Ctx, account: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from process.task
    where assignee = ${account} and state = 'open' and (unit is not null or capability is not null) order by id`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** Gives the task to this account; false when someone else was quicker. */
export async function claim(
  ctx: Ctx,
  task: string,
  account: { id: string; name: string } | null,
  only: string | null,
): Promise<boolean> {
  const { rows } =
    await sql`update process.task set assignee = ${account?.id ?? null}, assignee_name = ${account?.name ?? null}, claimed_at = ${account ? ctx.now : null}, version = version + 1
    where id = ${task} and state = 'open' and assignee is not distinct from ${only} returning id`.execute(ctx.db)
  return rows.length > 0
}
