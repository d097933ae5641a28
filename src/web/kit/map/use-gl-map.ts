import {
  AttributionControl,
  Map as GlMap,
  type LngLatBoundsLike,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { api } from '../api.ts'
import { usePlatform } from '../session.ts'
import { useLanguage } from '../text.ts'
import { font, type Palette } from '../tokens.ts'
import { usePalette, useTheme } from '../use-theme.ts'
import { groupImage, groupName, groupTones, markImage, markName, shapes, tones } from './marks.ts'
import type { Place } from './place.ts'

setWorkerUrl(workerUrl)

export interface View {
  center?: Place | undefined
  zoom?: number | undefined
  /** west, south, east, north */
  bounds?: readonly [number, number, number, number] | undefined
}

/** MapLibre wants whole addresses; ours are below this host. */
const absolute = (url: string) => ({ url: url.startsWith('/') ? `${location.origin}${url}` : url })

/** The sources stand behind the ⓘ; that it is schematic stays in sight (`map-note`). */
const foldAttribution = (map: GlMap): void => {
  const box = map.getContainer().querySelector('.maplibregl-ctrl-attrib')
  box?.classList.remove('maplibregl-compact-show')
  box?.removeAttribute('open')
}

/** Marks the box while nothing is being drawn any more, and once folds what would cover the map. */
function watchIdle(map: GlMap): void {
  let folded = false
  map.on('dataloading', () => map.getContainer().removeAttribute('data-idle'))
  map.on('idle', () => {
    if (map.getStyle().layers.length === 0) return
    if (!folded) foldAttribution(map)
    folded = true
    map.getContainer().setAttribute('data-idle', '')
  })
}

/** A map with its controls in the given box, as long as the component lives. */
export function useGlMap(
  box: RefObject<HTMLDivElement | null>,
  label: string,
  onClick: ((place: Place) => void) | undefined,
): GlMap | undefined {
  const [map, setMap] = useState<GlMap>()
  const click = useRef(onClick)
  click.current = onClick
  useEffect(() => {
    const made = new GlMap({
      container: box.current as HTMLDivElement,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: false,
      localIdeographFontFamily: font,
      transformRequest: absolute,
      fadeDuration: 100,
      dragRotate: false,
      pitchWithRotate: false,
    })
    made.touchZoomRotate.disableRotation()
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    made.addControl(new ScaleControl({ maxWidth: 90 }), 'bottom-left')
    made.addControl(new AttributionControl({ compact: true }), 'bottom-right')
    made.on('click', (event) => click.current?.({ lon: event.lngLat.lng, lat: event.lngLat.lat }))
    watchIdle(made)
    setMap(made)
    return () => made.remove()
  }, [box])
  useEffect(() => {
    map?.getCanvas().setAttribute('aria-label', label)
  }, [map, label])
  return map
}

/** Our style comes from the server and may be replaced there; without it an empty ground still carries the marks. */
async function readStyle(theme: string, language: string, palette: Palette) {
  const ground = { id: 'ground', type: 'background' as const, paint: { 'background-color': palette.wall } }
  const bare = { version: 8 as const, sources: {}, layers: [ground] }
  return api.get<typeof bare>(`/api/geo/style?theme=${theme}&lang=${language}`).catch(() => bare)
}

const readMarks = (palette: Palette) =>
  Promise.all(
    shapes.flatMap((shape) => [
      ...tones.map(async (tone) => [markName(shape, tone), await markImage(shape, tone, palette)] as const),
      ...groupTones.map(async (tone) => [groupName(shape, tone), await groupImage(shape, tone, palette)] as const),
    ]),
  )

/** Puts the district's style on the map in the theme and language of the screen. Grows whenever layers have to be put back. */
export function useStyle(map: GlMap | undefined): number {
  const [styled, setStyled] = useState(0)
  const language = useLanguage()
  const theme = useTheme()
  const palette = usePalette()
  useEffect(() => {
    if (!map) return
    let stopped = false
    void Promise.all([readStyle(theme, language, palette), readMarks(palette)]).then(([style, marks]) => {
      if (stopped) return
      setStyled(0)
      map.setStyle(style, { diff: false })
      map.once('style.load', () => {
        if (stopped) return
        for (const [name, image] of marks) if (!map.hasImage(name)) map.addImage(name, image, { pixelRatio: 2 })
        setStyled((count) => count + 1)
      })
    })
    return () => {
      stopped = true
    }
  }, [map, theme, language, palette])
  return styled
}

/** The caller's view, else the whole district; moved when the caller moves it. */
export function useView(map: GlMap | undefined, { center, zoom, bounds }: View): void {
  const district = usePlatform()?.map?.bounds
  const placed = useRef(false)
  const lon = center?.lon
  const lat = center?.lat
  useEffect(() => {
    if (!map || lon === undefined || lat === undefined) return
    map.jumpTo({ center: [lon, lat], ...(zoom !== undefined && { zoom }) })
    placed.current = true
  }, [map, lon, lat, zoom])
  useEffect(() => {
    const whole = bounds ?? district
    if (!map || placed.current || whole?.length !== 4) return
    map.fitBounds(whole as unknown as LngLatBoundsLike, { padding: 24, animate: false })
    placed.current = true
  }, [map, bounds, district])
}
