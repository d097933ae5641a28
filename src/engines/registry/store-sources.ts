import { sql } from 'kysely'
import type { Ctx, Text } from '#kernel'
import type { Fault } from './schema.ts'

export interface SourceRow {
  id: string
  title: Text
  organisation: string
  holds: string[]
  carries: string[]
  fresh_days: number
  basis: string
}

export async function added(ctx: Ctx, registry: string): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`select id, title, organisation::text as organisation, holds, carries, fresh_days, basis
    from registry.source where registry = ${registry} order by added_at, id`.execute(ctx.db)
  return rows
}

export async function add(ctx: Ctx, registry: string, source: SourceRow): Promise<void> {
  await sql`insert into registry.source (registry, id, title, organisation, holds, carries, fresh_days, basis, added_by, added_at)
    values (${registry}, ${source.id}, ${JSON.stringify(source.title)}::jsonb, ${source.organisation}::ltree, ${source.holds}::text[], ${source.carries}::text[],
      ${source.fresh_days}, ${source.basis}, ${ctx.user.id}, ${ctx.now})`.execute(ctx.db)
}

export interface SourceNumbers {
  source: string
  records: number
  matched: number
  flagged: number
  last_at: Date | null
}

/** The numbers of this registry as `registry.tally` keeps them: at every moment what counting would say. */
const tallied = (registry: string) => sql`registry.tally t where t.registry = ${registry}`
const sumOf = (what: string) => sql`coalesce(sum(t.n) filter (where t.what = ${sql.lit(what)}), 0)::int`

export async function numbersBySource(ctx: Ctx, registry: string): Promise<SourceNumbers[]> {
  const { rows } = await sql<SourceNumbers>`select t.source, ${sumOf('records')} as records, ${sumOf('matched')} as matched,
      ${sumOf('flagged')} as flagged, max(t.last_at) as last_at
    from ${tallied(registry)} and t.source <> '' group by t.source`.execute(ctx.db)
  return rows.filter(({ records }) => records > 0)
}

export interface Numbers {
  entities: number
  joined: number
  flagged: number
  queue: number
}

export async function numbers(ctx: Ctx, registry: string): Promise<Numbers> {
  const { rows } =
    await sql<Numbers>`select ${sumOf('entities')} as entities, ${sumOf('joined')} as joined, ${sumOf('flagged')} as flagged,
      (select count(*)::int from registry.review v where v.registry = ${registry} and v.state in ('open', 'seconding')) as queue
    from ${tallied(registry)} and t.source = ''`.execute(ctx.db)
  return rows[0] as Numbers
}

export async function flags(ctx: Ctx, registry: string): Promise<{ flag: string; records: number }[]> {
  const { rows } = await sql<{
    flag: string
    records: number
  }>`select substr(t.what, 6) as flag, sum(t.n)::int as records from ${tallied(registry)} and t.what like 'flag:%'
    group by 1 having sum(t.n) > 0 order by records desc, flag`.execute(ctx.db)
  return rows
}

const MANY_TALLIES = 500

/** Draws the differences of many deliveries together into one row each; the sums stay what they are. */
export async function drawTogether(ctx: Ctx, many = MANY_TALLIES): Promise<void> {
  await sql`with grown as (select registry from registry.tally group by registry having count(*) > ${many}::int),
      old as (delete from registry.tally t using grown g where t.registry = g.registry returning t.registry, t.source, t.what, t.n, t.last_at)
    insert into registry.tally (registry, source, what, n, last_at)
    select registry, source, what, sum(n), max(last_at) from old group by 1, 2, 3 having sum(n) <> 0 or max(last_at) is not null`.execute(
    ctx.db,
  )
}

export interface DeliveryRow {
  id: string
  registry: string
  source: string
  how: 'api' | 'file' | 'generated'
  filename: string | null
  received: number
  new: number
  changed: number
  same: number
  refused: number
  doubtful: number
  flagged: number
  faults: Fault[]
  by_name: string
  at: Date
}

export async function openDelivery(
  ctx: Ctx,
  { id, registry, source, how, filename }: Pick<DeliveryRow, 'id' | 'registry' | 'source' | 'how' | 'filename'>,
): Promise<void> {
  await sql`insert into registry.delivery (id, registry, source, how, filename, by_id, by_name, at)
    values (${id}, ${registry}, ${source}, ${how}, ${filename}, ${ctx.user.id}, ${ctx.user.name}, ${ctx.now})`.execute(ctx.db)
}

export type Tally = Pick<DeliveryRow, 'received' | 'new' | 'changed' | 'same' | 'refused' | 'doubtful' | 'flagged' | 'faults'>

const MOST_FAULTS = 200

export async function addTally(ctx: Ctx, id: string, tally: Tally): Promise<void> {
  await sql`update registry.delivery set received = received + ${tally.received}, new = new + ${tally.new}, changed = changed + ${tally.changed},
      same = same + ${tally.same}, refused = refused + ${tally.refused}, doubtful = doubtful + ${tally.doubtful}, flagged = flagged + ${tally.flagged},
      faults = case when jsonb_array_length(faults) < ${MOST_FAULTS} then faults || ${JSON.stringify(tally.faults.slice(0, MOST_FAULTS))}::jsonb else faults end,
      finished_at = ${ctx.now}
    where id = ${id}`.execute(ctx.db)
}

export async function deliveries(
  ctx: Ctx,
  registry: string,
  { source, cursor, limit, id }: { source?: string | undefined; cursor?: string | undefined; limit: number; id?: string },
): Promise<DeliveryRow[]> {
  const { rows } =
    await sql<DeliveryRow>`select id, registry, source, how, filename, received, new, changed, same, refused, doubtful, flagged, faults, by_name, at
    from registry.delivery where registry = ${registry} and (${source ?? null}::text is null or source = ${source ?? null})
      and (${cursor ?? null}::uuid is null or id < ${cursor ?? null}::uuid) and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid)
    order by id desc limit ${limit}`.execute(ctx.db)
  return rows
}
