import { type RawBuilder, sql } from 'kysely'
import { type Ctx, type Text, visible } from '#kernel'
import type { CaseState, Channel, Point } from './schema.ts'
import { caseType } from './store-rights.ts'

export interface CaseRow {
  id: string
  number: string
  channel: Channel
  category: string
  description: string
  address: string
  lon: number | null
  lat: number | null
  area: string
  area_name: Text
  unit: string | null
  unit_name: Text | null
  state: CaseState
  outcome: string | null
  suspended_at: Date | null
  suspended_until: Date | null
  due_at: Date | null
  clock: string | null
  hidden: boolean
  observed_at: Date
  reported_at: Date
  updated_at: Date
  ended_at: Date | null
  merged_into: string | null
  merged_number: string | null
  merged_from_state: CaseState | null
  reports: number
  version: number
}

export const columns = sql`c.id, c.number, c.channel, c.category, c.description, c.address, st_x(c.point) as lon, st_y(c.point) as lat,
  c.area::text as area, c.area_name, c.unit::text as unit, c.unit_name, c.state, c.outcome, c.suspended_at, c.suspended_until, c.due_at, c.clock,
  c.hidden, c.observed_at, c.reported_at, c.updated_at, c.ended_at, c.merged_into, c.merged_from_state, c.version,
  (select w.number from cases.case w where w.id = c.merged_into) as merged_number,
  (select count(*)::int from cases.report r where r.case_id = c.id)
    + (select count(*)::int from cases.case m join cases.report r on r.case_id = m.id where m.merged_into = c.id) as reports`

export const pointOf = (point: Point | null): RawBuilder<unknown> =>
  point ? sql`st_setsrid(st_makepoint(${point.lon}, ${point.lat}), 4326)` : sql`null`

export type NewCase = Pick<
  CaseRow,
  'id' | 'number' | 'channel' | 'category' | 'description' | 'address' | 'area' | 'area_name' | 'observed_at'
> & { point: Point | null }

export async function insert(ctx: Ctx, row: NewCase): Promise<void> {
  await sql`insert into cases.case (id, number, channel, category, description, address, point, area, area_name, state, observed_at, reported_at, updated_at)
    values (${row.id}, ${row.number}, ${row.channel}, ${row.category}, ${row.description}, ${row.address}, ${pointOf(row.point)}, ${row.area}::ltree,
      ${JSON.stringify(row.area_name)}::jsonb, 'accepting', ${row.observed_at}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
}

const one = async (ctx: Ctx, where: RawBuilder<unknown>, lock = false): Promise<CaseRow | undefined> =>
  (await sql<CaseRow>`select ${columns} from cases.case c where ${where} ${lock ? sql`for update of c` : sql``}`.execute(ctx.db))
    .rows[0]

/** Whoever asks. For rules that act on a case for somebody who may not see it. */
export const byId = (ctx: Ctx, id: string) => one(ctx, sql`c.id = ${id}`)
export const lock = (ctx: Ctx, id: string) => one(ctx, sql`c.id = ${id}`, true)
export const byNumber = (ctx: Ctx, number: string) => one(ctx, sql`c.number = ${number}`)

export const findVisible = (ctx: Ctx, id: string) => one(ctx, sql`c.id = ${id} and ${visible(ctx, caseType, 'c')}`)
export const lockVisible = (ctx: Ctx, id: string) => one(ctx, sql`c.id = ${id} and ${visible(ctx, caseType, 'c')}`, true)

export const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)

/** `event-01` and everything below it. */
export const inCategory = (category: string): RawBuilder<boolean> =>
  sql<boolean>`(c.category = ${category} or c.category like ${`${escapeLike(category)}-%`})`

export async function byIds(ctx: Ctx, ids: readonly string[]): Promise<CaseRow[]> {
  if (ids.length === 0) return []
  return (await sql<CaseRow>`select ${columns} from cases.case c where c.id = any(${[...ids]}::uuid[])`.execute(ctx.db)).rows
}

/** What sensors reported for one alarm, or for any alarm of one station; newest first. */
export async function filedFor(ctx: Ctx, { type, id }: { type: string; id: string }): Promise<CaseRow[]> {
  const ofReport =
    type === 'observations.alarm'
      ? sql`r.channel = 'sensor' and r.source_key = ${id}`
      : sql`r.origin >= ${`${id} `} and r.origin < ${`${id}!`}`
  const where = sql`c.id in (select r.case_id from cases.report r where ${ofReport}) and ${visible(ctx, caseType, 'c')}`
  return (
    await sql<CaseRow>`select ${columns} from cases.case c where ${where} order by c.reported_at desc limit 20`.execute(ctx.db)
  ).rows
}

export interface NearWanted {
  point: Point
  metres: number
  since: Date
  family?: string | undefined
  /** Only what anybody may know of. */
  openTo: 'public' | 'staff'
  closedChannels: readonly Channel[]
  not?: string | undefined
}

/** Open cases around a point, nearest first; a box of degrees first, so that the index answers. */
export async function near(
  ctx: Ctx,
  { point, metres, since, family, openTo, closedChannels, not }: NearWanted,
): Promise<CaseRow[]> {
  const lat = metres / 111_000
  const lon = lat / Math.max(0.05, Math.cos((point.lat * Math.PI) / 180))
  const box = sql`st_makeenvelope(${point.lon - lon}, ${point.lat - lat}, ${point.lon + lon}, ${point.lat + lat}, 4326)`
  const where = [
    sql`c.point && ${box}`,
    sql`c.ended_at is null`,
    sql`c.reported_at >= ${since}`,
    ...(family ? [inCategory(family)] : []),
    ...(not ? [sql`c.id <> ${not}`] : []),
    ...(openTo === 'public'
      ? [sql`not c.hidden and c.channel <> all(${[...closedChannels]}::text[])`]
      : [visible(ctx, caseType, 'c')]),
  ]
  return (
    await sql<CaseRow>`select ${columns} from cases.case c where ${sql.join(where, sql` and `)} order by c.point <-> ${pointOf(point)} limit 100`.execute(
      ctx.db,
    )
  ).rows
}

export interface Change {
  state?: CaseState
  outcome?: string | null
  unit?: { path: string; name: Text } | null
  category?: string
  description?: string
  address?: string
  place?: { point: Point; area: string; areaName: Text }
  suspended?: { at: Date; until: Date | null } | null
  ended?: Date | null
  mergedInto?: { id: string; fromState: CaseState } | null
  hidden?: boolean
}

/** Every change counts the version up, so that whoever looked at the old one is told. */
export async function change(ctx: Ctx, id: string, change: Change): Promise<CaseRow> {
  const { unit, place, suspended, mergedInto } = change
  const sets: RawBuilder<unknown>[] = [sql`version = version + 1`, sql`updated_at = ${ctx.now}`]
  if (change.state) sets.push(sql`state = ${change.state}`, sql`due_at = null`, sql`clock = null`)
  if (change.outcome !== undefined) sets.push(sql`outcome = ${change.outcome}`)
  if (unit !== undefined)
    sets.push(sql`unit = ${unit?.path ?? null}::ltree`, sql`unit_name = ${unit ? JSON.stringify(unit.name) : null}::jsonb`)
  if (change.category) sets.push(sql`category = ${change.category}`)
  if (change.description) sets.push(sql`description = ${change.description}`)
  if (change.address !== undefined) sets.push(sql`address = ${change.address}`)
  if (place)
    sets.push(
      sql`point = ${pointOf(place.point)}`,
      sql`area = ${place.area}::ltree`,
      sql`area_name = ${JSON.stringify(place.areaName)}::jsonb`,
    )
  if (suspended !== undefined)
    sets.push(sql`suspended_at = ${suspended?.at ?? null}`, sql`suspended_until = ${suspended?.until ?? null}`)
  if (change.ended !== undefined) sets.push(sql`ended_at = ${change.ended}`)
  if (mergedInto !== undefined)
    sets.push(sql`merged_into = ${mergedInto?.id ?? null}::uuid`, sql`merged_from_state = ${mergedInto?.fromState ?? null}`)
  if (change.hidden !== undefined) sets.push(sql`hidden = ${change.hidden}`)
  await sql`update cases.case set ${sql.join(sets)} where id = ${id}`.execute(ctx.db)
  return (await byId(ctx, id)) as CaseRow
}

/** The clock of the step that is open; no new version, since nobody edits it. */
export async function setClock(ctx: Ctx, id: string, clock: { dueAt: Date; clock: string } | null): Promise<void> {
  await sql`update cases.case set due_at = ${clock?.dueAt ?? null}, clock = ${clock?.clock ?? null} where id = ${id}`.execute(
    ctx.db,
  )
}

export async function mergedInto(ctx: Ctx, id: string): Promise<{ id: string; number: string }[]> {
  return (
    await sql<{ id: string; number: string }>`select id, number from cases.case where merged_into = ${id} order by id`.execute(
      ctx.db,
    )
  ).rows
}

export type CaseMark = Pick<CaseRow, 'id' | 'number' | 'state' | 'category' | 'channel' | 'due_at' | 'suspended_at'> & {
  lon: number
  lat: number
}

/** Open cases in a box of degrees, newest first: what a mark on the map shows, no more. */
export async function inBox(
  ctx: Ctx,
  [west, south, east, north]: readonly [number, number, number, number],
  limit: number,
): Promise<CaseMark[]> {
  return (
    await sql<CaseMark>`select c.id, c.number, c.state, c.category, c.channel, c.due_at, c.suspended_at, st_x(c.point) as lon, st_y(c.point) as lat
    from cases.case c where c.point && st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)
      and c.ended_at is null and ${visible(ctx, caseType, 'c')} order by c.reported_at desc limit ${limit}`.execute(ctx.db)
  ).rows
}

/** Suspended until a time that has come, the longest waiting first. */
export async function suspensionsOver(ctx: Ctx, limit: number): Promise<{ id: string; version: number }[]> {
  return (
    await sql<{
      id: string
      version: number
    }>`select id, version from cases.case where suspended_until <= ${ctx.now} and ended_at is null order by suspended_until limit ${limit}`.execute(
      ctx.db,
    )
  ).rows
}
