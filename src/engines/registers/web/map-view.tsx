import { Button } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { type MapThing, useMap } from '#kit/map/map-context.ts'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Failed } from '#kit/states.tsx'
import { type ColumnShape, Places, type RegisterShape } from '../schema.ts'
import { asPath } from './address.ts'
import { useHere } from './register.ts'

export const pointColumn = (shape: RegisterShape): ColumnShape | undefined => shape.columns.find(({ kind }) => kind === 'point')

interface Props {
  params: [string, string][]
  openId: string | undefined
  open: (id: string) => void
}

/** The same rows as in the list, where they are; whatever their number, all of those in view. */
export function MapView({ params, openId, open }: Props) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const column = pointColumn(shape) as ColumnShape
  return (
    <div className="register-map">
      <DistrictMap label={t('map.label')}>
        <InView params={params} openId={openId} open={open} />
        {column.filters.includes('within') && <InThisArea column={column.name} />}
      </DistrictMap>
    </div>
  )
}

/** The whole world: the map does not know yet where it belongs. */
const NOWHERE = 3

/** Where the map stands, a moment after it came to rest. */
function useView(): [string, string][] | null {
  const { map } = useMap()
  const read = (): [string, string][] | null => {
    if (map.getZoom() < NOWHERE) return null
    const bounds = map.getBounds()
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    return [
      ['bbox', box.map((degrees) => degrees.toFixed(4)).join(',')],
      ['zoom', map.getZoom().toFixed(1)],
    ]
  }
  const [view, setView] = useState(read)
  useEffect(() => {
    const moved = () => setView(read())
    map.on('moveend', moved)
    map.on('resize', moved)
    return () => void map.off('moveend', moved).off('resize', moved)
  })
  return view
}

function InView({ params, openId, open }: Props) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const view = useView()
  const narrowing = params.filter(([name]) => name !== 'sort')
  const query = useApi(view && asPath(`${shape.path}/places`, [...narrowing, ...view]), Places, { keep: true })
  const things = useMemo(
    () =>
      (query.data?.items ?? []).map(
        ({ id, label, lon, lat, rows }): MapThing => ({
          id: id ?? `${lon} ${lat}`,
          lon,
          lat,
          title: label ?? t('map.group', { count: rows }),
          count: rows,
        }),
      ),
    [query.data, t],
  )
  // A few are gathered here, where they meet on the screen; many come gathered.
  const alone = things.every(({ count }) => count === 1)
  const single = (id: string) => !id.includes(' ') && open(id)
  const { inView = 0, unplaced } = query.data ?? {}
  return (
    <>
      <MapPoints id="rows" title={shape.title} shape="facility" things={things} openId={openId} onOpen={single} cluster={alone} />
      {query.error && <Failed error={query.error} again={() => void query.refetch()} />}
      <p className="register-map-note quiet" role="status">
        {query.isPending
          ? t('map.loading')
          : [t('map.inView', { count: inView }), unplaced && unplaced.rows > 0 && t('map.unplaced', { count: unplaced.rows })]
              .filter(Boolean)
              .join(' · ')}
      </p>
    </>
  )
}

/** Narrows the list to what the map shows now; the list view then has the same rows. */
function InThisArea({ column }: { column: string }) {
  const { t } = useTranslation('registers')
  const { map } = useMap()
  const [address, change] = useAddress()
  const name = `filter.${column}.within`
  const narrow = () => {
    const bounds = map.getBounds()
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
    change({ [name]: box.map((degrees) => degrees.toFixed(5)).join(',') })
  }
  return (
    <div className="register-map-area">
      <Button size="small" icon={<Icon name="crosshair" size={15} />} onClick={narrow}>
        {t('map.here')}
      </Button>
      {address[name] && (
        <Button size="small" onClick={() => change({ [name]: null })}>
          {t('map.everywhere')}
        </Button>
      )}
    </div>
  )
}
