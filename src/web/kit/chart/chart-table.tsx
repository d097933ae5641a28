import { useTranslation } from 'react-i18next'
import { fromWall } from '../district-time.ts'
import { exactTime, inWords } from '../time.tsx'
import { useLanguage } from '../text.ts'
import type { ChartProps } from './chart-shape.ts'

/** The same numbers, to read, to copy and for screen readers. */
export function ChartTable({ title, series, unit, digits, x = 'category', limits = [] }: ChartProps) {
  const { t } = useTranslation('web')
  const language = useLanguage()
  const names = [...new Set(series.flatMap(({ points }) => points.map(([key]) => key)))]
  const values = series.map(({ points }) => new Map(points))
  const show = (value: number | null | undefined) =>
    value == null ? '—' : digits === undefined ? String(value) : value.toFixed(digits)
  return (
    <div className="chart-table" tabIndex={0} role="group" aria-label={title}>
      <table>
        <caption className="unseen">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{x === 'time' ? t('chart.time') : t('chart.name')}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
                {unit && ` (${unit})`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {names.map((key) => (
            <tr key={key}>
              <th scope="row">
                {x !== 'time'
                  ? key
                  : key.length === 10
                    ? inWords(fromWall(key), language, { dateStyle: 'long' })
                    : exactTime(key, language)}
              </th>
              {values.map((column, index) => (
                <td key={series[index]?.name}>{show(column.get(key))}</td>
              ))}
            </tr>
          ))}
        </tbody>
        {limits.length > 0 && (
          <tfoot>
            {limits.map((limit) => (
              <tr key={limit.title}>
                <th scope="row">{limit.title}</th>
                <td colSpan={series.length}>{show(limit.value)}</td>
              </tr>
            ))}
          </tfoot>
        )}
      </table>
    </div>
  )
}
