import { type Ctx, provide, refOf, system, visibleIds } from '#kernel'
import { type SubjectFacts, subjectFacts, subjectTies, type Tie, type WhichSubject } from '#engines/registry'
import { cleanCreditCode } from '#protocols/credit-code'
import type { Registered } from './schema.ts'
import { recordsOf } from './store-records.ts'
import { subjectType } from './store-rights.ts'
import { subjectBy } from './store-subjects.ts'
import { visibleSubject } from './subject.ts'
import { isActing, todayOf } from './views.ts'

async function factsOn(ctx: Ctx, code: string): Promise<SubjectFacts> {
  const { answers } = await ctx.ask(subjectFacts, { kind: 'enterprise', code })
  return answers.flatMap(({ value }) => value).filter(({ open, personal }) => open && !personal)
}

/**
 * 登记信息: what the registry of legal entities holds under this code, each field with its source. Whoever may see the subject sees
 * what is open of it; the way into the registry itself is for those who may go there.
 */
export async function registeredFacts(ctx: Ctx, key: string): Promise<Registered> {
  const subject = await visibleSubject(ctx, key)
  if (!subject.code) return { ref: null, fields: [] }
  const own = await factsOn(ctx, subject.code)
  const facts = own.length > 0 ? own : await factsOn(ctx.as(system), subject.code)
  return {
    ref: own[0]?.ref ?? null,
    fields: facts.map(({ field, title, value, says, from, observedOn }) => ({
      field,
      title,
      says,
      from,
      observedOn,
      differs: field === 'name' && value !== subject.name ? subject.name : null,
    })),
  }
}

const title = { zh: '公共信用', en: 'Public credit' }

/** The other way: from the registry's entry to what is kept here about it, for whoever may see it here. */
export async function tiesOf(ctx: Ctx, { kind, code }: WhichSubject): Promise<Tie[]> {
  const subject = kind === 'enterprise' ? await subjectBy(ctx, cleanCreditCode(code)) : undefined
  if (!subject || !(await visibleIds(ctx, subjectType, [subject.id])).has(subject.id)) return []
  const rows = await recordsOf(ctx, subject, MOST)
  const today = todayOf(ctx)
  const acting = rows.filter((row) => isActing(row, today)).length
  const count = rows.length === MOST ? `${MOST}+` : String(rows.length)
  const name =
    ctx.locale === 'en' ? `${count} records, ${acting} adverse in force` : `信用信息 ${count} 条，在期失信 ${acting} 条`
  return [{ ref: refOf('credit.subjects', subject.id), title, name, since: null }]
}
const MOST = 200

export const tieProvider = provide(subjectTies, tiesOf)
