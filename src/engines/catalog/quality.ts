import { type Ctx, demand, forbidden, holdsOver, newId, notFound } from '#kernel'
import { providerNames, STEWARD } from './directory.ts'
import { missing } from './resources.ts'
import { readRows, relationOf } from './rows.ts'
import { masksOf } from './samples.ts'
import type { BoardLine, NewRule, Quality, Rows, RuleTrial } from './schema.ts'
import { deriveRules, readRule } from './rules.ts'
import * as resources from './store.ts'
import * as store from './store-quality.ts'
import { cycleHours } from './words.ts'

async function armed(ctx: Ctx, rules: readonly store.RuleRow[]): Promise<store.Armed[]> {
  const standards = await store.standards(ctx)
  const out: store.Armed[] = []
  for (const rule of rules) {
    const { standard, reference } = rule.params
    const target = reference && (await resources.distribution(ctx, reference.distribution))
    out.push({
      ...rule,
      standard: standards.find(({ id }) => id === standard),
      target: target?.relation && reference ? { relation: relationOf(target), column: reference.column } : undefined,
    })
  }
  return out
}

/** How far the data lie behind their promise: the newest row if a column of time is named, else when they were last loaded. */
async function timely(ctx: Ctx, resource: resources.ResourceRow): Promise<store.Measured> {
  const hours = cycleHours[resource.cycle]
  if (hours === null || hours === undefined || !resource.data_at) return { checked: 0, failed: 0 }
  return { checked: 1, failed: ctx.now.getTime() - resource.data_at.getTime() > hours * 3_600_000 ? 1 : 0 }
}

type Result = store.Measured & { rule: string }

export async function measureTable(
  ctx: Ctx,
  resource: resources.ResourceRow,
  id: string,
  rules: store.Armed[],
): Promise<{ rows: number; results: Result[] }> {
  const distribution = await resources.distribution(ctx, id)
  if (!distribution?.relation) return { rows: 0, results: [] }
  const relation = relationOf(distribution)
  const { rows, results } = await store.measureRows(ctx, relation, rules)
  const all: Result[] = []
  for (const rule of rules) {
    const found =
      rule.kind === 'uniqueness'
        ? await store.measureUnique(ctx, relation, rule)
        : rule.kind === 'timeliness'
          ? await timely(ctx, resource)
          : results.get(rule.id)
    if (found) all.push({ rule: rule.id, ...found })
  }
  return { rows, results: all }
}

/** Share of what was looked at and found good, each rule with equal weight; null when nothing could be looked at. */
export function scoreOf(results: readonly store.Measured[]): number | null {
  const shares = results.filter(({ checked }) => checked > 0).map(({ checked, failed }) => 1 - failed / checked)
  return shares.length === 0 ? null : Math.round((shares.reduce((sum, share) => sum + share, 0) / shares.length) * 10_000) / 100
}

/** Measures a resource by all its rules, in few readings of the table, and keeps the result with its denominators. */
export async function measure(ctx: Ctx, resourceId: string, why: 'schedule' | 'demand' | 'correction'): Promise<void> {
  const resource = await resources.byId(ctx, resourceId)
  if (!resource) throw missing(ctx)
  await deriveRules(ctx, resourceId)
  const rules = await armed(ctx, await store.rulesOf(ctx, resourceId))
  const results: Result[] = []
  let rows = 0
  for (const [distribution, group] of Map.groupBy(rules, (rule) => rule.distribution_id)) {
    const measured = await measureTable(ctx, resource, distribution, group)
    rows += measured.rows
    results.push(...measured.results)
  }
  if (results.length > 0) await store.addRun(ctx, { id: newId(), resourceId, why, rows, score: scoreOf(results) }, results)
}

const PER_SWEEP = 20
const DAY = 86_400_000

/** Once a day each resource with rules, a few at a time, each in a transaction of its own. */
export async function sweepQuality(ctx: Ctx): Promise<void> {
  const due = await ctx.transact('read', (inner) => store.dueForMeasuring(inner, new Date(inner.now.getTime() - DAY), PER_SWEEP))
  for (const id of due)
    await ctx
      .transact('write', (inner) => measure(inner, id, 'schedule'))
      .catch((error: Error) => ctx.log.warn({ resource: id, error }, 'catalog.measure-failed'))
}

async function keptBy(ctx: Ctx, id: string): Promise<{ resource: resources.ResourceRow; keeps: boolean }> {
  const resource = await resources.byId(ctx, id)
  if (!resource || resource.state === 'draft') throw missing(ctx)
  return { resource, keeps: holdsOver(ctx.user, STEWARD, { organisation: resource.provider }) }
}

export async function qualityOf(ctx: Ctx, id: string): Promise<Quality> {
  const { resource, keeps } = await keptBy(ctx, id)
  const [rules, last, runs] = [
    await store.rulesOf(ctx, resource.id),
    await store.lastRun(ctx, resource.id),
    await store.runsOf(ctx, resource.id),
  ]
  return {
    resource: resource.id,
    at: last?.at.toISOString() ?? null,
    rows: last?.rows ?? null,
    score: last?.score ?? null,
    rules: rules.map((rule) => {
      const result = last?.results.find((entry) => entry.rule === rule.id)
      const { id: ruleId, distribution_id: distribution, kind, columns, params, title, source } = rule
      return {
        id: ruleId,
        distribution,
        kind,
        columns,
        params,
        title,
        source,
        last: result ? { checked: result.checked, failed: result.failed } : null,
      }
    }),
    runs: runs.map(({ at, ...run }) => ({ at: at.toISOString(), ...run })),
    may: { keep: keeps, see: keeps },
  }
}

export async function measureNow(ctx: Ctx, id: string): Promise<Quality> {
  const { resource } = await keptBy(ctx, id)
  demand(ctx.user, STEWARD, { organisation: resource.provider })
  await measure(ctx, resource.id, 'demand')
  return qualityOf(ctx, id)
}

export async function ruleWith(ctx: Ctx, id: string) {
  const rule = await store.rule(ctx, id)
  const distribution = rule && (await resources.distribution(ctx, rule.distribution_id))
  const resource = rule && (await resources.byId(ctx, rule.resource_id))
  if (!rule || !distribution || !resource) throw notFound({ what: ctx.locale === 'en' ? 'This rule' : '这条规则' })
  const [ready] = await armed(ctx, [rule])
  return { rule: ready as store.Armed, distribution, resource }
}

const SHOWN = 100

/** The rows that fail a rule, personal items masked, for those who keep the data. */
export async function failures(ctx: Ctx, ruleId: string): Promise<Rows> {
  const { rule, distribution, resource } = await ruleWith(ctx, ruleId)
  if (!holdsOver(ctx.user, STEWARD, { organisation: resource.provider })) throw forbidden({ capability: STEWARD })
  return failingRows(ctx, distribution, rule, SHOWN)
}

async function failingRows(ctx: Ctx, distribution: resources.DistributionRow, rule: store.Armed, most: number): Promise<Rows> {
  const relation = relationOf(distribution)
  const keys = rule.kind === 'timeliness' ? [] : await store.failing(ctx, relation, rule, most)
  if (keys.length === 0 || !relation.key)
    return { fields: [...relation.items], rows: [], total: 0, isEstimated: false, next: null }
  const rows = await readRows(ctx, withKey(distribution), {
    limit: most,
    count: 'none',
    masks: masksOf(distribution.items),
    where: [{ column: relation.key, op: 'in', value: keys }],
  })
  return { ...rows, total: keys.length, next: null }
}

/** The key is no item of an uploaded table, but rows are told apart by it. */
function withKey(row: resources.DistributionRow): resources.DistributionRow {
  if (!row.key || row.items.some(({ name }) => name === row.key)) return row
  const type = row.key_type === 'bigint' || row.key_type === 'integer' ? ('integer' as const) : ('text' as const)
  const key = {
    name: row.key,
    title: { zh: '行号', en: 'Row' },
    type,
    unit: null,
    about: null,
    standard: null,
    mask: null,
    personal: false,
  }
  return { ...row, items: [key, ...row.items] }
}

export async function board(ctx: Ctx): Promise<BoardLine[]> {
  const lines = await store.board(ctx)
  const found = new Map(
    (
      await resources.byIds(
        ctx,
        lines.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  )
  const names = await providerNames(ctx)
  return lines.flatMap(({ id, at, kinds, ...line }) => {
    const row = found.get(id)
    if (!row || row.state !== 'published') return []
    const providerName = row.publisher ?? names.get(row.provider ?? '') ?? { zh: '', en: '' }
    return [{ resource: { id, name: row.name, code: row.code }, providerName, at: at.toISOString(), kinds: kinds ?? {}, ...line }]
  })
}

const TRIED = 10

/** How many rows a rule would fail, and the first of them, before anybody declares it. */
export async function tryRule(ctx: Ctx, asked: NewRule): Promise<RuleTrial> {
  const { distribution, resource, title } = await readRule(ctx, asked, 'declared')
  const { distribution: distribution_id, kind, columns, params } = asked
  const row = {
    id: 'tried',
    resource_id: resource.id,
    distribution_id,
    kind,
    columns,
    params,
    title,
    source: 'declared' as const,
  }
  const [rule] = await armed(ctx, [{ ...row, ended_at: null }])
  const { results } = await measureTable(ctx, resource, distribution_id, [rule as store.Armed])
  const { checked, failed } = results[0] ?? { checked: 0, failed: 0 }
  return { title, checked, failed, rows: failed > 0 ? await failingRows(ctx, distribution, rule as store.Armed, TRIED) : null }
}
