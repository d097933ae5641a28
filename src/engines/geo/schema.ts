import { z } from 'zod'
import { Ref, Text } from '../../kernel/shapes.ts'
import { TreeUse } from '../identity/schema.ts'

/** WGS-84 degrees, as everything inside the platform. */
export const LonLat = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) })
export type LonLat = z.infer<typeof LonLat>

/** West, south, east, north. */
export const Bbox = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type Bbox = z.infer<typeof Bbox>

/** 区、街镇、村居（片区）、责任网格. */
export const AreaKind = z.enum(['district', 'town', 'village', 'grid'])
export type AreaKind = z.infer<typeof AreaKind>

export const AreaName = z.object({
  id: z.string(),
  code: z.string(),
  kind: AreaKind,
  name: Text,
  /** ltree: the codes from the district down. */
  path: z.string(),
})
export type AreaName = z.infer<typeof AreaName>

export const Area = AreaName.extend({
  parent: z.string().nullable(),
  label: LonLat,
  km2: z.number(),
  /** Drawn, not surveyed: show where things are, never prove a boundary by it. */
  schematic: z.boolean(),
  source: z.string(),
  version: z.number().int(),
  /** Areas directly below. */
  children: z.number().int(),
})
export type Area = z.infer<typeof Area>

/** Where a point lies, level by level; `deepest` is the path of the smallest area. */
export const Whereabouts = z.object({
  district: AreaName.optional(),
  town: AreaName.optional(),
  village: AreaName.optional(),
  grid: AreaName.optional(),
  deepest: z.string().optional(),
})
export type Whereabouts = z.infer<typeof Whereabouts>

export interface AreaNode extends AreaName {
  children: AreaNode[]
}
export const AreaNode: z.ZodType<AreaNode> = AreaName.extend({
  get children() {
    return z.array(AreaNode)
  },
})

const Position = z.array(z.number()).min(2)
const GeometryOf = <T extends string, C extends z.ZodType>(type: T, coordinates: C) =>
  z.object({ type: z.literal(type), coordinates })
export const Geometry = z.discriminatedUnion('type', [
  GeometryOf('Point', Position),
  GeometryOf('MultiPoint', z.array(Position)),
  GeometryOf('LineString', z.array(Position)),
  GeometryOf('MultiLineString', z.array(z.array(Position))),
  GeometryOf('Polygon', z.array(z.array(Position))),
  GeometryOf('MultiPolygon', z.array(z.array(z.array(Position)))),
])
export type Geometry = z.infer<typeof Geometry>

export const Tags = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export type Tags = z.infer<typeof Tags>

export const Feature = z.object({ type: z.literal('Feature'), id: z.string().optional(), geometry: Geometry, properties: Tags })
export type Feature = z.infer<typeof Feature>

export const FeatureCollection = z.object({ type: z.literal('FeatureCollection'), features: z.array(Feature) })
export type FeatureCollection = z.infer<typeof FeatureCollection>

export const Near = z.object({ layer: z.string(), distanceM: z.number(), properties: Tags, at: LonLat })
export type Near = z.infer<typeof Near>

/** One thing that a module shows on the map; it is left out for those who may not see its ref. */
export const MapFeature = z.object({ ref: Ref, geometry: Geometry, properties: Tags })
export type MapFeature = z.infer<typeof MapFeature>

/** An area as it is kept, retired ones too. */
export const KeptArea = AreaName.extend({
  schematic: z.boolean(),
  source: z.string(),
  km2: z.number(),
  version: z.number().int(),
  since: z.iso.datetime(),
  /** Since when it is no longer in use. */
  retiredAt: z.iso.datetime().nullable(),
})
export type KeptArea = z.infer<typeof KeptArea>

export const AreaPast = z.object({
  version: z.number().int(),
  name: Text,
  source: z.string(),
  schematic: z.boolean(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
})
export type AreaPast = z.infer<typeof AreaPast>
/** `use`: what hangs on it and all below it, by kind. */
export const AreaRecord = KeptArea.extend({ use: z.array(TreeUse), past: z.array(AreaPast) })
export type AreaRecord = z.infer<typeof AreaRecord>

const Why = z.string().trim().min(1).max(300)
const AreaText = z.string().trim().min(1).max(80)
export const AreaNaming = z.object({ name: z.object({ zh: AreaText, en: AreaText }), why: Why, version: z.number().int() })
export type AreaNaming = z.infer<typeof AreaNaming>
export const AreaRetiring = z.object({ why: Why, version: z.number().int() })
export type AreaRetiring = z.infer<typeof AreaRetiring>

export const AreaImportReport = z.object({
  /** Written; a dry run, and an import in which nothing was sound, write nothing. */
  stored: z.boolean(),
  read: z.number().int(),
  taken: z.number().int(),
  updated: z.number().int(),
  added: z.number().int(),
  retired: z.number().int(),
  kept: z.array(z.object({ code: z.string(), name: z.string() })),
  refused: z.array(
    z.object({ at: z.number().int(), code: z.string().nullable(), name: z.string().nullable(), why: z.string(), text: Text }),
  ),
  coverage: z.number().nullable(),
})
export type AreaImportReport = z.infer<typeof AreaImportReport>

export const Layer = z.object({
  id: z.string(),
  title: Text,
  kind: z.enum(['point', 'line', 'polygon', 'mixed']),
  minZoom: z.number(),
  base: z.boolean(),
  /** Vector tiles: `{z}`, `{x}`, `{y}` to be filled in. */
  tiles: z.string(),
  /** The same as GeoJSON for a bbox; modules' layers only. */
  features: z.string().nullable(),
})
export type Layer = z.infer<typeof Layer>
