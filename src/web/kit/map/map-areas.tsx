import type { GeoJSONSource, MapLayerMouseEvent } from 'maplibre-gl'
import { useEffect, useMemo, useRef } from 'react'
import { type Text, useText } from '../text.ts'
import { usePalette } from '../use-theme.ts'
import { useLegend, useMap } from './map-context.ts'

/** GeoJSON polygons, as `/api/geo` answers them. */
export interface AreaCollection {
  type: 'FeatureCollection'
  features: readonly { type: 'Feature'; properties: Record<string, unknown>; geometry: unknown }[]
}

interface MapAreasProps {
  id: string
  title: Text | string
  /** Polygons with `properties.id`; usually a town or a grid. */
  data: AreaCollection
  /** Value by area id; areas without one stay unshaded. */
  values?: Readonly<Record<string, number>>
  unit?: string
  onOpen?: (id: string) => void
}

/** Areas shaded by a value in four steps of one hue, with the steps in the legend. */
export function MapAreas({ id, title, data, values = {}, unit = '', onOpen }: MapAreasProps) {
  const { map, styled } = useMap()
  const text = useText()
  const palette = usePalette()
  const steps = useMemo(() => quarters(Object.values(values)), [values])
  const shades = useMemo(
    () =>
      [0.08, 0.2, 0.36, 0.55].map(
        (alpha) =>
          `${palette.lake}${Math.round(alpha * 255)
            .toString(16)
            .padStart(2, '0')}`,
      ),
    [palette],
  )
  const scale = useMemo(
    () => steps.map((from, index) => ({ colour: shades[index] as string, title: `≥ ${from}${unit && ` ${unit}`}` })),
    [steps, shades, unit],
  )
  useLegend(useMemo(() => ({ id, title: text(title), scale, things: [] }), [id, title, text, scale]))

  const shaded = useMemo(() => {
    const shadeOf = (value: number | undefined) =>
      value === undefined ? null : (shades[steps.findLastIndex((from) => value >= from)] ?? null)
    return {
      ...data,
      features: data.features.map((feature) => ({
        ...feature,
        properties: { ...feature.properties, shade: shadeOf(values[String(feature.properties['id'])]) },
      })),
    }
  }, [data, values, steps, shades])
  const latest = useRef(onOpen)
  latest.current = onOpen

  useEffect(() => {
    if (styled === 0) return
    const source = `areas-${id}`
    const before = map.getStyle().layers.find((layer) => layer.type === 'symbol')?.id
    map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
    map.addLayer(
      { id: source, type: 'fill', source, paint: { 'fill-color': ['coalesce', ['get', 'shade'], 'rgba(0,0,0,0)'] } },
      before,
    )
    // A mark that stands in an area is meant by itself.
    const click = (event: MapLayerMouseEvent) => {
      if (map.queryRenderedFeatures(event.point).some(({ layer }) => layer.id.startsWith('points-'))) return
      latest.current?.(String(event.features?.[0]?.properties['id']))
    }
    map.on('click', source, click)
    return () => {
      map.off('click', source, click)
      if (!map.style) return
      if (map.getLayer(source)) map.removeLayer(source)
      if (map.getSource(source)) map.removeSource(source)
    }
  }, [map, styled, id])

  useEffect(() => {
    if (styled > 0) (map.getSource(`areas-${id}`) as GeoJSONSource | undefined)?.setData(shaded as never)
  }, [map, styled, id, shaded])
  return null
}

/** Lower bounds of four groups of about equal size. */
function quarters(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b)
  const bounds = [0, 0.25, 0.5, 0.75]
    .map((share) => sorted[Math.floor(share * (sorted.length - 1))])
    .filter((value) => value !== undefined)
  return [...new Set(bounds)]
}
