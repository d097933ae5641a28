import { type Ctx, demand, districtOf, newId, notFound, notifyAll, refOf, staleVersion } from '#kernel'
import { record } from '#engines/audit'
import { areaAt } from '#engines/geo'
import { type RuleSpec, saveStreams, saveThing, setRules, thingType } from '#engines/observations'
import { convert } from '#protocols/coordinates'
import { dataFlags, factorNames, systems } from '#protocols/hj212-names'
import { instantToLocal } from '#protocols/local-time'
import { badPath, factorTwice, mnTaken, unsoundLimit } from './errors.ts'
import { changedChannel } from './registry.ts'
import type {
  FactorLimit,
  Monitor,
  MonitorFactor,
  MonitorPatch,
  MonitorQuery,
  MonitorRow,
  MonitorWithTraffic,
  NewMonitor,
  Stranger,
  Unreadable,
  Vocabulary,
} from './schema.ts'
import { nobody } from './ledger.ts'
import * as store from './store.ts'
import * as ledger from './store-ledger.ts'

const what = { what: '监测设备 / monitor' }
const manage = 'environment.manage'
const sourceName = 'environment'

const nameOf = ({ code, name }: Pick<MonitorFactor, 'code' | 'name'>) => {
  const usual = factorNames[code]
  return name ?? (usual ? { zh: usual.zh, en: usual.en } : { zh: code, en: code })
}
const unitOf = ({ code, unit }: Pick<MonitorFactor, 'code' | 'unit'>) => unit ?? factorNames[code]?.unit ?? null

function shape(row: store.MonitorColumns): Monitor {
  const system = systems[row.system_code]
  return {
    id: row.id,
    ref: refOf(store.monitorType, row.id),
    stationRef: refOf(thingType, row.id),
    mn: row.mn,
    hasPassword: row.password_sealed !== null,
    name: row.name,
    systemCode: row.system_code,
    systemName: system ? { zh: system.zh, en: system.en } : { zh: row.system_code, en: row.system_code },
    standard: row.standard,
    crc: row.crc,
    enterprise: row.enterprise,
    point: { lon: row.lon, lat: row.lat },
    areaPath: row.area_path,
    organisationPath: row.organisation_path,
    state: row.state,
    factors: row.factors.map((factor) => ({ ...factor, name: nameOf(factor), unit: unitOf(factor) })),
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  }
}

function checkFactors(factors: readonly MonitorFactor[]): void {
  const seen = new Set<string>()
  for (const { code, limits } of factors) {
    if (seen.has(code)) throw factorTwice({ code })
    seen.add(code)
    for (const { direction, raiseAt, clearAt = raiseAt } of limits)
      if (direction === 'above' ? clearAt > raiseAt : clearAt < raiseAt) throw unsoundLimit({ code })
  }
}

const checkPaths = (...paths: (string | null | undefined)[]): void => {
  for (const path of paths) if (path && !store.isPath(path)) throw badPath({ path })
}

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

/** Carries the monitor over to the observations: station, datastreams, rules. A stopped monitor has no rules. */
async function settle(ctx: Ctx, row: store.MonitorColumns): Promise<void> {
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
    state: row.state,
  })
  await saveStreams(
    ctx,
    row.id,
    row.factors.map((factor) => ({ property: factor.code, name: nameOf(factor), unit: unitOf(factor) })),
  )
  await setRules(ctx, row.id, sourceName, row.state === 'in-use' ? row.factors.flatMap(rulesOf) : [])
  await notifyAll(ctx.db, changedChannel, row.mn)
}

/** Registers a monitor; it may send from the moment this commits. */
export async function registerMonitor(ctx: Ctx, spec: NewMonitor): Promise<Monitor> {
  checkFactors(spec.factors)
  const point = convert(spec.point, spec.datum, 'wgs84')
  const areaPath = spec.areaPath ?? (await areaAt(ctx, point)).deepest ?? null
  const organisationPath = spec.organisationPath ?? ctx.user.organisation ?? null
  checkPaths(areaPath, organisationPath)
  demand(ctx.user, manage, { area: areaPath, organisation: organisationPath })
  const row: store.MonitorColumns = {
    id: newId(),
    mn: spec.mn,
    password_sealed: spec.password === undefined ? null : ctx.secrets.encrypt(spec.password),
    name: spec.name.trim(),
    system_code: spec.systemCode,
    standard: spec.standard,
    crc: spec.crc,
    enterprise: spec.enterprise,
    lon: point.lon,
    lat: point.lat,
    area_path: areaPath,
    organisation_path: organisationPath,
    state: spec.state,
    factors: spec.factors,
    created_at: ctx.now,
    updated_at: ctx.now,
    version: 1,
  }
  if (!(await store.insert(ctx, row))) throw mnTaken({ mn: spec.mn })
  await settle(ctx, row)
  await ledger.forgetStranger(ctx, spec.mn)
  record(ctx, { action: 'environment.register-monitor', ref: refOf(store.monitorType, row.id), after: shape(row) })
  return shape(row)
}

export async function changeMonitor(ctx: Ctx, id: string, patch: MonitorPatch): Promise<Monitor> {
  const before = await store.lock(ctx, id)
  if (!before) throw notFound(what)
  demand(ctx.user, manage, { area: before.area_path, organisation: before.organisation_path })
  if (before.version !== patch.version) throw staleVersion({}, { current: shape(before) })
  const factors = patch.factors ?? before.factors
  checkFactors(factors)
  const point = patch.point ? convert(patch.point, patch.datum, 'wgs84') : { lon: before.lon, lat: before.lat }
  const movedTo = patch.point && patch.areaPath === undefined ? ((await areaAt(ctx, point)).deepest ?? null) : before.area_path
  const password =
    patch.password === undefined ? before.password_sealed : patch.password === null ? null : ctx.secrets.encrypt(patch.password)
  const row: store.MonitorColumns = {
    ...before,
    ...point,
    factors,
    password_sealed: password,
    name: patch.name?.trim() ?? before.name,
    system_code: patch.systemCode ?? before.system_code,
    standard: patch.standard ?? before.standard,
    crc: patch.crc ?? before.crc,
    enterprise: patch.enterprise === undefined ? before.enterprise : patch.enterprise,
    area_path: patch.areaPath ?? movedTo,
    organisation_path: patch.organisationPath ?? before.organisation_path,
    state: patch.state ?? before.state,
    updated_at: ctx.now,
    version: before.version + 1,
  }
  checkPaths(row.area_path, row.organisation_path)
  demand(ctx.user, manage, { area: row.area_path, organisation: row.organisation_path })
  await store.update(ctx, row)
  await settle(ctx, row)
  const newPassword = patch.password !== undefined && { passwordChanged: true }
  record(ctx, {
    action: 'environment.change-monitor',
    ref: refOf(store.monitorType, id),
    before: shape(before),
    after: { ...shape(row), ...newPassword },
  })
  return shape(row)
}

/** Today in the district, as the tallies count days. */
const today = (ctx: Ctx) => instantToLocal(ctx.now, districtOf(ctx.house).timeZone).replace(/^(\d{4})(\d\d)(\d\d).*/, '$1-$2-$3')

export async function listMonitors(ctx: Ctx, query: MonitorQuery): Promise<{ items: MonitorRow[]; next: string | null }> {
  const found = await store.list(ctx, query, today(ctx))
  const items = found.slice(0, query.limit).map((row) => {
    const { factors, ...monitor } = shape(row)
    return {
      ...monitor,
      factorCount: factors.length,
      acceptedToday: row.accepted_today,
      refusedToday: row.refused_today,
      lastAt: row.last_at?.toISOString() ?? null,
    }
  })
  return { items, next: found.length > query.limit ? (items.at(-1)?.mn ?? null) : null }
}

export async function monitorOf(ctx: Ctx, id: string): Promise<MonitorWithTraffic> {
  const row = await store.find(ctx, id)
  if (!row) throw notFound(what)
  return {
    ...shape(row),
    tallies: await ledger.tallies(ctx, row.mn, today(ctx)),
    lastRefused: await ledger.lastRefused(ctx, row.mn, 20),
  }
}

export async function listStrangers(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: Stranger[]; next: string | null }> {
  const found = await ledger.strangers(ctx, cursor, limit)
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? (items.at(-1)?.mn ?? null) : null }
}

export const unreadable = async (ctx: Ctx): Promise<Unreadable> => ({
  tallies: await ledger.tallies(ctx, nobody, today(ctx)),
  lastRefused: await ledger.lastRefused(ctx, nobody, 20),
})

export function vocabulary(): Vocabulary {
  const named = (all: Readonly<Record<string, { zh: string; en: string }>>) =>
    Object.entries(all).map(([code, { zh, en }]) => ({ code, name: { zh, en } }))
  return {
    factors: Object.entries(factorNames).map(([code, { zh, en, unit }]) => ({ code, name: { zh, en }, unit })),
    systems: named(systems),
    flags: Object.entries(dataFlags).map(([code, { zh, en, usable }]) => ({ code, name: { zh, en }, usable })),
  }
}
