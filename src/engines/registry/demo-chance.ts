/** Chance that comes out the same every time (mulberry32): the demo is the same district for everybody. */
export interface Chance {
  next: () => number
  of: <T>(list: readonly T[]) => T
  whole: (from: number, to: number) => number
  happens: (share: number) => boolean
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    of: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    happens: (share) => next() < share,
  }
}
