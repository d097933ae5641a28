import { useTranslation } from 'react-i18next'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { MonitorWithTraffic } from '../schema.ts'
import { monitorsPath } from './monitor-look.tsx'

/** Beside a monitor's row: what came in today, and the way to its curves and limits. */
export function DeviceLine({ row }: { row: { id: string } }) {
  const { t } = useTranslation('environment')
  const query = useApi(`${monitorsPath}/${row.id}`, MonitorWithTraffic)
  return (
    <Loaded query={query} rows={2}>
      {({ tallies }) => (
        <div className="stack">
          {tallies.length === 0 ? (
            <p className="quiet">{t('list.never')}</p>
          ) : (
            <ul className="source-monitors">
              {tallies.map(({ outcome, today, total }) => (
                <li key={outcome} className="row">
                  <span className="grow">{t(`outcome.${outcome}`)}</span>
                  <span className="numbers">
                    {today} / {total}
                  </span>
                </li>
              ))}
            </ul>
          )}
          <p className="row-wrap">
            <Link to={`/work/monitors/${row.id}`}>{t('ledger.open')}</Link>
            <Link to={`/work/factors?filter.monitor=${row.id}`}>{t('ledger.factors')}</Link>
          </p>
        </div>
      )}
    </Loaded>
  )
}
