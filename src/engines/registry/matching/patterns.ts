/** How often pairs meet on which levels: all that learning needs to know. */
import type { Compare, Spec, Table } from './spec.ts'

/** A pattern is one number: the level of each field in a mixed radix. */
export interface Patterns {
  codes: Float64Array
  counts: Float64Array
}

export const radices = (spec: Spec): number[] => spec.fields.map((field) => field.levels.length + 1)
export const comparers = (spec: Spec, table: Table): Compare[] => spec.fields.map((field) => field.compare(table))

export function levelsOf(code: number, radix: number[]): number[] {
  let rest = code
  return radix.map((base) => {
    const level = rest % base
    rest = Math.floor(rest / base)
    return level
  })
}

export interface Counter {
  add: (a: number, b: number) => void
  finish: () => Patterns
}

export function patternCounter(spec: Spec, table: Table): Counter {
  const compare = comparers(spec, table)
  const radix = radices(spec)
  const space = radix.reduce((product, base) => product * base, 1)
  const dense = space <= 1 << 22 ? new Float64Array(space) : undefined
  const sparse = new Map<number, number>()
  return {
    add: (a, b) => {
      let [code, place] = [0, 1]
      for (let f = 0; f < compare.length; f++) {
        code += (compare[f] as Compare)(a, b) * place
        place *= radix[f] as number
      }
      if (dense) dense[code] = (dense[code] as number) + 1
      else sparse.set(code, (sparse.get(code) ?? 0) + 1)
    },
    finish: () => {
      const found = dense ? [...dense.entries()].filter(([, count]) => count > 0) : [...sparse].sort(([a], [b]) => a - b)
      return { codes: Float64Array.from(found, ([code]) => code), counts: Float64Array.from(found, ([, count]) => count) }
    },
  }
}

export function merged(all: Patterns[]): Patterns {
  const sum = new Map<number, number>()
  for (const { codes, counts } of all)
    for (let at = 0; at < codes.length; at++)
      sum.set(codes[at] as number, (sum.get(codes[at] as number) ?? 0) + (counts[at] as number))
  const found = [...sum].sort(([a], [b]) => a - b)
  return { codes: Float64Array.from(found, ([code]) => code), counts: Float64Array.from(found, ([, count]) => count) }
}

/** Pairs drawn at random (always the same ones): all of them when the table is small. */
export function randomPairs(
  size: number,
  wanted: number,
  part: number,
  parts: number,
  visit: (a: number, b: number) => void,
): void {
  if ((size * (size - 1)) / 2 <= wanted) {
    for (let a = part; a < size; a += parts) for (let b = a + 1; b < size; b++) visit(a, b)
    return
  }
  let seed = 0x2545f491 + part * 0x9e3779b1
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  for (let drawn = 0; drawn < wanted / parts; ) {
    const [a, b] = [Math.floor(next() * size), Math.floor(next() * size)]
    if (a === b) continue
    visit(a, b)
    drawn++
  }
}
