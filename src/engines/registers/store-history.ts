import { sql } from 'kysely'
import { type Ctx, newId } from '#kernel'
import type { AnyRegister } from './define.ts'
import type { HistoryEntry } from './schema.ts'

export interface NewEntry {
  rowId: string
  lastId?: string
  version: number
  act: HistoryEntry['act']
  before?: Record<string, unknown> | undefined
  after?: Record<string, unknown> | undefined
  why?: string | undefined
  source?: string | undefined
  rows?: number
}

export interface EntryRow {
  id: string
  version: number
  act: HistoryEntry['act']
  at: Date
  by_id: string
  by_name: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  why: string | null
  source: string | null
}

const json = (value: Record<string, unknown> | undefined) =>
  value && Object.keys(value).length > 0 ? JSON.stringify(value) : null

export async function append(ctx: Ctx, register: AnyRegister, byName: string, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return
  const of = (pick: (entry: NewEntry) => string | null | undefined) => entries.map((entry) => pick(entry) ?? null)
  await sql`insert into registers.history (id, register, row_id, last_id, version, act, at, by_id, by_name, before, after, why, source, rows)
    select u.id::uuid, ${register.id}::text, u.row_id::uuid, u.last_id::uuid, u.version::int, u.act, ${ctx.now}::timestamptz, ${ctx.user.id}::text, ${byName}::text,
      u.before::jsonb, u.after::jsonb, u.why, u.source, u.rows::int
    from unnest(${of(() => newId())}::text[], ${of(({ rowId }) => rowId)}::text[], ${of(({ lastId }) => lastId)}::text[], ${of(({ version }) => String(version))}::text[],
      ${of(({ act }) => act)}::text[], ${of(({ before }) => json(before))}::text[], ${of(({ after }) => json(after))}::text[], ${of(({ why }) => why)}::text[],
      ${of(({ source }) => source)}::text[], ${of(({ rows = 1 }) => String(rows))}::text[])
      as u(id, row_id, last_id, version, act, before, after, why, source, rows)`.execute(ctx.db)
}

/** The same for one row that a statement has just `put` in, as a part of that statement. */
export const appending = (ctx: Ctx, register: AnyRegister, byName: string, { act, after, why, source }: NewEntry) =>
  sql`insert into registers.history (id, register, row_id, version, act, at, by_id, by_name, after, why, source)
    select ${newId()}::uuid, ${register.id}::text, put.id, put.version, ${act}::text, ${ctx.now}::timestamptz, ${ctx.user.id}::text, ${byName}::text,
      ${json(after)}::jsonb, ${why ?? null}::text, ${source ?? null}::text from put`

const selection = sql`h.id, h.version, h.act, h.at, h.by_id, h.by_name, h.before, h.after, h.why, h.source`

/** A row's own entries, newest first, and the batch that brought it, if one did. */
export async function of(
  ctx: Ctx,
  register: AnyRegister,
  rowId: string,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`select * from (
      (select ${selection} from registers.history h where h.register = ${register.id} and h.row_id = ${rowId}::uuid and h.last_id is null
        ${before ? sql`and h.id < ${before}::uuid` : sql``} order by h.id desc limit ${limit})
      union all
      (select ${selection} from (select * from registers.history where register = ${register.id} and last_id >= ${rowId}::uuid order by last_id limit 1) h
        where h.row_id <= ${rowId}::uuid ${before ? sql`and h.id < ${before}::uuid` : sql``})
    ) all_of_it order by id desc limit ${limit}`.execute(ctx.db)
  return rows
}

export const bulkSource = (bulk: string) => `bulk:${bulk}`

/** What a change of many did to each row, for whoever made it. */
export async function ofBulk(ctx: Ctx, register: AnyRegister, bulk: string): Promise<(EntryRow & { row_id: string })[]> {
  const { rows } = await sql<EntryRow & { row_id: string }>`select ${selection}, h.row_id from registers.history h
    where h.source = ${bulkSource(bulk)} and h.source like 'bulk:%' and h.register = ${register.id} and h.by_id = ${ctx.user.id}`.execute(
    ctx.db,
  )
  return rows
}

/** When anything in these registers last changed. */
export async function lastChanges(ctx: Ctx, registers: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await sql<{ register: string; at: Date }>`select register, max(at) as at from registers.history
    where register = any(${[...registers]}::text[]) group by register`.execute(ctx.db)
  return new Map(rows.map(({ register, at }) => [register, at]))
}
