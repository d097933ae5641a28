import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface FoundColumn {
  name: string
  type: string
  nullable: boolean
}
export interface FoundIndex {
  name: string
  method: string
  unique: boolean
  columns: string[]
  /** Operator class of the first column, and the table's columns' collation beside it. */
  pattern: boolean
  condition: string | null
}

export async function columnsOf(ctx: Ctx, table: string): Promise<FoundColumn[]> {
  const [schema, name] = table.split('.')
  const { rows } =
    await sql<FoundColumn>`select column_name as name, case data_type when 'USER-DEFINED' then udt_name else data_type end as type, is_nullable = 'YES' as nullable
    from information_schema.columns where table_schema = ${schema} and table_name = ${name} order by ordinal_position`.execute(
      ctx.db,
    )
  return rows
}

export async function indexesOf(ctx: Ctx, table: string): Promise<FoundIndex[]> {
  const { rows } = await sql<FoundIndex>`select c.relname as name, m.amname as method, i.indisunique as unique,
      pg_get_expr(i.indpred, i.indrelid) as condition,
      exists (select 1 from pg_opclass o where o.oid = i.indclass[0] and o.opcname like '%pattern_ops') as pattern,
      array(select coalesce(a.attname::text, '(expression)') from unnest(i.indkey::int2[]) with ordinality k(num, at)
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.num and k.num > 0 order by k.at) as columns
    from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
    where i.indrelid = to_regclass(${table}::text) and i.indisvalid`.execute(ctx.db)
  return rows
}

export async function commentOf(ctx: Ctx, table: string): Promise<string | null> {
  const { rows } = await sql<{
    text: string | null
  }>`select obj_description(to_regclass(${table}::text), 'pg_class') as text`.execute(ctx.db)
  return rows[0]?.text ?? null
}
