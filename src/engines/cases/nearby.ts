import { type Ctx, settingsOf } from '#kernel'
import { categoryShown, familyOf } from './categories.ts'
import { withoutNumbers } from './people.ts'
import { type NearbyCase, type Point, publicStateOf } from './schema.ts'
import { caseSettings } from './settings.ts'
import * as store from './store.ts'

const EARTH_M = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

export function metresBetween(a: Point, b: Point): number {
  const sinLat = Math.sin(radians(b.lat - a.lat) / 2)
  const sinLon = Math.sin(radians(b.lon - a.lon) / 2)
  const h = sinLat * sinLat + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * sinLon * sinLon
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

export interface Likeness {
  metres: number
  hours: number
  /** The same small class, the same big class, or only the place. */
  category: 'same' | 'family' | 'other'
}

const byCategory = { same: 1, family: 0.75, other: 0.4 } as const

/** 0…1, falling with distance and time, lower for another class. Nothing beyond the district's reach counts at all. */
export function likeness({ metres, hours, category }: Likeness, reach: { metres: number; hours: number }): number {
  if (metres > reach.metres || hours > reach.hours) return 0
  const near = 1 - (metres / reach.metres) * 0.7
  const fresh = 1 - (hours / reach.hours) * 0.4
  return Math.round(near * fresh * byCategory[category] * 1000) / 1000
}

export interface NearbyWanted {
  point: Point
  category?: string | undefined
  at?: Date
  openTo: 'public' | 'staff'
  not?: string
}

/** Open cases that may be the same event, likeliest first: same family, near in place and time. */
export async function nearbyCases(ctx: Ctx, { point, category, at = ctx.now, openTo, not }: NearbyWanted): Promise<NearbyCase[]> {
  const { nearby, closedChannels } = settingsOf(ctx.house, caseSettings)
  const since = new Date(at.getTime() - nearby.hours * 3_600_000)
  const rows = await store.near(ctx, {
    point,
    metres: nearby.metres,
    since,
    family: category && familyOf(category),
    openTo,
    closedChannels,
    ...(not && { not }),
  })
  return rows
    .map((row) => asNearby(ctx, row, { point, category, at }))
    .filter((found) => found.likeness > 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, nearby.limit)
}

function asNearby(
  ctx: Ctx,
  row: store.CaseRow,
  { point, category, at }: { point: Point; category?: string | undefined; at: Date },
): NearbyCase {
  const there = { lon: row.lon as number, lat: row.lat as number }
  const metres = metresBetween(point, there)
  const hours = Math.abs(at.getTime() - row.observed_at.getTime()) / 3_600_000
  const alike =
    category === undefined || category === row.category
      ? 'same'
      : familyOf(category) === familyOf(row.category)
        ? 'family'
        : 'other'
  const { code, title } = categoryShown(ctx.house, row.category)
  return {
    id: row.id,
    number: row.number,
    category: { code, title },
    publicState: publicStateOf(row.state),
    address: withoutNumbers(row.address),
    point: there,
    metres: Math.round(metres),
    reportedAt: row.reported_at.toISOString(),
    reports: row.reports,
    likeness: likeness({ metres, hours, category: alike }, settingsOf(ctx.house, caseSettings).nearby),
  }
}
