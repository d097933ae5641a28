import { useEffect, useMemo } from 'react'
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

  useEffect(() => {
    if (styled === 0) return
    const source = `areas-${id}`
    const before = map.getStyle().layers.find((layer) => layer.type === 'symbol')?.id
    const shaded = {
      ...data,
      features: data.features.map((feature) => ({
        ...feature,
        properties: { ...feature.properties, shade: shadeOf(values[String(feature.properties['id'])]) },
      })),
    }
    map.addSource(source, { type: 'geojson', data: shaded as never })
    map.addLayer(
      { id: source, type: 'fill', source, paint: { 'fill-color': ['coalesce', ['get', 'shade'], 'rgba(0,0,0,0)'] } },
      before,
    )
    const click = (event: { features?: { properties: Record<string, unknown> }[] }) =>
      onOpen?.(String(event.features?.[0]?.properties['id']))
    map.on('click', source, click as never)
    return () => {
      map.off('click', source, click as never)
      if (map.getLayer(source)) map.removeLayer(source)
      if (map.getSource(source)) map.removeSource(source)
    }

    function shadeOf(value: number | undefined): string | null {
      if (value === undefined) return null
      return shades[steps.findLastIndex((from) => value >= from)] ?? null
    }
  }, [map, styled, id, data, values, steps, shades, onOpen])
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
