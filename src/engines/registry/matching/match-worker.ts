import { parentPort, workerData } from 'node:worker_threads'
import type { Share } from './blocks.ts'
import type { Weights } from './fit.ts'
import type { Spec, Table } from './spec.ts'
import { countPatterns, scorePairs } from './tasks.ts'

export interface Given {
  from: Spec['from']
  table: Table
  orders: Uint32Array[]
}
export type Task = { do: 'count'; share: Share; random: number } | { do: 'score'; share: Share; weights: Weights }

const { from, table, orders } = workerData as Given
const module = (await import(from.module)) as Record<string, Spec>
const spec = module[from.name]
if (!spec) throw new Error(`No specification "${from.name}" in ${from.module}`)

parentPort?.on('message', (task: Task) => {
  const found =
    task.do === 'count'
      ? countPatterns(spec, table, orders, task.share, task.random)
      : scorePairs(spec, table, orders, task.share, task.weights)
  parentPort?.postMessage(found)
})
