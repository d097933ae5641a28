import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { FieldValues } from './definition.ts'

export interface StoredRecord {
  id: string
  entity_id: string
  sealed: string | null
  open: FieldValues
}

/** Records in the order of their ids, so that a run may go page by page beside deliveries. */
export async function recordsAfter(
  ctx: Ctx,
  registry: string,
  after: string | undefined,
  limit: number,
): Promise<StoredRecord[]> {
  const { rows } = await sql<StoredRecord>`select id, entity_id, sealed, open from registry.record
    where registry = ${registry} and (${after ?? null}::uuid is null or id > ${after ?? null}::uuid) order by id limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}

export async function allConstraints(
  ctx: Ctx,
  registry: string,
): Promise<{ left_record: string; right_record: string; must: boolean }[]> {
  const { rows } = await sql<{
    left_record: string
    right_record: string
    must: boolean
  }>`select c.left_record, c.right_record, c.must
    from registry.constraint_pair c join registry.record r on r.id = c.left_record where r.registry = ${registry}`.execute(ctx.db)
  return rows
}

/** Of these entities those that still stand for themselves. */
export async function standing(ctx: Ctx, entities: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string
  }>`select id from registry.entity where id = any(${[...entities]}::uuid[]) and merged_into is null`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}

/** Whose these records are now. */
export async function entitiesOf(ctx: Ctx, records: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string
    entity_id: string
  }>`select id, entity_id from registry.record where id = any(${[...records]}::uuid[])`.execute(ctx.db)
  return new Map(rows.map(({ id, entity_id }) => [id, entity_id]))
}
