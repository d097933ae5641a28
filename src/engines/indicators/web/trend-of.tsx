import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import { useAddress } from '#kit/navigate.tsx'
import { useApi } from '#kit/query.ts'
import { Loaded } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { type Detail, type Grain, type Point, Trend } from '../schema.ts'

const lengths: Record<Grain, number> = { day: 30, month: 13, year: 5 }

/** Where it goes: closed periods as they were counted when they closed, the running one as far as it has come. */
export function TrendOf({ detail, area }: { detail: Detail; area: string | undefined }) {
  const { t } = useTranslation('indicators')
  const [grain, setGrain] = useState<Grain>('day')
  const query = useApi(withQuery(`/api/indicators/${detail.id}/trend`, { grain, count: lengths[grain], area }), Trend, {
    keep: true,
  })
  return (
    <section className="figure-part figure-trend">
      <header className="row">
        <h2 className="grow">{t('trend.title')}</h2>
        <Segmented
          size="small"
          value={grain}
          options={(['day', 'month', 'year'] as const).map((value) => ({ value, label: t(`trend.${value}`) }))}
          onChange={setGrain}
        />
      </header>
      <Loaded query={query}>{({ items }) => <Line detail={detail} points={items} />}</Loaded>
    </section>
  )
}

function Line({ detail, points }: { detail: Detail; points: Point[] }) {
  const { t } = useTranslation('indicators')
  const text = useText()
  const [, change] = useAddress()
  const series = useMemo(() => {
    const line = (pick: (point: Point) => number | null) => points.map((point) => [point.period, pick(point)] as const)
    const hasTarget = points.some(({ target }) => target !== null)
    return [
      { name: text(detail.title), points: line(({ value }) => value) },
      ...(hasTarget ? [{ name: t('trend.target'), points: line(({ target }) => target), faint: true }] : []),
    ]
  }, [points, detail.title, text, t])
  const versions = new Set(points.flatMap(({ version }) => (version === null ? [] : [version])))
  return (
    <>
      <Chart
        title={text(detail.title)}
        kind="line"
        height="16rem"
        x="category"
        unit={text(detail.unit)}
        digits={detail.digits}
        series={series}
        {...(detail.period !== 'now' && { onOpen: (period: string) => change({ period }) })}
      />
      <p className="quiet">
        {versions.size > 1 ? t('trend.versions') : detail.period === 'now' ? t('trend.state') : t('trend.open')}
      </p>
    </>
  )
}
