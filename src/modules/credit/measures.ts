import { type Ctx, demand, notFound, staleVersion, type Text } from '#kernel'
import { record } from '#engines/audit'
import { organisationByPath } from '#engines/identity'
import { basisMissing, measureCodeTaken, unknownList, wrongState } from './errors.ts'
import { executionViews } from './lists-view.ts'
import { unitNames } from './names.ts'
import type { Executions, ExecutionView, Feedback, MeasureView, NewMeasure } from './schema.ts'
import { kindOf, listOf, listTitle } from './settings.ts'
import * as store from './store-lists.ts'

const titleOf = (ctx: Ctx, code: string): Text =>
  listOf(ctx, code) ? listTitle(ctx, code) : (kindOf(ctx, code)?.title ?? { zh: code, en: code })

export async function measureList(ctx: Ctx): Promise<MeasureView[]> {
  const rows = await store.measures(ctx)
  const nameOf = await unitNames(
    ctx,
    rows.map(({ department }) => department),
  )
  return rows.map(({ id, code, kind, title, basis, applies_to, department, from_on, until }) => ({
    id,
    code,
    kind,
    title,
    basis,
    until,
    appliesTo: { code: applies_to, title: titleOf(ctx, applies_to) },
    department: nameOf(department),
    from: from_on,
  }))
}

/** The name of a norm with its article: 《…》第…条, or a law in English with its article. */
const NORM = /《.{4,}》.*第.+条|《.{4,}》（.+）|(law|regulation|order|act)\b.*\barticle\b/i

/** 无依据不设: a measure that names no law, regulation or rule is refused; nothing is "encouraged" into being. */
export async function makeMeasure(ctx: Ctx, asked: NewMeasure): Promise<MeasureView> {
  if (!NORM.test(asked.basis)) throw basisMissing()
  if (!listOf(ctx, asked.appliesTo) && !kindOf(ctx, asked.appliesTo)) throw unknownList({ list: asked.appliesTo })
  const unit = await organisationByPath(ctx, asked.department)
  if (!unit) throw notFound({ what: ctx.locale === 'en' ? 'This unit' : '这个单位' })
  const { code, kind, title, basis, appliesTo, from } = asked
  const id = await store.insertMeasure(ctx, {
    code,
    kind,
    title,
    basis,
    applies_to: appliesTo,
    department: unit.path,
    from_on: from,
    until: null,
  })
  if (!id) throw measureCodeTaken({ code })
  record(ctx, { action: 'credit.make-measure', after: asked })
  return (await measureList(ctx)).find((measure) => measure.id === id) as MeasureView
}

export async function executionList(ctx: Ctx, query: Omit<store.EntryFilter, 'list'>): Promise<Executions> {
  const rows = await store.visibleExecutions(ctx, { ...query, limit: query.limit + 1 })
  return {
    items: await executionViews(ctx, rows.slice(0, query.limit)),
    next: rows.length > query.limit ? (rows[query.limit - 1]?.id ?? null) : null,
  }
}

/** 反馈: what the department did with a measure that fell due. */
export async function feedBack(ctx: Ctx, id: string, { version, done, text }: Feedback): Promise<ExecutionView> {
  const row = await store.lockExecution(ctx, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This measure' : '这项措施' })
  demand(ctx.user, 'credit.execute', { organisation: row.department })
  const [now] = await executionViews(ctx, [row])
  if (row.version !== version) throw staleVersion({}, { current: now })
  if (row.state === 'lifted') throw wrongState({}, { current: now })
  await store.tellExecution(ctx, id, done ? 'executed' : 'not-executed', text)
  record(ctx, { action: 'credit.feed-back', ref: `credit.execution:${id}`, after: { done }, why: text })
  const [view] = await executionViews(ctx, [(await store.lockExecution(ctx, id)) as store.ExecutionRow])
  return view as ExecutionView
}
