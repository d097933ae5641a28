import type { Ctx } from '#kernel'
import { cleanCreditCode } from '#protocols/credit-code'
import { parseNationalId } from '#protocols/national-id'
import { agencyUnits } from './agencies.ts'
import { noConsent, notAgency } from './errors.ts'
import { listViews } from './lists-view.ts'
import { unitNames } from './names.ts'
import { logQuery, queryViews } from './queries.ts'
import { scopeOf } from './own.ts'
import { indexName, indexNumber } from './persons.ts'
import type { AgencyAsk, AgencyReport, AskedQueries, Withdrawals } from './schema.ts'
import { entriesOf } from './store-lists.ts'
import { consentFor, queriesBy, withdrawalsFor } from './store-people.ts'
import { recordsOf, type RecordRow } from './store-records.ts'
import { personByIndex, subjectBy, type SubjectRow, subjectsByIds } from './store-subjects.ts'
import { publicRecord, publicSubject, todayOf } from './views.ts'

const MOST = 500

async function agencyOf(ctx: Ctx): Promise<string> {
  const path = ctx.user.organisation
  if (!path || !(await agencyUnits(ctx)).some((agency) => agency.path === path)) throw notAgency()
  return path
}

/** What may be shared with consent: all that stands and is over for nobody; repaired and ended acts are shared with no one. */
const sharable = (row: RecordRow, today: string): boolean =>
  row.removed_at === null &&
  row.state !== 'repaired' &&
  row.state !== 'ended' &&
  (row.publish_until === null || today < row.publish_until)

/** A person by name and whole number together: a number alone, or one with a wrong name, finds nobody. */
async function subjectAsked(ctx: Ctx, asked: AgencyAsk): Promise<SubjectRow | undefined> {
  if ('code' in asked) {
    const found = await subjectBy(ctx, cleanCreditCode(asked.code))
    return found?.kind === 'person' ? undefined : found
  }
  const parsed = parseNationalId(asked.number)
  const found = parsed && (await personByIndex(ctx, indexNumber(ctx, parsed.id)))
  const isSame =
    found?.person_name_sealed && indexName(ctx, ctx.secrets.decrypt(found.person_name_sealed)) === indexName(ctx, asked.name)
  return isSame ? found : undefined
}

/** One look of an agency, in one transaction; undefined when there is no consent. Both are logged, for the subject if there is one. */
async function look(ctx: Ctx, agency: string, asked: AgencyAsk): Promise<AgencyReport | undefined> {
  const { purpose } = asked
  const today = todayOf(ctx)
  const subject = await subjectAsked(ctx, asked)
  const consent = subject && (await consentFor(ctx, subject.id, agency, today))
  if (!consent) {
    await logQuery(ctx, subject?.id ?? null, { kind: 'agency', purpose, answered: false, records: 0 })
    return undefined
  }
  const within = (kind: string) => consent.kinds === null || consent.kinds.includes(kind)
  const rows = (await recordsOf(ctx, subject, MOST)).filter((row) => sharable(row, today) && within(row.kind))
  await logQuery(ctx, subject.id, { kind: 'agency', purpose, answered: true, records: rows.length, consent: consent.id })
  const nameOf = await unitNames(
    ctx,
    rows.map(({ source }) => source),
  )
  return {
    subject: publicSubject(subject),
    consent: { id: consent.id, purpose: consent.purpose, until: consent.until, kinds: scopeOf(ctx, consent.kinds) },
    records: rows.map((row) => ({ ...publicRecord(ctx, row, nameOf), content: row.content })),
    lists: within('list') ? await listViews(ctx, await entriesOf(ctx, { subject: subject.id, states: ['entered'] })) : [],
  }
}

/** An unknown subject and one that gave no consent are answered alike; the refusal is kept although the call fails. */
export async function askAsAgency(ctx: Ctx, asked: AgencyAsk): Promise<AgencyReport> {
  const report = await ctx.transact('write', (inner) => askAsAgencyIn(inner, asked))
  if (!report) throw noConsent()
  return report
}

/** The same inside a transaction; undefined when it is refused. */
export const askAsAgencyIn = async (ctx: Ctx, asked: AgencyAsk): Promise<AgencyReport | undefined> =>
  look(ctx, await agencyOf(ctx), asked)

/** What my agency asked. A refused question names nobody: its list would else tell who is here, and what they are called. */
export async function agencyQueries(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<AskedQueries> {
  const rows = await queriesBy(ctx, await agencyOf(ctx), cursor, limit + 1)
  const answered = rows.flatMap(({ answered, subject_id }) => (answered && subject_id ? [subject_id] : []))
  const subjects = await subjectsByIds(ctx, [...new Set(answered)])
  const views = await queryViews(ctx, rows.slice(0, limit))
  const items = views.map((view, at) => {
    const subject = view.answered && subjects.get(rows[at]?.subject_id ?? '')
    return { ...view, subject: subject ? { name: subject.name, code: subject.code } : null }
  })
  return { items, next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null }
}

/** What the agency received and must use no longer; read from the cursor on, so that none is missed. */
export async function agencyWithdrawals(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Withdrawals> {
  const rows = await withdrawalsFor(ctx, await agencyOf(ctx), cursor, limit + 1)
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    record: row.record_id,
    documentNumber: row.document_number,
    why: row.why,
  }))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
