import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Text, TreeColumn } from '#kernel'
import type { HeldRole } from './roles.ts'

const ref = (name: string) => sql.ref(`t.${name}`)
const isLive = ({ live }: TreeColumn): RawBuilder<boolean> => {
  if (!live) return sql<boolean>`true`
  return live.in
    ? sql<boolean>`${ref(live.column)}::text = any(${[...live.in]}::text[])`
    : sql<boolean>`${ref(live.column)} is null`
}
const below = ({ column, only }: TreeColumn, path: string): RawBuilder<boolean> =>
  sql<boolean>`${ref(column)} <@ ${path}::text::ltree and ${only ? sql`${ref(only.column)}::text = ${only.is}` : sql`true`}`

/** How many rows stand at or below a path, and how many of them are unfinished; counting stops at `most`. */
export async function count(ctx: Ctx, column: TreeColumn, path: string, most: number): Promise<{ live: number; all: number }> {
  const { rows } = await sql<{ live: number; all: number }>`select count(*) filter (where live)::int as live, count(*)::int as all
    from (select ${isLive(column)} as live from ${sql.table(column.table)} t where ${below(column, path)} limit ${most}) counted`.execute(
    ctx.db,
  )
  return rows[0] ?? { live: 0, all: 0 }
}

const moved = (at: RawBuilder<unknown>, from: string, to: string) =>
  sql`case when ${at} = ${from}::text::ltree then ${to}::text::ltree
    else ${to}::text::ltree || subpath(${at}, nlevel(${from}::text::ltree)) end`

/** Every row of a moved subtree gets its new path. */
export async function follow(ctx: Ctx, column: TreeColumn, from: string, to: string): Promise<void> {
  await sql`update ${sql.table(column.table)} t set ${sql.ref(column.column)} = ${moved(ref(column.column), from, to)}
    where ${below(column, from)}`.execute(ctx.db)
}

/** Unfinished rows go to the successor, under its name. */
export async function takeOver(
  ctx: Ctx,
  column: TreeColumn,
  { from, to, name }: { from: string; to: string; name: Text },
): Promise<void> {
  const named = column.name ? sql`, ${sql.ref(column.name)} = ${JSON.stringify(name)}::jsonb` : sql``
  await sql`update ${sql.table(column.table)} t set ${sql.ref(column.column)} = ${to}::text::ltree ${named}
    where ${below(column, from)} and ${isLive(column)}`.execute(ctx.db)
}

/** The unit itself and all below it; what refers to it by foreign key follows by itself. */
export async function moveUnits(ctx: Ctx, from: string, to: string): Promise<void> {
  await sql`insert into identity.organisation_past (path, organisation_id, until)
    select t.path, t.id, ${ctx.now} from identity.organisation t where t.path <@ ${from}::text::ltree
    on conflict (path) do update set organisation_id = excluded.organisation_id, until = excluded.until`.execute(ctx.db)
  await sql`update identity.organisation t set path = ${moved(sql`t.path`, from, to)},
      version = version + case when t.path = ${from}::text::ltree then 1 else 0 end where t.path <@ ${from}::text::ltree`.execute(
    ctx.db,
  )
  // A path that is in use again belongs to the unit that stands there now.
  await sql`delete from identity.organisation_past p using identity.organisation o where o.path = p.path`.execute(ctx.db)
}

/** Roles that a person would then hold twice over the successor are not given twice. */
export async function dropDoubleGrants(ctx: Ctx, from: string, to: string): Promise<void> {
  await sql`delete from identity.role_grant g where g.tree = 'organisation' and g.path <@ ${from}::text::ltree and exists (
    select 1 from identity.role_grant o where o.holder = g.holder and o.role = g.role and o.tree = g.tree and o.path = ${to}::text::ltree)`.execute(
    ctx.db,
  )
  await sql`delete from identity.role_grant g using identity.role_grant o where g.tree = 'organisation' and o.tree = 'organisation'
    and g.path <@ ${from}::text::ltree and o.path <@ ${from}::text::ltree and o.holder = g.holder and o.role = g.role and o.id < g.id`.execute(
    ctx.db,
  )
}

/** Roles that were given over a path or below it. */
export async function grantsOver(ctx: Ctx, path: string): Promise<HeldRole[]> {
  const { rows } = await sql<HeldRole>`select distinct role, tree, path::text as path from identity.role_grant
    where tree = 'organisation' and path <@ ${path}::text::ltree`.execute(ctx.db)
  return rows
}

/** Whose rights change when the units below a path do: their members, and whoever holds a role over them. */
export async function concerned(ctx: Ctx, path: string): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id::text as id from identity.user_account where organisation <@ ${path}::text::ltree
    union select holder::text from identity.role_grant where tree = 'organisation' and path <@ ${path}::text::ltree`.execute(
    ctx.db,
  )
  return rows.map(({ id }) => id)
}

export async function openBelow(ctx: Ctx, path: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from identity.organisation
    where path <@ ${path}::text::ltree and path <> ${path}::text::ltree and closed_at is null`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

export interface ChangeRow {
  id: string
  what: 'added' | 'changed' | 'moved' | 'closed' | 'opened'
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  why: string | null
  by_name: string
  at: Date
}

export async function note(
  ctx: Ctx,
  row: Omit<ChangeRow, 'by_name' | 'at'> & { organisation: string; by_name: string },
): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  await sql`insert into identity.organisation_change (id, organisation_id, what, before, after, why, by_id, by_name, at)
    values (${row.id}, ${row.organisation}, ${row.what}, ${json(row.before)}::jsonb, ${json(row.after)}::jsonb, ${row.why}, ${ctx.user.id}, ${row.by_name}, ${ctx.now})`.execute(
    ctx.db,
  )
}

export async function changes(ctx: Ctx, organisation: string): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`select id, what, before, after, why, by_name, at from identity.organisation_change
    where organisation_id = ${organisation} order by id desc limit 200`.execute(ctx.db)
  return rows
}
