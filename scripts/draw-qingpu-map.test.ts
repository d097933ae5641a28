import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isInside, type Point, planeAt, ringArea } from './draw-plane.ts'
import { towns as sketched } from './qingpu-sketch.ts'

interface Area {
  properties: { code: string; parent?: string; name: { zh: string; en: string }; label: Point; km2: number; schematic: boolean }
  geometry: { coordinates: Point[][][] }
}

const read = (name: string): Area[] =>
  JSON.parse(readFileSync(new URL(`../src/districts/qingpu/map/${name}.geojson`, import.meta.url), 'utf8')).features
const [district, towns, villages, grids] = ['district', 'towns', 'villages', 'grids'].map(read) as [
  Area[],
  Area[],
  Area[],
  Area[],
]
const plane = planeAt(121.1, 31.12)
const km2 = (area: Area) =>
  area.geometry.coordinates.flat().reduce((sum, ring) => sum + ringArea(ring.slice(0, -1).map(plane.toPlane)), 0) / 1e6
const contains = (area: Area, point: Point) =>
  area.geometry.coordinates.some(
    ([outer, ...holes]) => isInside(point, outer as Point[]) && !holes.some((hole) => isInside(point, hole)),
  )
const sidesOf = (areas: Area[]) =>
  areas.flatMap((area) =>
    area.geometry.coordinates
      .flat()
      .flatMap((ring) => ring.slice(1).map((to, i) => [(ring[i] as Point).join(), to.join()] as const)),
  )

test.each([
  ['towns', towns],
  ['villages', villages],
  ['grids', grids],
])('%s tile the district exactly: every side is shared by two neighbours or lies on the outline', (_name, areas) => {
  const walked = sidesOf(areas).map(([from, to]) => `${from}|${to}`)
  const sides = new Set(walked)
  expect(sides.size).toBe(walked.length)
  const outer = [...sides].filter((side) => !sides.has(side.split('|').reverse().join('|')))
  expect(outer.sort()).toEqual(
    sidesOf(district)
      .map(([from, to]) => `${from}|${to}`)
      .sort(),
  )
  expect(areas.reduce((sum, area) => sum + km2(area), 0)).toBeCloseTo(km2(district[0] as Area), 6)
})

test('every town has its published share of the district, within 5 %', () => {
  const published = sketched.reduce((sum, town) => sum + town.km2, 0)
  const whole = km2(district[0] as Area)
  for (const town of towns) {
    const share = (sketched.find((known) => known.code === town.properties.code)?.km2 as number) / published
    expect(Math.abs(km2(town) / whole / share - 1), town.properties.name.zh).toBeLessThan(0.05)
    expect(town.geometry.coordinates, `${town.properties.name.zh} is one piece`).toHaveLength(1)
  }
})

test('every settlement lies in its own town, and in one of its grids', () => {
  for (const { code, point, zh } of sketched) {
    expect(
      towns.filter((town) => contains(town, point)).map((town) => town.properties.code),
      zh,
    ).toEqual([code])
    expect(
      grids.filter((grid) => contains(grid, point)).map((grid) => grid.properties.code.slice(0, 9)),
      zh,
    ).toEqual([code.slice(0, 9)])
  }
})

test('codes are unique, name their parent, and everything says that it is schematic', () => {
  const all = [...district, ...towns, ...villages, ...grids]
  const codes = new Set(all.map((area) => area.properties.code))
  expect(codes.size).toBe(all.length)
  expect(towns).toHaveLength(11)
  for (const { properties } of all.slice(1)) expect(codes.has(properties.parent as string), properties.code).toBe(true)
  expect(all.every(({ properties }) => properties.schematic && properties.name.zh && properties.name.en)).toBe(true)
})
