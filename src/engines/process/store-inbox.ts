import { type RawBuilder, sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import type { InboxQuery } from './schema.ts'
import { type Task, type TaskRow, taskColumns, toTask } from './store.ts'
import { mayDoRow, openTasksOf, protectedTask } from './store-rights.ts'

export type InboxTask = Task & { title: string; instanceStatus: string; suspendedAt: Date | null; dueKey: string }
type InboxRow = TaskRow & Pick<InboxTask, 'title' | 'instanceStatus' | 'suspendedAt' | 'dueKey'>

const withInstance = sql`i.title, i.status as "instanceStatus", i.suspended_at as "suspendedAt", coalesce(t.due_at, 'infinity')::text as "dueKey"`

const FEW = 500

/** Whoever has few tasks among very many is found them by what leads to them; whoever has many meets them along the order. */
async function scopeOf(ctx: Ctx, scope: InboxQuery['scope']): Promise<RawBuilder<unknown>> {
  if (scope === 'mine') return sql`t.assignee = ${ctx.user.id}`
  const found = openTasksOf(ctx.user)
  if (found) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from (select 1 from (${found}) f limit ${FEW}) x`.execute(
      ctx.db,
    )
    if ((rows[0]?.n ?? 0) < FEW) return sql`t.id in (${found})`
  }
  return mayDoRow(ctx.user, 't') ?? sql`false`
}

/** Open tasks, the nearest due first; those without a limit last. `after`: the last one's due time and id. */
export async function inboxPage(
  ctx: Ctx,
  { scope, process, step, subject, q, overdue, limit }: InboxQuery,
  after: [string, string] | undefined,
): Promise<InboxTask[]> {
  const { rows } =
    await sql<InboxRow>`select ${taskColumns}, ${withInstance} from process.task t join process.instance i on i.id = t.instance_id
    where t.state = 'open' and ${await scopeOf(ctx, scope)}
      ${process ? sql`and t.process = ${process}` : sql``} ${step ? sql`and t.step = ${step}` : sql``} ${subject ? sql`and t.subject = ${subject}` : sql``}
      ${q ? sql`and i.title ilike ${`%${q.replaceAll(/[\\%_]/g, '\\$&')}%`}` : sql``}
      ${overdue === 'true' ? sql`and t.due_at < ${ctx.now} and i.status = 'running'` : sql``}
      ${overdue === 'false' ? sql`and coalesce(t.due_at, 'infinity') >= ${ctx.now}` : sql``}
      ${after ? sql`and (coalesce(t.due_at, 'infinity'), t.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by coalesce(t.due_at, 'infinity'), t.id limit ${limit + 1}`.execute(ctx.db)
  return rows.map(toTask)
}

export async function inboxCounts(
  ctx: Ctx,
): Promise<{ process: string; step: string; count: number; mine: number; overdue: number }[]> {
  const { rows } = await sql<{
    process: string
    step: string
    count: number
    mine: number
    overdue: number
  }>`select t.process, t.step, count(*)::int as count,
      (count(*) filter (where t.assignee = ${ctx.user.id}))::int as mine, (count(*) filter (where t.due_at < ${ctx.now} and i.status = 'running'))::int as overdue
    from process.task t join process.instance i on i.id = t.instance_id
    where t.state = 'open' and ${await scopeOf(ctx, 'unit')} group by t.process, t.step order by t.process, t.step`.execute(
    ctx.db,
  )
  return rows
}

/** A task this reader may see. */
export async function visibleTask(ctx: Ctx, id: string): Promise<InboxTask | undefined> {
  const { rows } =
    await sql<InboxRow>`select ${taskColumns}, ${withInstance} from process.task t join process.instance i on i.id = t.instance_id
    where t.id = ${id} and ${visible(ctx, protectedTask, 't')}`.execute(ctx.db)
  return rows[0] && toTask(rows[0])
}

/** May this reader see any task of the instance? */
export async function seesTaskOf(ctx: Ctx, instanceId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from process.task t where t.instance_id = ${instanceId} and ${visible(ctx, protectedTask, 't')} limit 1`.execute(
      ctx.db,
    )
  return rows.length > 0
}
