import { sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { clientType } from './protected.ts'
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

/** Newest first; only those the asker manages. */
export async function list(ctx: Ctx): Promise<ClientRow[]> {
  const { rows } =
    await sql<ClientRow>`select ${selection} from identity.client c where ${visible(ctx, clientType, 'c')} order by c.revoked_at is not null, c.id desc limit 500`.execute(
      ctx.db,
    )
  return rows
}

export async function visibleClient(ctx: Ctx, id: string): Promise<ClientRow | undefined> {
  const { rows } =
    await sql<ClientRow>`select ${selection} from identity.client c where c.id::text = ${id} and ${visible(ctx, clientType, 'c')}`.execute(
      ctx.db,
    )
  return rows[0]
}

export async function insert(
  ctx: Ctx,
  {
    id,
    name,
    organisation,
    hash,
    hint,
    perMinute,
    contact,
  }: {
    id: string
    name: string
    organisation: string | null
    hash: string
    hint: string
    perMinute: number
    contact: string | null
  },
): Promise<void> {
  await sql`insert into identity.client (id, name, organisation, key_hash, key_hint, per_minute, contact, created_by, created_at)
    values (${id}, ${name}, ${organisation}::text::ltree, ${hash}, ${hint}, ${perMinute}, ${contact}, ${ctx.user.id}, ${ctx.now})`.execute(
    ctx.db,
  )
}

export const revoke = async (ctx: Ctx, id: string): Promise<void> =>
  void (await sql`update identity.client set revoked_at = ${ctx.now} where id = ${id} and revoked_at is null`.execute(ctx.db))

/** Once per look-up, not per call: the key is remembered for seconds. */
export const markUsed = async ({ db }: Pick<Ctx, 'db'>, id: string, at: Date): Promise<void> =>
  void (await sql`update identity.client set last_used_at = ${at} where id = ${id} and (last_used_at is null or last_used_at < ${at}::timestamptz - interval '1 minute')`.execute(
    db,
  ))
