import type { Ctx, Text } from '#kernel'
import { tell } from '#engines/notify'
import { notDeciding } from './errors.ts'
import { accountsFor } from './store-people.ts'
import { lockMatter, moveMatter, type RepairRow } from './store-matters.ts'
import { lockRecord } from './store-records.ts'
import { withdrawRecord } from './withdraw.ts'

const outcome = (zh: string, en: string): Text => ({ zh, en })
export const repairTurns = {
  receive: { accept: outcome('受理，转认定单位', 'Receive, forward'), refuse: outcome('不予受理', 'Do not receive') },
  decide: { grant: outcome('准予修复', 'Grant'), refuse: outcome('不予修复', 'Refuse') },
}

const next: Record<string, RepairRow['state']> = { accept: 'deciding', refuse: 'refused', grant: 'granted' }
const said: Record<string, Text> = {
  accept: { zh: '修复申请已受理，正由认定单位决定', en: 'Your application is with the department that decides' },
  refuse: { zh: '修复申请未获准', en: 'Your application was not granted' },
  grant: { zh: '已准予修复：停止公示和共享，相关措施解除', en: 'Granted: no longer published or shared, measures lifted' },
}

/** 准予修复 takes effect at once: publication and sharing stop, sanctions are lifted, receivers are told. */
export async function decideRepair(ctx: Ctx, id: string, turn: string, comment: string | null | undefined): Promise<void> {
  const row = await lockMatter(ctx, 'repair', id)
  if (!row || row.ended_at) throw notDeciding()
  const state = next[turn] as RepairRow['state']
  await moveMatter(ctx, 'repair', id, { state, answer: comment ?? null, ended: state !== 'deciding' })
  if (turn === 'grant') {
    const record = await lockRecord(ctx, row.record_id)
    if (record && (record.state === 'published' || record.state === 'unpublished')) await withdrawRecord(ctx, record, 'repaired')
  }
  await tell(ctx, {
    to: await accountsFor(ctx, row.subject_id),
    title: said[turn] as Text,
    body: { zh: `${row.number}${comment ? `：${comment}` : ''}`, en: `${row.number}${comment ? `: ${comment}` : ''}` },
    ref: `credit.repair:${id}`,
  })
}
