import type { Map as GlMap } from 'maplibre-gl'
import { createContext, useContext, useEffect } from 'react'
import type { Text } from '../text.ts'
import type { Tone } from '../tokens.ts'

/** What a mark is, by its shape. Its state is told by its fill. */
export type MarkShape = 'station' | 'case' | 'vehicle' | 'camera' | 'person' | 'facility'

export interface MapThing {
  id: string
  lon: number
  lat: number
  title: Text | string
  tone?: Tone
  /** So many things lie here: one mark with their number, which brings the map nearer. */
  count?: number
  /** The state in words, for the list beside the map. */
  state?: Text | string
}

export interface LegendEntry {
  id: string
  title: Text | string
  shape?: MarkShape
  /** The states that occur, in words. */
  tones?: readonly { tone: Tone; title: Text | string }[]
  /** A scale of shades, for areas. */
  scale?: readonly { colour: string; title: string }[]
  things: readonly MapThing[]
  onOpen?: ((id: string) => void) | undefined
}

export interface MapShared {
  map: GlMap
  /** Grows each time the style was loaded anew and layers have to be put back. */
  styled: number
  tell: (entry: LegendEntry) => void
  forget: (id: string) => void
}

export const MapContext = createContext<MapShared | null>(null)

export function useMap(): MapShared {
  const shared = useContext(MapContext)
  if (!shared) throw new Error('Map layers stand inside a <DistrictMap>')
  return shared
}

export function useLegend(entry: LegendEntry): void {
  const { tell, forget } = useMap()
  useEffect(() => tell(entry), [tell, entry])
  useEffect(() => () => forget(entry.id), [forget, entry.id])
}
