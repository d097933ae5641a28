import { record } from '#engines/audit'
import { organisationByPath } from '#engines/identity'
import { vectorOf } from '#engines/search'
import { type Ctx, demand, districtOf, holdsOver, newId, notFound, settingsOf, staleVersion, type Text } from '#kernel'
import { classTitles, lineOf, providerNames, STEWARD } from './directory.ts'
import {
  basisMissing,
  classUnknown,
  columnUnknown,
  declaredElsewhere,
  openForbidden,
  relatedCircular,
  relatedUnknown,
} from './errors.ts'
import { distributionRef, endEdge, endLineage, recordLineage, resourceRef } from './lineage.ts'
import type { Distribution, Item, ItemPatch, Metadata, MetadataPatch, NewLink, Resource } from './schema.ts'
import { catalogSettings } from './settings.ts'
import * as store from './store.ts'

export const missing = (ctx: Ctx) => notFound({ what: ctx.locale === 'en' ? 'This information resource' : '这项信息资源' })

const iso = (at: Date | null) => at?.toISOString() ?? null

export const distributionOf = (row: store.DistributionRow): Distribution => ({
  id: row.id,
  resourceId: row.resource_id,
  kind: row.kind,
  title: row.title,
  format: row.format,
  rowCount: row.row_count === null ? null : Number(row.row_count),
  url: row.url,
  fileId: row.file_id,
  digest: row.digest,
  bytes: row.bytes === null ? null : Number(row.bytes),
  dataAt: iso(row.data_at),
  createdAt: row.created_at.toISOString(),
  items: row.items,
})

const isSteward = (ctx: Ctx, row: store.ResourceRow) => holdsOver(ctx.user, STEWARD, { organisation: row.provider })

/** A resource with everything; drafts are their steward's alone. */
export async function resourceById(ctx: Ctx, idOrSlug: string): Promise<Resource> {
  const row = await store.bySlug(ctx, idOrSlug)
  if (!row || (row.state === 'draft' && ctx.user.kind !== 'system' && !isSteward(ctx, row))) throw missing(ctx)
  return resourceOf(ctx, row)
}

export async function resourceOf(ctx: Ctx, row: store.ResourceRow): Promise<Resource> {
  const [distributions, related, names] = [
    await store.distributionsOf(ctx, [row.id]),
    await store.byCodes(ctx, row.related),
    await providerNames(ctx),
  ]
  const steward = isSteward(ctx, row)
  return {
    ...lineOf(row, names),
    origin: row.origin,
    classTitles: classTitles(ctx, row.class),
    sharingWays: row.sharing_ways,
    openingBasis: row.opening_basis,
    related: row.related.map((code) => {
      const found = related.find((candidate) => candidate.code === code)
      return { code, id: found?.id ?? null, name: found?.name ?? null }
    }),
    openWhy: row.open_why,
    extras: row.extras,
    contact: row.contact,
    distributions: distributions.map(distributionOf),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    may: { steward, apply: row.sharing < 3 && row.state === 'published', sample: steward || row.sharing === 1 },
  }
}

/** Columns of a table distribution, with types and standards. */
export async function columnsOf(ctx: Ctx, distributionId: string): Promise<Item[]> {
  const row = await store.distribution(ctx, distributionId)
  if (!row) throw missing(ctx)
  return row.items
}

export const wordsOf = (
  row: Pick<store.ResourceRow, 'name' | 'abstract' | 'code' | 'slug' | 'tags' | 'publisher'>,
  more: readonly string[] = [],
) =>
  vectorOf({
    titles: row.name.zh === row.name.en ? [row.name.zh] : [row.name.zh, row.name.en],
    body: [row.abstract.zh, row.abstract.en, ...row.tags, row.publisher?.zh ?? '', ...more].join('\n'),
    numbers: [row.code, row.slug],
  })

/** 信息资源代码: the class, a mark, and a serial number within the class. */
export async function nextCode(ctx: Ctx, classCode: string): Promise<string> {
  const { separator } = settingsOf(ctx.house, catalogSettings)
  return `${classCode}${separator}${String((await store.countInClass(ctx, classCode)) + 1).padStart(6, '0')}`
}

function checkClass(ctx: Ctx, code: string): void {
  const { classes } = settingsOf(ctx.house, catalogSettings)
  if (!classes.some((entry) => entry.code === code)) throw classUnknown({ code })
}

const checkBasis = (sharing: number, basis: string | null | undefined) => {
  if (sharing > 1 && !basis?.trim()) throw basisMissing()
}

export interface NewResource extends Metadata {
  source: store.ResourceRow['source']
  format: store.ResourceRow['format']
  slug?: string
  origin?: string
  publisher?: Text
  providerCode?: string
  extras?: Record<string, unknown>
  contact?: Record<string, string>
  dataAt?: Date
}

/** Enters a resource into the directory; what is said of its data comes with its distributions. */
export async function createResource(ctx: Ctx, given: NewResource): Promise<store.ResourceRow> {
  checkClass(ctx, given.class)
  checkBasis(given.sharing, given.sharingBasis)
  const provider = given.provider ? (await organisationByPath(ctx, given.provider))?.path : given.provider
  if (provider === undefined) throw missing(ctx)
  const code = await nextCode(ctx, given.class)
  const row: Omit<store.NewRow, 'words'> = {
    id: newId(),
    code,
    slug: given.slug ?? `r-${code.replaceAll(/\D/g, '-')}`,
    source: given.source,
    origin: given.origin ?? null,
    class: given.class,
    name: given.name,
    abstract: given.abstract,
    provider: given.publisher ? null : provider,
    publisher: given.publisher ?? null,
    provider_code: given.providerCode ?? provider.split('.').at(-1) ?? null,
    format: given.format,
    sharing: given.sharing,
    sharing_basis: given.sharing === 1 ? null : (given.sharingBasis?.trim() ?? null),
    sharing_ways: given.sharing === 3 ? [] : given.sharingWays,
    opening: given.opening,
    opening_basis: given.openingBasis ?? null,
    cycle: given.cycle,
    tags: [...new Set(given.tags)],
    related: [],
    state: 'published',
    published_on: ctx.now.toLocaleDateString('sv', { timeZone: districtOf(ctx.house).timeZone }),
    data_at: given.dataAt ?? null,
    extras: given.extras ?? {},
    contact: given.contact ?? null,
  }
  await store.insert(ctx, { ...row, words: wordsOf(row) })
  const related = given.related.length > 0 ? await relate(ctx, { ...row }, given.related) : []
  if (related.length > 0) await store.setRelated(ctx, row.id, related)
  if (ctx.origin.kind !== 'seed')
    record(ctx, { action: 'catalog.enter', ref: resourceRef(row.id), after: { code, title: row.name } })
  return (await store.byId(ctx, row.id)) as store.ResourceRow
}

/** An API or page elsewhere, described here. */
export async function createLink(ctx: Ctx, { url, documentation, ...given }: NewLink): Promise<Resource> {
  demand(ctx.user, STEWARD, { organisation: given.provider })
  const row = await createResource(ctx, { ...given, source: 'link', format: '0400' })
  const id = newId()
  const title = { zh: '接口', en: 'API' }
  await store.insertDistribution(ctx, { id, resource_id: row.id, kind: 'link', title, format: 'API', url })
  await recordLineage(ctx, `catalog.source:${new URL(url).host}`, resourceRef(row.id), 'declared', { url, documentation })
  await recordLineage(ctx, resourceRef(row.id), distributionRef(id), 'distributed', { format: 'API' })
  return resourceOf(ctx, row)
}

/** 关联资源: said of what this resource is made from; a chain that closes on itself is refused. */
async function relate(
  ctx: Ctx,
  row: { id: string; code: string; name: Text; related: string[] },
  codes: readonly string[],
): Promise<string[]> {
  const wanted = [...new Set(codes)]
  const found = await store.byCodes(ctx, [...wanted, ...row.related])
  const self = resourceRef(row.id)
  for (const code of row.related.filter((code) => !wanted.includes(code))) {
    const other = found.find((candidate) => candidate.code === code)
    if (other) await endEdge(ctx, resourceRef(other.id), self, 'derived')
  }
  for (const code of wanted) {
    const other = found.find((candidate) => candidate.code === code)
    if (!other) throw relatedUnknown({ code })
    if (other.id === row.id) throw relatedCircular({ from: row.name[ctx.locale], to: row.name[ctx.locale] })
    await recordLineage(ctx, resourceRef(other.id), self, 'derived').catch((error) => {
      throw (error as { code?: string }).code === 'related_circular'
        ? relatedCircular({ from: other.name[ctx.locale], to: row.name[ctx.locale] })
        : error
    })
  }
  return wanted
}

async function lockFor(ctx: Ctx, id: string, version: number): Promise<store.ResourceRow> {
  const row = await store.lock(ctx, id)
  if (!row || (row.state === 'draft' && !isSteward(ctx, row))) throw missing(ctx)
  demand(ctx.user, STEWARD, { organisation: row.provider })
  if (row.version !== version) throw staleVersion({}, { current: await resourceOf(ctx, row) })
  return row
}

/** A steward corrects what the directory says. Declared resources keep the names their rooms gave them. */
export async function changeResource(ctx: Ctx, id: string, { version, ...patch }: MetadataPatch): Promise<Resource> {
  const row = await lockFor(ctx, id, version)
  if ((row.source === 'dataset' || row.source === 'register') && patch.name) throw declaredElsewhere()
  if (patch.class) checkClass(ctx, patch.class)
  const sharing = patch.sharing ?? row.sharing
  const basis = patch.sharingBasis === undefined ? row.sharing_basis : patch.sharingBasis
  checkBasis(sharing, basis)
  const related = patch.related ? await relate(ctx, row, patch.related) : row.related
  const opening = patch.opening ?? row.opening
  const next: store.ResourceRow = {
    ...row,
    name: patch.name ?? row.name,
    abstract: patch.abstract ?? row.abstract,
    class: patch.class ?? row.class,
    sharing,
    sharing_basis: sharing === 1 ? null : (basis?.trim() ?? null),
    sharing_ways: sharing === 3 ? [] : (patch.sharingWays ?? row.sharing_ways),
    opening,
    opening_basis: patch.openingBasis === undefined ? row.opening_basis : (patch.openingBasis ?? null),
    cycle: patch.cycle ?? row.cycle,
    tags: patch.tags ? [...new Set(patch.tags)] : row.tags,
    related,
    state: patch.state ?? row.state,
    ...(opening === 3 && { open_at: null, licence: null }),
  }
  await store.update(ctx, { ...next, words: wordsOf(next) })
  record(ctx, { action: 'catalog.change', ref: resourceRef(id), before: pickChanged(row, next), after: pickChanged(next, row) })
  return resourceById(ctx, id)
}

const watched = ['name', 'abstract', 'class', 'sharing', 'sharing_basis', 'opening', 'cycle', 'tags', 'related', 'state'] as const
const pickChanged = (from: store.ResourceRow, other: store.ResourceRow) =>
  Object.fromEntries(
    watched.filter((key) => JSON.stringify(from[key]) !== JSON.stringify(other[key])).map((key) => [key, from[key]]),
  )

export async function changeItem(ctx: Ctx, distributionId: string, name: string, patch: ItemPatch): Promise<Item> {
  const found = await store.distribution(ctx, distributionId)
  const row = found && (await store.lock(ctx, found.resource_id))
  if (!found || !row) throw missing(ctx)
  demand(ctx.user, STEWARD, { organisation: row.provider })
  const item = found.items.find((candidate) => candidate.name === name)
  if (!item) throw columnUnknown({ column: name })
  const next: Item = {
    ...item,
    ...(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<Item>),
  }
  await store.patchItem(ctx, distributionId, next)
  record(ctx, { action: 'catalog.change-item', ref: resourceRef(row.id), before: item, after: next })
  return next
}

/** Publishes a resource as open data; the privacy gate has been passed by the caller, who says how (`extras`). */
export async function publishOpen(
  ctx: Ctx,
  id: string,
  { licence, why, extras }: { licence: string; why?: string; extras?: Record<string, unknown> },
): Promise<Resource> {
  const row = await store.lock(ctx, id)
  if (!row) throw missing(ctx)
  if (row.opening === 3) throw openForbidden()
  const next = { ...row, open_at: row.open_at ?? ctx.now, open_why: why ?? null, licence, extras: { ...row.extras, ...extras } }
  await store.update(ctx, { ...next, words: wordsOf(next) })
  await recordLineage(ctx, resourceRef(id), `open-data.dataset:${id}`, 'opened', { licence })
  record(ctx, { action: 'catalog.open', ref: resourceRef(id), after: { licence } })
  return resourceOf(ctx, (await store.byId(ctx, id)) as store.ResourceRow)
}

export async function withdrawOpen(ctx: Ctx, id: string, why: string): Promise<Resource> {
  const row = await store.lock(ctx, id)
  if (!row) throw missing(ctx)
  const next = { ...row, open_at: null, open_why: why }
  await store.update(ctx, { ...next, words: wordsOf(next) })
  await endLineage(ctx, `open-data.dataset:${id}`, 'opened')
  record(ctx, { action: 'catalog.close', ref: resourceRef(id), why })
  return resourceOf(ctx, (await store.byId(ctx, id)) as store.ResourceRow)
}
