import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { useLanguage } from '../text.ts'
import { usePalette } from '../use-theme.ts'
import type { ChartProps } from './chart-shape.ts'
import { chartOptions } from './chart-options.ts'

use([
  LineChart,
  BarChart,
  PieChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  MarkLineComponent,
  AriaComponent,
  CanvasRenderer,
])

export function ChartCanvas(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(null)
  const palette = usePalette()
  const language = useLanguage()
  const shown = useRef(props)
  shown.current = props

  useEffect(() => {
    const element = box.current as HTMLDivElement
    const made = init(element)
    chart.current = made
    made.on('click', ({ seriesIndex, dataIndex, seriesName, name }) => {
      const { kind, series, onOpen } = shown.current
      // Ranks and rings are drawn in an order of their own, by name; the others in the order given.
      const key = kind === 'rank' || kind === 'ring' ? name : (series[seriesIndex ?? 0]?.points[dataIndex]?.[0] ?? name)
      onOpen?.(key, String(seriesName ?? ''))
    })
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    chart.current?.setOption(chartOptions(props, palette, language, Math.max(12, size * 0.875)), { notMerge: true })
  }, [props, palette, language])
  return <div ref={box} className="chart-canvas" />
}
