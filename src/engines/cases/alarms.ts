import { type Ctx, type Delivered, settingsOf } from '#kernel'
import type { AlarmCleared, AlarmRaised } from '#engines/observations'
import { fileReport } from './intake.ts'
import { noteOn } from './lifecycle.ts'
import { alarmSettings } from './settings.ts'
import * as reports from './store-reports.ts'

const number = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 3 })

const fits = (wanted: string | undefined, is: string): boolean =>
  wanted === undefined || (wanted.endsWith('*') ? is.startsWith(wanted.slice(0, -1)) : is === wanted)

/** The first row of the district's table that fits this alarm; none: the alarm stays an alarm. */
export function categoryFor(ctx: Ctx, alarm: AlarmRaised): string | undefined {
  return settingsOf(ctx.house, alarmSettings).find(
    ({ source, kind, property, rule, severity }) =>
      fits(source, alarm.source) &&
      fits(kind, alarm.stationKind) &&
      fits(property, alarm.property) &&
      fits(rule, alarm.ruleCode) &&
      (!severity || severity.includes(alarm.severity)),
  )?.category
}

/** An alarm becomes a case with its readings as evidence; delivered twice, it is the same report. */
export async function alarmToCase(ctx: Ctx, { payload: alarm }: Delivered<AlarmRaised>): Promise<void> {
  const category = categoryFor(ctx, alarm)
  if (!category) return
  if (!alarm.point) {
    ctx.log.warn({ alarm: alarm.alarmId, thing: alarm.thingId }, 'cases.alarm-without-place')
    return
  }
  const { unit, threshold, value, propertyName, stationName, title } = alarm
  await fileReport(ctx, {
    channel: 'sensor',
    category,
    point: alarm.point,
    address: stationName,
    description: `${stationName}：${title.zh}。${propertyName.zh} ${number.format(value)}${unit ? ` ${unit}` : ''}，${alarm.direction === 'above' ? '高于' : '低于'}限值 ${number.format(threshold)}${unit ? ` ${unit}` : ''}。`,
    evidence: {
      alarm: `observations.alarm:${alarm.alarmId}`,
      station: { ref: `observations.thing:${alarm.thingId}`, code: alarm.code, name: stationName },
      property: propertyName,
      unit,
      threshold,
      readings: alarm.evidence.slice(-500),
    },
    sourceKey: alarm.alarmId,
    origin: `${alarm.thingId} ${category}`,
    observedAt: new Date(alarm.raisedAt),
  })
}

/** The values are back: people are told, and decide themselves whether that settles it. */
export async function noteAlarmCleared(ctx: Ctx, { payload }: Delivered<AlarmCleared>): Promise<void> {
  const report = await reports.byAlarm(ctx, payload.alarmId)
  if (report)
    await noteOn(ctx, report.case_id, 'alarm-cleared', null, {
      alarm: payload.alarmId,
      clearedAt: payload.clearedAt,
      why: payload.why,
      peak: payload.peak,
    })
}
