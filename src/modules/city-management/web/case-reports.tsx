import { App, Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { Icon } from '#kit/icon.tsx'
import { RefLink } from '#kit/ref-link.tsx'
import { useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { ReportView, Unmasked } from '../../../engines/cases/schema.ts'
import { channelTitles } from '../../../engines/cases/words.ts'
import { channelIcon } from './case-look.ts'

/** Everyone and everything that told of it; names stay masked until someone states a purpose. */
export function CaseReports({ reports }: { reports: readonly ReportView[] }) {
  const text = useText()
  return (
    <ul className="case-reports">
      {reports.map((report) => (
        <li key={report.id}>
          <div className="row">
            <Icon name={channelIcon[report.channel]} size={16} />
            <strong>{text(channelTitles[report.channel])}</strong>
            <Reporter report={report} />
            <span className="grow" />
            <span className="quiet">
              <Time at={report.receivedAt} />
            </span>
          </div>
          <p>{report.description}</p>
          <Readings report={report} />
        </li>
      ))}
    </ul>
  )
}

function Reporter({ report }: { report: ReportView }) {
  const { t } = useTranslation('city-management')
  const { message } = App.useApp()
  const [purpose, setPurpose] = useState('')
  const [clear, setClear] = useState<Unmasked>()
  const mayReveal = useMay('cases.see-reporter')
  const reveal = useSend(() => api.post<Unmasked>(`/api/cases/reports/${report.id}/unmask`, { purpose }), { then: setClear })
  if (report.anonymous) return <span className="quiet">{t('pane.anonymous')}</span>
  if (!report.reporter) return null
  const shown = clear ?? report.reporter
  return (
    <>
      <span className="numbers">{[shown.name, shown.phone].filter(Boolean).join(' ')}</span>
      {mayReveal && !clear && (
        <Popconfirm
          title={t('pane.revealAsk')}
          description={
            <Input
              value={purpose}
              maxLength={200}
              placeholder={t('pane.revealExample')}
              aria-label={t('pane.revealAsk')}
              onChange={(event) => setPurpose(event.target.value)}
            />
          }
          okButtonProps={{ disabled: purpose.trim().length < 4 }}
          onConfirm={() => reveal.mutate(undefined, { onError: (error) => void message.error(error.detail) })}
        >
          <Button size="small" type="link">
            {t('pane.reveal')}
          </Button>
        </Popconfirm>
      )}
    </>
  )
}

/** The readings that proved an alarm, beside the limit they passed. */
function Readings({ report: { evidence } }: { report: ReportView }) {
  const { t } = useTranslation('city-management')
  const text = useText()
  const { readings, threshold, unit, property, station } = evidence
  if (!readings || readings.length === 0) return null
  return (
    <>
      {station && (
        <p>
          <RefLink to={station.ref}>{station.name}</RefLink>
        </p>
      )}
      <Chart
        title={`${t('pane.readings')}：${text(property)}`}
        kind="line"
        x="time"
        {...(unit && { unit })}
        series={[{ name: text(property), points: readings.map(({ at, value }) => [at, value] as const) }]}
        {...(threshold !== undefined && { limits: [{ title: t('pane.threshold'), value: threshold }] })}
        height="11rem"
      />
    </>
  )
}
