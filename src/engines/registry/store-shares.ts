import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface ShareRow {
  id: string
  registry: string
  organisation: string
  fields: string[]
  purpose: string
  basis: string
  state: 'asked' | 'granted' | 'refused' | 'ended'
  version: number
  asked_name: string
  asked_at: Date
  decided_name: string | null
  decided_at: Date | null
  answer: string | null
  until: string | null
  read_to: string
  read_at: Date | null
}

const columns = sql`s.id, s.registry, s.organisation::text as organisation, s.fields, s.purpose, s.basis, s.state, s.version, s.asked_name, s.asked_at,
  s.decided_name, s.decided_at, s.answer, s.until::text as until, s.read_to::text as read_to, s.read_at`

export async function ask(
  ctx: Ctx,
  share: Pick<ShareRow, 'id' | 'registry' | 'organisation' | 'fields' | 'purpose' | 'basis'>,
): Promise<void> {
  await sql`insert into registry.share (id, registry, organisation, fields, purpose, basis, asked_by, asked_name, asked_at)
    values (${share.id}, ${share.registry}, ${share.organisation}::ltree, ${share.fields}::text[], ${share.purpose}, ${share.basis}, ${ctx.user.id}, ${ctx.user.name}, ${ctx.now})`.execute(
    ctx.db,
  )
}

/** `under`: only those of this unit and below. */
export async function list(ctx: Ctx, registry: string, under: string | undefined): Promise<ShareRow[]> {
  const { rows } = await sql<ShareRow>`select ${columns} from registry.share s where s.registry = ${registry}
    and (${under ?? null}::text is null or s.organisation <@ ${under ?? null}::ltree) order by s.id desc limit 200`.execute(
    ctx.db,
  )
  return rows
}

export async function byId(ctx: Ctx, registry: string, id: string): Promise<ShareRow | undefined> {
  const { rows } =
    await sql<ShareRow>`select ${columns} from registry.share s where s.registry = ${registry} and s.id = ${id} for update of s`.execute(
      ctx.db,
    )
  return rows[0]
}

export async function decide(
  ctx: Ctx,
  id: string,
  { state, answer, until }: { state: ShareRow['state']; answer: string; until: string | null },
): Promise<void> {
  await sql`update registry.share set state = ${state}, answer = ${answer}, until = ${until}::date, decided_by = ${ctx.user.id}, decided_name = ${ctx.user.name},
    decided_at = ${ctx.now}, version = version + 1 where id = ${id}`.execute(ctx.db)
}

export async function readTo(ctx: Ctx, id: string, seq: string): Promise<void> {
  await sql`update registry.share set read_to = greatest(read_to, ${seq}::bigint), read_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  )
}

export interface ChangeRow {
  seq: string
  entity_id: string
  kind: 'created' | 'changed' | 'merged' | 'restored'
  fields: string[]
  other: string | null
  at: Date
}

/** Changes after a place in the feed that touch one of these fields, or the identity itself. */
export async function changesAfter(
  ctx: Ctx,
  registry: string,
  { after, fields, limit }: { after: string; fields: readonly string[]; limit: number },
): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`select seq::text as seq, entity_id, kind, fields, other, at from registry.change
    where registry = ${registry} and seq > ${after}::bigint and (kind <> 'changed' or fields && ${[...fields]}::text[]) order by change.seq limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}
