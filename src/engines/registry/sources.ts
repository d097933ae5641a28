import { organisationByPath } from '#engines/identity'
import { record } from '#engines/audit'
import { type Ctx, type DomainError, demand, invalid, notFound, settingsOf } from '#kernel'
import { type DeclaredRegistry, isPersonal, registryKind, registrySettings } from './definition.ts'
import { duplicateCollection, noSuchField, sourceTaken } from './errors.ts'
import { flagTitle } from './normal.ts'
import type { FieldView, Holder, NewSource, RegistryCard, RegistryView, SourceSpec, SourceView } from './schema.ts'
import * as store from './store-sources.ts'

export function registryById(ctx: Ctx, id: string): DeclaredRegistry {
  const found = ctx.house.find(registryKind, id)
  if (!found) throw notFound({ what: ctx.locale === 'en' ? 'This registry' : '这个基础库' })
  return found
}

const declaredOf = (ctx: Ctx, { id }: DeclaredRegistry): readonly SourceSpec[] =>
  settingsOf(ctx.house, registrySettings).sources[id] ?? []

/** All sources, most trusted first: the district's own, then those that joined later. */
export async function sourcesOf(ctx: Ctx, registry: DeclaredRegistry): Promise<SourceSpec[]> {
  const later = (await store.added(ctx, registry.id)).map(({ fresh_days, basis, ...row }) => ({
    ...row,
    freshDays: fresh_days,
    basis: { zh: basis, en: basis },
  }))
  return [...declaredOf(ctx, registry), ...later]
}

export async function sourceOf(ctx: Ctx, registry: DeclaredRegistry, id: string): Promise<SourceSpec> {
  const found = (await sourcesOf(ctx, registry)).find((source) => source.id === id)
  if (!found) throw notFound({ what: ctx.locale === 'en' ? 'This source' : '这个数据来源' })
  return found
}

async function organisationOf(ctx: Ctx, path: string) {
  const found = await organisationByPath(ctx, path)
  return { path, name: found?.name ?? { zh: path, en: path } }
}

const holderOf = async (ctx: Ctx, source: SourceSpec): Promise<Holder> => ({
  source: source.id,
  title: source.title,
  organisation: await organisationOf(ctx, source.organisation),
})

/** Who has it already, and how to ask: what a department hears that wants to collect it a second time. */
async function refusal(ctx: Ctx, registry: DeclaredRegistry, field: string, source: SourceSpec): Promise<DomainError> {
  const holder = await holderOf(ctx, source)
  const title = registry.fields[field]?.title ?? { zh: field, en: field }
  return duplicateCollection(
    { field: title[ctx.locale], holder: holder.organisation.name[ctx.locale] },
    {
      current: {
        field,
        holder,
        ask: {
          method: 'POST',
          href: `/api/registry/${registry.id}/shares`,
          page: `/work/registry/${registry.id}/sources?ask=${field}`,
        },
      },
    },
  )
}

export async function addSource(ctx: Ctx, registry: DeclaredRegistry, given: NewSource): Promise<SourceView> {
  const sources = await sourcesOf(ctx, registry)
  if (sources.some(({ id }) => id === given.id)) throw sourceTaken({ id: given.id })
  const unknown = [...given.holds, ...given.carries].find((field) => !registry.fields[field])
  if (unknown) throw noSuchField({ registry: registry.title[ctx.locale], field: unknown })
  const organisation = await organisationByPath(ctx, given.organisation)
  if (!organisation)
    throw invalid(
      {},
      { faults: [{ path: 'organisation', code: 'unknown', text: { zh: '没有这个单位', en: 'There is no such unit' } }] },
    )
  demand(ctx.user, 'registry.join', { organisation: organisation.path })
  for (const field of given.holds) {
    const holder = sources.find(({ holds }) => holds.includes(field))
    if (holder) throw await refusal(ctx, registry, field, holder)
  }
  await store.add(ctx, registry.id, { ...given, organisation: organisation.path, fresh_days: given.freshDays })
  record(ctx, { action: 'registry.add-source', ref: `registry.source:${registry.id}.${given.id}`, after: given })
  return (await viewsOf(ctx, registry)).find(({ id }) => id === given.id) as SourceView
}

const DAY = 86_400_000

export async function viewsOf(ctx: Ctx, registry: DeclaredRegistry): Promise<SourceView[]> {
  const numbers = new Map((await store.numbersBySource(ctx, registry.id)).map((row) => [row.source, row]))
  const declared = new Set(declaredOf(ctx, registry).map(({ id }) => id))
  const views: SourceView[] = []
  for (const source of await sourcesOf(ctx, registry)) {
    const of = numbers.get(source.id)
    const lastAt = of?.last_at ?? null
    views.push({
      ...source,
      organisation: await organisationOf(ctx, source.organisation),
      declared: declared.has(source.id),
      records: of?.records ?? 0,
      matched: of?.matched ?? 0,
      flagged: of?.flagged ?? 0,
      lastAt: lastAt?.toISOString() ?? null,
      stale: lastAt !== null && ctx.now.getTime() - lastAt.getTime() > source.freshDays * DAY,
    })
  }
  return views
}

async function fieldViews(ctx: Ctx, registry: DeclaredRegistry, sources: readonly SourceSpec[]): Promise<FieldView[]> {
  const views: FieldView[] = []
  for (const [id, field] of Object.entries(registry.fields)) {
    const holder = sources.find(({ holds }) => holds.includes(id))
    views.push({
      id,
      title: field.title,
      personal: isPersonal(field),
      codes: Object.entries(field.codes ?? {}).map(([value, title]) => ({ value, title })),
      standard: field.standard ?? null,
      holder: holder ? await holderOf(ctx, holder) : null,
    })
  }
  return views
}

const cardFrom = (
  ctx: Ctx,
  registry: DeclaredRegistry,
  numbers: store.Numbers,
  bySource: readonly SourceView[],
): RegistryCard => ({
  id: registry.id,
  title: registry.title,
  about: registry.about,
  open: registry.open,
  ...numbers,
  records: bySource.reduce((sum, { records }) => sum + records, 0),
  sources: bySource.length,
  lastAt: bySource.map(({ lastAt }) => lastAt).reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b), null),
  asOf: ctx.now.toISOString(),
})

export async function cards(ctx: Ctx): Promise<RegistryCard[]> {
  const all: RegistryCard[] = []
  for (const registry of ctx.house.all(registryKind))
    all.push(cardFrom(ctx, registry, await store.numbers(ctx, registry.id), await viewsOf(ctx, registry)))
  return all
}

export async function overview(ctx: Ctx, registry: DeclaredRegistry): Promise<RegistryView> {
  const bySource = await viewsOf(ctx, registry)
  const flags = await store.flags(ctx, registry.id)
  return {
    ...cardFrom(ctx, registry, await store.numbers(ctx, registry.id), bySource),
    key: registry.key,
    nameField: registry.nameField,
    lookUps: registry.lookUps.map((by) => [...by]),
    fields: await fieldViews(ctx, registry, await sourcesOf(ctx, registry)),
    bySource,
    flags: flags.map((row) => ({ ...row, title: flagTitle(registry, row.flag) })),
  }
}
