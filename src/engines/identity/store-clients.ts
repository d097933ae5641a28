import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { HeldRole } from './roles.ts'

export interface ClientRow {
  id: string
  name: string
  organisation: string | null
  key_hint: string
  per_minute: number
  contact: string | null
  created_at: Date
  revoked_at: Date | null
  last_used_at: Date | null
  held: (HeldRole & { id: string })[]
}

const selection = sql`c.id, c.name, c.organisation::text as organisation, c.key_hint, c.per_minute, c.contact, c.created_at, c.revoked_at, c.last_used_at,
  coalesce((select json_agg(json_build_object('id', g.id, 'role', g.role, 'tree', g.tree, 'path', g.path::text) order by g.id)
    from identity.role_grant g where g.holder = c.id), '[]'::json) as held`

/** A client whose key has this hash and was not revoked. */
export async function clientByHash({ db }: Pick<Ctx, 'db'>, hash: string): Promise<ClientRow | undefined> {
  const { rows } =
    await sql<ClientRow>`select ${selection} from identity.client c where c.key_hash = ${hash} and c.revoked_at is null`.execute(
      db,
    )
  return rows[0]
}

export async function clientById({ db }: Pick<Ctx, 'db'>, id: string): Promise<ClientRow | undefined> {
  const { rows } = await sql<ClientRow>`select ${selection} from identity.client c where c.id = ${id}`.execute(db)
  return rows[0]
}
