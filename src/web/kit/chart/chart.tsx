import { lazy, Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../icon.tsx'
import { Boundary } from '../states.tsx'
import type { ChartProps } from './chart-shape.ts'
import { ChartTable } from './chart-table.tsx'
import './chart.css'

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }))

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
          <Icon name={asTable ? 'chart' : 'table'} size="1.15em" label={asTable ? t('chart.asChart') : t('chart.asTable')} />
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
