import polygonClipping from 'polygon-clipping'
import { dice, distance, isInside, keyOf, middleOf, mix, type Point, type Ring, ringArea, round } from './draw-plane.ts'

export interface Site {
  at: Point
  weight: number
}
export type Region = Ring[]

const boxHalf = 80_000
const box: Ring = [
  [-boxHalf, -boxHalf],
  [boxHalf, -boxHalf],
  [boxHalf, boxHalf],
  [-boxHalf, boxHalf],
]

/** What of a convex ring lies where a·x + b·y ≤ c. */
function cut(ring: Ring, a: number, b: number, c: number): Ring {
  const value = ([x, y]: Point) => a * x + b * y - c
  return ring.flatMap((p, i) => {
    const q = ring[(i + 1) % ring.length] as Point
    const [vp, vq] = [value(p), value(q)]
    const kept = vp <= 0 ? [p] : []
    return vp < 0 !== vq < 0 && vp !== vq ? [...kept, mix(p, q, vp / (vp - vq))] : kept
  })
}

/** The power diagram: every place belongs to the site with the least squared distance less the site's weight. */
export const powerCells = (sites: readonly Site[]): Ring[] =>
  sites.map((own, i) =>
    sites.reduce<Ring>((cell, other, j) => {
      if (i === j || cell.length === 0) return cell
      const [[ox, oy], [x, y]] = [other.at, own.at]
      const limit = (ox * ox + oy * oy - other.weight - (x * x + y * y - own.weight)) / 2
      return cut(cell, ox - x, oy - y, limit)
    }, box),
  )

/** Pieces of a region that fall into a convex cell, as open rings. */
const within = (region: Region, cell: Ring): Region =>
  cell.length < 3
    ? []
    : polygonClipping
        .intersection(
          region.map((ring) => [ring as [number, number][]]),
          [cell as [number, number][]],
        )
        .map((polygon) => (polygon[0] as Point[]).slice(0, -1))

export const areaOf = (region: Region, shape: (ring: Ring) => Ring = (ring) => ring): number =>
  region.reduce((sum, ring) => sum + Math.abs(ringArea(shape(ring))), 0)

/** Divides a region among sites, changing their weights until each part has its share of the whole (measured as drawn). */
export function divideByShare(
  region: Region,
  sites: Site[],
  shares: readonly number[],
  shape: (ring: Ring) => Ring,
): readonly Region[] {
  const whole = areaOf(region, shape)
  const total = shares.reduce((a, b) => a + b, 0)
  for (let round = 0; round < 400; round++) {
    const parts = withoutFragments(powerCells(sites).map((cell) => within(region, cell)))
    const faults = parts.map((part, i) => ((shares[i] as number) / total) * whole - areaOf(part, shape))
    if (faults.every((fault) => Math.abs(fault) < whole * 1e-4)) return parts
    const pace = round < 200 ? 0.35 : 0.15
    sites.forEach((site, i) => {
      site.weight += (faults[i] as number) * pace
    })
  }
  throw new Error('The shares cannot be reached from these sites; move them')
}

/** A concave outline cuts some parts in two: the smaller pieces go to the neighbour they share most of their sides with. */
function withoutFragments(parts: readonly Region[]): readonly Region[] {
  if (parts.some((region) => region.length === 0) || parts.every((region) => region.length === 1)) return parts
  const pieces = parts.flatMap((region, owner) => region.map((ring) => ({ owner, ring, area: Math.abs(ringArea(ring)) })))
  const sides = shareVertices(pieces.map(({ ring }) => [ring])).map(([ring]) => sidesOf(ring as Ring))
  const largest = parts.map((_, owner) =>
    pieces.filter((piece) => piece.owner === owner).reduce((a, b) => (b.area > a.area ? b : a)),
  )
  const owners = pieces.map((piece, i) => {
    if (largest.includes(piece)) return piece.owner
    const shared = largest.map((other) =>
      lengthShared(sides[i] as Map<string, number>, sides[pieces.indexOf(other)] as Map<string, number>),
    )
    return shared.indexOf(Math.max(...shared))
  })
  return parts.map((_, owner) => mergePieces(pieces.filter((_piece, i) => owners[i] === owner).map(({ ring }) => ring)))
}

const mergePieces = (rings: Ring[]): Region =>
  rings.length === 1 ? rings : outlineOf(shareVertices(rings.map((ring) => [ring])))
const sidesOf = (ring: Ring): Map<string, number> =>
  new Map(
    ring
      .map((a, i) => [a, ring[(i + 1) % ring.length] as Point] as const)
      .map(([a, b]) => [[keyOf(a), keyOf(b)].sort().join('|'), distance(a, b)]),
  )
const lengthShared = (some: Map<string, number>, others: Map<string, number>): number =>
  [...some].reduce((sum, [side, length]) => sum + (others.has(side) ? length : 0), 0)

/** Divides a region into `count` parts, smaller where `density` is greater (Lloyd's relaxation on weighted samples). */
export function divideEvenly(region: Region, count: number, density: (point: Point) => number, seed: number): Region[] {
  if (count === 1) return [region]
  const samples = sample(region, 900, seed)
  const weights = samples.map(density)
  const random = dice(seed + 1)
  let middles = Array.from({ length: count }, () => samples[Math.floor(random() * samples.length)] as Point)
  for (let round = 0; round < 60; round++) {
    const sums = middles.map(() => ({ x: 0, y: 0, n: 0 }))
    samples.forEach((point, k) => {
      const near = middles.reduce(
        (best, middle, i) => (distance(point, middle) < distance(point, middles[best] as Point) ? i : best),
        0,
      )
      const sum = sums[near] as { x: number; y: number; n: number }
      const w = weights[k] as number
      sum.x += point[0] * w
      sum.y += point[1] * w
      sum.n += w
    })
    middles = sums.map((sum, i) => (sum.n > 0 ? [sum.x / sum.n, sum.y / sum.n] : (middles[i] as Point)))
  }
  const fromNorthWest = middles.sort((a, b) => b[1] - a[1] - (b[0] - a[0]) * 0.4)
  return powerCells(fromNorthWest.map((at) => ({ at, weight: 0 })))
    .map((cell) => within(region, cell))
    .filter((part) => part.length > 0)
}

function sample(region: Region, count: number, seed: number): Point[] {
  const random = dice(seed)
  const all = region.flat()
  const [xs, ys] = [all.map((p) => p[0]), all.map((p) => p[1])]
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const out: Point[] = []
  while (out.length < count) {
    const point: Point = [x0 + random() * (x1 - x0), y0 + random() * (y1 - y0)]
    if (region.some((ring) => isInside(point, ring))) out.push(point)
  }
  return out
}

/**
 * Makes neighbours share their vertices: every corner that lies on another part's side becomes a vertex there too,
 * so that both run through the same points when their sides are bent and rounded.
 */
export function shareVertices(parts: readonly Region[]): Region[] {
  const snapped = parts.map((region) =>
    region.map((ring) => withoutRepeats(ring.map(([x, y]): Point => [round(x, 2), round(y, 2)]))),
  )
  const corners = new Map(snapped.flat(2).map((point) => [keyOf(point), point]))
  const bins = Map.groupBy(corners.values(), ([x, y]) => `${Math.floor(x / 500)},${Math.floor(y / 500)}`)
  return snapped.map((region) =>
    region.map((ring) => ring.flatMap((a, i) => [a, ...between(a, ring[(i + 1) % ring.length] as Point, bins)])),
  )
}

function between(a: Point, b: Point, bins: Map<string, Point[]>): Point[] {
  const length = distance(a, b)
  const found: { point: Point; t: number }[] = []
  const bin = (v: number) => Math.floor(v / 500)
  for (let i = bin(Math.min(a[0], b[0]) - 1); i <= bin(Math.max(a[0], b[0]) + 1); i++)
    for (let j = bin(Math.min(a[1], b[1]) - 1); j <= bin(Math.max(a[1], b[1]) + 1); j++)
      for (const point of bins.get(`${i},${j}`) ?? []) {
        const t = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / (length * length)
        if (t <= 0 || t >= 1 || keyOf(point) === keyOf(a) || keyOf(point) === keyOf(b)) continue
        if (distance(point, mix(a, b, t)) < 0.05) found.push({ point, t })
      }
  return found.sort((p, q) => p.t - q.t).map(({ point }) => point)
}

/** Bends a ring's sides: each is cut into steps counted from the same end whichever way it is walked. */
export function bendSides(ring: Ring, step: number, bent: (point: Point) => Point): Ring {
  const points = ring.flatMap((a, i) => {
    const b = ring[(i + 1) % ring.length] as Point
    const parts = Math.max(1, Math.ceil(distance(a, b) / step))
    const forward = keyOf(a) < keyOf(b)
    return Array.from({ length: parts }, (_, k) => (forward ? mix(a, b, k / parts) : mix(b, a, (parts - k) / parts)))
  })
  return points.map(bent)
}

export const withoutRepeats = (ring: Ring): Ring =>
  ring.filter((point, i) => keyOf(point) !== keyOf(ring[(i + ring.length - 1) % ring.length] as Point))

/** The outline of parts that share their vertices: sides walked in both directions cancel, the rest are chained. */
export function outlineOf(parts: readonly Region[]): Region {
  const sides = new Map<string, { from: Point; to: Point }>()
  for (const ring of parts.flat()) {
    const walked = ringArea(ring) > 0 ? ring : [...ring].reverse()
    walked.forEach((from, i) => {
      const to = walked[(i + 1) % walked.length] as Point
      if (!sides.delete(`${keyOf(to)}|${keyOf(from)}`)) sides.set(`${keyOf(from)}|${keyOf(to)}`, { from, to })
    })
  }
  const leaving = Map.groupBy(sides.values(), (side) => keyOf(side.from))
  const rings: Region = []
  for (const start of sides.values()) {
    if (!sides.has(`${keyOf(start.from)}|${keyOf(start.to)}`)) continue
    rings.push(chain(start, leaving, sides))
  }
  return rings
}

function chain(
  start: { from: Point; to: Point },
  leaving: Map<string, { from: Point; to: Point }[]>,
  sides: Map<string, unknown>,
): Ring {
  const ring: Ring = []
  let side = start
  do {
    sides.delete(`${keyOf(side.from)}|${keyOf(side.to)}`)
    ring.push(side.from)
    const open = (leaving.get(keyOf(side.to)) ?? []).filter((next) => sides.has(`${keyOf(next.from)}|${keyOf(next.to)}`))
    const next = open.sort((p, q) => turn(side, p) - turn(side, q))[0]
    if (!next) break
    side = next
  } while (keyOf(side.from) !== keyOf(start.from))
  return ring
}

/** Where parts touch at one point only, the sharpest left turn keeps them separate rings. */
const turn = (side: { from: Point; to: Point }, next: { from: Point; to: Point }): number => {
  const heading = Math.atan2(side.to[1] - side.from[1], side.to[0] - side.from[0])
  const then = Math.atan2(next.to[1] - next.from[1], next.to[0] - next.from[0])
  return -((((then - heading + Math.PI) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI))
}

export const middleOfRegion = (region: Region): Point =>
  middleOf(region.reduce((largest, ring) => (Math.abs(ringArea(ring)) > Math.abs(ringArea(largest)) ? ring : largest)))
