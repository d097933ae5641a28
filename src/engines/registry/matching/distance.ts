/** Distances over UTF-16 arenas, so that workers compare without making strings. */
import type { Dictionary } from './spec.ts'

const rows = [new Int32Array(64), new Int32Array(64), new Int32Array(64)] as [Int32Array, Int32Array, Int32Array]

/**
 * Damerau's distance with adjacent transpositions (optimal string alignment) of two values of one dictionary;
 * gives up with `atMost + 1` as soon as it must be larger. Values of more than 60 characters are cut.
 */
export function damerau({ chars, starts }: Dictionary, a: number, b: number, atMost: number): number {
  const [startA, startB] = [starts[a] as number, starts[b] as number]
  const lengthA = Math.min(60, (starts[a + 1] as number) - startA)
  const lengthB = Math.min(60, (starts[b + 1] as number) - startB)
  if (Math.abs(lengthA - lengthB) > atMost) return atMost + 1
  let [before, last, now] = rows
  for (let j = 0; j <= lengthB; j++) last[j] = j
  for (let i = 1; i <= lengthA; i++) {
    now[0] = i
    let least = i
    const own = chars[startA + i - 1]
    for (let j = 1; j <= lengthB; j++) {
      const other = chars[startB + j - 1]
      const same = (last[j - 1] as number) + (own === other ? 0 : 1)
      let best = Math.min(same, (last[j] as number) + 1, (now[j - 1] as number) + 1)
      if (i > 1 && j > 1 && own === chars[startB + j - 2] && chars[startA + i - 2] === other)
        best = Math.min(best, (before[j - 2] as number) + 1)
      now[j] = best
      if (best < least) least = best
    }
    if (least > atMost) return atMost + 1
    const spare = before
    before = last
    last = now
    now = spare
  }
  return Math.min(last[lengthB] as number, atMost + 1)
}

const usedA = new Uint8Array(256)
const usedB = new Uint8Array(256)

/** Jaro's likeness with Winkler's bonus for a common beginning (0.1 a character, at most 4). */
export function jaroWinkler({ chars, starts }: Dictionary, a: number, b: number): number {
  const [startA, startB] = [starts[a] as number, starts[b] as number]
  const lengthA = Math.min(256, (starts[a + 1] as number) - startA)
  const lengthB = Math.min(256, (starts[b + 1] as number) - startB)
  if (lengthA === 0 || lengthB === 0) return 0
  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1)
  usedA.fill(0, 0, lengthA)
  usedB.fill(0, 0, lengthB)
  let common = 0
  for (let i = 0; i < lengthA; i++) {
    const to = Math.min(lengthB - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= to; j++) {
      if (usedB[j] || chars[startA + i] !== chars[startB + j]) continue
      usedA[i] = usedB[j] = 1
      common++
      break
    }
  }
  if (common === 0) return 0
  let [moved, j] = [0, 0]
  for (let i = 0; i < lengthA; i++) {
    if (!usedA[i]) continue
    while (!usedB[j]) j++
    if (chars[startA + i] !== chars[startB + j]) moved++
    j++
  }
  const jaro = (common / lengthA + common / lengthB + (common - moved / 2) / common) / 3
  let prefix = 0
  while (prefix < 4 && prefix < lengthA && prefix < lengthB && chars[startA + prefix] === chars[startB + prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}
