import { provide, type Ctx } from '#kernel'
import { type SubjectWarning, subjectWarnings } from '#engines/registry'
import { cleanCreditCode } from '#protocols/credit-code'
import { indexNumber } from './persons.ts'
import { logQuery } from './queries.ts'
import { kindTitle, listOf, listTitle } from './settings.ts'
import { entriesOf } from './store-lists.ts'
import { recordsOf } from './store-records.ts'
import { personByIndex, subjectBy } from './store-subjects.ts'
import { isActing, todayOf } from './views.ts'

const MOST = 200
const levels = { minor: 'info', general: 'warning', serious: 'alarm' } as const

/** For whoever decides on an application: lists and acts in force, each with what follows and on which norm. The look is logged. */
export async function warningsOf(
  ctx: Ctx,
  { kind, code }: { kind: 'enterprise' | 'person'; code: string },
): Promise<SubjectWarning[]> {
  const subject =
    kind === 'enterprise' ? await subjectBy(ctx, cleanCreditCode(code)) : await personByIndex(ctx, indexNumber(ctx, code))
  if (!subject) return []
  const today = todayOf(ctx)
  const ofLists = (await entriesOf(ctx, { subject: subject.id, states: ['entered'] })).map((entry) => ({
    title: listTitle(ctx, entry.list),
    consequence: listOf(ctx, entry.list)?.consequence ?? { zh: '', en: '' },
    level: 'alarm' as const,
    since: entry.entered_on ?? today,
    ...(entry.until && { until: entry.until }),
    basis: listOf(ctx, entry.list)?.basis ?? '',
    ref: `credit.list-entry:${entry.id}`,
  }))
  const acts = (await recordsOf(ctx, subject, MOST)).filter(
    (row) => isActing(row, today) && row.state === 'published' && row.kind !== 'list' && !row.disputed,
  )
  const ofActs = acts.map((row) => ({
    title: { zh: `${kindTitle(ctx, row.kind).zh}：${row.title}`, en: `${kindTitle(ctx, row.kind).en}: ${row.title}` },
    consequence: { zh: '提示审查，不单独作为不予许可的依据', en: 'To be looked at; by itself no ground for refusal' },
    level: levels[row.degree ?? 'minor'],
    since: row.decided_on,
    ...(row.publish_until && { until: row.publish_until }),
    basis: row.basis,
    ref: `credit.records:${row.id}`,
  }))
  if (ctx.mode === 'write')
    await logQuery(ctx, subject.id, {
      kind: 'approval',
      purpose: '行政审批核查',
      answered: true,
      records: ofLists.length + ofActs.length,
    })
  return [...ofLists, ...ofActs]
}

export const warningProvider = provide(subjectWarnings, warningsOf)
