import { type Ctx, notFound, type Text } from '#kernel'
import { filesOf } from '#engines/files'
import { processOf } from '#engines/process'
import { conditionViews, matterRef } from './matters.ts'
import { unitNames } from './names.ts'
import type { Condition } from './repair-rule.ts'
import type { MatterMark, Matters, ObjectionView, RepairView } from './schema.ts'
import { type MatterKind, type MatterRow, mattersOfSubject, type RowOf, visibleMatter, visibleMatters } from './store-matters.ts'
import { recordById } from './store-records.ts'
import { representativeOf } from './store-people.ts'
import { subjectsByIds } from './store-subjects.ts'
import { recordViews } from './subject.ts'
import { publicSubject } from './views.ts'

const stateTitles: Record<string, Text> = {
  accepting: { zh: '待信用办受理', en: 'Waiting for the credit office' },
  checking: { zh: '认定单位核查中', en: 'Being checked by the department' },
  receiving: { zh: '待信用办受理', en: 'Waiting for the credit office' },
  deciding: { zh: '认定单位决定中', en: 'With the department that decides' },
  refused: { zh: '未获准', en: 'Refused' },
  corrected: { zh: '已更正', en: 'Corrected' },
  removed: { zh: '已撤销', en: 'Removed' },
  kept: { zh: '维持原记录', en: 'Kept as it was' },
  granted: { zh: '已修复', en: 'Repaired' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
}

type Common = Omit<MatterMark, 'kind'>

async function commonViews(ctx: Ctx, kind: MatterKind, rows: readonly MatterRow[]): Promise<Common[]> {
  const subjects = await subjectsByIds(ctx, [...new Set(rows.map((row) => row.subject_id))])
  const nameOf = await unitNames(
    ctx,
    rows.map(({ source }) => source),
  )
  const views: Common[] = []
  for (const row of rows) {
    const subject = subjects.get(row.subject_id)
    if (!subject) continue
    const record = await recordById(ctx, row.record_id)
    const mine = (await representativeOf(ctx, row.subject_id)) !== undefined
    const [view] = record ? await recordViews(ctx, [record], mine) : []
    views.push({
      id: row.id,
      number: row.number,
      state: row.state,
      stateTitle: stateTitles[row.state] ?? { zh: row.state, en: row.state },
      askedAt: row.asked_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      answer: row.answer,
      version: row.version,
      subject: publicSubject(subject),
      record: view ?? null,
      department: nameOf(row.source),
      ...(row.ended_at ? { task: null, waits: null } : await standingOf(ctx, kind, row.id)),
    })
  }
  return views
}

/** What it waits for and how its clock stands, for everybody who may see it; the task itself for whoever may do it. */
async function standingOf(ctx: Ctx, kind: MatterKind, id: string): Promise<Pick<Common, 'task' | 'waits'>> {
  const task = (await processOf(ctx, matterRef(kind, id)))?.tasks.find(({ state }) => state === 'open')
  if (!task) return { task: null, waits: null }
  const { stepTitle, step, outcomes, clock } = task
  const overdue = clock.state === 'overdue'
  return {
    waits: { title: stepTitle, clock: clock.says, overdue },
    task: task.mayComplete ? { id: task.id, step, title: stepTitle, outcomes, clock: clock.says, overdue } : null,
  }
}

async function parts(ctx: Ctx, kind: MatterKind, id: string) {
  const ref = matterRef(kind, id)
  const files = (await filesOf(ctx, [ref])).map(({ id, name, kind, url }) => ({ id, name, kind, url }))
  return { files, process: (await processOf(ctx, ref)) ?? null }
}

async function found<K extends MatterKind>(ctx: Ctx, kind: K, id: string): Promise<RowOf<K>> {
  const row = await visibleMatter(ctx, kind, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This matter' : '这件事项' })
  return row
}

export async function objectionView(ctx: Ctx, id: string): Promise<ObjectionView> {
  const row = await found(ctx, 'objection', id)
  const [common] = await commonViews(ctx, 'objection', [row])
  return { ...(common as Common), wants: row.wants, reason: row.reason, ...(await parts(ctx, 'objection', id)) }
}

export async function repairView(ctx: Ctx, id: string): Promise<RepairView> {
  const row = await found(ctx, 'repair', id)
  const [common] = await commonViews(ctx, 'repair', [row])
  const { statement, commitment, rule } = row
  const conditions = conditionViews(row.conditions as Condition[])
  return { ...(common as Common), statement, commitment, rule, conditions, ...(await parts(ctx, 'repair', id)) }
}

export async function matterList(
  ctx: Ctx,
  kind: MatterKind,
  { open, cursor, limit }: { open?: 'true' | 'false' | undefined; cursor?: string | undefined; limit: number },
): Promise<Matters> {
  const rows = await visibleMatters(ctx, kind, { open: open && open === 'true', cursor, limit: limit + 1 })
  const items = (await commonViews(ctx, kind, rows.slice(0, limit))).map((view) => ({ ...view, kind }))
  return { items, next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null }
}

/** All that was ever asked about one subject; the caller has shown that it may be seen. */
export async function mattersOf(ctx: Ctx, subject: string): Promise<MatterMark[]> {
  const objections = await commonViews(ctx, 'objection', await mattersOfSubject(ctx, 'objection', subject))
  const repairs = await commonViews(ctx, 'repair', await mattersOfSubject(ctx, 'repair', subject))
  return [
    ...objections.map((view) => ({ ...view, kind: 'objection' as const })),
    ...repairs.map((view) => ({ ...view, kind: 'repair' as const })),
  ].toSorted((a, b) => b.askedAt.localeCompare(a.askedAt))
}
