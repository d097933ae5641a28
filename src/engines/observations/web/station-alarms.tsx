import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { pathOf } from '#kit/ref-link.tsx'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import { AlarmPage } from '../schema.ts'
import { alarmsPath } from './use-alarms.tsx'
import { AlarmStatusTag, valueShown } from './words.tsx'

/** The latest alarms of one station, open or over; each opens its page. */
export function StationAlarms({ station, limit = 8 }: { station: string; limit?: number }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const query = useApi(withQuery(alarmsPath, { station, status: 'all', limit }), AlarmPage)
  return (
    <Loaded query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('station.noAlarms')}</p>
        ) : (
          <ul className="alarm-lines">
            {items.map((alarm) => (
              <li key={alarm.id}>
                <Link to={pathOf(alarm.ref) ?? '#'} className="alarm-line">
                  <strong className="clip">{text(alarm.title)}</strong>
                  <AlarmStatusTag status={alarm.status} />
                  <span className="quiet numbers">
                    {valueShown(alarm.value, alarm.datastream.unit)} / {valueShown(alarm.threshold, alarm.datastream.unit)}
                  </span>
                  <span className="quiet">
                    <Time at={alarm.raisedAt} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}
