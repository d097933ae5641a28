import { live, tell } from '#engines/notify'
import { type Ctx, refOf } from '#kernel'
import { alarmType } from './events.ts'
import type { AlarmChange, AlarmPush } from './schema.ts'
import type { Overlooked } from './store-alarms.ts'

/** Screens that show alarms hear of every change within the second, as far as they may see it. */
export function pushAlarm(ctx: Ctx, change: AlarmChange, alarm: Omit<AlarmPush, 'change'>): void {
  live(ctx, { topic: 'alarms', ref: refOf(alarmType, alarm.id), data: { ...alarm, change } satisfies AlarmPush })
}

/** Nobody has taken it up in time: whoever may do so at the responsible unit finds it in the inbox. */
export async function tellOverlooked(
  ctx: Ctx,
  { id, title, organisation_path: organisation, escalation }: Overlooked,
): Promise<void> {
  if (organisation === null) return
  await tell(ctx, {
    to: { organisation, capability: 'observations.acknowledge' },
    title: { zh: `报警无人处理：${title.zh}`, en: `Alarm not taken up: ${title.en}` },
    body: { zh: `第 ${escalation} 次提醒。请查看并确认。`, en: `Reminder ${escalation}. Please look at it and acknowledge.` },
    ref: refOf(alarmType, id),
  })
}
