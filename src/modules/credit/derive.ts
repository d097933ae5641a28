import { cleanCreditCode, parseCreditCode } from '#protocols/credit-code'
import { parseNationalId } from '#protocols/national-id'
import type { Day } from './dates.ts'
import { type Degree, publicationOf } from './repair-rule.ts'

/** What a department says of one act; what follows from it is computed here and nowhere else. */
export interface Told {
  subject_code: string | null
  kind: string
  degree: string | null
  decided_on: Day
  term_months: number | null
  must_publish: boolean
  basis: string
  state?: string
}

export interface Derived {
  state: 'published' | 'unpublished' | 'repaired' | 'ended'
  repair_from: Day | null
  publish_until: Day | null
  flags: string
}

export interface KindFacts {
  adverse: boolean
  open: boolean
}

/** What is doubtful about a record. It is kept all the same: a wrong digit is evidence, a lost record is not. */
export type Flag = 'code-shape' | 'code-check' | 'person-check' | 'no-subject' | 'degree-missing' | 'basis-missing'

export function codeFlag(code: string): Flag | undefined {
  const parsed = parseCreditCode(code)
  if (!parsed) return 'code-shape'
  return parsed.faults.length > 0 ? 'code-check' : undefined
}

function flagsOf(told: Told, kind: KindFacts | undefined, person: string | null | undefined): Flag[] {
  const isAct = kind?.adverse === true
  const number = person ? parseNationalId(person) : undefined
  return [
    told.subject_code ? codeFlag(told.subject_code) : undefined,
    person !== undefined && person !== null && (number === null || (number?.faults.length ?? 0) > 0) ? 'person-check' : undefined,
    !told.subject_code && person === null ? 'no-subject' : undefined,
    isAct && !told.degree ? 'degree-missing' : undefined,
    isAct && told.basis.trim() === '' ? 'basis-missing' : undefined,
  ].filter((flag): flag is Flag => flag !== undefined)
}

/**
 * `person`: the number in clear when it is at hand, null when there is none, undefined when it is sealed and was checked before.
 * An act without a degree or a basis is kept and not published: doubt speaks for the subject.
 */
export function derive(told: Told, kind: KindFacts | undefined, today: Day, person?: string | null): Derived {
  const flags = flagsOf(told, kind, person)
  const isAct = kind?.adverse === true && told.degree !== null
  const act = isAct
    ? publicationOf({
        degree: told.degree as Degree,
        decidedOn: told.decided_on,
        termMonths: told.term_months,
        mustPublish: told.must_publish,
      })
    : undefined
  const shown = act ? act.published && !flags.includes('basis-missing') : kind?.adverse !== true
  const over = act !== undefined && today >= act.endsOn
  const settled = told.state === 'repaired' || told.state === 'ended'
  return {
    state: settled ? (told.state as Derived['state']) : over ? 'ended' : shown && kind?.open ? 'published' : 'unpublished',
    repair_from: act?.repairFrom ?? null,
    publish_until: act?.endsOn ?? null,
    flags: flags.join(' '),
  }
}

/** Codes as people write them come to one form; what is no code at all stays as it was written. */
export function tidyCode(text: string | null): string | null {
  if (text === null || text.trim() === '') return null
  const clean = cleanCreditCode(text)
  return clean === '' ? null : clean.slice(0, 40)
}
