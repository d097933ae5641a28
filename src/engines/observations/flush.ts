import { record } from '#engines/audit'
import { type Ctx, newId } from '#kernel'
import { tooManyStreams } from './errors.ts'
import { alarmCleared, alarmRaised } from './events.ts'
import { pushAlarm } from './push.ts'
import { judge } from './rules.ts'
import { type Outcome, placeOf, type Reading, type Row, streamOf } from './reading.ts'
import * as store from './store-intake.ts'

/** Properties of one thing. A monitor has a few dozen. */
const mostStreams = 500

/** Ids of datastreams by thing and property; filled after commit only, so that a rollback leaves no ghost. */
export type StreamIds = Map<string, number>

/**
 * One transaction: store what is new, correct what changed, keep the latest values, judge the rules, announce alarms.
 * Three statements when nothing out of the ordinary happens. No two batches may hold different readings for one place.
 */
export async function flush(ctx: Ctx, known: StreamIds, batches: readonly (readonly Reading[])[]): Promise<Outcome[]> {
  const unique = new Map(batches.flat().map((reading) => [placeOf(reading), reading]))
  const rows = await locate(ctx, known, [...unique.values()])
  const rules = await store.lockRules(ctx, [...new Set(rows.map((row) => row.datastream))])
  const taken = new Set(await store.insertNew(ctx, rows))
  const revised = taken.size > 0 ? new Set(await store.revise(ctx, [...taken])) : new Set<Row>()
  const fresh = rows.filter((row) => !taken.has(row))
  if (revised.size > 0) await store.saveLatest(ctx, newest([...revised]))
  if (fresh.length + revised.size > 0) await applyRules(ctx, rules, { fresh, revised })
  record(ctx, {
    action: 'observations.store',
    after: { batches: batches.length, stored: fresh.length, revised: revised.size, duplicate: taken.size - revised.size },
  })
  const fate = new Map(
    rows.map((row) => [placeOf(row), revised.has(row) ? 'revised' : taken.has(row) ? 'duplicate' : 'stored'] as const),
  )
  return batches.map((batch) => tally(batch, fate))
}

/** The first batch that brought a reading is told it was stored; the others that they repeated it. */
function tally(batch: readonly Reading[], fate: Map<string, keyof Outcome>): Outcome {
  const outcome: Outcome = { stored: 0, revised: 0, duplicate: 0 }
  for (const reading of batch) {
    const place = placeOf(reading)
    outcome[fate.get(place) ?? 'duplicate']++
    fate.set(place, 'duplicate')
  }
  return outcome
}

/** One order for all gateways, so that two of them never wait for each other. */
const inOrder = (a: Row, b: Row) =>
  a.datastream - b.datastream || store.kindNumber[a.kind] - store.kindNumber[b.kind] || a.at.getTime() - b.at.getTime()

async function locate(ctx: Ctx, known: StreamIds, readings: Reading[]): Promise<Row[]> {
  const missing = new Map(
    readings.filter((reading) => !known.has(streamOf(reading))).map((reading) => [streamOf(reading), reading]),
  )
  const made = new Map<string, number>()
  if (missing.size > 0) {
    for (const { thing, property, id } of await store.ensureStreams(ctx, [...missing.values()], mostStreams))
      made.set(`${thing} ${property}`, id)
    ctx.afterCommit(() => {
      for (const [stream, id] of made) known.set(stream, id)
    })
  }
  const idOf = (reading: Reading): number => {
    const id = known.get(streamOf(reading)) ?? made.get(streamOf(reading))
    if (id === undefined) throw tooManyStreams({ most: mostStreams })
    return id
  }
  return readings.map((reading) => ({ ...reading, datastream: idOf(reading) })).sort(inOrder)
}

/** Rows come in order of time, so the last one per datastream and kind is the newest. */
const newest = (rows: Row[]): Row[] => [
  ...new Map(rows.sort(inOrder).map((row) => [`${row.datastream} ${row.kind}`, row])).values(),
]

/**
 * Only news is judged: readings newer than the newest known, and corrections of exactly that one. What arrives late
 * (a device sending its backlog) is stored, but raises no alarm about a time that is over.
 */
async function applyRules(
  ctx: Ctx,
  rules: store.RuleRow[],
  { fresh, revised }: { fresh: Row[]; revised: ReadonlySet<Row> },
): Promise<void> {
  const states: store.NewState[] = []
  const peaks = new Map<string, number>()
  const byStream = Map.groupBy(
    [...fresh, ...revised].filter((row) => row.usable && row.value !== null),
    (row) => `${row.datastream} ${store.kindNumber[row.kind]}`,
  )
  for (const rule of rules) {
    const since = rule.latest_at?.getTime() ?? Number.NEGATIVE_INFINITY
    const ours = byStream.get(`${rule.datastream_id} ${rule.kind}`) ?? []
    const news = ours.filter((row) => (revised.has(row) ? row.at.getTime() === since : row.at.getTime() > since))
    const after = await play(ctx, rule, news.sort(inOrder), peaks)
    const isNew = after.breaches !== rule.breaches || after.recoveries !== rule.recoveries || after.alarm !== rule.alarm_id
    if (isNew) states.push({ rule: rule.id, ...after })
  }
  if (states.length > 0) await store.saveStates(ctx, states)
  if (peaks.size > 0) await store.savePeaks(ctx, peaks)
}

async function play(ctx: Ctx, rule: store.RuleRow, news: Row[], peaks: Map<string, number>) {
  const { direction, raise_at: raiseAt, clear_at: clearAt, raise_after: raiseAfter, clear_after: clearAfter } = rule
  const worse = direction === 'above' ? Math.max : Math.min
  let state = { breaches: rule.breaches, recoveries: rule.recoveries, open: rule.alarm_id !== null }
  let alarm = rule.alarm_id
  let peak = rule.peak ?? 0
  for (const row of news) {
    const value = row.value as number
    const step = judge({ direction, raiseAt, clearAt, raiseAfter, clearAfter }, state, value)
    state = step.state
    if (step.change === 'raise') {
      alarm = await raise(ctx, rule, row)
      peak = value
    } else if (step.change === 'clear' && alarm) {
      await clear(ctx, alarm, row.at, 'recovered')
      alarm = null
    } else if (alarm && worse(peak, value) !== peak) {
      peak = value
      peaks.set(alarm, peak)
    }
  }
  return { breaches: state.breaches, recoveries: state.recoveries, alarm }
}

const pointOf = ({ lon, lat }: store.AlarmPlace) => (lon !== null && lat !== null ? { lon, lat } : null)

async function raise(ctx: Ctx, rule: store.RuleRow, row: Row): Promise<string> {
  const value = row.value as number
  const id = newId()
  const evidence = await store.evidence(ctx, rule.datastream_id, rule.kind, row.at)
  const place = await store.insertAlarm(ctx, { id, rule, value, at: row.at, evidence })
  await ctx.emit(alarmRaised, {
    alarmId: id,
    thingId: place.thing_id,
    source: place.source,
    code: place.code,
    stationName: place.station_name,
    stationKind: place.station_kind,
    ownerName: place.owner_name,
    point: pointOf(place),
    areaPath: place.area_path,
    organisationPath: place.organisation_path,
    datastreamId: rule.datastream_id,
    property: place.property,
    propertyName: place.property_name ?? { zh: place.property, en: place.property },
    unit: place.unit,
    kind: row.kind,
    ruleId: rule.id,
    ruleCode: place.rule_code,
    title: rule.title,
    severity: rule.severity,
    direction: rule.direction,
    threshold: rule.raise_at,
    value,
    raisedAt: row.at.toISOString(),
    evidence,
  })
  pushAlarm(ctx, 'raised', {
    id,
    status: 'raised',
    severity: rule.severity,
    title: rule.title,
    station: { id: place.thing_id, name: place.station_name, point: pointOf(place) },
    value,
    threshold: rule.raise_at,
    unit: place.unit,
    raisedAt: row.at.toISOString(),
  })
  return id
}

export async function clear(ctx: Ctx, alarm: string, at: Date, why: 'recovered' | 'rule-removed'): Promise<void> {
  const closed = await store.clearAlarm(ctx, alarm, at, why)
  if (!closed) return
  await ctx.emit(alarmCleared, { alarmId: alarm, thingId: closed.thing_id, clearedAt: at.toISOString(), why, peak: closed.peak })
  pushAlarm(ctx, 'cleared', { id: alarm, status: 'cleared' })
}
