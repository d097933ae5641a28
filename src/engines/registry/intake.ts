import { type Ctx, demand, newId } from '#kernel'
import { record } from '#engines/audit'
import { blocksOf } from './compare.ts'
import type { DeclaredRegistry, FieldValues } from './definition.ts'
import type { Statement } from './golden.ts'
import { normalise } from './normal.ts'
import { type Candidate, Pool, verdictOn } from './pool.ts'
import { refresh } from './refresh.ts'
import type { Delivered, DeliveryView, Fault, SourceSpec } from './schema.ts'
import { sourceOf } from './sources.ts'
import * as store from './store.ts'
import * as ledger from './store-sources.ts'
import { tokensOf } from './tokens.ts'
import { digestOf, seal } from './values.ts'

export interface Line extends Delivered {
  line: number
}

interface Prepared {
  line: Line
  keyIndex: string
  values: FieldValues
  flags: string[]
  digest: string
  tokens: string[]
}

const words = {
  undeclared: { zh: '该来源未声明此数据项，值未收录', en: 'The source does not declare this field; the value was left out' },
  empty: { zh: '没有可用于比对的内容，未收录', en: 'Nothing in it to match by; left out' },
}

function prepare(ctx: Ctx, registry: DeclaredRegistry, source: SourceSpec, line: Line, faults: Fault[]): Prepared | undefined {
  const allowed = new Set([...source.holds, ...source.carries])
  const entries = Object.entries(line.values)
  for (const [field, value] of entries)
    if (value && !allowed.has(field)) faults.push({ line: line.line, field, code: 'undeclared', text: words.undeclared })
  const { values, flags } = normalise(registry, Object.fromEntries(entries.filter(([field]) => allowed.has(field))))
  if (!values[registry.nameField] && !values[registry.key]) {
    faults.push({ line: line.line, field: registry.nameField, code: 'empty', text: words.empty })
    return undefined
  }
  return {
    line,
    keyIndex: ctx.secrets.blindIndex('registry.key', line.key),
    values,
    flags,
    digest: digestOf(ctx, values, line.observedOn),
    tokens: tokensOf(ctx, registry, values, blocksOf(registry, values)),
  }
}

/** What one batch comes to, gathered in memory and written by a handful of statements. */
interface Outcome {
  entities: string[]
  touched: Set<string>
  inserts: store.NewRecord[]
  updates: store.NewRecord[]
  tokens: { token: string; record_id: string }[]
  links: store.NewLink[]
  reviews: store.NewReview[]
  same: number
}

interface Intake {
  ctx: Ctx
  registry: DeclaredRegistry
  source: SourceSpec
  delivery: string
  pool: Pool
  out: Outcome
}

function rowOf(
  { ctx, registry, source, delivery }: Intake,
  { keyIndex, values, flags, digest, line }: Prepared,
  id: string,
  entity: string,
) {
  const kept = { ...seal(ctx, registry, values), digest, flags, observed_on: line.observedOn }
  return { id, registry: registry.id, source: source.id, key_index: keyIndex, version: 1, delivery, entity_id: entity, ...kept }
}

function doubt({ registry, out }: Intake, statement: Statement, candidate: Candidate, reason: store.NewReview['reason']): void {
  const { record: other, score, explanation } = candidate
  const pair = { left_record: statement.record, right_record: other }
  out.reviews.push({ id: newId(), registry: registry.id, ...pair, reason, score, explanation })
}

function takeNew(work: Intake, one: Prepared): void {
  const { source, pool, out } = work
  const id = newId()
  const statement = { record: id, source: source.id, observedOn: one.line.observedOn, values: one.values, flags: one.flags }
  const { best, doubts } = verdictOn(pool.candidates(statement, one.tokens))
  const entity = best?.entity ?? newId()
  if (!best) out.entities.push(entity)
  pool.add(entity, statement, one.tokens)
  out.touched.add(entity)
  out.inserts.push(rowOf(work, one, id, entity))
  out.tokens.push(...one.tokens.map((token) => ({ token, record_id: id })))
  const how = best ? ('matched' as const) : ('first' as const)
  out.links.push({
    id: newId(),
    record_id: id,
    entity_id: entity,
    how,
    score: best?.score ?? null,
    explanation: best?.explanation ?? [],
  })
  for (const candidate of doubts)
    doubt(work, statement, candidate, best ? 'two-homes' : candidate.contradicted ? 'conflict' : 'doubtful')
}

/** It stays where it is; what speaks against that now is asked about. */
function takeChanged(work: Intake, one: Prepared, known: store.RecordRow): void {
  const { source, pool, out } = work
  const statement = { record: known.id, source: source.id, observedOn: one.line.observedOn, values: one.values, flags: one.flags }
  pool.add(known.entity_id, statement, one.tokens)
  out.touched.add(known.entity_id)
  out.updates.push(rowOf(work, one, known.id, known.entity_id))
  out.tokens.push(...one.tokens.map((token) => ({ token, record_id: known.id })))
  const candidates = pool.candidates(statement, one.tokens)
  const home = candidates.find(({ entity }) => entity === known.entity_id)
  if (home?.contradicted) doubt(work, statement, home, 'conflict')
  const others = candidates.filter(({ entity }) => entity !== known.entity_id)
  const { best, doubts } = verdictOn(others)
  for (const candidate of best ? [best, ...doubts] : doubts) doubt(work, statement, candidate, 'two-homes')
}

async function write({ ctx, registry, pool, out }: Intake): Promise<number> {
  const by = { id: ctx.user.id, name: ctx.user.name }
  if (out.entities.length > 0) await store.insertEntities(ctx, registry.id, out.entities)
  if (out.inserts.length > 0) await store.insertRecords(ctx, out.inserts)
  if (out.updates.length > 0) await store.replaceRecords(ctx, out.updates)
  if (out.tokens.length > 0) await store.addTokens(ctx, out.tokens)
  if (out.links.length > 0) await store.relink(ctx, out.links, by)
  const fresh = new Set(out.entities)
  await refresh(
    ctx,
    registry,
    [...out.touched].map((id) => ({ id, statements: pool.of(id), isNew: fresh.has(id) })),
  )
  return out.reviews.length > 0 ? store.openReviews(ctx, out.reviews) : 0
}

const noOutcome = (): Outcome => ({
  entities: [],
  touched: new Set(),
  inserts: [],
  updates: [],
  tokens: [],
  links: [],
  reviews: [],
  same: 0,
})

/** One batch, at most a thousand records, in the open transaction. The source's own key says whether a record is new. */
export async function takeBatch(
  ctx: Ctx,
  registry: DeclaredRegistry,
  source: SourceSpec,
  { delivery, lines, refused = [] }: { delivery: string; lines: readonly Line[]; refused?: readonly Fault[] },
): Promise<void> {
  await store.lock(ctx, registry.id)
  const faults: Fault[] = [...refused]
  const latest = new Map<string, Prepared>()
  for (const line of lines) {
    const one = prepare(ctx, registry, source, line, faults)
    if (one) latest.set(one.keyIndex, one)
  }
  const known = new Map((await store.byKeys(ctx, registry.id, source.id, [...latest.keys()])).map((row) => [row.key_index, row]))
  const moved = [...latest.values()].filter(({ keyIndex, digest }) => known.get(keyIndex)?.digest !== digest)
  const work: Intake = { ctx, registry, source, delivery, pool: new Pool(registry), out: noOutcome() }
  const homes = moved.flatMap(({ keyIndex }) => known.get(keyIndex)?.entity_id ?? [])
  await work.pool.load(ctx, [...new Set(moved.flatMap(({ tokens }) => tokens))], homes)
  for (const one of moved) {
    const before = known.get(one.keyIndex)
    if (before) takeChanged(work, one, before)
    else takeNew(work, one)
  }
  const doubtful = await write(work)
  const { inserts, updates } = work.out
  await ledger.addTally(ctx, delivery, {
    received: lines.length + refused.length,
    new: inserts.length,
    changed: updates.length,
    same: latest.size - moved.length,
    refused: lines.length - latest.size + refused.length,
    doubtful,
    flagged: moved.filter(({ flags }) => flags.length > 0).length,
    faults,
  })
}

const deliveryView = ({ by_name, at, registry: _registry, ...row }: ledger.DeliveryRow): DeliveryView => ({
  ...row,
  by: by_name,
  at: at.toISOString(),
})

export async function openDelivery(
  ctx: Ctx,
  registry: DeclaredRegistry,
  sourceId: string,
  { how, filename = null }: { how: 'api' | 'file' | 'generated'; filename?: string | null },
): Promise<{ source: SourceSpec; delivery: string }> {
  const source = await sourceOf(ctx, registry, sourceId)
  demand(ctx.user, 'registry.deliver', { organisation: source.organisation })
  const delivery = newId()
  await ledger.openDelivery(ctx, { id: delivery, registry: registry.id, source: source.id, how, filename })
  return { source, delivery }
}

export async function deliveryById(ctx: Ctx, registry: DeclaredRegistry, id: string): Promise<DeliveryView> {
  const [row] = await ledger.deliveries(ctx, registry.id, { id, limit: 1 })
  return deliveryView(row as ledger.DeliveryRow)
}

export async function listDeliveries(
  ctx: Ctx,
  registry: DeclaredRegistry,
  query: { source?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: DeliveryView[]; next: string | null }> {
  const rows = await ledger.deliveries(ctx, registry.id, { ...query, limit: query.limit + 1 })
  const page = rows.slice(0, query.limit)
  return { items: page.map(deliveryView), next: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null }
}

/** A batch by the interface. Sending the same again changes nothing. */
export async function deliver(
  ctx: Ctx,
  registry: DeclaredRegistry,
  sourceId: string,
  records: readonly Delivered[],
  how: 'api' | 'generated' = 'api',
): Promise<DeliveryView> {
  const { source, delivery } = await openDelivery(ctx, registry, sourceId, { how })
  await takeBatch(ctx, registry, source, { delivery, lines: records.map((one, at) => ({ ...one, line: at + 1 })) })
  const view = await deliveryById(ctx, registry, delivery)
  const { faults: _faults, ...numbers } = view
  record(ctx, { action: 'registry.deliver', ref: `registry.delivery:${delivery}`, after: { registry: registry.id, ...numbers } })
  return view
}
