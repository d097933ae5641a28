import type { Random } from '../random.ts'

/** How one measured quantity lives through a day. */
export interface Curve {
  code: string
  unit: string
  /** Mean on an ordinary day; each station has its own around it. */
  mean: number
  /** Relative swing over the day, and the hour of its top. */
  swing: number
  peakHour: number
  /** Relative spread of the noise. */
  noise: number
  decimals: number
  /** Permitted highest value; its exceedance is an episode. */
  limit?: number
}

export interface Profile {
  kind: string
  st: string
  name: string
  curves: readonly Curve[]
}

const curve = (
  code: string,
  unit: string,
  mean: number,
  swing: number,
  peakHour: number,
  noise: number,
  decimals: number,
  limit?: number,
): Curve => ({
  code,
  unit,
  mean,
  swing,
  peakHour,
  noise,
  decimals,
  ...(limit !== undefined && { limit }),
})

/** Limits: GB 18918-2002 一级 A (sewage), GB 13271-2014 (gas boilers), DB31/964-2016 (site dust), GB 3096-2008 class 3 (noise), GB 3838-2002 III. */
export const profiles: readonly Profile[] = [
  {
    kind: 'sewage',
    st: '32',
    name: '污水总排口',
    curves: [
      curve('w00000', 'L/s', 42, 0.35, 10, 0.06, 1),
      curve('w01001', '1', 7.3, 0.02, 14, 0.01, 2),
      curve('w01018', 'mg/L', 27, 0.15, 11, 0.06, 1, 50),
      curve('w21003', 'mg/L', 1.9, 0.2, 11, 0.08, 2, 5),
      curve('w21011', 'mg/L', 0.23, 0.15, 12, 0.06, 3, 0.5),
      curve('w21001', 'mg/L', 9.1, 0.1, 12, 0.05, 2, 15),
    ],
  },
  {
    kind: 'flue-gas',
    st: '31',
    name: '锅炉废气排口',
    curves: [
      curve('a34013', 'mg/m3', 6, 0.2, 9, 0.08, 2, 20),
      curve('a21026', 'mg/m3', 9, 0.2, 9, 0.1, 2, 50),
      curve('a21002', 'mg/m3', 62, 0.15, 9, 0.05, 1, 150),
      curve('a19001', '%', 6.5, 0.05, 3, 0.02, 2),
      curve('a01001', '°C', 88, 0.1, 10, 0.02, 1),
    ],
  },
  {
    kind: 'site-dust',
    st: '39',
    name: '工地扬尘',
    curves: [
      curve('a34001', 'µg/m3', 260, 0.4, 10, 0.12, 0, 1000),
      curve('a34002', 'µg/m3', 72, 0.35, 10, 0.1, 0),
      curve('a34004', 'µg/m3', 34, 0.3, 8, 0.1, 0),
      curve('Leq', 'dB(A)', 61, 0.08, 10, 0.02, 1),
    ],
  },
  {
    kind: 'air',
    st: '22',
    name: '空气自动站',
    curves: [
      curve('a34004', 'µg/m3', 33, 0.3, 8, 0.08, 0),
      curve('a34002', 'µg/m3', 58, 0.3, 8, 0.08, 0),
      curve('a21004', 'µg/m3', 36, 0.35, 19, 0.08, 0),
      curve('a21026', 'µg/m3', 7, 0.2, 11, 0.08, 0),
      curve('a05024', 'µg/m3', 82, 0.55, 15, 0.06, 0),
    ],
  },
  {
    kind: 'surface-water',
    st: '21',
    name: '水质自动站',
    curves: [
      curve('w01010', '°C', 15.2, 0.08, 15, 0.01, 1),
      curve('w01001', '1', 7.7, 0.02, 15, 0.01, 2),
      curve('w01009', 'mg/L', 7.4, 0.12, 15, 0.03, 2),
      curve('w01019', 'mg/L', 4.1, 0.08, 12, 0.04, 1, 6),
      curve('w21003', 'mg/L', 0.46, 0.15, 12, 0.08, 2, 1),
    ],
  },
]

/** The values of one station: a slow daily wave, a noise that remembers, and now and then an episode above the limit. */
export class Series {
  readonly curves: readonly Curve[]
  readonly #random: Random
  readonly #level: number[]
  readonly #drift: number[]
  #episode: { index: number; factor: number; left: number } | undefined

  constructor(profile: Profile, random: Random) {
    this.#random = random
    this.curves = profile.curves
    this.#level = profile.curves.map((curve) => curve.mean * (1 + 0.12 * random.between(-1, 1) * Math.min(1, curve.swing * 5)))
    this.#drift = profile.curves.map(() => 0)
  }

  get inEpisode(): boolean {
    return this.#episode !== undefined
  }

  /** Begins an exceedance of one limited factor for that many readings; false when this station has no limited factor. */
  begin(readings: number): boolean {
    const limited = this.curves.flatMap((curve, index) => (curve.limit === undefined ? [] : [index]))
    if (limited.length === 0) return false
    const index = this.#random.pick(limited)
    const limit = this.curves[index]?.limit ?? 0
    this.#episode = { index, factor: (limit * this.#random.between(1.15, 2.2)) / (this.#level[index] ?? 1), left: readings }
    return true
  }

  /** The readings at this hour of the day (0 ≤ hour < 24, with a fraction), in the order of the curves. */
  at(hour: number): number[] {
    const episode = this.#episode
    if (episode && --episode.left <= 0) this.#episode = undefined
    return this.curves.map((curve, index) => {
      this.#drift[index] = 0.85 * (this.#drift[index] ?? 0) + 0.5 * curve.noise * this.#random.normal()
      const wave = 1 + curve.swing * Math.cos(((hour - curve.peakHour) / 24) * 2 * Math.PI)
      const quiet = (this.#level[index] ?? curve.mean) * wave * Math.exp(this.#drift[index] ?? 0)
      const value =
        episode?.index === index ? (this.#level[index] ?? 0) * episode.factor * (1 + 0.03 * this.#random.normal()) : quiet
      return Number(Math.max(0, value).toFixed(curve.decimals))
    })
  }
}
