/** One record at intake against those that share a blocking key with it. */
import type { Weights } from './fit.ts'
import { judge } from './judge.ts'
import type { Explanation } from './score.ts'
import type { Raw, Spec } from './spec.ts'

export interface Likely {
  /** The place among the candidates. */
  candidate: number
  explanation: Explanation
}

/** The candidates that are not plainly different, the likeliest first. */
export function matchOne(spec: Spec, weights: Weights, record: Raw, candidates: readonly Raw[]): Likely[] {
  const score = judge(spec, weights).among([record, ...candidates].map(spec.normalise))
  return candidates
    .map((_, candidate) => ({ candidate, explanation: score.explain(0, candidate + 1) }))
    .filter(({ explanation }) => explanation.decision !== 'different')
    .sort((a, b) => b.explanation.bits - a.explanation.bits || a.candidate - b.candidate)
}
