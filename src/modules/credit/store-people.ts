import { sql } from 'kysely'
import { type Ctx, newId } from '#kernel'
import type { Day } from './dates.ts'

export interface RepresentativeRow {
  id: string
  account_id: string
  subject_id: string
  role: 'self' | 'agent'
  state: 'asked' | 'confirmed' | 'refused' | 'ended'
  asked_at: Date
  decided_at: Date | null
  why: string | null
}

const isAccount = (id: string) => /^[0-9a-f-]{36}$/i.test(id)

/** Does the reader act for this subject, confirmed? */
export async function representativeOf(ctx: Ctx, subject: string): Promise<RepresentativeRow | undefined> {
  if (!isAccount(ctx.user.id) || ctx.user.kind === 'client') return undefined
  const { rows } = await sql<RepresentativeRow>`select * from credit.representatives
    where account_id = ${ctx.user.id} and subject_id = ${subject} and state = 'confirmed'`.execute(ctx.db)
  return rows[0]
}

export async function representativesOfAccount(ctx: Ctx): Promise<RepresentativeRow[]> {
  if (!isAccount(ctx.user.id)) return []
  const { rows } =
    await sql<RepresentativeRow>`select * from credit.representatives where account_id = ${ctx.user.id} order by asked_at`.execute(
      ctx.db,
    )
  return rows
}

export async function accountsFor(ctx: Ctx, subject: string): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`select account_id from credit.representatives
    where subject_id = ${subject} and state = 'confirmed'`.execute(ctx.db)
  return rows.map(({ account_id }) => account_id)
}

/** Asked again after a refusal, the old row is opened again; what is proved meanwhile needs no office. */
export async function askToRepresent(
  ctx: Ctx,
  { account, subject, role, confirmed }: { account: string; subject: string; role: 'self' | 'agent'; confirmed: boolean },
): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`insert into credit.representatives (id, account_id, subject_id, role, state, asked_at, decided_at, decided_by)
    values (${newId()}, ${account}, ${subject}, ${role}, ${confirmed ? 'confirmed' : 'asked'}, ${ctx.now}, ${confirmed ? ctx.now : null}, ${confirmed ? ctx.user.id : null})
    on conflict (account_id, subject_id) do update set state = excluded.state, role = excluded.role, asked_at = excluded.asked_at, decided_at = excluded.decided_at,
        decided_by = excluded.decided_by, why = null
      where credit.representatives.state in ('refused', 'ended') or (credit.representatives.state = 'asked' and excluded.state = 'confirmed') returning id`.execute(
    ctx.db,
  )
  return rows[0]?.id
}

export async function askedRepresentatives(ctx: Ctx): Promise<RepresentativeRow[]> {
  const { rows } =
    await sql<RepresentativeRow>`select * from credit.representatives where state = 'asked' order by asked_at limit 200`.execute(
      ctx.db,
    )
  return rows
}

export async function decideRepresentative(
  ctx: Ctx,
  id: string,
  state: 'confirmed' | 'refused',
  why: string,
): Promise<RepresentativeRow | undefined> {
  const { rows } =
    await sql<RepresentativeRow>`update credit.representatives set state = ${state}, decided_at = ${ctx.now}, decided_by = ${ctx.user.id}, why = ${why}
    where id = ${id} and state = 'asked' returning *`.execute(ctx.db)
  return rows[0]
}

export interface ConsentRow {
  id: string
  subject_id: string
  agency: string
  purpose: string
  granted_at: Date
  until: Day
  withdrawn_at: Date | null
  /** Kinds of record it reaches to; null: all. */
  kinds: string[] | null
}
const consentColumns = sql`c.kinds, c.id, c.subject_id, c.agency::text as agency, c.purpose, c.granted_at, to_char(c.until, 'YYYY-MM-DD') as until, c.withdrawn_at`

export async function consentsOf(ctx: Ctx, subject: string): Promise<ConsentRow[]> {
  const { rows } =
    await sql<ConsentRow>`select ${consentColumns} from credit.consents c where c.subject_id = ${subject} order by c.id desc limit 100`.execute(
      ctx.db,
    )
  return rows
}

/** The consent under which this agency may ask today; the latest one. */
export async function consentFor(ctx: Ctx, subject: string, agency: string, today: Day): Promise<ConsentRow | undefined> {
  const { rows } = await sql<ConsentRow>`select ${consentColumns} from credit.consents c
    where c.subject_id = ${subject} and c.agency = ${agency}::ltree and c.withdrawn_at is null and c.until >= ${today}::date
    order by c.id desc limit 1`.execute(ctx.db)
  return rows[0]
}

export async function insertConsent(
  ctx: Ctx,
  consent: { subject: string; agency: string; purpose: string; until: Day; kinds: readonly string[] | null },
): Promise<string> {
  const id = newId()
  // The new one takes the place of what the same agency had: taken back later, nothing older stands up again.
  await sql`update credit.consents set withdrawn_at = ${ctx.now}
    where subject_id = ${consent.subject} and agency = ${consent.agency}::ltree and withdrawn_at is null`.execute(ctx.db)
  await sql`insert into credit.consents (id, subject_id, agency, purpose, granted_by, granted_at, until, kinds)
    values (${id}, ${consent.subject}, ${consent.agency}::ltree, ${consent.purpose}, ${ctx.user.id}, ${ctx.now}, ${consent.until}::date,
      ${consent.kinds && [...consent.kinds]}::text[])`.execute(ctx.db)
  return id
}

export async function consentById(ctx: Ctx, id: string): Promise<ConsentRow | undefined> {
  const { rows } =
    await sql<ConsentRow>`select ${consentColumns} from credit.consents c where c.id = ${id} for update of c`.execute(ctx.db)
  return rows[0]
}

export async function endConsent(ctx: Ctx, id: string): Promise<void> {
  await sql`update credit.consents set withdrawn_at = ${ctx.now} where id = ${id} and withdrawn_at is null`.execute(ctx.db)
}

export interface QueryRow {
  id: string
  at: Date
  asker_kind: 'agency' | 'officer' | 'approval' | 'subject'
  asker_name: string
  organisation: string | null
  purpose: string
  answered: boolean
  records: number
  /** Null: nobody here was meant, or nobody by these words. */
  subject_id: string | null
}

export async function insertQuery(
  ctx: Ctx,
  query: Omit<QueryRow, 'id' | 'at' | 'asker_name'> & { asker_name: string; consent_id: string | null },
): Promise<void> {
  await sql`insert into credit.queries (id, at, subject_id, asker, asker_kind, asker_name, organisation, consent_id, purpose, answered, records)
    values (${newId()}, ${ctx.now}, ${query.subject_id}, ${ctx.user.id}, ${query.asker_kind}, ${query.asker_name}, ${query.organisation}::ltree,
      ${query.consent_id}, ${query.purpose}, ${query.answered}, ${query.records})`.execute(ctx.db)
}

export async function queriesOf(ctx: Ctx, subject: string, cursor: string | undefined, limit: number): Promise<QueryRow[]> {
  const { rows } =
    await sql<QueryRow>`select id, at, asker_kind, asker_name, organisation::text as organisation, purpose, answered, records, subject_id
    from credit.queries where subject_id = ${subject} and ${cursor ? sql`id < ${cursor}::uuid` : sql`true`} order by id desc limit ${limit}`.execute(
      ctx.db,
    )
  return rows
}

export async function queriesBy(ctx: Ctx, organisation: string, cursor: string | undefined, limit: number): Promise<QueryRow[]> {
  const { rows } =
    await sql<QueryRow>`select id, at, asker_kind, asker_name, organisation::text as organisation, purpose, answered, records, subject_id
    from credit.queries where organisation = ${organisation}::ltree and asker_kind = 'agency' and ${cursor ? sql`id < ${cursor}::uuid` : sql`true`}
    order by id desc limit ${limit}`.execute(ctx.db)
  return rows
}

/** Agencies that were answered about this subject: they hold what is now withdrawn. */
export async function receiversOf(ctx: Ctx, subject: string): Promise<string[]> {
  const { rows } = await sql<{ organisation: string }>`select distinct organisation::text as organisation from credit.queries
    where subject_id = ${subject} and asker_kind = 'agency' and answered and organisation is not null`.execute(ctx.db)
  return rows.map(({ organisation }) => organisation)
}

export interface WithdrawalRow {
  id: string
  at: Date
  record_id: string
  document_number: string
  why: string
}
export async function insertWithdrawal(
  ctx: Ctx,
  {
    agency,
    record,
    subject,
    documentNumber,
    why,
  }: { agency: string; record: string; subject: string; documentNumber: string; why: string },
): Promise<void> {
  await sql`insert into credit.withdrawals (id, at, agency, record_id, subject_id, document_number, why)
    values (${newId()}, ${ctx.now}, ${agency}::ltree, ${record}, ${subject}, ${documentNumber}, ${why}) on conflict do nothing`.execute(
    ctx.db,
  )
}

export async function withdrawalsFor(
  ctx: Ctx,
  agency: string,
  cursor: string | undefined,
  limit: number,
): Promise<WithdrawalRow[]> {
  const { rows } = await sql<WithdrawalRow>`select id, at, record_id, document_number, why from credit.withdrawals
    where agency = ${agency}::ltree and ${cursor ? sql`id > ${cursor}::uuid` : sql`true`} order by id limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}
