import { type Ctx, districtOf } from '#kernel'
import type { DeclaredRegistry, FieldValues } from './definition.ts'
import { goldenOf, type Statement } from './golden.ts'
import type { SourceSpec } from './schema.ts'
import { sourcesOf } from './sources.ts'
import * as store from './store.ts'
import { byIds } from './store-entities.ts'
import { seal, unseal } from './values.ts'
import { townPathOf } from './whereabouts.ts'

export const statementOf = (ctx: Ctx, row: store.RecordRow): Statement => ({
  record: row.id,
  source: row.source,
  observedOn: row.observed_on,
  values: unseal(ctx, row),
  flags: row.flags,
})

export const today = (ctx: Ctx): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: districtOf(ctx.house).timeZone }).format(ctx.now)

export interface Entitled {
  readonly id: string
  readonly statements: readonly Statement[]
  readonly isNew: boolean
  readonly kind?: 'merged' | 'restored'
  readonly other?: string
}

interface Made {
  entity: store.Refreshed
  changed: string[]
}

async function make(
  ctx: Ctx,
  registry: DeclaredRegistry,
  { id, statements }: Entitled,
  known: { before: FieldValues; chosen: Record<string, string>; sources: readonly SourceSpec[] },
): Promise<Made> {
  const { values, provenance } = goldenOf(statements, {
    fields: Object.keys(registry.fields),
    sources: known.sources,
    chosen: known.chosen,
    today: today(ctx),
  })
  const address = registry.addressField && values[registry.addressField]
  const entity: store.Refreshed = {
    id,
    ...seal(ctx, registry, values),
    title: registry.open ? (values[registry.nameField] ?? null) : null,
    area: address ? await townPathOf(ctx, address) : null,
    provenance: { ...provenance },
    flags: [...new Set(statements.flatMap(({ flags }) => flags))].sort(),
    sources: [...new Set(statements.map(({ source }) => source))].sort(),
    records: statements.length,
  }
  const names = new Set([...Object.keys(values), ...Object.keys(known.before)])
  return { entity, changed: [...names].filter((field) => values[field] !== known.before[field]).sort() }
}

/** Works out the golden records of these entities anew, keeps them, and tells subscribers what changed. */
export async function refresh(ctx: Ctx, registry: DeclaredRegistry, entities: readonly Entitled[]): Promise<void> {
  if (entities.length === 0) return
  const ids = entities.map(({ id }) => id)
  const [before, choices, sources] = [await rowsOf(ctx, ids), await store.choicesOf(ctx, ids), await sourcesOf(ctx, registry)]
  const made: (Made & { of: Entitled })[] = []
  for (const of of entities) {
    const row = before.get(of.id)
    const chosen = Object.fromEntries(choices.filter(({ entity_id }) => entity_id === of.id).map((c) => [c.field, c.record_id]))
    made.push({ of, ...(await make(ctx, registry, of, { before: row ? unseal(ctx, row) : {}, chosen, sources })) })
  }
  await store.refreshEntities(
    ctx,
    made.map(({ entity }) => entity),
  )
  const changes = made
    .filter(({ of, changed }) => of.isNew || of.kind || changed.length > 0)
    .map(({ of, changed }) => ({
      registry: registry.id,
      entity_id: of.id,
      kind: of.kind ?? (of.isNew ? ('created' as const) : ('changed' as const)),
      fields: changed,
      other: of.other ?? null,
    }))
  await tell(ctx, registry, changes)
}

async function tell(ctx: Ctx, registry: DeclaredRegistry, changes: readonly store.NewChange[]): Promise<void> {
  if (changes.length === 0) return
  await store.addChanges(ctx, changes)
  for (const { entity_id, ...change } of changes)
    await ctx.emit(registry.changed, { ...change, id: entity_id, fields: [...change.fields] })
}

/** Whoever follows one that is gone hears where it went, though its values were told with another's. */
export const announceMerged = (ctx: Ctx, registry: DeclaredRegistry, merges: readonly { kept: string; gone: string }[]) =>
  tell(
    ctx,
    registry,
    merges.map(({ kept, gone }) => ({ registry: registry.id, entity_id: kept, kind: 'merged', fields: [], other: gone })),
  )

async function rowsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, store.EntityRow>> {
  const rows = await byIds(ctx, ids)
  return new Map(rows.map((row) => [row.id, row]))
}
