import type { Place } from '#kit/map/place.ts'
import { withQuery } from '#kit/api.ts'
import { useApi } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import { Whereabouts } from '../../../engines/geo/schema.ts'

/** Where a point lies, in words from the town down; null outside the district, undefined while asking. */
export function useAreaName(point: Place | null): string | null | undefined {
  const text = useText()
  const { data } = useApi(
    point && withQuery('/api/geo/at', { lon: point.lon.toFixed(6), lat: point.lat.toFixed(6) }),
    Whereabouts,
  )
  if (!data) return undefined
  const names = [data.town, data.village, data.grid].flatMap((area) => (area ? [text(area.name)] : []))
  return names.length > 0 ? names.join(' · ') : null
}
