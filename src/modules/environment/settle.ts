import { type RuleSpec, saveStreams, saveThing, setRules } from '#engines/observations'
import { type Ctx, notifyAll } from '#kernel'
import { factorNames } from '#protocols/hj212-names'
import { changedChannel } from './registry.ts'
import type { FactorLimit, MonitorFactor } from './schema.ts'
import * as store from './store.ts'

export const sourceName = 'environment'

export const nameOf = ({ code, name }: Pick<MonitorFactor, 'code' | 'name'>) => {
  const usual = factorNames[code]
  return name ?? (usual ? { zh: usual.zh, en: usual.en } : { zh: code, en: code })
}
export const unitOf = ({ code, unit }: Pick<MonitorFactor, 'code' | 'unit'>) => unit ?? factorNames[code]?.unit ?? null

/** The monitor's limits, as rules of the observations. The place in the list is part of the rule's name: it stays what it is. */
function rulesOf({ code, name, limits }: MonitorFactor): RuleSpec[] {
  const label = nameOf({ code, ...(name && { name }) })
  const places = new Map<string, number>()
  return limits.map(({ kind, direction, raiseAt, clearAt = raiseAt, raiseAfter, clearAfter, severity }: FactorLimit) => {
    const key = `${kind} ${direction}`
    const place = (places.get(key) ?? 0) + 1
    places.set(key, place)
    const title =
      direction === 'above'
        ? { zh: `${label.zh}超标`, en: `${label.en} above its limit` }
        : { zh: `${label.zh}低于限值`, en: `${label.en} below its limit` }
    return {
      property: code,
      kind,
      code: `limit-${direction}-${place}`,
      title,
      severity,
      direction,
      raiseAt,
      clearAt,
      raiseAfter,
      clearAfter,
    }
  })
}

/** Carries a monitor over to the observations: station, datastreams, rules. A stopped or removed monitor has no rules. */
export async function settle(ctx: Ctx, row: store.MonitorColumns): Promise<void> {
  const inUse = row.state === 'in-use' && row.removed_at === null
  await saveThing(ctx, {
    id: row.id,
    source: sourceName,
    code: row.mn,
    kind: row.system_code,
    name: row.name,
    point: { lon: row.lon, lat: row.lat },
    areaPath: row.area_path,
    organisationPath: row.organisation_path,
    ownerName: row.enterprise,
    state: inUse ? 'in-use' : 'stopped',
  })
  await saveStreams(
    ctx,
    row.id,
    row.factors.map((factor) => ({ property: factor.code, name: nameOf(factor), unit: unitOf(factor) })),
  )
  await setRules(ctx, row.id, sourceName, inUse ? row.factors.flatMap(rulesOf) : [])
  await notifyAll(ctx.db, changedChannel, row.mn)
}

/** The same for whatever the registers changed. */
export async function settleMonitors(ctx: Ctx, ids: readonly string[]): Promise<void> {
  for (const row of await store.byIds(ctx, ids)) await settle(ctx, row)
}
