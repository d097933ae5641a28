import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface MemberRow {
  id: string
  name: string
  account: string
}

/** Enabled staff of a unit and everything below it. */
export async function under(ctx: Ctx, path: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`select id, name, username as account from identity.user_account
    where organisation <@ ${path}::ltree and disabled_at is null and kind = 'staff' order by username`.execute(ctx.db)
  return rows
}

/** Of those, who hold one of these roles, over whatever part of the district. */
export async function underWithRole(ctx: Ctx, path: string, roles: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select a.id from identity.user_account a
    where a.organisation <@ ${path}::text::ltree and a.disabled_at is null and a.kind = 'staff'
      and exists (select 1 from identity.role_grant g where g.holder = a.id and g.role = any(${[...roles]}::text[]))
    order by a.username`.execute(ctx.db)
  return rows.map(({ id }) => id)
}
