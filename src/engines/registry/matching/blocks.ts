/** Sort-based blocking: records in the order of each key's hash, large blocks left out, each pair met once. */
import type { Spec, Table } from './spec.ts'
import { sharedUints } from './table.ts'

export interface BlockReport {
  key: string
  records: number
  blocks: number
  /** Comparisons this key asks for, before those that an earlier key has asked for already. */
  pairs: number
  /** Blocks above the cap: left out of this key. */
  oversized: { blocks: number; records: number; largest: number }
}

export interface Blocks {
  /** Per key the rows that have one, in the order of its hash. */
  orders: Uint32Array[]
  reports: BlockReport[]
  pairs: number
}

const bits = 11
const mask = (1 << bits) - 1

/** Rows with a key in the order of its 32 bits: three passes of a stable radix sort. */
function sorted(hashes: Uint32Array): Uint32Array {
  let count = 0
  for (const hash of hashes) if (hash) count++
  let from = sharedUints(count)
  let to = sharedUints(count)
  let at = 0
  for (let row = 0; row < hashes.length; row++) if (hashes[row]) from[at++] = row
  from = from.subarray(0, count)
  to = to.subarray(0, count)
  for (let shift = 0; shift < 32; shift += bits) {
    const starts = new Uint32Array(mask + 2)
    for (let i = 0; i < count; i++) {
      const digit = (((hashes[from[i] as number] as number) >>> shift) & mask) + 1
      starts[digit] = (starts[digit] as number) + 1
    }
    for (let digit = 1; digit < starts.length; digit++) starts[digit] = (starts[digit] as number) + (starts[digit - 1] as number)
    for (let i = 0; i < count; i++) {
      const row = from[i] as number
      const digit = ((hashes[row] as number) >>> shift) & mask
      const place = starts[digit] as number
      to[place] = row
      starts[digit] = place + 1
    }
    const spare = from
    from = to
    to = spare
  }
  return from
}

/** Takes the key from records of oversized blocks, so that a later key may bring them together. */
export function block(spec: Spec, table: Table): Blocks {
  const reports: BlockReport[] = []
  const orders = spec.keys.map((key, at) => {
    const hashes = table.keys[at] as Uint32Array
    const order = sorted(hashes)
    const report: BlockReport = {
      key: key.id,
      records: order.length,
      blocks: 0,
      pairs: 0,
      oversized: { blocks: 0, records: 0, largest: 0 },
    }
    for (let start = 0; start < order.length; ) {
      const end = runEnd(order, hashes, start)
      const size = end - start
      report.blocks++
      if (size > key.cap) {
        report.oversized.blocks++
        report.oversized.records += size
        report.oversized.largest = Math.max(report.oversized.largest, size)
        for (let i = start; i < end; i++) hashes[order[i] as number] = 0
      } else report.pairs += (size * (size - 1)) / 2
      start = end
    }
    reports.push(report)
    return order
  })
  return { orders, reports, pairs: reports.reduce((sum, report) => sum + report.pairs, 0) }
}

/** Rows whose key was taken away are runs of one, of no pair. */
function runEnd(order: Uint32Array, hashes: Uint32Array, start: number): number {
  const own = hashes[order[start] as number]
  let end = start + 1
  if (own) while (end < order.length && hashes[order[end] as number] === own) end++
  return end
}

export interface Share {
  part: number
  parts: number
  /** Of 1024 blocks so many are visited. */
  sample: number
}

/** Every pair of a block of its share that no earlier key has brought together. */
export function forPairs(
  table: Table,
  orders: Uint32Array[],
  { part, parts, sample }: Share,
  visit: (a: number, b: number) => void,
): void {
  for (const [at, order] of orders.entries()) {
    const hashes = table.keys[at] as Uint32Array
    const earlier = table.keys.slice(0, at)
    const met = (a: number, b: number) => {
      for (const keys of earlier) if (keys[a] !== 0 && keys[a] === keys[b]) return true
      return false
    }
    for (let start = 0; start < order.length; ) {
      const end = runEnd(order, hashes, start)
      const own = hashes[order[start] as number] as number
      const mixed = Math.imul(own, 0x9e3779b1) >>> 0
      if (end - start > 1 && mixed % parts === part && mixed >>> 22 < sample)
        for (let i = start; i < end; i++)
          for (let j = i + 1; j < end; j++) {
            const [a, b] = [order[i] as number, order[j] as number]
            if (!met(a, b)) visit(a, b)
          }
      start = end
    }
  }
}
