import type { Text } from '#kernel'
import { type Datum, toWgs84 } from './datum.ts'
import type { AreaKind, Bbox, Geometry } from './schema.ts'

/** A feature as it stands in the file, before anything is believed. */
export interface RawFeature {
  type?: unknown
  geometry?: { type?: unknown; coordinates?: unknown } | null
  properties?: Record<string, unknown> | null
}

/** Why one feature is not taken. `at` is its place in the file, counted from 1. */
export interface Refused {
  at: number
  code?: string
  name?: string
  why: string
  text: Text
}

export interface Candidate {
  at: number
  code: string
  parent?: string
  name: Text
  nameEn: boolean
  geometry: Geometry
}

const reasons = {
  not_a_feature: { zh: '不是 GeoJSON 要素', en: 'is not a GeoJSON feature' },
  not_polygon: { zh: '不是面（Polygon 或 MultiPolygon），而是 {found}', en: 'is not a polygon but {found}' },
  bad_coordinates: { zh: '坐标不是数对：{found}', en: 'has coordinates that are not pairs of numbers: {found}' },
  bad_ring: { zh: '边界环不成立：{found}', en: 'has a ring that does not hold: {found}' },
  projected: {
    zh: '坐标 {found} 像是以米计的投影坐标，请先转换为经纬度（EPSG:4326）',
    en: 'has coordinates like {found}: metres of a projection; convert to longitude and latitude (EPSG:4326) first',
  },
  swapped: { zh: '经纬度像是写反了（{found}）', en: 'seems to have longitude and latitude swapped ({found})' },
  outside_district: { zh: '不在本区范围内（{found}）', en: 'lies outside the district ({found})' },
  no_code: { zh: '没有代码（code、adcode、区划代码 等属性）', en: 'has no code (a property such as code or adcode)' },
  bad_code: {
    zh: '代码“{found}”不合规：只能用字母、数字和下划线，最长 32 位',
    en: 'has the code "{found}": only letters, digits and underscores, at most 32',
  },
  unknown_code: {
    zh: '代码 {found} 不在本区区划之内；确为新设的，请加 --new',
    en: 'has the code {found}, which this district does not know; add --new if it is a new one',
  },
  unknown_parent: {
    zh: '代码 {found} 找不到上级区域；请写明 parent 属性',
    en: 'has the code {found}, above which no area is known; give it a parent property',
  },
  repeated_code: { zh: '代码 {found} 在文件中出现了两次', en: 'repeats the code {found}' },
  no_name: { zh: '没有名称（name 属性）', en: 'has no name (a property name)' },
  overlap: {
    zh: '与 {other} 重叠了较小一方的 {percent}%，超过允许的 {allowed}%',
    en: 'overlaps {other} by {percent} % of the smaller one; {allowed} % is allowed',
  },
} as const satisfies Record<string, Text>
export type Reason = keyof typeof reasons

export const refuse = (
  at: number,
  why: Reason,
  params: Record<string, string | number> = {},
  who: { code?: string; name?: string } = {},
): Refused => {
  const say = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
  return { at, why, text: { zh: say(reasons[why].zh), en: say(reasons[why].en) }, ...who }
}

const codeNames = ['code', 'adcode', 'code12', 'area_code', 'xzqdm', 'XZQDM', 'grid_code', '区划代码', '代码', '编码', 'id']
const nameNames = ['name_zh', 'name', 'NAME', 'xzqmc', 'XZQMC', '名称']
const englishNames = ['name_en', 'name:en', 'en']
const parentNames = ['parent', 'parent_code', '上级代码']

const first = (properties: Record<string, unknown>, names: readonly string[]): string | undefined => {
  const found = names.map((name) => properties[name]).find((value) => typeof value === 'string' || typeof value === 'number')
  return found === undefined || String(found).trim() === '' ? undefined : String(found).trim()
}

/** 9 digits name a town in the statistical code; inside, every town has 12. */
const normalCode = (code: string, kind: AreaKind): string => {
  if (kind === 'district' && /^\d{6}$/.test(code)) return `${code}000000`
  return kind === 'town' && /^\d{9}$/.test(code) ? `${code}000` : code
}

export interface Expected {
  kind: AreaKind
  datum: Datum
  /** Where the district lies: what is far outside was meant for somewhere else. */
  bounds: Bbox
}

/** The checks that need no database: shape, numbers, place in the world, code and name. */
export function checkArea(raw: RawFeature, at: number, expected: Expected): Candidate | Refused {
  const properties = raw?.properties ?? {}
  const nested = properties['name'] as { zh?: unknown; en?: unknown } | undefined
  const zh = typeof nested?.zh === 'string' ? nested.zh : first(properties, nameNames)
  const en = typeof nested?.en === 'string' ? nested.en : first(properties, englishNames)
  const code = first(properties, codeNames)
  const who = { ...(code && { code }), ...(zh && { name: zh }) }
  if (raw?.type !== 'Feature') return refuse(at, 'not_a_feature', {}, who)
  const type = String(raw.geometry?.type ?? 'null')
  if (type !== 'Polygon' && type !== 'MultiPolygon') return refuse(at, 'not_polygon', { found: type }, who)
  if (!code) return refuse(at, 'no_code', {}, who)
  if (!/^[A-Za-z0-9_]{1,32}$/.test(code)) return refuse(at, 'bad_code', { found: code }, who)
  if (!zh) return refuse(at, 'no_name', {}, who)
  const parts = (type === 'Polygon' ? [raw.geometry?.coordinates] : raw.geometry?.coordinates) as unknown
  const fault = ringFault(parts) ?? placeFault(positionsOf(parts as number[][][][]), expected)
  if (fault) return refuse(at, fault.why, { found: fault.found }, who)
  const parent = first(properties, parentNames)
  const coordinates = moved(parts, expected.datum) as number[][][][]
  return {
    at,
    code: normalCode(code, expected.kind),
    ...(parent && { parent }),
    name: { zh, en: en ?? zh },
    nameEn: en !== undefined,
    geometry: { type: 'MultiPolygon', coordinates },
  }
}

interface Fault {
  why: Reason
  found: string
}

const isPosition = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length >= 2 && value.every((n) => typeof n === 'number' && Number.isFinite(n))
const positionsOf = (value: unknown): number[][] =>
  isPosition(value) ? [value] : Array.isArray(value) ? value.flatMap(positionsOf) : []

function ringFault(polygons: unknown): Fault | undefined {
  if (!Array.isArray(polygons) || polygons.length === 0) return { why: 'bad_coordinates', found: 'no polygon' }
  for (const [p, polygon] of polygons.entries()) {
    if (!Array.isArray(polygon) || polygon.length === 0) return { why: 'bad_coordinates', found: `polygon ${p + 1} has no ring` }
    for (const [r, ring] of polygon.entries()) {
      const where = `ring ${r + 1} of polygon ${p + 1}`
      if (!Array.isArray(ring)) return { why: 'bad_coordinates', found: where }
      const wrong = ring.findIndex((position) => !isPosition(position))
      if (wrong >= 0)
        return { why: 'bad_coordinates', found: `${where}, position ${wrong + 1}: ${JSON.stringify(ring[wrong]).slice(0, 60)}` }
      if (ring.length < 4) return { why: 'bad_ring', found: `${where} has ${ring.length} positions, at least 4 are needed` }
      const [start, end] = [ring[0], ring.at(-1)] as [number[], number[]]
      if (start[0] !== end[0] || start[1] !== end[1]) return { why: 'bad_ring', found: `${where} is not closed` }
    }
  }
  return undefined
}

function placeFault(positions: number[][], { bounds: [west, south, east, north] }: Expected): Fault | undefined {
  const slack = 0.3
  const inside = (lon: number, lat: number) =>
    lon > west - slack && lon < east + slack && lat > south - slack && lat < north + slack
  const out = positions.find(([lon, lat]) => !inside(lon as number, lat as number)) as [number, number] | undefined
  if (!out) return undefined
  const found = `${out[0]}, ${out[1]}`
  if (Math.abs(out[0]) > 180 || Math.abs(out[1]) > 180) return { why: 'projected', found }
  return inside(out[1], out[0]) ? { why: 'swapped', found } : { why: 'outside_district', found }
}

/** Every position converted to WGS-84 and cut to the two numbers that we keep. */
export const moved = (value: unknown, datum: Datum): unknown => {
  if (!isPosition(value)) return (value as unknown[]).map((inner) => moved(inner, datum))
  const { lon, lat } = toWgs84({ lon: value[0] as number, lat: value[1] as number }, datum)
  return [lon, lat]
}

/** A feature of a drawn layer: any geometry, in its place. */
export function checkDrawn(
  raw: RawFeature,
  at: number,
  expected: Omit<Expected, 'kind'>,
): { at: number; geometry: Geometry; properties: Record<string, unknown> } | Refused {
  const types = ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon']
  if (raw?.type !== 'Feature') return refuse(at, 'not_a_feature')
  const type = String(raw.geometry?.type ?? 'null')
  if (!types.includes(type)) return refuse(at, 'bad_coordinates', { found: type })
  const polygons =
    type === 'Polygon' ? [raw.geometry?.coordinates] : type === 'MultiPolygon' ? raw.geometry?.coordinates : undefined
  const positions = positionsOf(raw.geometry?.coordinates)
  const fault = polygons === undefined ? undefined : ringFault(polygons)
  if (fault) return refuse(at, fault.why, { found: fault.found })
  if (positions.length < (type.includes('Line') ? 2 : 1)) return refuse(at, 'bad_coordinates', { found: 'too few positions' })
  const projected = positions.find(([lon, lat]) => Math.abs(lon as number) > 180 || Math.abs(lat as number) > 90)
  if (projected) return refuse(at, 'projected', { found: projected.join(', ') })
  return {
    at,
    geometry: { type, coordinates: moved(raw.geometry?.coordinates, expected.datum) } as Geometry,
    properties: raw.properties ?? {},
  }
}
