import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#kit/icon.tsx'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type Datastream, StationWithStreams } from '../schema.ts'
import { FactorCards } from './factor-cards.tsx'
import { FactorChart, useView, ViewChoice } from './factor-chart.tsx'
import { chosenStream } from './chosen-stream.ts'
import { FiledCases } from './filed-cases.tsx'
import { StationAlarms } from './station-alarms.tsx'
import { stationsPath } from './use-stations.ts'
import { StationTag, useKindTitle } from './words.tsx'
import './stations.css'
import './wall.css'

/** Beside the map, never over it whole: one station with its values, its curve and its alarms. */
export function StationDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('observations')
  const query = useApi(`${stationsPath}/${id}`, StationWithStreams, { everySeconds: 15, keep: true })
  return (
    <Drawer
      open
      mask={false}
      onClose={close}
      title={query.data?.name ?? t('wall.drawer')}
      size="36rem"
      rootClassName="wall-drawer"
      extra={
        <Link className="btn" data-size="small" to={`/work/stations/${id}`}>
          <Icon name="external" />
          {t('station.open')}
        </Link>
      }
    >
      <Loaded query={query}>{(station) => <Inside key={station.id} station={station} />}</Loaded>
    </Drawer>
  )
}

function Inside({ station }: { station: StationWithStreams }) {
  const { t } = useTranslation('observations')
  const kindTitle = useKindTitle()
  const [property, setProperty] = useState<string>()
  const stream = chosenStream(station.datastreams, property)
  return (
    <div className="stack">
      <div className="row-wrap">
        <StationTag station={station} />
        <span className="quiet">
          {kindTitle(station.kind)}
          {station.lastSeenAt && (
            <>
              {' · '}
              {t('station.lastSeen')} <Time at={station.lastSeenAt} />
            </>
          )}
        </span>
      </div>
      {stream ? (
        <>
          <FactorCards
            streams={station.datastreams}
            chosen={stream.id}
            choose={(chosen) => setProperty(station.datastreams.find((one) => one.id === chosen)?.property)}
          />
          <DrawerCurve key={stream.id} stream={stream} />
        </>
      ) : (
        <Empty icon="gauge" title={t('station.noFactors')} />
      )}
      <section>
        <h2>{t('station.alarms')}</h2>
        <StationAlarms station={station.id} limit={5} />
        <FiledCases of={station.ref} />
      </section>
    </div>
  )
}

function DrawerCurve({ stream }: { stream: Datastream }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const [view, change] = useView(stream)
  return (
    <section className="stack">
      <div className="station-card-top">
        <h2>
          {text(stream.name)} · {t(`kindFull.${view.kind}`)}
        </h2>
        <ViewChoice stream={stream} view={view} change={change} />
      </div>
      <FactorChart stream={stream} view={view} height="16rem" />
    </section>
  )
}
