import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { ResourceRow } from './store.ts'

const likeOf = (value: string) => `%${value.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Formats in use whose name holds these letters, the most used first. */
export async function formats(ctx: Ctx, words: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{
    format: string
  }>`select f as format from open_data.dataset d cross join lateral unnest(d.formats) f
    where d.state = 'published' and f ilike ${likeOf(words)} group by f order by count(*) desc, f limit ${limit}`.execute(ctx.db)
  return rows.map(({ format }) => format.toLowerCase())
}

const columns: Record<string, RawBuilder<string>> = {
  id: sql`r.id::text`,
  name: sql`(r.name ->> 'zh' || ' ' || (r.name ->> 'en'))`,
  description: sql`(r.description ->> 'zh' || ' ' || (r.description ->> 'en'))`,
  format: sql`r.format`,
  mimetype: sql`r.mimetype`,
  package_id: sql`r.dataset_id::text`,
  url: sql`coalesce(r.url, '')`,
}
export const isResourceField = (field: string): boolean => Object.hasOwn(columns, field)

/** Resources of open datasets of which every named part holds what is asked. */
export async function findResources(
  ctx: Ctx,
  { terms, order, limit, offset }: { terms: readonly [string, string][]; order: string; limit: number; offset: number },
): Promise<{ total: number; rows: ResourceRow[] }> {
  const parts = terms.map(([field, value]) => sql`${columns[field] as RawBuilder<string>} ilike ${likeOf(value)}`)
  const where = sql`d.state = 'published' and ${parts.length > 0 ? sql.join(parts, sql` and `) : sql`true`}`
  const from = sql`from open_data.resource r join open_data.dataset d on d.id = r.dataset_id where ${where}`
  const counted = await sql<{ n: number }>`select count(*)::int as n ${from}`.execute(ctx.db)
  const { rows } =
    await sql<ResourceRow>`select r.* ${from} order by ${columns[order] ?? sql`r.id`}, r.id limit ${limit} offset ${offset}`.execute(
      ctx.db,
    )
  return { total: counted.rows[0]?.n ?? 0, rows }
}

/** Tables of open datasets, as `_table_metadata` lists them. */
export async function openTables(
  ctx: Ctx,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ total: number; rows: { id: string; at: number }[] }> {
  const from = sql`from open_data.resource r join open_data.dataset d on d.id = r.dataset_id
    where d.state = 'published' and r.table_name is not null`
  const counted = await sql<{ n: number }>`select count(*)::int as n ${from}`.execute(ctx.db)
  const { rows } = await sql<{ id: string; at: number }>`select r.id, row_number() over (order by r.id)::int as at ${from}
    order by r.id limit ${limit} offset ${offset}`.execute(ctx.db)
  return { total: counted.rows[0]?.n ?? 0, rows }
}
