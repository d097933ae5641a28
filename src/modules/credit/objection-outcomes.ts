import type { Ctx, Text } from '#kernel'
import { tell } from '#engines/notify'
import { removeRow, updateRow } from '#engines/registers'
import { records } from './records.ts'
import type { Correction } from './schema.ts'
import { notDeciding } from './errors.ts'
import { accountsFor } from './store-people.ts'
import { lockMatter, moveMatter, type ObjectionRow } from './store-matters.ts'
import { lockRecord, setDisputed } from './store-records.ts'
import { tellReceivers, withdrawRecord } from './withdraw.ts'

const outcome = (zh: string, en: string): Text => ({ zh, en })
export const objectionTurns = {
  accept: { accept: outcome('受理，转认定单位', 'Accept, forward'), refuse: outcome('不予受理', 'Do not accept') },
  check: { correct: outcome('更正', 'Correct'), remove: outcome('撤销', 'Remove'), keep: outcome('维持', 'Keep') },
}

const next: Record<string, ObjectionRow['state']> = {
  accept: 'checking',
  refuse: 'refused',
  correct: 'corrected',
  remove: 'removed',
  keep: 'kept',
}
const said: Record<string, Text> = {
  accept: { zh: '异议已受理，正由认定单位核查', en: 'Your objection is being checked by the department' },
  refuse: { zh: '异议未予受理', en: 'Your objection was not accepted' },
  correct: { zh: '异议成立，记录已更正', en: 'Your objection was right; the record has been corrected' },
  remove: { zh: '异议成立，记录已撤销', en: 'Your objection was right; the record has been removed' },
  keep: { zh: '经核查维持原记录', en: 'After checking, the record stays as it is' },
}

/** The matter, its record and whoever is told, in the transaction that moves the process. */
export async function decideObjection(
  ctx: Ctx,
  id: string,
  turn: string,
  comment: string | null | undefined,
  correction?: Correction,
): Promise<void> {
  const row = await lockMatter(ctx, 'objection', id)
  if (!row || row.ended_at) throw notDeciding()
  const state = next[turn] as ObjectionRow['state']
  const ended = state !== 'checking'
  await moveMatter(ctx, 'objection', id, { state, answer: comment ?? null, ended })
  if (ended) await setDisputed(ctx, row.record_id, false)
  if (turn === 'correct') await correctRecord(ctx, row, correction ?? {})
  if (turn === 'remove') await removeRecord(ctx, row)
  await tell(ctx, {
    to: await accountsFor(ctx, row.subject_id),
    title: said[turn] as Text,
    body: { zh: `${row.number}${comment ? `：${comment}` : ''}`, en: `${row.number}${comment ? `: ${comment}` : ''}` },
    ref: `credit.objection:${id}`,
  })
}

async function correctRecord(ctx: Ctx, row: ObjectionRow, correction: Correction): Promise<void> {
  const values = Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== undefined))
  const before = await lockRecord(ctx, row.record_id)
  await updateRow(overRecord(ctx, row.source), records, row.record_id, { values, why: `异议更正 ${row.number}` })
  if (before) await tellReceivers(ctx, before, 'corrected')
}

async function removeRecord(ctx: Ctx, row: ObjectionRow): Promise<void> {
  const before = await lockRecord(ctx, row.record_id)
  if (before) await withdrawRecord(ctx, before, 'removed')
  await removeRow(overRecord(ctx, row.source), records, row.record_id, { why: `异议撤销 ${row.number}` })
}

/** Deciding on an objection is a right of its own; it carries the change of this one record with it. */
const overRecord = (ctx: Ctx, source: string): Ctx =>
  ctx.as({
    ...ctx.user,
    grants: [
      ...ctx.user.grants,
      ...['credit.read', 'credit.edit'].map((capability) => ({ capability, tree: 'organisation' as const, path: source })),
    ],
  })
