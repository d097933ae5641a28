import { type Ctx, holdsOver, nextNumber, notFound } from '#kernel'
import { record } from '#engines/audit'
import { type Outcome, upsertRows } from '#engines/registers'
import { derive, tidyCode } from './derive.ts'
import { keyReused, notYourSource } from './errors.ts'
import { flagTitles, records } from './records.ts'
import type { AnswerLine, HandedIn, HandIn, Receipt } from './schema.ts'
import { kindOf } from './settings.ts'
import { insertReceipt, receiptByKey, receiptRows, type ReceiptRow, visibleReceipt } from './store-receipts.ts'
import { todayOf } from './views.ts'

const HAND_IN = 'credit.hand-in'

/**
 * 接口报送: a batch of records under the sender's own key. Sent again it gets the same receipt; the same key with other content is
 * refused. Rows with doubtful codes are taken and flagged, rows that say nothing usable are refused by name.
 */
export async function handIn(ctx: Ctx, batch: HandIn): Promise<Receipt> {
  const source = batch.source ?? ctx.user.organisation
  if (!source || !holdsOver(ctx.user, HAND_IN, { organisation: source })) throw notYourSource()
  const digest = ctx.secrets.digest(JSON.stringify([source, batch.records]))
  const before = await receiptByKey(ctx, ctx.user.id, batch.key)
  if (before && before.digest !== digest) throw keyReused({ key: batch.key, number: before.number })
  if (before) return receiptView(before, true)
  const year = Number(todayOf(ctx).slice(0, 4))
  const number = `信收〔${year}〕第 ${await nextNumber(ctx, 'credit.receipt', year)} 号`
  const lines = await takeLines(ctx, source, batch.records, number)
  const count = (...results: AnswerLine['result'][]) => lines.filter(({ result }) => results.includes(result)).length
  const row = await insertReceipt(ctx, {
    number,
    source,
    key: batch.key,
    digest,
    accepted: count('accepted', 'changed'),
    flagged: count('flagged'),
    repeated: count('repeated'),
    refused: count('refused'),
    answers: lines,
  })
  record(ctx, {
    action: 'credit.hand-in',
    ref: `credit.receipt:${row.id}`,
    after: { source, rows: lines.length, number: row.number },
  })
  return receiptView(row, false)
}

/** Whoever may hand in for a unit writes that unit's records, and no more. */
const overSource = (ctx: Ctx, source: string): Ctx =>
  ctx.as({
    ...ctx.user,
    grants: [
      ...ctx.user.grants,
      ...['credit.read', 'credit.edit'].map((capability) => ({ capability, tree: 'organisation' as const, path: source })),
    ],
  })

async function takeLines(ctx: Ctx, source: string, handed: readonly HandedIn[], number: string): Promise<AnswerLine[]> {
  const future = handed.map(({ decidedOn }) => decidedOn > todayOf(ctx))
  const usable = handed.flatMap((one, at) => (future[at] ? [] : [valuesOf(source, one)]))
  const outcomes = await upsertRows(overSource(ctx, source), records, usable, { source: `intake:${number}` })
  return handed.map((one, at): AnswerLine => {
    const line = { line: at + 1, documentNumber: one.documentNumber }
    if (future[at]) return { ...line, result: 'refused', why: [inFuture] }
    const { outcome, faults } = outcomes.shift() as Outcome
    if (outcome === 'refused') return { ...line, result: 'refused', why: faults.map(({ path, text }) => ({ code: path, text })) }
    const why = flagWords(flagsFor(ctx, one))
    const result = outcome === 'same' ? 'repeated' : outcome === 'changed' ? 'changed' : why.length > 0 ? 'flagged' : 'accepted'
    return { ...line, result, why }
  })
}

const inFuture = { code: 'decided_on', text: { zh: '认定日期在今天之后', en: 'Decided in the future' } }

/** As the ledger's columns have it; a person's shortened name is made there. */
function valuesOf(source: string, one: HandedIn) {
  const code = tidyCode(one.code ?? null)
  const isPerson = !code && one.number !== undefined
  return {
    subject_code: code,
    ...(isPerson ? { person_name: one.name, person_number: one.number } : { subject_name: one.name }),
    source,
    document_number: one.documentNumber,
    field: one.field,
    kind: one.kind,
    title: one.title,
    decided_on: one.decidedOn,
    valid_until: one.validUntil ?? null,
    degree: one.degree ?? null,
    outcome: one.outcome ?? null,
    term_months: one.termMonths ?? null,
    must_publish: one.mustPublish ?? null,
    basis: one.basis || null,
    content: one.content || null,
    duty_done_on: one.dutyDoneOn ?? null,
  }
}

function flagsFor(ctx: Ctx, one: HandedIn): string {
  const code = tidyCode(one.code ?? null)
  const told = {
    subject_code: code,
    kind: one.kind,
    degree: one.degree ?? null,
    decided_on: one.decidedOn,
    term_months: one.termMonths ?? null,
    must_publish: one.mustPublish ?? false,
    basis: one.basis,
  }
  return derive(told, kindOf(ctx, one.kind), todayOf(ctx), code ? null : (one.number ?? null)).flags
}

const flagWords = (flags: string): AnswerLine['why'] =>
  flags
    .split(' ')
    .filter(Boolean)
    .map((flag) => ({ code: flag, text: flagTitles[flag] ?? { zh: flag, en: flag } }))

const receiptView = (row: ReceiptRow, again: boolean): Receipt => ({
  id: row.id,
  number: row.number,
  at: row.at.toISOString(),
  source: row.source,
  key: row.key,
  accepted: row.accepted,
  flagged: row.flagged,
  repeated: row.repeated,
  refused: row.refused,
  lines: row.answers,
  again,
})

export async function readReceipt(ctx: Ctx, id: string): Promise<Receipt> {
  const row = await visibleReceipt(ctx, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This receipt' : '这份回执' })
  return receiptView(row, false)
}

export async function listReceipts(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const rows = await receiptRows(ctx, cursor, limit + 1)
  const items = rows.slice(0, limit).map((row) => {
    const { lines: _lines, again: _again, ...mark } = receiptView(row, false)
    return mark
  })
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
