import { sql } from 'kysely'
import { type Ctx, newId } from '#kernel'
import type { PacketOutcome, Refused, Stranger, Tally } from './schema.ts'

export interface TallyRow {
  mn: string
  day: string
  outcome: PacketOutcome
  count: number
  at: Date
}

export async function addTallies(ctx: Ctx, rows: TallyRow[]): Promise<void> {
  const sorted = JSON.stringify(rows.sort((a, b) => (a.mn + a.day + a.outcome < b.mn + b.day + b.outcome ? -1 : 1)))
  await sql`insert into environment.tally as t (mn, day, outcome, count, last_at)
    select mn, day, outcome, count, at from jsonb_to_recordset(${sorted}::jsonb) as r(mn text, day date, outcome text, count bigint, at timestamptz)
    on conflict (mn, day, outcome) do update set count = t.count + excluded.count, last_at = greatest(t.last_at, excluded.last_at)`.execute(
    ctx.db,
  )
}

export interface RefusalRow {
  mn: string
  reason: PacketOutcome
  packet: string
  size: number
  address: string
  at: Date
}

/** Adds the newest and forgets the oldest beyond `keep` per device. */
export async function addRefusals(ctx: Ctx, rows: RefusalRow[], keep: number): Promise<void> {
  const given = JSON.stringify(rows.map((row) => ({ ...row, id: newId() })))
  await sql`insert into environment.refusal (id, mn, reason, packet, size, address, at)
    select id, mn, reason, packet, size, address, at from jsonb_to_recordset(${given}::jsonb)
      as r(id uuid, mn text, reason text, packet text, size int, address text, at timestamptz)`.execute(ctx.db)
  const numbers = [...new Set(rows.map((row) => row.mn))]
  await sql`delete from environment.refusal r using (select id, row_number() over (partition by mn order by id desc) as place
    from environment.refusal where mn = any(${numbers}::text[])) as ranked where r.id = ranked.id and ranked.place > ${keep}`.execute(
    ctx.db,
  )
}

export interface StrangerRow {
  mn: string
  count: number
  firstAt: Date
  lastAt: Date
  address: string
  packet: string
}

export async function addStrangers(ctx: Ctx, rows: StrangerRow[], keep: number): Promise<void> {
  await sql`insert into environment.stranger as s (mn, count, first_at, last_at, address, packet)
    select mn, count, "firstAt", "lastAt", address, packet from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(mn text, count bigint, "firstAt" timestamptz, "lastAt" timestamptz, address text, packet text) order by mn
    on conflict (mn) do update set count = s.count + excluded.count, last_at = excluded.last_at, address = excluded.address, packet = excluded.packet`.execute(
    ctx.db,
  )
  await sql`delete from environment.stranger s using (select mn, row_number() over (order by last_at desc, mn) as place from environment.stranger) as ranked
    where s.mn = ranked.mn and ranked.place > ${keep}`.execute(ctx.db)
}

export async function tallies(ctx: Ctx, mn: string, today: string): Promise<Tally[]> {
  const { rows } = await sql<{ outcome: PacketOutcome; today: number; total: number; last_at: Date }>`select outcome,
      coalesce(sum(count) filter (where day = ${today}::date), 0)::int8 as today, sum(count)::int8 as total, max(last_at) as last_at
    from environment.tally where mn = ${mn} group by outcome order by outcome`.execute(ctx.db)
  return rows.map(({ last_at, ...row }) => ({ ...row, lastAt: last_at.toISOString() }))
}

export async function lastRefused(ctx: Ctx, mn: string, limit: number): Promise<Refused[]> {
  const { rows } = await sql<Omit<Refused, 'at'> & { at: Date }>`select id, reason, packet, size, address, at
    from environment.refusal where mn = ${mn} order by id desc limit ${limit}`.execute(ctx.db)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}

/** Unregistered numbers, the liveliest first seen last. */
export async function strangers(ctx: Ctx, cursor: string | undefined, limit: number): Promise<Stranger[]> {
  const { rows } = await sql<{
    mn: string
    count: number
    first_at: Date
    last_at: Date
    address: string
    packet: string
  }>`select *
    from environment.stranger where (${cursor ?? null}::text is null or mn > ${cursor ?? null}) order by mn limit ${limit + 1}`.execute(
    ctx.db,
  )
  return rows.map(({ first_at, last_at, ...row }) => ({ ...row, firstAt: first_at.toISOString(), lastAt: last_at.toISOString() }))
}

export async function forgetStranger(ctx: Ctx, mn: string): Promise<void> {
  await sql`delete from environment.stranger where mn = ${mn}`.execute(ctx.db)
}

export async function forgetOld(ctx: Ctx, talliesBefore: Date, strangersBefore: Date): Promise<void> {
  await sql`delete from environment.tally where day < ${talliesBefore}::timestamptz::date`.execute(ctx.db)
  await sql`delete from environment.stranger where last_at < ${strangersBefore}::timestamptz`.execute(ctx.db)
}
