/** Bits of evidence for a pair, and why. */
import { levelAt, type Weights } from './fit.ts'
import { comparers } from './patterns.ts'
import { type Compare, columnOf, type Label, type Spec, type Table, valueOf } from './spec.ts'

export type Decision = 'match' | 'review' | 'different'

export interface FieldReason {
  field: string
  title: Label
  level: string
  levelTitle: Label
  /** log2 of how much likelier this level is for one thing than for two; 0 where a value is missing. */
  bits: number
}

export interface Explanation {
  bits: number
  decision: Decision
  /** What keeps a pair from being joined without a look, whatever its bits. */
  doubt?: string
  doubtTitle?: Label
  prior: number
  fields: FieldReason[]
  /** Taken back because two agreements of a household are counted as one. */
  together: number
}

export interface Scorer {
  bits: (a: number, b: number) => number
  /** Of the pair whose bits were asked last: the place of its doubt in the specification, or -1. */
  doubt: () => number
  explain: (a: number, b: number) => Explanation
}

interface Bound {
  compare: Compare
  /** From level 0. */
  bits: Float64Array
  /** By level, where the value's own frequency speaks: log2 of its share by dictionary id. */
  shares: ({ ids: Int32Array; log: Float32Array; m: number } | undefined)[]
}

/** Shares of one column's common values, read once per set of weights. */
const sharesKnown = new WeakMap<Record<string, number>, Map<string, number>>()
function sharesOf(common: Record<string, number>): Map<string, number> {
  const known = sharesKnown.get(common) ?? new Map(Object.entries(common))
  sharesKnown.set(common, known)
  return known
}

function shareLogs(table: Table, id: string, weights: Weights): { ids: Int32Array; log: Float32Array } {
  const column = columnOf(table, id)
  const { common = {}, rest = 1 } = weights.frequencies[id] ?? {}
  const log = new Float32Array(column.dictionary.counts.length).fill(Math.log2(rest))
  const known = sharesOf(common)
  for (let value = 1; value < log.length; value++) {
    const share = known.get(valueOf(column, value))
    if (share !== undefined) log[value] = Math.log2(share)
  }
  return { ids: column.ids, log }
}

function bind(spec: Spec, table: Table, weights: Weights): Bound[] {
  const logs = new Map<string, { ids: Int32Array; log: Float32Array }>()
  const compare = comparers(spec, table)
  return spec.fields.map((field, f) => {
    const learned = weights.fields[field.id]
    if (!learned) throw new Error(`The weights of ${weights.kind} know nothing of "${field.id}"`)
    const shares = field.levels.map(({ frequency }, at) => {
      if (!frequency || !weights.frequencies[frequency]) return undefined
      const log = logs.get(frequency) ?? shareLogs(table, frequency, weights)
      logs.set(frequency, log)
      return { ...log, m: Math.log2(learned.m[at] as number) }
    })
    return { compare: compare[f] as Compare, bits: Float64Array.from([0, ...learned.bits]), shares: [undefined, ...shares] }
  })
}

/** A rare value says more, but never more than this above the level's average. */
function bitsAt(bound: Bound, level: number, a: number): number {
  const share = bound.shares[level]
  return share ? share.m - (share.log[share.ids[a] as number] as number) : (bound.bits[level] as number)
}

type Conditions = { at: number; levels: number }[]
const conditions = (spec: Spec, wanted: Record<string, string[]> = {}): Conditions =>
  Object.entries(wanted).map(([field, levels]) => ({
    at: levelAt(spec, field, levels[0] as string)[0],
    levels: levels.reduce((mask, level) => mask | (1 << levelAt(spec, field, level)[1]), 0),
  }))

export function scorer(spec: Spec, table: Table, weights: Weights): Scorer {
  if (weights.version !== spec.version)
    throw new Error(`Weights of version ${weights.version} for ${spec.kind} version ${spec.version}`)
  const bounds = bind(spec, table, weights)
  const levels = new Uint8Array(bounds.length)
  const pairs = spec.together.map(([[fa, la], [fb, lb]], at) => ({
    a: levelAt(spec, fa, la),
    b: levelAt(spec, fb, lb),
    bits: weights.together[at] ?? 0,
  }))
  const doubts = spec.doubts.map(({ when, unless }) => ({ when: conditions(spec, when), unless: conditions(spec, unless) }))
  const holds = ({ at, levels: mask }: Conditions[number]) => ((1 << (levels[at] as number)) & mask) !== 0
  const together = () => {
    let sum = 0
    for (const { a, b, bits } of pairs) if (levels[a[0]] === a[1] && levels[b[0]] === b[1]) sum += bits
    return sum
  }
  const bits = (a: number, b: number) => {
    let sum = weights.prior
    for (let f = 0; f < bounds.length; f++) {
      const bound = bounds[f] as Bound
      const level = bound.compare(a, b)
      levels[f] = level
      if (level) sum += bitsAt(bound, level, a)
    }
    return sum + together()
  }
  const doubt = () => doubts.findIndex(({ when, unless }) => when.every(holds) && !unless.some(holds))
  return {
    bits,
    doubt,
    explain: (a, b) => explained(spec, weights, { bits: bits(a, b), doubt: doubt(), levels, together: together(), bounds, a }),
  }
}

interface Told {
  bits: number
  doubt: number
  levels: Uint8Array
  together: number
  bounds: Bound[]
  a: number
}

export function decide(spec: Spec, bits: number, doubt: number): Decision {
  if (bits < spec.thresholds.review) return 'different'
  return bits >= spec.thresholds.match && doubt < 0 ? 'match' : 'review'
}

function explained(spec: Spec, weights: Weights, { bits, doubt, levels, together, bounds, a }: Told): Explanation {
  const why = spec.doubts[doubt]
  return {
    bits,
    decision: decide(spec, bits, doubt),
    ...(why && { doubt: why.id, doubtTitle: why.title }),
    prior: weights.prior,
    fields: spec.fields.map((field, f) => {
      const level = levels[f] as number
      const declared = field.levels[level - 1]
      return {
        field: field.id,
        title: field.title,
        level: declared?.id ?? 'missing',
        levelTitle: declared?.title ?? { zh: '缺', en: 'missing' },
        bits: level ? bitsAt(bounds[f] as Bound, level, a) : 0,
      }
    }),
    together,
  }
}
