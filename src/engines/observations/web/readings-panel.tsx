import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { Panel } from '#kit/panel.tsx'
import { useApi } from '#kit/query.ts'
import { useText } from '#kit/text.ts'
import { AlarmPage, type Datastream, Series, type StationWithStreams, StationWithStreams as Shape } from '../schema.ts'
import { chosenStream } from './chosen-stream.ts'
import { seriesPath, useCurve, useLimits, useSince, useView } from './factor-chart.tsx'
import { alarmsPath } from './use-alarms.tsx'
import { stationsPath } from './use-stations.ts'
import { firstLatest, unitShown } from './words.tsx'
import './wall.css'

/** The chosen station, else that of the newest alarm. */
function useShown(): { id: string | undefined; property: string | undefined; isAsked: boolean } {
  const [{ station, factor }] = useAddress()
  const newest = useApi(station ? null : withQuery(alarmsPath, { limit: 1 }), AlarmPage, { everySeconds: 60 })
  const over = useApi(
    !station && newest.data?.items.length === 0 ? withQuery(alarmsPath, { limit: 1, status: 'all' }) : null,
    AlarmPage,
  )
  const alarm = newest.data?.items[0] ?? over.data?.items[0]
  return station
    ? { id: station, property: factor, isAsked: true }
    : { id: alarm?.station.id, property: alarm?.datastream.property, isAsked: newest.data !== undefined || newest.error !== null }
}

/** One chart that follows the selection. */
export function ReadingsPanel() {
  const { t } = useTranslation('observations')
  const { id, property, isAsked } = useShown()
  const query = useApi(id ? `${stationsPath}/${id}` : null, Shape, { everySeconds: 15, keep: true })
  const station = id ? query.data : undefined
  const stream = station && chosenStream(station.datastreams, property)
  const latest = stream && firstLatest(stream)
  return (
    <Panel
      title={station ? station.name : t('wall.chart')}
      definition={t('wall.chartAbout')}
      freshAt={latest?.at}
      lateAfterMinutes={15}
      isPending={!isAsked || (id !== undefined && query.isPending)}
      error={query.error?.detail}
    >
      {station && stream ? (
        <WallCurve key={stream.id} station={station} stream={stream} />
      ) : (
        <p className="quiet wall-none">{station ? t('station.noFactors') : t('wall.chartNone')}</p>
      )}
    </Panel>
  )
}

function WallCurve({ station, stream }: { station: StationWithStreams; stream: Datastream }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const [, change] = useAddress()
  const [view] = useView(stream)
  const from = useSince(view.span)
  const { data } = useApi(seriesPath(stream.id, { kind: view.kind, from, maxPoints: 800 }), Series, {
    everySeconds: 15,
    keep: true,
  })
  const name = text(stream.name)
  const curve = useCurve(data, name).slice(0, 1)
  const limits = useLimits(stream, view.kind)
  const others = useMemo(() => station.datastreams.filter(({ latest }) => latest.length > 0), [station])
  return (
    <div className="wall-curve">
      <label className="wall-factor">
        <span className="unseen">{t('station.factorChoice')}</span>
        <select
          value={stream.property}
          onChange={(event) => change({ station: station.id, factor: event.target.value })}
          disabled={others.length < 2}
        >
          {others.map((other) => (
            <option key={other.id} value={other.property}>
              {text(other.name)}
            </option>
          ))}
        </select>
        <span className="quiet">
          {t(`kindFull.${view.kind}`)} · {t(`station.range.${view.span}`)}
        </span>
      </label>
      <Chart
        bare
        kind="line"
        x="time"
        title={`${station.name} ${name}`}
        unit={unitShown(stream.unit)}
        series={curve}
        limits={limits}
      />
    </div>
  )
}
