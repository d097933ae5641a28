import { type Ctx, notFound } from '#kernel'
import { cleanCreditCode, parseCreditCode } from '#protocols/credit-code'
import { parseNationalId } from '#protocols/national-id'
import { notProved, tooManyFound, tooVague } from './errors.ts'
import { indexName, indexNumber, shortName } from './persons.ts'
import { unitNames } from './names.ts'
import type { PersonFound, PublicPage, PublicSubject } from './schema.ts'
import { kindOf, listOf, listTitle } from './settings.ts'
import { entriesOf } from './store-lists.ts'
import { type RecordRow, recordsOf } from './store-records.ts'
import { byName, personByIndex, type SubjectRow, subjectBy } from './store-subjects.ts'
import { isPublished, publicRecord, publicSubject, todayOf } from './views.ts'

const MOST_FOUND = 10
const MOST_RECORDS = 200
/** Words that half of all names share tell nobody apart. */
const COMMON = /上海市?|青浦区?|有限责任公司|股份有限公司|有限公司|分公司|公司|经营部|服务中心|第[一二三四五六七八九十\d]+/g
const LEAST_TELLING = 3

/**
 * 公示查询 by whole code or by a telling part of the name. It answers ten subjects or none: there is no next page and no list of
 * everybody, so nobody can copy the register out through it. Persons are not found here.
 */
export async function searchPublic(ctx: Ctx, q: string): Promise<PublicSubject[]> {
  const code = cleanCreditCode(q)
  if (/^[0-9A-Z]{15,20}$/.test(code)) {
    const found = await subjectBy(ctx, code)
    return found && found.kind !== 'person' ? [publicSubject(found)] : []
  }
  const part = q.normalize('NFKC').trim()
  if ([...part.replaceAll(COMMON, '').replaceAll(/[^\p{L}\p{N}]/gu, '')].length < LEAST_TELLING) throw tooVague()
  const found = await byName(ctx, part, MOST_FOUND + 1)
  if (found.length > MOST_FOUND) throw tooManyFound({ most: MOST_FOUND })
  return found.map(publicSubject)
}

const openRecords = (ctx: Ctx, rows: readonly RecordRow[]): RecordRow[] =>
  rows.filter((row) => isPublished(row, todayOf(ctx)) && kindOf(ctx, row.kind)?.open === true)

/** One enterprise as anyone may see it: only what is in publication, only the fields meant for it. */
export async function publicPage(ctx: Ctx, code: string): Promise<PublicPage> {
  const subject = parseCreditCode(code) || code.length <= 20 ? await subjectBy(ctx, cleanCreditCode(code)) : undefined
  if (!subject || subject.kind === 'person') throw notFound({ what: ctx.locale === 'en' ? 'This subject' : '这个主体' })
  return { subject: publicSubject(subject), ...(await publicParts(ctx, subject)) }
}

async function publicParts(ctx: Ctx, subject: SubjectRow): Promise<Pick<PublicPage, 'records' | 'lists'>> {
  const rows = openRecords(ctx, await recordsOf(ctx, subject, MOST_RECORDS))
  const nameOf = await unitNames(
    ctx,
    rows.map(({ source }) => source),
  )
  const entries = await entriesOf(ctx, { subject: subject.id, states: ['entered'] })
  return {
    records: rows.map((row) => publicRecord(ctx, row, nameOf)),
    lists: entries.map((entry) => ({
      title: listTitle(ctx, entry.list),
      basis: listOf(ctx, entry.list)?.basis ?? '',
      enteredOn: entry.entered_on as string,
      until: entry.until as string,
    })),
  }
}

/**
 * A practitioner is shown only to who knows name and whole number already: then nothing is learnt about who exists. A wrong name,
 * a wrong number and somebody without records get one and the same answer.
 */
export async function publicPractitioner(ctx: Ctx, { name, number }: { name: string; number: string }): Promise<PersonFound> {
  const parsed = parseNationalId(number)
  const found = parsed && (await personByIndex(ctx, indexNumber(ctx, parsed.id)))
  if (!found?.person_name_sealed || indexName(ctx, ctx.secrets.decrypt(found.person_name_sealed)) !== indexName(ctx, name))
    throw notProved()
  const { records } = await publicParts(ctx, found)
  if (records.length === 0) throw notProved()
  return { name: shortName(name), occupation: found.occupation, records }
}
