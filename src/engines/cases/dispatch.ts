import { areasByPaths } from '#engines/geo'
import { organisationByPath } from '#engines/identity'
import { upsertRows } from '#engines/registers'
import { type Ctx, settingsOf } from '#kernel'
import { familyOf, scopeTitle } from './categories.ts'
import { responsibilities } from './responsibilities.ts'
import type { Proposal } from './schema.ts'
import { responsibilitySettings } from './settings.ts'
import * as store from './store-dispatch.ts'

/** Who answers for this place and category: the deepest area that has a row, and in it the narrowest category. */
export async function proposeUnit(ctx: Ctx, area: string, category: string): Promise<Proposal | null> {
  const row = await store.answering(ctx, area, [category, familyOf(category), '*'])
  if (!row) return null
  const unit = await organisationByPath(ctx, row.unit)
  const [place] = await areasByPaths(ctx, [row.area])
  return {
    unit: { path: row.unit, name: unit?.name ?? { zh: row.unit, en: row.unit } },
    because: { area: place?.name ?? { zh: row.area, en: row.area }, category: scopeTitle(ctx, row.category) },
  }
}

/** The first day's rows, as the district gave them; one that names nothing stops the first start. */
export async function plantResponsibilities(ctx: Ctx): Promise<void> {
  const outcomes = await upsertRows(ctx, responsibilities, settingsOf(ctx.house, responsibilitySettings), { source: 'district' })
  const wrong = outcomes.flatMap(({ faults }, at) => faults.map(({ path, text }) => `row ${at + 1}, ${path}: ${text.en}`))
  if (wrong.length > 0) throw new Error(`The district's dispatch table does not fit: ${wrong.join('; ')}`)
}
