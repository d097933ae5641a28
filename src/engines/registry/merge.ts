import { record } from '#engines/audit'
import { type Ctx, newId, notFound, settingsOf, staleVersion } from '#kernel'
import { type DeclaredRegistry, registrySettings } from './definition.ts'
import { entityRow, entityView, refOfEntity } from './entities.ts'
import { alreadyMerged, keptApart, mergeMovedOn, mergeUndone, needsAnother, noSuchField, notAllOfIt } from './errors.ts'
import { refresh, statementOf } from './refresh.ts'
import type { EntityView } from './schema.ts'
import * as records from './store.ts'
import * as store from './store-reviews.ts'

export const byOf = ({ user }: Ctx) => ({ id: user.id, name: user.name })

/** Their golden records anew, with what subscribers are told about it. */
export async function afresh(
  ctx: Ctx,
  registry: DeclaredRegistry,
  entities: readonly { id: string; isNew?: boolean; kind?: 'merged' | 'restored'; other?: string }[],
): Promise<void> {
  const rows = await records.recordsOf(
    ctx,
    entities.map(({ id }) => id),
  )
  const statementsOf = (id: string) => rows.filter((row) => row.entity_id === id).map((row) => statementOf(ctx, row))
  await refresh(
    ctx,
    registry,
    entities.map(({ isNew = false, ...entity }) => ({ ...entity, isNew, statements: statementsOf(entity.id) })),
  )
  await store.closeMoot(
    ctx,
    entities.map(({ id }) => id),
  )
}

export const linksTo = (entity: string, moved: readonly string[], how: records.NewLink['how']): records.NewLink[] =>
  moved.map((record_id) => ({ id: newId(), record_id, entity_id: entity, how, score: null, explanation: [] }))

/** What is kept apart by a decision is not brought together by another one unawares. */
async function refuseApart(ctx: Ctx, kept: readonly string[], gone: readonly string[]): Promise<void> {
  const apart = (await records.constraintsOf(ctx, gone)).find(
    ({ must, left_record, right_record }) =>
      !must &&
      ((kept.includes(left_record) && gone.includes(right_record)) ||
        (kept.includes(right_record) && gone.includes(left_record))),
  )
  if (apart) throw keptApart({ why: apart.why })
}

/** Two become one: `gone` leads to `kept` from now on. Which records moved is remembered, so that it can be undone. */
export async function mergeEntities(
  ctx: Ctx,
  registry: DeclaredRegistry,
  { kept, gone, why, review = null }: { kept: string; gone: string; why: string; review?: string | null },
): Promise<string> {
  await records.lock(ctx, registry.id)
  const locked = await store.lockEntities(ctx, [kept, gone])
  if (kept === gone || locked.length < 2 || locked.some(({ merged_into }) => merged_into)) throw alreadyMerged()
  const rows = await records.recordsOf(ctx, [kept, gone])
  const idsOf = (entity: string) => rows.filter(({ entity_id }) => entity_id === entity).map(({ id }) => id)
  const moved = idsOf(gone)
  await refuseApart(ctx, idsOf(kept), moved)
  const id = newId()
  await store.addMerges(ctx, [{ id, registry: registry.id, kept, gone, records: moved, why, review }])
  await records.relink(ctx, linksTo(kept, moved, 'merged'), byOf(ctx))
  await afresh(ctx, registry, [{ id: kept, kind: 'merged', other: gone }])
  record(ctx, { action: 'registry.merge', ref: refOfEntity(registry.id, kept), after: { gone, records: moved.length }, why })
  return id
}

export async function mergeInto(
  ctx: Ctx,
  registry: DeclaredRegistry,
  kept: string,
  { gone, version, why }: { gone: string; version: number; why: string },
): Promise<EntityView> {
  const row = await entityRow(ctx, registry, kept)
  await entityRow(ctx, registry, gone)
  if (row.version !== version) throw staleVersion({}, { current: await entityView(ctx, registry, kept) })
  if (needsAnotherPerson(ctx)) await proposeMerge(ctx, registry, { kept, gone, why })
  else await mergeEntities(ctx, registry, { kept, gone, why })
  return entityView(ctx, registry, kept)
}

/** Where the district asks for two people, nobody joins or parts anybody alone. */
export const needsAnotherPerson = (ctx: Ctx): boolean => settingsOf(ctx.house, registrySettings).secondPair

/** The pair goes into the queue with this person's proposal; another one carries it out there. */
async function proposeMerge(
  ctx: Ctx,
  registry: DeclaredRegistry,
  { kept, gone, why }: { kept: string; gone: string; why: string },
): Promise<void> {
  const rows = await records.recordsOf(ctx, [kept, gone])
  const of = (entity: string) => rows.filter(({ entity_id }) => entity_id === entity).map(({ id }) => id)
  const [left, right] = [of(kept)[0], of(gone)[0]]
  if (kept === gone || !left || !right) throw alreadyMerged()
  await refuseApart(ctx, of(kept), of(gone))
  const asked = { id: newId(), registry: registry.id, left_record: left, right_record: right, reason: 'asked' as const }
  await records.openReviews(ctx, [{ ...asked, score: 0, explanation: [] }])
  const review = await store.waitingPair(ctx, left, right)
  if (!review) throw alreadyMerged()
  if (review.proposal === 'same') throw needsAnother()
  await store.propose(ctx, review.id, 'same', why)
  record(ctx, { action: 'registry.propose-merge', ref: `registry.review:${review.id}`, after: { kept, gone }, why })
}

/** Apart again: the records that moved go back, whatever was delivered to them since; they are never joined by matching again. */
export async function undoMerge(ctx: Ctx, registry: DeclaredRegistry, id: string, why: string): Promise<EntityView> {
  await records.lock(ctx, registry.id)
  const merge = await store.mergeById(ctx, registry.id, id)
  if (!merge) throw notFound({ what: ctx.locale === 'en' ? 'This merge' : '这次合并' })
  if (merge.undone_at) throw mergeUndone()
  if (needsAnotherPerson(ctx) && merge.by_id === ctx.user.id) throw needsAnother()
  const [kept] = (await store.lockEntities(ctx, [merge.kept])).map(({ merged_into }) => merged_into)
  if (kept) throw mergeMovedOn()
  const rows = await records.recordsOf(ctx, [merge.kept])
  const back = rows.filter((row) => merge.records.includes(row.id)).map((row) => row.id)
  const stay = rows.filter((row) => !merge.records.includes(row.id)).map((row) => row.id)
  await store.undoMerge(ctx, merge, why)
  await records.relink(ctx, linksTo(merge.gone, back, 'restored'), byOf(ctx))
  await keepApart(ctx, back, stay, why)
  await afresh(ctx, registry, [
    { id: merge.kept, kind: 'restored', other: merge.gone },
    { id: merge.gone, kind: 'restored', other: merge.kept },
  ])
  record(ctx, { action: 'registry.undo-merge', ref: refOfEntity(registry.id, merge.kept), after: { gone: merge.gone }, why })
  return entityView(ctx, registry, merge.kept)
}

export async function keepApart(ctx: Ctx, some: readonly string[], others: readonly string[], why: string): Promise<void> {
  const pairs = some.flatMap((left_record) => others.map((right_record) => ({ left_record, right_record })))
  if (pairs.length > 0) await records.putConstraints(ctx, pairs, { must: false, why, by: byOf(ctx) })
}

export const keepTogether = (ctx: Ctx, left_record: string, right_record: string, why: string): Promise<void> =>
  records.putConstraints(ctx, [{ left_record, right_record }], { must: true, why, by: byOf(ctx) })

/** Some records are about somebody else: they become an entity of their own, and stay it. */
export async function splitOff(
  ctx: Ctx,
  registry: DeclaredRegistry,
  from: string,
  { taken, why }: { taken: readonly string[]; why: string },
): Promise<string> {
  await records.lock(ctx, registry.id)
  await store.lockEntities(ctx, [from])
  const rows = await records.recordsOf(ctx, [from])
  const stay = rows.filter(({ id }) => !taken.includes(id)).map(({ id }) => id)
  if (stay.length === 0 || stay.length + taken.length !== rows.length) throw notAllOfIt()
  const id = newId()
  await records.insertEntities(ctx, registry.id, [id])
  await records.relink(ctx, linksTo(id, taken, 'split'), byOf(ctx))
  await keepApart(ctx, taken, stay, why)
  await afresh(ctx, registry, [{ id: from }, { id, isNew: true, other: from }])
  record(ctx, { action: 'registry.split', ref: refOfEntity(registry.id, from), after: { into: id, records: taken.length }, why })
  return id
}

export async function split(
  ctx: Ctx,
  registry: DeclaredRegistry,
  id: string,
  { records: taken, version, why }: { records: string[]; version: number; why: string },
): Promise<EntityView> {
  const row = await entityRow(ctx, registry, id)
  if (row.version !== version) throw staleVersion({}, { current: await entityView(ctx, registry, id) })
  await splitOff(ctx, registry, id, { taken: [...new Set(taken)], why })
  return entityView(ctx, registry, id)
}

/** A steward knows better than the order of trust; `record: null` gives the field back to it. */
export async function chooseValue(
  ctx: Ctx,
  registry: DeclaredRegistry,
  id: string,
  { field, record: from, why, version }: { field: string; record: string | null; why: string; version: number },
): Promise<EntityView> {
  await records.lock(ctx, registry.id)
  const row = await entityRow(ctx, registry, id, { lock: true })
  if (row.version !== version) throw staleVersion({}, { current: await entityView(ctx, registry, id) })
  if (!registry.fields[field]) throw noSuchField({ registry: registry.title[ctx.locale], field })
  const rows = await records.recordsOf(ctx, [id])
  if (from && !rows.some((each) => each.id === from)) throw notAllOfIt()
  if (from) await store.putChoice(ctx, { entity: id, field, record: from, why })
  else await store.dropChoice(ctx, id, field)
  await afresh(ctx, registry, [{ id }])
  record(ctx, { action: 'registry.choose', ref: refOfEntity(registry.id, id), after: { field, from }, why })
  return entityView(ctx, registry, id)
}
