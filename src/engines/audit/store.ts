import { sql } from 'kysely'
import { type Ctx, kept } from '#kernel'
import type { Block, StoredEntry } from './chain.ts'

export interface NewEntry {
  id: string
  at: string
  actor: string
  actor_kind: string
  actor_name: string
  via: string | null
  origin: string
  request: string | null
  address: string | null
  action: string
  ref: string | null
  before: unknown
  after: unknown
  why: string | null
}

const insert = (entries: readonly NewEntry[]) => sql`${kept}insert into audit.entry
    (id, at, actor, actor_kind, actor_name, via, origin, request, address, action, ref, before, after, why)
  select id, at, actor, actor_kind, actor_name, via, origin, request, address, action, ref, nullif(before, 'null'), nullif(after, 'null'), why
  from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as e(id uuid, at timestamptz, actor text, actor_kind text, actor_name text,
    via text, origin text, request text, address text, action text, ref text, before jsonb, after jsonb, why text)`

/** One statement, however many entries. */
export const append = async (ctx: Ctx, entries: readonly NewEntry[]): Promise<void> =>
  void (await insert(entries).execute(ctx.db))

/** A transaction that changed nothing has no number yet and needs no row. */
export const appendIfWritten = async (ctx: Ctx, entry: NewEntry): Promise<void> =>
  void (await sql`${insert([entry])} where pg_current_xact_id_if_assigned() is not null`.execute(ctx.db))

/** An entry as one text that means the same on every server: keys sorted by jsonb, times in microseconds. */
const canonical = sql<string>`jsonb_build_array(id, (extract(epoch from at) * 1000000)::bigint, actor, actor_kind, actor_name, via, origin, request,
  address, action, ref, before, after, why)::text`

const CHAIN_LOCK = 731_201

/** One sealer at a time; the next one comes in a second. */
export async function lockChain(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${CHAIN_LOCK}) as mine`.execute(ctx.db)
  return rows[0]?.mine ?? false
}

export async function lastBlock(ctx: Ctx): Promise<{ number: number; hash: string } | undefined> {
  const { rows } = await sql<{
    number: number
    hash: string
  }>`select number, hash from audit.block order by number desc limit 1`.execute(ctx.db)
  return rows[0]
}

export async function unsealed(ctx: Ctx, most: number): Promise<{ id: string; text: string }[]> {
  const { rows } = await sql<{
    id: string
    text: string
  }>`select id, ${canonical} as text from audit.entry where block is null order by id limit ${most}`.execute(ctx.db)
  return rows
}

export async function countUnsealed(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit.entry where block is null`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export async function seal(
  ctx: Ctx,
  { number, sealedAt, entries, algorithm, previous, hash, seal: mark }: Block,
  hashed: readonly { id: string; position: number; hash: string }[],
): Promise<void> {
  await sql`insert into audit.block (number, sealed_at, entries, algorithm, previous, hash, seal)
    values (${number}, ${sealedAt}, ${entries}, ${algorithm}, ${previous}, ${hash}, ${mark})`.execute(ctx.db)
  await sql`update audit.entry e set block = ${number}, position = s.position, hash = s.hash
    from jsonb_to_recordset(${JSON.stringify(hashed)}::jsonb) as s(id uuid, position int, hash text) where e.id = s.id`.execute(
    ctx.db,
  )
}

interface BlockRow extends Omit<Block, 'sealedAt'> {
  sealed_at: Date
}

/** The next block that exists, with its entries in their places. */
export async function blockAfter(ctx: Ctx, number: number): Promise<{ block: Block; entries: StoredEntry[] } | undefined> {
  const { rows } =
    await sql<BlockRow>`select number, sealed_at, entries, algorithm, previous, hash, seal from audit.block where number > ${number} order by number limit 1`.execute(
      ctx.db,
    )
  if (!rows[0]) return undefined
  const { sealed_at, ...block } = rows[0]
  const entries =
    await sql<StoredEntry>`select id, position, hash, ${canonical} as text from audit.entry where block = ${block.number} order by position, id`.execute(
      ctx.db,
    )
  return { block: { ...block, sealedAt: sealed_at.toISOString() }, entries: entries.rows }
}

export interface EntryRow extends Omit<NewEntry, 'at'> {
  at: Date
  block: number | null
}

export interface EntryFilter {
  actor?: string | undefined
  action?: string | undefined
  ref?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** Only what people and other systems did, not the platform by itself. */
  people?: boolean | undefined
  cursor?: string | undefined
  limit: number
}

/** Newest first. `actor` is an account's id or the beginning of a name; `action` the beginning of one. */
export async function find(ctx: Ctx, { actor, action, ref, from, to, people, cursor, limit }: EntryFilter): Promise<EntryRow[]> {
  const conditions = [
    sql`true`,
    ...(actor ? [sql`(actor = ${actor} or starts_with(actor_name, ${actor}))`] : []),
    ...(action ? [sql`starts_with(action, ${action})`] : []),
    ...(people ? [sql`actor_kind <> 'system'`] : []),
    ...(ref ? [sql`ref = ${ref}`] : []),
    ...(from ? [sql`at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`at < ${to}::timestamptz`] : []),
    ...(cursor ? [sql`id < ${cursor}::uuid`] : []),
  ]
  const { rows } =
    await sql<EntryRow>`select id, at, actor, actor_kind, actor_name, via, origin, request, address, action, ref, before, after, why, block
    from audit.entry where ${sql.join(conditions, sql` and `)} order by id desc limit ${limit}`.execute(ctx.db)
  return rows
}

/** Each action once, without reading every row: one step of the index per action. */
export async function actions(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`with recursive a as (
      (select action from audit.entry order by action limit 1)
      union all select (select e.action from audit.entry e where e.action > a.action order by e.action limit 1) from a where a.action is not null
    ) select action from a where action is not null limit 500`.execute(ctx.db)
  return rows.map(({ action }) => action)
}
