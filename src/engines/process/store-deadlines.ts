import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { Deadline, Instance, Task } from './store.ts'

const columns = sql`id, instance_id as "instanceId", task_id as "taskId", timer_id as "timerId", token_id as "tokenId", element, kind, clock, amount, started_at as "startedAt", at`

export async function addDeadlines(
  ctx: Ctx,
  instanceId: string,
  deadlines: Omit<Deadline, 'id' | 'instanceId'>[],
): Promise<void> {
  if (deadlines.length === 0) return
  await sql`insert into process.deadline (instance_id, task_id, timer_id, token_id, element, kind, clock, amount, started_at, at)
    select ${instanceId}::uuid, r."taskId", r."timerId", r."tokenId", r.element, r.kind, r.clock, r.amount, r."startedAt", r.at
    from jsonb_to_recordset(${JSON.stringify(deadlines)}::jsonb) as r("taskId" uuid, "timerId" int, "tokenId" int, element text, kind text, clock text, amount float8, "startedAt" timestamptz, at timestamptz)`.execute(
    ctx.db,
  )
}

/** Takes warnings and limits that have come, for good: they are announced in this transaction. Others' sweeps pass these rows by. */
export async function takeDue(ctx: Ctx, limit: number): Promise<Deadline[]> {
  const { rows } =
    await sql<Deadline>`delete from process.deadline where id in (select id from process.deadline where at <= ${ctx.now} and not paused and kind <> 'timer' order by at limit ${limit} for update skip locked)
    returning ${columns}`.execute(ctx.db)
  return rows.toSorted((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0))
}

/** The next timer that has come, with its instance taken first, as every command takes it. Instances that others hold are passed by. */
export async function nextTimer(ctx: Ctx): Promise<Deadline | undefined> {
  const { rows } =
    await sql<Deadline>`select d.id, d.instance_id as "instanceId", d.task_id as "taskId", d.timer_id as "timerId", d.token_id as "tokenId", d.element, d.kind, d.clock, d.amount,
      d.started_at as "startedAt", d.at
    from process.deadline d join process.instance i on i.id = d.instance_id
    where d.at <= ${ctx.now} and not d.paused and d.kind = 'timer' order by d.at limit 1 for no key update of i skip locked`.execute(
      ctx.db,
    )
  return rows[0]
}

export async function postpone(ctx: Ctx, id: number, seconds: number): Promise<void> {
  await sql`update process.deadline set attempts = attempts + 1, at = ${ctx.now}::timestamptz + make_interval(secs => ${seconds} * least(power(2, attempts), 64)) where id = ${id}`.execute(
    ctx.db,
  )
}

export async function dropDeadline(ctx: Ctx, id: number): Promise<void> {
  await sql`delete from process.deadline where id = ${id}`.execute(ctx.db)
}

/** Deadlines that wait for a calendar to be published. */
export async function unknownDeadlines(ctx: Ctx, after: number, limit: number): Promise<Deadline[]> {
  const { rows } =
    await sql<Deadline>`select ${columns} from process.deadline where at is null and not paused and id > ${after} order by id limit ${limit} for update skip locked`.execute(
      ctx.db,
    )
  return rows
}

export async function deadlinesOf(ctx: Ctx, instanceId: string): Promise<Deadline[]> {
  const { rows } = await sql<Deadline>`select ${columns} from process.deadline where instance_id = ${instanceId}`.execute(ctx.db)
  return rows
}

export async function stopClocks(ctx: Ctx, instanceId: string): Promise<void> {
  await sql`with stopped as (update process.deadline set paused = true where instance_id = ${instanceId})
    update process.instance set suspended_at = ${ctx.now} where id = ${instanceId}`.execute(ctx.db)
}

export interface NewTimes {
  instance: Pick<Instance, 'id' | 'warnAt' | 'dueAt'>
  tasks: Pick<Task, 'id' | 'warnAt' | 'dueAt'>[]
  deadlines: Pick<Deadline, 'id' | 'at'>[]
}

/** Sets clocks to new times; `pausedMs`: they had stood still for so long and run again. */
export async function setTimes(ctx: Ctx, { instance, tasks, deadlines }: NewTimes, pausedMs = 0): Promise<void> {
  await sql`with moved as (update process.deadline d set at = r.at, paused = false from jsonb_to_recordset(${JSON.stringify(deadlines)}::jsonb) as r(id bigint, at timestamptz) where d.id = r.id),
    told as (update process.task t set warn_at = r."warnAt", due_at = r."dueAt", paused_ms = t.paused_ms + ${pausedMs}, version = t.version + 1
      from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as r(id uuid, "warnAt" timestamptz, "dueAt" timestamptz) where t.id = r.id)
    update process.instance set warn_at = ${instance.warnAt}, due_at = ${instance.dueAt}, suspended_at = null, paused_ms = paused_ms + ${pausedMs} where id = ${instance.id}`.execute(
    ctx.db,
  )
}

/** Gives one task new times, whatever it had. */
export async function resetTask(
  ctx: Ctx,
  instanceId: string,
  task: Pick<Task, 'id' | 'warnAt' | 'dueAt'>,
  deadlines: Omit<Deadline, 'id' | 'instanceId'>[],
): Promise<void> {
  await sql`with gone as (delete from process.deadline where task_id = ${task.id})
    update process.task set warn_at = ${task.warnAt}, due_at = ${task.dueAt}, version = version + 1 where id = ${task.id}`.execute(
    ctx.db,
  )
  await addDeadlines(ctx, instanceId, deadlines)
}

/** The calendar of that year has come: one deadline, and the task or instance it belongs to, get their times. */
export async function setKnown(
  ctx: Ctx,
  deadline: Deadline,
  { warnAt, dueAt }: { warnAt: Date | null; dueAt: Date | null },
): Promise<void> {
  await sql`update process.deadline set at = ${deadline.kind === 'warn' ? warnAt : dueAt} where id = ${deadline.id}`.execute(
    ctx.db,
  )
  if (deadline.taskId)
    await sql`update process.task set warn_at = ${warnAt}, due_at = ${dueAt} where id = ${deadline.taskId} and due_at is null`.execute(
      ctx.db,
    )
  else if (deadline.kind !== 'timer')
    await sql`update process.instance set warn_at = ${warnAt}, due_at = ${dueAt} where id = ${deadline.instanceId} and due_at is null`.execute(
      ctx.db,
    )
}
