import { type RawBuilder, sql } from 'kysely'
import { type Ctx, type Text } from '#kernel'
import type { Condition, Indicator } from './define.ts'
import type { Period } from './periods.ts'
import type { Grain } from './schema.ts'

/** Column and view names come from declarations that were checked at boot, and are quoted all the same. */
const column = (name: string) => sql.ref(`v.${name}`)

function holds(ctx: Ctx, condition: Condition): RawBuilder<boolean> {
  const name = column(condition.column)
  if ('is' in condition) return sql<boolean>`${name} = ${condition.is}`
  if ('in' in condition) return sql<boolean>`${name} = any(${[...condition.in]}::text[])`
  if ('not' in condition) return sql<boolean>`${name} is distinct from ${condition.not}`
  if ('empty' in condition) return condition.empty ? sql<boolean>`${name} is null` : sql<boolean>`${name} is not null`
  if ('withinHours' in condition) return sql<boolean>`${name} > ${new Date(ctx.now.getTime() - condition.withinHours * 3600_000)}`
  return sql<boolean>`${name} < ${ctx.now}`
}

const all = (ctx: Ctx, conditions: readonly Condition[]): RawBuilder<boolean> =>
  conditions.length === 0
    ? sql<boolean>`true`
    : sql<boolean>`(${sql.join(
        conditions.map((one) => holds(ctx, one)),
        sql` and `,
      )})`

export interface Scope {
  period?: Period | undefined
  /** Path of an administrative area; absent: the whole district. */
  area?: string | undefined
}

/** The one condition behind the value, the rows, the trend and the map. */
function from(ctx: Ctx, indicator: Indicator, { period, area }: Scope): RawBuilder<unknown> {
  const where = [all(ctx, indicator.where)]
  if (indicator.at && period)
    where.push(sql<boolean>`${column(indicator.at)} >= ${period.from} and ${column(indicator.at)} < ${period.to}`)
  if (area) where.push(sql<boolean>`${column(indicator.area)}::ltree <@ ${area}::ltree`)
  return sql`from ${sql.table(indicator.dataset)} v where ${sql.join(where, sql` and `)}`
}

const hours = ([begin, end]: readonly [string, string]) =>
  sql`(extract(epoch from ${column(end)} - ${column(begin)}) / 3600.0)::float8`

/** Value, part and whole of a set of rows. */
function measured(ctx: Ctx, { measure }: Indicator): RawBuilder<unknown> {
  if ('count' in measure) return sql`count(*)::float8 as value, null::float8 as part, count(*)::float8 as whole`
  if ('share' in measure) {
    const part = sql`count(*) filter (where ${all(ctx, measure.share)})::float8`
    return sql`100 * ${part} / nullif(count(*), 0) as value, ${part} as part, count(*)::float8 as whole`
  }
  if ('average' in measure)
    return sql`avg(${column(measure.average)})::float8 as value, null::float8 as part, count(${column(measure.average)})::float8 as whole`
  if ('sum' in measure)
    return sql`coalesce(sum(${column(measure.sum)}), 0)::float8 as value, null::float8 as part, count(${column(measure.sum)})::float8 as whole`
  const length = hours(measure.medianHours)
  return sql`percentile_cont(0.5) within group (order by ${length})::float8 as value, null::float8 as part, count(${length})::float8 as whole`
}

export interface Counted {
  value: number | null
  part: number | null
  whole: number
}

export interface Asked {
  indicator: Indicator
  scope: Scope
}

/** Each figure by its own plan and its own indexes, all in one statement; the answers stand in the order of the questions. */
export async function countEach(ctx: Ctx, asked: readonly Asked[]): Promise<Counted[]> {
  if (asked.length === 0) return []
  const each = asked.map(
    ({ indicator, scope }, at) =>
      sql`select ${sql.lit(at)}::int as at, ${measured(ctx, indicator)} ${from(ctx, indicator, scope)}`,
  )
  const { rows } = await sql<Counted & { at: number }>`${sql.join(each, sql` union all `)}`.execute(ctx.db)
  return rows.toSorted((a, b) => a.at - b.at).map(({ value, part, whole }) => ({ value, part, whole }))
}

export const count = async (ctx: Ctx, indicator: Indicator, scope: Scope): Promise<Counted> =>
  (await countEach(ctx, [{ indicator, scope }]))[0] as Counted

/** The town a row lies in: the second level of the tree of areas. */
const town = ({ area }: Indicator) => {
  const path = sql`${column(area)}::ltree`
  return sql`subpath(${path}, 0, least(2, nlevel(${path})))::text`
}

export async function countByTown(ctx: Ctx, indicator: Indicator, scope: Scope): Promise<(Counted & { area: string })[]> {
  const { rows } = await sql<
    Counted & { area: string }
  >`select ${town(indicator)} as area, ${measured(ctx, indicator)} ${from(ctx, indicator, scope)} group by 1`.execute(ctx.db)
  return rows
}

export interface Split {
  grain: Grain
  zone: string
  byTown: boolean
}

/** Every period of a grain in one pass; with `byTown` each town's beside the district's (area ''). */
export async function countByPeriod(
  ctx: Ctx,
  indicator: Indicator,
  scope: Scope,
  { grain, zone, byTown }: Split,
): Promise<(Counted & { period: string; area: string })[]> {
  if (!indicator.at) return []
  const period = sql`date_trunc(${grain}::text, ${column(indicator.at)} at time zone ${zone}::text)::date`
  const read = (area: RawBuilder<unknown>, groups: RawBuilder<unknown>) =>
    sql`select ${period}::text as period, ${area} as area, ${measured(ctx, indicator)} ${from(ctx, indicator, scope)} group by ${groups}`
  const whole = read(sql`''::text`, sql`1`)
  const query = byTown ? sql`${whole} union all ${read(town(indicator), sql`1, 2`)}` : whole
  return (await sql<Counted & { period: string; area: string }>`${query}`.execute(ctx.db)).rows
}

export interface MadeOf {
  key: string
  title: string | null
  at: Date | null
  area: string | null
  counts: boolean
  value: number | null
}

/** What the number is made of, newest first (a state: by key), after the row where the last page ended. */
export async function rows(
  ctx: Ctx,
  indicator: Indicator,
  scope: Scope,
  {
    after,
    limit,
    counted,
  }: { after?: { at: string | null; key: string } | undefined; limit: number; counted?: boolean | undefined },
): Promise<MadeOf[]> {
  const { measure, row, at, area } = indicator
  const key = sql`${column(row.key)}::text`
  const when = at ? column(at) : sql`null::timestamptz`
  const counts = 'share' in measure ? all(ctx, measure.share) : sql<boolean>`true`
  const value =
    'average' in measure
      ? sql`${column(measure.average)}::float8`
      : 'sum' in measure
        ? sql`${column(measure.sum)}::float8`
        : 'medianHours' in measure
          ? hours(measure.medianHours)
          : sql`null::float8`
  const wanted = [
    ...(counted === undefined ? [] : [sql`coalesce(${counts}, false) = ${counted}`]),
    ...(after
      ? [at ? sql`(${when}, ${key}) < (${after.at}::timestamptz, ${after.key}::text)` : sql`${key} > ${after.key}::text`]
      : []),
  ]
  const more = wanted.length > 0 ? sql`and ${sql.join(wanted, sql` and `)}` : sql``
  return (
    await sql<MadeOf>`select ${key} as key, ${column(row.title)}::text as title, ${when} as at, ${column(area)}::text as area,
        coalesce(${counts}, false) as counts, ${value} as value ${from(ctx, indicator, scope)} ${more}
      order by ${at ? sql`${when} desc, ${key} desc` : sql`${key}`} limit ${limit}`.execute(ctx.db)
  ).rows
}

export interface Frozen extends Counted {
  indicator: string
  period: string
  area: string
  version: number
  frozen_at: Date
}

/** Closed periods of some indicators, oldest first. */
export async function frozen(
  ctx: Ctx,
  { indicators, grain, since, area }: { indicators: readonly string[]; grain: Grain; since: string; area: string },
): Promise<Frozen[]> {
  return (
    await sql<Frozen>`select indicator, period::text as period, area, version, value, part, whole, frozen_at from indicators.frozen
      where indicator = any(${[...indicators]}::text[]) and grain = ${grain} and period >= ${since}::date and area = ${area} order by indicator, period`.execute(
      ctx.db,
    )
  ).rows
}

export async function frozenPeriods(ctx: Ctx, indicator: string, grain: Grain, since: string): Promise<Set<string>> {
  const { rows: found } = await sql<{
    period: string
  }>`select period::text as period from indicators.frozen where indicator = ${indicator} and grain = ${grain} and period >= ${since}::date and area = ''`.execute(
    ctx.db,
  )
  return new Set(found.map(({ period }) => period))
}

export async function freeze(
  ctx: Ctx,
  { id, version }: Indicator,
  grain: Grain,
  values: readonly (Counted & { period: string; area: string })[],
): Promise<void> {
  if (values.length === 0) return
  await sql`insert into indicators.frozen (indicator, grain, period, area, version, value, part, whole, frozen_at)
    select ${id}, ${grain}, v.period::date, v.area, ${version}, v.value, v.part, v.whole, ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as v(period text, area text, value float8, part float8, whole float8)
    on conflict do nothing`.execute(ctx.db)
}

export interface TargetRow {
  indicator: string
  valid_from: string
  value: number
  basis: string
  set_by_name: string
}
export async function targets(ctx: Ctx, indicators: readonly string[]): Promise<TargetRow[]> {
  return (
    await sql<TargetRow>`select indicator, valid_from::text as valid_from, value, basis, set_by_name from indicators.target
      where indicator = any(${[...indicators]}::text[]) order by indicator, valid_from`.execute(ctx.db)
  ).rows
}

export async function setTarget(
  ctx: Ctx,
  indicator: string,
  { from, value, basis }: { from: string; value: number; basis: string },
): Promise<void> {
  await sql`insert into indicators.target (indicator, valid_from, value, basis, set_by, set_by_name, set_at)
    values (${indicator}, ${from}::date, ${value}, ${basis}, ${ctx.user.id}, ${ctx.user.name}, ${ctx.now})
    on conflict (indicator, valid_from) do update set value = excluded.value, basis = excluded.basis, set_by = excluded.set_by,
      set_by_name = excluded.set_by_name, set_at = excluded.set_at`.execute(ctx.db)
}

export interface DefinitionRow {
  version: number
  said: Record<string, unknown>
  since: Date
}
export async function definitions(ctx: Ctx, indicator: string): Promise<DefinitionRow[]> {
  return (
    await sql<DefinitionRow>`select version, said, since from indicators.definition where indicator = ${indicator} order by version desc`.execute(
      ctx.db,
    )
  ).rows
}

/** What each indicator says of itself, once per version: a definition that changes without a new version is refused. */
export async function sayDefinitions(
  ctx: Ctx,
  said: readonly { indicator: string; version: number; said: unknown }[],
): Promise<{ indicator: string; version: number; said: { title: Text } }[]> {
  await sql`insert into indicators.definition (indicator, version, said, since)
    select d.indicator, d.version, d.said, ${ctx.now} from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as d(indicator text, version int, said jsonb)
    on conflict do nothing`.execute(ctx.db)
  return (
    await sql<{
      indicator: string
      version: number
      said: { title: Text }
    }>`select k.indicator, k.version, k.said from indicators.definition k
      join jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as d(indicator text, version int, said jsonb) on d.indicator = k.indicator and d.version = k.version
      where k.said - 'title' - 'about' is distinct from d.said - 'title' - 'about'`.execute(ctx.db)
  ).rows
}
