import { sql } from 'kysely'
import { type Ctx, newId } from '#kernel'
import type { Day } from './dates.ts'

export interface SubjectRow {
  id: string
  kind: 'enterprise' | 'self-employed' | 'institution' | 'social' | 'person'
  code: string | null
  /** Of a person: shortened. */
  name: string
  status: string
  industry: string | null
  registered_on: Day | null
  address: string | null
  flags: string
  person_name_sealed: string | null
  person_number_sealed: string | null
  person_number_index: string | null
  employer_code: string | null
  occupation: string | null
  version: number
}

const columns = sql`s.id, s.kind, s.code, s.name, s.status, s.industry, to_char(s.registered_on, 'YYYY-MM-DD') as registered_on, s.address,
  s.flags, s.person_name_sealed, s.person_number_sealed, s.person_number_index, s.employer_code, s.occupation, s.version`

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** By the ledger's id, or an enterprise by its code. */
export async function subjectBy(ctx: Ctx, key: string): Promise<SubjectRow | undefined> {
  const which = UUID.test(key) ? sql`s.id = ${key}::uuid` : sql`s.code = ${key}`
  const { rows } =
    await sql<SubjectRow>`select ${columns} from credit.subjects s where ${which} and s.removed_at is null`.execute(ctx.db)
  return rows[0]
}

export async function subjectOfRecord(
  ctx: Ctx,
  record: { subject_code: string | null; person_number_index: string | null },
): Promise<SubjectRow | undefined> {
  const which = record.subject_code
    ? sql`s.code = ${record.subject_code}`
    : sql`s.person_number_index = ${record.person_number_index}`
  const { rows } =
    await sql<SubjectRow>`select ${columns} from credit.subjects s where ${which} and s.removed_at is null`.execute(ctx.db)
  return rows[0]
}

export async function subjectsByIds(ctx: Ctx, ids: readonly string[]): Promise<Map<string, SubjectRow>> {
  const { rows } = await sql<SubjectRow>`select ${columns} from credit.subjects s where s.id = any(${[...ids]}::uuid[])`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

export async function personByIndex(ctx: Ctx, index: string): Promise<SubjectRow | undefined> {
  const { rows } = await sql<SubjectRow>`select ${columns} from credit.subjects s
    where s.person_number_index = ${index} and s.removed_at is null`.execute(ctx.db)
  return rows[0]
}

/** Enterprises whose name holds these words. Persons are never found by name. */
export async function byName(ctx: Ctx, part: string, limit: number): Promise<SubjectRow[]> {
  const like = `%${part.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  const { rows } = await sql<SubjectRow>`select ${columns} from credit.subjects s
    where s.name ilike ${like} and s.kind <> 'person' and s.removed_at is null order by s.name limit ${limit}`.execute(ctx.db)
  return rows
}

export async function practitionersOf(ctx: Ctx, employer: string, limit: number): Promise<SubjectRow[]> {
  const { rows } = await sql<SubjectRow>`select ${columns} from credit.subjects s
    where s.employer_code = ${employer} and s.removed_at is null order by s.id limit ${limit}`.execute(ctx.db)
  return rows
}

export type NewSubject = Omit<SubjectRow, 'id' | 'version'> & { person_name_index: string | null; words?: string }

/** Subjects that are not in the ledger yet; the others stay as they are. */
export async function insertSubjects(ctx: Ctx, rows: readonly NewSubject[]): Promise<number> {
  const given = JSON.stringify(rows.map((row) => ({ ...row, id: newId() })))
  const inserted =
    await sql`insert into credit.subjects (id, created_at, created_by, updated_at, updated_by, kind, code, name, status, industry,
      registered_on, address, flags, person_name_sealed, person_name_index, person_number_sealed, person_number_index, employer_code, occupation, search)
    select n.id, ${ctx.now}, ${ctx.user.id}, ${ctx.now}, ${ctx.user.id}, n.kind, n.code, n.name, n.status, n.industry, n.registered_on, n.address, n.flags,
      n.person_name_sealed, n.person_name_index, n.person_number_sealed, n.person_number_index, n.employer_code, n.occupation, n.words::tsvector
    from jsonb_to_recordset(${given}::jsonb) as n(id uuid, kind text, code text, name text, status text, industry text, registered_on date, address text,
      flags text, person_name_sealed text, person_name_index text, person_number_sealed text, person_number_index text, employer_code text, occupation text, words text)
    on conflict do nothing returning id`.execute(ctx.db)
  return inserted.rows.length
}
