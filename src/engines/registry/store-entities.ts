import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { Purpose } from './schema.ts'
import type { EntityRow } from './store.ts'

const columns = sql`e.id, e.registry, e.sealed, e.open, e.title, e.area::text as area, e.provenance, e.flags, e.sources, e.records, e.version, e.updated_at, e.merged_into`

export async function byIds(ctx: Ctx, ids: readonly string[]): Promise<EntityRow[]> {
  const { rows } = await sql<EntityRow>`select ${columns} from registry.entity e where e.id = any(${[...ids]}::uuid[])`.execute(
    ctx.db,
  )
  return rows
}

/** With `lock` the row waits for whoever changes it now. */
export async function visibleById(
  ctx: Ctx,
  registry: string,
  id: string,
  seen: RawBuilder<boolean>,
  { lock = false } = {},
): Promise<EntityRow | undefined> {
  const { rows } = await sql<EntityRow>`select ${columns} from registry.entity e
    where e.id = ${id} and e.registry = ${registry} and ${seen} ${lock ? sql`for update of e` : sql``}`.execute(ctx.db)
  return rows[0]
}

export async function byTokens(
  ctx: Ctx,
  registry: string,
  tokens: readonly string[],
  { seen = sql<boolean>`true`, limit }: { seen?: RawBuilder<boolean>; limit: number },
): Promise<EntityRow[]> {
  const { rows } =
    await sql<EntityRow>`select ${columns} from registry.entity e where e.registry = ${registry} and e.merged_into is null
    and e.id in (select r.entity_id from registry.token k join registry.record r on r.id = k.record_id where k.token = any(${[...tokens]}::bigint[]))
    and ${seen} order by e.id limit ${limit}`.execute(ctx.db)
  return rows
}

export interface EntityFilter {
  q?: string | undefined
  source?: string | undefined
  flag?: string | undefined
  joined?: boolean | undefined
  area?: string | undefined
  cursor?: string | undefined
  limit: number
}

export async function list(ctx: Ctx, registry: string, filter: EntityFilter, seen: RawBuilder<boolean>): Promise<EntityRow[]> {
  const conditions = [
    seen,
    ...(filter.q ? [sql`e.title ilike ${`%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`}`] : []),
    ...(filter.source ? [sql`e.sources @> array[${filter.source}]::text[]`] : []),
    ...(filter.flag ? [sql`e.flags @> array[${filter.flag}]::text[]`] : []),
    ...(filter.joined === undefined ? [] : [sql`(cardinality(e.sources) > 1) = ${filter.joined}`]),
    ...(filter.area ? [sql`e.area <@ ${filter.area}::ltree`] : []),
    ...(filter.cursor ? [sql`e.id < ${filter.cursor}::uuid`] : []),
  ]
  const { rows } =
    await sql<EntityRow>`select ${columns} from registry.entity e where e.registry = ${registry} and e.merged_into is null
    and ${sql.join(conditions, sql` and `)} order by e.id desc limit ${filter.limit}`.execute(ctx.db)
  return rows
}

export interface MergeRow {
  id: string
  registry: string
  kept: string
  gone: string
  records: string[]
  why: string
  by_name: string
  at: Date
  undone_at: Date | null
  undone_name: string | null
}

export async function mergesInto(ctx: Ctx, kept: string): Promise<MergeRow[]> {
  const { rows } = await sql<MergeRow>`select id, registry, kept, gone, records, why, by_name, at, undone_at, undone_name
    from registry.merge where kept = ${kept} order by id desc`.execute(ctx.db)
  return rows
}

export async function openReviewsOf(ctx: Ctx, entity: string): Promise<{ id: string; score: number }[]> {
  const { rows } = await sql<{ id: string; score: number }>`select v.id, v.score from registry.review v
    where v.state in ('open', 'seconding') and (v.left_record in (select id from registry.record where entity_id = ${entity})
      or v.right_record in (select id from registry.record where entity_id = ${entity})) order by v.score desc limit 20`.execute(
    ctx.db,
  )
  return rows
}

export interface NewAccess {
  id: string
  registry: string
  entity_id: string
  what: 'found' | 'unmasked' | 'delivered'
  fields: readonly string[]
  purpose: Purpose | string
  note: string
}

export async function addAccesses(ctx: Ctx, accesses: readonly NewAccess[]): Promise<void> {
  await sql`insert into registry.access (id, registry, entity_id, what, fields, purpose, note, actor, actor_name, organisation, at)
    select id, registry, entity_id, what, fields, purpose, note, ${ctx.user.id}, ${ctx.user.name}, ${ctx.user.organisation ?? null}::ltree, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(accesses)}::jsonb) as a(id uuid, registry text, entity_id uuid, what text, fields text[], purpose text, note text)`.execute(
    ctx.db,
  )
}

export async function countAccesses(ctx: Ctx, entity: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from registry.access where entity_id = ${entity}`.execute(
    ctx.db,
  )
  return rows[0]?.n ?? 0
}
