import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { api, withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { Link, useGo } from '#kit/navigate.tsx'
import { useApi, useSend } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { type Text, useText } from '#kit/text.ts'
import { Time } from '#kit/time.tsx'
import type { Statistics } from '../schema.ts'
import './credit.css'

const records = (filter: Record<string, string>) => withQuery('/work/credit/records', filter)

/** 信用统计: every number opens what it counts. */
export function StatisticsPage() {
  const { t } = useTranslation('credit')
  const query = useApi<Statistics>('/api/credit/statistics', undefined, { everySeconds: 60 })
  const count = useSend(() => api.post<Statistics>('/api/credit/statistics', {}), { refresh: ['/api/credit/statistics'] })
  return (
    <div className="credit-work">
      <header className="row credit-head">
        <h1 className="grow">{t('numbers.title')}</h1>
        {query.data && (
          <span className="quiet">
            {t('numbers.at')} <Time at={query.data.at} style="short" />
          </span>
        )}
        <Button loading={count.isPending} onClick={() => count.mutate(undefined)}>
          {t('numbers.again')}
        </Button>
      </header>
      {count.error && <p role="alert">{count.error.detail}</p>}
      <Loaded query={query}>{(figures) => <Body figures={figures} />}</Loaded>
    </div>
  )
}

interface Figure {
  title: string
  value: number | string
  to?: string
}

function Row({ figures }: { figures: readonly Figure[] }) {
  return (
    <div className="credit-figures">
      {figures.map(({ title, value, to }) => {
        const inner = (
          <>
            <strong>{typeof value === 'number' ? value.toLocaleString() : value}</strong>
            <span className="quiet">{title}</span>
          </>
        )
        return to ? (
          <Link key={title} to={to}>
            {inner}
          </Link>
        ) : (
          <div key={title}>{inner}</div>
        )
      })}
    </div>
  )
}

function Body({ figures }: { figures: Statistics }) {
  const { t } = useTranslation('credit')
  const { repairs, objections } = figures
  return (
    <>
      <Row
        figures={[
          { title: t('numbers.total'), value: figures.total, to: records({}) },
          { title: t('numbers.subjects'), value: figures.subjects, to: '/work/credit/subjects' },
          { title: t('numbers.published'), value: figures.published, to: records({ 'filter.state': 'published' }) },
          { title: t('numbers.adverse'), value: figures.adverse },
        ]}
      />
      <div className="credit-charts">
        <Ranked title={t('numbers.byField')} rows={figures.byField} column="field" />
        <Ranked title={t('numbers.byKind')} rows={figures.byKind} column="kind" />
        <Ranked title={t('numbers.byDepartment')} rows={figures.byDepartment} column="source" />
        <Chart
          title={t('numbers.byMonth')}
          kind="bar"
          x="category"
          unit={t('numbers.records')}
          series={[
            { name: t('numbers.all'), points: figures.byMonth.map(({ month, n }) => [month, n] as const) },
            {
              name: t('numbers.adverseSeries'),
              points: figures.byMonth.map(({ month, adverse }) => [month, adverse] as const),
              tone: 'warning',
            },
          ]}
        />
      </div>
      <h2>{t('numbers.repairs')}</h2>
      <Row
        figures={[
          { title: t('numbers.open'), value: repairs.open, to: '/work/credit/matters?view=repair&open=true' },
          { title: t('numbers.granted'), value: repairs.granted, to: '/work/credit/matters?view=repair&open=false' },
          { title: t('numbers.refused'), value: repairs.refused, to: '/work/credit/matters?view=repair&open=false' },
          { title: t('numbers.median'), value: repairs.medianDays ?? '–' },
        ]}
      />
      <h2>{t('numbers.objections')}</h2>
      <Row
        figures={[
          { title: t('numbers.open'), value: objections.open, to: '/work/credit/matters?view=objection&open=true' },
          { title: t('numbers.overdue'), value: objections.overdue, to: '/work/credit/matters?view=objection&open=true' },
          { title: t('numbers.upheld'), value: objections.upheld, to: '/work/credit/matters?view=objection&open=false' },
          { title: t('numbers.kept'), value: objections.kept, to: '/work/credit/matters?view=objection&open=false' },
        ]}
      />
      <h2>{t('numbers.byFlag')}</h2>
      {figures.byFlag.length === 0 ? <p className="quiet">{t('numbers.clean')}</p> : <Flags rows={figures.byFlag} />}
    </>
  )
}

interface Counted {
  code: string
  title: Text
  n: number
}

function Flags({ rows }: { rows: readonly Counted[] }) {
  const text = useText()
  return (
    <Row
      figures={rows.map(({ code, title, n }) => ({ title: text(title), value: n, to: records({ 'filter.flags.prefix': code }) }))}
    />
  )
}

function Ranked({ title, rows, column }: { title: string; rows: readonly Counted[]; column: string }) {
  const { t } = useTranslation('credit')
  const text = useText()
  const go = useGo()
  return (
    <Chart
      title={title}
      kind="rank"
      x="category"
      unit={t('numbers.records')}
      series={[{ name: t('numbers.all'), points: rows.map((row) => [text(row.title), row.n] as const) }]}
      height={`${Math.max(8, rows.length * 1.8)}rem`}
      onOpen={(name) => {
        const found = rows.find((row) => text(row.title) === name)
        if (found) go(records({ [`filter.${column}`]: found.code }))
      }}
    />
  )
}
