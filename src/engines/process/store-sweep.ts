import { sql } from 'kysely'
import { actorName } from '#engines/audit'
import { type Ctx, newId } from '#kernel'
import { type Instance, type Task, type TaskRow, taskColumns, toTask } from './store.ts'

type Short = Pick<Instance, 'id' | 'process' | 'subject' | 'dueAt'>

export async function instancesOf(ctx: Ctx, ids: string[]): Promise<Map<string, Short>> {
  const { rows } =
    await sql<Short>`select id, process, subject, due_at as "dueAt" from process.instance where id = any(${ids}::uuid[])`.execute(
      ctx.db,
    )
  return new Map(rows.map((row) => [row.id, row]))
}

export async function tasksOfDeadlines(ctx: Ctx, ids: string[]): Promise<Map<string, Task>> {
  const { rows } = await sql<TaskRow>`select ${taskColumns} from process.task t where t.id = any(${ids}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, toTask(row)]))
}

export async function addHistories(
  ctx: Ctx,
  entries: { instanceId: string; what: string; element: string | null; taskId: string | null }[],
): Promise<void> {
  const rows = entries.map((entry) => ({ id: newId(), ...entry }))
  await sql`insert into process.history (id, instance_id, at, actor, actor_name, what, element, task_id)
    select r.id, r."instanceId", ${ctx.now}::timestamptz, ${ctx.user.id}, ${actorName(ctx)}, r.what, r.element, r."taskId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "instanceId" uuid, what text, element text, "taskId" uuid)`.execute(
    ctx.db,
  )
}
