/** What a worker does with its share of the blocks. */
import { forPairs, type Share } from './blocks.ts'
import type { Edges } from './clusters.ts'
import type { Weights } from './fit.ts'
import { type Patterns, patternCounter, randomPairs } from './patterns.ts'
import { scorer } from './score.ts'
import type { Spec, Table } from './spec.ts'

export interface Counted {
  candidates: Patterns
  random: Patterns
}

export function countPatterns(spec: Spec, table: Table, orders: Uint32Array[], share: Share, random: number): Counted {
  const [candidates, strangers] = [patternCounter(spec, table), patternCounter(spec, table)]
  forPairs(table, orders, share, candidates.add)
  randomPairs(table.size, random, share.part, share.parts, strangers.add)
  return { candidates: candidates.finish(), random: strangers.finish() }
}

/** Pairs worth keeping: strong enough to be joined or looked at. */
export function scorePairs(spec: Spec, table: Table, orders: Uint32Array[], share: Share, weights: Weights): Edges {
  const score = scorer(spec, table, weights)
  let room = 1 << 16
  let found: Edges = {
    a: new Uint32Array(room),
    b: new Uint32Array(room),
    bits: new Float32Array(room),
    doubts: new Int8Array(room),
  }
  let size = 0
  const cut = (length: number): Edges => {
    const larger: Edges = {
      a: new Uint32Array(length),
      b: new Uint32Array(length),
      bits: new Float32Array(length),
      doubts: new Int8Array(length),
    }
    for (const name of ['a', 'b', 'bits', 'doubts'] as const) larger[name].set(found[name].subarray(0, Math.min(size, length)))
    return larger
  }
  forPairs(table, orders, share, (a, b) => {
    const bits = score.bits(a, b)
    if (bits < spec.thresholds.review) return
    if (size === room) {
      room *= 2
      found = cut(room)
    }
    found.a[size] = Math.min(a, b)
    found.b[size] = Math.max(a, b)
    found.bits[size] = bits
    found.doubts[size] = score.doubt()
    size++
  })
  return cut(size)
}
