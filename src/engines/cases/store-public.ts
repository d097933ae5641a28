import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { CaseState, Channel } from './schema.ts'
import { endedStates } from './schema.ts'

export interface PublicRow {
  id: string
  number: string
  category: string
  description: string
  address: string
  lon: number | null
  lat: number | null
  area_name: { zh: string; en: string }
  unit_name: { zh: string; en: string } | null
  /** Of the case it was merged with, if it was: that is where it goes on. */
  state: CaseState
  ended_at: Date | null
  expected_at: Date | null
  why: string | null
  reported_at: Date
  updated_at: Date
  media_url: string | null
}

export interface PublicWanted {
  ids?: readonly string[] | undefined
  categories?: readonly string[] | undefined
  open?: boolean | undefined
  from?: Date | undefined
  to?: Date | undefined
  updatedFrom?: Date | undefined
  updatedTo?: Date | undefined
  closedChannels: readonly Channel[]
  offset: number
  limit: number
}

export interface UpdateRow {
  id: string
  case_id: string
  what: string
  at: Date
  text: string | null
  unit_name: { zh: string; en: string } | null
}

export interface UpdatesWanted {
  ids?: readonly string[] | undefined
  from: Date
  to: Date
  /** Cases reported before this are not looked through. */
  reportedFrom: Date
  whats: readonly string[]
  closedChannels: readonly Channel[]
  offset: number
  limit: number
}

/** What happened to public cases, oldest first. */
export async function updates(
  ctx: Ctx,
  { ids, from, to, reportedFrom, whats, closedChannels, offset, limit }: UpdatesWanted,
): Promise<UpdateRow[]> {
  const which = ids
    ? sql`c.id = any(${ids.filter((id) => uuid.test(id))}::uuid[])`
    : sql`c.reported_at >= ${reportedFrom} and c.reported_at <= ${to} and c.updated_at >= ${from}`
  const { rows } = await sql<UpdateRow>`select e.id, e.case_id, e.what, e.at, e.text, e.unit_name
    from cases.case c left join cases.case w on w.id = c.merged_into join cases.entry e on e.case_id = c.id
    where ${which} and not c.hidden and not coalesce(w.hidden, false) and c.channel <> all(${[...closedChannels]}::text[])
      and e.what = any(${[...whats]}::text[]) and e.at >= ${from} and e.at <= ${to}
    order by e.at, e.id limit ${limit} offset ${offset}`.execute(ctx.db)
  return rows
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export async function list(ctx: Ctx, wanted: PublicWanted): Promise<PublicRow[]> {
  const { ids, categories, open, from, to, updatedFrom, updatedTo, closedChannels } = wanted
  const ended = sql`coalesce(w.state, c.state) = any(${[...endedStates]}::text[])`
  const where: RawBuilder<unknown>[] = [
    sql`not c.hidden and not coalesce(w.hidden, false) and c.channel <> all(${[...closedChannels]}::text[])`,
    ...(ids ? [sql`c.id = any(${ids.filter((id) => uuid.test(id))}::uuid[])`] : []),
    ...(categories ? [sql`c.category = any(${[...categories]}::text[])`] : []),
    ...(open === undefined ? [] : [open ? sql`not ${ended}` : ended]),
    ...(from ? [sql`c.reported_at >= ${from}`] : []),
    ...(to ? [sql`c.reported_at <= ${to}`] : []),
    ...(updatedFrom ? [sql`greatest(c.updated_at, w.updated_at) >= ${updatedFrom}`] : []),
    ...(updatedTo ? [sql`greatest(c.updated_at, w.updated_at) <= ${updatedTo}`] : []),
  ]
  const { rows } =
    await sql<PublicRow>`select c.id, c.number, c.category, c.description, c.address, st_x(c.point) as lon, st_y(c.point) as lat, c.area_name,
      coalesce(w.unit_name, c.unit_name) as unit_name, coalesce(w.state, c.state) as state, case when w.id is null then c.ended_at else w.ended_at end as ended_at,
      case when coalesce(w.state, c.state) = 'handling' and coalesce(w.suspended_at, c.suspended_at) is null then coalesce(w.due_at, c.due_at) end as expected_at,
      (select e.text from cases.entry e where e.case_id = coalesce(w.id, c.id) and e.what = coalesce(w.outcome, c.outcome) order by e.id desc limit 1) as why,
      c.reported_at, greatest(c.updated_at, w.updated_at) as updated_at,
      (select r.media_url from cases.report r where r.case_id = c.id and r.joined = 'opened') as media_url
    from cases.case c left join cases.case w on w.id = c.merged_into
    where ${sql.join(where, sql` and `)} order by c.reported_at desc, c.id desc limit ${wanted.limit} offset ${wanted.offset}`.execute(
      ctx.db,
    )
  return rows
}
