import { sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { datasetType } from './protected.ts'
import { datasetsWhere, type DatasetRow } from './store.ts'

/** What somebody hands in or looks after; what is merely public is not among it. */
export async function ownedDrafts(ctx: Ctx, state: string | undefined, mine: boolean): Promise<DatasetRow[]> {
  const own = sql<boolean>`d.provider_account = ${ctx.user.id}`
  const desks = { ...datasetType, visible: datasetType.visible.slice(1) }
  const owned = mine ? own : visible(ctx, desks, 'd')
  return datasetsWhere(
    ctx,
    sql`${owned} and (${state ?? null}::text is null or d.state = ${state ?? null})`,
    sql`d.modified_at desc, d.id`,
    200,
  )
}

export async function takenResources(ctx: Ctx): Promise<Set<string>> {
  const { rows } = await sql<{
    id: string
  }>`select catalogue_resource as id from open_data.dataset where catalogue_resource is not null`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}
