/** All records of a registry matched anew: weights learned from them, entities joined, doubtful pairs asked about. Nothing is parted without a person. */
import { record } from '#engines/audit'
import { newId, type Platform, system } from '#kernel'
import { told } from './compare.ts'
import type { DeclaredRegistry, Matching } from './definition.ts'
import { type Plan, type PlannedMerge, planOf, type Rows } from './match-plan.ts'
import type { Decided } from './matching/clusters.ts'
import { type Matched, matchTable } from './matching/match-all.ts'
import { columnOf, type Table } from './matching/spec.ts'
import { tableBuilder } from './matching/table.ts'
import { mergeMany } from './merge-many.ts'
import * as store from './store.ts'
import { allConstraints, recordsAfter } from './store-runs.ts'
import { unseal } from './values.ts'
import { keepWeights } from './weights.ts'

const PAGE = 5000
/** Merges of one transaction: short ones, so that deliveries and stewards get their turn. */
const MERGES = 200
const REVIEWS = 500

export interface RunReport {
  records: number
  things: number
  merged: number
  asked: number
  /** Blocks too large to be compared, by key. */
  oversized: { key: string; blocks: number; records: number }[]
}

export interface RunOptions {
  dryRun?: boolean
  workers?: number
  progress?: (text: string) => void
}

interface Read {
  table: Table
  rows: Rows
  decided: Decided
}

const who = (registry: string) => ({ user: system, origin: { kind: 'cli', name: `registry match ${registry}` } }) as const

/** Pages of short reading transactions; what is delivered meanwhile waits for the next run. */
async function readAll(platform: Platform, registry: DeclaredRegistry, { spec, raw }: Matching): Promise<Read> {
  const builder = tableBuilder(spec)
  const records: string[] = []
  const entities: string[] = []
  const known = new Map<string, string>()
  const page = (after: string | undefined) =>
    platform.transact(who(registry.id), 'read', async (ctx) => {
      const rows = await recordsAfter(ctx, registry.id, after, PAGE)
      for (const row of rows) {
        builder.add(spec.normalise(raw(unseal(ctx, row))))
        records.push(row.id)
        const entity = known.get(row.entity_id) ?? row.entity_id
        known.set(entity, entity)
        entities.push(entity)
      }
      return rows.at(-1)?.id
    })
  for (let last = await page(undefined); last; last = await page(last));
  const table = builder.finish()
  const pairs = await platform.transact(who(registry.id), 'read', (ctx) => allConstraints(ctx, registry.id))
  return { table, rows: { records, entities, number: numberOf(table, spec.only) }, decided: decisions(records, pairs) }
}

function numberOf(table: Table, only: Matching['spec']['only']): Rows['number'] {
  if (!only) return () => undefined
  const [ids, valid] = [columnOf(table, only.column).ids, columnOf(table, only.holds).ids]
  return (row) => (valid[row] && ids[row] ? String(ids[row]) : undefined)
}

function decisions(records: readonly string[], pairs: Awaited<ReturnType<typeof allConstraints>>): Decided {
  if (pairs.length === 0) return { must: [], apart: [] }
  const row = new Map(records.map((id, at) => [id, at]))
  const rows = (must: boolean) =>
    pairs.flatMap((pair): [number, number][] => {
      const [a, b] = [row.get(pair.left_record), row.get(pair.right_record)]
      return pair.must === must && a !== undefined && b !== undefined ? [[a, b]] : []
    })
  return { must: rows(true), apart: rows(false) }
}

const batches = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))

async function carryOut(platform: Platform, registry: DeclaredRegistry, plan: Plan, progress: (text: string) => void) {
  const done = { merged: 0, asked: 0 }
  const why = ({ score }: PlannedMerge) => `批量比对：证据 ${score.toFixed(1)} 位`
  for (let rest: readonly PlannedMerge[] = plan.merges; rest.length > 0; ) {
    const batch = rest.slice(0, MERGES)
    const { made, later } = await platform.transact(who(registry.id), 'write', (ctx) => mergeMany(ctx, registry, batch, why))
    done.merged += made
    rest = [...later, ...rest.slice(MERGES)]
    progress(`merged ${done.merged} / ${plan.merges.length}`)
  }
  for (const reviews of batches(plan.reviews, REVIEWS))
    done.asked += await platform.transact(who(registry.id), 'write', (ctx) =>
      store.openReviews(
        ctx,
        reviews.map(({ left, right, ...review }) => ({
          id: newId(),
          registry: registry.id,
          left_record: left,
          right_record: right,
          ...review,
        })),
      ),
    )
  return done
}

const reportOf = (matched: Matched, done: { merged: number; asked: number }): RunReport => ({
  records: matched.records,
  things: matched.things,
  ...done,
  oversized: matched.blocks
    .filter(({ oversized }) => oversized.blocks > 0)
    .map(({ key, oversized: { blocks, records } }) => ({ key, blocks, records })),
})

/** Run twice, the second changes nothing; stopped in the middle, the next run does what is left. */
export async function matchRegistry(
  platform: Platform,
  registry: DeclaredRegistry,
  { dryRun = false, workers, progress = () => {} }: RunOptions = {},
): Promise<RunReport> {
  const { matching } = registry
  if (!matching) throw new Error(`The registry "${registry.id}" declares no matching`)
  progress('read')
  const { table, rows, decided } = await readAll(platform, registry, matching)
  const matched = await matchTable(matching.spec, table, { decided, step: progress, ...(workers !== undefined && { workers }) })
  const plan = planOf(rows, matched, (a, b) => told(matching, matched.explain(a, b)))
  if (dryRun) return reportOf(matched, { merged: plan.merges.length, asked: plan.reviews.length })
  const done = await carryOut(platform, registry, plan, progress)
  const report = reportOf(matched, done)
  await platform.transact(who(registry.id), 'write', async (ctx) => {
    if (matched.records >= ENOUGH) await keepWeights(ctx, registry, matched.weights)
    record(ctx, { action: 'registry.match', after: { registry: registry.id, ...report } })
  })
  return report
}

/** Fewer records teach less than the weights a registry starts with. */
const ENOUGH = 1000
