import type { GeoJSONSource, MapLayerMouseEvent } from 'maplibre-gl'
import { useEffect, useMemo, useRef } from 'react'
import { type Text, useText } from '../text.ts'
import { font, type Tone } from '../tokens.ts'
import { usePalette } from '../use-theme.ts'
import { type MapThing, type MarkShape, useLegend, useMap } from './map-context.ts'
import { groupName, markName } from './marks.ts'

interface MapPointsProps {
  /** Unique on this map. */
  id: string
  title: Text | string
  shape: MarkShape
  things: readonly MapThing[]
  /** The words for the states that may occur; they stand in the legend. */
  tones?: readonly { tone: Tone; title: Text | string }[]
  /** Opens the thing a mark stands for. */
  onOpen?: (id: string) => void
  /** The one that is open. */
  openId?: string | undefined
  /** Near marks are gathered and counted; on unless switched off. */
  cluster?: boolean
}

const urgency: Record<Tone, number> = { alarm: 4, warning: 3, active: 2, neutral: 1, done: 0 }

/** One kind of thing on the map: marks by shape and fill, clusters that say how many. */
export function MapPoints({ id, title, shape, things, tones, onOpen, openId, cluster = true }: MapPointsProps) {
  const { map, styled } = useMap()
  const text = useText()
  const palette = usePalette()
  const latest = useRef({ onOpen, things })
  latest.current = { onOpen, things }
  const data = useMemo(() => collection(things, shape, text, openId), [things, shape, text, openId])
  useLegend(
    useMemo(
      () => ({
        id,
        title,
        shape,
        things,
        ...(tones && { tones }),
        onOpen: onOpen && ((thing: string) => latest.current.onOpen?.(thing)),
      }),
      [id, title, shape, things, tones, onOpen],
    ),
  )

  useEffect(() => {
    if (styled === 0) return
    const source = `points-${id}`
    map.addSource(source, {
      type: 'geojson',
      data: { type: 'FeatureCollection', features: [] },
      cluster,
      clusterRadius: 44,
      clusterMaxZoom: 15,
      clusterProperties: { urgency: ['max', ['get', 'urgency']] },
    })
    map.addLayer({
      id: `${source}-halo`,
      type: 'circle',
      source,
      filter: ['==', ['get', 'open'], true],
      paint: {
        'circle-radius': 20,
        'circle-color': palette.lake,
        'circle-opacity': 0.25,
        'circle-stroke-width': 2,
        'circle-stroke-color': palette.lake,
      },
    })
    map.addLayer({
      id: source,
      type: 'symbol',
      source,
      filter: ['!', ['has', 'point_count']],
      layout: {
        'icon-image': ['get', 'image'],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 15, 1.1],
        'icon-allow-overlap': true,
        'symbol-sort-key': ['get', 'urgency'],
      },
    })
    map.addLayer({
      id: `${source}-group`,
      type: 'symbol',
      source,
      filter: ['has', 'point_count'],
      layout: {
        'icon-image': [
          'case',
          ['>=', ['get', 'urgency'], 4],
          groupName(shape, 'alarm'),
          ['>=', ['get', 'urgency'], 3],
          groupName(shape, 'warning'),
          groupName(shape, 'active'),
        ],
        'icon-size': ['step', ['get', 'point_count'], 0.86, 10, 1, 100, 1.2],
        'icon-allow-overlap': true,
        'text-field': ['to-string', ['get', 'point_count_abbreviated']],
        'text-font': [font],
        'text-size': 13,
        'text-allow-overlap': true,
        'symbol-sort-key': ['get', 'urgency'],
      },
      paint: { 'text-color': palette.onLake },
    })
    const stop = listen()
    return () => {
      stop()
      if (!map.style) return
      for (const layer of ['-group', '', '-halo']) if (map.getLayer(`${source}${layer}`)) map.removeLayer(`${source}${layer}`)
      if (map.getSource(source)) map.removeSource(source)
    }

    function listen(): () => void {
      const pointer = () => void (map.getCanvas().style.cursor = 'pointer')
      const plain = () => void (map.getCanvas().style.cursor = '')
      const open = (event: MapLayerMouseEvent) => latest.current.onOpen?.(String(event.features?.[0]?.properties['id']))
      const spread = async (event: MapLayerMouseEvent) => {
        const feature = event.features?.[0]
        const gathered = feature?.properties['cluster_id'] as number | undefined
        const zoom =
          gathered === undefined
            ? map.getZoom() + 1.5
            : await (map.getSource(source) as GeoJSONSource).getClusterExpansionZoom(Number(gathered))
        map.easeTo({ center: event.lngLat, zoom: zoom + 0.5, duration: 150 })
      }
      const clicks = (event: MapLayerMouseEvent) => void spread(event)
      map.on('click', source, open)
      map.on('click', `${source}-group`, clicks)
      for (const layer of [source, `${source}-group`]) {
        map.on('mouseenter', layer, pointer)
        map.on('mouseleave', layer, plain)
      }
      return () => {
        map.off('click', source, open).off('click', `${source}-group`, clicks)
        for (const layer of [source, `${source}-group`]) map.off('mouseenter', layer, pointer).off('mouseleave', layer, plain)
      }
    }
  }, [map, styled, id, shape, cluster, palette])

  useEffect(() => {
    if (styled > 0) (map.getSource(`points-${id}`) as GeoJSONSource | undefined)?.setData(data)
  }, [map, styled, id, data, palette, cluster])
  return null
}

/** As the map itself says it of those it gathers. */
const abbreviated = (count: number): string => (count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`)

const collection = (
  things: readonly MapThing[],
  shape: MarkShape,
  text: (words: Text | string) => string,
  openId: string | undefined,
) => ({
  type: 'FeatureCollection' as const,
  features: things.map((thing) => ({
    type: 'Feature' as const,
    geometry: { type: 'Point' as const, coordinates: [thing.lon, thing.lat] },
    properties: {
      id: thing.id,
      title: text(thing.title),
      image: markName(shape, thing.tone ?? 'neutral'),
      urgency: urgency[thing.tone ?? 'neutral'],
      open: thing.id === openId,
      ...(thing.count && thing.count > 1 && { point_count: thing.count, point_count_abbreviated: abbreviated(thing.count) }),
    },
  })),
})
