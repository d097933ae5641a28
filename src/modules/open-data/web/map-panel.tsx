import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Places, type Resource, Rows } from '../schema.ts'
import { shownValue } from './table-panel.tsx'

/** Rows where they are; a mark opens its row. */
export function MapPanel({ resource }: { resource: Resource }) {
  const query = useApi(`/api/open-data/resources/${resource.id}/places`, Places)
  return <Loaded query={query}>{(places) => <OnMap resource={resource} places={places} />}</Loaded>
}

function OnMap({ resource, places }: { resource: Resource; places: Places }) {
  const { t } = useTranslation('open-data')
  const text = useText()
  const [openId, setOpenId] = useState<string>()
  const things = useMemo(() => places.items.map((item) => ({ ...item, tone: 'active' as const })), [places])
  return (
    <div className="stack">
      <DistrictMap label={t('tabs.map')} height="clamp(18rem, 60dvh, 30rem)">
        <MapPoints id="rows" title={text(resource.name)} shape="facility" things={things} openId={openId} onOpen={setOpenId} />
      </DistrictMap>
      <p className="quiet">
        {places.total > places.items.length
          ? t('map.some', { shown: places.items.length, count: places.total })
          : t('map.all', { count: places.items.length })}
      </p>
      {openId && <OneRow resource={resource} id={openId} />}
    </div>
  )
}

function OneRow({ resource, id }: { resource: Resource; id: string }) {
  const text = useText()
  const query = useApi(
    withQuery(`/api/open-data/resources/${resource.id}/rows`, { filters: JSON.stringify({ _id: Number(id) }), limit: 1 }),
    Rows,
    { keep: true },
  )
  return (
    <Loaded query={query}>
      {({ rows: [row] }) => (
        <dl className="card data-row">
          {resource.fields.map((field) => (
            <div key={field.id}>
              <dt>{text(field.title)}</dt>
              <dd>
                {shownValue(row?.[field.id], field.type)} {field.unit}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Loaded>
  )
}
