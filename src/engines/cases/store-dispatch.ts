import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface Answering {
  area: string
  category: string
  unit: string
}

/** The row that answers for a place and its categories: the deepest area first, then the narrowest category. */
export async function answering(ctx: Ctx, area: string, categories: readonly string[]): Promise<Answering | undefined> {
  return (
    await sql<Answering>`select t.area::text as area, t.category, t.unit::text as unit from cases.responsibility t
      where t.removed_at is null and t.area @> ${area}::ltree and t.category = any(${[...categories]}::text[])
      order by nlevel(t.area) desc, length(t.category) desc limit 1`.execute(ctx.db)
  ).rows[0]
}
