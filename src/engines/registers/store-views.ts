import { sql } from 'kysely'
import { type Ctx, newId } from '#kernel'
import type { NewView } from './schema.ts'

export interface ViewRow {
  id: string
  owner: string
  organisation: string | null
  name: string
  query: Record<string, string | string[]>
}

const columns = sql`v.id, v.owner, v.organisation::text as organisation, v.name, v.query`

/** One's own, and those shared with an organisation one belongs to or stands under. */
export async function list(ctx: Ctx, register: string): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`select ${columns} from registers.view v where v.register = ${register}
    and (v.owner = ${ctx.user.id} or v.organisation @> ${ctx.user.organisation ?? null}::text::ltree) order by v.name, v.id`.execute(
    ctx.db,
  )
  return rows
}

export async function countOwn(ctx: Ctx, register: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from registers.view
    where register = ${register} and owner = ${ctx.user.id}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** Made, or changed when it is one's own; undefined when the name is taken. */
export async function put(ctx: Ctx, register: string, { id, name, query, shared }: NewView): Promise<ViewRow | undefined> {
  const organisation = shared ? (ctx.user.organisation ?? null) : null
  const own = id
    ? sql<ViewRow>`update registers.view v set name = ${name}, query = ${JSON.stringify(query)}::jsonb, organisation = ${organisation}::text::ltree, updated_at = ${ctx.now}
        where v.id = ${id}::uuid and v.register = ${register} and v.owner = ${ctx.user.id} and not exists (select 1 from registers.view o where o.id <> v.id
          and o.register = v.register and o.name = ${name} and (case when ${organisation}::text is null then o.owner = v.owner and o.organisation is null
          else o.organisation = ${organisation}::text::ltree end)) returning ${columns}`
    : sql<ViewRow>`insert into registers.view as v (id, register, owner, organisation, name, query, updated_at)
        values (${newId()}, ${register}, ${ctx.user.id}, ${organisation}::text::ltree, ${name}, ${JSON.stringify(query)}::jsonb, ${ctx.now})
        on conflict do nothing returning ${columns}`
  return (await own.execute(ctx.db)).rows[0]
}

export async function byId(ctx: Ctx, register: string, id: string): Promise<ViewRow | undefined> {
  const { rows } =
    await sql<ViewRow>`select ${columns} from registers.view v where v.id = ${id}::uuid and v.register = ${register} and v.owner = ${ctx.user.id}`.execute(
      ctx.db,
    )
  return rows[0]
}

export async function drop(ctx: Ctx, register: string, id: string): Promise<boolean> {
  const { rows } =
    await sql`delete from registers.view where id = ${id}::uuid and register = ${register} and owner = ${ctx.user.id} returning id`.execute(
      ctx.db,
    )
  return rows.length > 0
}
