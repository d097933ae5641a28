import { index } from '#engines/search'
import { type Ctx, newId, refOf } from '#kernel'
import { unsoundRule } from './errors.ts'
import { thingType } from './events.ts'
import { clear } from './flush.ts'
import { isSound } from './rules.ts'
import type { RuleSpec, StreamSpec, ThingSpec } from './specs.ts'
import * as store from './store-setup.ts'

/** Makes or changes a thing; returns its id. */
export async function saveThing(ctx: Ctx, spec: ThingSpec): Promise<string> {
  const id = await store.upsertThing(ctx, { ...spec, id: spec.id ?? newId() })
  await index(ctx, {
    ref: refOf(thingType, id),
    title: { zh: spec.name, en: spec.name },
    numbers: [spec.code],
    ...(spec.ownerName && { body: spec.ownerName }),
    ...(spec.areaPath && { area: spec.areaPath }),
    ...(spec.organisationPath && { organisation: spec.organisationPath }),
  })
  return id
}

export const saveStreams = (ctx: Ctx, thing: string, streams: readonly StreamSpec[]): Promise<Map<string, number>> =>
  store.upsertStreams(ctx, thing, streams)

/** Replaces all rules that `owner` has on this thing. A rule that is gone ends its alarm: nothing would ever clear it. */
export async function setRules(ctx: Ctx, thing: string, owner: string, rules: readonly RuleSpec[]): Promise<void> {
  for (const rule of rules) if (!isSound(rule)) throw unsoundRule({ title: rule.title.zh })
  const streams = await store.streamIds(ctx, thing)
  const kept: string[] = []
  for (const rule of rules) {
    const datastream = streams.get(rule.property)
    if (datastream === undefined)
      throw new Error(`Rule "${rule.code}" is about "${rule.property}", which this thing does not observe`)
    kept.push(await store.upsertRule(ctx, { ...rule, id: newId(), datastream, owner }))
  }
  for (const { alarm_id } of await store.retireRules(ctx, thing, owner, kept))
    if (alarm_id) await clear(ctx, alarm_id, ctx.now, 'rule-removed')
}
