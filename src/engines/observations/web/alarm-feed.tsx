import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, useAddress } from '#kit/navigate.tsx'
import { Panel } from '#kit/panel.tsx'
import { useApi } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { type Alarm, AlarmCounts, AlarmPage } from '../schema.ts'
import { alarmsPath, useAlarmActions, useAlarmsLive } from './use-alarms.tsx'
import { SeverityTag, valueShown } from './words.tsx'
import './wall.css'

/** Newest first; whoever may, takes an alarm up right here. Choosing one moves the chart and the map to its station. */
export function AlarmFeed() {
  const { t } = useTranslation('observations')
  const query = useApi(withQuery(alarmsPath, { limit: 40 }), AlarmPage, { everySeconds: 60 })
  const counts = useApi('/api/observations/alarms/counts', AlarmCounts, { everySeconds: 60 })
  useAlarmsLive()
  const items = query.data?.items.filter(({ status }) => status !== 'shelved') ?? []
  return (
    <Panel
      title={t('wall.feed')}
      definition={t('wall.feedAbout')}
      freshAt={counts.data?.asOf}
      isPending={query.isPending}
      error={query.error?.detail}
      actions={
        <Link to="/work/alarms" className="wall-more">
          {t('wall.feedAll')}
          <Icon name="chevron-right" size="1em" />
        </Link>
      }
    >
      {items.length === 0 ? (
        <div className="wall-none">
          <Icon name="circle-check" size="2rem" />
          <p>{t('alarm.none')}</p>
        </div>
      ) : (
        <ul className="feed" aria-live="polite">
          {items.map((alarm) => (
            <FeedRow key={alarm.id} alarm={alarm} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function FeedRow({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const [{ station }, change] = useAddress()
  const { acknowledge } = useAlarmActions({ quiet: true })
  const may = useMay('observations.acknowledge')
  const { datastream, station: place } = alarm
  return (
    <li className="feed-row" data-chosen={station === place.id || undefined} data-status={alarm.status}>
      <button
        type="button"
        className="feed-open"
        aria-pressed={station === place.id}
        onClick={() => change({ station: place.id, factor: datastream.property })}
      >
        <SeverityTag severity={alarm.severity} />
        <span className="feed-words">
          <span className="feed-line">
            <strong className="clip">{text(alarm.title)}</strong>
            <span className="numbers">{valueShown(alarm.value, datastream.unit)}</span>
          </span>
          <span className="feed-line quiet">
            <span className="clip">{place.name}</span>
            <Time at={alarm.raisedAt} />
          </span>
        </span>
      </button>
      {alarm.status === 'raised' && may ? (
        <button type="button" className="feed-take" onClick={() => void acknowledge(alarm)} title={t('alarm.acknowledge')}>
          <Icon name="check" size="1.15em" />
          {t('wall.take')}
        </button>
      ) : (
        <span className="feed-taken quiet" title={alarm.acknowledged?.name}>
          <Icon name={alarm.status === 'raised' ? 'bell' : 'badge'} size="1.15em" />
          {alarm.acknowledged?.name.split(' ').at(-1) ?? t(`status.${alarm.status}`)}
        </span>
      )}
    </li>
  )
}
