import { sql } from 'kysely'
import { type Ctx, newId, wordsOf } from '#kernel'
import type { Day } from './dates.ts'

export interface RecordRow {
  id: string
  version: number
  created_at: Date
  updated_at: Date
  removed_at: Date | null
  subject_code: string | null
  subject_name: string
  person_number_index: string | null
  source: string
  document_number: string
  field: string
  kind: string
  title: string
  decided_on: Day
  valid_until: Day | null
  degree: 'minor' | 'general' | 'serious' | null
  outcome: 'kept' | 'broken' | null
  term_months: number | null
  must_publish: boolean
  basis: string
  content: string
  duty_done_on: Day | null
  state: 'published' | 'unpublished' | 'repaired' | 'ended'
  repair_from: Day | null
  publish_until: Day | null
  disputed: boolean
  flags: string
}

/** Days leave the database as they are written in documents; what may be empty in the ledger reads as nothing. */
const day = (name: string) => sql`to_char(r.${sql.ref(name)}, 'YYYY-MM-DD') as ${sql.ref(name)}`
const columns = sql`r.id, r.version, r.created_at, r.updated_at, r.removed_at, r.subject_code, coalesce(r.subject_name, '') as subject_name,
  r.person_number_index, r.source::text as source, r.document_number, r.field, r.kind, r.title, ${day('decided_on')}, ${day('valid_until')}, r.degree,
  r.outcome, r.term_months, coalesce(r.must_publish, false) as must_publish, coalesce(r.basis, '') as basis, coalesce(r.content, '') as content,
  ${day('duty_done_on')}, coalesce(r.state, 'unpublished') as state, ${day('repair_from')}, ${day('publish_until')},
  coalesce(r.disputed, false) as disputed, coalesce(r.flags, '') as flags`

export interface SubjectKey {
  code: string | null
  person_number_index: string | null
}

/** Records of one subject, newest document first. One index serves it however many records there are. */
export async function recordsOf(ctx: Ctx, key: SubjectKey, limit: number): Promise<RecordRow[]> {
  const whose = key.code
    ? sql`r.subject_code = ${key.code}`
    : sql`r.person_number_index = ${key.person_number_index} and r.person_number_index is not null`
  const { rows } = await sql<RecordRow>`select ${columns} from credit.records r where ${whose} and r.removed_at is null
    order by r.decided_on desc, r.id limit ${limit}`.execute(ctx.db)
  return rows
}

export async function countsOf(ctx: Ctx, key: SubjectKey): Promise<{ kind: string; state: string; n: number }[]> {
  const whose = key.code ? sql`r.subject_code = ${key.code}` : sql`r.person_number_index = ${key.person_number_index}`
  const { rows } = await sql<{ kind: string; state: string; n: number }>`select r.kind, r.state, count(*)::int as n
    from credit.records r where ${whose} and r.removed_at is null group by r.kind, r.state`.execute(ctx.db)
  return rows
}

export async function recordById(ctx: Ctx, id: string): Promise<RecordRow | undefined> {
  const { rows } = await sql<RecordRow>`select ${columns} from credit.records r where r.id = ${id}`.execute(ctx.db)
  return rows[0]
}

export async function lockRecord(ctx: Ctx, id: string): Promise<RecordRow | undefined> {
  const { rows } = await sql<RecordRow>`select ${columns} from credit.records r where r.id = ${id} for update of r`.execute(
    ctx.db,
  )
  return rows[0]
}

/** Adverse records whose publication is over today, oldest first. */
export async function dueToEnd(ctx: Ctx, today: Day, limit: number): Promise<RecordRow[]> {
  const { rows } = await sql<RecordRow>`select ${columns} from credit.records r
    where r.state in ('published', 'unpublished') and r.publish_until <= ${today}::date and r.removed_at is null
    order by r.publish_until limit ${limit} for update of r skip locked`.execute(ctx.db)
  return rows
}

export async function setStates(ctx: Ctx, ids: readonly string[], state: RecordRow['state']): Promise<void> {
  await sql`update credit.records set state = ${state}, version = version + 1, updated_at = ${ctx.now}, updated_by = ${ctx.user.id}
    where id = any(${[...ids]}::uuid[])`.execute(ctx.db)
}

export async function setDisputed(ctx: Ctx, id: string, disputed: boolean): Promise<void> {
  await sql`update credit.records set disputed = ${disputed}, version = version + 1, updated_at = ${ctx.now}, updated_by = ${ctx.user.id}
    where id = ${id}`.execute(ctx.db)
}

export type NewRecord = Omit<RecordRow, 'id' | 'version' | 'created_at' | 'updated_at' | 'removed_at' | 'disputed'> & {
  person_name_sealed: string | null
  person_name_index: string | null
  person_number_sealed: string | null
}

/** Many rows by one statement; a document known already stays as it is. Answers which were new, by their document. */
export async function insertRecords(ctx: Ctx, rows: readonly NewRecord[]): Promise<Map<string, string>> {
  const given = JSON.stringify(
    rows.map((row) => ({ ...row, id: newId(), words: wordsOf([row.subject_name, row.document_number, row.title]) })),
  )
  const inserted = await sql<{ id: string; source: string; document_number: string }>`insert into credit.records
    (id, created_at, created_by, updated_at, updated_by, subject_code, subject_name, person_name_sealed, person_name_index,
     person_number_sealed, person_number_index, source, document_number, field, kind, title, decided_on, valid_until, degree, outcome,
     term_months, must_publish, basis, content, duty_done_on, state, repair_from, publish_until, flags, search)
    select n.id, ${ctx.now}, ${ctx.user.id}, ${ctx.now}, ${ctx.user.id}, n.subject_code, n.subject_name, n.person_name_sealed, n.person_name_index,
     n.person_number_sealed, n.person_number_index, n.source::ltree, n.document_number, n.field, n.kind, n.title, n.decided_on, n.valid_until, n.degree, n.outcome,
     n.term_months, n.must_publish, n.basis, n.content, n.duty_done_on, n.state, n.repair_from, n.publish_until, n.flags, n.words::tsvector
    from jsonb_to_recordset(${given}::jsonb) as n(id uuid, subject_code text, subject_name text, person_name_sealed text, person_name_index text,
     person_number_sealed text, person_number_index text, source text, document_number text, field text, kind text, title text, decided_on date,
     valid_until date, degree text, outcome text, term_months int, must_publish boolean, basis text, content text, duty_done_on date, state text,
     repair_from date, publish_until date, flags text, words text)
    on conflict (source, document_number) where removed_at is null do nothing returning id, source::text as source, document_number`.execute(
    ctx.db,
  )
  return new Map(inserted.rows.map((row) => [`${row.source} ${row.document_number}`, row.id]))
}

/** What the rules make of a row. */
export interface Computed {
  id: string
  subject_code: string | null
  subject_name: string
  person_name_sealed: string | null
  person_name_index: string | null
  person_number_sealed: string | null
  person_number_index: string | null
  state: RecordRow['state']
  repair_from: Day | null
  publish_until: Day | null
  flags: string
}

/** Written beside what was told, without a new version: it is no change of anybody's. */
export async function setComputed(ctx: Ctx, rows: readonly Computed[]): Promise<void> {
  await sql`update credit.records r set subject_code = n.subject_code, subject_name = n.subject_name, person_name_sealed = n.person_name_sealed,
      person_name_index = n.person_name_index, person_number_sealed = n.person_number_sealed, person_number_index = n.person_number_index,
      state = n.state, repair_from = n.repair_from, publish_until = n.publish_until, flags = n.flags, disputed = coalesce(r.disputed, false)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, subject_code text, subject_name text, person_name_sealed text, person_name_index text,
      person_number_sealed text, person_number_index text, state text, repair_from date, publish_until date, flags text)
    where r.id = n.id`.execute(ctx.db)
}

export async function recordsByIds(ctx: Ctx, ids: readonly string[]): Promise<Map<string, RecordRow>> {
  const { rows } = await sql<RecordRow>`select ${columns} from credit.records r where r.id = any(${[...ids]}::uuid[])`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
