import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { Explained, ReviewCard } from './schema.ts'

export interface ReviewRow {
  id: string
  registry: string
  left_record: string
  right_record: string
  reason: ReviewCard['reason']
  score: number
  explanation: Explained[]
  state: ReviewCard['state']
  version: number
  opened_at: Date
  proposal: 'same' | 'different' | null
  proposed_by: string | null
  proposed_name: string | null
  decided_name: string | null
  decided_at: Date | null
  note: string | null
}

const columns = sql`v.id, v.registry, v.left_record, v.right_record, v.reason, v.score, v.explanation, v.state, v.version, v.opened_at, v.proposal,
  v.proposed_by, v.proposed_name, v.decided_name, v.decided_at, v.note`

/** The surest first: they are decided fastest. */
export async function list(
  ctx: Ctx,
  registry: string,
  { states, after, limit }: { states: readonly string[]; after?: { score: number; id: string } | undefined; limit: number },
): Promise<ReviewRow[]> {
  const { rows } =
    await sql<ReviewRow>`select ${columns} from registry.review v where v.registry = ${registry} and v.state = any(${[...states]}::text[])
    and (${after?.id ?? null}::uuid is null or (-v.score, v.id) > (${-(after?.score ?? 0)}::float8, ${after?.id ?? null}::uuid))
    order by -v.score, v.id limit ${limit}`.execute(ctx.db)
  return rows
}

export async function byId(ctx: Ctx, registry: string, id: string, { lock = false } = {}): Promise<ReviewRow | undefined> {
  const { rows } = await sql<ReviewRow>`select ${columns} from registry.review v where v.registry = ${registry} and v.id = ${id}
    ${lock ? sql`for update of v` : sql``}`.execute(ctx.db)
  return rows[0]
}

export async function propose(ctx: Ctx, id: string, proposal: 'same' | 'different', note: string): Promise<void> {
  await sql`update registry.review set state = 'seconding', proposal = ${proposal}, proposed_by = ${ctx.user.id}, proposed_name = ${ctx.user.name},
    note = ${note}, version = version + 1 where id = ${id}`.execute(ctx.db)
}

export async function decide(
  ctx: Ctx,
  id: string,
  state: 'same' | 'different' | 'undecided' | 'void',
  note: string,
): Promise<void> {
  await sql`update registry.review set state = ${state}, decided_by = ${ctx.user.id}, decided_name = ${ctx.user.name}, decided_at = ${ctx.now},
    note = ${note}, version = version + 1 where id = ${id}`.execute(ctx.db)
}

/** Pairs whose two records have come together, or apart, by another decision need no decision of their own. */
export async function closeMoot(ctx: Ctx, entities: readonly string[]): Promise<void> {
  await sql`update registry.review v set state = 'void', decided_by = ${ctx.user.id}, decided_name = ${ctx.user.name}, decided_at = ${ctx.now}, version = v.version + 1
    from registry.record a, registry.record b
    where a.id = v.left_record and b.id = v.right_record and a.entity_id = b.entity_id and a.entity_id = any(${[...entities]}::uuid[])
      and v.state in ('open', 'seconding', 'undecided') and v.reason <> 'conflict'`.execute(ctx.db)
}

export async function count(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from registry.review where state in ('open', 'seconding')`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** Locks both, lower id first, so that two mergers of one pair wait for each other instead of for ever. */
export async function lockEntities(
  ctx: Ctx,
  ids: readonly string[],
): Promise<{ id: string; merged_into: string | null; version: number }[]> {
  const { rows } = await sql<{
    id: string
    merged_into: string | null
    version: number
  }>`select id, merged_into, version from registry.entity
    where id = any(${[...ids]}::uuid[]) order by id for update`.execute(ctx.db)
  return rows
}

export interface NewMerge {
  id: string
  registry: string
  kept: string
  gone: string
  records: readonly string[]
  why: string
  review: string | null
}

export async function addMerges(ctx: Ctx, merges: readonly NewMerge[]): Promise<void> {
  const list = JSON.stringify(merges)
  const m = sql`jsonb_to_recordset(${list}::jsonb) as m(id uuid, registry text, kept uuid, gone uuid, records uuid[], why text, review uuid)`
  await sql`insert into registry.merge (id, registry, kept, gone, records, why, review_id, by_id, by_name, at)
    select m.id, m.registry, m.kept, m.gone, m.records, m.why, m.review, ${ctx.user.id}, ${ctx.user.name}, ${ctx.now}::timestamptz from ${m}`.execute(
    ctx.db,
  )
  await sql`update registry.entity e set merged_into = m.kept, version = e.version + 1, updated_at = ${ctx.now} from ${m} where e.id = m.gone`.execute(
    ctx.db,
  )
  await sql`update registry.person_account a set entity_id = m.kept from ${m} where a.entity_id = m.gone`.execute(ctx.db)
}

export interface MergeRow {
  id: string
  kept: string
  gone: string
  records: string[]
  by_id: string
  undone_at: Date | null
}

/** The pair as it waits in the queue. */
export async function waitingPair(ctx: Ctx, left: string, right: string): Promise<ReviewRow | undefined> {
  const { rows } = await sql<ReviewRow>`select ${columns} from registry.review v
    where v.left_record = least(${left}::uuid, ${right}::uuid) and v.right_record = greatest(${left}::uuid, ${right}::uuid)
      and v.state in ('open', 'seconding', 'undecided') for update of v`.execute(ctx.db)
  return rows[0]
}

export async function mergeById(ctx: Ctx, registry: string, id: string): Promise<MergeRow | undefined> {
  const { rows } =
    await sql<MergeRow>`select id, kept, gone, records, by_id, undone_at from registry.merge where id = ${id} and registry = ${registry} for update`.execute(
      ctx.db,
    )
  return rows[0]
}

export async function undoMerge(ctx: Ctx, { id, gone }: MergeRow, why: string): Promise<void> {
  await sql`update registry.merge set undone_at = ${ctx.now}, undone_by = ${ctx.user.id}, undone_name = ${ctx.user.name}, undone_why = ${why} where id = ${id}`.execute(
    ctx.db,
  )
  await sql`update registry.entity set merged_into = null, version = version + 1, updated_at = ${ctx.now} where id = ${gone}`.execute(
    ctx.db,
  )
}

/** An entity without records any more is no longer anybody: it leads to where they went. */
export async function leadTo(ctx: Ctx, from: string, to: string): Promise<void> {
  await sql`update registry.entity set merged_into = ${to} where id = ${from}`.execute(ctx.db)
}

export async function putChoice(ctx: Ctx, choice: { entity: string; field: string; record: string; why: string }): Promise<void> {
  await sql`insert into registry.choice (entity_id, field, record_id, why, by_id, by_name, at)
    values (${choice.entity}, ${choice.field}, ${choice.record}, ${choice.why}, ${ctx.user.id}, ${ctx.user.name}, ${ctx.now})
    on conflict (entity_id, field) do update set record_id = excluded.record_id, why = excluded.why, by_id = excluded.by_id, by_name = excluded.by_name, at = excluded.at`.execute(
    ctx.db,
  )
}

export async function dropChoice(ctx: Ctx, entity: string, field: string): Promise<void> {
  await sql`delete from registry.choice where entity_id = ${entity} and field = ${field}`.execute(ctx.db)
}

export interface HistoryRow {
  id: string
  kind: 'link' | 'merge' | 'undo' | 'choice' | 'past'
  at: Date
  by: string
  what: Record<string, unknown>
}

/** All that happened to an entity, newest first; nothing of it holds a value. */
export async function history(ctx: Ctx, entity: string): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`select * from (
      select l.id, 'link' as kind, l.at, l.by_name as by, jsonb_build_object('record', l.record_id, 'how', l.how, 'score', l.score, 'source', r.source, 'until', l.until) as what
        from registry.link l join registry.record r on r.id = l.record_id where l.entity_id = ${entity}
      union all select m.id, 'merge', m.at, m.by_name, jsonb_build_object('kept', m.kept, 'gone', m.gone, 'records', cardinality(m.records), 'why', m.why)
        from registry.merge m where m.kept = ${entity} or m.gone = ${entity}
      union all select m.id, 'undo', m.undone_at, m.undone_name, jsonb_build_object('kept', m.kept, 'gone', m.gone, 'why', m.undone_why)
        from registry.merge m where (m.kept = ${entity} or m.gone = ${entity}) and m.undone_at is not null
      union all select c.record_id, 'choice', c.at, c.by_name, jsonb_build_object('field', c.field, 'record', c.record_id, 'why', c.why)
        from registry.choice c where c.entity_id = ${entity}
      union all select p.record_id, 'past', p.replaced_at, r.source, jsonb_build_object('record', p.record_id, 'version', p.version, 'observedOn', p.observed_on)
        from registry.record_past p join registry.record r on r.id = p.record_id where r.entity_id = ${entity}
    ) h order by at desc, id desc limit 200`.execute(ctx.db)
  return rows
}
