import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { wallTime } from '#kit/district-time.ts'
import { usePages } from '#kit/query.ts'
import { Empty, Failed, Loading } from '#kit/states.tsx'
import { useLanguage } from '#kit/text.ts'
import { exactTime, inWords, shortTime } from '#kit/time.tsx'
import { type Datastream, type Kind, ReadingPage, type StoredReading } from '../schema.ts'
import { numberShown, unitShown, useFlagTitle } from './words.tsx'

/** To the second where several come within a minute; only the day where one stands for it. */
function ReadingTime({ at, kind }: { at: string; kind: Kind }) {
  const language = useLanguage()
  const date = new Date(at)
  const shown =
    kind === 'day'
      ? inWords(date, language, { month: 'short', day: 'numeric' })
      : `${shortTime(date, language)}${kind === 'real-time' ? wallTime(date).slice(16) : ''}`
  return (
    <time dateTime={at} title={exactTime(at, language)} className="numbers">
      {shown}
    </time>
  )
}

/** Every single reading behind the curve, newest first, with its flag and what a correction replaced. */
export function ReadingsTable({ stream, kind, from }: { stream: Datastream; kind: Kind; from: string }) {
  const { t } = useTranslation('observations')
  const flagTitle = useFlagTitle()
  const query = usePages<StoredReading>(
    withQuery(`/api/observations/datastreams/${stream.id}/readings`, { kind, from }),
    ReadingPage,
    {
      everySeconds: 30,
    },
  )
  if (query.error && query.rows.length === 0) return <Failed error={query.error} again={query.again} />
  if (query.isPending) return <Loading rows={6} />
  if (query.rows.length === 0) return <Empty icon="chart" title={t('station.noReadings')} />
  return (
    <div className="readings" tabIndex={0} role="group" aria-label={t('station.readings')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('station.time')}</th>
            <th scope="col">
              {t('station.value')}
              {unitShown(stream.unit) && ` (${unitShown(stream.unit)})`}
            </th>
            <th scope="col">{t('station.flag')}</th>
          </tr>
        </thead>
        <tbody>
          {query.rows.map((reading) => (
            <tr key={reading.at} data-bad={reading.usable ? undefined : true}>
              <td>
                <ReadingTime at={reading.at} kind={kind} />
              </td>
              <td className="numbers">
                {numberShown(reading.value)}
                {reading.earlier.length > 0 && (
                  <span className="corrected">
                    {t('station.corrected', { value: numberShown(reading.earlier.at(-1)?.value) })}
                  </span>
                )}
              </td>
              <td>{flagTitle(reading.flag)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasMore && (
        <div className="readings-more">
          <Button size="small" onClick={query.more} loading={query.isFetching}>
            {t('station.more')}
          </Button>
        </div>
      )}
    </div>
  )
}
