import { record } from '#engines/audit'
import { hangingOn } from '#engines/identity'
import { type Ctx, demand, settingsOf, staleVersion } from '#kernel'
import { areaAboveRetired, areasBelow, districtStays, noSuchArea } from './errors.ts'
import { type ImportReport, importAreas, type ImportOptions, readFeatures } from './import.ts'
import type { AreaImportReport, AreaKind, AreaNaming, AreaRecord, AreaRetiring, KeptArea } from './schema.ts'
import { geoSettings } from './settings.ts'
import { newStamp } from './store-import.ts'
import * as store from './store-keeping.ts'

const MANAGE = 'geo.manage'
const refOf = (code: string) => `geo.area:${code}`

export const keptAreas = (ctx: Ctx): Promise<KeptArea[]> => store.all(ctx)

/** One area: what hangs on it and all below it, and what it was before. */
export async function areaRecord(ctx: Ctx, code: string): Promise<AreaRecord> {
  const area = await store.one(ctx, code)
  if (!area) throw noSuchArea({ code })
  return { ...area, use: await hangingOn(ctx, 'area', area.path), past: await store.past(ctx, area.id) }
}

async function known(ctx: Ctx, code: string, version: number): Promise<KeptArea> {
  const area = await store.one(ctx, code, true)
  if (!area) throw noSuchArea({ code })
  demand(ctx.user, MANAGE, { area: area.path })
  if (area.version !== version) throw staleVersion({}, { current: area })
  return area
}

export async function renameArea(ctx: Ctx, code: string, { name, why, version }: AreaNaming): Promise<KeptArea> {
  const area = await known(ctx, code, version)
  await store.change(ctx, area.id, { name, retired: area.retiredAt !== null })
  await newStamp(ctx)
  record(ctx, { action: 'geo.rename-area', ref: refOf(code), before: { title: area.name }, after: { title: name }, why })
  return (await store.one(ctx, code)) as KeptArea
}

/** Merged or dissolved 撤并: old matters keep their place, new ones find none there. */
export async function retireArea(ctx: Ctx, code: string, { why, version }: AreaRetiring): Promise<KeptArea> {
  const area = await known(ctx, code, version)
  if (area.kind === 'district') throw districtStays()
  const below = await store.currentBelow(ctx, area.path)
  if (below > 0) throw areasBelow({ count: below })
  if (!area.retiredAt) await store.change(ctx, area.id, { retired: true })
  await newStamp(ctx)
  record(ctx, { action: 'geo.retire-area', ref: refOf(code), why })
  return (await store.one(ctx, code)) as KeptArea
}

export async function restoreArea(ctx: Ctx, code: string, { why, version }: AreaRetiring): Promise<KeptArea> {
  const area = await known(ctx, code, version)
  if ((await store.retiredAbove(ctx, area.path)) > 0) throw areaAboveRetired()
  if (area.retiredAt) await store.change(ctx, area.id, { retired: false })
  await newStamp(ctx)
  record(ctx, { action: 'geo.restore-area', ref: refOf(code), why })
  return (await store.one(ctx, code)) as KeptArea
}

export interface AreaFile {
  name: string
  text: string
}
export type AreaImport = Pick<ImportOptions, 'datum' | 'allowNew' | 'schematic'> & { kind: AreaKind; isDryRun: boolean }

/** Undoes what a dry run wrote. */
class DryRun extends Error {}

/** Areas from a GeoJSON file: tried in full either way, and only with `isDryRun` false kept. */
export async function importAreaFile(
  ctx: Ctx,
  { name, text }: AreaFile,
  { kind, isDryRun, ...options }: AreaImport,
): Promise<AreaImportReport> {
  demand(ctx.user, MANAGE, {})
  const raw = readFeatures(text, name)
  const { bounds } = settingsOf(ctx.house, geoSettings)
  let report: ImportReport | undefined
  const undo = new DryRun()
  try {
    await ctx.transact('write', async (tx) => {
      report = await importAreas(tx, kind, raw, { ...options, source: name, bounds, overlap: 0.02 })
      const { read, taken, updated, added, retired, refused } = report
      record(tx, {
        action: 'geo.import',
        after: { as: kind, file: name, read, taken, updated, added, retired, refused: refused.length },
      })
      if (isDryRun) throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
  }
  const { refused, coverage, ...counts } = report as ImportReport
  return {
    ...counts,
    stored: !isDryRun,
    refused: refused.map(({ code = null, name = null, ...one }) => ({ ...one, code, name })),
    coverage: coverage ?? null,
  }
}
