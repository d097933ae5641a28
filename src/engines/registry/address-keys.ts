import { type Address, type AddressLevel, addressLevels } from '#protocols/chinese-address'

/** Below the town, in the order in which an address goes into detail. */
export const detailLevels = addressLevels.slice(addressLevels.indexOf('village'))

const keyOf = (address: Address, levels: readonly AddressLevel[]): string =>
  levels.flatMap((level) => (address[level] === undefined ? [] : [`${level}=${address[level]}`])).join('/')

/** Inside a lane or estate a door is a door, whether it is called 号, 幢 or 号楼. */
function asDoor(address: Address): Address {
  const { building, ...rest } = address
  return (address.lane || address.estate) && building !== undefined && address.number === undefined
    ? { ...rest, number: building }
    : address
}

/** A number on the road itself says nothing inside the estate. */
const inEstate = ({ road, lane, number, ...rest }: Address): Address =>
  asDoor({ ...rest, ...(number !== undefined && (lane || !road) && { number }) })

/**
 * The ways to name a place that mean the same: with the lane or with the estate that lies in it, with or without the
 * village when there is a road.
 */
export function keysOf(address: Address): string[] {
  const rooms: AddressLevel[] = ['building', 'unit', 'floor', 'room']
  const street: AddressLevel[] = ['road', 'lane', 'sublane', 'number', ...rooms]
  const onStreet = keyOf(asDoor(address), address.road ? street : ['village', 'group', ...street])
  const byEstate = address.estate ? keyOf(inEstate(address), ['estate', 'number', ...rooms]) : ''
  const isOnlyEstate = address.estate && !address.road && !address.lane && !address.village
  return [...new Set([isOnlyEstate ? '' : onStreet, byEstate])].filter((key) => key !== '')
}

/** The deepest level that is named below the town, and the address without it: one step less of detail. */
export function deepest(address: Address): AddressLevel | undefined {
  return detailLevels.findLast((level) => address[level] !== undefined)
}

export function without(address: Address, level: AddressLevel): Address {
  const { [level]: _gone, ...rest } = address
  return rest
}
