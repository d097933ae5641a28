import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type AreaCollection, MapAreas } from '#kit/map/map-areas.tsx'
import type { MapThing } from '#kit/map/map-context.ts'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useAddress, useGo } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { pathOf } from '#kit/ref-link.tsx'
import { useFigures } from './use-figures.ts'

interface Layer {
  features: {
    geometry: { coordinates: number[] }
    properties: { ref: string; number: string; title_zh: string; title_en: string; overdue: boolean; suspended: boolean }
  }[]
}
const layerPath = '/api/geo/layers/cases/features?bbox=-180,-90,180,90&zoom=12'
const shapesPath = '/api/geo/areas/shapes?kind=town&zoom=12'

/** Open cases as diamonds, filled by how they stand; towns shaded by how many are open there. */
export function CasesOnMap() {
  const { t } = useTranslation('cases')
  const go = useGo()
  const { data } = useApi<Layer>(layerPath, undefined, { everySeconds: 60, keep: true })
  const things = useMemo(() => (data?.features ?? []).map((feature) => markOf(feature, t)), [data, t])
  const tones = useMemo(
    () => [
      { tone: 'active' as const, title: t('wall.tone.open') },
      { tone: 'neutral' as const, title: t('wall.tone.due') },
      { tone: 'alarm' as const, title: t('wall.tone.overdue') },
    ],
    [t],
  )
  const open = useCallback(
    (ref: string) => {
      const path = pathOf(ref)
      if (path) go(path)
    },
    [go],
  )
  return (
    <>
      <TownShades />
      <MapPoints id="cases" title={t('wall.onMap')} shape="case" things={things} tones={tones} onOpen={open} />
    </>
  )
}

function markOf(
  { geometry, properties }: Layer['features'][number],
  t: (key: 'wall.tone.overdue' | 'wall.tone.due' | 'wall.tone.open') => string,
): MapThing {
  const [lon = 0, lat = 0] = geometry.coordinates
  const state = properties.overdue ? 'overdue' : properties.suspended ? 'due' : 'open'
  return {
    id: properties.ref,
    lon,
    lat,
    title: { zh: `${properties.title_zh} ${properties.number}`, en: `${properties.title_en} ${properties.number}` },
    tone: ({ overdue: 'alarm', due: 'neutral', open: 'active' } as const)[state],
    state: t(`wall.tone.${state}`),
  }
}

function TownShades() {
  const { t } = useTranslation('cases')
  const [{ town }, change] = useAddress()
  const shapes = useApi<AreaCollection>(shapesPath)
  const figures = useFigures('district')
  const data = useMemo(() => shapes.data && withIds(shapes.data), [shapes.data])
  const values = useMemo(() => {
    const open = new Map((figures.data?.byArea ?? []).map((row) => [row.key, row.open]))
    return Object.fromEntries([...open].filter(([, count]) => count > 0))
  }, [figures.data])
  const choose = useCallback((path: string) => change({ town: path === town ? null : path }), [change, town])
  if (!data) return null
  return <MapAreas id="towns" title={t('wall.densityOnMap')} data={data} values={values} unit={t('wall.cases')} onOpen={choose} />
}

/** The kit asks for `properties.id`; here that is the area's path. */
const withIds = (data: AreaCollection): AreaCollection => ({
  ...data,
  features: data.features.map((feature) => ({
    ...feature,
    properties: { ...feature.properties, id: feature.properties['path'] },
  })),
})
