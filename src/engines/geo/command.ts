import { parseArgs } from 'node:util'
import { basename } from 'node:path'
import { record } from '#engines/audit'
import { command, type Ctx, type Platform, settingsOf, system } from '#kernel'
import { type ImportOptions, type ImportReport, importAreas, importLayer, readGeoJson, UnreadableFile } from './import.ts'
import type { AreaKind } from './schema.ts'
import { geoSettings } from './settings.ts'

const kinds: Record<string, AreaKind> = { district: 'district', towns: 'town', villages: 'village', grids: 'grid' }
const datums = ['wgs84', 'gcj02', 'bd09'] as const

const usage = `geo import <file.geojson> --as district|towns|villages|grids|<layer>
      [--datum wgs84|gcj02|bd09] [--dry-run] [--new] [--overlap 2] [--source "…"] [--schematic] [--outline] [--all-or-nothing]`

class DryRun extends Error {}

export const geoCommand = command({
  id: 'geo',
  usage,
  run: async (platform, args, print) => {
    try {
      return await runImport(platform, args, print)
    } catch (error) {
      if (!(error instanceof UnreadableFile || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS'))) throw error
      print((error as Error).message)
      return 2
    }
  },
})

function readArgs(args: string[]) {
  const options = {
    as: { type: 'string' },
    datum: { type: 'string', default: 'wgs84' },
    'dry-run': { type: 'boolean', default: false },
    new: { type: 'boolean', default: false },
    overlap: { type: 'string', default: '2' },
    source: { type: 'string' },
    schematic: { type: 'boolean', default: false },
    outline: { type: 'boolean', default: false },
    'all-or-nothing': { type: 'boolean', default: false },
  } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [verb, file] = positionals
  const datum = datums.find((name) => name === values.datum)
  const overlap = Number(values.overlap) / 100
  if (verb !== 'import' || !file || !values.as || !datum || !(overlap >= 0 && overlap < 1)) return undefined
  return { file, as: values.as, datum, overlap, values }
}

async function runImport(platform: Platform, args: string[], print: (line: string) => void): Promise<number> {
  const wanted = readArgs(args)
  if (!wanted) return say(print, 2, `用法 / usage: ${usage}`)
  const { file, as, values } = wanted
  const kind = kinds[as]
  const drawn = settingsOf(platform.house, geoSettings).layers.map(({ id }) => id)
  if (!kind && !drawn.includes(as))
    return say(print, 2, `--as ${as}: 可选 / one of ${[...Object.keys(kinds), ...drawn].join(', ')}`)
  const raw = await readGeoJson(file)
  const options: ImportOptions = {
    datum: wanted.datum,
    source: values.source ?? basename(file),
    schematic: values.schematic,
    bounds: settingsOf(platform.house, geoSettings).bounds,
    allowNew: values.new,
    overlap: wanted.overlap,
    outline: values.outline,
  }
  const work = (ctx: Ctx) => (kind ? importAreas(ctx, kind, raw, options) : importLayer(ctx, as, raw, options))
  const { report, stored } = await importOnce(platform, work, {
    dryRun: values['dry-run'],
    whole: values['all-or-nothing'],
    about: { as, file: basename(file), source: options.source, datum: options.datum },
  })
  for (const line of reportLines(report, stored)) print(line)
  return report.refused.length === 0 ? 0 : 1
}

/** The import is tried in full either way; a dry run, or a refusal with --all-or-nothing, rolls it back. */
async function importOnce(
  platform: Platform,
  work: (ctx: Ctx) => Promise<ImportReport>,
  how: { dryRun: boolean; whole: boolean; about: Record<string, unknown> },
): Promise<{ report: ImportReport; stored: boolean }> {
  let report: ImportReport | undefined
  const undo = new DryRun()
  try {
    await platform.transact({ user: system, origin: { kind: 'cli', name: 'geo import' } }, 'write', async (ctx) => {
      report = await work(ctx)
      const { read, taken, updated, added, retired } = report
      record(ctx, {
        action: 'geo.import',
        after: { ...how.about, read, taken, updated, added, retired, refused: report.refused.length },
      })
      if (how.dryRun || (how.whole && report.refused.length > 0)) throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
    return { report: report as ImportReport, stored: false }
  }
  return { report: report as ImportReport, stored: true }
}

const say = (print: (line: string) => void, status: number, text: string): number => {
  print(text)
  return status
}

function* reportLines(
  { read, taken, updated, added, retired, kept, refused, coverage }: ImportReport,
  stored: boolean,
): Iterable<string> {
  yield `读入 ${read}，采用 ${taken}，拒绝 ${refused.length} / read ${read}, taken ${taken}, refused ${refused.length}`
  for (const { at, code, name, why, text } of refused) {
    const who = [code, name].filter(Boolean).join(' ') || '—'
    yield `  × 第 ${at} 个 / #${at} (${who}) ${why}: ${text.zh} / ${text.en}`
  }
  yield `更新 ${updated}，新增 ${added}，停用 ${retired} / updated ${updated}, added ${added}, retired ${retired}`
  if (kept.length > 0)
    yield `文件中没有、维持原状 / not in the file, left as they were: ${kept.length}${kept.length <= 12 ? ` (${kept.map(({ code, name }) => `${code} ${name}`).join(', ')})` : ''}`
  if (coverage !== undefined) yield `覆盖区界 / covers ${(coverage * 100).toFixed(1)} % of the district's outline`
  if (!stored) yield '没有写入任何内容 / nothing was stored'
}
