import { type RawBuilder, sql } from 'kysely'
import { type Ctx, refOf, type Text, visible } from '#kernel'
import { alarmType, thingType } from './events.ts'
import { alarmRows } from './protected.ts'
import type { Alarm, AlarmQuery, AlarmStatus, AlarmWithEvidence, EvidenceReading, Severity } from './schema.ts'
import { kindOf } from './store-intake.ts'

interface AlarmRow {
  id: string
  status: AlarmStatus
  severity: Severity
  title: Text
  thing_id: string
  source: string
  code: string
  station_name: string
  station_kind: string
  lon: number | null
  lat: number | null
  datastream_id: number
  property: string
  property_name: Text | null
  unit: string | null
  kind: number
  direction: 'above' | 'below'
  threshold: number
  value: number
  peak: number
  raised_at: Date
  recorded_at: Date
  acknowledged_at: Date | null
  acknowledged_by: string | null
  acknowledged_name: string | null
  acknowledged_note: string | null
  cleared_at: Date | null
  cleared_why: string | null
  shelved_until: Date | null
  shelved_by: string | null
  shelved_name: string | null
  shelved_why: string | null
  shelved_at: Date | null
  escalation: number
  evidence: EvidenceReading[]
  version: number
}

/** Shelving is over when its time is: nothing has to run for that. */
const statusAt = (now: Date) => sql<AlarmStatus>`case when a.status = 'cleared' then 'cleared'
  when a.shelved_until > ${now}::timestamptz then 'shelved' else a.status end`

const alarms = (
  ctx: Ctx,
  where: RawBuilder<unknown>,
  end: RawBuilder<unknown>,
) => sql<AlarmRow>`select a.id, ${statusAt(ctx.now)} as status, a.severity,
    a.title, a.thing_id, t.source, t.code, t.name as station_name, t.kind as station_kind, t.lon, t.lat, a.datastream_id, d.property,
    d.name as property_name, d.unit, a.kind, a.direction, a.threshold, a.value, a.peak, a.raised_at, a.recorded_at, a.acknowledged_at,
    a.acknowledged_by, a.acknowledged_name, a.acknowledged_note, a.cleared_at, a.cleared_why, a.shelved_until, a.shelved_by, a.shelved_name,
    a.shelved_why, a.shelved_at, a.escalation, a.evidence, a.version
  from observations.alarm a join observations.thing t on t.id = a.thing_id join observations.datastream d on d.id = a.datastream_id
  where ${visible(ctx, alarmRows, 'a')} and ${where} ${end}`

function shape(row: AlarmRow): AlarmWithEvidence {
  const by = (id: string | null, name: string | null, at: Date | null, note: string | null) =>
    id !== null && at !== null ? { id, name: name ?? '', at: at.toISOString(), note } : null
  const shelved = row.status === 'shelved' ? by(row.shelved_by, row.shelved_name, row.shelved_at, row.shelved_why) : null
  return {
    id: row.id,
    ref: refOf(alarmType, row.id),
    status: row.status,
    severity: row.severity,
    title: row.title,
    station: {
      id: row.thing_id,
      ref: refOf(thingType, row.thing_id),
      source: row.source,
      code: row.code,
      name: row.station_name,
      kind: row.station_kind,
      point: row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : null,
    },
    datastream: {
      id: row.datastream_id,
      property: row.property,
      name: row.property_name ?? { zh: row.property, en: row.property },
      unit: row.unit,
    },
    kind: kindOf(row.kind),
    direction: row.direction,
    threshold: row.threshold,
    value: row.value,
    peak: row.peak,
    raisedAt: row.raised_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    acknowledged: by(row.acknowledged_by, row.acknowledged_name, row.acknowledged_at, row.acknowledged_note),
    shelved: shelved && row.shelved_until ? { ...shelved, until: row.shelved_until.toISOString() } : null,
    clearedAt: row.cleared_at?.toISOString() ?? null,
    clearedWhy: row.cleared_why,
    escalation: row.escalation,
    version: row.version,
    evidence: row.evidence,
  }
}

/** Newest first, by id (ids sort by the time of making). */
export async function list(ctx: Ctx, query: AlarmQuery): Promise<Alarm[]> {
  const status =
    query.status === 'all'
      ? sql`true`
      : query.status === 'open'
        ? sql`a.status <> 'cleared'`
        : sql`${statusAt(ctx.now)} = ${query.status}`
  const where = sql`${status} and (${query.severity ?? null}::text is null or a.severity = ${query.severity ?? null})
    and (${query.station ?? null}::uuid is null or a.thing_id = ${query.station ?? null}::uuid)
    and (${query.cursor ?? null}::uuid is null or a.id < ${query.cursor ?? null}::uuid)`
  const { rows } = await alarms(ctx, where, sql`order by a.id desc limit ${query.limit + 1}`).execute(ctx.db)
  return rows.map(({ evidence: _, ...row }) => {
    const { evidence: __, ...alarm } = shape({ ...row, evidence: [] })
    return alarm
  })
}

/** Open alarms of stations inside a box, for the map. */
export async function inBox(
  ctx: Ctx,
  [west, south, east, north]: readonly [number, number, number, number],
  limit: number,
): Promise<Alarm[]> {
  const where = sql`a.status <> 'cleared' and t.lon between ${west} and ${east} and t.lat between ${south} and ${north}`
  const { rows } = await alarms(ctx, where, sql`order by a.id desc limit ${limit}`).execute(ctx.db)
  return rows.map(shape)
}

export async function find(ctx: Ctx, id: string): Promise<AlarmWithEvidence | undefined> {
  const { rows } = await alarms(ctx, sql`a.id = ${id}`, sql``).execute(ctx.db)
  return rows[0] && shape(rows[0])
}

/** Holds the row until the transaction ends, so that of two people one sees what the other did. */
export async function lock(ctx: Ctx, id: string): Promise<AlarmWithEvidence | undefined> {
  const { rows } = await alarms(ctx, sql`a.id = ${id}`, sql`for update of a`).execute(ctx.db)
  return rows[0] && shape(rows[0])
}

export async function placeOf(ctx: Ctx, id: string): Promise<{ area: string | null; organisation: string | null } | undefined> {
  const { rows } = await sql<{
    area: string | null
    organisation: string | null
  }>`select area_path::text as area, organisation_path::text as organisation
    from observations.alarm where id = ${id}`.execute(ctx.db)
  return rows[0]
}

export async function acknowledge(ctx: Ctx, id: string, note: string | null): Promise<void> {
  await sql`update observations.alarm set status = 'acknowledged', acknowledged_at = ${ctx.now}::timestamptz, acknowledged_by = ${ctx.user.id},
    acknowledged_name = ${ctx.user.name}, acknowledged_note = ${note}, version = version + 1 where id = ${id}`.execute(ctx.db)
}

export async function shelve(ctx: Ctx, id: string, until: Date | null, why: string | null): Promise<void> {
  await sql`update observations.alarm set shelved_until = ${until}::timestamptz, shelved_why = ${why}, shelved_by = ${until && ctx.user.id},
    shelved_name = ${until && ctx.user.name}, shelved_at = ${until && ctx.now}::timestamptz, version = version + 1 where id = ${id}`.execute(
    ctx.db,
  )
}

export async function counts(ctx: Ctx): Promise<{ raised: number; acknowledged: number; shelved: number; critical: number }> {
  const { rows } = await sql<{
    status: AlarmStatus
    severity: Severity
    n: number
  }>`select ${statusAt(ctx.now)} as status, a.severity, count(*)::int as n
    from observations.alarm a where a.status <> 'cleared' and ${visible(ctx, alarmRows, 'a')} group by 1, 2`.execute(ctx.db)
  const sum = (which: (row: (typeof rows)[number]) => boolean) => rows.filter(which).reduce((total, row) => total + row.n, 0)
  return {
    raised: sum((row) => row.status === 'raised'),
    acknowledged: sum((row) => row.status === 'acknowledged'),
    shelved: sum((row) => row.status === 'shelved'),
    critical: sum((row) => row.severity === 'critical' && row.status !== 'shelved'),
  }
}

export interface Overlooked {
  id: string
  thing_id: string
  severity: Severity
  title: Text
  escalation: number
  organisation_path: string | null
}

/** Raises the escalation of alarms that nobody has taken up in time; each level waits as long again. */
export async function escalate(ctx: Ctx, minutes: Record<Severity, number>, levels: number): Promise<Overlooked[]> {
  const { rows } =
    await sql<Overlooked>`update observations.alarm a set escalation = escalation + 1, escalated_at = ${ctx.now}::timestamptz, version = version + 1
    where a.status = 'raised' and a.escalation < ${levels} and (a.shelved_until is null or a.shelved_until <= ${ctx.now}::timestamptz)
      and greatest(a.recorded_at, a.escalated_at, a.shelved_until) <= ${ctx.now}::timestamptz - (case a.severity
        when 'critical' then ${minutes.critical}::int when 'serious' then ${minutes.serious}::int else ${minutes.minor}::int end) * interval '1 minute'
    returning id, thing_id, severity, title, escalation, organisation_path::text`.execute(ctx.db)
  return rows
}
