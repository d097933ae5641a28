import type { Ctx } from '#kernel'
import { type Compare, type Compared, comparerOf } from './compare.ts'
import type { DeclaredRegistry } from './definition.ts'
import type { Statement } from './golden.ts'
import type { Explained } from './schema.ts'
import { statementOf } from './refresh.ts'
import * as store from './store.ts'
import { weightsOf } from './weights.ts'

/** Of a token that more than this many entities bear, the rest is not looked at: such a token tells nothing. */
const MOST_PER_TOKEN = 60

/** What a batch is matched against: every record of every entity that shares a token with it, and the batch itself as it goes in. */
export class Pool {
  readonly #registry: DeclaredRegistry
  readonly #byToken = new Map<string, Set<string>>()
  readonly #byEntity = new Map<string, Map<string, Statement>>()
  readonly #apart = new Map<string, Set<string>>()
  #compare: Compare

  constructor(registry: DeclaredRegistry) {
    this.#registry = registry
    this.#compare = comparerOf(registry, undefined)
  }

  async load(ctx: Ctx, tokens: readonly string[], entities: readonly string[]): Promise<void> {
    this.#compare = comparerOf(this.#registry, await weightsOf(ctx, this.#registry))
    const found = await store.entitiesByTokens(ctx, this.#registry.id, tokens, MOST_PER_TOKEN)
    for (const { token, entity } of found) this.#note(token, entity)
    const ids = [...new Set([...found.map(({ entity }) => entity), ...entities])]
    const rows = await store.recordsOf(ctx, ids)
    for (const row of rows) this.#put(row.entity_id, statementOf(ctx, row))
    const decisions = await store.constraintsOf(
      ctx,
      rows.map(({ id }) => id),
    )
    for (const { left_record, right_record, must } of decisions) {
      if (must) continue
      this.#apartFrom(left_record).add(right_record)
      this.#apartFrom(right_record).add(left_record)
    }
  }

  #apartFrom(record: string): Set<string> {
    const known = this.#apart.get(record) ?? new Set<string>()
    this.#apart.set(record, known)
    return known
  }

  #note(token: string, entity: string): void {
    const known = this.#byToken.get(token) ?? new Set<string>()
    this.#byToken.set(token, known.add(entity))
  }

  #put(entity: string, statement: Statement): void {
    const known = this.#byEntity.get(entity) ?? new Map<string, Statement>()
    this.#byEntity.set(entity, known.set(statement.record, statement))
  }

  add(entity: string, statement: Statement, tokens: readonly string[]): void {
    this.#put(entity, statement)
    for (const token of tokens) this.#note(token, entity)
  }

  of(entity: string): Statement[] {
    return [...(this.#byEntity.get(entity)?.values() ?? [])]
  }

  /** Entities that may be the same, best first; those that people keep apart from this record are not among them. */
  candidates(statement: Statement, tokens: readonly string[]): Candidate[] {
    const entities = new Set(tokens.flatMap((token) => [...(this.#byToken.get(token) ?? [])]))
    return [...entities]
      .flatMap((entity) => this.#weigh(entity, statement) ?? [])
      .sort((a, b) => b.score - a.score || (a.entity < b.entity ? -1 : 1))
  }

  #weigh(entity: string, statement: Statement): Candidate | undefined {
    const others = this.of(entity).filter(({ record }) => record !== statement.record)
    if (others.length === 0 || others.some(({ record }) => this.#apart.get(record)?.has(statement.record))) return undefined
    const compared = this.#compare(statement, others).map((each, at) => ({ ...each, other: others[at] as Statement }))
    const { other, ...best } = compared.reduce((a, b) => (b.score > a.score ? b : a))
    // One bridge does not join two people: the entity's records must speak for it together.
    const mean = compared.reduce((sum, { score }) => sum + score, 0) / compared.length
    return {
      ...best,
      decision: best.decision === 'match' && mean < 0 ? 'review' : best.decision,
      entity,
      record: other.record,
      contradicted: compared.some(({ contradicted }) => contradicted),
    }
  }
}

export interface Candidate extends Compared {
  readonly entity: string
  /** The record of that entity that is most alike. */
  readonly record: string
  readonly explanation: Explained[]
}

export type Verdict =
  | { readonly is: 'same'; readonly best: Candidate; readonly doubts: readonly Candidate[] }
  | { readonly is: 'new'; readonly best?: undefined; readonly doubts: readonly Candidate[] }

const MOST_DOUBTS = 3

/** One entity is sure, the others are asked about; a contradiction in the national number always asks. */
export function verdictOn(candidates: readonly Candidate[]): Verdict {
  const sure = candidates.find(({ decision, contradicted }) => decision === 'match' && !contradicted)
  const doubts = candidates
    .filter((it) => it !== sure && (it.contradicted || sure ? it.strong : it.decision !== 'different'))
    .slice(0, MOST_DOUBTS)
  return sure ? { is: 'same', best: sure, doubts } : { is: 'new', doubts }
}
