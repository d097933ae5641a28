import { useMemo } from 'react'
import type { MapThing } from '#kit/map/map-context.ts'
import { useApi } from '#kit/query.ts'
import { useTranslation } from 'react-i18next'
import type { Tone } from '#kit/tokens.ts'
import { type StationState, stationStateOf, stationTone } from './words.tsx'

export const stationsPath = '/api/observations/stations'
/** The whole world: the layer answers under the reader's rights, up to five thousand. */
const layerPath = '/api/geo/layers/stations/features?bbox=-180,-90,180,90&zoom=9'

interface Layer {
  features: {
    geometry: { type: string; coordinates: number[] }
    properties: { id: string; name: string; state: 'in-use' | 'stopped'; online: boolean; openAlarms: number }
  }[]
}

const states: readonly StationState[] = ['alarmed', 'online', 'offline', 'stopped']

/** Every station that the reader may see, as marks: the shape says station, the fill says how it is. */
export function useStationMarks(): { things: MapThing[]; tones: { tone: Tone; title: string }[] } {
  const { t } = useTranslation('observations')
  const { data } = useApi<Layer>(layerPath, undefined, { everySeconds: 60, keep: true })
  const things = useMemo(
    () =>
      (data?.features ?? []).map(({ geometry, properties }) => {
        const state = stationStateOf(properties)
        const [lon = 0, lat = 0] = geometry.coordinates
        return { id: properties.id, lon, lat, title: properties.name, tone: stationTone[state], state: t(`state.${state}`) }
      }),
    [data, t],
  )
  const tones = useMemo(() => states.map((state) => ({ tone: stationTone[state], title: t(`state.${state}`) })), [t])
  return { things, tones }
}
