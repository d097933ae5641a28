/**
 * Draws the schematic map of Qingpu into src/districts/qingpu/map/*.geojson. Run it again after changing the sketch:
 *   node scripts/draw-qingpu-map.ts
 * The outline is that of the npm package china-geojson (MIT); everything else is grown or drawn from scripts/qingpu-sketch.ts.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gcj02ToWgs84 } from '../src/protocols/coordinates.ts'
import {
  bendSides,
  divideByShare,
  divideEvenly,
  middleOfRegion,
  outlineOf,
  type Region,
  shareVertices,
  withoutRepeats,
} from './draw-partition.ts'
import {
  bending,
  curveThrough,
  dice,
  distance,
  isInside,
  middleOf,
  type Point,
  planeAt,
  type Ring,
  ringArea,
  roundCorners,
  simplify,
} from './draw-plane.ts'
import { builtUp, greens, lakes, metro, places, rivers, roads, type Sketched, type Town, towns } from './qingpu-sketch.ts'

const district = { code: '310118000000', zh: '青浦区', en: 'Qingpu District' }
const folder = new URL('../src/districts/qingpu/map/', import.meta.url)
const plane = planeAt(121.1, 31.12)
const { bent, unbent } = bending(310118, [
  { length: 7500, height: 420 },
  { length: 2700, height: 235 },
  { length: 850, height: 46 },
])
const step = 140

interface Part {
  code: string
  parent: string
  zh: string
  en: string
  kind: 'town' | 'village' | 'grid'
  region: Region
}

function outline(): Ring {
  const shanghai = createRequire(import.meta.url)('china-geojson')['上海'] as {
    features: { id: string; properties: { name: string }; geometry: { coordinates: Point[][] } }[]
  }
  const found = shanghai.features.find((feature) => feature.properties.name === '青浦区')
  if (!found) throw new Error('china-geojson has no 青浦区')
  // The package does not say its datum; known points fit it as GCJ-02 (it lies 480 m to the south-east of them).
  const ring = (found.geometry.coordinates[0] as Point[])
    .slice(0, -1)
    .map(([lon, lat]) => gcj02ToWgs84({ lon, lat }))
    .map(({ lon, lat }) => plane.toPlane([lon, lat]))
  const calm = simplify([...ring, ring[0] as Point], 90).slice(0, -1)
  return roundCorners(calm, 2).map(unbent)
}

const shapeOf = (ring: Ring): Ring => bendSides(ring, step, bent)

/** Three levels, one inside the other, in the straight plane. */
function divide(whole: Ring): Part[] {
  const sites = towns.map((town) => ({ at: unbent(plane.toPlane(town.from)), weight: 0 }))
  const shares = towns.map((town) => town.km2)
  const regions = divideByShare([whole], sites, shares, shapeOf)
  return towns.flatMap((town, i) => divideTown(town, regions[i] as Region, i))
}

function divideTown(town: Town, region: Region, seed: number): Part[] {
  const centre = unbent(plane.toPlane(town.point))
  const density = (point: Point) => 0.12 + Math.exp(-distance(point, centre) / 1900)
  const short = { zh: town.zh.replace(/街道|镇/, ''), en: town.en.replace(/ (Subdistrict|Town)/, '') }
  const units = divideEvenly(region, town.units, density, 100 + seed)
  const gridCounts = shareOut(town.grids, units.length)
  let gridNumber = 0
  const parts: Part[] = [{ ...town, parent: district.code, kind: 'town', region }]
  units.forEach((unit, u) => {
    // 901 and up: free in the statistical numbering, where communities have 001–199 and villages 200–399.
    const code = `${town.code.slice(0, 9)}${901 + u}`
    parts.push({
      code,
      parent: town.code,
      kind: 'village',
      zh: `${short.zh}第${u + 1}片区`,
      en: `${short.en} Unit ${u + 1}`,
      region: unit,
    })
    divideEvenly(unit, gridCounts[u] as number, density, 1000 + seed * 20 + u).forEach((grid, g) => {
      gridNumber += 1
      const names = { zh: `${short.zh}第${gridNumber}网格`, en: `${short.en} Grid ${gridNumber}` }
      parts.push({ code: `${code}${String(g + 1).padStart(3, '0')}`, parent: code, kind: 'grid', ...names, region: grid })
    })
  })
  return parts
}

const shareOut = (total: number, among: number): number[] =>
  Array.from({ length: among }, (_, i) => Math.floor((total + among - 1 - i) / among))

const roundedRing = (ring: Ring): Ring => withoutRepeats(shapeOf(ring).map(plane.toWorld))
const closed = (ring: Ring): Ring => [...ring, ring[0] as Point]

/** Every level is the union of the grids as they are finally drawn, so that no level gapes or overlaps another. */
function drawAreas(parts: Part[]) {
  const grids = parts.filter((part) => part.kind === 'grid')
  const drawn = shareVertices(grids.map((grid) => grid.region)).map((region) =>
    region.map(roundedRing).filter((ring) => ring.length > 2),
  )
  const under = (code: string) => drawn.filter((_, i) => grids[i]?.code.startsWith(code))
  const feature = (
    part: Omit<Part, 'region' | 'kind' | 'parent'> & { kind: string; parent?: string; point?: Point },
    prefix: string,
  ) => {
    const region = outlineOf(under(prefix))
    const { code, kind, parent, zh, en } = part
    const label = plane.toWorld(middleOfRegion(region.map((ring) => ring.map(plane.toPlane))))
    const properties = {
      code,
      kind,
      ...(parent && { parent }),
      name: { zh, en },
      label,
      ...(part.point && { seat: part.point }),
      km2: km2Of(region),
      schematic: true,
    }
    return { type: 'Feature', properties, geometry: multiPolygon(region) }
  }
  write('district', [feature({ ...district, kind: 'district' }, '310118')])
  write(
    'towns',
    parts.filter((part) => part.kind === 'town').map((part) => feature(part, part.code.slice(0, 9))),
  )
  write(
    'villages',
    parts.filter((part) => part.kind === 'village').map((part) => feature(part, part.code)),
  )
  write(
    'grids',
    grids.map((part) => feature(part, part.code)),
  )
}

const km2Of = (region: Region): number =>
  Number((region.reduce((sum, ring) => sum + ringArea(ring.map(plane.toPlane)), 0) / 1e6).toFixed(3))

function multiPolygon(region: Region) {
  const outer = region.filter((ring) => ringArea(ring) > 0)
  const holes = region.filter((ring) => ringArea(ring) < 0)
  return {
    type: 'MultiPolygon',
    coordinates: outer.map((ring) => [closed(ring), ...holes.filter((hole) => isInside(hole[0] as Point, ring)).map(closed)]),
  }
}

const lineOf = (points: [number, number][], wiggle: number): Point[] =>
  curveThrough(points.map(plane.toPlane), 220)
    .map((point) => sway(point, wiggle))
    .map(plane.toWorld)
const ringOf = (points: readonly Point[], wiggle: number): Point[] =>
  closed(
    curveThrough(points, 160, true)
      .map((point) => sway(point, wiggle))
      .map(plane.toWorld),
  )

const water = bending(17, [
  { length: 2600, height: 160 },
  { length: 900, height: 50 },
])
/** The same place sways the same way, so that confluences stay joined. */
const sway = (point: Point, amount: number): Point => {
  const [x, y] = water.bent(point)
  return [point[0] + (x - point[0]) * amount, point[1] + (y - point[1]) * amount]
}

const drawn = ({ zh, en, kind, number }: Sketched, geometry: object) => ({
  type: 'Feature',
  properties: { kind, name: { zh, en }, ...(number && { number }), schematic: true },
  geometry,
})

function drawWater() {
  write('water', [
    ...lakes.map((lake) =>
      drawn(lake, { type: 'Polygon', coordinates: [anticlockwise(ringOf(lake.points.map(plane.toPlane), 0.6))] }),
    ),
  ])
  write(
    'water-labels',
    lakes.map((lake) => drawn(lake, { type: 'Point', coordinates: plane.toWorld(middleOf(lake.points.map(plane.toPlane))) })),
  )
  write(
    'rivers',
    rivers.map((river) => drawn(river, { type: 'LineString', coordinates: lineOf(river.points, 1) })),
  )
}

const anticlockwise = (ring: Point[]): Point[] => (ringArea(ring) > 0 ? ring : [...ring].reverse())

function drawLand() {
  write(
    'green',
    greens.map((green) =>
      drawn(green, { type: 'Polygon', coordinates: [anticlockwise(ringOf(green.points.map(plane.toPlane), 0.5))] }),
    ),
  )
  const random = dice(5)
  const blob = ({ at, rx, ry }: (typeof builtUp)[number]): Point[] => {
    const [x, y] = plane.toPlane(at)
    return Array.from({ length: 14 }, (_, i) => {
      const [angle, reach] = [(i / 14) * 2 * Math.PI, 0.78 + random() * 0.44]
      return [x + Math.cos(angle) * rx * reach, y + Math.sin(angle) * ry * reach]
    })
  }
  write(
    'built-up',
    builtUp.map((place) => ({
      type: 'Feature',
      properties: { kind: 'built-up', schematic: true },
      geometry: { type: 'Polygon', coordinates: [anticlockwise(ringOf(blob(place), 0.3))] },
    })),
  )
}

function drawWays() {
  write(
    'roads',
    roads.map((road) => drawn(road, { type: 'LineString', coordinates: lineOf(road.points, road.kind === 'street' ? 0.25 : 0) })),
  )
  const course = metro.stations.flatMap(([, , lon, lat], i): [number, number][] => [[lon, lat], ...(metro.bends[i] ?? [])])
  const stations = metro.stations.map(([zh, en, lon, lat]) =>
    drawn({ kind: 'station', zh, en, points: [] }, { type: 'Point', coordinates: [lon, lat] }),
  )
  write('metro', [
    drawn({ kind: 'line', zh: metro.zh, en: metro.en, points: [] }, { type: 'LineString', coordinates: lineOf(course, 0) }),
    ...stations,
  ])
  write(
    'places',
    places.map(({ kind, zh, en, at }) => drawn({ kind, zh, en, points: [] }, { type: 'Point', coordinates: at })),
  )
}

function write(name: string, features: object[]) {
  const head = `{"type":"FeatureCollection","name":"${name}","schematic":true,"features":[\n`
  writeFileSync(
    new URL(`${name}.geojson`, folder),
    `${head}${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`,
  )
}

mkdirSync(folder, { recursive: true })
drawAreas(divide(outline()))
drawWater()
drawLand()
drawWays()
