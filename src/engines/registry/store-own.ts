import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface MineRow {
  registry: string
  entity_id: string
  how: 'matched' | 'counter' | 'demo'
  at: Date
}

export async function mine(ctx: Ctx): Promise<MineRow | undefined> {
  const { rows } =
    await sql<MineRow>`select registry, entity_id, how, at from registry.person_account where account_id = ${ctx.user.id}`.execute(
      ctx.db,
    )
  return rows[0]
}

export async function linkAccount(
  ctx: Ctx,
  { account, registry, entity, how }: { account: string; registry: string; entity: string; how: MineRow['how'] },
): Promise<boolean> {
  const { rows } = await sql`insert into registry.person_account (account_id, registry, entity_id, how, at)
    values (${account}, ${registry}, ${entity}, ${how}, ${ctx.now}) on conflict (account_id) do nothing returning account_id`.execute(
    ctx.db,
  )
  return rows.length > 0
}

export async function isLinked(ctx: Ctx, entity: string): Promise<boolean> {
  const { rows } = await sql`select 1 from registry.person_account where entity_id = ${entity} limit 1`.execute(ctx.db)
  return rows.length > 0
}

export interface AccessRow {
  id: string
  registry: string
  entity_id: string
  what: 'found' | 'unmasked' | 'delivered'
  fields: string[]
  purpose: string
  note: string
  actor_name: string
  organisation: string | null
  at: Date
  question: string | null
  asked_at: Date | null
  answer: string | null
  answered_name: string | null
  answered_at: Date | null
}

const columns = sql`a.id, a.registry, a.entity_id, a.what, a.fields, a.purpose, a.note, a.actor_name, a.organisation::text as organisation, a.at, a.question, a.asked_at,
  a.answer, a.answered_name, a.answered_at`
const from = sql`from registry.access a`
/** Who was merged into this one was looked at as this one. */
const about = (entity: string) =>
  sql`a.entity_id in (select ${entity}::uuid union all select id from registry.entity where merged_into = ${entity}::uuid)`

export async function accesses(
  ctx: Ctx,
  entity: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<AccessRow[]> {
  const { rows } = await sql<AccessRow>`select ${columns} ${from} where ${about(entity)}
    and (${cursor ?? null}::uuid is null or a.id < ${cursor ?? null}::uuid) order by a.id desc limit ${limit}`.execute(ctx.db)
  return rows
}

export async function accessOf(ctx: Ctx, entity: string, id: string): Promise<AccessRow | undefined> {
  const { rows } =
    await sql<AccessRow>`select ${columns} ${from} where a.id = ${id} and ${about(entity)} for update of a`.execute(ctx.db)
  return rows[0]
}

export async function question(ctx: Ctx, id: string, text: string): Promise<void> {
  await sql`update registry.access set question = ${text}, asked_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
}

export async function questions(ctx: Ctx, { open, limit }: { open: boolean; limit: number }): Promise<AccessRow[]> {
  const { rows } =
    await sql<AccessRow>`select ${columns} ${from} where a.question is not null and (a.answered_at is null) = ${open}
    order by a.asked_at desc limit ${limit}`.execute(ctx.db)
  return rows
}

export async function answerQuestion(ctx: Ctx, id: string, answer: string): Promise<boolean> {
  const { rows } =
    await sql`update registry.access set answer = ${answer}, answered_by = ${ctx.user.id}, answered_name = ${ctx.user.name}, answered_at = ${ctx.now}
    where id = ${id} and question is not null and answered_at is null returning id`.execute(ctx.db)
  return rows.length > 0
}

export interface CorrectionRow {
  id: string
  registry: string
  entity_id: string
  field: string
  source: string
  proposed_sealed: string
  why: string
  state: 'asked' | 'accepted' | 'refused'
  version: number
  asked_at: Date
  answer: string | null
  answered_name: string | null
  answered_at: Date | null
}

const correction = sql`c.id, c.registry, c.entity_id, c.field, c.source, c.proposed_sealed, c.why, c.state, c.version, c.asked_at, c.answer, c.answered_name, c.answered_at`

export async function askCorrection(
  ctx: Ctx,
  given: Pick<CorrectionRow, 'id' | 'registry' | 'entity_id' | 'field' | 'source' | 'proposed_sealed' | 'why'>,
): Promise<void> {
  await sql`insert into registry.correction (id, registry, entity_id, field, source, proposed_sealed, why, asked_by, asked_at)
    values (${given.id}, ${given.registry}, ${given.entity_id}, ${given.field}, ${given.source}, ${given.proposed_sealed}, ${given.why}, ${ctx.user.id}, ${ctx.now})`.execute(
    ctx.db,
  )
}

export async function corrections(
  ctx: Ctx,
  filter: { mine?: boolean; state?: CorrectionRow['state'] | undefined; id?: string; limit: number },
): Promise<CorrectionRow[]> {
  const { rows } = await sql<CorrectionRow>`select ${correction} from registry.correction c
    where (${filter.mine ?? false} = false or c.asked_by = ${ctx.user.id}) and (${filter.state ?? null}::text is null or c.state = ${filter.state ?? null})
      and (${filter.id ?? null}::uuid is null or c.id = ${filter.id ?? null}::uuid) order by c.id desc limit ${filter.limit}`.execute(
    ctx.db,
  )
  return rows
}

export async function answerCorrection(
  ctx: Ctx,
  id: string,
  { state, answer, version }: { state: 'accepted' | 'refused'; answer: string; version: number },
): Promise<boolean> {
  const { rows } =
    await sql`update registry.correction set state = ${state}, answer = ${answer}, answered_by = ${ctx.user.id}, answered_name = ${ctx.user.name},
      answered_at = ${ctx.now}, version = version + 1
    where id = ${id} and version = ${version} and state = 'asked' returning id`.execute(ctx.db)
  return rows.length > 0
}
