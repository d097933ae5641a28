import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { metresBetween, type Place } from '#kit/map/place.ts'
import { devicePlace } from '#kit/map/place-picker.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import './near.css'

/** A request as Open311 publishes it: what anybody may know of a case. */
interface PublicRequest {
  service_request_id: string
  status_notes: string | null
  service_name: string
  service_notice: string | null
  requested_datetime: string
  address: string | null
  lat: number | null
  long: number | null
}
interface Shown extends PublicRequest {
  place: Place
  metres: number | undefined
}

const shownAtOnce = 20

/** What others have reported: on the map, and the nearest first once the device has said where it is. */
export function NearPage() {
  const { t } = useTranslation('city-management')
  const [here, setHere] = useState<Place | null>(null)
  const query = useApi<PublicRequest[]>('/open311/v2/requests.json?status=open&page_size=100', undefined, { everySeconds: 60 })
  return (
    <div className="near stack">
      <h1>{t('near.title')}</h1>
      <p className="quiet">{t('near.hint')}</p>
      <Whereabouts found={setHere} />
      <Loaded query={query}>{(requests) => <Requests requests={requests} here={here} />}</Loaded>
    </div>
  )
}

function Whereabouts({ found }: { found: (place: Place) => void }) {
  const { t } = useTranslation('city-management')
  const [state, setState] = useState<'idle' | 'asking' | 'refused'>('idle')
  const ask = async () => {
    setState('asking')
    const place = await devicePlace()
    setState(place ? 'idle' : 'refused')
    if (place) found(place)
  }
  return (
    <div className="row-wrap">
      <button type="button" className="btn" disabled={state === 'asking'} onClick={() => void ask()}>
        <Icon name="locate" />
        {state === 'asking' ? t('near.asking') : t('near.sort')}
      </button>
      <Link className="btn" data-kind="primary" to="/report">
        <Icon name="megaphone" />
        {t('near.report')}
      </Link>
      {state === 'refused' && (
        <span className="quiet" role="status">
          {t('near.noPosition')}
        </span>
      )}
    </div>
  )
}

const placed = (requests: readonly PublicRequest[], here: Place | null): Shown[] =>
  requests
    .flatMap((request) => {
      if (request.lat === null || request.long === null) return []
      const place = { lon: request.long, lat: request.lat }
      return [{ ...request, place, metres: here ? metresBetween(here, place) : undefined }]
    })
    .sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0))

function Requests({ requests, here }: { requests: readonly PublicRequest[]; here: Place | null }) {
  const { t } = useTranslation('city-management')
  const [openId, setOpenId] = useState<string>()
  const shown = useMemo(() => placed(requests, here), [requests, here])
  const things = useMemo(
    () =>
      shown.map((request) => ({
        id: request.service_request_id,
        ...request.place,
        title: request.service_name,
        tone: 'active' as const,
      })),
    [shown],
  )
  if (shown.length === 0) return <Empty icon="circle-check" title={t('near.none')} />
  const open = (id: string) => {
    setOpenId(id)
    document.getElementById(`near-${id}`)?.scrollIntoView({ block: 'nearest' })
  }
  const listed = [
    ...shown.filter(({ service_request_id: id }) => id === openId),
    ...shown.filter(({ service_request_id: id }) => id !== openId),
  ]
  return (
    <div className="near-parts">
      <DistrictMap label={t('near.map')} height="clamp(16rem, 50dvh, 26rem)" {...(here && { center: here, zoom: 14 })}>
        <MapPoints id="problems" title={t('near.title')} shape="case" things={things} openId={openId} onOpen={open} />
      </DistrictMap>
      <ul className="near-list">
        {listed.slice(0, shownAtOnce).map((request) => (
          <li key={request.service_request_id} id={`near-${request.service_request_id}`}>
            <button
              type="button"
              aria-pressed={request.service_request_id === openId}
              onClick={() => open(request.service_request_id)}
            >
              <strong>{request.service_name}</strong>
              <span>{request.address}</span>
              <small className="quiet">
                {request.status_notes}
                {request.metres !== undefined && ` · ${t('near.away', { count: Math.round(request.metres / 10) * 10 })}`}
                {' · '}
                <Time at={request.requested_datetime} />
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
