import { type Ctx, notFound } from '#kernel'
import { record } from '#engines/audit'
import { userOfAccount } from '#engines/identity'
import { tell } from '#engines/notify'
import { subjectFacts } from '#engines/registry'
import { cleanCreditCode, parseCreditCode } from '#protocols/credit-code'
import { parseNationalId } from '#protocols/national-id'
import {
  alreadyAsked,
  consentTooLong,
  notAgency,
  notProved,
  notRepresentative,
  notShaped,
  notVerified,
  unknownKind,
} from './errors.ts'
import { addMonths } from './dates.ts'
import { agencyUnits } from './agencies.ts'
import { indexName, indexNumber, sealPerson, shortName } from './persons.ts'
import type { Claim, Claims, ConsentView, Mine, NewConsent } from './schema.ts'
import { creditOf, kindOf, kindTitle } from './settings.ts'
import { openCounts } from './store-matters.ts'
import { recordsOf } from './store-records.ts'
import * as people from './store-people.ts'
import { insertSubjects, personByIndex, subjectBy, subjectsByIds, type SubjectRow } from './store-subjects.ts'
import { isActing, publicSubject, todayOf } from './views.ts'

const MOST = 500

/** The subjects for which the reader acts or has asked to act. */
export async function mine(ctx: Ctx): Promise<Mine[]> {
  const rows = await people.representativesOfAccount(ctx)
  const subjects = await subjectsByIds(
    ctx,
    rows.map(({ subject_id }) => subject_id),
  )
  const items: Mine[] = []
  for (const row of rows) {
    const subject = subjects.get(row.subject_id)
    if (!subject) continue
    const counts = row.state === 'confirmed' ? await countsFor(ctx, subject) : null
    items.push({
      representation: row.id,
      role: row.role,
      state: row.state,
      why: row.why,
      subject: publicSubject(subject),
      counts,
    })
  }
  return items
}

async function countsFor(ctx: Ctx, subject: SubjectRow): Promise<NonNullable<Mine['counts']>> {
  const today = todayOf(ctx)
  const adverse = (await recordsOf(ctx, subject, MOST)).filter((row) => isActing(row, today)).length
  const consents = (await people.consentsOf(ctx, subject.id)).filter(
    (row) => row.withdrawn_at === null && row.until >= today,
  ).length
  return { adverse, consents, matters: await openCounts(ctx, subject.id) }
}

/** A subject for which the reader is confirmed; otherwise it is not there. */
export async function ownSubject(ctx: Ctx, key: string): Promise<SubjectRow> {
  const subject = await subjectBy(ctx, key)
  if (!subject || !(await people.representativeOf(ctx, subject.id)))
    throw notFound({ what: ctx.locale === 'en' ? 'This subject' : '这个信用主体' })
  return subject
}

/** 绑定主体: code or number with the name; the office confirms it against papers. */
export async function claim(ctx: Ctx, asked: Claim): Promise<{ id: string }> {
  if ('self' in asked) return claimSelf(ctx)
  const subject = 'code' in asked ? await enterpriseOf(ctx, asked) : await personOf(ctx, asked)
  const role = subject.kind === 'person' ? 'self' : 'agent'
  const id = await people.askToRepresent(ctx, { account: ctx.user.id, subject: subject.id, role, confirmed: false })
  if (!id) throw alreadyAsked()
  await tell(ctx, {
    to: { organisation: creditOf(ctx).office, capability: 'credit.office' },
    title: { zh: '有人申请成为信用主体的办事人', en: 'Somebody asks to act for a subject' },
    body: { zh: subject.name, en: subject.name },
  })
  return { id }
}

/** 实名核验: the population registry says who holds this account. Nobody has to type a number, and no office has to look at papers. */
async function claimSelf(ctx: Ctx): Promise<{ id: string }> {
  const { answers } = await ctx.ask(subjectFacts, { kind: 'person', fields: ['name', 'id_number'] })
  const facts = new Map(answers.flatMap(({ value }) => value).map(({ field, value }) => [field, value]))
  const [name, number] = [facts.get('name'), facts.get('id_number')]
  if (!name || !number) throw notVerified()
  const subject = await personSubject(ctx, name, number)
  const id = await people.askToRepresent(ctx, { account: ctx.user.id, subject, role: 'self', confirmed: true })
  if (!id) throw alreadyAsked()
  record(ctx, { action: 'credit.verified-self', ref: `credit.subjects:${subject}` })
  return { id }
}

/** A person of whom no record is kept may still give consents and see who asked: they enter the ledger by their own act. */
async function personSubject(ctx: Ctx, name: string, number: string): Promise<string> {
  const index = indexNumber(ctx, number)
  const known = await personByIndex(ctx, index)
  if (known) return known.id
  await insertSubjects(ctx, [{ ...noFacts, kind: 'person', name: shortName(name), ...sealPerson(ctx, name, number) }])
  return ((await personByIndex(ctx, index)) as SubjectRow).id
}

const noFacts = {
  code: null,
  status: 'active',
  industry: null,
  registered_on: null,
  address: null,
  flags: '',
  employer_code: null,
  occupation: null,
  words: '',
}

async function enterpriseOf(ctx: Ctx, { code, name }: { code: string; name: string }): Promise<SubjectRow> {
  if (!parseCreditCode(code)) throw notShaped()
  const subject = await subjectBy(ctx, cleanCreditCode(code))
  if (!subject || subject.name !== name.trim()) throw notProved()
  return subject
}

async function personOf(ctx: Ctx, { number, name }: { number: string; name: string }): Promise<SubjectRow> {
  const parsed = parseNationalId(number)
  const subject = parsed && (await personByIndex(ctx, indexNumber(ctx, parsed.id)))
  if (!subject?.person_name_sealed || indexName(ctx, ctx.secrets.decrypt(subject.person_name_sealed)) !== indexName(ctx, name))
    throw notProved()
  return subject
}

export async function claims(ctx: Ctx): Promise<Claims> {
  const rows = await people.askedRepresentatives(ctx)
  const subjects = await subjectsByIds(
    ctx,
    rows.map(({ subject_id }) => subject_id),
  )
  const items: Claims['items'] = []
  for (const { id, role, account_id: account, asked_at, subject_id } of rows) {
    const subject = subjects.get(subject_id)
    const asker = await userOfAccount(ctx, account, 'name')
    if (subject)
      items.push({
        id,
        role,
        account,
        who: shortName(asker?.name ?? ''),
        askedAt: asked_at.toISOString(),
        subject: publicSubject(subject),
      })
  }
  return { items, next: null }
}

export async function decideClaim(ctx: Ctx, id: string, { confirm, why }: { confirm: boolean; why: string }): Promise<void> {
  const row = await people.decideRepresentative(ctx, id, confirm ? 'confirmed' : 'refused', why)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This request' : '这份申请' })
  record(ctx, {
    action: 'credit.decide-claim',
    ref: `credit.subjects:${row.subject_id}`,
    after: { account: row.account_id, state: row.state },
    why,
  })
  await tell(ctx, {
    to: [row.account_id],
    title: confirm
      ? { zh: '已确认您为办事人', en: 'You may now act for the subject' }
      : { zh: '未确认您为办事人', en: 'You were not confirmed to act' },
    body: { zh: why, en: why },
  })
}

export async function consents(ctx: Ctx, key: string): Promise<ConsentView[]> {
  const subject = await ownSubject(ctx, key)
  const today = todayOf(ctx)
  const agencies = new Map((await agencyUnits(ctx)).map((agency) => [agency.path, agency]))
  return (await people.consentsOf(ctx, subject.id)).map((row) => ({
    id: row.id,
    agency: agencies.get(row.agency) ?? { path: row.agency, name: { zh: row.agency, en: row.agency } },
    purpose: row.purpose,
    kinds: scopeOf(ctx, row.kinds),
    grantedAt: row.granted_at.toISOString(),
    until: row.until,
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
    inForce: row.withdrawn_at === null && row.until >= today,
  }))
}

export const scopeOf = (ctx: Ctx, kinds: readonly string[] | null) =>
  kinds && kinds.map((code) => ({ code, title: kindTitle(ctx, code) }))

/** 授权: which agency, for what, which kinds of record, until when. It can be taken back at any time. */
export async function consent(ctx: Ctx, { subject: key, agency, purpose, until, kinds }: NewConsent): Promise<{ id: string }> {
  const subject = await subjectBy(ctx, key)
  if (!subject || !(await people.representativeOf(ctx, subject.id))) throw notRepresentative()
  if (!(await agencyUnits(ctx)).some(({ path }) => path === agency)) throw notAgency()
  const months = creditOf(ctx).consentMonths
  const today = todayOf(ctx)
  if (until < today || until > addMonths(today, months)) throw consentTooLong({ months })
  const unknown = kinds?.find((code) => !kindOf(ctx, code))
  if (unknown) throw unknownKind({ kind: unknown })
  const id = await people.insertConsent(ctx, { subject: subject.id, agency, purpose, until, kinds: kinds ?? null })
  record(ctx, { action: 'credit.consent', ref: `credit.consent:${id}`, after: { agency, purpose, until, kinds: kinds ?? 'all' } })
  return { id }
}

export async function withdrawConsent(ctx: Ctx, id: string): Promise<void> {
  const row = await people.consentById(ctx, id)
  if (!row || !(await people.representativeOf(ctx, row.subject_id)))
    throw notFound({ what: ctx.locale === 'en' ? 'This consent' : '这项授权' })
  await people.endConsent(ctx, id)
  record(ctx, { action: 'credit.withdraw-consent', ref: `credit.consent:${id}` })
}
