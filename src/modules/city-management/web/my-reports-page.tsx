import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Icon } from '#kit/icon.tsx'
import { Link, usePathParams } from '#kit/navigate.tsx'
import { useApi, usePages } from '#kit/query.ts'
import { Empty, Failed, Loaded, Loading } from '#kit/states.tsx'
import { StatusTag } from '#kit/status-tag.tsx'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { MyReports, Progress } from '../schema.ts'
import { ProgressView } from './progress-view.tsx'
import './report.css'

type MyReport = MyReports['items'][number]
const path = '/api/city-management/reports'

/** Everything I have reported, newest first. */
export function MyReportsPage() {
  const { t } = useTranslation('city-management')
  const query = usePages<MyReport>(`${path}/mine`)
  return (
    <div className="portal-width portal-page report-page">
      <h1>{t('follow.mine')}</h1>
      <MyList query={query} />
    </div>
  )
}

function MyList({ query }: { query: ReturnType<typeof usePages<MyReport>> }) {
  const { t } = useTranslation('city-management')
  if (query.isPending) return <Loading />
  if (query.error) return <Failed error={query.error} again={query.again} />
  if (query.rows.length === 0)
    return (
      <Empty
        title={t('follow.none')}
        action={
          <Link className="btn" data-kind="primary" to="/report">
            {t('follow.reportNow')}
          </Link>
        }
      >
        {t('follow.noneHint')}
      </Empty>
    )
  return (
    <>
      <ul className="my-reports">
        {query.rows.map((report) => (
          <MyRow key={report.reportId} report={report} />
        ))}
      </ul>
      {query.hasMore && (
        <button type="button" className="btn" onClick={query.more}>
          <Icon name="down" />
        </button>
      )}
    </>
  )
}

function MyRow({ report }: { report: MyReport }) {
  const text = useText()
  return (
    <li>
      <Link to={`/my/reports/${report.reportId}`}>
        <span>
          <strong>{text(report.category)}</strong>
          <small>{report.address || report.number}</small>
        </span>
        <span className="grow" />
        <StatusTag tone={report.publicState === 'done' ? 'done' : report.publicState === 'not-taken-up' ? 'neutral' : 'active'}>
          {text(report.stateTitle)}
        </StatusTag>
        <small className="quiet">
          <Time at={report.receivedAt} />
        </small>
      </Link>
    </li>
  )
}

export function MyReportPage() {
  const { id } = usePathParams()
  const { t } = useTranslation('city-management')
  const mine = `${path}/${id}/progress`
  const query = useApi<Progress>(mine, undefined, { everySeconds: 60 })
  return (
    <div className="portal-width portal-page report-page">
      <Link className="btn" data-kind="plain" data-size="small" to="/my/reports">
        {t('follow.back')}
      </Link>
      <Loaded query={query}>
        {(progress) => (
          <ProgressView progress={progress} path={mine} rate={(rating) => api.post<Progress>(`${path}/${id}/rating`, rating)} />
        )}
      </Loaded>
    </div>
  )
}
