import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { type AreaCollection, MapAreas } from '#kit/map/map-areas.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import type { z } from 'zod'
import { AreaValues, type Detail } from '../schema.ts'
import { shown, toneOf, useMadeOf } from './words.ts'

const shapesPath = '/api/geo/areas/shapes?kind=town&zoom=11'
type Towns = z.infer<typeof AreaValues>['items']

/** Where in the district: the map and the same as bars; a town narrows the page to itself. */
export function TownsOf({
  detail,
  id,
  period,
  area,
}: {
  detail: Detail
  id: string
  period: string | undefined
  area: string | undefined
}) {
  const { t } = useTranslation('indicators')
  const query = useApi(withQuery(`/api/indicators/${id}/towns`, { period }), AreaValues, { keep: true })
  const [, change] = useAddress()
  const choose = (path: string) => change({ area: path === area ? null : path })
  return (
    <section className="figure-part figure-towns">
      <header className="row">
        <h2 className="grow">{t('towns.title')}</h2>
        {area && (
          <button type="button" className="btn" data-kind="plain" data-size="small" onClick={() => change({ area: null })}>
            {t('towns.all')}
          </button>
        )}
      </header>
      <Loaded query={query}>
        {({ items }) => (
          <div className="figure-places">
            <TownMap detail={detail} towns={items} choose={choose} />
            <TownBars detail={detail} towns={items} chosen={area} choose={choose} />
          </div>
        )}
      </Loaded>
    </section>
  )
}

interface Part {
  detail: Detail
  towns: Towns
  choose: (path: string) => void
}

function TownMap({ detail, towns, choose }: Part) {
  const { t } = useTranslation('indicators')
  const text = useText()
  const { data } = useApi<AreaCollection>(shapesPath)
  const shapes = useMemo(() => data && withPaths(data), [data])
  const values = useMemo(
    () => Object.fromEntries(towns.flatMap(({ path, value }) => (value === null ? [] : [[path, value]]))),
    [towns],
  )
  return (
    <DistrictMap label={t('towns.map', { title: text(detail.title) })} height="18rem">
      {shapes && (
        <MapAreas
          id="indicator-towns"
          title={text(detail.title)}
          data={shapes}
          values={values}
          unit={text(detail.unit)}
          onOpen={choose}
        />
      )}
    </DistrictMap>
  )
}

/** The kit asks for `properties.id`; here that is the area's path. */
const withPaths = (data: AreaCollection): AreaCollection => ({
  ...data,
  features: data.features.map((feature) => ({
    ...feature,
    properties: { ...feature.properties, id: feature.properties['path'] },
  })),
})

function TownBars({ detail, towns, chosen, choose }: Part & { chosen: string | undefined }) {
  const text = useText()
  const madeOf = useMadeOf()
  const most = Math.max(...towns.map(({ value }) => value ?? 0), 0) || 1
  // The worst first, where there is a better and a worse; those with nothing to count at the end.
  const ordered = [...towns].sort((a, b) =>
    a.value === null || b.value === null
      ? Number(a.value === null) - Number(b.value === null)
      : (b.value - a.value) * (detail.better === 'more' ? -1 : 1),
  )
  return (
    <ol className="town-bars">
      {ordered.map((town) => (
        <li key={town.path}>
          <button
            type="button"
            aria-pressed={town.path === chosen}
            title={madeOf({ ...town, unit: detail.unit })}
            onClick={() => choose(town.path)}
          >
            <span>{text(town.name)}</span>
            <span className="town-bars-line" data-tone={toneOf[town.standing]}>
              {town.value !== null && <i style={{ width: `${(town.value / most) * 100}%` }} />}
            </span>
            <span className="numbers">{shown(town.value, detail.digits)}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}
