import { record } from '#engines/audit'
import { type Ctx, notFound, staleVersion } from '#kernel'
import { type DeclaredRegistry, isPersonal } from './definition.ts'
import { alreadyDecided, needsAnother } from './errors.ts'
import { noteAccess } from './look-up.ts'
import { maskValue } from './masks.ts'
import { keepApart, keepTogether, mergeEntities, needsAnotherPerson, splitOff } from './merge.ts'
import { statementOf } from './refresh.ts'
import type { Decision, Explained, ReviewCard, ReviewView } from './schema.ts'
import * as records from './store.ts'
import * as store from './store-reviews.ts'
import { unseal } from './values.ts'

const open = ['open', 'seconding']
const lasting = { decided: ['same', 'different', 'void'], undecided: ['undecided'], open } as const
export type QueueState = keyof typeof lasting

const explained = (all: readonly Explained[], field: string): Explained =>
  all.find((each) => each.field === field) ?? { field, level: 'missing', weight: 0 }

function sideOf(ctx: Ctx, registry: DeclaredRegistry, row: records.RecordRow) {
  const name = maskValue(unseal(ctx, row)[registry.nameField] ?? '—', registry.fields[registry.nameField]?.mask)
  return { record: row.id, entity: row.entity_id, name, source: row.source }
}

function cardOf(
  ctx: Ctx,
  registry: DeclaredRegistry,
  row: store.ReviewRow,
  rows: ReadonlyMap<string, records.RecordRow>,
): ReviewCard {
  const side = (id: string) => sideOf(ctx, registry, rows.get(id) as records.RecordRow)
  return {
    id: row.id,
    registry: row.registry,
    reason: row.reason,
    score: row.score,
    state: row.state,
    version: row.version,
    openedAt: row.opened_at.toISOString(),
    explanation: row.explanation,
    proposal: row.proposal,
    proposedBy: row.proposed_name,
    decidedBy: row.decided_name,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    left: side(row.left_record),
    right: side(row.right_record),
  }
}

const mapOf = async (ctx: Ctx, ids: readonly string[]) =>
  new Map((await records.recordsByIds(ctx, ids)).map((row) => [row.id, row]))

export async function listReviews(
  ctx: Ctx,
  registry: DeclaredRegistry,
  { state, cursor, limit }: { state: QueueState; cursor?: string | undefined; limit: number },
): Promise<{ items: ReviewCard[]; next: string | null }> {
  const after = cursor ? await store.byId(ctx, registry.id, cursor) : undefined
  const rows = await store.list(ctx, registry.id, { states: lasting[state], after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const known = await mapOf(
    ctx,
    page.flatMap(({ left_record, right_record }) => [left_record, right_record]),
  )
  return {
    items: page.map((row) => cardOf(ctx, registry, row, known)),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  }
}

async function reviewRow(
  ctx: Ctx,
  registry: DeclaredRegistry,
  id: string,
  options: { lock?: boolean } = {},
): Promise<store.ReviewRow> {
  const row = await store.byId(ctx, registry.id, id, options)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This pair' : '这一对' })
  return row
}

/** Both side by side, masked alike; the explanation says how alike they are without showing them. */
export async function reviewView(ctx: Ctx, registry: DeclaredRegistry, id: string): Promise<ReviewView> {
  const row = await reviewRow(ctx, registry, id)
  const known = await mapOf(ctx, [row.left_record, row.right_record])
  const [left, right] = [known.get(row.left_record), known.get(row.right_record)] as [records.RecordRow, records.RecordRow]
  const companions = await records.recordsOf(ctx, [left.entity_id, right.entity_id])
  const side = (of: records.RecordRow) => ({
    record: of.id,
    entity: of.entity_id,
    source: of.source,
    observedOn: of.observed_on,
    flags: of.flags,
    companions: companions.filter(({ entity_id }) => entity_id === of.entity_id).length,
  })
  const [a, b] = [statementOf(ctx, left).values, statementOf(ctx, right).values]
  const show = (value: string | undefined, field: string) => (value ? maskValue(value, registry.fields[field]?.mask) : null)
  return {
    ...cardOf(ctx, registry, row, known),
    sides: [side(left), side(right)],
    needsSecond: needsAnotherPerson(ctx),
    fields: Object.entries(registry.fields)
      .filter(([field]) => a[field] || b[field])
      .map(([field, { title }]) => {
        const { level, weight } = explained(row.explanation, field)
        return { id: field, title, left: show(a[field], field), right: show(b[field], field), level, weight }
      }),
  }
}

/** Both records in clear, for who must decide; both people see that it was done. */
export async function unmaskReview(
  ctx: Ctx,
  registry: DeclaredRegistry,
  id: string,
): Promise<{ left: Record<string, string>; right: Record<string, string> }> {
  const row = await reviewRow(ctx, registry, id)
  const known = await mapOf(ctx, [row.left_record, row.right_record])
  const valuesOf = (record: string) => {
    const values = statementOf(ctx, known.get(record) as records.RecordRow).values
    return Object.fromEntries(Object.entries(values).filter(([field]) => isPersonal(registry.fields[field] ?? {})))
  }
  const [left, right] = [valuesOf(row.left_record), valuesOf(row.right_record)]
  const entities = [...new Set([...known.values()].map(({ entity_id }) => entity_id))]
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  const note = ctx.locale === 'en' ? 'Comparing a doubtful pair' : '核对疑似重复的一对'
  await noteAccess(ctx, registry, entities, { what: 'unmasked', fields, purpose: 'data-quality', note })
  return { left, right }
}

/** The older entity is kept, so that what points at it goes on pointing at it. */
async function carryOut(ctx: Ctx, registry: DeclaredRegistry, row: store.ReviewRow, decision: 'same' | 'different', why: string) {
  const known = await mapOf(ctx, [row.left_record, row.right_record])
  const [left, right] = [row.left_record, row.right_record].map((id) => known.get(id)?.entity_id as string) as [string, string]
  if (decision === 'same') {
    await keepTogether(ctx, row.left_record, row.right_record, why)
    const [kept, gone] = left < right ? [left, right] : [right, left]
    if (left !== right) await mergeEntities(ctx, registry, { kept, gone, why, review: row.id })
  } else if (left === right) await splitOff(ctx, registry, left, { taken: [row.right_record], why })
  else await keepApart(ctx, [row.left_record], [row.right_record], why)
}

/** The first to decide wins; the other hears by whom. What is undecided may be taken up again. */
export async function decideReview(ctx: Ctx, registry: DeclaredRegistry, id: string, given: Decision): Promise<ReviewView> {
  await records.lock(ctx, registry.id)
  const row = await reviewRow(ctx, registry, id, { lock: true })
  const { decision, note, version } = given
  if (lasting.decided.some((state) => state === row.state))
    throw alreadyDecided({ by: row.decided_name ?? '' }, { current: await reviewView(ctx, registry, id) })
  if (row.version !== version) throw staleVersion({}, { current: await reviewView(ctx, registry, id) })
  const needsSecond = needsAnotherPerson(ctx) && decision === 'same'
  const why = note || (decision === 'same' ? '经复核为同一对象' : '经复核不是同一对象')
  if (needsSecond && row.proposal !== decision) await store.propose(ctx, id, decision, note)
  else if (needsSecond && row.proposed_by === ctx.user.id) throw needsAnother()
  else {
    await store.decide(ctx, id, decision, note)
    if (decision !== 'undecided') await carryOut(ctx, registry, row, decision, why)
  }
  record(ctx, { action: 'registry.decide', ref: `registry.review:${id}`, after: { decision }, why: note })
  return reviewView(ctx, registry, id)
}

export const waiting = async (ctx: Ctx): Promise<{ count: number }> => ({ count: await store.count(ctx) })
