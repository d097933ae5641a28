import type { Change } from '#engines/registers'
import { type Ctx, wordsOf } from '#kernel'
import { derive, tidyCode } from './derive.ts'
import { nobody, type Sealed, sealPerson, shortName } from './persons.ts'
import { kindOf } from './settings.ts'
import { queueRows } from './store-exchange.ts'
import { insertRecordExecutions } from './store-lists.ts'
import { type Computed, type NewRecord, setComputed } from './store-records.ts'
import { insertSubjects, type NewSubject } from './store-subjects.ts'
import { todayOf } from './views.ts'
import { recordWithdrawn } from './events.ts'

/** The columns of the ledger that matter here, in clear. */
export interface Told {
  subject_code: string | null
  subject_name: string | null
  person_name: string | null
  person_number: string | null
  document_number: string
  field: string
  kind: string
  title: string
  decided_on: string
  degree: string | null
  term_months: number | null
  must_publish: boolean | null
  basis: string | null
  state: string | null
}

const kinds: Record<string, NewSubject['kind']> = {
  '92': 'self-employed',
  '51': 'social',
  '52': 'social',
  '53': 'social',
  '12': 'institution',
  '11': 'institution',
}

type Subject = Pick<NewRecord, 'subject_code' | 'subject_name' | 'flags'> & Sealed

function subjectOf(row: Subject): NewSubject | undefined {
  const code = row.subject_code
  if (!code && !row.person_number_index) return undefined
  const flags = row.flags.split(' ').filter((flag) => flag.startsWith('code') || flag.startsWith('person'))
  return {
    kind: code ? (kinds[code.slice(0, 2)] ?? 'enterprise') : 'person',
    code,
    name: row.subject_name || code || '',
    status: 'active',
    industry: null,
    registered_on: null,
    address: null,
    flags: flags.join(' '),
    ...(code ? nobody : sealedOf(row)),
    employer_code: null,
    occupation: null,
    words: code ? wordsOf([row.subject_name, code]) : '',
  }
}

const sealedOf = ({ person_name_sealed, person_name_index, person_number_sealed, person_number_index }: Sealed): Sealed => ({
  person_name_sealed,
  person_name_index,
  person_number_sealed,
  person_number_index,
})

/** Whoever a record is about enters the ledger of subjects. */
async function enterSubjects(ctx: Ctx, rows: readonly Subject[]): Promise<void> {
  const subjects = rows.flatMap((row) => subjectOf(row) ?? [])
  if (subjects.length > 0) await insertSubjects(ctx, subjects)
}

/** What follows from these rows by the rules: never what a file says of itself. A row once repaired or ended stays so. */
function computed(ctx: Ctx, id: string, told: Told, before: Told | null): Computed {
  const code = tidyCode(told.subject_code)
  const isPerson = !code && told.person_number !== null
  const settled = before?.state === 'repaired' || before?.state === 'ended' ? before.state : undefined
  const acts = {
    subject_code: code,
    kind: told.kind,
    degree: told.degree,
    decided_on: told.decided_on,
    term_months: told.term_months,
    must_publish: told.must_publish === true,
    basis: told.basis ?? '',
    ...(settled && { state: settled }),
  }
  return {
    id,
    subject_code: code,
    subject_name: isPerson ? shortName(told.person_name ?? '') : (told.subject_name ?? ''),
    ...(isPerson ? sealPerson(ctx, told.person_name ?? '', told.person_number ?? '') : nobody),
    ...derive(acts, kindOf(ctx, told.kind), todayOf(ctx), told.person_number),
  }
}

/** After rows of the ledger were written, by hand, file or API: subjects enter theirs, the platform above is to hear of it. */
export async function takeIn(ctx: Ctx, changes: readonly Change<any>[]): Promise<void> {
  const rows = changes.flatMap(({ before, after }) =>
    after
      ? [{ id: after.id, before: (before?.values as unknown as Told | undefined) ?? null, told: after.values as unknown as Told }]
      : [],
  )
  if (rows.length > 0) {
    const results = rows.map(({ id, told, before }) => computed(ctx, id, told, before))
    await setComputed(ctx, results)
    await enterSubjects(ctx, results)
    const added = rows.filter(({ before }) => !before).map(({ id }) => id)
    if (added.length > 0) await insertRecordExecutions(ctx, added, todayOf(ctx))
    await queueRows(
      ctx,
      rows.map(({ id, told, before }) => ({ record: id, field: told.field, what: before ? 'change' : 'add' })),
    )
  }
  for (const { before, after } of changes)
    if (before && !after) await ctx.emit(recordWithdrawn, { record: before.id, why: 'removed' })
}
