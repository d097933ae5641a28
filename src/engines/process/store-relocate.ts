import { sql } from 'kysely'
import type { Ctx } from '#kernel'

/** Of the instance and of its open tasks that are not some unit's own. */
export async function setArea(ctx: Ctx, instanceId: string, area: string): Promise<void> {
  await sql`update process.instance set area = ${area}::ltree where id = ${instanceId}`.execute(ctx.db)
  await sql`update process.task set area = ${area}::ltree where instance_id = ${instanceId} and state = 'open' and unit is null`.execute(
    ctx.db,
  )
}
