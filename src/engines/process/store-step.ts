import { type RawBuilder, sql } from 'kysely'
import { actorName } from '#engines/audit'
import { type Ctx, newId } from '#kernel'
import type { Deadline, Instance, Task } from './store.ts'
import type { State, Token } from './state.ts'

export interface NewHistory {
  what: string
  element?: string | null
  taskId?: string | null
  outcome?: string | null
  comment?: string | null
  data?: unknown
}

/** Everything that one command changes of one instance. */
export interface StepChange {
  instance: Instance
  before: State
  after: State
  opened: Task[]
  closed: { id: string; state: 'completed' | 'void'; outcome: string | null; comment: string | null }[]
  handedOver: Pick<Task, 'id' | 'unit' | 'organisation' | 'area' | 'assignee' | 'participant'>[]
  deadlines: Omit<Deadline, 'id' | 'instanceId'>[]
  history: NewHistory[]
}

/** One part of the statement; false when there is nothing of its kind to write. */
type Part = RawBuilder<unknown> | false

const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`

function tokenChange(before: State, after: State) {
  const old = new Map(before.tokens.map((token) => [token.id, JSON.stringify(token)]))
  const kept = new Set(after.tokens.map((token) => token.id))
  return {
    gone: before.tokens.filter((token) => !kept.has(token.id)).map((token) => token.id),
    put: after.tokens.filter((token: Token) => old.get(token.id) !== JSON.stringify(token)),
  }
}

const tokenParts = ({ instance, before, after }: StepChange): Part[] => {
  const { gone, put } = tokenChange(before, after)
  return [
    gone.length > 0 && sql`gone as (delete from process.token where instance_id = ${instance.id} and id = any(${gone}::int[]))`,
    put.length > 0 &&
      sql`put as (insert into process.token (instance_id, id, element, via, path, outcome, joint)
      select ${instance.id}::uuid, r.id, r.at, r.via, r.path, r.outcome, r.joint from jsonb_to_recordset(${json(put)}) as r(id int, at text, via text, path text, outcome text, joint jsonb)
      on conflict (instance_id, id) do update set element = excluded.element, via = excluded.via, path = excluded.path, outcome = excluded.outcome, joint = excluded.joint)`,
  ]
}

const taskParts = (ctx: Ctx, { instance, opened, closed, handedOver }: StepChange): Part[] => {
  const rows = opened.map(({ limit, ...task }) => ({
    ...task,
    limit_amount: limit?.amount ?? null,
    limit_clock: limit?.clock ?? null,
  }))
  return [
    closed.length > 0 &&
      sql`closed as (update process.task t set state = r.state, outcome = r.outcome, comment = r.comment, closed_at = ${ctx.now}, closed_by = ${ctx.user.id}, closed_by_name = ${actorName(ctx)}, version = t.version + 1
      from jsonb_to_recordset(${json(closed)}) as r(id uuid, state text, outcome text, comment text) where t.id = r.id)`,
    handedOver.length > 0 &&
      sql`handed as (update process.task t set unit = r.unit::ltree, organisation = r.organisation::ltree, area = r.area::ltree, assignee = r.assignee, assignee_name = null, participant = r.participant, version = t.version + 1
      from jsonb_to_recordset(${json(handedOver)}) as r(id uuid, unit text, organisation text, area text, assignee text, participant jsonb) where t.id = r.id)`,
    rows.length > 0 &&
      sql`opened as (insert into process.task (id, instance_id, token_id, process, step, subject, state, capability, unit, organisation, area, assignee, participant, limit_amount, limit_clock, opened_at, warn_at, due_at)
      select r.id, ${instance.id}::uuid, r."tokenId", ${instance.process}, r.step, ${instance.subject}, r.state, r.capability, r.unit::ltree, r.organisation::ltree, r.area::ltree, r.assignee, r.participant,
        r.limit_amount, r.limit_clock, ${ctx.now}::timestamptz, r."warnAt", r."dueAt"
      from jsonb_to_recordset(${json(rows)}) as r(id uuid, "tokenId" int, step text, state text, capability text, unit text, organisation text, area text, assignee text, participant jsonb,
        limit_amount float8, limit_clock text, "warnAt" timestamptz, "dueAt" timestamptz))`,
  ]
}

const deadlineParts = ({ instance, before, after, closed, deadlines }: StepChange): Part[] => {
  const ended = after.status === 'ended'
  const left = new Set(after.timers.map((timer) => timer.id))
  const timersGone = before.timers.filter((timer) => !left.has(timer.id)).map((timer) => timer.id)
  const tasksGone = closed.map((task) => task.id)
  return [
    (ended || tasksGone.length > 0 || timersGone.length > 0) &&
      sql`dropped as (delete from process.deadline where instance_id = ${instance.id} and (${ended} or task_id = any(${tasksGone}::uuid[]) or timer_id = any(${timersGone}::int[])))`,
    !ended &&
      deadlines.length > 0 &&
      sql`set as (insert into process.deadline (instance_id, task_id, timer_id, token_id, element, kind, clock, amount, started_at, at)
      select ${instance.id}::uuid, r."taskId", r."timerId", r."tokenId", r.element, r.kind, r.clock, r.amount, r."startedAt", r.at
      from jsonb_to_recordset(${json(deadlines)}) as r("taskId" uuid, "timerId" int, "tokenId" int, element text, kind text, clock text, amount float8, "startedAt" timestamptz, at timestamptz))`,
  ]
}

const historyParts = (ctx: Ctx, { instance, history }: StepChange): Part[] => {
  const rows = history.map((entry) => ({ id: newId(), ...entry }))
  return [
    rows.length > 0 &&
      sql`told as (insert into process.history (id, instance_id, at, actor, actor_name, what, element, task_id, outcome, comment, data)
      select r.id, ${instance.id}::uuid, ${ctx.now}::timestamptz, ${ctx.user.id}, ${actorName(ctx)}, r.what, r.element, r."taskId", r.outcome, r.comment, r.data
      from jsonb_to_recordset(${json(rows)}) as r(id uuid, what text, element text, "taskId" uuid, outcome text, comment text, data jsonb))`,
  ]
}

/** Writes a step down: one statement of the parts that it changed, so that a step costs one way to the database and back. */
export async function writeStep(ctx: Ctx, change: StepChange): Promise<void> {
  const { instance, after } = change
  const parts = [...tokenParts(change), ...taskParts(ctx, change), ...deadlineParts(change), ...historyParts(ctx, change)].filter(
    (part) => part !== false,
  )
  await sql`${parts.length > 0 ? sql`with ${sql.join(parts, sql`, `)}` : sql``}
    update process.instance set status = ${after.status}, ended_how = ${after.ended?.how ?? null}, ended_element = ${after.ended?.at ?? null}, ended_at = ${after.status === 'ended' ? ctx.now : null},
      variables = ${json(after.variables)}, visits = ${json(after.visits)}, outcomes = ${json(after.outcomes)}, next_token = ${after.next}, version = version + 1
    where id = ${instance.id}`.execute(ctx.db)
}

export const addHistory = async (ctx: Ctx, instanceId: string, entry: NewHistory): Promise<void> => {
  await sql`insert into process.history (id, instance_id, at, actor, actor_name, what, element, task_id, outcome, comment, data)
    values (${newId()}, ${instanceId}, ${ctx.now}, ${ctx.user.id}, ${actorName(ctx)}, ${entry.what}, ${entry.element ?? null}, ${entry.taskId ?? null}, ${entry.outcome ?? null}, ${entry.comment ?? null},
      ${entry.data === undefined ? null : JSON.stringify(entry.data)}::jsonb)`.execute(ctx.db)
}
