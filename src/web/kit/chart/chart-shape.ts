import type { Tone } from '../tokens.ts'

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
