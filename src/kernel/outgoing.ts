import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { listenerKind } from './events.ts'
import type { Event, JobHandle } from './handles.ts'
import { newId } from './ids.ts'

/** Events and jobs gathered in a transaction, stored just before its commit. */
export interface Outgoing {
  events: { event: Event<any>; payload: any }[]
  jobs: { job: JobHandle<any>; input: unknown; at?: Date; once?: string }[]
}

/** One statement per kind of row, however many were announced. */
export async function flushOutgoing(ctx: Ctx, { events, jobs }: Outgoing): Promise<void> {
  if (events.length > 0) {
    const listeners = Map.groupBy(ctx.house.entries(listenerKind), ({ value }) => value.event.name)
    const rows = events.map(({ event, payload }) => ({
      id: newId(),
      name: event.name,
      version: event.version,
      ref: event.ref(payload),
      payload,
    }))
    await sql`insert into kernel.event (id, name, version, ref, actor, cause, at, payload)
      select e.id, e.name, e.version, e.ref, ${ctx.user.id}, ${ctx.origin.requestId ?? ctx.origin.name}, ${ctx.now}::timestamptz, e.payload
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(id uuid, name text, version int, ref text, payload jsonb)`.execute(
      ctx.db,
    )
    const deliveries = rows.flatMap((row) =>
      (listeners.get(row.name) ?? []).map(({ key }) => ({ target: `on:${key}`, event_id: row.id, ref: row.ref })),
    )
    if (deliveries.length > 0)
      await sql`insert into kernel.delivery (target, event_id, ref, actor, next_at)
        select d.target, d.event_id, d.ref, ${ctx.user.id}, ${ctx.now}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) as d(target text, event_id uuid, ref text)`.execute(ctx.db)
  }
  if (jobs.length > 0) {
    const rows = jobs.map(({ job, input, at, once }) => ({
      target: `job:${job.id}`,
      input,
      once: once ?? null,
      next_at: (at ?? ctx.now).toISOString(),
    }))
    await sql`insert into kernel.delivery (target, input, once, actor, next_at)
      select j.target, j.input, j.once, ${ctx.user.id}, j.next_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as j(target text, input jsonb, once text, next_at timestamptz)
      on conflict (target, once) where once is not null and state = 'waiting' do nothing`.execute(ctx.db)
  }
}
