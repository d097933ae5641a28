import { sql } from 'kysely'
import type { Ctx, Text } from '#kernel'
import type { AreaKind, AreaPast, KeptArea } from './schema.ts'

interface KeptRow {
  id: string
  code: string
  kind: AreaKind
  name_zh: string
  name_en: string
  path: string
  schematic: boolean
  source: string
  km2: number
  version: number
  valid_from: Date
  valid_to: Date | null
}

const kept = ({ name_zh, name_en, valid_from, valid_to, ...row }: KeptRow): KeptArea => ({
  ...row,
  name: { zh: name_zh, en: name_en },
  since: valid_from.toISOString(),
  retiredAt: valid_to?.toISOString() ?? null,
})
const columns = sql`a.id, a.code, a.kind, a.name_zh, a.name_en, a.path::text as path, a.schematic, a.source, a.km2, a.version, a.valid_from, a.valid_to`

/** Every area there is or was, each before what lies in it. */
export async function all(ctx: Ctx): Promise<KeptArea[]> {
  return (await sql<KeptRow>`select ${columns} from geo.area a order by a.path`.execute(ctx.db)).rows.map(kept)
}

export async function one(ctx: Ctx, code: string, forUpdate = false): Promise<KeptArea | undefined> {
  const { rows } =
    await sql<KeptRow>`select ${columns} from geo.area a where a.code = ${code} ${forUpdate ? sql`for update` : sql``}`.execute(
      ctx.db,
    )
  return rows.map(kept)[0]
}

export async function past(ctx: Ctx, id: string): Promise<AreaPast[]> {
  const { rows } = await sql<
    Omit<KeptRow, 'valid_to'> & { valid_to: Date }
  >`select version, name_zh, name_en, source, schematic, valid_from, valid_to
    from geo.area_past where area_id = ${id} order by version desc limit 100`.execute(ctx.db)
  return rows.map(({ version, name_zh, name_en, source, schematic, valid_from, valid_to }) => ({
    version,
    name: { zh: name_zh, en: name_en },
    source,
    schematic,
    from: valid_from.toISOString(),
    to: valid_to.toISOString(),
  }))
}

export async function currentBelow(ctx: Ctx, path: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from geo.area
    where valid_to is null and path <@ ${path}::text::ltree and path <> ${path}::text::ltree`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export async function retiredAbove(ctx: Ctx, path: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from geo.area
    where valid_to is not null and path @> ${path}::text::ltree and path <> ${path}::text::ltree`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** What stood is kept as past; then the new name, or the end, or a new beginning. */
export async function change(ctx: Ctx, id: string, { name, retired }: { name?: Text; retired?: boolean }): Promise<void> {
  await sql`insert into geo.area_past (area_id, version, name_zh, name_en, geometry, source, schematic, valid_from, valid_to)
    select id, version, name_zh, name_en, geometry, source, schematic, valid_from, coalesce(valid_to, ${ctx.now}) from geo.area where id = ${id}`.execute(
    ctx.db,
  )
  await sql`update geo.area set name_zh = coalesce(${name?.zh ?? null}, name_zh), name_en = coalesce(${name?.en ?? null}, name_en),
    valid_from = ${ctx.now}, valid_to = ${retired ? ctx.now : null}, version = version + 1 where id = ${id}`.execute(ctx.db)
}
