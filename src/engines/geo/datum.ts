import { convert, type Datum, type Point } from '#protocols/coordinates'

export type { Datum }

/** A point of any Chinese datum, as WGS-84: converted at the edge, once. */
export const toWgs84 = (point: Point, datum: Datum): Point => convert(point, datum, 'wgs84')
