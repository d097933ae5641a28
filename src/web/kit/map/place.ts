/** A place on the earth, WGS-84 degrees. */
export interface Place {
  lon: number
  lat: number
}

/** Along the earth's surface, good to a metre within a district. */
export function metresBetween(a: Place, b: Place): number {
  const radians = Math.PI / 180
  const x = (b.lon - a.lon) * radians * Math.cos(((a.lat + b.lat) / 2) * radians)
  return Math.hypot(x, (b.lat - a.lat) * radians) * 6_371_008
}
