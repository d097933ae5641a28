import { sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { exchangeType } from './protected.ts'
import type { Refusal } from './schema.ts'

/** By item: the column of the source, and how the source calls its type. */
export type SourceColumns = Record<string, { from: string; type: string }>

export interface ExchangeRow {
  id: string
  title: string
  direction: 'pull' | 'push'
  owner: string
  resource_id: string
  distribution_id: string
  share_id: string | null
  url: string
  secret_sealed: string | null
  key_columns: string[]
  cursor_column: string | null
  batch_size: number
  every_minutes: number
  timeout_ms: number
  database_id: string | null
  source_table: string | null
  source_columns: SourceColumns | null
  whole_at: Date | null
  cursor: string | null
  state: 'active' | 'paused' | 'quarantined'
  reason: string | null
  detail: string | null
  attempts: number
  next_at: Date
  running_since: Date | null
  version: number
  created_at: Date
}
const columns =
  sql.raw(`e.id, e.title, e.direction, e.owner::text as owner, e.resource_id, e.distribution_id, e.share_id, e.url, e.secret_sealed, e.key_columns,
  e.cursor_column, e.batch_size, e.every_minutes, e.timeout_ms, e.database_id, e.source_table, e.source_columns, e.whole_at, e.cursor, e.state, e.reason, e.detail, e.attempts, e.next_at, e.running_since, e.version, e.created_at`)

export type NewRow = Omit<
  ExchangeRow,
  'cursor' | 'whole_at' | 'state' | 'reason' | 'detail' | 'attempts' | 'running_since' | 'version' | 'created_at'
>
export async function insert(ctx: Ctx, row: NewRow): Promise<void> {
  await sql`insert into catalog.exchange (id, title, direction, owner, resource_id, distribution_id, share_id, url, secret_sealed, key_columns, cursor_column,
      batch_size, every_minutes, timeout_ms, database_id, source_table, source_columns, state, next_at, created_by, created_at)
    values (${row.id}, ${row.title}, ${row.direction}, ${row.owner}::text::ltree, ${row.resource_id}, ${row.distribution_id}, ${row.share_id}, ${row.url},
      ${row.secret_sealed}, ${row.key_columns}::text[], ${row.cursor_column}, ${row.batch_size}, ${row.every_minutes}, ${row.timeout_ms},
      ${row.database_id}, ${row.source_table}, ${row.source_columns ? JSON.stringify(row.source_columns) : null}::jsonb, 'active', ${row.next_at}, ${ctx.user.id}, ${ctx.now})`.execute(
    ctx.db,
  )
}

export const list = async (ctx: Ctx): Promise<ExchangeRow[]> =>
  (
    await sql<ExchangeRow>`select ${columns} from catalog.exchange e where ${visible(ctx, exchangeType, 'e')}
      order by e.state = 'quarantined' desc, e.id desc limit 500`.execute(ctx.db)
  ).rows
export const one = async (ctx: Ctx, id: string): Promise<ExchangeRow | undefined> =>
  (
    await sql<ExchangeRow>`select ${columns} from catalog.exchange e where e.id = ${id} and ${visible(ctx, exchangeType, 'e')}`.execute(
      ctx.db,
    )
  ).rows[0]

export const due = async (ctx: Ctx): Promise<string[]> =>
  (
    await sql<{
      id: string
    }>`select id from catalog.exchange where state = 'active' and next_at <= ${ctx.now} order by next_at limit 50`.execute(ctx.db)
  ).rows.map(({ id }) => id)

const FORGOTTEN_MINUTES = 30

/** Takes an exchange for a run; a run that died with its process is forgotten after half an hour. */
export async function claim(ctx: Ctx, id: string, run: { id: string; why: string }): Promise<ExchangeRow | undefined> {
  const { rows } = await sql<{
    id: string
  }>`update catalog.exchange set running_since = ${ctx.now} where id = ${id} and state = 'active'
    and (running_since is null or running_since < ${ctx.now}::timestamptz - make_interval(mins => ${FORGOTTEN_MINUTES}::int)) returning id`.execute(
    ctx.db,
  )
  if (rows.length === 0) return undefined
  await sql`update catalog.exchange_run set state = 'failed', reason = 'lost', ended_at = ${ctx.now} where exchange_id = ${id} and state = 'running'`.execute(
    ctx.db,
  )
  const row = (await sql<ExchangeRow>`select ${columns} from catalog.exchange e where e.id = ${id}`.execute(ctx.db)).rows[0]
  await sql`insert into catalog.exchange_run (id, exchange_id, why, state, started_at, cursor_from)
    values (${run.id}, ${id}, ${run.why}, 'running', ${ctx.now}, ${row?.cursor ?? null})`.execute(ctx.db)
  return row
}

export interface KeptBatch {
  exchange: string
  run: string
  number: number
  rows: number
  digest: string
  theirs: string | null
  cursor: string | null
  expected?: number | null
  added?: number
  changed?: number
}
/** A batch that stands: its rows, its place in the log and the new cursor are written together. */
export async function keepBatch(
  ctx: Ctx,
  { exchange, run, number, rows, digest, theirs, cursor, expected = null, added = 0, changed = 0 }: KeptBatch,
): Promise<void> {
  await sql`insert into catalog.exchange_batch (run_id, number, rows, digest, theirs, at) values (${run}, ${number}, ${rows}, ${digest}, ${theirs}, ${ctx.now})`.execute(
    ctx.db,
  )
  await sql`update catalog.exchange_run set batches = ${number}, rows = rows + ${rows}, cursor_to = ${cursor}, expected = coalesce(${expected}, expected),
    added = added + ${added}, changed = changed + ${changed} where id = ${run}`.execute(ctx.db)
  await sql`update catalog.exchange set cursor = coalesce(${cursor}, cursor), running_since = ${ctx.now} where id = ${exchange}`.execute(
    ctx.db,
  )
}

export const expects = async (ctx: Ctx, run: string, expected: number): Promise<void> =>
  void (await sql`update catalog.exchange_run set expected = ${expected} where id = ${run}`.execute(ctx.db))

/** Everything has been read and compared: where the next run begins, and what was taken away. */
export async function settleWhole(
  ctx: Ctx,
  {
    exchange,
    run,
    cursor,
    removed,
    whole,
  }: { exchange: string; run: string; cursor: string | null; removed: number; whole: boolean },
): Promise<void> {
  await sql`update catalog.exchange set cursor = ${cursor}, whole_at = ${whole ? sql`${ctx.now}::timestamptz` : sql`whole_at`} where id = ${exchange}`.execute(
    ctx.db,
  )
  await sql`update catalog.exchange_run set removed = removed + ${removed}, cursor_to = ${cursor} where id = ${run}`.execute(
    ctx.db,
  )
}

export interface Ending {
  exchange: string
  run: string
  state: string
  reason: string | null
  detail: string | null
  refused: readonly Refusal[]
  nextAt: Date
  attempts: number
  quarantine: boolean
}
export async function finish(
  ctx: Ctx,
  { exchange, run, state, reason, detail, refused, nextAt, attempts, quarantine }: Ending,
): Promise<void> {
  await sql`update catalog.exchange_run set state = ${state}, reason = ${reason}, detail = ${detail}, ended_at = ${ctx.now} where id = ${run}`.execute(
    ctx.db,
  )
  await sql`update catalog.exchange set running_since = null, reason = ${reason}, detail = ${detail}, attempts = ${attempts}, next_at = ${nextAt},
    state = ${quarantine ? sql`'quarantined'` : sql`state`}, version = version + 1 where id = ${exchange}`.execute(ctx.db)
  const rows = refused.map((entry, position) => ({ position, ...entry }))
  if (rows.length > 0)
    await sql`insert into catalog.exchange_refusal (run_id, position, line, key, item, code, value)
      select ${run}::uuid, x.position, x.line, x.key, x.item, x.code, x.value
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(position int, line int, key text, item text, code text, value text)`.execute(
      ctx.db,
    )
}

export interface Pace {
  title: string
  every_minutes: number
  batch_size: number
  timeout_ms: number
  secret_sealed: string | null
}
/** False when somebody else was quicker. */
export async function change(ctx: Ctx, id: string, version: number, row: Pace): Promise<boolean> {
  const { rows } =
    await sql`update catalog.exchange set title = ${row.title}, every_minutes = ${row.every_minutes}, batch_size = ${row.batch_size},
    timeout_ms = ${row.timeout_ms}, secret_sealed = ${row.secret_sealed},
    next_at = least(next_at, ${ctx.now}::timestamptz + make_interval(mins => ${row.every_minutes}::int)), version = version + 1
    where id = ${id} and version = ${version} returning id`.execute(ctx.db)
  return rows.length > 0
}

export const setState = async (ctx: Ctx, id: string, state: 'active' | 'paused'): Promise<void> =>
  void (await sql`update catalog.exchange set state = ${state}, attempts = 0, reason = null, detail = null, next_at = ${ctx.now}, version = version + 1
    where id = ${id}`.execute(ctx.db))

export interface RunRow {
  id: string
  exchange_id: string
  why: 'schedule' | 'demand' | 'resume'
  state: 'running' | 'done' | 'failed' | 'quarantined'
  started_at: Date
  ended_at: Date | null
  batches: number
  rows: number
  expected: number | null
  added: number
  changed: number
  removed: number
  reason: string | null
  detail: string | null
  refused: Refusal[]
  log: { number: number; rows: number; digest: string; theirs: string | null; at: string }[]
}
export async function runs(ctx: Ctx, exchangeIds: readonly string[], each: number): Promise<RunRow[]> {
  const { rows } =
    await sql<RunRow>`select r.id, r.exchange_id, r.why, r.state, r.started_at, r.ended_at, r.batches, r.rows::float8 as rows,
      r.expected::float8 as expected, r.added::float8 as added, r.changed::float8 as changed, r.removed::float8 as removed, r.reason, r.detail,
      coalesce((select json_agg(json_build_object('line', f.line, 'key', f.key, 'item', f.item, 'code', f.code, 'value', f.value) order by f.position)
        from catalog.exchange_refusal f where f.run_id = r.id), '[]'::json) as refused,
      coalesce((select json_agg(json_build_object('number', b.number, 'rows', b.rows, 'digest', b.digest, 'theirs', b.theirs, 'at', b.at) order by b.number)
        from (select * from catalog.exchange_batch where run_id = r.id order by number desc limit 50) b), '[]'::json) as log
    from unnest(${[...exchangeIds]}::uuid[]) as x(id) cross join lateral
      (select * from catalog.exchange_run q where q.exchange_id = x.id order by q.started_at desc, q.id desc limit ${each}) r`.execute(
      ctx.db,
    )
  return rows
}
