import { type RawBuilder, sql } from 'kysely'
import { type Ctx, type Text, visible } from '#kernel'
import { correctionType } from './protected.ts'
import type { QualityKind, RuleParams } from './schema.ts'
import { columnOf, type Relation, tableOf } from './store-relation.ts'

export interface StandardRow {
  id: string
  code: string
  edition: string
  title: Text
  kind: 'codes' | 'pattern' | 'check'
  pattern: string | null
  rule: 'identity-number' | 'credit-code' | null
  since: string | null
  ended_on: string | null
  codes: number
}

export async function standards(ctx: Ctx): Promise<StandardRow[]> {
  const { rows } =
    await sql<StandardRow>`select s.id, s.code, s.edition, s.title, s.kind, s.pattern, s.rule, s.since::text as since,
    s.ended_on::text as ended_on, (select count(*)::int from catalog.standard_code c where c.standard_id = s.id) as codes
    from catalog.standard s order by s.code, s.edition desc`.execute(ctx.db)
  return rows
}

export async function putStandard(
  ctx: Ctx,
  row: Pick<StandardRow, 'id' | 'code' | 'edition' | 'title' | 'kind' | 'pattern' | 'rule' | 'since'>,
  codes: readonly { code: string; title: Text }[],
): Promise<boolean> {
  const { rows } =
    await sql`insert into catalog.standard (id, code, edition, title, kind, pattern, rule, since, created_by, created_at)
    values (${row.id}, ${row.code}, ${row.edition}, ${JSON.stringify(row.title)}::jsonb, ${row.kind}, ${row.pattern}, ${row.rule}, ${row.since}::date,
      ${ctx.user.name || ctx.user.id}, ${ctx.now}) on conflict (code, edition) do nothing returning id`.execute(ctx.db)
  if (rows.length === 0) return false
  await sql`insert into catalog.standard_code (standard_id, code, title)
    select ${row.id}::uuid, c.code, c.title from jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) as c(code text, title jsonb)`.execute(
    ctx.db,
  )
  return true
}

export const endOlder = async (ctx: Ctx, code: string, keep: string, on: string): Promise<void> =>
  void (await sql`update catalog.standard set ended_on = ${on}::date where code = ${code} and id <> ${keep} and ended_on is null`.execute(
    ctx.db,
  ))

export const codesOf = async (ctx: Ctx, id: string): Promise<{ code: string; title: Text }[]> =>
  (
    await sql<{
      code: string
      title: Text
    }>`select code, title from catalog.standard_code where standard_id::text = ${id} order by code limit 2000`.execute(ctx.db)
  ).rows

const checks = { 'identity-number': sql.raw('catalog.is_identity_number'), 'credit-code': sql.raw('catalog.is_credit_code') }

export function conforms(
  field: RawBuilder<unknown>,
  { id, kind, pattern, rule }: Pick<StandardRow, 'id' | 'kind' | 'pattern' | 'rule'>,
): RawBuilder<unknown> {
  if (kind === 'codes') return sql`${field}::text in (select code from catalog.standard_code where standard_id = ${id}::uuid)`
  if (kind === 'pattern') return sql`${field}::text ~ ${pattern}::text`
  return sql`${checks[rule as keyof typeof checks]}(${field}::text)`
}

export interface RuleRow {
  id: string
  resource_id: string
  distribution_id: string
  kind: QualityKind
  columns: string[]
  params: RuleParams
  title: Text
  source: 'derived' | 'declared'
  ended_at: Date | null
}

const ruleColumns = sql.raw('r.id, r.resource_id, r.distribution_id, r.kind, r.columns, r.params, r.title, r.source, r.ended_at')
export const rulesOf = async (ctx: Ctx, resourceId: string): Promise<RuleRow[]> =>
  (
    await sql<RuleRow>`select ${ruleColumns} from catalog.rule r where r.resource_id = ${resourceId} and r.ended_at is null order by r.kind, r.columns`.execute(
      ctx.db,
    )
  ).rows
export const rule = async (ctx: Ctx, id: string): Promise<RuleRow | undefined> =>
  (await sql<RuleRow>`select ${ruleColumns} from catalog.rule r where r.id = ${id}`.execute(ctx.db)).rows[0]

export async function putRule(ctx: Ctx, row: Omit<RuleRow, 'ended_at'>): Promise<boolean> {
  const { rows } =
    await sql`insert into catalog.rule (id, resource_id, distribution_id, kind, columns, params, title, source, created_by, created_at)
    values (${row.id}, ${row.resource_id}, ${row.distribution_id}, ${row.kind}, ${row.columns}::text[], ${JSON.stringify(row.params)}::jsonb,
      ${JSON.stringify(row.title)}::jsonb, ${row.source}, ${ctx.user.name || ctx.user.id}, ${ctx.now}) on conflict do nothing returning id`.execute(
      ctx.db,
    )
  return rows.length > 0
}
export const endRule = async (ctx: Ctx, id: string): Promise<void> =>
  void (await sql`update catalog.rule set ended_at = ${ctx.now} where id = ${id} and ended_at is null`.execute(ctx.db))

/** What a rule needs to be turned into SQL: the standard or the table it points to. */
export interface Armed extends RuleRow {
  standard?: StandardRow | undefined
  target?: { relation: Relation; column: string } | undefined
}

const signs: Record<string, RawBuilder<unknown>> = { '<': sql`<`, '<=': sql`<=`, '=': sql`=`, '>=': sql`>=`, '>': sql`>` }
const filled = (name: string) => sql`${columnOf(name)} is not null and ${columnOf(name)}::text <> ''`

/** Which rows a rule looks at, and which of those fail it. Null for rules that are not about single rows. */
export function testOf(rule: Armed): { scope: RawBuilder<unknown>; fails: RawBuilder<unknown> } | null {
  const { kind, params, standard, target } = rule
  const [first = '', second = ''] = rule.columns
  if (kind === 'completeness') return { scope: sql`true`, fails: sql`not (${filled(first)})` }
  if (kind === 'consistency' && target) {
    const there = sql`select 1 from ${tableOf(target.relation.relation)} x where ${sql.id('x', target.column)}::text = ${columnOf(first)}::text`
    return { scope: filled(first), fails: sql`not exists (${there})` }
  }
  if (kind === 'consistency' && params.compare)
    return {
      scope: sql`${columnOf(first)} is not null and ${columnOf(second)} is not null`,
      fails: sql`not (${columnOf(first)} ${signs[params.compare] ?? sql`<=`} ${columnOf(second)})`,
    }
  if (kind !== 'validity') return null
  if (standard) return { scope: filled(first), fails: sql`not (${conforms(columnOf(first), standard)})` }
  if (params.pattern) return { scope: filled(first), fails: sql`${columnOf(first)}::text !~ ${params.pattern}::text` }
  const bounds = [
    ...(params.min !== undefined ? [sql`${columnOf(first)} < ${params.min}::numeric`] : []),
    ...(params.max !== undefined ? [sql`${columnOf(first)} > ${params.max}::numeric`] : []),
  ]
  return bounds.length > 0 ? { scope: filled(first), fails: sql`(${sql.join(bounds, sql` or `)})` } : null
}

const alive = ({ removedColumn }: Relation) => (removedColumn ? sql`where ${columnOf(removedColumn)} is null` : sql``)

export interface Measured {
  checked: number
  failed: number
}

/** All rules about single rows in one reading of the table. */
export async function measureRows(
  ctx: Ctx,
  relation: Relation,
  rules: readonly Armed[],
): Promise<{ rows: number; results: Map<string, Measured> }> {
  const tests = rules.flatMap((rule) => {
    const test = testOf(rule)
    return test ? [{ id: rule.id, ...test }] : []
  })
  const counts = tests.flatMap(({ scope, fails }, at) => [
    sql`count(*) filter (where ${scope}) as ${sql.id(`c${at}`)}`,
    sql`count(*) filter (where (${scope}) and (${fails})) as ${sql.id(`f${at}`)}`,
  ])
  const { rows } = await sql<
    Record<string, string>
  >`select ${sql.join([sql`count(*) as n`, ...counts])} from ${tableOf(relation.relation)} t
    ${alive(relation)}`.execute(ctx.db)
  const row = rows[0] ?? {}
  return {
    rows: Number(row['n'] ?? 0),
    results: new Map(tests.map(({ id }, at) => [id, { checked: Number(row[`c${at}`]), failed: Number(row[`f${at}`]) }])),
  }
}

const together = (columns: readonly string[]) => sql.join(columns.map((name) => columnOf(name)))
const allFilled = (columns: readonly string[]) =>
  sql.join(
    columns.map((name) => sql`${columnOf(name)} is not null`),
    sql` and `,
  )

export async function measureUnique(ctx: Ctx, relation: Relation, { columns }: RuleRow): Promise<Measured> {
  const removed = relation.removedColumn ? sql`and ${columnOf(relation.removedColumn)} is null` : sql``
  const { rows } = await sql<{
    checked: string
    failed: string
  }>`select coalesce(sum(n), 0) as checked, coalesce(sum(n) filter (where n > 1), 0) as failed
    from (select count(*) as n from ${tableOf(relation.relation)} t where ${allFilled(columns)} ${removed} group by ${together(columns)}) g`.execute(
    ctx.db,
  )
  return { checked: Number(rows[0]?.checked ?? 0), failed: Number(rows[0]?.failed ?? 0) }
}

export async function newest(ctx: Ctx, relation: Relation, column: string): Promise<Date | null> {
  const { rows } = await sql<{
    at: Date | null
  }>`select max(${columnOf(column)})::timestamptz as at from ${tableOf(relation.relation)} t ${alive(relation)}`.execute(ctx.db)
  return rows[0]?.at ?? null
}

/** Keys of rows that fail a rule. */
export async function failing(ctx: Ctx, relation: Relation, rule: Armed, limit: number): Promise<string[]> {
  const key = relation.key ? sql`${columnOf(relation.key)}` : sql`t.ctid`
  const test = testOf(rule)
  const removed = relation.removedColumn ? sql`${columnOf(relation.removedColumn)} is null and` : sql``
  const inner = sql`select 1 from ${tableOf(relation.relation)} o where ${sql.join(
    rule.columns.map((name) => sql`${sql.id('o', name)} = ${columnOf(name)}`),
    sql` and `,
  )} and ${relation.key ? sql`${sql.id('o', relation.key)}` : sql`o.ctid`} <> ${key}
    ${relation.removedColumn ? sql`and ${sql.id('o', relation.removedColumn)} is null` : sql``}`
  const where = test ? sql`(${test.scope}) and (${test.fails})` : sql`exists (${inner})`
  const { rows } = await sql<{
    key: string
  }>`select ${key}::text as key from ${tableOf(relation.relation)} t where ${removed} ${where}
    order by ${rule.kind === 'uniqueness' ? sql`${together(rule.columns)},` : sql``} ${key} limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.key)
}

export async function addRun(
  ctx: Ctx,
  run: { id: string; resourceId: string; why: string; rows: number; score: number | null },
  results: readonly (Measured & { rule: string })[],
): Promise<void> {
  await sql`insert into catalog.quality_run (id, resource_id, at, why, rows, score)
    values (${run.id}, ${run.resourceId}, ${ctx.now}, ${run.why}, ${run.rows}, ${run.score})`.execute(ctx.db)
  await sql`insert into catalog.quality_result (run_id, rule_id, checked, failed) select ${run.id}::uuid, x.rule, x.checked, x.failed
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb) as x(rule uuid, checked bigint, failed bigint)`.execute(ctx.db)
}

export interface ResultRow {
  rule: string
  checked: number
  failed: number
}
export async function lastRun(
  ctx: Ctx,
  resourceId: string,
): Promise<{ id: string; at: Date; rows: number; score: number | null; results: ResultRow[] } | undefined> {
  const { rows } = await sql<{
    id: string
    at: Date
    rows: number
    score: number | null
    results: ResultRow[]
  }>`select q.id, q.at, q.rows::float8 as rows,
      q.score::float8 as score, coalesce((select json_agg(json_build_object('rule', x.rule_id, 'checked', x.checked, 'failed', x.failed))
        from catalog.quality_result x where x.run_id = q.id), '[]'::json) as results
    from catalog.quality_run q where q.resource_id = ${resourceId} order by q.at desc limit 1`.execute(ctx.db)
  return rows[0]
}
export async function runsOf(ctx: Ctx, resourceId: string): Promise<{ at: Date; score: number | null; rows: number }[]> {
  return (
    await sql<{
      at: Date
      score: number | null
      rows: number
    }>`select at, score::float8 as score, rows::float8 as rows from catalog.quality_run
      where resource_id = ${resourceId} order by at desc limit 60`.execute(ctx.db)
  ).rows
}

/** Resources with rules that nobody has measured since. */
export async function dueForMeasuring(ctx: Ctx, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select r.id from catalog.resource r where r.state = 'published'
      and exists (select 1 from catalog.rule u where u.resource_id = r.id and u.ended_at is null)
      and not exists (select 1 from catalog.quality_run q where q.resource_id = r.id and q.at > ${before})
    order by r.id limit ${limit}`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

export interface BoardRow {
  id: string
  at: Date
  score: number | null
  rows: number
  before: number | null
  kinds: Record<QualityKind, { checked: number; failed: number }>
  corrections: number
}
/** The last measuring of every resource, worst first. */
export async function board(ctx: Ctx): Promise<BoardRow[]> {
  const { rows } = await sql<BoardRow>`select q.resource_id as id, q.at, q.score::float8 as score, q.rows::float8 as rows,
      (select p.score::float8 from catalog.quality_run p where p.resource_id = q.resource_id and p.at < q.at order by p.at desc limit 1) as before,
      (select json_object_agg(k.kind, json_build_object('checked', k.checked, 'failed', k.failed)) from (
        select u.kind, sum(x.checked) as checked, sum(x.failed) as failed from catalog.quality_result x join catalog.rule u on u.id = x.rule_id
        where x.run_id = q.id group by u.kind) k) as kinds,
      (select count(*)::int from catalog.correction c where c.resource_id = q.resource_id and c.state = 'open') as corrections
    from (select distinct on (resource_id) * from catalog.quality_run order by resource_id, at desc) q
    order by q.score nulls last limit 500`.execute(ctx.db)
  return rows
}

export interface CorrectionRow {
  id: string
  rule_id: string
  resource_id: string
  provider: string
  sender: string
  sender_name: string
  note: string
  keys: string[]
  failed_before: number
  state: 'open' | 'corrected' | 'declined'
  answer: string | null
  answered_by: string | null
  failed_after: number | null
  version: number
  created_at: Date
  answered_at: Date | null
  rule_title: Text
  resource_name: Text
}
const correctionColumns =
  sql.raw(`c.id, c.rule_id, c.resource_id, c.provider::text as provider, c.sender, c.sender_name, c.note, c.keys,
  c.failed_before::float8 as failed_before, c.state, c.answer, c.answered_by, c.failed_after::float8 as failed_after, c.version, c.created_at, c.answered_at,
  (select title from catalog.rule where id = c.rule_id) as rule_title, (select name from catalog.resource where id = c.resource_id) as resource_name`)

export async function insertCorrection(
  ctx: Ctx,
  row: Pick<CorrectionRow, 'id' | 'rule_id' | 'resource_id' | 'provider' | 'note' | 'keys' | 'failed_before'>,
): Promise<void> {
  await sql`insert into catalog.correction (id, rule_id, resource_id, provider, sender_unit, sender, sender_name, note, keys, failed_before, state, created_at)
    values (${row.id}, ${row.rule_id}, ${row.resource_id}, ${row.provider}::text::ltree, ${ctx.user.organisation ?? null}::text::ltree, ${ctx.user.id},
      ${ctx.user.name}, ${row.note}, ${row.keys}::text[], ${row.failed_before}, 'open', ${ctx.now})`.execute(ctx.db)
}
export async function corrections(
  ctx: Ctx,
  { resource, state }: { resource?: string | undefined; state?: string | undefined },
): Promise<CorrectionRow[]> {
  const { rows } =
    await sql<CorrectionRow>`select ${correctionColumns} from catalog.correction c where ${visible(ctx, correctionType, 'c')}
    ${resource ? sql`and c.resource_id::text = ${resource}` : sql``} ${state ? sql`and c.state = ${state}` : sql``} order by c.id desc limit 200`.execute(
      ctx.db,
    )
  return rows
}
export const correction = async (ctx: Ctx, id: string): Promise<CorrectionRow | undefined> =>
  (
    await sql<CorrectionRow>`select ${correctionColumns} from catalog.correction c where c.id = ${id} and ${visible(ctx, correctionType, 'c')} for update of c`.execute(
      ctx.db,
    )
  ).rows[0]
export const answerCorrection = async (
  ctx: Ctx,
  { id, state, answer, failedAfter }: { id: string; state: string; answer: string; failedAfter: number },
): Promise<void> =>
  void (await sql`update catalog.correction set state = ${state}, answer = ${answer}, answered_by = ${ctx.user.name}, failed_after = ${failedAfter},
    answered_at = ${ctx.now}, version = version + 1 where id = ${id}`.execute(ctx.db))

/** Which table refers to which, by the rules in force. */
export async function references(ctx: Ctx): Promise<{ from: string; to: string }[]> {
  const { rows } = await sql<{
    from: string
    to: string
  }>`select distinct distribution_id::text as from, params -> 'reference' ->> 'distribution' as to
    from catalog.rule where ended_at is null and params -> 'reference' ->> 'distribution' is not null`.execute(ctx.db)
  return rows
}

export interface NamedItem {
  resource: string
  name: Text
  distribution: string
  column: string
  title: Text
  standard: string
}
/** Items of the directory that name a standard. */
export async function standardItems(ctx: Ctx): Promise<NamedItem[]> {
  const { rows } =
    await sql<NamedItem>`select d.resource_id as resource, r.name, d.id as distribution, i.name as column, i.title, i.standard
    from catalog.item i join catalog.distribution d on d.id = i.distribution_id join catalog.resource r on r.id = d.resource_id
    where i.standard is not null and r.state = 'published' order by r.name ->> 'zh', i.position limit 2000`.execute(ctx.db)
  return rows
}

/** How a column stands to a standard, with its commonest strange values. */
export async function conformance(ctx: Ctx, relation: Relation, column: string, standard: StandardRow) {
  const [field, good] = [columnOf(column), conforms(columnOf(column), standard)]
  const removed = relation.removedColumn ? sql`and ${columnOf(relation.removedColumn)} is null` : sql``
  const { rows } = await sql<{
    checked: string
    failed: string
  }>`select count(*) as checked, count(*) filter (where not (${good})) as failed
    from ${tableOf(relation.relation)} t where ${filled(column)} ${removed}`.execute(ctx.db)
  const { rows: values } = await sql<{ value: string; count: number }>`select ${field}::text as value, count(*)::int as count
    from ${tableOf(relation.relation)} t where ${filled(column)} and not (${good}) ${removed} group by 1 order by 2 desc, 1 limit 12`.execute(
    ctx.db,
  )
  return { checked: Number(rows[0]?.checked ?? 0), failed: Number(rows[0]?.failed ?? 0), values }
}
