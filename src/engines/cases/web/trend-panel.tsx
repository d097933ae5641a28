import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '#kit/chart/chart.tsx'
import { Panel } from '#kit/panel.tsx'
import { useCasesLive, useFigures } from './use-figures.ts'

/** When cases come in: this day against the last. */
export function TrendPanel() {
  const { t } = useTranslation('cases')
  const { data, error, isPending } = useFigures()
  useCasesLive()
  const series = useMemo(() => {
    const hours = data?.hourly ?? []
    const label = (hour: number) => `${String(hour).padStart(2, '0')}:00`
    return [
      { name: t('wall.todaySeries'), points: hours.map(({ hour, today }) => [label(hour), today] as const) },
      {
        name: t('wall.yesterdaySeries'),
        points: hours.map(({ hour, yesterday }) => [label(hour), yesterday] as const),
        faint: true,
      },
    ]
  }, [data, t])
  return (
    <Panel
      title={t('wall.trend')}
      definition={t('wall.trendAbout')}
      freshAt={data?.asOf}
      isPending={isPending}
      error={error?.detail}
    >
      <Chart bare kind="area" title={t('wall.trend')} unit={t('wall.cases')} digits={0} series={series} />
    </Panel>
  )
}
