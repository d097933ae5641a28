/** Drawing in metres on a plane around one point: good to a metre within a district. */
export type Point = readonly [number, number]
export type Ring = Point[]

const metresPerDegree = 111_320

export function planeAt(lon0: number, lat0: number) {
  const scale = Math.cos((lat0 * Math.PI) / 180)
  return {
    toPlane: ([lon, lat]: Point): Point => [(lon - lon0) * metresPerDegree * scale, (lat - lat0) * metresPerDegree],
    toWorld: ([x, y]: Point): Point => [round(lon0 + x / (metresPerDegree * scale), 5), round(lat0 + y / metresPerDegree, 5)],
  }
}

export const round = (value: number, decimals: number): number => Number(value.toFixed(decimals))
export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
export const keyOf = ([x, y]: Point): string => `${x},${y}`

/** Signed: positive when the ring runs anticlockwise. */
export const ringArea = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as Point
    return sum + (x * nextY - nextX * y) / 2
  }, 0)

export const middleOf = (ring: readonly Point[]): Point => {
  const area = ringArea(ring)
  let [cx, cy] = [0, 0]
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as Point
    const cross = x * nextY - nextX * y
    cx += (x + nextX) * cross
    cy += (y + nextY) * cross
  })
  return [cx / (6 * area), cy / (6 * area)]
}

export function isInside([x, y]: Point, ring: readonly Point[]): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [ring[i] as Point, ring[j] as Point]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** The same numbers on every run: a map must not change when it is drawn again. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Douglas–Peucker on an open line. */
export function simplify(line: readonly Point[], tolerance: number): Point[] {
  if (line.length < 3) return [...line]
  const [first, last] = [line[0] as Point, line.at(-1) as Point]
  const length = distance(first, last) || 1
  let [worst, at] = [0, 0]
  line.forEach((point, i) => {
    const across = (last[0] - first[0]) * (first[1] - point[1]) - (first[0] - point[0]) * (last[1] - first[1])
    const off = length === 1 ? distance(first, point) : Math.abs(across) / length
    if (off > worst) [worst, at] = [off, i]
  })
  if (worst <= tolerance) return [first, last]
  return [...simplify(line.slice(0, at + 1), tolerance).slice(0, -1), ...simplify(line.slice(at), tolerance)]
}

/** Chaikin: cuts the corners of a closed ring. */
export const roundCorners = (ring: readonly Point[], times: number): Ring =>
  times === 0
    ? [...ring]
    : roundCorners(
        ring.flatMap((a, i) => {
          const b = ring[(i + 1) % ring.length] as Point
          return [mix(a, b, 0.25), mix(a, b, 0.75)]
        }),
        times - 1,
      )

export const mix = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

/** A centripetal-like Catmull–Rom curve through the points, about one vertex per `step` metres. */
export function curveThrough(points: readonly Point[], step: number, closed = false): Point[] {
  const n = points.length
  const at = (i: number) => points[closed ? (i + n) % n : Math.min(Math.max(i, 0), n - 1)] as Point
  const out: Point[] = []
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const parts = Math.max(2, Math.round(distance(p1, p2) / step))
    for (let k = 0; k < parts; k++) out.push([0, 1].map((axis) => bend(p0, p1, p2, p3, axis, k / parts)) as unknown as Point)
  }
  if (!closed) out.push(at(n - 1))
  return out
}

const bend = (p0: Point, p1: Point, p2: Point, p3: Point, axis: number, t: number): number => {
  const [a, b, c, d] = [p0, p1, p2, p3].map((point) => point[axis] as number) as [number, number, number, number]
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
}

/** A smooth bending of the plane that never folds (its slope stays below one): straight cuts become boundaries like canals. */
export function bending(seed: number, waves: readonly { length: number; height: number }[]) {
  const random = dice(seed)
  const terms = waves.flatMap((wave) =>
    [0, 1, 2].map((i) => {
      const angle = (i / 3) * Math.PI + random() * 0.6
      const k = (2 * Math.PI) / (wave.length * (0.85 + random() * 0.3))
      return {
        kx: k * Math.cos(angle),
        ky: k * Math.sin(angle),
        phase: random() * 7,
        turn: random() * 7,
        height: wave.height / 3,
      }
    }),
  )
  const shift = ([x, y]: Point): Point => {
    let [dx, dy] = [0, 0]
    for (const { kx, ky, phase, turn, height } of terms) {
      const s = height * Math.sin(kx * x + ky * y + phase)
      dx += s * Math.cos(turn)
      dy += s * Math.sin(turn)
    }
    return [dx, dy]
  }
  const bent = (point: Point): Point => {
    const [dx, dy] = shift(point)
    return [point[0] + dx, point[1] + dy]
  }
  const unbent = (point: Point): Point => {
    let guess = point
    for (let i = 0; i < 60; i++) {
      const [dx, dy] = shift(guess)
      guess = [point[0] - dx, point[1] - dy]
    }
    return guess
  }
  return { bent, unbent }
}
