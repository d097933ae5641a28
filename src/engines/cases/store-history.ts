import { sql } from 'kysely'
import { actorName } from '#engines/audit'
import { type Ctx, newId, type Text } from '#kernel'
import type { Stage } from './schema.ts'

export interface EntryRow {
  id: string
  case_id: string
  what: string
  at: Date
  by_id: string
  by_name: string
  unit_name: Text | null
  text: string | null
  data: Record<string, unknown>
}

export async function addEntry(ctx: Ctx, row: Pick<EntryRow, 'case_id' | 'what' | 'unit_name' | 'text' | 'data'>): Promise<void> {
  await sql`insert into cases.entry (id, case_id, what, at, by_id, by_name, unit_name, text, data)
    values (${newId()}, ${row.case_id}, ${row.what}, ${ctx.now}, ${ctx.user.id}, ${actorName(ctx)}, ${row.unit_name && JSON.stringify(row.unit_name)}::jsonb,
      ${row.text}, ${JSON.stringify(row.data)}::jsonb)`.execute(ctx.db)
}

export async function entries(ctx: Ctx, caseIds: readonly string[]): Promise<EntryRow[]> {
  if (caseIds.length === 0) return []
  return (
    await sql<EntryRow>`select id, case_id, what, at, by_id, by_name, unit_name, text, data from cases.entry where case_id = any(${[...caseIds]}::uuid[]) order by id`.execute(
      ctx.db,
    )
  ).rows
}

export interface StageRowStored {
  id: string
  stage: Stage
  unit_name: Text | null
  opened_at: Date
  due_at: Date | null
  done_at: Date | null
  outcome: string | null
  on_time: boolean | null
}

export async function stages(ctx: Ctx, caseId: string): Promise<StageRowStored[]> {
  return (
    await sql<StageRowStored>`select id, stage, unit_name, opened_at, due_at, done_at, outcome, on_time from cases.stage where case_id = ${caseId} order by id`.execute(
      ctx.db,
    )
  ).rows
}

export async function openStage(
  ctx: Ctx,
  row: { caseId: string; stage: Stage; unit: string | null; unitName: Text | null; dueAt: Date | null },
): Promise<void> {
  await sql`insert into cases.stage (id, case_id, stage, unit, unit_name, opened_at, due_at)
    values (${newId()}, ${row.caseId}, ${row.stage}, ${row.unit}::ltree, ${row.unitName && JSON.stringify(row.unitName)}::jsonb, ${ctx.now}, ${row.dueAt})
    on conflict (case_id) where done_at is null do update set due_at = excluded.due_at`.execute(ctx.db)
}

/** On time means: done no later than it was due, or nothing was due. */
export async function closeStage(ctx: Ctx, caseId: string, outcome: string): Promise<void> {
  await sql`update cases.stage set done_at = ${ctx.now}, outcome = ${outcome}, on_time = (due_at is null or due_at >= ${ctx.now}) where case_id = ${caseId} and done_at is null`.execute(
    ctx.db,
  )
}

export async function insertMerge(ctx: Ctx, row: { loser: string; winner: string; why: string }): Promise<void> {
  await sql`insert into cases.merge (id, loser, winner, at, by_name, why) values (${newId()}, ${row.loser}, ${row.winner}, ${ctx.now}, ${actorName(ctx)}, ${row.why})`.execute(
    ctx.db,
  )
}

export async function undoMerge(ctx: Ctx, loser: string, why: string): Promise<void> {
  await sql`update cases.merge set undone_at = ${ctx.now}, undone_by_name = ${actorName(ctx)}, undone_why = ${why} where loser = ${loser} and undone_at is null`.execute(
    ctx.db,
  )
}

export async function rate(
  ctx: Ctx,
  row: { reportId: string; caseId: string; stars: number; solved: boolean; text: string },
): Promise<void> {
  await sql`insert into cases.rating (report_id, case_id, stars, solved, text, at) values (${row.reportId}, ${row.caseId}, ${row.stars}, ${row.solved}, ${row.text}, ${ctx.now})
    on conflict (report_id) do update set stars = excluded.stars, solved = excluded.solved, text = excluded.text, at = excluded.at`.execute(
    ctx.db,
  )
}

export async function ratings(
  ctx: Ctx,
  caseIds: readonly string[],
): Promise<{ report_id: string; stars: number; solved: boolean; text: string; at: Date }[]> {
  return (
    await sql<{
      report_id: string
      stars: number
      solved: boolean
      text: string
      at: Date
    }>`select report_id, stars, solved, text, at
    from cases.rating where case_id = any(${[...caseIds]}::uuid[]) order by at`.execute(ctx.db)
  ).rows
}
