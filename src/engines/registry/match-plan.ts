/** What a run over all records comes to, held against who is one already: merges to make, pairs to ask about. */
import type { Explained } from './schema.ts'
import type { Compared } from './compare.ts'
import type { Matched } from './matching/match-all.ts'

export interface Rows {
  /** By row. */
  readonly records: readonly string[]
  readonly entities: readonly string[]
  /** The verified number of a row, or nothing. */
  readonly number: (row: number) => string | undefined
}

export interface PlannedMerge {
  readonly kept: string
  readonly gone: string
  /** The pair of records that speaks for it. */
  readonly left: string
  readonly right: string
  readonly score: number
}

export interface PlannedReview {
  readonly left: string
  readonly right: string
  readonly reason: 'doubtful' | 'conflict' | 'two-homes'
  readonly score: number
  readonly explanation: Explained[]
}

export interface Plan {
  readonly merges: PlannedMerge[]
  readonly reviews: PlannedReview[]
}

type Tell = (a: number, b: number) => Compared

/** Entities as they grow together in the plan: the oldest leads, and no two verified numbers meet. */
class Growing {
  readonly #lead = new Map<string, string>()
  readonly #numbers = new Map<string, Set<string>>()

  constructor({ entities, number }: Rows) {
    for (const [row, entity] of entities.entries()) {
      const own = number(row)
      if (own) this.#numbers.set(entity, (this.#numbers.get(entity) ?? new Set()).add(own))
    }
  }

  lead(entity: string): string {
    let at = entity
    for (let next = this.#lead.get(at); next; next = this.#lead.get(at)) at = next
    return at
  }

  /** The one that is kept and the one that goes; nothing when they are one already, or their numbers forbid it. */
  join(a: string, b: string): { kept: string; gone: string } | 'conflict' | undefined {
    const [left, right] = [this.lead(a), this.lead(b)]
    if (left === right) return undefined
    const numbers = new Set([...(this.#numbers.get(left) ?? []), ...(this.#numbers.get(right) ?? [])])
    if (numbers.size > 1) return 'conflict'
    const [kept, gone] = left < right ? [left, right] : [right, left]
    this.#lead.set(gone, kept)
    this.#numbers.set(kept, numbers)
    return { kept, gone }
  }
}

function groupsOf(of: Uint32Array): number[][] {
  const groups = new Map<number, number[]>()
  for (let row = 0; row < of.length; row++) {
    const first = of[row] as number
    if (first === row) continue
    const group = groups.get(first)
    if (group) group.push(row)
    else groups.set(first, [first, row])
  }
  return [...groups.values()]
}

const reasonOf = { doubtful: 'doubtful', doubt: 'doubtful', conflict: 'conflict', split: 'two-homes' } as const

export function planOf(rows: Rows, matched: Pick<Matched, 'of' | 'reviews'>, tell: Tell): Plan {
  const { records, entities } = rows
  const growing = new Growing(rows)
  const merges: PlannedMerge[] = []
  const reviews: PlannedReview[] = []
  const ask = (a: number, b: number, reason: PlannedReview['reason']) => {
    const { score, explanation } = tell(a, b)
    reviews.push({ left: records[a] as string, right: records[b] as string, reason, score, explanation })
  }
  for (const group of groupsOf(matched.of))
    for (const row of group.slice(1)) {
      const first = group[0] as number
      const joined = growing.join(entities[first] as string, entities[row] as string)
      if (joined === 'conflict') ask(first, row, 'conflict')
      else if (joined)
        merges.push({ ...joined, left: records[first] as string, right: records[row] as string, score: tell(first, row).score })
    }
  for (const { a, b, reason } of matched.reviews)
    if (growing.lead(entities[a] as string) !== growing.lead(entities[b] as string)) ask(a, b, reasonOf[reason])
  return { merges, reviews }
}
