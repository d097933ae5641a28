import { record } from '#engines/audit'
import { type Columns, registerKind } from '#engines/registers'
import { type Ctx, demand, newId, notFound, type Text } from '#kernel'
import { STEWARD } from './directory.ts'
import { columnUnknown, referenceCircular, ruleThere, ruleWrong } from './errors.ts'
import { resourceRef } from './lineage.ts'
import { missing } from './resources.ts'
import type { Item, NewRule, QualityKind, RuleParams } from './schema.ts'
import { standardNamed } from './standards.ts'
import * as resources from './store.ts'
import * as store from './store-quality.ts'

const join = (items: readonly (Item | undefined)[]): Text => ({
  zh: items.map((item) => item?.title.zh).join('、'),
  en: items.map((item) => item?.title.en).join(', '),
})

/** A rule as a person reads it. */
function titleOf(
  kind: QualityKind,
  of: Text,
  { params, standard, target }: { params: RuleParams; standard?: Text; target?: Text },
): Text {
  if (kind === 'completeness') return { zh: `${of.zh}不为空`, en: `${of.en} is filled` }
  if (kind === 'uniqueness') return { zh: `${of.zh}不重复`, en: `${of.en} is unique` }
  if (kind === 'timeliness') return { zh: '按更新周期更新', en: 'Kept up to date by its cycle' }
  if (kind === 'consistency')
    return target
      ? { zh: `${of.zh}在“${target.zh}”中存在`, en: `${of.en} exists in “${target.en}”` }
      : { zh: `${of.zh}符合先后大小关系（${params.compare}）`, en: `${of.en} stand as ${params.compare}` }
  if (standard) return { zh: `${of.zh}符合${standard.zh}`, en: `${of.en} keeps to ${standard.en}` }
  if (params.pattern) return { zh: `${of.zh}符合格式`, en: `${of.en} has its format` }
  const range = `${params.min ?? '…'} – ${params.max ?? '…'}`
  return { zh: `${of.zh}在 ${range} 之间`, en: `${of.en} lies in ${range}` }
}

const isNumber = (item: Item | undefined) => item?.type === 'integer' || item?.type === 'decimal'

/** The database reads patterns in its own dialect, which knows no look-behind and no named groups. */
function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source !== '' && !/\(\?<|\\[pPk]/.test(text)
  } catch {
    return false
  }
}

function checkShape({ kind, columns, params }: NewRule, [first, second]: readonly Item[]): void {
  const fault = (why: string) => ruleWrong({ why })
  const isRange = params.min !== undefined || params.max !== undefined
  if (kind === 'validity' && !params.standard && !params.pattern && !isRange)
    throw fault('请给出标准、格式或范围 / give a standard, a format or a range')
  if (kind === 'validity' && params.pattern && !isPattern(params.pattern))
    throw fault('格式不是可用的正则表达式 / the format is no working regular expression')
  if (kind === 'validity' && isRange && !isNumber(first)) throw fault('只有数值可以规定范围 / only numbers have a range')
  if (kind === 'consistency' && !params.reference && !(params.compare && columns.length === 2))
    throw fault('请给出两列及其关系，或被引用的列 / give two columns and how they stand, or the column referred to')
  if (kind === 'consistency' && params.compare && first?.type !== second?.type && !(isNumber(first) && isNumber(second)))
    throw fault('两列类型不同，不能比较先后大小 / the two columns are of different types')
}

/** A table that refers to another must not be referred to by it, over however many steps. */
async function checkReference(ctx: Ctx, from: string, to: string): Promise<void> {
  if (from === to) return
  const edges = await store.references(ctx)
  const seen = new Set([to])
  for (const at of seen) for (const edge of edges) if (edge.from === at) seen.add(edge.to)
  if (seen.has(from)) throw referenceCircular()
}

/** A rule as it was asked for, held against what it is about. */
export async function readRule(ctx: Ctx, asked: NewRule, source: 'derived' | 'declared') {
  const { distribution: distributionId, kind, columns, params } = asked
  const distribution = await resources.distribution(ctx, distributionId)
  const resource = distribution && (await resources.byId(ctx, distribution.resource_id))
  if (!distribution || !resource) throw missing(ctx)
  if (source === 'declared') demand(ctx.user, STEWARD, { organisation: resource.provider })
  const items = columns.map((name) => distribution.items.find((item) => item.name === name))
  const unknown = columns.find((_, at) => !items[at])
  if (unknown !== undefined) throw columnUnknown({ column: unknown.slice(0, 60) })
  checkShape(asked, items as Item[])
  const standard = params.standard ? (await store.standards(ctx)).find(({ id }) => id === params.standard) : undefined
  if (params.standard && !standard) throw ruleWrong({ why: '没有这项标准 / no such standard' })
  const target = params.reference && (await resources.distribution(ctx, params.reference.distribution))
  if (params.reference) {
    if (!target?.items.some(({ name }) => name === params.reference?.column))
      throw columnUnknown({ column: params.reference.column })
    await checkReference(ctx, distributionId, params.reference.distribution)
  }
  const targetName = target && (await resources.byId(ctx, target.resource_id))?.name
  const title = titleOf(kind, join(items), {
    params,
    ...(standard && { standard: standard.title }),
    ...(targetName && { target: targetName }),
  })
  return { distribution, resource, title }
}

export async function addRule(ctx: Ctx, asked: NewRule, source: 'derived' | 'declared' = 'declared'): Promise<string | null> {
  const { distribution: distribution_id, kind, columns, params } = asked
  const { resource, title } = await readRule(ctx, asked, source)
  const id = newId()
  const added = await store.putRule(ctx, { id, resource_id: resource.id, distribution_id, kind, columns, params, title, source })
  if (!added && source === 'declared') throw ruleThere()
  if (added && source === 'declared')
    record(ctx, { action: 'catalog.add-rule', ref: resourceRef(resource.id), after: { rule: title, kind, columns } })
  return added ? id : null
}

export async function removeRule(ctx: Ctx, id: string): Promise<void> {
  const rule = await store.rule(ctx, id)
  const resource = rule && (await resources.byId(ctx, rule.resource_id))
  if (!rule || !resource) throw notFound({ what: ctx.locale === 'en' ? 'This rule' : '这条规则' })
  demand(ctx.user, STEWARD, { organisation: resource.provider })
  await store.endRule(ctx, id)
  record(ctx, { action: 'catalog.end-rule', ref: resourceRef(resource.id), before: { rule: rule.title } })
}

/** What follows from what is known of the data already: standards of items, keys, required columns and references of ledgers. */
export async function deriveRules(ctx: Ctx, resourceId: string): Promise<void> {
  const resource = await resources.byId(ctx, resourceId)
  const [distribution] = await resources.distributionsOf(ctx, [resourceId])
  if (!resource || !distribution?.relation) return
  const all = await store.standards(ctx)
  const known = new Set(distribution.items.map(({ name }) => name))
  const add = async (kind: QualityKind, columns: string[], params: RuleParams = {}) => {
    if (columns.every((name) => known.has(name)))
      await addRule(ctx, { distribution: distribution.id, kind, columns, params }, 'derived')
  }
  for (const { name, standard, mask } of distribution.items) {
    const named = standard ? standardNamed(all, standard) : undefined
    if (named) await add('validity', [name], { standard: named.id })
    else if (mask === 'phone') await add('validity', [name], { pattern: '^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})$' })
  }
  if (resource.source === 'register' && resource.origin) await deriveFromRegister(ctx, resource.origin, add)
  if (resource.cycle < 8 && resource.data_at) await add('timeliness', [distribution.items[0]?.name ?? '_id'])
}

async function deriveFromRegister(
  ctx: Ctx,
  origin: string,
  add: (kind: QualityKind, columns: string[], params?: RuleParams) => Promise<void>,
): Promise<void> {
  const register = ctx.house.find(registerKind, origin)
  if (!register) return
  if (register.naturalKey.length > 0) await add('uniqueness', [...register.naturalKey])
  for (const [name, column] of Object.entries(register.columns as Columns)) {
    if (column.required) await add('completeness', [name])
    const to = column.to && (await resources.byOrigin(ctx, column.to))
    const [target] = to ? await resources.distributionsOf(ctx, [to.id]) : []
    if (target && !target.items.some((item) => item.name === 'id')) continue
    if (target) await add('consistency', [name], { reference: { distribution: target.id, column: 'id' } })
  }
}
