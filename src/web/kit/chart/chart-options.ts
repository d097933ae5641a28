import type { EChartsCoreOption } from 'echarts/core'
import { wallAsUtc } from '../district-time.ts'
import type { Language } from '../text.ts'
import { font, hues, type Palette, toneColour } from '../tokens.ts'
import type { ChartProps, Series } from './chart-shape.ts'

const still = () => typeof matchMedia !== 'undefined' && matchMedia('(prefers-reduced-motion: reduce)').matches

/** Our own few kinds of chart, drawn by ECharts. */
export function chartOptions(props: ChartProps, palette: Palette, language: Language, size: number): EChartsCoreOption {
  const many = props.series.length > 1
  const common = {
    color: hues(palette),
    textStyle: { fontFamily: font, fontSize: size, color: palette.tile },
    // With times moved to the district's wall: the axis and the tooltip then show it, whatever the browser's zone.
    useUTC: true,
    animation: !still(),
    animationDuration: 150,
    aria: {
      enabled: true,
      decal: { show: props.kind === 'ring' || props.kind === 'stack', decals: decals(palette) },
      label: { description: props.title },
    },
    tooltip: {
      trigger: props.kind === 'ring' ? 'item' : 'axis',
      confine: true,
      backgroundColor: palette.paper,
      borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: size },
      valueFormatter: (value: unknown) =>
        value == null ? '—' : `${withDigits(Number(value), props.digits)}${props.unit ? ` ${props.unit}` : ''}`,
    },
    ...(many &&
      props.kind !== 'ring' && {
        legend: {
          right: props.bare ? size * 2.3 : 0,
          top: 0,
          icon: 'roundRect',
          itemWidth: size * 1.1,
          itemHeight: size * 0.32,
          textStyle: { color: palette.tile, fontSize: size },
        },
      }),
  }
  if (props.kind === 'ring') return { ...common, series: [ring(props, palette, size)] }
  if (props.kind === 'rank') return { ...common, ...rank(props, palette, size) }
  return {
    ...common,
    grid: {
      left: 4,
      right: props.limits?.length ? size * 4.4 : size,
      top: many || props.unit ? size * 2.4 : size * 1.1,
      bottom: 2,
      containLabel: true,
    },
    xAxis: axisX(props, palette, language, size),
    yAxis: axisY(props, palette, size),
    series: props.series.map((series, index) => plain(series, index, props, palette, size / 12.8)),
  }
}

const withDigits = (value: number, digits: number | undefined) =>
  digits === undefined ? String(Math.round(value * 1000) / 1000) : value.toFixed(digits)

const decals = (palette: Palette) => {
  const color = `${palette.paper}66`
  return [
    { symbolSize: 0, color },
    { color, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 6 },
    {
      color,
      symbol: 'circle',
      dashArrayX: [
        [8, 8],
        [0, 8, 8, 0],
      ],
      dashArrayY: [6, 0],
      symbolSize: 0.8,
    },
    { color, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
    {
      color,
      symbol: 'rect',
      dashArrayX: [
        [6, 6],
        [0, 6, 6, 0],
      ],
      dashArrayY: [6, 0],
    },
    { color, dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: 0 },
  ]
}

function axisX({ x = 'category' }: ChartProps, palette: Palette, language: Language, size: number) {
  const look = {
    axisLine: { lineStyle: { color: palette.edge } },
    axisTick: { show: false },
    axisLabel: { color: palette.tile, fontSize: size, hideOverlap: true },
  }
  if (x === 'category') return { type: 'category', ...look }
  const formatter =
    language === 'zh'
      ? { year: '{yyyy}年', month: '{M}月', day: '{M}月{d}日', hour: '{HH}:{mm}', minute: '{HH}:{mm}', second: '{HH}:{mm}:{ss}' }
      : { year: '{yyyy}', month: '{MMM}', day: '{d} {MMM}', hour: '{HH}:{mm}', minute: '{HH}:{mm}', second: '{HH}:{mm}:{ss}' }
  return { type: 'time', ...look, axisLabel: { ...look.axisLabel, formatter }, splitLine: { show: false } }
}

/** A little above the highest, on a round number, so that a limit never lies on the edge. */
function roundUp(highest: number, lowest: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(highest - lowest, Math.abs(highest) * 0.01, 1e-9))) / 2
  return Number(((Math.floor(highest / step) + 1) * step).toPrecision(12))
}

const axisY = ({ unit, kind, digits, limits = [] }: ChartProps, palette: Palette, size: number) => ({
  type: 'value',
  name: unit ?? '',
  nameTextStyle: { color: palette.tile, fontSize: size, align: 'left', padding: [0, 0, 0, -24] },
  scale: kind === 'line',
  ...(digits === 0 && { minInterval: 1 }),
  ...(limits.length > 0 && {
    max: ({ min, max }: { min: number; max: number }) =>
      roundUp(Math.max(max, ...limits.map(({ value }) => value)), kind === 'line' ? min : 0),
  }),
  axisLabel: { color: palette.tile, fontSize: size },
  splitNumber: 4,
  splitLine: { lineStyle: { color: palette.line } },
})

/** A plain day stands where it is written; a moment, where the district's wall shows it. */
const instantShown = (key: string): number => (key.length === 10 ? Date.parse(key) : wallAsUtc(key))

function plain(
  series: Series,
  index: number,
  { kind, limits = [], x = 'category' }: ChartProps,
  palette: Palette,
  scale: number,
) {
  const colour = series.tone ? toneColour(palette, series.tone) : series.faint ? palette.tile : undefined
  const isLine = kind === 'line' || kind === 'area'
  return {
    name: series.name,
    type: isLine ? 'line' : 'bar',
    data: series.points.map(([key, y]) => [x === 'time' ? instantShown(key) : key, y]),
    connectNulls: false,
    ...(colour && { itemStyle: { color: colour } }),
    ...(isLine && {
      symbol: 'circle',
      symbolSize: 5 * scale,
      showSymbol: series.points.length <= 48,
      lineStyle: {
        width: (series.faint ? 1.5 : 2.5) * scale,
        type: series.faint ? 'dashed' : 'solid',
        ...(colour && { color: colour }),
      },
      ...(kind === 'area' && !series.faint && { areaStyle: { opacity: 0.18, ...(colour && { color: colour }) } }),
    }),
    ...(!isLine && { barMaxWidth: 28 * scale, ...(kind === 'stack' && { stack: 'all' }) }),
    ...(index === 0 && limits.length > 0 && { markLine: limitLines(limits, palette, scale) }),
  }
}

const limitLines = (limits: NonNullable<ChartProps['limits']>, palette: Palette, scale: number) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  data: limits.map((limit) => {
    const colour = toneColour(palette, limit.tone ?? 'alarm')
    return {
      yAxis: limit.value,
      lineStyle: { color: colour, width: 1.5 * scale, type: 'dashed' },
      label: { formatter: limit.title, position: 'end', color: colour, fontSize: 12.8 * scale },
    }
  }),
})

function rank({ series, digits }: ChartProps, palette: Palette, size: number) {
  const rows = [...(series[0]?.points ?? [])].sort((a, b) => (a[1] ?? 0) - (b[1] ?? 0))
  const colour = series[0]?.tone ? toneColour(palette, series[0].tone) : palette.lake
  return {
    grid: { left: 0, right: size * 3.4, top: 2, bottom: 2, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      data: rows.map(([name]) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: palette.ink, fontSize: size },
    },
    series: [
      {
        name: series[0]?.name,
        type: 'bar',
        data: rows.map(([, value]) => value),
        barMaxWidth: size * 1.2,
        itemStyle: { color: colour, borderRadius: [0, 2, 2, 0] },
        label: {
          show: true,
          position: 'right',
          color: palette.ink,
          fontSize: size,
          formatter: ({ value }: { value: number }) => withDigits(value, digits),
        },
      },
    ],
  }
}

const ring = ({ series, unit }: ChartProps, palette: Palette, size: number) => ({
  name: series[0]?.name,
  type: 'pie',
  radius: ['46%', '72%'],
  data: (series[0]?.points ?? []).map(([name, value]) => ({ name, value })),
  itemStyle: { borderColor: palette.paper, borderWidth: 2 },
  label: { color: palette.ink, fontSize: size, formatter: `{b}\n{c}${unit ? ` ${unit}` : ''}`, lineHeight: size * 1.4 },
  labelLine: { length: 8, length2: 8, lineStyle: { color: palette.edge } },
})
