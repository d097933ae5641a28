/** Two addresses held against each other, each written as fully as its writer cared to. */
import type { Address, AddressLevel } from './chinese-address.ts'

/**
 * same: one home (or one house without rooms) · building: one building, another room or none told · place: one street door, lane,
 * estate or village · area: one town, nothing below in common · different · unknown: they name nothing of the same kind.
 */
export type AddressLikeness = 'same' | 'building' | 'place' | 'area' | 'different' | 'unknown'
export interface AddressComparison {
  likeness: AddressLikeness
  agreed: AddressLevel[]
  against: AddressLevel[]
}

type Verdict = 'agreed' | 'against' | undefined

const verdict = (a: string | undefined, b: string | undefined): Verdict =>
  a === undefined || b === undefined ? undefined : a === b ? 'agreed' : 'against'

/** 常熟市 stands alone as a city or under 苏州市 as a district. */
function cityVerdict(a: Address, b: Address): Verdict {
  if (a.district !== undefined && b.district !== undefined) return verdict(a.district, b.district)
  const [upper, other] = [[a.city, a.district].filter(Boolean), [b.city, b.district].filter(Boolean)]
  if (upper.length === 0 || other.length === 0) return undefined
  return upper.some((name) => other.includes(name)) ? 'agreed' : 'against'
}

/** 宝宸共和家园 and 共和家园 are one estate. */
function estateVerdict(a: string | undefined, b: string | undefined): Verdict {
  if (a === undefined || b === undefined) return undefined
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return short === long || (short.length >= 3 && long.includes(short)) ? 'agreed' : 'against'
}

/** A lane's doors are its buildings: 99弄12号 is 99弄12号楼. */
function inLane(address: Address): { house?: string; building?: string } {
  if (address.lane === undefined) return { house: address.number, building: address.building }
  if (address.number !== undefined) return { house: address.number, building: address.building }
  return { house: address.building }
}

/** The street's or the village's own door. */
function doorVerdict(a: Address, b: Address): Verdict {
  const street = verdict(a.road, b.road)
  const village = verdict(a.village, b.village)
  const base = street ?? (a.road === undefined && b.road === undefined ? village : undefined)
  if (base !== 'agreed') return base
  const lane = verdict(a.lane, b.lane)
  if (lane === 'against' || verdict(a.sublane, b.sublane) === 'against' || verdict(a.group, b.group) === 'against')
    return 'against'
  if ((a.lane === undefined) !== (b.lane === undefined)) return undefined
  return verdict(inLane(a).house, inLane(b).house) ?? lane
}

interface Verdicts {
  city: Verdict
  town: Verdict
  door: Verdict
  estate: Verdict
  building: Verdict
  unit: Verdict
  room: Verdict
}

function likenessOf(
  found: Verdicts,
  house: { home: boolean; bare: boolean; near: boolean; bothBlocks: boolean },
): AddressLikeness {
  const anchored = found.door === 'agreed' || found.estate === 'agreed'
  if (found.city === 'against') return 'different'
  if (found.town === 'against') return found.door === 'agreed' ? 'place' : 'different'
  if (!anchored && house.near && found.estate !== 'against') return 'place'
  if (!anchored && (found.door === 'against' || found.estate === 'against')) return 'different'
  if (!anchored) {
    if (found.room === 'against' || found.building === 'against') return 'different'
    return found.building && found.room ? 'building' : found.town ? 'area' : 'unknown'
  }
  if (found.door === 'against' || found.building === 'against' || (found.estate === 'against' && !house.home)) return 'place'
  if (found.unit === 'against' || found.room === 'against') return 'building'
  if (found.room === 'agreed') return house.bothBlocks || found.door === 'agreed' ? 'same' : 'building'
  if (house.bare) return found.building === 'agreed' || found.door === 'agreed' ? 'same' : 'place'
  return found.building === 'agreed' || (found.door === 'agreed' && house.home) ? 'building' : 'place'
}

export function compareAddresses(a: Address, b: Address): AddressComparison {
  const [left, right] = [inLane(a), inLane(b)]
  const bothLanes = a.lane !== undefined && b.lane !== undefined
  const found: Verdicts = {
    city: cityVerdict(a, b),
    town: verdict(a.town, b.town),
    door: doorVerdict(a, b),
    estate: estateVerdict(a.estate, b.estate),
    building: bothLanes ? verdict(left.building, right.building) : verdict(a.building, b.building),
    unit: verdict(a.unit, b.unit),
    room: verdict(a.room, b.room),
  }
  const levels: [AddressLevel, Verdict][] = [
    ['district', found.city],
    ['town', found.town],
    ['village', verdict(a.village, b.village)],
    ['road', verdict(a.road, b.road)],
    ['lane', verdict(a.lane, b.lane)],
    ['number', verdict(left.house, right.house)],
    ['estate', found.estate],
    ['building', found.building],
    ['unit', found.unit],
    ['room', found.room],
  ]
  const home = left.house !== undefined && right.house !== undefined
  const near = verdict(a.lane, b.lane) === 'agreed' && verdict(a.road, b.road) !== 'against'
  const village = verdict(a.village, b.village) === 'agreed' && verdict(a.road, b.road) !== 'against'
  const bare = [a, b].every((one) => one.room === undefined && one.unit === undefined && one.floor === undefined)
  return {
    likeness: likenessOf(found, {
      home,
      bare,
      near: near || village,
      bothBlocks: found.building === 'agreed' || (a.building ?? b.building) === undefined,
    }),
    agreed: levels.filter(([, told]) => told === 'agreed').map(([level]) => level),
    against: levels.filter(([, told]) => told === 'against').map(([level]) => level),
  }
}
