import { sql } from 'kysely'
import type { Ctx, FieldFault, User } from '#kernel'
import type { HeaderColumn } from './import-header.ts'
import type { Import } from './schema.ts'

export interface ImportRow {
  id: string
  register: string
  state: Import['state']
  digest: string
  filename: string
  bytes: number
  kind: Import['kind']
  encoding: Import['encoding']
  sheet: string | null
  spool_key: string | null
  by_id: string
  by_name: string
  actor: User
  columns: HeaderColumn[]
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
  kept_until: Date
  rows_read: number
  bytes_read: number
  rows_total: number | null
  found_insert: number
  found_update: number
  found_unchanged: number
  found_faulty: number
  done_inserted: number
  done_updated: number
  done_unchanged: number
  done_refused: number
  problem: Import['problem']
}

export type NewImport = Pick<
  ImportRow,
  | 'id'
  | 'register'
  | 'digest'
  | 'filename'
  | 'bytes'
  | 'kind'
  | 'encoding'
  | 'sheet'
  | 'spool_key'
  | 'by_name'
  | 'columns'
  | 'kept_until'
  | 'state'
  | 'problem'
>

/** Answers false when the same file is under way for this register. */
export async function insert(ctx: Ctx, row: NewImport): Promise<boolean> {
  const { rows } =
    await sql`insert into registers.import (id, register, state, digest, filename, bytes, kind, encoding, sheet, spool_key, by_id, by_name,
      actor, columns, created_at, moved_at, kept_until, problem)
    values (${row.id}::uuid, ${row.register}, ${row.state}, ${row.digest}, ${row.filename}, ${row.bytes}, ${row.kind}, ${row.encoding}, ${row.sheet}, ${row.spool_key},
      ${ctx.user.id}, ${row.by_name}, ${JSON.stringify(ctx.user)}::jsonb, ${JSON.stringify(row.columns)}::jsonb, ${ctx.now}, ${ctx.now}, ${row.kept_until},
      ${row.problem ? JSON.stringify(row.problem) : null}::jsonb)
    on conflict (register, digest) where state in ('mapping', 'checking', 'checked', 'running') do nothing returning id`.execute(
      ctx.db,
    )
  return rows.length > 0
}

/** The latest import of this content into this register, in one of these states. */
export async function sameFile(
  ctx: Ctx,
  register: string,
  digest: string,
  states: readonly Import['state'][],
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from registers.import where register = ${register} and digest = ${digest}
    and state = any(${[...states]}::text[]) order by id desc limit 1`.execute(ctx.db)
  return rows[0]?.id
}

export async function find(ctx: Ctx, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`select * from registers.import where id = ${id}::uuid`.execute(ctx.db)
  return rows[0]
}

/** Newest first; `own` leaves only those this user sent. */
export async function list(
  ctx: Ctx,
  register: string,
  { own, before, limit }: { own: boolean; before: string | undefined; limit: number },
): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`select * from registers.import where register = ${register}
    ${own ? sql`and by_id = ${ctx.user.id}` : sql``} ${before ? sql`and id < ${before}::uuid` : sql``} order by id desc limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}

/** From the first row again, nothing found yet. */
export async function restartCheck(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } =
    await sql`update registers.import set rows_read = 0, bytes_read = 0, moved_at = ${ctx.now}, found_insert = 0, found_update = 0,
    found_unchanged = 0, found_faulty = 0 where id = ${id}::uuid and state = 'checking' returning id`.execute(ctx.db)
  if (rows.length > 0) await sql`delete from registers.import_fault where import_id = ${id}::uuid`.execute(ctx.db)
  return rows.length > 0
}

export interface Found {
  rows: number
  bytes: number
  insert: number
  update: number
  unchanged: number
  faulty: number
}

/** How far the check has come; false when it was stopped meanwhile. */
export async function moveCheck(ctx: Ctx, id: string, found: Found): Promise<boolean> {
  const { rows } =
    await sql`update registers.import set rows_read = ${found.rows}, bytes_read = ${found.bytes}, moved_at = ${ctx.now},
      found_insert = ${found.insert}, found_update = ${found.update}, found_unchanged = ${found.unchanged}, found_faulty = ${found.faulty}
    where id = ${id}::uuid and state = 'checking' returning id`.execute(ctx.db)
  return rows.length > 0
}

/** The check is through; a run begins with the first row. */
export const endCheck = (ctx: Ctx, id: string) =>
  sql`update registers.import set state = 'checked', rows_total = rows_read, rows_read = 0, bytes_read = 0
    where id = ${id}::uuid and state = 'checking'`.execute(ctx.db)

/** Whoever runs it lends it their rights. Goes on where an earlier run stopped. */
export async function start(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } =
    await sql`update registers.import i set state = 'running', actor = ${JSON.stringify(ctx.user)}::jsonb, started_at = coalesce(started_at, ${ctx.now}),
      moved_at = ${ctx.now}, problem = null
    where id = ${id}::uuid and spool_key is not null and rows_total is not null and rows_read < rows_total
      and (state = 'checked' and found_faulty < rows_total or state = 'stopped')
      and not exists (select 1 from registers.import o where o.register = i.register and o.digest = i.digest and o.id <> i.id and o.state in ('mapping', 'checking', 'checked', 'running'))
    returning id`.execute(ctx.db)
  return rows.length > 0
}

export interface Done {
  inserted: number
  updated: number
  unchanged: number
  refused: number
}

/** The checkpoint, in the transaction of its batch: false when another worker was here, or it was stopped. */
export async function advance(ctx: Ctx, id: string, from: number, to: number, bytes: number, done: Done): Promise<boolean> {
  const { rows } =
    await sql`update registers.import set rows_read = ${to}, bytes_read = ${bytes}, moved_at = ${ctx.now}, done_inserted = done_inserted + ${done.inserted},
      done_updated = done_updated + ${done.updated}, done_unchanged = done_unchanged + ${done.unchanged}, done_refused = done_refused + ${done.refused}
    where id = ${id}::uuid and state = 'running' and rows_read = ${from} returning id`.execute(ctx.db)
  return rows.length > 0
}

/** Ends a pass that is under way; false when it had ended already. */
export async function end(
  ctx: Ctx,
  id: string,
  state: 'done' | 'refused' | 'stopped',
  from: readonly Import['state'][],
  problem: Import['problem'] = null,
): Promise<boolean> {
  const { rows } = await sql`update registers.import set state = ${state}, finished_at = ${ctx.now}, moved_at = ${ctx.now},
      problem = ${problem ? JSON.stringify(problem) : null}::jsonb
    where id = ${id}::uuid and state = any(${[...from]}::text[]) returning id`.execute(ctx.db)
  return rows.length > 0
}

/**
 * This transaction's commit does not wait for the disk. A crash of the database may lose the last batches whole, each with
 * its checkpoint: the run goes on from the one before. The word that all is done does wait, and with it all before it.
 */
export const relaxed = (ctx: Ctx) =>
  sql`select set_config('synchronous_commit', 'off', true), set_config('gin_pending_list_limit', ${String(PENDING_KB)}, true)`.execute(
    ctx.db,
  )

/** More than waits between two calls of `indexWords`: whoever writes rows does not stop to index their words. */
const PENDING_KB = 128 * 1024

/** Words of new rows wait in a list beside the index (and are found there): now they go into it. */
export const indexWords = (ctx: Ctx, table: string) =>
  sql`select gin_clean_pending_list(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
    where i.indrelid = to_regclass(${table}::text) and m.amname = 'gin' and i.indisvalid`.execute(ctx.db)

/** The planner learns of many new rows at once, not when the next sweep happens by. */
export const analyse = (ctx: Ctx, table: string) => sql`analyze ${sql.table(table)}`.execute(ctx.db)

/** A fault as it is stored: what the cell showed goes with it. */
export type StoredFault = FieldFault & { value: string | null }
export interface FaultRow {
  line: number
  faults: StoredFault[]
}

/** What is wrong in these lines now, instead of what was known of them. */
export async function putFaults(
  ctx: Ctx,
  id: string,
  lines: { from: number; to: number } | undefined,
  rows: readonly FaultRow[],
): Promise<void> {
  if (lines)
    await sql`delete from registers.import_fault where import_id = ${id}::uuid and line between ${lines.from} and ${lines.to}`.execute(
      ctx.db,
    )
  if (rows.length === 0) return
  await sql`insert into registers.import_fault (import_id, line, faults)
    select ${id}::uuid, u.line::int, u.faults::jsonb from unnest(${rows.map(({ line }) => String(line))}::text[], ${rows.map(({ faults }) => JSON.stringify(faults))}::text[]) as u(line, faults)
    on conflict (import_id, line) do update set faults = excluded.faults`.execute(ctx.db)
}

export async function faults(ctx: Ctx, id: string, { after, limit }: { after: number; limit: number }): Promise<FaultRow[]> {
  const { rows } =
    await sql<FaultRow>`select line, faults from registers.import_fault where import_id = ${id}::uuid and line > ${after}
    order by line limit ${limit}`.execute(ctx.db)
  return rows
}

export interface FaultKind {
  rows: number
  line: number
  fault: StoredFault
}

/** The faults by column and kind, the commonest first. */
export async function faultKinds(ctx: Ctx, id: string, limit: number): Promise<FaultKind[]> {
  const { rows } =
    await sql<FaultKind>`select count(distinct f.line)::int as rows, min(f.line) as line, (array_agg(one.fault order by f.line))[1] as fault
    from registers.import_fault f cross join lateral jsonb_array_elements(f.faults) as one(fault) where f.import_id = ${id}::uuid
    group by one.fault ->> 'path', one.fault ->> 'code' order by 1 desc, 2 limit ${limit}`.execute(ctx.db)
  return rows
}

export async function faultsIn(ctx: Ctx, id: string, from: number, to: number): Promise<FaultRow[]> {
  const { rows } =
    await sql<FaultRow>`select line, faults from registers.import_fault where import_id = ${id}::uuid and line between ${from} and ${to}`.execute(
      ctx.db,
    )
  return rows
}

/** Passes that have not moved since: their worker is gone and nobody took over. */
export async function stalled(ctx: Ctx, since: Date): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from registers.import where state in ('checking', 'running') and moved_at < ${since}`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** Files whose time is over: their key is destroyed here, the rest of them by the caller. */
export async function forget(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`update registers.import set spool_key = null, state = case when state in ('mapping', 'checked') then 'stopped' else state end
    where kept_until <= ${ctx.now} and spool_key is not null and state not in ('checking', 'running') returning id`.execute(
    ctx.db,
  )
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) await sql`delete from registers.import_fault where import_id = any(${ids}::text[]::uuid[])`.execute(ctx.db)
  return ids
}

/** Of these files, those that a row still needs. */
export async function needed(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string
  }>`select id::text from registers.import where id::text = any(${[...ids]}::text[]) and spool_key is not null`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}
