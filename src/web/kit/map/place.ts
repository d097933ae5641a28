/** A place on the earth, WGS-84 degrees. */
export interface Place {
  lon: number
  lat: number
}
