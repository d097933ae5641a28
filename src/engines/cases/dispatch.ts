import { type Ctx, demand, notFound } from '#kernel'
import { record } from '#engines/audit'
import { areaByCode } from '#engines/geo'
import { organisationByCode } from '#engines/identity'
import { familyOf, isScope, scopeTitle } from './categories.ts'
import { categoryUnknown, responsibilityTaken, unitUnknown } from './errors.ts'
import { type ImportResult, type NewResponsibility, type Proposal, Responsibility, type ResponsibilityQuery } from './schema.ts'
import * as store from './store-dispatch.ts'

/** Everybody of the staff reads the table; rows are changed by whoever administers that area. */
const ADMINISTER = 'cases.administer'

const view = (ctx: Ctx, row: store.ResponsibilityRow): Responsibility => ({
  id: row.id,
  area: { path: row.area, name: row.area_name },
  category: row.category,
  categoryTitle: scopeTitle(ctx, row.category),
  unit: { path: row.unit, name: row.unit_name },
  note: row.note,
  since: row.since.toISOString(),
  by: row.by_name,
  until: row.until?.toISOString() ?? null,
  untilBy: row.until_by_name,
})

/** Who answers for this place and category: the deepest area that has a row, and in it the narrowest category. */
export async function proposeUnit(ctx: Ctx, area: string, category: string): Promise<Proposal | null> {
  const row = await store.answering(ctx, area, [category, familyOf(category), '*'])
  return row
    ? { unit: { path: row.unit, name: row.unit_name }, because: { area: row.area_name, category: scopeTitle(ctx, row.category) } }
    : null
}

export async function listResponsibilities(
  ctx: Ctx,
  { cursor, limit, history, area, category }: ResponsibilityQuery,
): Promise<{ items: Responsibility[]; next: string | null }> {
  const rows = await store.list(ctx, { area, category, history: history === 'true', after: cursor, limit: limit + 1 })
  return {
    items: rows.slice(0, limit).map((row) => view(ctx, row)),
    next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
  }
}

async function resolved(ctx: Ctx, { area, category, unit, note }: NewResponsibility) {
  if (!isScope(ctx.house, category)) throw categoryUnknown({ code: category })
  const place = await areaByCode(ctx, area)
  demand(ctx.user, ADMINISTER, { area: place.path })
  const organisation = await organisationByCode(ctx, unit)
  if (!organisation) throw unitUnknown({ unit })
  return { area: place.path, area_name: place.name, category, unit: organisation.path, unit_name: organisation.name, note }
}

export async function addResponsibility(ctx: Ctx, wanted: NewResponsibility): Promise<Responsibility> {
  const row = await resolved(ctx, wanted)
  const taken = await store.current(ctx, row.area, row.category)
  if (taken) throw responsibilityTaken({ unit: taken.unit_name[ctx.locale] })
  const added = view(ctx, await store.insert(ctx, row))
  record(ctx, { action: 'cases.add-responsibility', ref: `cases.responsibility:${added.id}`, after: wanted })
  return added
}

/** Another unit takes over from now on; cases already dispatched stay where they are. */
export async function replaceResponsibility(
  ctx: Ctx,
  id: string,
  { unit, note }: Pick<NewResponsibility, 'unit' | 'note'>,
): Promise<Responsibility> {
  const old = await store.lock(ctx, id)
  if (!old) throw notFound({ what: ctx.locale === 'zh' ? '这条责任分工' : 'This row' })
  demand(ctx.user, ADMINISTER, { area: old.area })
  const organisation = await organisationByCode(ctx, unit)
  if (!organisation) throw unitUnknown({ unit })
  await store.end(ctx, id)
  const after = view(ctx, await store.insert(ctx, { ...old, unit: organisation.path, unit_name: organisation.name, note }))
  record(ctx, {
    action: 'cases.change-responsibility',
    ref: `cases.responsibility:${after.id}`,
    before: { unit: old.unit, note: old.note },
    after: { unit: organisation.path, note },
  })
  return after
}

export async function endResponsibility(ctx: Ctx, id: string): Promise<void> {
  const old = await store.lock(ctx, id)
  if (!old) throw notFound({ what: ctx.locale === 'zh' ? '这条责任分工' : 'This row' })
  demand(ctx.user, ADMINISTER, { area: old.area })
  await store.end(ctx, id)
  record(ctx, {
    action: 'cases.end-responsibility',
    ref: `cases.responsibility:${id}`,
    before: { area: old.area, category: old.category, unit: old.unit },
  })
}

/** A whole table at once: good rows are taken, each bad one is named with its reason. */
export async function importResponsibilities(ctx: Ctx, rows: readonly NewResponsibility[]): Promise<ImportResult> {
  const result: ImportResult = { added: 0, replaced: 0, same: 0, refused: [] }
  for (const [index, wanted] of rows.entries()) {
    try {
      result[await importRow(ctx, wanted)] += 1
    } catch (error) {
      const text = (error as { text?: { zh: string; en: string }; params?: Record<string, unknown> }).text
      if (!text) throw error
      result.refused.push({
        row: index + 1,
        why: text[ctx.locale].replace(/\{(\w+)\}/g, (_, name: string) =>
          String((error as { params: Record<string, unknown> }).params[name] ?? ''),
        ),
      })
    }
  }
  record(ctx, { action: 'cases.import-responsibilities', after: { ...result, refused: result.refused.length } })
  return result
}

async function importRow(ctx: Ctx, wanted: NewResponsibility): Promise<'added' | 'replaced' | 'same'> {
  const row = await resolved(ctx, wanted)
  const old = await store.current(ctx, row.area, row.category)
  if (old && old.unit === row.unit && old.note === row.note) return 'same'
  if (old) await store.end(ctx, old.id)
  await store.insert(ctx, row)
  return old ? 'replaced' : 'added'
}
