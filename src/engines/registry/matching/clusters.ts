/** Things from pairs: joined over strong pairs, split where the records do not hold together, never with two verified numbers. */
import type { Scorer } from './score.ts'
import { columnOf, type Spec, type Table } from './spec.ts'

export interface Edges {
  a: Uint32Array
  b: Uint32Array
  bits: Float32Array
  /** The place of the doubt in the specification; -1 is none. */
  doubts: Int8Array
}

/** What people decided about pairs of rows; it stands above every score. */
export interface Decided {
  must: readonly (readonly [number, number])[]
  apart: readonly (readonly [number, number])[]
}

export type ReviewReason = 'doubtful' | 'doubt' | 'conflict' | 'split'
export interface Review {
  a: number
  b: number
  bits: number
  reason: ReviewReason
  /** The doubt's id, where that is the reason. */
  doubt?: string
}

export interface Clusters {
  /** The cluster of each row: the number of its first row. */
  of: Uint32Array
  count: number
  /** One per pair of clusters, the strongest; in the order of rows. */
  reviews: Review[]
}

/** Above this many records a chain is cut by its strongest pairs alone. */
const large = 200

function root(parents: Uint32Array, row: number): number {
  let at = row
  while (parents[at] !== at) {
    parents[at] = parents[parents[at] as number] as number
    at = parents[at] as number
  }
  return at
}

/** The smaller row leads, so that the outcome does not hang on the order of the pairs. */
function join(parents: Uint32Array, a: number, b: number): void {
  const [left, right] = [root(parents, a), root(parents, b)]
  if (left < right) parents[right] = left
  else parents[left] = right
}

type Conflict = (a: number, b: number) => boolean

interface Rules {
  conflict: Conflict
  /** Bits of a pair as people and numbers leave them. */
  judged: (a: number, b: number, bits: () => number) => number
}

const pairKey = (size: number, [a, b]: readonly [number, number]) => Math.min(a, b) * size + Math.max(a, b)
/** Outweighs whatever a cluster's other pairs say. */
const decidedBits = 10_000

function rulesOf(spec: Spec, table: Table, { must, apart }: Decided): Rules {
  const ids = spec.only && columnOf(table, spec.only.column).ids
  const valid = spec.only && columnOf(table, spec.only.holds).ids
  const [together, kept] = [must, apart].map((pairs) => new Set(pairs.map((pair) => pairKey(table.size, pair)))) as [
    Set<number>,
    Set<number>,
  ]
  const decided = (set: Set<number>, a: number, b: number) => set.size > 0 && set.has(pairKey(table.size, [a, b]))
  const twoNumbers = (a: number, b: number) =>
    ids !== null && valid !== null && valid[a] !== 0 && valid[b] !== 0 && ids[a] !== 0 && ids[b] !== 0 && ids[a] !== ids[b]
  const conflict: Conflict = (a, b) => decided(kept, a, b) || (twoNumbers(a, b) && !decided(together, a, b))
  return {
    conflict,
    judged: (a, b, bits) => (decided(together, a, b) ? decidedBits : conflict(a, b) ? Number.NEGATIVE_INFINITY : bits()),
  }
}

/** Groups with the best mean evidence join first, as long as it is in favour; one conflict forbids. */
function agglomerate(rows: number[], bits: (a: number, b: number) => number): number[][] {
  const groups = rows.map((row) => [row])
  const sums = rows.map((a) => rows.map((b) => (a === b ? 0 : bits(Math.min(a, b), Math.max(a, b)))))
  for (;;) {
    let [best, left, right] = [0, -1, -1]
    for (let i = 0; i < groups.length; i++)
      for (let j = i + 1; j < groups.length; j++) {
        const mean = (sums[i]?.[j] as number) / ((groups[i] as number[]).length * (groups[j] as number[]).length)
        if (mean > best) [best, left, right] = [mean, i, j]
      }
    if (left < 0) return groups
    groups[left]?.push(...(groups[right] as number[]))
    groups.splice(right, 1)
    const gone = sums.splice(right, 1)[0] as number[]
    for (const [at, row] of sums.entries()) {
      const more = gone[at < right ? at : at + 1] as number
      row.splice(right, 1)
      if (at !== left) {
        row[left] = (row[left] as number) + more
        ;(sums[left] as number[])[at] = row[left] as number
      }
    }
  }
}

/** The strongest pairs first, refusing what would bring two verified numbers together. */
function byStrength(rows: number[], edges: [number, number, number][], conflict: Conflict): number[][] {
  const group = new Map(rows.map((row) => [row, [row]]))
  for (const [a, b] of edges.sort((x, y) => y[2] - x[2] || x[0] - y[0] || x[1] - y[1])) {
    const [left, right] = [group.get(a) as number[], group.get(b) as number[]]
    if (left === right || left.some((x) => right.some((y) => conflict(x, y)))) continue
    left.push(...right)
    for (const row of right) group.set(row, left)
  }
  return [...new Set(group.values())]
}

/** Components of the strong pairs, as lists of rows in ascending order. */
function components(parents: Uint32Array, size: number): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (let row = 0; row < size; row++) {
    const first = root(parents, row)
    if (first === row) continue
    const list = members.get(first)
    if (list) list.push(row)
    else members.set(first, [first, row])
  }
  return members
}

const strongIn = (spec: Spec, edges: Edges, at: number) =>
  (edges.bits[at] as number) >= spec.thresholds.match && (edges.doubts[at] as number) < 0

function edgesWithin(
  spec: Spec,
  all: Edges[],
  wanted: Set<number>,
  parents: Uint32Array,
): Map<number, [number, number, number][]> {
  const found = new Map<number, [number, number, number][]>()
  if (wanted.size === 0) return found
  for (const edges of all)
    for (let at = 0; at < edges.a.length; at++) {
      const first = root(parents, edges.a[at] as number)
      if (!wanted.has(first) || !strongIn(spec, edges, at)) continue
      const edge: [number, number, number] = [edges.a[at] as number, edges.b[at] as number, edges.bits[at] as number]
      const list = found.get(first)
      if (list) list.push(edge)
      else found.set(first, [edge])
    }
  return found
}

const undecided: Decided = { must: [], apart: [] }

export function clusters(
  spec: Spec,
  table: Table,
  all: Edges[],
  { score, decided = undecided }: { score: Scorer; decided?: Decided | undefined },
): Clusters {
  const { conflict, judged } = rulesOf(spec, table, decided)
  const parents = Uint32Array.from({ length: table.size }, (_, row) => row)
  for (const edges of all)
    for (let at = 0; at < edges.a.length; at++)
      if (strongIn(spec, edges, at) && !conflict(edges.a[at] as number, edges.b[at] as number))
        join(parents, edges.a[at] as number, edges.b[at] as number)
  for (const [a, b] of decided.must) join(parents, a, b)
  const members = components(parents, table.size)
  const chains = new Set([...members].filter(([, rows]) => rows.length > large).map(([first]) => first))
  const within = edgesWithin(spec, all, chains, parents)
  const of = Uint32Array.from(parents, (_, row) => row)
  const bits = (a: number, b: number) => judged(a, b, () => score.bits(a, b))
  let count = table.size
  for (const [first, rows] of members) {
    const groups =
      rows.length > large
        ? byStrength(rows, within.get(first) ?? [], conflict)
        : rows.length === 2
          ? [rows]
          : agglomerate(rows, bits)
    for (const group of groups) {
      const leader = group.reduce((least, row) => Math.min(least, row))
      for (const row of group) of[row] = leader
      count -= group.length - 1
    }
  }
  return { of, count, reviews: reviewsOf(spec, all, of, conflict) }
}

/** What is between two clusters and not plainly different, the strongest of each pair of clusters. */
function reviewsOf(spec: Spec, all: Edges[], of: Uint32Array, conflict: Conflict): Review[] {
  const best = new Map<number, Review>()
  const size = of.length
  for (const edges of all)
    for (let at = 0; at < edges.a.length; at++) {
      const [a, b, bits] = [edges.a[at] as number, edges.b[at] as number, edges.bits[at] as number]
      const [left, right] = [of[a] as number, of[b] as number]
      if (left === right) continue
      const key = Math.min(left, right) * size + Math.max(left, right)
      const held = best.get(key)
      if (held && (held.bits > bits || (held.bits === bits && (held.a < a || (held.a === a && held.b <= b))))) continue
      const doubt = spec.doubts[edges.doubts[at] as number]?.id
      const reason = conflict(a, b) ? 'conflict' : doubt ? 'doubt' : bits >= spec.thresholds.match ? 'split' : 'doubtful'
      best.set(key, { a, b, bits, reason, ...(doubt && { doubt }) })
    }
  return [...best.values()].sort((x, y) => x.a - y.a || x.b - y.b)
}
