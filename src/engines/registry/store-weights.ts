import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface WeightsRow {
  version: number
  sealed: string
}

export async function weights(ctx: Ctx, registry: string): Promise<WeightsRow | undefined> {
  const { rows } = await sql<WeightsRow>`select version, sealed from registry.weights where registry = ${registry}`.execute(
    ctx.db,
  )
  return rows[0]
}

export async function putWeights(
  ctx: Ctx,
  row: { registry: string; version: number; sealed: string; records: number },
): Promise<void> {
  await sql`insert into registry.weights (registry, version, sealed, records, learned_by, learned_at)
    values (${row.registry}, ${row.version}, ${row.sealed}, ${row.records}, ${ctx.user.name}, ${ctx.now})
    on conflict (registry) do update set version = excluded.version, sealed = excluded.sealed, records = excluded.records,
      learned_by = excluded.learned_by, learned_at = excluded.learned_at`.execute(ctx.db)
}
