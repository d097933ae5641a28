/** Matches so many made residents once and prints what it took, as JSON; the records themselves are made outside the clock. */
import { readFileSync } from 'node:fs'
import { matchAll } from '../../src/engines/registry/matching/match-all.ts'
import { populationIn } from '../../src/engines/registry/matching/population.ts'
import { residentRecords, type SourceRecord } from '../../src/engines/registry/matching/residents.testing.ts'
import type { Spec } from '../../src/engines/registry/matching/spec.ts'
import type { MatchRun } from '../registry.ts'

const residents = Number(process.argv[2] ?? 130_000)
const truth: number[] = []
let making = 0

/** Time spent making records is not matching's. */
function* made(note?: (record: SourceRecord) => void): Generator<SourceRecord[]> {
  const batches = residentRecords(residents)
  for (;;) {
    const start = performance.now()
    const { value, done } = batches.next()
    making += performance.now() - start
    if (done) return
    if (note) for (const record of value) note(record)
    yield value
  }
}

function pairs(of: (row: number) => number): number {
  const sizes = new Map<number, number>()
  for (let row = 0; row < truth.length; row++) sizes.set(of(row), (sizes.get(of(row)) ?? 0) + 1)
  let sum = 0
  for (const size of sizes.values()) sum += (size * (size - 1)) / 2
  return sum
}

/** The bare thing: a hash join on the number as written. */
function exactJoin(): MatchRun['bare'] {
  const before = making
  const start = performance.now()
  const groups = new Map<string, number>()
  const of: number[] = []
  for (const batch of made())
    for (const { idNumber } of batch) {
      const row = of.length
      const first = idNumber ? (groups.get(idNumber) ?? row) : row
      if (idNumber) groups.set(idNumber, first)
      of.push(first)
    }
  const seconds = (performance.now() - start - (making - before)) / 1000
  const both = pairs((row) => (truth[row] as number) * 10_000_000 + (of[row] as number))
  return { seconds, recall: both / pairs((row) => truth[row] as number) }
}

const peakMb = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024

const spec: Spec = populationIn({ within: { province: '上海市', district: '青浦区' } })
const start = performance.now()
const matched = await matchAll(
  made(({ person }) => truth.push(Number(person))),
  spec,
  { workers: 2 },
)
const seconds = (performance.now() - start - making) / 1000
const peak = peakMb()
const [real, found, both] = [
  pairs((row) => truth[row] as number),
  pairs((row) => matched.of[row] as number),
  pairs((row) => (truth[row] as number) * 10_000_000 + (matched.of[row] as number)),
]
const run: MatchRun = {
  residents,
  records: matched.records,
  things: matched.things,
  reviews: matched.reviews.length,
  seconds,
  peakMb: peak,
  precision: both / found,
  recall: both / real,
  spent: { ...matched.spent, normalise: (matched.spent['normalise'] ?? 0) - making },
  bare: exactJoin(),
}
console.log(JSON.stringify(run))
