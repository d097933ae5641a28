import { type RawBuilder, sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import type { CaseState, Channel } from './schema.ts'
import { type CaseRow, columns, escapeLike, inCategory } from './store.ts'
import { caseType } from './store-rights.ts'

export interface ListWanted {
  states: CaseState[]
  /** A small class has nothing below it: its index then answers in the order asked for. */
  category?: { code: string; isSmall: boolean } | undefined
  channel?: Channel | undefined
  area?: string | undefined
  unit?: string | undefined
  overdue?: boolean | undefined
  suspended?: boolean | undefined
  q?: string | undefined
  ids?: readonly string[] | undefined
  sort: 'newest' | 'due'
  after?: { at: string; id: string } | undefined
  limit: number
}

function conditions(ctx: Ctx, wanted: ListWanted): RawBuilder<unknown>[] {
  const { states, category, channel, area, unit, overdue, suspended, q, ids } = wanted
  const late = sql`(c.ended_at is null and c.suspended_at is null and c.due_at < ${ctx.now})`
  return [
    visible(ctx, caseType, 'c'),
    ...(states.length > 0 ? [sql`c.state = any(${states}::text[])`] : []),
    ...(states.every((state) => ['closed', 'not-accepted', 'not-filed', 'void', 'merged'].includes(state))
      ? []
      : [sql`c.ended_at is null`]),
    ...(category ? [category.isSmall ? sql`c.category = ${category.code}` : inCategory(category.code)] : []),
    ...(channel ? [sql`c.channel = ${channel}`] : []),
    ...(area ? [sql`c.area <@ ${area}::ltree`] : []),
    ...(unit ? [sql`c.unit <@ ${unit}::ltree`] : []),
    ...(overdue === undefined ? [] : [overdue ? late : sql`not coalesce(${late}, false)`]),
    ...(suspended === undefined ? [] : [suspended ? sql`c.suspended_at is not null` : sql`c.suspended_at is null`]),
    ...(q ? [sql`(c.number || ' ' || c.address || ' ' || c.description) ilike ${`%${escapeLike(q)}%`}`] : []),
    ...(ids ? [sql`c.id = any(${[...ids]}::uuid[])`] : []),
  ]
}

const due = sql`coalesce(c.due_at, 'infinity'::timestamptz)`

/** What is asked for, in its order, from where the last page ended. */
function rest(ctx: Ctx, wanted: ListWanted): RawBuilder<unknown> {
  const { sort, after, limit } = wanted
  const where = conditions(ctx, wanted)
  if (after)
    where.push(
      sort === 'due'
        ? sql`(${due}, c.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
        : sql`(c.reported_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
    )
  const order = sort === 'due' ? sql`${due}, c.id` : sql`c.reported_at desc, c.id desc`
  return sql`from cases.case c where ${sql.join(where, sql` and `)} order by ${order} limit ${limit}`
}

const micro = (at: RawBuilder<unknown>) => sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
const milli = (at: RawBuilder<unknown>) => sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Where the next page goes on, to the microsecond: `infinity` for a case without a clock. */
const place = (sort: ListWanted['sort']) =>
  sort === 'due' ? sql`coalesce(${micro(sql`c.due_at`)}, 'infinity')` : micro(sql`c.reported_at`)

export async function list(ctx: Ctx, wanted: ListWanted): Promise<(CaseRow & { place: string })[]> {
  return (
    await sql<CaseRow & { place: string }>`select ${columns}, ${place(wanted.sort)} as place ${rest(ctx, wanted)}`.execute(ctx.db)
  ).rows
}

/** A card whose stored half is JSON already; what depends on the clock and the district's words is still to be added. */
export type WrittenRow = Pick<CaseRow, 'id' | 'category' | 'state' | 'due_at' | 'clock' | 'suspended_at' | 'ended_at'> & {
  card: string
  place: string
}

const named = (path: RawBuilder<unknown>, name: RawBuilder<unknown>) =>
  sql`case when ${path} is not null then json_build_object('path', ${path}::text, 'name', ${name}) end`

const card = sql`(select row_to_json(x)::text from (select c.id, 'cases.case:' || c.id as ref, c.number, c.state, c.channel, c.description, c.address,
  case when c.point is not null then json_build_object('lon', st_x(c.point), 'lat', st_y(c.point)) end as point,
  ${named(sql`c.area`, sql`c.area_name`)} as area,
  ${named(sql`c.unit`, sql`coalesce(c.unit_name, jsonb_build_object('zh', c.unit::text, 'en', c.unit::text))`)} as unit,
  case when c.suspended_at is not null then json_build_object('at', ${milli(sql`c.suspended_at`)}, 'until', ${milli(sql`c.suspended_until`)}) end as suspended,
  (select count(*)::int from cases.report r where r.case_id = c.id)
    + (select count(*)::int from cases.case m join cases.report r on r.case_id = m.id where m.merged_into = c.id) as reports,
  ${milli(sql`c.reported_at`)} as "reportedAt", ${milli(sql`c.observed_at`)} as "observedAt", ${milli(sql`c.ended_at`)} as "endedAt",
  (select json_build_object('id', w.id, 'number', w.number) from cases.case w where w.id = c.merged_into) as "mergedInto",
  c.version) x)`

/** The same list, each card written by the database. */
export async function listWritten(ctx: Ctx, wanted: ListWanted): Promise<WrittenRow[]> {
  return (
    await sql<WrittenRow>`select c.id, c.category, c.state, c.due_at, c.clock, c.suspended_at, c.ended_at, ${place(wanted.sort)} as place,
      ${card} as card ${rest(ctx, wanted)}`.execute(ctx.db)
  ).rows
}
