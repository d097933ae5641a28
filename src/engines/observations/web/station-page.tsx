import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { DistrictMap } from '#kit/map/district-map.tsx'
import { MapPoints } from '#kit/map/map-points.tsx'
import { Link, useAddress, usePathParams } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { pathOf } from '#kit/ref-link.tsx'
import { Empty, Loaded } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type Datastream, type StationWithStreams as Station, StationWithStreams } from '../schema.ts'
import { chosenStream } from './chosen-stream.ts'
import { FactorCards } from './factor-cards.tsx'
import { FactorChart, sinceOf, useView, ViewChoice } from './factor-chart.tsx'
import { FiledCases } from './filed-cases.tsx'
import { ReadingsTable } from './readings-table.tsx'
import { StationAlarms } from './station-alarms.tsx'
import { useAlarmsLive } from './use-alarms.tsx'
import { stationsPath } from './use-stations.ts'
import { stationStateOf, StationTag, stationTone, useKindTitle } from './words.tsx'
import './stations.css'

/** One station: how it is, what it measured last, the curve of one factor, its alarms, its place. */
export function StationPage() {
  const { id } = usePathParams()
  const query = useApi(`${stationsPath}/${id}`, StationWithStreams, { everySeconds: 20 })
  useAlarmsLive()
  return <Loaded query={query}>{(station) => <Inside station={station} />}</Loaded>
}

function Inside({ station }: { station: Station }) {
  const { t } = useTranslation('observations')
  const [{ factor }, change] = useAddress()
  const stream = chosenStream(station.datastreams, factor)
  return (
    <div className="station">
      <Top station={station} />
      <section className="station-alarms" aria-label={t('station.latest')}>
        {stream ? (
          <FactorCards
            streams={station.datastreams}
            chosen={stream.id}
            choose={(id) => change({ factor: station.datastreams.find((one) => one.id === id)?.property })}
          />
        ) : (
          <Empty icon="gauge" title={t('station.noFactors')} />
        )}
      </section>
      <div className="station-main">
        {stream ? <Curve key={stream.id} stream={stream} /> : <span />}
        <div className="station-side">
          <section className="card">
            <h2>{t('station.alarms')}</h2>
            <StationAlarms station={station.id} />
            <FiledCases of={station.ref} />
          </section>
          <section className="card">
            <h2>{t('station.place')}</h2>
            <Place station={station} />
          </section>
        </div>
      </div>
    </div>
  )
}

function Top({ station }: { station: Station }) {
  const { t } = useTranslation('observations')
  const kindTitle = useKindTitle()
  const device = pathOf(`${station.source}.monitor:${station.id}`)
  return (
    <header className="station-top">
      <div className="row-wrap">
        <h1>{station.name}</h1>
        <StationTag station={station} />
        {station.openAlarms > 0 && <StatusTag tone="alarm">{t('wall.feedCount', { count: station.openAlarms })}</StatusTag>}
        <span className="grow" />
        {device && (
          <Link className="btn" data-size="small" to={device}>
            <Icon name="radio" />
            {t('station.device')}
          </Link>
        )}
      </div>
      <div className="station-facts">
        <span>
          {kindTitle(station.kind)}
          {station.ownerName && station.ownerName !== station.name && ` · ${station.ownerName}`}
        </span>
        <span>
          {t('station.code')} <strong className="numbers">{station.code}</strong>
        </span>
        <span>
          {station.lastSeenAt ? (
            <>
              {t('station.lastSeen')}{' '}
              <strong>
                <Time at={station.lastSeenAt} />
              </strong>
            </>
          ) : (
            t('station.never')
          )}
        </span>
      </div>
    </header>
  )
}

function Curve({ stream }: { stream: Datastream }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const [view, change] = useView(stream)
  const from = useMemo(() => sinceOf(view.span), [view.span])
  return (
    <section className="card">
      <div className="station-card-top">
        <h2>
          {text(stream.name)} · {t(`kindFull.${view.kind}`)}
        </h2>
        <ViewChoice stream={stream} view={view} change={change} />
      </div>
      <FactorChart stream={stream} view={view} />
      <h2>{t('station.readings')}</h2>
      <ReadingsTable stream={stream} kind={view.kind} from={from} />
    </section>
  )
}

function Place({ station }: { station: Station }) {
  const { t } = useTranslation('observations')
  const state = stationStateOf(station)
  if (!station.point) return <p className="quiet">{t('station.noPlace')}</p>
  return (
    <DistrictMap label={t('station.place')} height="240px" legend="folded" center={station.point} zoom={13}>
      <MapPoints
        id="station"
        title={{ zh: '监测站点', en: 'Station' }}
        shape="station"
        cluster={false}
        things={[{ id: station.id, ...station.point, title: station.name, tone: stationTone[state], state: t(`state.${state}`) }]}
      />
    </DistrictMap>
  )
}
