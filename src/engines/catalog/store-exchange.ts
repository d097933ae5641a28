import { sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { exchangeType } from './protected.ts'
import type { Item } from './schema.ts'
import { tableOf } from './store-relation.ts'
import { tableName } from './store-tables.ts'

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
  e.cursor_column, e.batch_size, e.every_minutes, e.timeout_ms, e.cursor, e.state, e.reason, e.detail, e.attempts, e.next_at, e.running_since, e.version, e.created_at`)

export type NewRow = Omit<
  ExchangeRow,
  'cursor' | 'state' | 'reason' | 'detail' | 'attempts' | 'running_since' | 'version' | 'created_at'
>
export async function insert(ctx: Ctx, row: NewRow): Promise<void> {
  await sql`insert into catalog.exchange (id, title, direction, owner, resource_id, distribution_id, share_id, url, secret_sealed, key_columns, cursor_column,
      batch_size, every_minutes, timeout_ms, state, next_at, created_by, created_at)
    values (${row.id}, ${row.title}, ${row.direction}, ${row.owner}::text::ltree, ${row.resource_id}, ${row.distribution_id}, ${row.share_id}, ${row.url},
      ${row.secret_sealed}, ${row.key_columns}::text[], ${row.cursor_column}, ${row.batch_size}, ${row.every_minutes}, ${row.timeout_ms}, 'active',
      ${row.next_at}, ${ctx.user.id}, ${ctx.now})`.execute(ctx.db)
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

/** A batch that stands: its rows, its place in the log and the new cursor are written together. */
export async function keepBatch(
  ctx: Ctx,
  {
    exchange,
    run,
    number,
    rows,
    digest,
    theirs,
    cursor,
  }: {
    exchange: string
    run: string
    number: number
    rows: number
    digest: string
    theirs: string | null
    cursor: string | null
  },
): Promise<void> {
  await sql`insert into catalog.exchange_batch (run_id, number, rows, digest, theirs, at) values (${run}, ${number}, ${rows}, ${digest}, ${theirs}, ${ctx.now})`.execute(
    ctx.db,
  )
  await sql`update catalog.exchange_run set batches = ${number}, rows = rows + ${rows}, cursor_to = ${cursor} where id = ${run}`.execute(
    ctx.db,
  )
  await sql`update catalog.exchange set cursor = coalesce(${cursor}, cursor), running_since = ${ctx.now} where id = ${exchange}`.execute(
    ctx.db,
  )
}

export async function finish(
  ctx: Ctx,
  {
    exchange,
    run,
    state,
    reason,
    detail,
    nextAt,
    attempts,
    quarantine,
  }: {
    exchange: string
    run: string
    state: string
    reason: string | null
    detail: string | null
    nextAt: Date
    attempts: number
    quarantine: boolean
  },
): Promise<void> {
  await sql`update catalog.exchange_run set state = ${state}, reason = ${reason}, detail = ${detail}, ended_at = ${ctx.now} where id = ${run}`.execute(
    ctx.db,
  )
  await sql`update catalog.exchange set running_since = null, reason = ${reason}, detail = ${detail}, attempts = ${attempts}, next_at = ${nextAt},
    state = ${quarantine ? sql`'quarantined'` : sql`state`}, version = version + 1 where id = ${exchange}`.execute(ctx.db)
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
  reason: string | null
  detail: string | null
  log: { number: number; rows: number; digest: string; theirs: string | null; at: string }[]
}
export async function runs(ctx: Ctx, exchangeIds: readonly string[], each: number): Promise<RunRow[]> {
  const { rows } =
    await sql<RunRow>`select r.id, r.exchange_id, r.why, r.state, r.started_at, r.ended_at, r.batches, r.rows::float8 as rows, r.reason, r.detail,
      coalesce((select json_agg(json_build_object('number', b.number, 'rows', b.rows, 'digest', b.digest, 'theirs', b.theirs, 'at', b.at) order by b.number)
        from (select * from catalog.exchange_batch where run_id = r.id order by number desc limit 50) b), '[]'::json) as log
    from unnest(${[...exchangeIds]}::uuid[]) as x(id) cross join lateral
      (select * from catalog.exchange_run q where q.exchange_id = x.id order by q.started_at desc, q.id desc limit ${each}) r`.execute(
      ctx.db,
    )
  return rows
}

const sqlTypes: Record<Item['type'], string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  json: 'text',
  point: 'text',
}

export const uniqueBy = async (ctx: Ctx, distributionId: string, keys: readonly string[]): Promise<void> =>
  void (await sql`create unique index on ${tableOf(tableName(distributionId))} (${sql.join(keys.map((key) => sql.id(key)))})`.execute(
    ctx.db,
  ))

/** Rows by their key: new ones are added, known ones renewed. */
export async function upsert(
  ctx: Ctx,
  distributionId: string,
  { items, keys, rows }: { items: readonly Item[]; keys: readonly string[]; rows: readonly Record<string, unknown>[] },
): Promise<void> {
  if (rows.length === 0) return
  const names = items.map(({ name }) => sql.id(name))
  const shape = sql.join([...items.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(sqlTypes[type])}`), sql`_words text`])
  const others = items.filter(({ name }) => !keys.includes(name))
  const set = sql.join([
    ...others.map(({ name }) => sql`${sql.id(name)} = excluded.${sql.id(name)}`),
    sql`_words = excluded._words`,
  ])
  await sql`insert into ${tableOf(tableName(distributionId))} (${sql.join(names)}, _words)
    select ${sql.join(names)}, _words::tsvector from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(${shape})
    on conflict (${sql.join(keys.map((key) => sql.id(key)))}) do update set ${set}`.execute(ctx.db)
}
