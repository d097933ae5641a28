import { type RawBuilder, sql } from 'kysely'
import { type Ctx, newId, visible } from '#kernel'
import type { Day } from './dates.ts'
import { entryType, executionType } from './store-rights.ts'

export interface EntryRow {
  id: string
  list: string
  subject_id: string
  source: string
  facts: string
  document_number: string
  state: 'noticed' | 'entered' | 'exited' | 'dropped'
  noticed_on: Day
  heard_until: Date
  statement: string | null
  entered_on: Day | null
  until: Day | null
  exited_on: Day | null
  exit_why: string | null
  record_id: string | null
  version: number
}

const day = (name: string) => sql`to_char(e.${sql.ref(name)}, 'YYYY-MM-DD') as ${sql.ref(name)}`
const columns = sql`e.id, e.list, e.subject_id, e.source::text as source, e.facts, e.document_number, e.state, ${day('noticed_on')}, e.heard_until,
  e.statement, ${day('entered_on')}, ${day('until')}, ${day('exited_on')}, e.exit_why, e.record_id, e.version`

const entries = async (ctx: Ctx, where: RawBuilder<unknown>): Promise<EntryRow[]> =>
  (await sql<EntryRow>`select ${columns} from credit.list_entries e where ${where}`.execute(ctx.db)).rows

/** Entries of one subject, newest first. Checks no right: the caller has shown that the subject may be seen. */
export const entriesOf = (
  ctx: Ctx,
  { subject, states }: { subject: string; states?: EntryRow['state'][] },
): Promise<EntryRow[]> =>
  entries(
    ctx,
    sql`e.subject_id = ${subject} and ${states ? sql`e.state = any(${states}::text[])` : sql`true`} order by e.id desc limit 50`,
  )

export interface EntryFilter {
  list?: string | undefined
  state?: string | undefined
  cursor?: string | undefined
  limit: number
}
export const visibleEntries = (ctx: Ctx, { list, state, cursor, limit }: EntryFilter): Promise<EntryRow[]> =>
  entries(
    ctx,
    sql`${visible(ctx, entryType, 'e')} and ${list ? sql`e.list = ${list}` : sql`true`} and ${state ? sql`e.state = ${state}` : sql`true`}
      and ${cursor ? sql`e.id < ${cursor}::uuid` : sql`true`} order by e.id desc limit ${limit}`,
  )

/** Who is on a list now: public. */
export const publicEntries = (ctx: Ctx, list: string, cursor: string | undefined, limit: number): Promise<EntryRow[]> =>
  entries(
    ctx,
    sql`e.list = ${list} and e.state = 'entered' and ${cursor ? sql`e.id < ${cursor}::uuid` : sql`true`} order by e.id desc limit ${limit}`,
  )

export const lockEntry = async (ctx: Ctx, id: string): Promise<EntryRow | undefined> =>
  (await entries(ctx, sql`e.id = ${id} and ${visible(ctx, entryType, 'e')} for update of e`))[0]
export const lockEntryOfRecord = async (ctx: Ctx, record: string): Promise<EntryRow | undefined> =>
  (await entries(ctx, sql`e.record_id = ${record} and e.state = 'entered' for update of e`))[0]
export const entriesToEnd = (ctx: Ctx, today: Day): Promise<EntryRow[]> =>
  entries(ctx, sql`e.state = 'entered' and e.until <= ${today}::date order by e.until limit 500 for update of e skip locked`)

export async function insertEntry(
  ctx: Ctx,
  entry: Pick<EntryRow, 'list' | 'subject_id' | 'source' | 'facts' | 'document_number' | 'noticed_on' | 'heard_until'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`insert into credit.list_entries
    (id, list, subject_id, source, facts, document_number, state, noticed_on, heard_until, made_by)
    values (${newId()}, ${entry.list}, ${entry.subject_id}, ${entry.source}::ltree, ${entry.facts}, ${entry.document_number}, 'noticed',
      ${entry.noticed_on}::date, ${entry.heard_until}, ${ctx.user.id}) on conflict do nothing returning id`.execute(ctx.db)
  return rows[0]?.id
}

export async function changeEntry(ctx: Ctx, id: string, patch: Partial<EntryRow>): Promise<void> {
  const sets = Object.entries(patch).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)
  await sql`update credit.list_entries set ${sql.join(sets)}, version = version + 1 where id = ${id}`.execute(ctx.db)
}

export interface MeasureRow {
  id: string
  code: string
  kind: 'incentive' | 'penalty'
  title: { zh: string; en: string }
  basis: string
  applies_to: string
  department: string
  from_on: Day
  until: Day | null
  version: number
}
const measureColumns = sql`m.id, m.code, m.kind, m.title, m.basis, m.applies_to, m.department::text as department, to_char(m.from_on, 'YYYY-MM-DD') as from_on,
  to_char(m.until, 'YYYY-MM-DD') as until, m.version`

export async function measures(ctx: Ctx, appliesTo?: string, onDay?: Day): Promise<MeasureRow[]> {
  const { rows } = await sql<MeasureRow>`select ${measureColumns} from credit.measures m
    where ${appliesTo ? sql`m.applies_to = ${appliesTo}` : sql`true`}
      and ${onDay ? sql`m.from_on <= ${onDay}::date and (m.until is null or m.until > ${onDay}::date)` : sql`true`}
    order by m.kind, m.code limit 500`.execute(ctx.db)
  return rows
}

export async function insertMeasure(ctx: Ctx, measure: Omit<MeasureRow, 'id' | 'version'>): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`insert into credit.measures (id, code, kind, title, basis, applies_to, department, from_on, until, made_by)
    values (${newId()}, ${measure.code}, ${measure.kind}, ${JSON.stringify(measure.title)}::jsonb, ${measure.basis}, ${measure.applies_to},
      ${measure.department}::ltree, ${measure.from_on}::date, ${measure.until}::date, ${ctx.user.id}) on conflict (code) do nothing returning id`.execute(
    ctx.db,
  )
  return rows[0]?.id
}

export interface ExecutionRow {
  id: string
  measure_id: string
  subject_id: string
  department: string
  state: 'due' | 'executed' | 'not-executed' | 'lifted'
  due_since: Date
  feedback: string | null
  lifted_why: string | null
  version: number
  code: string
  kind: 'incentive' | 'penalty'
  title: { zh: string; en: string }
  basis: string
}

const executions = async (ctx: Ctx, where: RawBuilder<unknown>): Promise<ExecutionRow[]> =>
  (
    await sql<ExecutionRow>`select x.id, x.measure_id, x.subject_id, x.department::text as department, x.state, x.due_since, x.feedback, x.lifted_why,
      x.version, m.code, m.kind, m.title, m.basis from credit.executions x join credit.measures m on m.id = x.measure_id where ${where}`.execute(
      ctx.db,
    )
  ).rows

export const executionsOf = (ctx: Ctx, subject: string): Promise<ExecutionRow[]> =>
  executions(ctx, sql`x.subject_id = ${subject} order by x.id desc limit 100`)
export const visibleExecutions = (ctx: Ctx, { state, cursor, limit }: Omit<EntryFilter, 'list'>): Promise<ExecutionRow[]> =>
  executions(
    ctx,
    sql`${visible(ctx, executionType, 'x')} and ${state ? sql`x.state = ${state}` : sql`true`}
      and ${cursor ? sql`x.id < ${cursor}::uuid` : sql`true`} order by x.id desc limit ${limit}`,
  )
export const lockExecution = async (ctx: Ctx, id: string): Promise<ExecutionRow | undefined> =>
  (await executions(ctx, sql`x.id = ${id} and ${visible(ctx, executionType, 'x')} for update of x`))[0]

export async function insertExecutions(
  ctx: Ctx,
  subject: string,
  because: { entry?: string; record?: string },
  due: readonly MeasureRow[],
): Promise<void> {
  for (const measure of due)
    await sql`insert into credit.executions (id, measure_id, subject_id, entry_id, record_id, department, state, due_since)
      values (${newId()}, ${measure.id}, ${subject}, ${because.entry ?? null}, ${because.record ?? null}, ${measure.department}::ltree, 'due', ${ctx.now})
      on conflict do nothing`.execute(ctx.db)
}

/** Measures that rest on a kind of record (an honour, a ruling) fall due for the subject as soon as such a record is in the ledger. */
export async function insertRecordExecutions(ctx: Ctx, records: readonly string[], today: Day): Promise<void> {
  const { rows } = await sql<{ measure: string; subject: string; record: string; department: string }>`select m.id as measure,
      s.id as subject, r.id as record, m.department::text as department
    from credit.records r join credit.measures m
      on m.applies_to = r.kind and m.from_on <= ${today}::date and (m.until is null or m.until > ${today}::date)
    join credit.subjects s on s.removed_at is null and (s.code = r.subject_code or s.person_number_index = r.person_number_index)
    where r.id = any(${[...records]}::uuid[]) and r.state = 'published'`.execute(ctx.db)
  if (rows.length === 0) return
  const due = JSON.stringify(rows.map((row) => ({ ...row, id: newId() })))
  await sql`insert into credit.executions (id, measure_id, subject_id, record_id, department, state, due_since)
    select n.id, n.measure, n.subject, n.record, n.department::ltree, 'due', ${ctx.now}
    from jsonb_to_recordset(${due}::jsonb) as n(id uuid, measure uuid, subject uuid, record uuid, department text)`.execute(
    ctx.db,
  )
}

export async function tellExecution(ctx: Ctx, id: string, state: 'executed' | 'not-executed', feedback: string): Promise<void> {
  await sql`update credit.executions set state = ${state}, feedback = ${feedback}, told_at = ${ctx.now}, told_by = ${ctx.user.id}, version = version + 1
    where id = ${id}`.execute(ctx.db)
}

/** Whatever rested on this entry or record ends with it. */
export async function liftExecutions(ctx: Ctx, because: { entry?: string; record?: string }, why: string): Promise<number> {
  const which = because.entry ? sql`entry_id = ${because.entry}` : sql`record_id = ${because.record}`
  const { rows } =
    await sql`update credit.executions set state = 'lifted', lifted_at = ${ctx.now}, lifted_why = ${why}, version = version + 1
    where ${which} and state <> 'lifted' returning id`.execute(ctx.db)
  return rows.length
}

export async function enteredCounts(ctx: Ctx): Promise<Map<string, number>> {
  const { rows } = await sql<{
    list: string
    n: number
  }>`select list, count(*)::int as n from credit.list_entries where state = 'entered' group by list`.execute(ctx.db)
  return new Map(rows.map(({ list, n }) => [list, n]))
}
