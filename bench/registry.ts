import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { round } from './rig/measure.ts'
import type { Result } from './rig/result.ts'
import type { Stage } from './rig/stage.ts'

/** What `rig/match-residents.ts` prints. */
export interface MatchRun {
  residents: number
  records: number
  things: number
  reviews: number
  seconds: number
  peakMb: number
  precision: number
  recall: number
  spent: Record<string, number>
  bare: { seconds: number; recall: number }
}

/** In a process of its own, so that its memory is its own. */
async function matchResidents(residents: number): Promise<MatchRun> {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=8192', '--disable-warning=ExperimentalWarning', 'bench/rig/match-residents.ts', String(residents)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let printed = ''
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`Matching ${residents} residents ended with ${code}`)
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '')
}

const share = (value: number) => Number(value.toFixed(4))

/** Residents of five sources made one: needs no database, so it is measured once, beside PostgreSQL. */
export async function registry({ database, short, sizes }: Stage): Promise<Result[]> {
  if (database === 'embedded') return []
  const results: Result[] = []
  for (const [name, size] of short ? ([['20k', 20_000]] as const) : sizes) {
    const run = await matchResidents(size)
    const minutes = run.seconds / 60
    results.push({
      id: `registry-match-${name}`,
      title: `Residents matched: ${size.toLocaleString('en')} people, ${run.records.toLocaleString('en')} records of five sources`,
      ours: {
        seconds: round(run.seconds),
        'records/s': round(run.records / run.seconds),
        'MB at peak': round(run.peakMb),
        precision: share(run.precision),
        recall: share(run.recall),
        'for review': run.reviews,
        ...Object.fromEntries(Object.entries(run.spent).map(([step, ms]) => [`${step} s`, round(ms / 1000)])),
      },
      bare: { title: 'join on the exact number', figures: { seconds: round(run.bare.seconds), recall: share(run.bare.recall) } },
      ...(size >= 1_000_000 && { aim: { text: 'at most 10 min on 2 cores', met: minutes <= 10 } }),
    })
  }
  return results
}
