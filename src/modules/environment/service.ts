import { type Ctx, demand, districtOf, newId, notFound, refOf, staleVersion, system } from '#kernel'
import { record } from '#engines/audit'
import { areaAt } from '#engines/geo'
import { thingType } from '#engines/observations'
import { type Put, putRows, rowsWhere, type Stored, type Values } from '#engines/registers'
import { convert } from '#protocols/coordinates'
import { dataFlags, factorNames, systems } from '#protocols/hj212-names'
import { instantToLocal } from '#protocols/local-time'
import { devices } from './devices.ts'
import { badPath, factorTwice, mnRemoved, mnTaken, unsoundLimit } from './errors.ts'
import { type FactorRow, rowsOf } from './factor-rows.ts'
import { factors } from './factors.ts'
import { nameOf, settle, unitOf } from './settle.ts'
import type {
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

const valuesOf = (ctx: Ctx, row: store.MonitorColumns): Values<typeof devices.columns> => ({
  name: row.name,
  mn: row.mn,
  system_code: row.system_code,
  enterprise: row.enterprise,
  state: row.state,
  area_path: row.area_path,
  organisation_path: row.organisation_path,
  standard: row.standard,
  crc: row.crc,
  password: row.password_sealed === null ? null : ctx.secrets.decrypt(row.password_sealed),
  place: { lon: row.lon, lat: row.lat },
})

const keyOf = ({ code, kind, direction, level }: Pick<FactorRow, 'code' | 'kind' | 'direction' | 'level'>): string =>
  `${code} ${kind} ${direction} ${level}`

/** The monitor's rows in the register of factors become what the form says; what stays as it was is left alone. */
async function putFactors(ctx: Ctx, monitor: string, wanted: readonly MonitorFactor[]): Promise<void> {
  const there = new Map(
    (await rowsWhere(ctx.as(system), factors, { monitor })).map((row) => [
      keyOf(row.values as FactorRow & typeof row.values),
      row,
    ]),
  )
  const puts = wanted.flatMap(rowsOf).flatMap((row): Put<typeof factors.columns>[] => {
    const before = there.get(keyOf(row)) ?? null
    there.delete(keyOf(row))
    const values = { ...row, monitor }
    const same = before && Object.entries(values).every(([name, value]) => before.values[name as 'code'] === value)
    return same ? [] : [{ id: before?.id ?? newId(), before, values }]
  })
  for (const before of there.values()) puts.push({ id: before.id, before, values: null })
  if (puts.length > 0) await putRows(ctx, factors, puts)
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
    removed_at: null,
    version: 1,
  }
  if (await store.wasRemoved(ctx, spec.mn, null)) throw mnRemoved({ mn: spec.mn })
  const taken = await putRows(ctx, devices, [{ id: row.id, before: null, values: valuesOf(ctx, row) }])
  if (taken.length > 0) throw mnTaken({ mn: spec.mn })
  await putFactors(ctx, row.id, row.factors)
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
  const measured = patch.factors ?? before.factors
  checkFactors(measured)
  const point = patch.point ? convert(patch.point, patch.datum, 'wgs84') : { lon: before.lon, lat: before.lat }
  const movedTo = patch.point && patch.areaPath === undefined ? ((await areaAt(ctx, point)).deepest ?? null) : before.area_path
  const password =
    patch.password === undefined ? before.password_sealed : patch.password === null ? null : ctx.secrets.encrypt(patch.password)
  const row: store.MonitorColumns = {
    ...before,
    ...point,
    factors: measured,
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
  const held: Stored<typeof devices.columns> = { id, version: before.version, values: valuesOf(ctx, before), removedAt: null }
  await putRows(ctx, devices, [{ id, before: held, values: valuesOf(ctx, row) }])
  if (patch.factors) await putFactors(ctx, id, patch.factors)
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
