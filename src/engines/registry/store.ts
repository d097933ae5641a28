import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { FieldValues } from './definition.ts'
import type { Won } from './golden.ts'
import type { Explained } from './schema.ts'

/** Matching of one registry happens in one transaction after another: two deliveries never decide on each other's half. */
export async function lock(ctx: Ctx, registry: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`registry:${registry}`}, 0))`.execute(ctx.db)
}

export interface RecordRow {
  id: string
  registry: string
  source: string
  key_index: string
  sealed: string | null
  open: FieldValues
  digest: string
  flags: string[]
  observed_on: string
  version: number
  received_at: Date
  entity_id: string
}

const columns = sql`r.id, r.registry, r.source, r.key_index, r.sealed, r.open, r.digest, r.flags, r.observed_on::text as observed_on, r.version, r.received_at, r.entity_id`

export async function byKeys(ctx: Ctx, registry: string, source: string, keys: readonly string[]): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`select ${columns} from registry.record r
    where r.registry = ${registry} and r.source = ${source} and r.key_index = any(${[...keys]}::text[])`.execute(ctx.db)
  return rows
}

/**
 * Entities of which some record bears one of these tokens; of a token that hundreds bear, the first `most`. Each record is
 * looked up by its key: a join may be planned from the registry's side, and then reads every record for every token.
 */
export async function entitiesByTokens(
  ctx: Ctx,
  registry: string,
  tokens: readonly string[],
  most: number,
): Promise<{ token: string; entity: string }[]> {
  const { rows } = await sql<{ token: string; entity: string }>`select t.token::text as token, f.entity_id as entity
    from unnest(${[...tokens]}::bigint[]) as t(token) cross join lateral (
      select (select r.entity_id from registry.record r where r.id = k.record_id and r.registry = ${registry}) as entity_id
      from registry.token k where k.token = t.token limit ${most}) f where f.entity_id is not null group by 1, 2`.execute(ctx.db)
  return rows
}

export async function recordsOf(ctx: Ctx, entities: readonly string[]): Promise<RecordRow[]> {
  const { rows } =
    await sql<RecordRow>`select ${columns} from registry.record r where r.entity_id = any(${[...entities]}::uuid[]) order by r.id`.execute(
      ctx.db,
    )
  return rows
}

export async function recordsByIds(ctx: Ctx, ids: readonly string[]): Promise<RecordRow[]> {
  const { rows } =
    await sql<RecordRow>`select ${columns} from registry.record r where r.id = any(${[...ids]}::uuid[]) order by r.id`.execute(
      ctx.db,
    )
  return rows
}

export interface NewRecord extends Omit<RecordRow, 'received_at'> {
  delivery: string
}

export async function insertRecords(ctx: Ctx, records: readonly NewRecord[]): Promise<void> {
  await sql`insert into registry.record (id, registry, source, key_index, sealed, open, digest, flags, observed_on, version, delivery, received_at, entity_id)
    select id, registry, source, key_index, sealed, open, digest, flags, observed_on, version, delivery, ${ctx.now}::timestamptz, entity_id
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r(id uuid, registry text, source text, key_index text, sealed text, open jsonb,
      digest text, flags text[], observed_on date, version int, delivery uuid, entity_id uuid)`.execute(ctx.db)
}

/** What it said before goes to the past; the record says the new. */
export async function replaceRecords(ctx: Ctx, records: readonly NewRecord[]): Promise<void> {
  await sql`insert into registry.record_past (record_id, version, sealed, open, flags, observed_on, received_at, replaced_at)
    select id, version, sealed, open, flags, observed_on, received_at, ${ctx.now}::timestamptz from registry.record where id = any(${records.map(({ id }) => id)}::uuid[])`.execute(
    ctx.db,
  )
  await sql`update registry.record r set sealed = n.sealed, open = n.open, digest = n.digest, flags = n.flags, observed_on = n.observed_on,
      version = r.version + 1, delivery = n.delivery, received_at = ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as n(id uuid, sealed text, open jsonb, digest text, flags text[], observed_on date, delivery uuid)
    where r.id = n.id`.execute(ctx.db)
  await sql`delete from registry.token where record_id = any(${records.map(({ id }) => id)}::uuid[])`.execute(ctx.db)
}

export async function addTokens(ctx: Ctx, tokens: readonly { token: string; record_id: string }[]): Promise<void> {
  await sql`insert into registry.token (token, record_id)
    select token::bigint, record_id from jsonb_to_recordset(${JSON.stringify(tokens)}::jsonb) as t(token text, record_id uuid)
    on conflict do nothing`.execute(ctx.db)
}

export interface NewLink {
  id: string
  record_id: string
  entity_id: string
  how: 'first' | 'matched' | 'decided' | 'merged' | 'split' | 'restored'
  score: number | null
  explanation: readonly Explained[]
}

/** Ends what the records were linked to, and links them anew. */
export async function relink(ctx: Ctx, links: readonly NewLink[], by: { id: string; name: string }): Promise<void> {
  const records = links.map(({ record_id }) => record_id)
  await sql`update registry.link set until = ${ctx.now} where until is null and record_id = any(${records}::uuid[])`.execute(
    ctx.db,
  )
  await sql`insert into registry.link (id, record_id, entity_id, how, score, explanation, by_id, by_name, at)
    select id, record_id, entity_id, how, score, explanation, ${by.id}, ${by.name}, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l(id uuid, record_id uuid, entity_id uuid, how text, score float8, explanation jsonb)`.execute(
    ctx.db,
  )
  await sql`update registry.record r set entity_id = l.entity_id
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as l(record_id uuid, entity_id uuid) where r.id = l.record_id and r.entity_id <> l.entity_id`.execute(
    ctx.db,
  )
}

export interface LinkRow extends NewLink {
  by_name: string
  at: Date
  until: Date | null
}

export async function linksOf(ctx: Ctx, records: readonly string[]): Promise<LinkRow[]> {
  const { rows } =
    await sql<LinkRow>`select id, record_id, entity_id, how, score, explanation, by_name, at, until from registry.link
    where record_id = any(${[...records]}::uuid[]) and until is null`.execute(ctx.db)
  return rows
}

export interface EntityRow {
  id: string
  registry: string
  sealed: string | null
  open: FieldValues
  title: string | null
  area: string | null
  provenance: Record<string, Won>
  flags: string[]
  sources: string[]
  records: number
  version: number
  updated_at: Date
  merged_into: string | null
}

/** Makes the entities that are new, so that records can point at them; their values follow. */
export async function insertEntities(ctx: Ctx, registry: string, ids: readonly string[]): Promise<void> {
  await sql`insert into registry.entity (id, registry, created_at, updated_at) select id, ${registry}, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
    from unnest(${[...ids]}::uuid[]) as id`.execute(ctx.db)
}

export type Refreshed = Pick<
  EntityRow,
  'id' | 'sealed' | 'open' | 'title' | 'area' | 'provenance' | 'flags' | 'sources' | 'records'
>

export async function refreshEntities(ctx: Ctx, entities: readonly Refreshed[]): Promise<void> {
  await sql`update registry.entity e set sealed = n.sealed, open = n.open, title = n.title, area = n.area::ltree, provenance = n.provenance,
      flags = n.flags, sources = n.sources, records = n.records, version = e.version + 1, updated_at = ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(entities)}::jsonb) as n(id uuid, sealed text, open jsonb, title text, area text, provenance jsonb,
      flags text[], sources text[], records int) where e.id = n.id`.execute(ctx.db)
}

export interface NewChange {
  registry: string
  entity_id: string
  kind: 'created' | 'changed' | 'merged' | 'restored'
  fields: readonly string[]
  other: string | null
}

export async function addChanges(ctx: Ctx, changes: readonly NewChange[]): Promise<void> {
  await sql`insert into registry.change (registry, entity_id, kind, fields, other, at)
    select registry, entity_id, kind, fields, other, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c(registry text, entity_id uuid, kind text, fields text[], other uuid)`.execute(
    ctx.db,
  )
}

export async function choicesOf(
  ctx: Ctx,
  entities: readonly string[],
): Promise<{ entity_id: string; field: string; record_id: string }[]> {
  const { rows } = await sql<{
    entity_id: string
    field: string
    record_id: string
  }>`select entity_id, field, record_id from registry.choice
    where entity_id = any(${[...entities]}::uuid[])`.execute(ctx.db)
  return rows
}

export interface Constraint {
  left_record: string
  right_record: string
  must: boolean
  why: string
}

/** Decisions about any of these records. */
export async function constraintsOf(ctx: Ctx, records: readonly string[]): Promise<Constraint[]> {
  const { rows } = await sql<Constraint>`select left_record, right_record, must, why from registry.constraint_pair
    where left_record = any(${[...records]}::uuid[]) or right_record = any(${[...records]}::uuid[])`.execute(ctx.db)
  return rows
}

export async function putConstraints(
  ctx: Ctx,
  pairs: readonly { left_record: string; right_record: string }[],
  { must, why, by }: { must: boolean; why: string; by: { id: string; name: string } },
): Promise<void> {
  await sql`insert into registry.constraint_pair (left_record, right_record, must, why, by_id, by_name, at)
    select least(left_record, right_record), greatest(left_record, right_record), ${must}, ${why}, ${by.id}, ${by.name}, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p(left_record uuid, right_record uuid)
    on conflict (left_record, right_record) do update set must = excluded.must, why = excluded.why, by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at`.execute(
    ctx.db,
  )
}

export interface NewReview {
  id: string
  registry: string
  left_record: string
  right_record: string
  reason: 'doubtful' | 'two-homes' | 'conflict' | 'asked'
  score: number
  explanation: readonly Explained[]
}

/** Pairs already in the queue, or decided, are left as they are. Returns how many are new. */
export async function openReviews(ctx: Ctx, reviews: readonly NewReview[]): Promise<number> {
  const { rows } =
    await sql`insert into registry.review (id, registry, left_record, right_record, reason, score, explanation, opened_at)
    select id, registry, least(left_record, right_record), greatest(left_record, right_record), reason, score, explanation, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(reviews)}::jsonb) as r(id uuid, registry text, left_record uuid, right_record uuid, reason text, score float8, explanation jsonb)
    where not exists (select 1 from registry.constraint_pair c
      where c.left_record = least(r.left_record, r.right_record) and c.right_record = greatest(r.left_record, r.right_record))
    on conflict do nothing returning id`.execute(ctx.db)
  return rows.length
}
