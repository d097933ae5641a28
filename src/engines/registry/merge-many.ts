import { record } from '#engines/audit'
import { type Ctx, newId } from '#kernel'
import type { DeclaredRegistry } from './definition.ts'
import { refOfEntity } from './entities.ts'
import type { PlannedMerge } from './match-plan.ts'
import { afresh, byOf, linksTo } from './merge.ts'
import { announceMerged } from './refresh.ts'
import * as records from './store.ts'
import * as store from './store-reviews.ts'

interface Sorted {
  due: PlannedMerge[]
  /** What goes here was kept just before: it goes with all it has then, in the next batch. */
  later: PlannedMerge[]
}

/** Due are those that stand as the run found them, and whom no decision has parted or kept apart since. */
function sorted(
  merges: readonly PlannedMerge[],
  now: { standing: ReadonlySet<string>; rows: readonly records.RecordRow[]; apart: readonly records.Constraint[] },
): Sorted {
  const home = new Map(now.rows.map(({ id, entity_id }) => [id, entity_id]))
  const leads = new Map<string, string>()
  const homeOf = (record: string) => leads.get(home.get(record) ?? '') ?? home.get(record)
  const result: Sorted = { due: [], later: [] }
  const growing = new Set<string>()
  for (const merge of merges) {
    const { kept, gone, left, right } = merge
    if (growing.has(gone)) result.later.push(merge)
    else if (!now.standing.has(kept) || !now.standing.has(gone) || leads.has(kept) || leads.has(gone)) continue
    else {
      const between = (a: string, b: string) => [kept, gone].every((entity) => [homeOf(a), homeOf(b)].includes(entity))
      if (!between(left, right)) continue
      if (now.apart.some(({ must, left_record, right_record }) => !must && between(left_record, right_record))) continue
      leads.set(gone, kept)
      growing.add(kept)
      result.due.push(merge)
    }
  }
  return result
}

/** Many become fewer at once: a batch asks the database as often as a single merge does. */
export async function mergeMany(
  ctx: Ctx,
  registry: DeclaredRegistry,
  planned: readonly PlannedMerge[],
  whyOf: (merge: PlannedMerge) => string,
): Promise<{ made: number; later: PlannedMerge[] }> {
  await records.lock(ctx, registry.id)
  const entities = [...new Set(planned.flatMap(({ kept, gone }) => [kept, gone]))]
  const locked = await store.lockEntities(ctx, entities)
  const rows = await records.recordsOf(ctx, entities)
  const ids = rows.map(({ id }) => id)
  const standing = new Set(locked.filter(({ merged_into }) => !merged_into).map(({ id }) => id))
  const { due, later } = sorted(planned, { standing, rows, apart: await records.constraintsOf(ctx, ids) })
  if (due.length === 0) return { made: 0, later }
  const held = Map.groupBy(rows, ({ entity_id }) => entity_id)
  const made = due.map((merge) => ({
    ...merge,
    records: (held.get(merge.gone) ?? []).map(({ id }) => id),
    why: whyOf(merge),
  }))
  await store.addMerges(
    ctx,
    made.map((merge) => ({ ...merge, id: newId(), registry: registry.id, review: null })),
  )
  await records.relink(
    ctx,
    made.flatMap(({ kept, records: moved }) => linksTo(kept, moved, 'merged')),
    byOf(ctx),
  )
  const byKept = Map.groupBy(made, ({ kept }) => kept)
  await afresh(
    ctx,
    registry,
    [...byKept].map(([id, [first]]) => ({ id, kind: 'merged', ...(first && { other: first.gone }) })),
  )
  await announceMerged(
    ctx,
    registry,
    [...byKept.values()].flatMap((into) => into.slice(1)),
  )
  for (const { kept, gone, records: moved, why } of made)
    record(ctx, { action: 'registry.merge', ref: refOfEntity(registry.id, kept), after: { gone, records: moved.length }, why })
  return { made: made.length, later }
}
