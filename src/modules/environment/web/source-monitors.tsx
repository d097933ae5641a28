import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Link } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { MonitorPage } from '../schema.ts'
import { LineTag, monitorsPath } from './monitor-look.tsx'

/** The devices that measure what this source discharges, and whether they report. */
export function SourceMonitors({ row }: { row: { label: string } }) {
  const { t } = useTranslation('environment')
  const query = useApi(withQuery(monitorsPath, { q: row.label.slice(0, 60), limit: 20 }), MonitorPage)
  return (
    <Loaded query={query} rows={1}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet">{t('source.noMonitors')}</p>
        ) : (
          <ul className="source-monitors">
            {items.map((monitor) => (
              <li key={monitor.id} className="row">
                <Link to={`/work/monitors/${monitor.id}`} className="grow">
                  {monitor.name}
                </Link>
                <LineTag state={monitor.state} lastAt={monitor.lastAt} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}
