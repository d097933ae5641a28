import { record } from '#engines/audit'
import { tell } from '#engines/notify'
import { type Ctx, demand, forbidden, holdsOver, newId, notFound, staleVersion } from '#kernel'
import { providerNames, STEWARD } from './directory.ts'
import { resourceRef } from './lineage.ts'
import { missing } from './resources.ts'
import { readRows, relationOf } from './rows.ts'
import { masksOf } from './samples.ts'
import type { AnswerCorrection, BoardLine, Correction, NewCorrection, Quality, Rows } from './schema.ts'
import { deriveRules } from './rules.ts'
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

async function measureTable(
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

async function ruleWith(ctx: Ctx, id: string) {
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
  const relation = relationOf(distribution)
  const keys = rule.kind === 'timeliness' ? [] : await store.failing(ctx, relation, rule, SHOWN)
  if (keys.length === 0 || !relation.key)
    return { fields: [...relation.items], rows: [], total: 0, isEstimated: false, next: null }
  const rows = await readRows(ctx, withKey(distribution), {
    limit: SHOWN,
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
