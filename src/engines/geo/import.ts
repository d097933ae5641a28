import { readFile } from 'node:fs/promises'
import type { Ctx } from '#kernel'
import { type Candidate, checkArea, checkDrawn, type RawFeature, type Reason, type Refused, refuse } from './import-check.ts'
import type { Datum } from './datum.ts'
import { SURROUNDINGS } from './layers.ts'
import type { AreaKind, Bbox, Tags } from './schema.ts'
import * as store from './store-import.ts'

export interface ImportOptions {
  datum: Datum
  source: string
  schematic: boolean
  bounds: Bbox
  /** Take areas whose codes are not known yet. */
  allowNew: boolean
  /** Share of the smaller of two areas by which they may overlap. */
  overlap: number
  /** With towns: draw the district's outline around them. */
  outline?: boolean
}

export interface ImportReport {
  read: number
  taken: number
  updated: number
  added: number
  /** Withdrawn because the file brought others in their place. */
  retired: number
  /** Current areas of the kind that the file does not hold: they stay as they are. */
  kept: { code: string; name: string }[]
  refused: Refused[]
  /** Share of the district's outline that areas of this kind now cover. */
  coverage?: number
}

/** A whole file that cannot be read as GeoJSON in longitude and latitude. */
export class UnreadableFile extends Error {}

export async function readGeoJson(file: string | URL): Promise<RawFeature[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnreadableFile(`${file}: ${error.code === 'ENOENT' ? '没有这个文件 / no such file' : error.message}`)
  })
  return readFeatures(text, String(file))
}

/** The features of a file's text; `file` is what it is called in complaints. */
export function readFeatures(text: string, file: string): RawFeature[] {
  let json: { type?: unknown; features?: unknown; crs?: { properties?: { name?: unknown } } }
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new UnreadableFile(`${file}: 不是 JSON / not JSON: ${(error as Error).message}`)
  }
  if (json === null || typeof json !== 'object')
    throw new UnreadableFile(`${file}: 不是 FeatureCollection / not a FeatureCollection`)
  const crs = json.crs?.properties?.name
  if (crs !== undefined && !/(CRS84|EPSG:+(4326|4490))$/i.test(String(crs)))
    throw new UnreadableFile(
      `${file}: 坐标系是 ${String(crs)}，请先转换为 EPSG:4326 / its CRS is ${String(crs)}; convert it to EPSG:4326 first`,
    )
  if (json.type === 'Feature') return [json as RawFeature]
  if (json.type !== 'FeatureCollection' || !Array.isArray(json.features))
    throw new UnreadableFile(`${file}: 不是 FeatureCollection / not a FeatureCollection`)
  return json.features as RawFeature[]
}

const isRefused = (checked: object): checked is Refused => 'why' in checked

/**
 * Replaces areas of one kind. Each feature stands or falls by itself, the whole is one transaction; ids, codes and paths
 * of areas that exist are kept, so that whatever lies in them stays where it is.
 */
export async function importAreas(
  ctx: Ctx,
  kind: AreaKind,
  raw: readonly RawFeature[],
  options: ImportOptions,
): Promise<ImportReport> {
  const checked = raw.map((feature, i) => checkArea(feature, i + 1, { kind, datum: options.datum, bounds: options.bounds }))
  const refused = checked.filter(isRefused)
  const known = await store.knownAreas(ctx)
  const placed = checked
    .filter((one): one is Candidate => !isRefused(one))
    .map((candidate, i, all) => place(candidate, kind, known, options, all.slice(0, i)))
  refused.push(...placed.filter(isRefused))
  const incoming = placed.filter((one): one is store.Incoming => !isRefused(one))

  await store.lay(ctx, incoming)
  refused.push(...(await refuseShapes(ctx, incoming, options.overlap)))
  const out = new Set(refused.map(({ at }) => at))
  const taken = incoming.filter(({ at }) => !out.has(at))
  const changed = await store.takeOver(ctx, { kind, source: options.source, schematic: options.schematic })
  const retired = await retire(ctx, kind, taken)
  if (taken.length > 0) await redraw(ctx, kind, options)

  const codes = new Set(taken.map(({ code }) => code))
  const kept = (await store.knownAreas(ctx))
    .filter((area) => area.kind === kind && area.current && !codes.has(area.code))
    .map(({ code, name }) => ({ code, name }))
  return {
    read: raw.length,
    taken: taken.length,
    ...changed,
    retired,
    kept,
    refused: refused.sort((a, b) => a.at - b.at),
    coverage: await store.coverage(ctx, kind),
  }
}

/** The district follows its towns if asked to; what lies around it follows the district. */
async function redraw(ctx: Ctx, kind: AreaKind, { outline, source, schematic }: ImportOptions): Promise<void> {
  const follows = kind === 'town' && outline
  if (follows) {
    await store.layOutline(ctx)
    await store.takeOver(ctx, { kind: 'district', source, schematic })
  }
  if (kind === 'district' || follows) await store.redrawSurroundings(ctx, SURROUNDINGS)
  await store.newStamp(ctx)
}

const above: Record<AreaKind, readonly AreaKind[]> = {
  district: [],
  town: ['district'],
  village: ['town'],
  grid: ['village', 'town'],
}

/** What a lower code begins with: the statistical codes end in zeros that stand for "all of it". */
const stemOf = (code: string, kind: AreaKind): string =>
  kind === 'district' ? code.replace(/0{6}$/, '') : kind === 'town' ? code.replace(/0{3}$/, '') : code

function place(
  candidate: Candidate,
  kind: AreaKind,
  known: readonly store.KnownArea[],
  options: ImportOptions,
  before: readonly Candidate[],
): store.Incoming | Refused {
  const { at, code, parent, name } = candidate
  const no = (why: Reason) => refuse(at, why, { found: code }, { code, name: name.zh })
  if (before.some((other) => other.code === code)) return no('repeated_code')
  const same = known.find((area) => area.code === code)
  if (same && same.kind !== kind) return no('unknown_code')
  if (!same && !options.allowNew && (kind === 'district' || kind === 'town')) return no('unknown_code')
  if (kind === 'district') return { ...candidate, path: same?.path ?? code }
  const parents = above[kind].flatMap((level) =>
    known.filter(
      (area) =>
        area.current && area.kind === level && (parent ? area.code === parent : code.startsWith(stemOf(area.code, level))),
    ),
  )
  const over = parents[0]
  if (!over) return same?.current ? { ...candidate, path: same.path } : no('unknown_parent')
  return { ...candidate, path: `${over.path}.${code}` }
}

/** Crossing rings, then overlaps: of two that overlap too much, the later one in the file is refused. */
async function refuseShapes(ctx: Ctx, incoming: readonly store.Incoming[], allowed: number): Promise<Refused[]> {
  const byPlace = new Map(incoming.map((area) => [area.at, area]))
  const who = (at: number) => ({ code: byPlace.get(at)?.code as string, name: byPlace.get(at)?.name.zh as string })
  const broken = (await store.invalidRings(ctx)).map(({ at, why }) => refuse(at, 'bad_ring', { found: why }, who(at)))
  await store.takeOut(
    ctx,
    broken.map(({ at }) => at),
  )
  const out = new Set<number>()
  const overlapping: Refused[] = []
  for (const { earlier, later, share } of await store.overlaps(ctx, allowed)) {
    if (out.has(earlier) || out.has(later)) continue
    out.add(later)
    const percent = (n: number) => Math.round(n * 1000) / 10
    overlapping.push(
      refuse(
        later,
        'overlap',
        { other: `${who(earlier).code} ${who(earlier).name}`, percent: percent(share), allowed: percent(allowed) },
        who(later),
      ),
    )
  }
  await store.takeOut(ctx, [...out])
  return [...broken, ...overlapping]
}

/** New villages or grids take the place of those that stood under the same towns; towns that a file lacks stay. */
async function retire(ctx: Ctx, kind: AreaKind, taken: readonly store.Incoming[]): Promise<number> {
  if (kind === 'district' || kind === 'town' || taken.length === 0) return 0
  const towns = [...new Set(taken.map(({ path }) => path.split('.').slice(0, 2).join('.')))]
  return store.retireBelow(ctx, towns, kind === 'village' ? ['village', 'grid'] : ['grid'])
}

/** Replaces one drawn layer (water, roads, …) whole. */
export async function importLayer(
  ctx: Ctx,
  layer: string,
  raw: readonly RawFeature[],
  options: ImportOptions,
): Promise<ImportReport> {
  const checked = raw.map((feature, i) => checkDrawn(feature, i + 1, options))
  const refused = checked.filter(isRefused)
  const good = checked.filter((one) => !isRefused(one)) as Exclude<(typeof checked)[number], Refused>[]
  const broken = await store.invalidDrawn(ctx, good)
  refused.push(...broken.map(({ at, why }) => refuse(at, 'bad_ring', { found: why })))
  const out = new Set(broken.map(({ at }) => at))
  const taken = good.filter(({ at }) => !out.has(at))
  const features = taken.map(({ geometry, properties }) => ({ geometry, tags: tagsOf(properties, options.schematic) }))
  const retired = taken.length > 0 ? await store.replaceLayer(ctx, layer, features, options) : 0
  if (taken.length > 0) await store.newStamp(ctx)
  return {
    read: raw.length,
    taken: taken.length,
    updated: 0,
    added: taken.length,
    retired,
    kept: [],
    refused: refused.sort((a, b) => a.at - b.at),
  }
}

/** Names become `name_zh` and `name_en`; only words, numbers and flags are kept: tiles can carry nothing else. */
function tagsOf(properties: Record<string, unknown>, schematic: boolean): Tags {
  const { name, ...rest } = properties
  const named =
    typeof name === 'object' && name !== null
      ? (name as { zh?: unknown; en?: unknown })
      : { zh: name, en: rest['name_en'] ?? name }
  const plain = Object.entries(rest).filter((entry): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  )
  return {
    ...Object.fromEntries(plain.slice(0, 30)),
    ...(typeof named.zh === 'string' && { name_zh: named.zh, name_en: typeof named.en === 'string' ? named.en : named.zh }),
    schematic,
  }
}
