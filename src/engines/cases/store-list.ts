import { type RawBuilder, sql } from 'kysely'
import { type Ctx, visible, visibleKeys } from '#kernel'
import { type CaseState, type Channel, isEnded } from './schema.ts'
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
    sql`true`,
    ...(states.length > 0 ? [sql`c.state = any(${states}::text[])`] : []),
    ...(states.every(isEnded) ? [] : [sql`c.ended_at is null`]),
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

/** What is asked for, in its order, from where the last page ended; whoever may see it. */
function asked(ctx: Ctx, wanted: ListWanted): { where: RawBuilder<unknown>; order: RawBuilder<unknown> } {
  const { sort, after } = wanted
  const where = conditions(ctx, wanted)
  if (after)
    where.push(
      sort === 'due'
        ? sql`(${due}, c.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
        : sql`(c.reported_at, c.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
    )
  return { where: sql.join(where, sql` and `), order: sort === 'due' ? sql`${due}, c.id` : sql`c.reported_at desc, c.id desc` }
}

/** So many of the filtered cases are looked at along the order at first; so many when it is known that this person sees more than a few. */
const [STRETCH, LONG_STRETCH] = [1000, 5000]
const FEW = 5000

/**
 * A page of what this person may see. Whoever sees many has their page after a few steps along the order; whoever sees few among very many
 * would walk to its end, and is found their cases by what leads to them. Both are the same rights.
 */
async function page<T>(ctx: Ctx, wanted: ListWanted, fields: RawBuilder<unknown>): Promise<T[]> {
  const { where, order } = asked(ctx, wanted)
  const { limit } = wanted
  const read = async (from: RawBuilder<unknown>, seen: RawBuilder<unknown>) =>
    (await sql<T>`select ${fields} from ${from} where ${seen} order by ${order} limit ${limit}`.execute(ctx.db)).rows
  const whole = sql`cases.case c`
  const keys = visibleKeys(ctx, caseType)
  if (!keys) return read(whole, where)
  const countUpTo = async (most: number, from: RawBuilder<unknown>) =>
    (await sql<{ n: number }>`select count(*)::int as n from (${from} limit ${most}) x`.execute(ctx.db)).rows[0]?.n ?? 0
  const along = sql`from cases.case c where ${where} order by ${order}`
  const walk = async (most: number) => {
    const found = await read(sql`(select c.* ${along} limit ${most}) c`, visible(ctx, caseType, 'c'))
    return found.length === limit || (await countUpTo(most, sql`select 1 ${along}`)) < most ? found : undefined
  }
  const near = await walk(STRETCH)
  if (near) return near
  const isMany = (await countUpTo(FEW, sql`select 1 from (${keys}) k`)) === FEW
  return (isMany && (await walk(LONG_STRETCH))) || read(whole, sql`${where} and c.id in (${keys})`)
}

const micro = (at: RawBuilder<unknown>) => sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
const milli = (at: RawBuilder<unknown>) => sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Where the next page goes on, to the microsecond: `infinity` for a case without a clock. */
const place = (sort: ListWanted['sort']) =>
  sort === 'due' ? sql`coalesce(${micro(sql`c.due_at`)}, 'infinity')` : micro(sql`c.reported_at`)

export const list = (ctx: Ctx, wanted: ListWanted): Promise<(CaseRow & { place: string })[]> =>
  page(ctx, wanted, sql`${columns}, ${place(wanted.sort)} as place`)

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
export const listWritten = (ctx: Ctx, wanted: ListWanted): Promise<WrittenRow[]> =>
  page(
    ctx,
    wanted,
    sql`c.id, c.category, c.state, c.due_at, c.clock, c.suspended_at, c.ended_at, ${place(wanted.sort)} as place, ${card} as card`,
  )
