import { type Ctx, defineSettings, demand, notFound, settingsOf, staleVersion } from '#kernel'
import { record } from '#engines/audit'
import { z } from 'zod'
import { alreadyAcknowledged, alreadyCleared, shelvedTooLong } from './errors.ts'
import { alarmEscalated } from './events.ts'
import type { Acknowledge, Alarm, AlarmCounts, AlarmQuery, AlarmWithEvidence, Shelve } from './schema.ts'
import { pushAlarm, tellOverlooked } from './push.ts'
import * as store from './store-alarms.ts'

/** How long an alarm may wait for somebody, per severity; and how often it is passed up. */
export const alarmSettings = defineSettings(
  'observations.alarms',
  z
    .object({
      escalateAfterMinutes: z.object({ minor: z.number().int(), serious: z.number().int(), critical: z.number().int() }),
      escalationLevels: z.number().int().min(0).max(10),
      longestShelvingHours: z.number().int().positive(),
    })
    .default({ escalateAfterMinutes: { minor: 240, serious: 60, critical: 15 }, escalationLevels: 3, longestShelvingHours: 72 }),
)

const what = { what: '报警 / alarm' }

export async function listAlarms(ctx: Ctx, query: AlarmQuery): Promise<{ items: Alarm[]; next: string | null }> {
  const found = await store.list(ctx, query)
  const items = found.slice(0, query.limit)
  return { items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}

export async function alarmOf(ctx: Ctx, id: string): Promise<AlarmWithEvidence> {
  const alarm = await store.find(ctx, id)
  if (!alarm) throw notFound(what)
  return alarm
}

export async function countAlarms(ctx: Ctx): Promise<AlarmCounts> {
  const counts = await store.counts(ctx)
  return { ...counts, count: counts.raised, asOf: ctx.now.toISOString() }
}

/** The alarm as it stands now, if it is still open and as the caller last saw it; else the refusal shows what it has become. */
async function openAlarm(ctx: Ctx, id: string, version: number): Promise<AlarmWithEvidence> {
  const alarm = await store.lock(ctx, id)
  if (!alarm) throw notFound(what)
  demand(ctx.user, 'observations.acknowledge', await store.placeOf(ctx, id))
  if (alarm.status === 'cleared') throw alreadyCleared({}, { current: alarm })
  if (alarm.acknowledged && alarm.version !== version)
    throw alreadyAcknowledged({ name: alarm.acknowledged.name }, { current: alarm })
  if (alarm.version !== version) throw staleVersion({}, { current: alarm })
  return alarm
}

async function after(
  ctx: Ctx,
  change: 'acknowledged' | 'shelved' | 'unshelved',
  id: string,
  why?: string,
): Promise<AlarmWithEvidence> {
  const alarm = await alarmOf(ctx, id)
  pushAlarm(ctx, change, { id, status: alarm.status })
  record(ctx, {
    action: `observations.alarm-${change}`,
    ref: alarm.ref,
    after: { status: alarm.status, shelvedUntil: alarm.shelved?.until ?? null },
    ...(why && { why }),
  })
  return alarm
}

export async function acknowledgeAlarm(ctx: Ctx, id: string, { version, note }: Acknowledge): Promise<AlarmWithEvidence> {
  const alarm = await openAlarm(ctx, id, version)
  if (alarm.acknowledged) throw alreadyAcknowledged({ name: alarm.acknowledged.name }, { current: alarm })
  await store.acknowledge(ctx, id, note?.trim() || null)
  return after(ctx, 'acknowledged', id, note)
}

/** Shelving 搁置 silences an alarm that is known and being dealt with; it stays open and comes back by itself. */
export async function shelveAlarm(ctx: Ctx, id: string, { version, until, why }: Shelve): Promise<AlarmWithEvidence> {
  await openAlarm(ctx, id, version)
  const longestHours = settingsOf(ctx.house, alarmSettings).longestShelvingHours
  const end = new Date(until)
  const hours = (end.getTime() - ctx.now.getTime()) / 3_600_000
  if (hours <= 0 || hours > longestHours) throw shelvedTooLong({ hours: longestHours })
  await store.shelve(ctx, id, end, why.trim())
  return after(ctx, 'shelved', id, why)
}

export async function unshelveAlarm(ctx: Ctx, id: string, version: number): Promise<AlarmWithEvidence> {
  await openAlarm(ctx, id, version)
  await store.shelve(ctx, id, null, null)
  return after(ctx, 'unshelved', id)
}

/** Passes up what nobody has acknowledged in time; run by a ticker. */
export async function escalateAlarms(ctx: Ctx): Promise<void> {
  const { escalateAfterMinutes, escalationLevels } = settingsOf(ctx.house, alarmSettings)
  for (const alarm of await store.escalate(ctx, escalateAfterMinutes, escalationLevels)) {
    const { id, thing_id, organisation_path, ...rest } = alarm
    await ctx.emit(alarmEscalated, { alarmId: id, thingId: thing_id, organisationPath: organisation_path, ...rest })
    pushAlarm(ctx, 'escalated', { id, status: 'raised', severity: alarm.severity, title: alarm.title })
    await tellOverlooked(ctx, alarm)
  }
}
