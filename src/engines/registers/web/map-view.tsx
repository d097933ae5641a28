import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, type ApiError } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { useMap } from '#kit/map/map-context.ts'
import { MapPoints } from '#kit/map/map-points.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { Failed } from '#kit/states.tsx'
import type { ColumnShape, RegisterShape, Row, RowPage } from '../schema.ts'
import { asPath } from './address.ts'
import { useHere } from './register.ts'

const MOST = 2000
const PAGE = 200

export const pointColumn = (shape: RegisterShape): ColumnShape | undefined => shape.columns.find(({ kind }) => kind === 'point')

/** All rows that fit, page by page, up to a bound that a map can still show. */
async function everyRow(
  shape: RegisterShape,
  params: [string, string][],
  column: string,
  signal: AbortSignal,
): Promise<{ rows: Row[]; more: boolean }> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const path: string = asPath(shape.path, [
      ...params,
      ['columns', [...new Set([shape.label, column])].join(',')],
      ['limit', String(PAGE)],
      ...(cursor ? [['cursor', cursor] as const] : []),
    ])
    const page: RowPage = await api.get<RowPage>(path, undefined, signal)
    rows.push(...page.items)
    cursor = page.next
  } while (cursor && rows.length < MOST)
  return { rows, more: cursor !== null }
}

/** The same rows as in the list, where they are. */
export function MapView({
  params,
  openId,
  open,
}: {
  params: [string, string][]
  openId: string | undefined
  open: (id: string) => void
}) {
  const { t } = useTranslation('registers')
  const { shape } = useHere()
  const column = pointColumn(shape) as ColumnShape
  const query = useQuery<{ rows: Row[]; more: boolean }, ApiError>({
    queryKey: [asPath(shape.path, params), 'map', column.name],
    queryFn: ({ signal }) => everyRow(shape, params, column.name, signal),
  })
  if (query.error) return <Failed error={query.error} again={() => void query.refetch()} />
  const rows = query.data?.rows ?? []
  const things = rows.flatMap((row) => {
    const point = row.values[column.name] as { lon: number; lat: number } | null
    return point ? [{ id: row.id, ...point, title: row.label }] : []
  })
  const unplaced = rows.length - things.length
  return (
    <div className="register-map">
      <DistrictMap label={t('map.label')}>
        <MapPoints id="rows" title={shape.title} shape="facility" things={things} openId={openId} onOpen={open} />
        {column.filters.includes('within') && <InThisArea column={column.name} />}
      </DistrictMap>
      <p className="register-map-note quiet" role="status">
        {query.isPending
          ? t('map.loading')
          : [
              query.data?.more ? t('map.first', { count: rows.length }) : t('map.all', { count: things.length }),
              unplaced > 0 && t('map.unplaced', { count: unplaced }),
            ]
              .filter(Boolean)
              .join(' · ')}
      </p>
    </div>
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
