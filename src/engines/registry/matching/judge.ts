/** Learned weights, ready to be asked about a few records at a time. */
import type { Weights } from './fit.ts'
import { type Scorer, scorer } from './score.ts'
import type { Spec, Values } from './spec.ts'
import { tableBuilder } from './table.ts'

export interface Judge {
  readonly spec: Spec
  /** A scorer over these records; rows are their places. */
  among: (records: readonly Values[]) => Scorer
}

export function judge(spec: Spec, weights: Weights): Judge {
  const keyless = { ...spec, keys: [] }
  return {
    spec,
    among: (records) => {
      const builder = tableBuilder(keyless, { few: true })
      for (const values of records) builder.add(values)
      return scorer(spec, builder.finish(), weights)
    },
  }
}

/** What is believed before a registry has learned from its own records: m as declared, u as told here. */
export function startingWeights(spec: Spec, told: { prior: number; u: Record<string, number[]>; together: number[] }): Weights {
  return {
    kind: spec.kind,
    version: spec.version,
    records: 0,
    prior: told.prior,
    fields: Object.fromEntries(
      spec.fields.map(({ id, levels }) => {
        const m = levels.map((level) => level.m)
        const u = told.u[id] ?? []
        if (u.length !== m.length) throw new Error(`${spec.kind}: starting weights of "${id}" do not fit its levels`)
        return [id, { m, u, bits: m.map((value, at) => Math.log2(value / (u[at] as number))) }]
      }),
    ),
    together: told.together,
    frequencies: {},
    learned: { pairs: 0, matches: 0, rounds: 0 },
  }
}
