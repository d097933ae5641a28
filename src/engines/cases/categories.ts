import { type Limit, sayLimit } from '#engines/calendar'
import { type Ctx, type House, settingsOf } from '#kernel'
import { categoryUnknown } from './errors.ts'
import type { Attribute, Category, LimitTable, Stage } from './schema.ts'
import { categorySettings, limitSettings, type StageLimits } from './settings.ts'

interface Catalogue {
  all: readonly Category[]
  byCode: ReadonlyMap<string, Category>
  attributes: ReadonlyMap<string, readonly Attribute[]>
  families: ReadonlyMap<string, Category['family']>
}

const made = new WeakMap<House, Catalogue>()

function catalogueOf(house: House): Catalogue {
  const known = made.get(house)
  if (known) return known
  const big = settingsOf(house, categorySettings)
  const attributes = new Map<string, readonly Attribute[]>()
  const all = big.flatMap(({ kind, code: bigCode, title, local, small }) => {
    const family = { code: `${kind}-${bigCode}`, title }
    return small.map((item): Category => {
      const code = `${family.code}-${item.code}`
      attributes.set(code, item.attributes)
      return { code, kind, title: item.title, family, local: local || item.local, open: item.open, hint: item.hint ?? null }
    })
  })
  const catalogue = {
    all,
    byCode: new Map(all.map((category) => [category.code, category])),
    attributes,
    families: new Map(all.map(({ family }) => [family.code, family])),
  }
  made.set(house, catalogue)
  return catalogue
}

export const categoriesOf = (house: House): readonly Category[] => catalogueOf(house).all

/** A class of the district that has none below it. */
export const isSmallClass = (house: House, code: string): boolean => catalogueOf(house).byCode.has(code)

export function categoryOf(house: House, code: string): Category {
  const category = catalogueOf(house).byCode.get(code)
  if (!category) throw categoryUnknown({ code })
  return category
}

/** For stored codes: a class that the district has since dropped keeps its code as its name. */
export function categoryShown(house: House, code: string): Category {
  const known = catalogueOf(house).byCode.get(code)
  if (known) return known
  const plain = { zh: code, en: code }
  return {
    code,
    kind: code.startsWith('component') ? 'component' : 'event',
    title: plain,
    family: familyShown(house, familyOf(code)),
    local: true,
    open: false,
    hint: null,
  }
}

/** As lists and pages name it; whoever wants more looks it up in the catalogue. */
export function categoryNamed(house: House, code: string): Pick<Category, 'code' | 'title'> {
  const { title } = categoryShown(house, code)
  return { code, title }
}

export const familyOf = (code: string): string => code.split('-').slice(0, 2).join('-')
export const familyShown = (house: House, code: string): Category['family'] =>
  catalogueOf(house).families.get(code) ?? { code, title: { zh: code, en: code } }

export const attributesOf = (house: House, code: string): readonly Attribute[] => catalogueOf(house).attributes.get(code) ?? []

const everything = { zh: '全部类别', en: 'Every category' }
/** Titles for what a dispatch row says: anything, a family or a small class. */
export function scopeTitle(ctx: Ctx, code: string): Category['title'] {
  if (code === '*') return everything
  return code.split('-').length === 2 ? familyShown(ctx.house, code).title : categoryShown(ctx.house, code).title
}

/** What a dispatch row may say: `*`, a family or a small class. */
export const scopesOf = (house: House): Readonly<Record<string, Category['title']>> => ({
  '*': everything,
  ...Object.fromEntries([...catalogueOf(house).families].map(([code, { title }]) => [code, title])),
  ...Object.fromEntries([...catalogueOf(house).byCode].map(([code, { title }]) => [code, title])),
})

/** The limits of every step for a category: the ordinary ones, then its family's, then its own. */
export function limitsOf(house: House, code: string): Required<StageLimits> {
  const { ordinary, overrides } = settingsOf(house, limitSettings)
  const own = (scope: string) => overrides.filter(({ category }) => category === scope).map(({ limits }) => limits)
  return Object.assign({}, ordinary, ...own('*'), ...own(familyOf(code)), ...own(code)) as Required<
    Record<Stage, NonNullable<StageLimits[Stage]>>
  >
}

const sayLimits = (limits: StageLimits): LimitTable['ordinary'] =>
  Object.fromEntries(Object.entries(limits).map(([stage, limit]) => [stage, { ...limit, says: sayLimit(limit as Limit) }]))

/** The district's limits as a table that people read. */
export function limitTable(ctx: Ctx): LimitTable {
  const { ordinary, overrides } = settingsOf(ctx.house, limitSettings)
  return {
    ordinary: sayLimits(ordinary),
    overrides: overrides.map(({ category, limits }) => ({
      category,
      categoryTitle: scopeTitle(ctx, category),
      limits: sayLimits(limits),
    })),
  }
}
