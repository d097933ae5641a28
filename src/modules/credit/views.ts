import { type Ctx, districtOf, type Text } from '#kernel'
import { dayIn, type Day } from './dates.ts'
import { type Degree, ruleOn } from './repair-rule.ts'
import type { PublicRecord, PublicSubject, RecordView } from './schema.ts'
import type { Scored } from './score-rule.ts'
import { creditOf, fieldTitle, kindOf, kindTitle } from './settings.ts'
import type { RecordRow } from './store-records.ts'
import type { SubjectRow } from './store-subjects.ts'

export const todayOf = (ctx: Ctx): Day => dayIn(ctx.now, districtOf(ctx.house).timeZone)

export const publicSubject = (row: SubjectRow): PublicSubject => ({
  id: row.id,
  kind: row.kind,
  code: row.code,
  name: row.name,
  status: row.status,
  industry: row.industry,
  registeredOn: row.registered_on,
})

export const publicRecord = (ctx: Ctx, row: RecordRow, nameOf: (path: string) => Text): PublicRecord => ({
  id: row.id,
  kind: { code: row.kind, title: kindTitle(ctx, row.kind) },
  field: { code: row.field, title: fieldTitle(ctx, row.field) },
  title: row.title,
  documentNumber: row.document_number,
  department: nameOf(row.source),
  decidedOn: row.decided_on,
  validUntil: row.valid_until,
  degree: row.degree,
  basis: row.basis,
  publishUntil: row.publish_until,
  disputed: row.disputed,
})

/** In publication today: the sweep may not have run yet, the day counts all the same. */
export const isPublished = (row: RecordRow, today: Day): boolean =>
  row.state === 'published' && row.removed_at === null && (row.publish_until === null || today < row.publish_until)

/** Adverse and still in force: what may be repaired. */
export const isActing = (row: RecordRow, today: Day): boolean =>
  row.degree !== null &&
  (row.state === 'published' || row.state === 'unpublished') &&
  (row.publish_until === null || today < row.publish_until)

export type OpenMatter = RecordView['open']

export function recordView(
  ctx: Ctx,
  row: RecordRow,
  { nameOf, mine, open }: { nameOf: (path: string) => Text; mine: boolean; open: OpenMatter },
): RecordView {
  const rule = row.degree ? ruleOn(row.decided_on) : null
  const today = todayOf(ctx)
  const acting = isActing(row, today)
  return {
    ...publicRecord(ctx, row, nameOf),
    content: row.content,
    state: acting || row.degree === null || row.state === 'repaired' ? row.state : 'ended',
    outcome: row.outcome,
    repairFrom: row.repair_from,
    rule: rule && { id: rule.id, title: rule.title, basis: rule.basis },
    dutyDoneOn: row.duty_done_on,
    flags: row.flags.split(' ').filter(Boolean),
    version: row.version,
    mayObject: mine && open === null,
    mayRepair: mine && open === null && acting && row.repair_from !== null && today >= row.repair_from,
    open,
  }
}

export const scored = (ctx: Ctx, row: RecordRow): Scored => {
  const over = kindOf(ctx, row.kind)?.adverse === true && row.degree !== null && !isActing(row, todayOf(ctx))
  return {
    id: row.id,
    kind: row.kind,
    degree: row.degree,
    outcome: row.outcome,
    decidedOn: row.decided_on,
    basis: row.basis,
    state: over && row.state !== 'repaired' ? 'ended' : row.state,
    disputed: row.disputed,
  }
}

export const limitsOf = (ctx: Ctx) => creditOf(ctx).limits
export type { Degree }
