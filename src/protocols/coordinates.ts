/**
 * Three data in daily use in China: WGS-84 (satellites, and everything inside this platform), GCJ-02 (published maps) and
 * BD-09 (Baidu, on top of GCJ-02). The offsets have no closed inverse: it is iterated to below a millimetre.
 */
export interface Point {
  lon: number
  lat: number
}
export type Datum = 'wgs84' | 'gcj02' | 'bd09'

const semiMajorAxis = 6378245
const eccentricity2 = 0.00669342162296594323
const bdTurn = (Math.PI * 3000) / 180

/** GCJ-02 shifts only inside this rectangle. */
const shifted = ({ lon, lat }: Point) => lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271

const wave = (x: number, a: number, b: number, c: number, half: number, low: number) =>
  ((20 * Math.sin(6 * x * Math.PI) +
    20 * Math.sin(2 * x * Math.PI) +
    a * Math.sin(low * Math.PI) +
    2 * a * Math.sin((low / 3) * Math.PI)) *
    2) /
    3 +
  ((b * Math.sin((half / 12) * Math.PI) + c * Math.sin((half / 30) * Math.PI)) * 2) / 3

export function wgs84ToGcj02(point: Point): Point {
  if (!shifted(point)) return { ...point }
  const x = point.lon - 105
  const y = point.lat - 35
  const root = Math.sqrt(Math.abs(x))
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave(x, 20, 160, 320, y, y)
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave(x, 20, 150, 300, x, x)
  const radians = (point.lat / 180) * Math.PI
  const magic = 1 - eccentricity2 * Math.sin(radians) ** 2
  return {
    lon: point.lon + (east * 180) / ((semiMajorAxis / Math.sqrt(magic)) * Math.cos(radians) * Math.PI),
    lat: point.lat + (north * 180) / (((semiMajorAxis * (1 - eccentricity2)) / (magic * Math.sqrt(magic))) * Math.PI),
  }
}

export function gcj02ToBd09({ lon, lat }: Point): Point {
  const radius = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * bdTurn)
  const angle = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * bdTurn)
  return { lon: radius * Math.cos(angle) + 0.0065, lat: radius * Math.sin(angle) + 0.006 }
}

/** Fixed-point iteration: subtract the forward error until it vanishes; the shift is smooth, so a few rounds do. */
function inverse(forward: (point: Point) => Point, target: Point, guess: Point): Point {
  let point = guess
  for (let round = 0; round < 30; round++) {
    const there = forward(point)
    const error = { lon: target.lon - there.lon, lat: target.lat - there.lat }
    point = { lon: point.lon + error.lon, lat: point.lat + error.lat }
    if (Math.abs(error.lon) < 1e-11 && Math.abs(error.lat) < 1e-11) break
  }
  return point
}

export const gcj02ToWgs84 = (point: Point): Point => (shifted(point) ? inverse(wgs84ToGcj02, point, point) : { ...point })
export const bd09ToGcj02 = (point: Point): Point =>
  inverse(gcj02ToBd09, point, { lon: point.lon - 0.0065, lat: point.lat - 0.006 })
export const wgs84ToBd09 = (point: Point): Point => gcj02ToBd09(wgs84ToGcj02(point))
export const bd09ToWgs84 = (point: Point): Point => gcj02ToWgs84(bd09ToGcj02(point))

const inward = { wgs84: (point: Point) => ({ ...point }), gcj02: gcj02ToWgs84, bd09: bd09ToWgs84 } as const
const outward = { wgs84: (point: Point) => ({ ...point }), gcj02: wgs84ToGcj02, bd09: wgs84ToBd09 } as const

export const convert = (point: Point, from: Datum, to: Datum): Point =>
  from === to ? { ...point } : outward[to](inward[from](point))
