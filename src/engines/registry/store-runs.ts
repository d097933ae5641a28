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
