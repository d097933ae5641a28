import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { ticker } from './jobs.ts'

/** A delivery that used up its tries: what it was for, and why it failed. Replay is safe: its effect never happened. */
export interface DeadLetter {
  id: number
  target: string
  ref: string | null
  event: string | null
  error: string | null
  attempts: number
  createdAt: Date
}

export interface Backlog {
  waiting: number
  dead: number
  /** When the oldest delivery that is due began to wait; null when nothing waits. */
  oldestDueAt: Date | null
}

export async function deadLetters(ctx: Ctx, after: number, limit: number): Promise<DeadLetter[]> {
  const { rows } =
    await sql<DeadLetter>`select d.id, d.target, coalesce(d.ref, e.ref) as ref, e.name as event, d.error, d.attempts, d.created_at as "createdAt"
    from kernel.delivery d left join kernel.event e on e.id = d.event_id where d.state = 'dead' and d.id > ${after} order by d.id limit ${limit}`.execute(
      ctx.db,
    )
  return rows
}

/** Gives a dead delivery all its tries again. False when it is not dead (any more). */
export async function replay(ctx: Ctx, id: number): Promise<boolean> {
  const { rows } =
    await sql`update kernel.delivery set state = 'waiting', attempts = 0, next_at = ${ctx.now} where id = ${id} and state = 'dead' returning id`.execute(
      ctx.db,
    )
  return rows.length > 0
}

export async function discard(ctx: Ctx, id: number): Promise<boolean> {
  const { rows } = await sql`delete from kernel.delivery where id = ${id} and state = 'dead' returning id`.execute(ctx.db)
  return rows.length > 0
}

export async function backlog(ctx: Ctx): Promise<Backlog> {
  const { rows } =
    await sql<Backlog>`select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'dead') as dead,
    min(next_at) filter (where state = 'waiting' and next_at <= ${ctx.now}) as "oldestDueAt" from kernel.delivery`.execute(ctx.db)
  const row = rows[0] as Backlog
  return { waiting: Number(row.waiting), dead: Number(row.dead), oldestDueAt: row.oldestDueAt }
}

const KEEP_EVENTS_DAYS = 90

/** Events are kept for replay and questions for 90 days; an event that still waits to be delivered is kept longer. */
export const eventRetention = ticker({
  id: 'kernel.event-retention',
  everySeconds: 3600,
  run: async (ctx) => {
    const before = new Date(ctx.now.getTime() - KEEP_EVENTS_DAYS * 86_400_000)
    await sql`delete from kernel.event e where e.id in (select x.id from kernel.event x where x.at < ${before}
      and not exists (select 1 from kernel.delivery d where d.event_id = x.id) order by x.at limit 5000)`.execute(ctx.db)
  },
})
