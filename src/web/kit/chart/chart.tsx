import { lazy, Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { Boundary } from '../states.tsx'
import { ChartTable } from './chart-table.tsx'
import type { Tone } from '../tokens.ts'
import './chart.css'

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }))

export interface Series {
  name: string
  /** x (ISO time or category) and y; null is a gap and is shown as one. */
  points: readonly (readonly [x: string, y: number | null])[]
  /** A meaning instead of the next hue. */
  tone?: Tone
  /** Beside the main thing: drawn thin and grey (yesterday, the plan). */
  faint?: boolean
}

export interface ChartProps {
  title: string
  /** `rank`: bars lying down, longest first. `ring`: shares of a whole (one series). */
  kind: 'line' | 'area' | 'bar' | 'stack' | 'rank' | 'ring'
  x?: 'time' | 'category'
  unit?: string
  digits?: number
  series: readonly Series[]
  /** Limits and thresholds, drawn as lines with their words. */
  limits?: readonly { value: number; title: string; tone?: Tone }[]
  height?: string
  /** A mark opens what it counts. */
  onOpen?: (x: string, seriesName: string) => void
  /** The title stands elsewhere (in a panel's head). */
  bare?: boolean
}

/** A chart with its numbers: hues with decals, gaps as gaps, limits as lines, and a table one tap away. */
export function Chart(props: ChartProps) {
  const { title, height = '240px', bare = false, series } = props
  const { t } = useTranslation('web')
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  const empty = series.every(({ points }) => points.every(([, y]) => y === null))
  return (
    <figure className="chart" aria-labelledby={id} style={bare ? { height: '100%' } : undefined}>
      <figcaption className="row">
        <strong id={id} className={bare ? 'unseen' : 'grow'}>
          {title}
        </strong>
        <button
          type="button"
          className="chart-turn"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
          title={asTable ? t('chart.asChart') : t('chart.asTable')}
        >
          <Icon name={asTable ? 'chart' : 'table'} size={16} label={asTable ? t('chart.asChart') : t('chart.asTable')} />
        </button>
      </figcaption>
      <div className="chart-body" style={bare ? { flex: 1, minHeight: 0 } : { height }}>
        {empty ? (
          <p className="chart-empty quiet">{t('chart.empty')}</p>
        ) : asTable ? (
          <ChartTable {...props} />
        ) : (
          <Boundary>
            <Suspense fallback={null}>
              <ChartCanvas {...props} />
            </Suspense>
          </Boundary>
        )}
      </div>
    </figure>
  )
}
