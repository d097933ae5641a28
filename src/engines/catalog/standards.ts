import { record } from '#engines/audit'
import { type Ctx, holdsOver, newId, notFound } from '#kernel'
import { STEWARD } from './directory.ts'
import { columnUnknown, standardEmpty, standardThere } from './errors.ts'
import { missing } from './resources.ts'
import { relationOf } from './rows.ts'
import { masksOf } from './samples.ts'
import type { Conformance, NewStandard, Standard, StandardDetail } from './schema.ts'
import { standards as known } from './standards-data.ts'
import * as resources from './store.ts'
import * as store from './store-quality.ts'

/** `GB 32100-2015`, `GB/T 2261.1—2003` or a code alone (then the newest edition) name a standard. */
export function standardNamed(all: readonly store.StandardRow[], text: string): store.StandardRow | undefined {
  const plain = (name: string) => name.replaceAll(/[\s—–-]/g, '').toUpperCase()
  return (
    all.find(({ code, edition }) => plain(`${code}${edition}`) === plain(text)) ??
    all.find(({ code, ended_on }) => ended_on === null && plain(code) === plain(text))
  )
}

const standardOf = (row: store.StandardRow, items: number): Standard => ({
  id: row.id,
  code: row.code,
  edition: row.edition,
  title: row.title,
  kind: row.kind,
  pattern: row.pattern,
  since: row.since,
  endedOn: row.ended_on,
  codeCount: row.codes,
  items,
})

export async function listStandards(ctx: Ctx): Promise<Standard[]> {
  const [all, items] = [await store.standards(ctx), await store.standardItems(ctx)]
  const named = items.map(({ standard }) => standardNamed(all, standard)?.id)
  return all.map((row) => standardOf(row, named.filter((id) => id === row.id).length))
}

export async function standardById(ctx: Ctx, id: string): Promise<StandardDetail> {
  const all = await store.standards(ctx)
  const row = all.find((candidate) => candidate.id === id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This standard' : '这项标准' })
  const used = (await store.standardItems(ctx)).filter(({ standard }) => standardNamed(all, standard)?.id === id)
  return {
    ...standardOf(row, used.length),
    codes: await store.codesOf(ctx, id),
    used: used.map(({ standard: _, ...item }) => item),
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== ''
  } catch {
    return false
  }
}

/** A new edition ends the older ones; data that name the standard without an edition follow the newest. */
export async function addStandard(
  ctx: Ctx,
  { code, edition, title, pattern, codes = [], since }: NewStandard,
): Promise<StandardDetail> {
  if (codes.length > 0 === (pattern !== undefined) || (pattern !== undefined && !isPattern(pattern))) throw standardEmpty()
  const id = newId()
  const row = {
    id,
    code,
    edition,
    title,
    kind: pattern ? ('pattern' as const) : ('codes' as const),
    pattern: pattern ?? null,
    rule: null,
    since: since ?? null,
  }
  if (!(await store.putStandard(ctx, row, codes))) throw standardThere({ code, edition })
  await store.endOlder(ctx, code, id, since ?? ctx.now.toISOString().slice(0, 10))
  record(ctx, {
    action: 'catalog.add-standard',
    ref: `catalog.standard:${id}`,
    after: { standard: `${code}-${edition}`, codes: codes.length },
  })
  return standardById(ctx, id)
}

/** Does a column keep to a standard? Strange values are shown to those who keep the data, never of a masked column. */
export async function checkConformance(ctx: Ctx, id: string, distributionId: string, column: string): Promise<Conformance> {
  const standard = (await store.standards(ctx)).find((candidate) => candidate.id === id)
  const distribution = await resources.distribution(ctx, distributionId)
  const resource = distribution && (await resources.byId(ctx, distribution.resource_id))
  if (!standard || !distribution || !resource || resource.state === 'draft') throw missing(ctx)
  if (!distribution.items.some(({ name }) => name === column)) throw columnUnknown({ column: column.slice(0, 60) })
  const { values, ...counts } = await store.conformance(ctx, relationOf(distribution), column, standard)
  const shows = holdsOver(ctx.user, STEWARD, { organisation: resource.provider }) && !masksOf(distribution.items)[column]
  return { ...counts, values: shows ? values : [] }
}

/** What every district begins with. */
export async function plantStandards(ctx: Ctx): Promise<void> {
  for (const { code, edition, title, pattern, rule, codes } of known) {
    const kind = codes ? 'codes' : pattern ? 'pattern' : 'check'
    const rows = Object.entries(codes ?? {}).map(([value, zh]) => ({ code: value, title: { zh, en: zh } }))
    await store.putStandard(
      ctx,
      { id: newId(), code, edition, title, kind, pattern: pattern ?? null, rule: rule ?? null, since: null },
      rows,
    )
  }
}
