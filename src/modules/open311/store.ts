import { sql } from 'kysely'
import type { Ctx } from '#kernel'

/** When the services with this digest were first offered. */
export async function changesetAt(ctx: Ctx, hash: string): Promise<Date> {
  await sql`insert into open311.changeset (hash, at) values (${hash}, ${ctx.now}) on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{ at: Date }>`select at from open311.changeset where hash = ${hash}`.execute(ctx.db)
  return rows[0]?.at as Date
}
