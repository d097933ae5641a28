/** All records of a kind at once: read, blocked, learned, scored over the cores, gathered into things. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type BlockReport, block, type Share } from './blocks.ts'
import { type Clusters, clusters, type Decided, type Edges, type Review } from './clusters.ts'
import { fit, type Weights } from './fit.ts'
import type { Given, Task } from './match-worker.ts'
import { merged } from './patterns.ts'
import { type Explanation, scorer } from './score.ts'
import type { Raw, Spec, Table } from './spec.ts'
import { tableBuilder } from './table.ts'
import { type Counted, countPatterns, scorePairs } from './tasks.ts'

export interface MatchOptions {
  /** Threads that compare; 0 does it all here. */
  workers?: number
  /** Learned before; without them they are learned from these records. */
  weights?: Weights
  /** Pairs to learn from, at most, roughly. */
  learnFrom?: number
  step?: (step: string) => void
  /** What people decided about pairs of rows. */
  decided?: Decided
}

export interface Matched {
  records: number
  /** By row the number of the first row of its thing. */
  of: Uint32Array
  things: number
  reviews: Review[]
  weights: Weights
  blocks: BlockReport[]
  /** Milliseconds by step. */
  spent: Record<string, number>
  explain: (a: number, b: number) => Explanation
}

type Batches = Iterable<readonly Raw[]> | AsyncIterable<readonly Raw[]>

interface Crew {
  count: (share: Omit<Share, 'part' | 'parts'>, random: number) => Promise<Counted[]>
  score: (weights: Weights) => Promise<Edges[]>
  stop: () => Promise<void>
}

const alone = (spec: Spec, table: Table, orders: Uint32Array[]): Crew => ({
  count: async ({ sample }, random) => [countPatterns(spec, table, orders, { part: 0, parts: 1, sample }, random)],
  score: async (weights) => [scorePairs(spec, table, orders, { part: 0, parts: 1, sample: 1024 }, weights)],
  stop: async () => {},
})

const ask = <T>(worker: Worker, task: Task) =>
  new Promise<T>((resolve, reject) => {
    const end = (settle: () => void) => {
      worker.off('message', answered).off('error', failed).off('exit', left)
      settle()
    }
    const answered = (found: T) => end(() => resolve(found))
    const failed = (error: Error) => end(() => reject(error))
    const left = (code: number) => end(() => reject(new Error(`A matching thread ended with ${code}`)))
    worker.on('message', answered).on('error', failed).on('exit', left)
    worker.postMessage(task)
  })

function crew(spec: Spec, table: Table, orders: Uint32Array[], parts: number): Crew {
  if (parts < 1) return alone(spec, table, orders)
  const workerData: Given = { from: spec.from, table, orders }
  const workers = Array.from({ length: parts }, () => new Worker(new URL('./match-worker.ts', import.meta.url), { workerData }))
  const all = <T>(task: (share: { part: number; parts: number }) => Task) =>
    Promise.all(workers.map((worker, part) => ask<T>(worker, task({ part, parts }))))
  return {
    count: ({ sample }, random) => all<Counted>((share) => ({ do: 'count', share: { ...share, sample }, random })),
    score: (weights) => all<Edges>((share) => ({ do: 'score', share: { ...share, sample: 1024 }, weights })),
    stop: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  }
}

/** Small tables are compared where they are: a thread costs more than they do. */
const small = 20_000

export async function matchTable(spec: Spec, table: Table, options: MatchOptions = {}): Promise<Matched> {
  const spent: Record<string, number> = {}
  const timed = async <T>(step: string, run: () => T | Promise<T>): Promise<T> => {
    options.step?.(step)
    const start = performance.now()
    const found = await run()
    spent[step] = performance.now() - start
    return found
  }
  const blocks = await timed('block', () => block(spec, table))
  const threads = options.workers ?? (table.size < small ? 0 : availableParallelism())
  const hands = crew(spec, table, blocks.orders, threads)
  try {
    const weights =
      options.weights ??
      (await timed('learn', () => learn(spec, table, hands, { pairs: blocks.pairs, from: options.learnFrom ?? 4_000_000 })))
    const edges = await timed('score', () => hands.score(weights))
    const score = scorer(spec, table, weights)
    const found: Clusters = await timed('cluster', () => clusters(spec, table, edges, { score, decided: options.decided }))
    return {
      records: table.size,
      of: found.of,
      things: found.count,
      reviews: found.reviews,
      weights,
      blocks: blocks.reports,
      spent,
      explain: score.explain,
    }
  } finally {
    await hands.stop()
  }
}

async function learn(spec: Spec, table: Table, hands: Crew, { pairs, from }: { pairs: number; from: number }): Promise<Weights> {
  const sample = Math.max(1, Math.min(1024, Math.ceil((1024 * from) / Math.max(1, pairs))))
  const counted = await hands.count({ sample }, from)
  return fit(
    spec,
    table,
    { patterns: merged(counted.map((one) => one.candidates)), share: sample / 1024 },
    merged(counted.map((one) => one.random)),
  )
}

export async function matchAll(batches: Batches, spec: Spec, options: MatchOptions = {}): Promise<Matched> {
  const start = performance.now()
  options.step?.('normalise')
  const builder = tableBuilder(spec)
  for await (const batch of batches) for (const raw of batch) builder.add(spec.normalise(raw))
  const table = builder.finish()
  const normalise = performance.now() - start
  const matched = await matchTable(spec, table, options)
  return { ...matched, spent: { normalise, ...matched.spent } }
}
