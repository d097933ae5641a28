/**
 * Fellegi–Sunter by EM, without labels. m (how often records of one thing meet on a level) is learned from the pairs that share a
 * blocking key; u (the same for two different things) from random pairs, and where every pair of a level shares a key, from counting.
 * Pairs that share no key are taken for strangers. See docs/REGISTRY-MATCHING.md.
 */
import { levelsOf, type Patterns, radices } from './patterns.ts'
import { columnOf, type Level, type Spec, type Table, valueOf } from './spec.ts'

export interface FieldWeights {
  m: number[]
  u: number[]
  /** log2(m/u) by level, from level 1. */
  bits: number[]
}

export interface Weights {
  kind: string
  version: number
  records: number
  /** log2 of the odds that two records drawn at random are of one thing. */
  prior: number
  fields: Record<string, FieldWeights>
  /** Bits added when both levels of a declared pair meet, by their place in the specification. */
  together: number[]
  /** Share of a column's values; those that are not listed have the share of the rest. */
  frequencies: Record<string, { common: Record<string, number>; rest: number }>
  learned: { pairs: number; matches: number; rounds: number }
}

/** Nothing that people write is rarer than this, whatever was or was not seen. */
const leastM = 2e-4
const leastU = 1e-9
/** As many imagined pairs as stand for the declared beginning. */
const imagined = 10
/** Pairs at which a level is half trusted. */
const hardlyEver = 4

interface Model {
  odds: number
  m: number[][]
  u: number[][]
  /** How far a level's bits count: what hardly ever happened says little. */
  trust: number[][]
  together: number[]
}

interface Seen {
  levels: number[][]
  counts: Float64Array
  /** One of how many candidate pairs was looked at. */
  scale: number
  total: number
  /** Of random pairs, by field: the share of each level among those where both have a value, and that share of pairs. */
  random: { counts: number[]; rate: number[]; told: number }[]
}

const bitsOf = (m: number, u: number) => Math.log2(Math.max(m, leastM) / Math.max(u, leastU))
const levelBits = ({ m, u, trust }: Model, f: number, at: number) =>
  bitsOf(m[f]?.[at] as number, u[f]?.[at] as number) * (trust[f]?.[at] as number)

export const levelAt = (spec: Spec, field: string, level: string): [number, number] => {
  const at = spec.fields.findIndex(({ id }) => id === field)
  const number = spec.fields[at]?.levels.findIndex(({ id }) => id === level) ?? -1
  if (number < 0) throw new Error(`${spec.kind}: no level ${field}.${level}`)
  return [at, number + 1]
}

function randomRates(spec: Spec, random: Patterns): Seen['random'] {
  const radix = radices(spec)
  const sums = radix.map((base) => new Float64Array(base))
  for (let at = 0; at < random.codes.length; at++)
    for (const [f, level] of levelsOf(random.codes[at] as number, radix).entries()) {
      const sum = sums[f] as Float64Array
      sum[level] = (sum[level] as number) + (random.counts[at] as number)
    }
  return sums.map((sum) => {
    const all = sum.reduce((a, b) => a + b, 0)
    const told = Math.max(1, all - (sum[0] as number))
    return {
      counts: [...sum.slice(1)],
      rate: [...sum.slice(1)].map((count) => (count + 0.5) / (told + sum.length / 2)),
      told: told / all,
    }
  })
}

function pairBits(model: Model, pairs: [[number, number], [number, number]][], levels: number[]): number {
  let bits = Math.log2(model.odds)
  for (let f = 0; f < levels.length; f++) {
    const level = levels[f] as number
    if (level) bits += levelBits(model, f, level - 1)
  }
  for (const [at, [[fa, la], [fb, lb]]] of pairs.entries())
    if (levels[fa] === la && levels[fb] === lb) bits += model.together[at] as number
  return bits
}

interface Sums {
  matches: number
  match: number[][]
  stranger: number[][]
  both: number[]
}

function expected(model: Model, seen: Seen, pairs: [[number, number], [number, number]][]): Sums {
  const zero = () => model.m.map((levels) => levels.map(() => 0))
  const sums: Sums = { matches: 0, match: zero(), stranger: zero(), both: pairs.map(() => 0) }
  for (const [at, levels] of seen.levels.entries()) {
    const count = (seen.counts[at] as number) * seen.scale
    const likely = 1 / (1 + 2 ** -pairBits(model, pairs, levels))
    sums.matches += count * likely
    for (let f = 0; f < levels.length; f++) {
      const level = (levels[f] as number) - 1
      if (level < 0) continue
      const [match, stranger] = [sums.match[f] as number[], sums.stranger[f] as number[]]
      match[level] = (match[level] as number) + count * likely
      stranger[level] = (stranger[level] as number) + count * (1 - likely)
    }
    for (const [p, [[fa, la], [fb, lb]]] of pairs.entries())
      if (levels[fa] === la && levels[fb] === lb) sums.both[p] = (sums.both[p] as number) + count * (1 - likely)
  }
  return sums
}

type Random = Seen['random'][number]

/** u of a field: counted where every pair of the level is a candidate, else the random rate without the share of true matches. */
function strangers(
  levels: Level[],
  random: Random,
  { sums, m, odds, total }: { sums: number[]; m: number[]; odds: number; total: number },
): number[] {
  const drawn = random.counts.reduce((a, b) => a + b, 1)
  const raw = levels.map((level, at) => {
    const counted = ((sums[at] as number) + 0.5) / (total * random.told)
    const sampled = Math.max(((random.rate[at] as number) - odds * (m[at] as number)) / (1 - odds), 0.5 / drawn)
    return Math.min(level.uAtMost ?? 1, Math.max(level.blocked ? counted : sampled, leastU))
  })
  const sum = raw.reduce((a, b) => a + b, 0)
  return raw.map((u) => u / sum)
}

function next(spec: Spec, model: Model, seen: Seen, pairs: [[number, number], [number, number]][]): Model {
  const sums = expected(model, seen, pairs)
  const odds = Math.max(sums.matches, 1) / seen.total
  const m = spec.fields.map((field, f) => {
    const match = sums.match[f] as number[]
    const told = match.reduce((a, b) => a + b, 0)
    return match.map((count, at) => (count + imagined * (field.levels[at] as Level).m) / (told + imagined))
  })
  const u = spec.fields.map((field, f) =>
    strangers(field.levels, seen.random[f] as Random, {
      sums: sums.stranger[f] as number[],
      m: m[f] as number[],
      odds,
      total: seen.total,
    }),
  )
  const trust = spec.fields.map((field, f) =>
    field.levels.map((_, at) => {
      const met = (sums.match[f]?.[at] as number) + (sums.stranger[f]?.[at] as number) + (seen.random[f]?.counts[at] as number)
      return met / (met + hardlyEver)
    }),
  )
  const together = pairs.map(([[fa, la], [fb, lb]], p) => {
    const told = (seen.random[fa]?.told ?? 1) * (seen.random[fb]?.told ?? 1)
    const chance = (u[fa]?.[la - 1] as number) * (u[fb]?.[lb - 1] as number)
    const found = (sums.both[p] as number) / (seen.total * told)
    return Math.min(0, Math.log2(chance / Math.max(found, chance)))
  })
  return { odds, m, u, trust, together }
}

/** The share of values of a column that is told by its own frequency; rarer ones share one figure. */
function frequenciesOf(spec: Spec, table: Table): Weights['frequencies'] {
  const columns = new Set(spec.fields.flatMap((field) => field.levels.flatMap((level) => level.frequency ?? [])))
  const bearers = Math.max(2, Math.ceil(table.size * 2e-6))
  return Object.fromEntries(
    [...columns].map((id) => {
      const column = columnOf(table, id)
      const { counts } = column.dictionary
      let told = 0
      for (const count of counts) told += count
      const common: Record<string, number> = {}
      for (let value = 1; value < counts.length; value++)
        if ((counts[value] as number) > bearers) common[valueOf(column, value)] = (counts[value] as number) / told
      return [id, { common, rest: bearers / Math.max(1, told) }]
    }),
  )
}

const settled = (a: Model, b: Model) =>
  Math.abs(a.odds / b.odds - 1) < 1e-5 &&
  a.m.every((levels, f) => levels.every((m, l) => Math.abs(m - (b.m[f]?.[l] as number)) < 1e-5))

export function fit(spec: Spec, table: Table, candidates: { patterns: Patterns; share: number }, random: Patterns): Weights {
  const radix = radices(spec)
  const seen: Seen = {
    levels: [...candidates.patterns.codes].map((code) => levelsOf(code, radix)),
    counts: candidates.patterns.counts,
    scale: 1 / candidates.share,
    total: Math.max(1, (table.size * (table.size - 1)) / 2),
    random: randomRates(spec, random),
  }
  const pairs = spec.together.map(([[fa, la], [fb, lb]]): [[number, number], [number, number]] => [
    levelAt(spec, fa, la),
    levelAt(spec, fb, lb),
  ])
  const m = spec.fields.map((field) => field.levels.map((level) => level.m))
  const u = spec.fields.map((field, f) =>
    field.levels.map((level, at) => Math.min(level.uAtMost ?? 1, seen.random[f]?.rate[at] as number)),
  )
  let model: Model = {
    odds: Math.min(0.5, Math.max(1, table.size / 2) / seen.total),
    m,
    u,
    trust: m.map((levels) => levels.map(() => 1)),
    together: pairs.map(() => 0),
  }
  let rounds = 0
  for (; rounds < 200; rounds++) {
    const after = next(spec, model, seen, pairs)
    const done = settled(model, after)
    model = after
    if (done) break
  }
  return weightsOf(spec, table, model, {
    pairs: [...seen.counts].reduce((a, b) => a + b, 0) * seen.scale,
    matches: model.odds * seen.total,
    rounds,
  })
}

const weightsOf = (spec: Spec, table: Table, model: Model, learned: Weights['learned']): Weights => ({
  kind: spec.kind,
  version: spec.version,
  records: table.size,
  prior: Math.log2(model.odds),
  fields: Object.fromEntries(
    spec.fields.map((field, f) => {
      const [m, u] = [model.m[f] as number[], model.u[f] as number[]]
      return [field.id, { m, u, bits: m.map((_, at) => levelBits(model, f, at)) }]
    }),
  ),
  together: model.together,
  frequencies: frequenciesOf(spec, table),
  learned,
})
