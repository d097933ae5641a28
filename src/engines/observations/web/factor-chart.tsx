import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { withQuery } from '#kit/api.ts'
import { Chart } from '#kit/chart/chart.tsx'
import type { ChartProps } from '#kit/chart/chart-shape.ts'
import { useApi } from '#kit/query.ts'
import { Failed, Loading } from '#kit/states.tsx'
import { useText } from '#kit/text.ts'
import { useNow } from '#kit/time.tsx'
import { type Datastream, type Kind, Series } from '../schema.ts'
import { kindOrder, numberShown, unitShown } from './words.tsx'

const hour = 3_600_000
export type Span = 'h1' | 'h6' | 'h24' | 'd3' | 'd7' | 'd30' | 'd90' | 'd365' | 'y3'
const spanMs: Record<Span, number> = {
  h1: hour,
  h6: 6 * hour,
  h24: 24 * hour,
  d3: 72 * hour,
  d7: 168 * hour,
  d30: 720 * hour,
  d90: 2160 * hour,
  d365: 8760 * hour,
  y3: 3 * 8766 * hour,
}
/** What is worth looking at differs by kind: nobody reads a day's mean by the hour. */
const spansOf: Record<Kind, readonly Span[]> = {
  'real-time': ['h1', 'h6', 'h24', 'd7', 'd30', 'd365', 'y3'],
  minute: ['h6', 'h24', 'd3', 'd30', 'd365', 'y3'],
  hour: ['h24', 'd7', 'd30', 'd365'],
  day: ['d30', 'd90', 'd365', 'y3'],
}
const usualSpan: Record<Kind, Span> = { 'real-time': 'h6', minute: 'h24', hour: 'd7', day: 'd90' }

export interface View {
  kind: Kind
  span: Span
}
/** Kinds that have data, and limits, come first; real-time before the others. */
export const usualKind = (stream: Datastream): Kind =>
  kindOrder.find((kind) => stream.latest.some((latest) => latest.kind === kind)) ?? 'real-time'

export function useView(stream: Datastream): [View, (change: Partial<View>) => void] {
  const [chosen, setChosen] = useState<Partial<View>>({})
  const kind = chosen.kind ?? usualKind(stream)
  const span = chosen.span && spansOf[kind].includes(chosen.span) ? chosen.span : usualSpan[kind]
  return [{ kind, span }, (change) => setChosen((now) => ({ ...now, ...change }))]
}

/** The window moves on with the clock, in steps, so that one curve is not asked for every second. */
export function useSince(span: Span): string {
  return sinceOf(span, useNow(20))
}
export const sinceOf = (span: Span, now = new Date()): string =>
  new Date(Math.floor((now.getTime() - spanMs[span]) / 20_000) * 20_000).toISOString()

export const seriesPath = (stream: number, { kind, from, maxPoints = 800 }: { kind: Kind; from: string; maxPoints?: number }) =>
  withQuery(`/api/observations/datastreams/${stream}/series`, { kind, from, maxPoints })

/** Limits of this kind only: an hourly limit is no line in a real-time curve. */
export function useLimits(stream: Datastream, kind: Kind): NonNullable<ChartProps['limits']> {
  const { t } = useTranslation('observations')
  return useMemo(
    () =>
      stream.rules
        .filter((rule) => rule.kind === kind)
        .map((rule) => ({
          value: rule.raiseAt,
          title: t(rule.direction === 'above' ? 'station.limitAbove' : 'station.limitBelow', {
            value: numberShown(rule.raiseAt),
          }),
          tone: rule.severity === 'minor' ? ('warning' as const) : ('alarm' as const),
        })),
    [stream, kind, t],
  )
}

/** The curve of a series; where points stand for many readings, lowest and highest go along in grey. */
export function useCurve(series: Series | undefined, name: string): ChartProps['series'] {
  const { t } = useTranslation('observations')
  return useMemo(() => {
    if (!series) return []
    const of = (pick: (point: Series['points'][number]) => number | null) =>
      series.points.map((point) => [point.at, pick(point)] as const)
    const isExact = series.bucketSeconds === null
    const main = {
      name: isExact ? name : `${name} · ${t('station.mean')}`,
      // The axis spans what was asked for, so that missing ends are seen as missing.
      points: [[series.from, null] as const, ...of(({ value }) => value), [series.to, null] as const],
    }
    if (isExact) return [main]
    return [
      main,
      { name: t('station.lowest'), points: of(({ min }) => min), faint: true },
      { name: t('station.highest'), points: of(({ max }) => max), faint: true },
    ]
  }, [series, name, t])
}

export function ViewChoice({
  stream,
  view,
  change,
}: {
  stream: Datastream
  view: View
  change: (change: Partial<View>) => void
}) {
  const { t } = useTranslation('observations')
  return (
    <div className="row-wrap">
      <Segmented
        size="small"
        aria-label={t('station.kindChoice')}
        value={view.kind}
        onChange={(kind) => change({ kind: kind as Kind })}
        options={kindOrder.map((kind) => ({
          value: kind,
          label: t(`kind.${kind}`),
          disabled: !stream.latest.some((latest) => latest.kind === kind) && kind !== view.kind,
          title: stream.latest.some((latest) => latest.kind === kind)
            ? t(`kindFull.${kind}`)
            : t('station.kindEmpty', { kind: t(`kindFull.${kind}`) }),
        }))}
      />
      <Segmented
        size="small"
        aria-label={t('station.rangeChoice')}
        value={view.span}
        onChange={(span) => change({ span: span as Span })}
        options={spansOf[view.kind].map((span) => ({ value: span, label: t(`station.range.${span}`) }))}
      />
    </div>
  )
}

/** How much each point stands for, in the unit in which people say it. */
function bucketOf(seconds: number) {
  if (seconds % 86_400 === 0) return { key: 'station.bucketDays', count: seconds / 86_400 } as const
  if (seconds % 3600 === 0) return { key: 'station.bucketHours', count: seconds / 3600 } as const
  return { key: 'station.bucket', count: Math.round((seconds / 60) * 10) / 10 } as const
}

/** One factor, one kind of data: its curve with limits, and honest words about means and gaps. */
export function FactorChart({ stream, view, height = '300px' }: { stream: Datastream; view: View; height?: string }) {
  const { t } = useTranslation('observations')
  const text = useText()
  const from = useSince(view.span)
  const { data, error, refetch } = useApi(seriesPath(stream.id, { kind: view.kind, from }), Series, {
    everySeconds: 20,
    keep: true,
  })
  const name = text(stream.name)
  const curve = useCurve(data, name)
  const limits = useLimits(stream, view.kind)
  const bucket = data?.bucketSeconds ? bucketOf(data.bucketSeconds) : null
  if (!data && error) return <Failed error={error} again={() => void refetch()} />
  if (!data) return <Loading rows={5} />
  return (
    <>
      <div style={{ height }}>
        <Chart
          bare
          title={`${t('station.trend', { factor: name })} · ${t(`kindFull.${view.kind}`)}`}
          kind="line"
          x="time"
          unit={unitShown(stream.unit)}
          series={curve}
          limits={limits}
        />
      </div>
      {(data.bucketSeconds !== null || data.gaps.length > 0) && (
        <p className="quiet">
          {[
            bucket && t(bucket.key, { count: bucket.count }),
            data.gaps.length > 0 && t('station.gaps', { count: data.gaps.length }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
    </>
  )
}
