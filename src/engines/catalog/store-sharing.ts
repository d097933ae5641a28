import { type RawBuilder, sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { applicationType, shareType } from './protected.ts'
import type { ApplicationState, Filter, Flag, How, Mask, Terms } from './schema.ts'

export interface ApplicationRow {
  id: string
  number: string
  resource_id: string
  distribution_id: string
  provider: string
  consumer: string
  applicant: string
  applicant_name: string
  purpose: string
  duty: string
  fields: string[]
  reasons: Record<string, string>
  filters: Filter[]
  how: How
  quota_per_day: number
  expires_on: string
  flags: Flag[]
  terms: Terms | null
  state: ApplicationState
  answer: string | null
  answered_by: string | null
  version: number
  created_at: Date
  updated_at: Date
}

const columns =
  sql.raw(`a.id, a.number, a.resource_id, a.distribution_id, a.provider::text as provider, a.consumer::text as consumer, a.applicant,
  a.applicant_name, a.purpose, a.duty, a.fields, a.reasons, a.filters, a.how, a.quota_per_day, a.expires_on::text as expires_on, a.flags, a.terms,
  a.state, a.answer, a.answered_by, a.version, a.created_at, a.updated_at`)

const json = (value: unknown) => sql`${value === null || value === undefined ? null : JSON.stringify(value)}::jsonb`

export async function insert(ctx: Ctx, row: Omit<ApplicationRow, 'version' | 'created_at' | 'updated_at'>): Promise<void> {
  await sql`insert into catalog.application (id, number, resource_id, distribution_id, provider, consumer, applicant, applicant_name, purpose, duty, fields,
      reasons, filters, how, quota_per_day, expires_on, flags, terms, state, answer, answered_by, created_at, updated_at)
    values (${row.id}, ${row.number}, ${row.resource_id}, ${row.distribution_id}, ${row.provider}::text::ltree, ${row.consumer}::text::ltree,
      ${row.applicant}, ${row.applicant_name}, ${row.purpose}, ${row.duty}, ${row.fields}::text[], ${json(row.reasons)}, ${json(row.filters)}, ${row.how},
      ${row.quota_per_day}, ${row.expires_on}::date, ${json(row.flags)}, ${json(row.terms)}, ${row.state}, ${row.answer}, ${row.answered_by},
      ${ctx.now}, ${ctx.now})`.execute(ctx.db)
}

export async function update(
  ctx: Ctx,
  id: string,
  patch: Partial<Pick<ApplicationRow, 'terms' | 'state' | 'answer' | 'answered_by' | 'reasons' | 'flags'>>,
): Promise<void> {
  const parts = [
    ...(patch.terms !== undefined ? [sql`terms = ${json(patch.terms)}`] : []),
    ...(patch.reasons !== undefined ? [sql`reasons = ${json(patch.reasons)}`] : []),
    ...(patch.flags !== undefined ? [sql`flags = ${json(patch.flags)}`] : []),
    ...(patch.state !== undefined ? [sql`state = ${patch.state}`] : []),
    ...(patch.answer !== undefined ? [sql`answer = ${patch.answer}`] : []),
    ...(patch.answered_by !== undefined ? [sql`answered_by = ${patch.answered_by}`] : []),
    sql`version = version + 1`,
    sql`updated_at = ${ctx.now}`,
  ]
  await sql`update catalog.application set ${sql.join(parts)} where id = ${id}`.execute(ctx.db)
}

export async function one(ctx: Ctx, id: string, lock = false): Promise<ApplicationRow | undefined> {
  const { rows } = await sql<ApplicationRow>`select ${columns} from catalog.application a
    where a.id = ${id} and ${visible(ctx, applicationType, 'a')} ${lock ? sql`for update of a` : sql``}`.execute(ctx.db)
  return rows[0]
}

export const unchecked = async (ctx: Ctx, id: string): Promise<ApplicationRow | undefined> =>
  (await sql<ApplicationRow>`select ${columns} from catalog.application a where a.id = ${id} for update of a`.execute(ctx.db))
    .rows[0]

export interface ApplicationFilter {
  states?: readonly string[] | undefined
  resource?: string | undefined
  /** Subtrees whose units decide, or ask. */
  providers?: readonly string[] | undefined
  consumers?: readonly string[] | undefined
  before?: string | undefined
  limit: number
}
const under = (column: string, paths: readonly string[] | undefined): RawBuilder<unknown>[] =>
  paths ? [sql`a.${sql.ref(column)} <@ any(${[...paths]}::text[]::ltree[])`] : []

export async function list(ctx: Ctx, filter: ApplicationFilter): Promise<ApplicationRow[]> {
  const parts = [
    visible(ctx, applicationType, 'a'),
    ...(filter.states ? [sql`a.state = any(${[...filter.states]}::text[])`] : []),
    ...(filter.resource ? [sql`a.resource_id::text = ${filter.resource}`] : []),
    ...under('provider', filter.providers),
    ...under('consumer', filter.consumers),
    ...(filter.before ? [sql`a.id::text < ${filter.before}`] : []),
  ]
  const { rows } = await sql<ApplicationRow>`select ${columns} from catalog.application a where ${sql.join(parts, sql` and `)}
    order by a.id desc limit ${filter.limit}`.execute(ctx.db)
  return rows
}

export interface ShareRow {
  id: string
  application_id: string
  number: string
  resource_id: string
  distribution_id: string
  provider: string
  consumer: string
  fields: string[]
  filters: Filter[]
  masks: Record<string, Mask>
  how: How
  quota_per_day: number
  expires_at: Date
  purpose: string
  revoked_at: Date | null
  revoked_by: string | null
  revoked_why: string | null
  version: number
  granted_by: string
  created_at: Date
  calls: number
  rows: number
  used_today: number
  last_at: Date | null
}

export async function insertShare(
  ctx: Ctx,
  row: Pick<
    ShareRow,
    | 'id'
    | 'application_id'
    | 'resource_id'
    | 'distribution_id'
    | 'provider'
    | 'consumer'
    | 'fields'
    | 'filters'
    | 'masks'
    | 'how'
    | 'quota_per_day'
    | 'expires_at'
    | 'purpose'
  >,
): Promise<void> {
  await sql`insert into catalog.share (id, application_id, resource_id, distribution_id, provider, consumer, fields, filters, masks, how, quota_per_day,
      expires_at, purpose, granted_by, created_at)
    values (${row.id}, ${row.application_id}, ${row.resource_id}, ${row.distribution_id}, ${row.provider}::text::ltree, ${row.consumer}::text::ltree,
      ${row.fields}::text[], ${json(row.filters)}, ${json(row.masks)}, ${row.how}, ${row.quota_per_day}, ${row.expires_at}, ${row.purpose},
      ${ctx.user.name || ctx.user.id}, ${ctx.now})`.execute(ctx.db)
}

const shareColumns = (
  day: string,
) => sql`s.id, s.application_id, (select number from catalog.application where id = s.application_id) as number,
  s.resource_id, s.distribution_id, s.provider::text as provider, s.consumer::text as consumer, s.fields, s.filters, s.masks, s.how, s.quota_per_day,
  s.expires_at, s.purpose, s.revoked_at, s.revoked_by, s.revoked_why, s.version, s.granted_by, s.created_at,
  coalesce(u.calls, 0)::float8 as calls, coalesce(u.rows, 0)::float8 as rows, coalesce(u.today, 0)::float8 as used_today, u.last_at
  from catalog.share s left join lateral (select sum(d.calls) as calls, sum(d.rows) as rows,
    sum(d.calls) filter (where d.day = ${day}::date) as today, max(d.last_at) as last_at from catalog.share_day d where d.share_id = s.id) u on true`

export async function share(ctx: Ctx, id: string, day: string): Promise<ShareRow | undefined> {
  const { rows } =
    await sql<ShareRow>`select ${shareColumns(day)} where s.id::text = ${id} and ${visible(ctx, shareType, 's')}`.execute(ctx.db)
  return rows[0]
}

/** For a call with a key: whoever may not use it is told that it is not there. */
export const shareForCall = async (ctx: Ctx, id: string): Promise<ShareRow | undefined> =>
  (
    await sql<ShareRow>`select s.id, s.application_id, '' as number, s.resource_id, s.distribution_id, s.provider::text as provider,
      s.consumer::text as consumer, s.fields, s.filters, s.masks, s.how, s.quota_per_day, s.expires_at, s.purpose, s.revoked_at, s.revoked_by, s.revoked_why,
      s.version, s.granted_by, s.created_at, 0 as calls, 0 as rows, 0 as used_today, null as last_at
      from catalog.share s where s.id::text = ${id}`.execute(ctx.db)
  ).rows[0]

export async function shares(
  ctx: Ctx,
  { day, resource, providers, consumers, before, limit }: Omit<ApplicationFilter, 'states'> & { day: string },
): Promise<ShareRow[]> {
  const at = (column: string, paths: readonly string[] | undefined) =>
    paths ? [sql`s.${sql.ref(column)} <@ any(${[...paths]}::text[]::ltree[])`] : []
  const parts = [
    visible(ctx, shareType, 's'),
    ...(resource ? [sql`s.resource_id::text = ${resource}`] : []),
    ...at('provider', providers),
    ...at('consumer', consumers),
    ...(before ? [sql`s.id::text < ${before}`] : []),
  ]
  return (
    await sql<ShareRow>`select ${shareColumns(day)} where ${sql.join(parts, sql` and `)} order by s.id desc limit ${limit}`.execute(
      ctx.db,
    )
  ).rows
}

export const shareOfApplication = async (ctx: Ctx, application: string): Promise<string | null> =>
  (await sql<{ id: string }>`select id from catalog.share where application_id = ${application}`.execute(ctx.db)).rows[0]?.id ??
  null

export async function revoke(ctx: Ctx, id: string, why: string): Promise<boolean> {
  const { rows } =
    await sql`update catalog.share set revoked_at = ${ctx.now}, revoked_by = ${ctx.user.name || ctx.user.id}, revoked_why = ${why},
    version = version + 1 where id = ${id} and revoked_at is null returning id`.execute(ctx.db)
  return rows.length > 0
}

/** Takes one call from the day's quota; false when none is left. Two at once cannot both take the last. */
export async function spend(ctx: Ctx, id: string, day: string, quota: number): Promise<number | null> {
  const { rows } = await sql<{
    calls: number
  }>`insert into catalog.share_day (share_id, day, calls, last_at) values (${id}, ${day}::date, 1, ${ctx.now})
    on conflict (share_id, day) do update set calls = catalog.share_day.calls + 1, last_at = excluded.last_at
      where catalog.share_day.calls < ${quota} returning calls`.execute(ctx.db)
  return rows[0]?.calls ?? null
}

export const addRows = async (ctx: Ctx, id: string, day: string, rows: number): Promise<void> =>
  void (await sql`update catalog.share_day set rows = rows + ${rows} where share_id = ${id} and day = ${day}::date`.execute(
    ctx.db,
  ))

export const addRefusal = async (ctx: Ctx, id: string, day: string): Promise<void> =>
  void (await sql`update catalog.share_day set refused = refused + 1 where share_id = ${id} and day = ${day}::date`.execute(
    ctx.db,
  ))

export async function daysOf(ctx: Ctx, id: string): Promise<{ day: string; calls: number; rows: number; refused: number }[]> {
  return (
    await sql<{
      day: string
      calls: number
      rows: number
      refused: number
    }>`select day::text as day, calls, rows::float8 as rows, refused
      from catalog.share_day where share_id = ${id} order by day desc limit 60`.execute(ctx.db)
  ).rows
}
