import { type Ctx, grantsOf, notFound, visibleIds } from '#kernel'
import { recordRead } from '#engines/audit'
import { executionViews, listViews } from './lists-view.ts'
import { openMatters } from './store-matters.ts'
import { unitNames } from './names.ts'
import { shortNumber } from './persons.ts'
import { logQuery } from './queries.ts'
import { records as register } from './records.ts'
import { READ, subjectType } from './store-rights.ts'
import type { ListView, RecordView, SubjectPage } from './schema.ts'
import { scoreOf } from './score-rule.ts'
import { kindOf, kindTitle } from './settings.ts'
import { entriesOf, executionsOf } from './store-lists.ts'
import { countsOf, type RecordRow, recordsOf } from './store-records.ts'
import { representativeOf } from './store-people.ts'
import { practitionersOf, type SubjectRow, subjectBy } from './store-subjects.ts'
import { isPublished, publicSubject, recordView, scored, todayOf } from './views.ts'

const MOST_SHOWN = 200
const MOST_PEOPLE = 50

/** A subject that this reader may see; what they may not see is not there. */
export async function visibleSubject(ctx: Ctx, key: string): Promise<SubjectRow> {
  const subject = await subjectBy(ctx, key)
  if (!subject || !(await visibleIds(ctx, subjectType, [subject.id])).has(subject.id))
    throw notFound({ what: ctx.locale === 'en' ? 'This subject' : '这个信用主体' })
  return subject
}

/** Whoever has the whole district, or acts for the subject, sees every record; a unit sees its own and what is public. */
async function readable(ctx: Ctx, rows: readonly RecordRow[], mine: boolean): Promise<RecordRow[]> {
  if (mine || ctx.user.kind === 'system' || grantsOf(ctx.user, READ).some(({ tree }) => tree === 'all')) return [...rows]
  const own = await visibleIds(
    ctx,
    register.type,
    rows.map(({ id }) => id),
  )
  const today = todayOf(ctx)
  return rows.filter((row) => own.has(row.id) || (isPublished(row, today) && kindOf(ctx, row.kind)?.open === true))
}

export async function recordViews(ctx: Ctx, rows: readonly RecordRow[], mine: boolean): Promise<RecordView[]> {
  const nameOf = await unitNames(
    ctx,
    rows.map(({ source }) => source),
  )
  const open = await openMatters(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => recordView(ctx, row, { nameOf, mine, open: open.get(row.id) ?? null }))
}

/** 主体信用页, joined from everything that is known, under the reader's rights; the look is logged for the subject. */
export async function subjectPage(ctx: Ctx, key: string, purpose: string): Promise<SubjectPage> {
  const subject = await visibleSubject(ctx, key)
  const mine = (await representativeOf(ctx, subject.id)) !== undefined
  const all = await recordsOf(ctx, subject, MOST_SHOWN + 1)
  const rows = await readable(ctx, all.slice(0, MOST_SHOWN), mine)
  const records = await recordViews(ctx, rows, mine)
  const lists = await listViews(ctx, await entriesOf(ctx, { subject: subject.id }))
  const executions = await executionViews(ctx, await executionsOf(ctx, subject.id))
  const people = subject.code ? await practitionersOf(ctx, subject.code, MOST_PEOPLE) : []
  const counts = await countsOf(ctx, subject)
  if (!mine) await logQuery(ctx, subject.id, { kind: 'officer', purpose, answered: true, records: rows.length })
  if (subject.kind === 'person' && !mine)
    recordRead(ctx, { what: 'credit.subject', refs: [`credit.subjects:${subject.id}`], purpose })
  return {
    subject: {
      ...publicSubject(subject),
      address: subject.address,
      occupation: subject.occupation,
      number: subject.person_number_sealed && shortNumber(ctx.secrets.decrypt(subject.person_number_sealed)),
    },
    source: { zh: '信用主体台账', en: 'Ledger of credit subjects' },
    mine,
    counts: counts.map(({ kind, state, n }) => ({ kind, title: kindTitle(ctx, kind), state, n })),
    records,
    more: all.length > MOST_SHOWN,
    lists,
    executions,
    practitioners: people.map(({ id, name, occupation }) => ({ id, name, occupation })),
    score: scoreOf(
      all.map((row) => scored(ctx, row)),
      todayOf(ctx),
    ),
    timeline: timelineOf(records, lists),
  }
}

const tones = { minor: 'neutral', general: 'warning', serious: 'alarm' } as const

function timelineOf(records: readonly RecordView[], lists: readonly ListView[]): SubjectPage['timeline'] {
  const ofRecords = records.map((record) => ({
    id: record.id,
    on: record.decidedOn,
    title: { zh: `${record.kind.title.zh}：${record.title}`, en: `${record.kind.title.en}: ${record.title}` },
    what: record.documentNumber,
    tone: record.degree ? tones[record.degree] : record.kind.code === 'honour' ? ('done' as const) : ('neutral' as const),
  }))
  const ofLists = lists.flatMap(({ id, title, documentNumber, enteredOn, exitedOn }) => [
    ...(enteredOn
      ? [
          {
            id: `${id}-in`,
            on: enteredOn,
            title: { zh: `列入${title.zh}`, en: `Listed: ${title.en}` },
            what: documentNumber,
            tone: 'alarm' as const,
          },
        ]
      : []),
    ...(exitedOn
      ? [
          {
            id: `${id}-out`,
            on: exitedOn,
            title: { zh: `移出${title.zh}`, en: `Off the list: ${title.en}` },
            what: documentNumber,
            tone: 'done' as const,
          },
        ]
      : []),
  ])
  return [...ofRecords, ...ofLists].toSorted((a, b) => b.on.localeCompare(a.on)).slice(0, 100)
}
