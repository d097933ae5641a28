import { sql } from 'kysely'
import type { Ctx, Text } from '#kernel'

export interface OrganisationRow {
  id: string
  code: string
  path: string
  kind: string
  name: Text
  closed_at: Date | null
  version: number
}

const selection = sql`id, code, path::text as path, kind, name, closed_at, version`

export async function all(ctx: Ctx): Promise<OrganisationRow[]> {
  return (await sql<OrganisationRow>`select ${selection} from identity.organisation order by path`.execute(ctx.db)).rows
}

export async function byCode({ db }: Pick<Ctx, 'db'>, code: string): Promise<OrganisationRow | undefined> {
  return (await sql<OrganisationRow>`select ${selection} from identity.organisation where code = ${code}`.execute(db)).rows[0]
}

export async function byPath({ db }: Pick<Ctx, 'db'>, path: string): Promise<OrganisationRow | undefined> {
  return (await sql<OrganisationRow>`select ${selection} from identity.organisation where path = ${path}::ltree`.execute(db))
    .rows[0]
}

export async function byPastPath({ db }: Pick<Ctx, 'db'>, path: string): Promise<OrganisationRow | undefined> {
  return (
    await sql<OrganisationRow>`select ${selection} from identity.organisation o
      where o.id = (select organisation_id from identity.organisation_past p where p.path = ${path}::ltree)`.execute(db)
  ).rows[0]
}

/** By path (closed ones too), code or either name. */
export async function named({ db }: Pick<Ctx, 'db'>, texts: readonly string[]): Promise<OrganisationRow[]> {
  const wanted = [...texts]
  const { rows } = await sql<OrganisationRow>`select ${selection} from identity.organisation o
    where o.path::text = any(${wanted}::text[]) or (o.closed_at is null and (o.code = any(${wanted}::text[])
      or o.name->>'zh' = any(${wanted}::text[]) or o.name->>'en' = any(${wanted}::text[])))`.execute(db)
  return rows
}

export async function insert(
  ctx: Ctx,
  { id, code, path, kind, name }: Pick<OrganisationRow, 'id' | 'code' | 'path' | 'kind' | 'name'>,
): Promise<boolean> {
  const { rows } = await sql`insert into identity.organisation (id, code, path, kind, name, created_at)
    values (${id}, ${code}, ${path}::ltree, ${kind}, ${JSON.stringify(name)}::jsonb, ${ctx.now}) on conflict do nothing returning id`.execute(
    ctx.db,
  )
  return rows.length > 0
}

/** Names, kind and closing; the code stays for life. */
export async function change(
  ctx: Ctx,
  path: string,
  { name, kind, closed }: { name?: Text | undefined; kind?: string | undefined; closed?: boolean | undefined },
): Promise<void> {
  const parts = [
    ...(name !== undefined ? [sql`name = ${JSON.stringify(name)}::jsonb`] : []),
    ...(kind !== undefined ? [sql`kind = ${kind}`] : []),
    ...(closed !== undefined ? [sql`closed_at = ${closed ? ctx.now : null}`] : []),
    sql`version = version + 1`,
  ]
  await sql`update identity.organisation set ${sql.join(parts)} where path = ${path}::text::ltree`.execute(ctx.db)
}

export async function lockByCode(ctx: Ctx, code: string): Promise<OrganisationRow | undefined> {
  return (
    await sql<OrganisationRow>`select ${selection} from identity.organisation where code = ${code} for update`.execute(ctx.db)
  ).rows[0]
}
