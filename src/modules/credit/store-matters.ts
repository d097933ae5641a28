import { type RawBuilder, sql } from 'kysely'
import { type Ctx, newId, visible } from '#kernel'
import { objectionType, repairType } from './store-rights.ts'
import type { OpenMatter } from './views.ts'

export interface MatterRow {
  id: string
  number: string
  record_id: string
  subject_id: string
  source: string
  account_id: string
  state: string
  answer: string | null
  version: number
  asked_at: Date
  ended_at: Date | null
}
export interface ObjectionRow extends MatterRow {
  reason: string
  wants: 'correct' | 'remove'
  state: 'accepting' | 'checking' | 'refused' | 'corrected' | 'removed' | 'kept' | 'withdrawn'
}
export interface RepairRow extends MatterRow {
  rule: string
  statement: string
  commitment: string
  conditions: { id: string; met: boolean; from?: string }[]
  state: 'receiving' | 'deciding' | 'refused' | 'granted' | 'withdrawn'
}

const common = sql`m.id, m.number, m.record_id, m.subject_id, m.source::text as source, m.account_id, m.state, m.answer, m.version, m.asked_at, m.ended_at`
const kinds = {
  objection: { table: sql`credit.objections`, columns: sql`${common}, m.reason, m.wants`, type: objectionType },
  repair: {
    table: sql`credit.repairs`,
    columns: sql`${common}, m.rule, m.statement, m.commitment, m.conditions`,
    type: repairType,
  },
}
export type MatterKind = keyof typeof kinds
export type RowOf<K extends MatterKind> = K extends 'objection' ? ObjectionRow : RepairRow

const read = async <K extends MatterKind>(ctx: Ctx, kind: K, where: RawBuilder<unknown>): Promise<RowOf<K>[]> =>
  (await sql<RowOf<K>>`select ${kinds[kind].columns} from ${kinds[kind].table} m where ${where}`.execute(ctx.db)).rows

export const visibleMatter = async <K extends MatterKind>(ctx: Ctx, kind: K, id: string): Promise<RowOf<K> | undefined> =>
  (await read(ctx, kind, sql`m.id = ${id} and ${visible(ctx, kinds[kind].type, 'm')}`))[0]
export const lockMatter = async <K extends MatterKind>(ctx: Ctx, kind: K, id: string): Promise<RowOf<K> | undefined> =>
  (await read(ctx, kind, sql`m.id = ${id} for update of m`))[0]
export const mattersOfSubject = <K extends MatterKind>(ctx: Ctx, kind: K, subject: string): Promise<RowOf<K>[]> =>
  read(ctx, kind, sql`m.subject_id = ${subject} order by m.id desc limit 100`)

export interface MatterFilter {
  open?: boolean | undefined
  cursor?: string | undefined
  limit: number
}
export const visibleMatters = <K extends MatterKind>(
  ctx: Ctx,
  kind: K,
  { open, cursor, limit }: MatterFilter,
): Promise<RowOf<K>[]> =>
  read(
    ctx,
    kind,
    sql`${visible(ctx, kinds[kind].type, 'm')} and ${open === undefined ? sql`true` : open ? sql`m.ended_at is null` : sql`m.ended_at is not null`}
      and ${cursor ? sql`m.id < ${cursor}::uuid` : sql`true`} order by m.id desc limit ${limit}`,
  )

/** What is being decided about these records now. */
export async function openMatters(ctx: Ctx, records: readonly string[]): Promise<Map<string, NonNullable<OpenMatter>>> {
  if (records.length === 0) return new Map()
  const { rows } = await sql<{ record_id: string; what: 'objection' | 'repair'; id: string; number: string }>`
    select record_id, 'objection' as what, id, number from credit.objections where record_id = any(${[...records]}::uuid[]) and state in ('accepting', 'checking')
    union all
    select record_id, 'repair', id, number from credit.repairs where record_id = any(${[...records]}::uuid[]) and state in ('receiving', 'deciding')`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ record_id, ...open }) => [record_id, open]))
}

export async function insertObjection(
  ctx: Ctx,
  row: Pick<ObjectionRow, 'number' | 'record_id' | 'subject_id' | 'source' | 'reason' | 'wants'>,
): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`insert into credit.objections (id, number, record_id, subject_id, source, account_id, reason, wants, state, asked_at)
    values (${newId()}, ${row.number}, ${row.record_id}, ${row.subject_id}, ${row.source}::ltree, ${ctx.user.id}, ${row.reason}, ${row.wants}, 'accepting', ${ctx.now})
    on conflict do nothing returning id`.execute(ctx.db)
  return rows[0]?.id
}

export async function insertRepair(
  ctx: Ctx,
  row: Pick<RepairRow, 'number' | 'record_id' | 'subject_id' | 'source' | 'rule' | 'statement' | 'commitment' | 'conditions'>,
): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`insert into credit.repairs (id, number, record_id, subject_id, source, account_id, rule, statement, commitment, conditions, state, asked_at)
    values (${newId()}, ${row.number}, ${row.record_id}, ${row.subject_id}, ${row.source}::ltree, ${ctx.user.id}, ${row.rule}, ${row.statement}, ${row.commitment},
      ${JSON.stringify(row.conditions)}::jsonb, 'receiving', ${ctx.now}) on conflict do nothing returning id`.execute(ctx.db)
  return rows[0]?.id
}

export async function moveMatter(
  ctx: Ctx,
  kind: MatterKind,
  id: string,
  { state, answer, ended }: { state: string; answer?: string | null; ended: boolean },
): Promise<void> {
  await sql`update ${kinds[kind].table} set state = ${state}, answer = coalesce(${answer ?? null}, answer), version = version + 1,
    ended_at = ${ended ? ctx.now : null} where id = ${id}`.execute(ctx.db)
}

export async function openCounts(ctx: Ctx, subject: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select ((select count(*) from credit.objections where subject_id = ${subject} and ended_at is null)
    + (select count(*) from credit.repairs where subject_id = ${subject} and ended_at is null))::int as n`.execute(ctx.db)
  return rows[0]?.n ?? 0
}
