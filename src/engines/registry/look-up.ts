import { recordRead } from '#engines/audit'
import { type Ctx, holds, newId, notFound } from '#kernel'
import { type DeclaredRegistry, type FieldValues, isPersonal, registryKind } from './definition.ts'
import { cardOf, entityRow, refOfEntity, seenBy } from './entities.ts'
import { notThisWay, purposeNotYours } from './errors.ts'
import { normaliseOne } from './normal.ts'
import { purposes } from './purposes.ts'
import { statementOf } from './refresh.ts'
import type { EntityCard, ForPurpose, LookUp, PublicEnterprise, Unmasked } from './schema.ts'
import * as records from './store.ts'
import * as store from './store-entities.ts'
import { lookUpToken } from './tokens.ts'
import { unseal } from './values.ts'

/** A purpose of their post, stated before anything is shown. */
export function demandPurpose(ctx: Ctx, { purpose }: ForPurpose): void {
  const { needs, title } = purposes[purpose]
  if (needs && !holds(ctx.user, needs)) throw purposeNotYours({ purpose: title[ctx.locale] })
}

/** Who saw whom and why: for the person's own page and, in its chain, for the audit. */
export async function noteAccess(
  ctx: Ctx,
  registry: DeclaredRegistry,
  entities: readonly string[],
  { what, fields, purpose, note }: ForPurpose & { what: store.NewAccess['what']; fields: readonly string[] },
): Promise<void> {
  if (entities.length === 0) return
  await store.addAccesses(
    ctx,
    entities.map((entity_id) => ({ id: newId(), registry: registry.id, entity_id, what, fields, purpose, note })),
  )
  for (const id of entities)
    recordRead(ctx, {
      what: `registry.${what} ${fields.join(',')}`,
      refs: [refOfEntity(registry.id, id)],
      purpose: `${purpose}: ${note}`,
    })
}

const MOST_FOUND = 20
const sameSet = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((one) => b.includes(one))

function wayOf(ctx: Ctx, registry: DeclaredRegistry, by: FieldValues): readonly string[] {
  const asked = Object.keys(by)
  const way = registry.lookUps.find((fields) => sameSet(fields, asked))
  if (way) return way
  const name = (field: string) => registry.fields[field]?.title[ctx.locale] ?? field
  throw notThisWay({ ways: registry.lookUps.map((fields) => fields.map(name).join('+')).join('；') })
}

/** Finds whom the officer names exactly; what is shown is masked, and the person can see that they were looked for. */
export async function lookUp(ctx: Ctx, registry: DeclaredRegistry, { by, purpose, note }: LookUp): Promise<EntityCard[]> {
  demandPurpose(ctx, { purpose, note })
  const way = wayOf(ctx, registry, by)
  const values = Object.fromEntries(way.map((field) => [field, normaliseOne(registry, field, by[field] as string)]))
  const token = lookUpToken(ctx, registry, way, values)
  const rows = token ? await store.byTokens(ctx, registry.id, [token], { seen: seenBy(ctx, registry), limit: MOST_FOUND }) : []
  if (!registry.open)
    await noteAccess(
      ctx,
      registry,
      rows.map(({ id }) => id),
      { what: 'found', fields: way, purpose, note },
    )
  return rows.map((row) => cardOf(ctx, registry, row))
}

/** The values in clear, for a purpose. */
export async function unmask(ctx: Ctx, registry: DeclaredRegistry, id: string, why: ForPurpose): Promise<Unmasked> {
  demandPurpose(ctx, why)
  const row = await entityRow(ctx, registry, id)
  const personal = (values: FieldValues): FieldValues =>
    Object.fromEntries(Object.entries(values).filter(([field]) => isPersonal(registry.fields[field] ?? {})))
  const values = personal(unseal(ctx, row))
  const rows = await records.recordsOf(ctx, [id])
  await noteAccess(ctx, registry, [id], { what: 'unmasked', fields: Object.keys(values), ...why })
  return { values, competing: Object.fromEntries(rows.map((each) => [each.id, personal(statementOf(ctx, each).values)])) }
}

/** Only the fields that are declared public: name, code, state; no telephone, nobody's number. */
export async function publicEnterprise(ctx: Ctx, code: string): Promise<PublicEnterprise> {
  const registry = ctx.house.all(registryKind).find(({ noun, open }) => open && noun === 'enterprise')
  const key = registry?.key ?? ''
  const token = registry && lookUpToken(ctx, registry, [key], { [key]: normaliseOne(registry, key, code) })
  const [row] = token ? await store.byTokens(ctx, registry.id, [token], { limit: 1 }) : []
  if (!registry || !row) throw notFound({ what: ctx.locale === 'en' ? 'An enterprise with this code' : '该代码对应的企业' })
  const fields = Object.entries(registry.fields).flatMap(([id, field]) => {
    const value = row.open[id]
    const won = row.provenance[id]
    if (!field.public || value === undefined || !won) return []
    return [{ id, title: field.title, value, says: field.codes?.[value] ?? { zh: value, en: value }, observedOn: won.observedOn }]
  })
  return { registry: registry.id, fields }
}
