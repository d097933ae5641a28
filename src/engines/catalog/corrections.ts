import { record } from '#engines/audit'
import { tell } from '#engines/notify'
import { type Ctx, demand, holdsOver, newId, notFound, staleVersion } from '#kernel'
import { STEWARD } from './directory.ts'
import { resourceRef } from './lineage.ts'
import { measure, measureTable, ruleWith } from './quality.ts'
import { missing } from './resources.ts'
import type { AnswerCorrection, Correction, NewCorrection } from './schema.ts'
import type * as resources from './store.ts'
import * as store from './store-quality.ts'

const failedNow = async (
  ctx: Ctx,
  rule: store.Armed,
  distribution: resources.DistributionRow,
  resource: resources.ResourceRow,
) => {
  const { results } = await measureTable(ctx, resource, distribution.id, [rule])
  return results[0]?.failed ?? 0
}

/** Asks the duty-holder to correct what fails a rule; anyone who reads the directory may. */
export async function requestCorrection(ctx: Ctx, ruleId: string, { note, keys }: NewCorrection): Promise<Correction> {
  const { rule, distribution, resource } = await ruleWith(ctx, ruleId)
  if (!resource.provider) throw missing(ctx)
  const id = newId()
  const failed = await failedNow(ctx, rule, distribution, resource)
  await store.insertCorrection(ctx, {
    id,
    rule_id: rule.id,
    resource_id: resource.id,
    provider: resource.provider,
    note,
    keys,
    failed_before: failed,
  })
  record(ctx, {
    action: 'catalog.request-correction',
    ref: resourceRef(resource.id),
    after: { rule: rule.title, failed },
    why: note,
  })
  await tell(ctx, {
    to: { organisation: resource.provider, capability: STEWARD },
    title: { zh: '请更正数据', en: 'Please correct data' },
    body: {
      zh: `${resource.name.zh}：${rule.title.zh}，${failed} 行不合格`,
      en: `${resource.name.en}: ${rule.title.en}, ${failed} rows fail`,
    },
    ref: resourceRef(resource.id),
  })
  return correctionOf(ctx, (await store.correction(ctx, id)) as store.CorrectionRow)
}

function correctionOf(ctx: Ctx, row: store.CorrectionRow): Correction {
  return {
    id: row.id,
    rule: row.rule_id,
    ruleTitle: row.rule_title,
    resource: { id: row.resource_id, name: row.resource_name },
    senderName: row.sender_name,
    note: row.note,
    keys: row.keys,
    failedBefore: row.failed_before,
    failedAfter: row.failed_after,
    state: row.state,
    answer: row.answer,
    answeredBy: row.answered_by,
    createdAt: row.created_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    version: row.version,
    may: { answer: row.state === 'open' && holdsOver(ctx.user, STEWARD, { organisation: row.provider }) },
  }
}

export const listCorrections = async (
  ctx: Ctx,
  filter: { resource?: string | undefined; state?: string | undefined },
): Promise<Correction[]> => (await store.corrections(ctx, filter)).map((row) => correctionOf(ctx, row))

/** The duty-holder's answer: the rule is measured again, so that "corrected" is what the data say. */
export async function answerCorrection(
  ctx: Ctx,
  id: string,
  { version, outcome, answer }: AnswerCorrection,
): Promise<Correction> {
  const row = await store.correction(ctx, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This request' : '这份更正请求' })
  demand(ctx.user, STEWARD, { organisation: row.provider })
  if (row.version !== version || row.state !== 'open') throw staleVersion({}, { current: correctionOf(ctx, row) })
  const { rule, distribution, resource } = await ruleWith(ctx, row.rule_id)
  const failedAfter = await failedNow(ctx, rule, distribution, resource)
  await store.answerCorrection(ctx, { id, state: outcome, answer, failedAfter })
  await measure(ctx, resource.id, 'correction')
  record(ctx, {
    action: 'catalog.answer-correction',
    ref: resourceRef(resource.id),
    after: { outcome, failedAfter },
    why: answer,
  })
  await tell(ctx, {
    to: [row.sender],
    title:
      outcome === 'corrected'
        ? { zh: '数据已更正', en: 'Data were corrected' }
        : { zh: '更正请求未采纳', en: 'A correction was declined' },
    body: { zh: `${resource.name.zh}：${answer}`, en: `${resource.name.en}: ${answer}` },
    ref: resourceRef(resource.id),
  })
  return correctionOf(ctx, (await store.correction(ctx, id)) as store.CorrectionRow)
}
