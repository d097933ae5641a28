/** An address as the columns that are compared. */
import { type Address, parseAddress, type Surroundings } from '#protocols/chinese-address'
import type { Values } from './spec.ts'

export const placeColumns = ['town', 'street', 'house', 'estate', 'building', 'unit', 'room'] as const

/** A lane's doors are its buildings (99弄12号 is 99弄12号楼); a village counts as the street of its houses. */
export function placeOf(address: Address): Values {
  const inLane = address.lane !== undefined && address.number === undefined
  const number = inLane ? address.building : address.number
  const lane = address.lane && `${address.lane}弄${address.sublane ? `${address.sublane}支弄` : ''}`
  return {
    town: address.town,
    street: address.road ?? (address.village && `${address.village}${address.group ? `${address.group}组` : ''}`),
    house: lane || number ? `${lane ?? ''}${number ?? ''}` : undefined,
    estate: address.estate,
    building: inLane ? undefined : address.building,
    unit: address.unit,
    room: address.room,
  }
}

/** Households repeat: what was read once is kept, up to a bound. */
const known = new Map<string, Values>()

export function readPlace(written: string | null | undefined, around: Surroundings): Values {
  if (!written) return {}
  const found = known.get(written)
  if (found) return found
  const read = placeOf(parseAddress(written, around))
  if (known.size > 200_000) known.clear()
  known.set(written, read)
  return read
}

/** One home of one estate or street door; needs a room, or a house without rooms. */
export function homeKey(place: Values): string | undefined {
  const anchor = place['estate'] ?? (place['street'] && place['house'] ? `${place['street']}${place['house']}` : undefined)
  if (!anchor) return undefined
  const inner = place['estate'] ? place['building'] : ''
  if (place['room']) return inner === undefined ? undefined : `${anchor}|${inner}|${place['room']}`
  return place['estate'] || place['building'] ? undefined : `${anchor}||`
}
