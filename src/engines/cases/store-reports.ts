import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { Channel, Evidence, Point } from './schema.ts'
import { pointOf } from './store.ts'

export interface ReportRow {
  id: string
  case_id: string
  channel: Channel
  source_key: string
  origin: string | null
  category: string
  description: string
  address: string
  lon: number | null
  lat: number | null
  joined: 'opened' | 'automatic' | 'chosen'
  account: string | null
  anonymous: boolean
  name_sealed: string | null
  phone_sealed: string | null
  phone_index: string | null
  evidence: Evidence
  attributes: Record<string, unknown>
  media_url: string | null
  observed_at: Date
  received_at: Date
}

export type NewReportRow = Omit<ReportRow, 'lon' | 'lat' | 'received_at'> & { point: Point | null }

const columns = sql`r.id, r.case_id, r.channel, r.source_key, r.origin, r.category, r.description, r.address, st_x(r.point) as lon, st_y(r.point) as lat, r.joined,
  r.account, r.anonymous, r.name_sealed, r.phone_sealed, r.phone_index, r.evidence, r.attributes, r.media_url, r.observed_at, r.received_at`

/** False when a report with this channel and key is there already. */
export async function insert(ctx: Ctx, row: NewReportRow): Promise<void> {
  await sql`insert into cases.report (id, case_id, channel, source_key, origin, category, description, address, point, joined, account, anonymous,
      name_sealed, phone_sealed, phone_index, evidence, attributes, media_url, observed_at, received_at)
    values (${row.id}, ${row.case_id}, ${row.channel}, ${row.source_key}, ${row.origin}, ${row.category}, ${row.description}, ${row.address}, ${pointOf(row.point)},
      ${row.joined}, ${row.account}, ${row.anonymous}, ${row.name_sealed}, ${row.phone_sealed}, ${row.phone_index}, ${JSON.stringify(row.evidence)}::jsonb,
      ${JSON.stringify(row.attributes)}::jsonb, ${row.media_url}, ${row.observed_at}, ${ctx.now})`.execute(ctx.db)
}

const select = async (ctx: Ctx, where: RawBuilder<unknown>): Promise<ReportRow[]> =>
  (await sql<ReportRow>`select ${columns} from cases.report r where ${where}`.execute(ctx.db)).rows

/**
 * The report that this key already brought. Senders repeat themselves at once: the key is held until the transaction ends,
 * so that of two at the same moment the second finds the first.
 */
export async function bySource(ctx: Ctx, channel: Channel, sourceKey: string): Promise<ReportRow | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`cases.report ${channel} ${sourceKey}`}, 0))`.execute(ctx.db)
  return (await select(ctx, sql`r.channel = ${channel} and r.source_key = ${sourceKey}`))[0]
}

/** The open case that this origin (station and rule) is already the subject of; held, so that two alarms at once open one case. */
export async function openCaseOfOrigin(ctx: Ctx, origin: string): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`cases.origin ${origin}`}, 0))`.execute(ctx.db)
  const { rows } = await sql<{
    id: string
  }>`select coalesce(w.id, c.id) as id from cases.report r join cases.case c on c.id = r.case_id
    left join cases.case w on w.id = c.merged_into and w.ended_at is null
    where r.origin = ${origin} and (c.ended_at is null or w.id is not null) order by r.id desc limit 1`.execute(ctx.db)
  return rows[0]?.id
}

export const byId = async (ctx: Ctx, id: string) => (await select(ctx, sql`r.id = ${id}`))[0]
/** Of a case and of those merged into it, oldest first. */
export const ofCase = (ctx: Ctx, caseId: string) =>
  select(
    ctx,
    sql`r.case_id in (select ${caseId}::uuid union all select id from cases.case where merged_into = ${caseId}) order by r.id`,
  )
/** The first report of each case: whose words and attributes speak for it. */
export async function firstOf(ctx: Ctx, caseIds: readonly string[]): Promise<Map<string, ReportRow>> {
  if (caseIds.length === 0) return new Map()
  const rows = await select(ctx, sql`r.case_id = any(${[...caseIds]}::uuid[]) and r.joined = 'opened'`)
  return new Map(rows.map((row) => [row.case_id, row]))
}
export const byPhone = (ctx: Ctx, index: string, limit: number) =>
  select(ctx, sql`r.phone_index = ${index} order by r.id desc limit ${limit}`)
export const byAccount = (ctx: Ctx, account: string, before: string | undefined, limit: number) =>
  select(ctx, sql`r.account = ${account} ${before ? sql`and r.id < ${before}::uuid` : sql``} order by r.id desc limit ${limit}`)
export const byAlarm = (ctx: Ctx, sourceKey: string) =>
  select(ctx, sql`r.channel = 'sensor' and r.source_key = ${sourceKey}`).then((rows) => rows[0])

/** Name and phone go when their time is over; what was reported stays. */
export async function eraseReporters(ctx: Ctx, endedBefore: Date): Promise<number> {
  const { numAffectedRows } = await sql`update cases.report r set name_sealed = null, phone_sealed = null, phone_index = null
    from cases.case c where c.id = r.case_id and c.ended_at < ${endedBefore} and (r.name_sealed is not null or r.phone_sealed is not null)`.execute(
    ctx.db,
  )
  return Number(numAffectedRows ?? 0)
}
