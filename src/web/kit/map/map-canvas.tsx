import {
  AttributionControl,
  type LngLatBoundsLike,
  Map as GlMap,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useLanguage } from '../text.ts'
import { font, type Palette } from '../tokens.ts'
import { usePalette, useTheme } from '../use-theme.ts'
import type { Place } from './place.ts'
import { Legend } from './legend.tsx'
import { type LegendEntry, MapContext } from './map-context.ts'
import { markImage, markName, shapes, tones } from './marks.ts'

setWorkerUrl(workerUrl)

export interface MapCanvasProps {
  label: string
  center?: Place | undefined
  zoom?: number | undefined
  /** west, south, east, north */
  bounds?: readonly [number, number, number, number] | undefined
  /** Folded until asked for, on small maps. */
  legend?: 'open' | 'folded'
  onClick?: ((place: Place) => void) | undefined
  children?: ReactNode
}

/** Our style comes from the server and may be replaced there; without it an empty ground still carries the marks. */
async function readStyle(theme: string, language: string, palette: Palette) {
  const bare = {
    version: 8 as const,
    sources: {},
    layers: [{ id: 'ground', type: 'background' as const, paint: { 'background-color': palette.wall } }],
  }
  return api.get<typeof bare>(`/api/geo/style?theme=${theme}&lang=${language}`).catch(() => bare)
}

const absolute = (url: string) => ({ url: url.startsWith('/') ? `${location.origin}${url}` : url })

export function MapCanvas({ label, center, zoom, bounds, legend = 'open', onClick, children }: MapCanvasProps) {
  const { t } = useTranslation('web')
  const box = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<GlMap>()
  const [styled, setStyled] = useState(0)
  const [entries, setEntries] = useState<readonly LegendEntry[]>([])
  const language = useLanguage()
  const theme = useTheme()
  const palette = usePalette()
  const click = useRef(onClick)
  click.current = onClick
  const start = useRef({ center, zoom, bounds })

  useEffect(() => {
    const made = new GlMap({
      container: box.current as HTMLDivElement,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: false,
      localIdeographFontFamily: font,
      transformRequest: absolute,
      fadeDuration: 100,
      ...(start.current.center && { center: [start.current.center.lon, start.current.center.lat] as [number, number] }),
      ...(start.current.zoom !== undefined && { zoom: start.current.zoom }),
    })
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    made.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left')
    made.addControl(new AttributionControl({ compact: false }), 'bottom-right')
    made.on('click', (event) => click.current?.({ lon: event.lngLat.lng, lat: event.lngLat.lat }))
    setMap(made)
    return () => made.remove()
  }, [])

  useEffect(() => {
    if (!map) return
    let stopped = false
    void readStyle(theme, language, palette).then(async (style) => {
      const images = await Promise.all(
        shapes.flatMap((shape) =>
          tones.map(async (tone) => [markName(shape, tone), await markImage(shape, tone, palette)] as const),
        ),
      )
      if (stopped) return
      setStyled(0)
      map.setStyle(style, { diff: false })
      map.once('style.load', () => {
        if (stopped) return
        for (const [name, image] of images) if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: 2 })
        placeView(
          map,
          style as { center?: [number, number]; zoom?: number; metadata?: { bounds?: [number, number, number, number] } },
          start.current,
        )
        setStyled((count) => count + 1)
      })
    })
    return () => {
      stopped = true
    }
  }, [map, theme, language, palette])

  useEffect(() => {
    map?.getCanvas().setAttribute('aria-label', label)
  }, [map, label])
  useEffect(() => {
    if (map && center && center !== start.current.center)
      map.easeTo({ center: [center.lon, center.lat], ...(zoom && { zoom }), duration: 150 })
  }, [map, center, zoom])

  const tell = useCallback((entry: LegendEntry) => setEntries((now) => [...now.filter(({ id }) => id !== entry.id), entry]), [])
  const forget = useCallback((id: string) => setEntries((now) => now.filter((entry) => entry.id !== id)), [])
  const shared = useMemo(() => map && { map, styled, tell, forget }, [map, styled, tell, forget])
  return (
    <>
      <div ref={box} className="map-box" data-picking={onClick ? true : undefined} />
      <Legend entries={entries} open={legend === 'open'} note={t('map.schematic')} />
      {shared && <MapContext value={shared}>{children}</MapContext>}
    </>
  )
}

/** The caller's view, else the one the district's style suggests. */
function placeView(
  map: GlMap,
  style: { center?: [number, number]; zoom?: number; metadata?: { bounds?: [number, number, number, number] } },
  wanted: Pick<MapCanvasProps, 'center' | 'zoom' | 'bounds'>,
): void {
  if (wanted.center) return
  const bounds = wanted.bounds ?? style.metadata?.bounds
  if (bounds) map.fitBounds(bounds as unknown as LngLatBoundsLike, { padding: 24, animate: false })
  else if (style.center) map.jumpTo({ center: style.center, zoom: style.zoom ?? 10 })
}
