import { sql } from 'kysely'
import { type Ctx, newId, type Text } from '#kernel'

export interface ResponsibilityRow {
  id: string
  area: string
  area_name: Text
  category: string
  unit: string
  unit_name: Text
  note: string
  since: Date
  by_name: string
  until: Date | null
  until_by_name: string | null
}

const columns = sql`t.id, t.area::text as area, t.area_name, t.category, t.unit::text as unit, t.unit_name, t.note, t.since, t.by_name, t.until, t.until_by_name`

export async function list(
  ctx: Ctx,
  wanted: {
    area?: string | undefined
    category?: string | undefined
    history: boolean
    after?: string | undefined
    limit: number
  },
): Promise<ResponsibilityRow[]> {
  const where = [
    wanted.history ? sql`true` : sql`t.until is null`,
    ...(wanted.area ? [sql`t.area <@ ${wanted.area}::ltree`] : []),
    ...(wanted.category ? [sql`t.category = ${wanted.category}`] : []),
    ...(wanted.after ? [sql`t.id > ${wanted.after}::uuid`] : []),
  ]
  return (
    await sql<ResponsibilityRow>`select ${columns} from cases.responsibility t where ${sql.join(where, sql` and `)} order by t.id limit ${wanted.limit}`.execute(
      ctx.db,
    )
  ).rows
}

/** Rows that could answer for a place and its categories, the deepest area first, then the narrowest category. */
export async function answering(ctx: Ctx, area: string, categories: readonly string[]): Promise<ResponsibilityRow | undefined> {
  return (
    await sql<ResponsibilityRow>`select ${columns} from cases.responsibility t where t.until is null and t.area @> ${area}::ltree and t.category = any(${[...categories]}::text[])
      order by nlevel(t.area) desc, length(t.category) desc limit 1`.execute(ctx.db)
  ).rows[0]
}

export async function current(ctx: Ctx, area: string, category: string): Promise<ResponsibilityRow | undefined> {
  return (
    await sql<ResponsibilityRow>`select ${columns} from cases.responsibility t where t.until is null and t.area = ${area}::ltree and t.category = ${category} for update`.execute(
      ctx.db,
    )
  ).rows[0]
}

export async function lock(ctx: Ctx, id: string): Promise<ResponsibilityRow | undefined> {
  return (
    await sql<ResponsibilityRow>`select ${columns} from cases.responsibility t where t.id = ${id} and t.until is null for update`.execute(
      ctx.db,
    )
  ).rows[0]
}

export async function insert(
  ctx: Ctx,
  row: Pick<ResponsibilityRow, 'area' | 'area_name' | 'category' | 'unit' | 'unit_name' | 'note'>,
): Promise<ResponsibilityRow> {
  const { rows } =
    await sql<ResponsibilityRow>`insert into cases.responsibility as t (id, area, area_name, category, unit, unit_name, note, since, by_name)
    values (${newId()}, ${row.area}::ltree, ${JSON.stringify(row.area_name)}::jsonb, ${row.category}, ${row.unit}::ltree, ${JSON.stringify(row.unit_name)}::jsonb, ${row.note}, ${ctx.now}, ${ctx.user.name})
    returning ${columns}`.execute(ctx.db)
  return rows[0] as ResponsibilityRow
}

/** Ended, not deleted: who answered for a place last spring can still be read. */
export async function end(ctx: Ctx, id: string): Promise<void> {
  await sql`update cases.responsibility set until = ${ctx.now}, until_by_name = ${ctx.user.name} where id = ${id}`.execute(ctx.db)
}
