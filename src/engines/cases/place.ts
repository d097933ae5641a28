import { type Ctx, districtOf, say, type Text } from '#kernel'
import { areaAt, areasUnder } from '#engines/geo'
import { outsideDistrict } from './errors.ts'
import type { Point } from './schema.ts'

export interface Place {
  area: string
  areaName: Text
}

const joined = (names: readonly Text[]): Text => ({
  zh: names.map(({ zh }) => zh).join(''),
  en: names
    .map(({ en }) => en)
    .reverse()
    .join(', '),
})

/** Where a point lies, down to its grid. Outside the district nobody here can be sent. */
export async function placeOf(ctx: Ctx, point: Point): Promise<Place> {
  const { district, town, village, grid, deepest } = await areaAt(ctx, point)
  if (!district || !deepest) throw outsideDistrict({ district: say(districtOf(ctx.house).title, ctx.locale) })
  const named = [town, village, grid].filter((area) => area !== undefined).map(({ name }) => name)
  return { area: deepest, areaName: named.length > 0 ? joined(named.slice(0, 2)) : district.name }
}

/** Only an address is known: the whole district, until somebody marks the place. */
export async function placeUnknown(ctx: Ctx): Promise<Place> {
  const [district] = await areasUnder(ctx, '', 'district')
  if (!district) throw new Error('The district has no area of its own: its map was not planted')
  return { area: district.path, areaName: district.name }
}
