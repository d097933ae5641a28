import { record } from '#engines/audit'
import { resourceById as catalogueResource } from '#engines/catalog'
import { organisationByPath } from '#engines/identity'
import { type Ctx, demand, holds, holdsOver, newId, settingsOf, staleVersion, visibleIds } from '#kernel'
import { alreadyOpen, nameTaken, noTableInResource, notYours } from './errors.ts'
import { type HeldColumn, within } from './held.ts'
import { reportAt } from './opening.ts'
import { checkPlan, proposePlan } from './privacy/gate.ts'
import { generalise } from './privacy/quasi.ts'
import { datasetType } from './protected.ts'
import type { Draft, DraftLine, Metadata, Plan } from './schema.ts'
import { openDataSettings } from './settings.ts'
import { sourceOf } from './source.ts'
import * as store from './store.ts'
import { wordsOf } from './words-of.ts'

export const PUBLISH = 'open-data.publish'
export const REVIEW = 'open-data.review'
export const refOf = (id: string) => `open-data.dataset:${id}`

/** May this person change it: who handed it in, or the desk of its department. */
export const mayChange = (ctx: Ctx, row: store.DatasetRow): boolean =>
  ctx.user.kind === 'system' ||
  row.provider_account === ctx.user.id ||
  (row.publisher_path !== null && holdsOver(ctx.user, PUBLISH, { organisation: row.publisher_path }))

/** May this person decide that it is published: a department's own desk, and the open data office for what enterprises hand in. */
export const mayPublish = (ctx: Ctx, row: store.DatasetRow): boolean =>
  ctx.user.kind === 'system' ||
  (row.publisher_kind === 'organisation'
    ? holdsOver(ctx.user, PUBLISH, { organisation: row.publisher_path })
    : holds(ctx.user, REVIEW))

/** The dataset, if it exists and its maker or reviewer asks; else it is not there. */
export async function ownDataset(ctx: Ctx, idOrName: string, lock = false): Promise<store.DatasetRow> {
  const found = await store.datasetNamed(ctx, idOrName)
  const seen = found && (await visibleIds(ctx, datasetType, [found.id]))
  if (!found || !seen?.has(found.id) || !(mayChange(ctx, found) || mayPublish(ctx, found))) throw notYours()
  return lock ? ((await store.lockDataset(ctx, found.id)) as store.DatasetRow) : found
}

export interface Publisher {
  publisher: string
  publisher_title: store.DatasetRow['publisher_title']
  publisher_kind: store.DatasetRow['publisher_kind']
  publisher_path: string | null
}

export async function departmentOf(ctx: Ctx, path: string): Promise<Publisher> {
  const organisation = await organisationByPath(ctx, path)
  if (!organisation) throw notYours()
  return {
    publisher: organisation.code,
    publisher_title: organisation.name,
    publisher_kind: 'organisation',
    publisher_path: organisation.path,
  }
}

/** A dataset begins; nothing of it is public. */
export async function beginDataset(
  ctx: Ctx,
  given: Metadata & { extras?: Record<string, string>; contact?: store.DatasetRow['contact'] },
  by: Publisher,
  catalogue: string | null = null,
): Promise<store.DatasetRow> {
  const { contact } = settingsOf(ctx.house, openDataSettings)
  const row: store.NewDatasetRow = {
    ...by,
    id: newId(),
    name: given.name,
    title: given.title,
    notes: given.notes,
    theme: given.theme,
    licence: given.licence,
    cycle: given.cycle,
    tags: [...new Set(given.tags)],
    spatial: given.spatial ?? null,
    temporal_from: null,
    temporal_to: null,
    contact: given.contact ?? contact,
    extras: given.extras ?? {},
    provider_account: ctx.user.id,
    catalogue_resource: catalogue,
    state: 'draft',
    created_at: ctx.now,
    modified_at: ctx.now,
  }
  if (!(await store.insertDataset(ctx, row, wordsOf(row)))) throw nameTaken({ name: given.name })
  if (ctx.origin.kind !== 'seed')
    record(ctx, { action: 'open-data.begin', ref: refOf(row.id), after: { name: row.name, title: row.title } })
  return (await store.datasetNamed(ctx, row.id)) as store.DatasetRow
}

/** A resource whose rows are held sealed; its columns are known once they have all arrived. */
export async function addHeldResource(ctx: Ctx, dataset: string, name: store.ResourceRow['name']): Promise<string> {
  const id = newId()
  await store.insertResource(ctx, {
    id,
    dataset_id: dataset,
    name,
    description: { zh: '', en: '' },
    kind: 'table',
    format: 'CSV',
    mimetype: 'text/csv',
    url: null,
    source: { from: 'held', columns: [] },
    fields: [],
    plan: null,
    report: null,
  })
  return id
}

/** The gate looks at a resource and proposes what to do with it. For `tx: none`; inside a transaction it reads there. */
export async function inspect(ctx: Ctx, resource: string, aboutPeople: boolean, columns?: HeldColumn[]): Promise<void> {
  if (columns) await within(ctx, 'write', (inner) => store.changeResource(inner, resource, { source: { from: 'held', columns } }))
  const row = await within(ctx, 'read', (inner) => store.resourceById(inner, resource))
  if (!row) throw notYours()
  const { plan, report } = await proposePlan(await sourceOf(ctx, row), aboutPeople)
  await within(ctx, 'write', (inner) => store.changeResource(inner, resource, { plan, report: reportAt(ctx, report) }))
}

/** Another plan, counted over every row. */
export async function setPlan(ctx: Ctx, dataset: string, resource: string, plan: Plan): Promise<void> {
  const row = await within(ctx, 'read', async (inner) => {
    const found = await ownDataset(inner, dataset)
    if (!mayChange(inner, found) && !mayPublish(inner, found)) throw notYours()
    const [mine] = (await store.resourcesOf(inner, [found.id])).filter(({ id }) => id === resource)
    if (!mine) throw notYours()
    return mine
  })
  const report = await checkPlan(await sourceOf(ctx, row), plan)
  await within(ctx, 'write', async (inner) => {
    await store.changeResource(inner, resource, { plan, report: reportAt(ctx, report) })
    record(inner, {
      action: 'open-data.plan',
      ref: refOf(row.dataset_id),
      after: { verdict: report.verdict, columns: plan.columns },
    })
  })
}

/** From a resource of the catalogue: its first table, looked at by the gate. */
export async function beginFromCatalogue(
  ctx: Ctx,
  catalogue: string,
  given: { name: string; theme: string; licence: string; tags?: string[]; aboutPeople: boolean },
): Promise<string> {
  const made = await within(ctx, 'write', async (inner) => {
    const source = await catalogueResource(inner, catalogue)
    if (inner.user.kind !== 'system') demand(inner.user, PUBLISH, { organisation: source.provider })
    if (await store.datasetOfCatalogue(inner, source.id)) throw alreadyOpen()
    const table = source.distributions.find(({ kind }) => kind === 'table')
    if (!table || !source.provider || source.opening === 3) throw noTableInResource()
    const meta: Metadata = {
      name: given.name,
      title: source.name,
      notes: source.abstract,
      theme: given.theme,
      licence: given.licence,
      cycle: source.cycle,
      tags: given.tags ?? source.tags,
    }
    const dataset = await beginDataset(inner, meta, await departmentOf(inner, source.provider), source.id)
    const id = newId()
    await store.insertResource(inner, {
      id,
      dataset_id: dataset.id,
      name: source.name,
      description: source.abstract,
      kind: 'table',
      format: 'CSV',
      mimetype: 'text/csv',
      url: null,
      source: { from: 'catalogue', distribution: table.id },
      fields: [],
      plan: null,
      report: null,
    })
    return { dataset: dataset.id, resource: id }
  })
  await inspect(ctx, made.resource, given.aboutPeople)
  return made.dataset
}

export async function changeMetadata(
  ctx: Ctx,
  id: string,
  { version, ...given }: Partial<Metadata> & { version: number },
): Promise<void> {
  const row = await ownDataset(ctx, id, true)
  if (!mayChange(ctx, row)) throw notYours()
  if (row.version !== version) throw staleVersion({}, { current: { version: row.version } })
  if (given.name && given.name !== row.name && (await store.datasetNamed(ctx, given.name))) throw nameTaken({ name: given.name })
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as store.DatasetChange
  await store.changeDataset(ctx, row.id, { ...change, words: wordsOf({ ...row, ...change } as store.DatasetRow) })
  record(ctx, { action: 'open-data.describe', ref: refOf(row.id), after: given })
}

const iso = (at: Date | null) => at?.toISOString() ?? null
export const draftLine = (row: store.DatasetRow): DraftLine => ({
  id: row.id,
  name: row.name,
  title: row.title,
  notes: row.notes,
  state: row.state,
  stateWhy: row.state_why,
  publisher: { code: row.publisher, title: row.publisher_title, kind: row.publisher_kind },
  theme: row.theme,
  licence: row.licence,
  cycle: row.cycle,
  tags: row.tags,
  reviewDueAt: iso(row.review_due_at),
  publishedAt: iso(row.published_at),
  version: row.version,
})

const SAMPLE = 8
/** With a look at the first rows as they were handed in: only for their maker and the desk. */
export async function draft(ctx: Ctx, id: string): Promise<Draft> {
  const row = await within(ctx, 'read', (inner) => ownDataset(inner, id))
  const resources = await within(ctx, 'read', (inner) => store.resourcesOf(inner, [row.id]))
  const change = mayChange(ctx, row)
  const isMaking = row.state === 'draft' || row.state === 'returned'
  return {
    ...draftLine(row),
    resources: await Promise.all(
      resources.filter(({ kind }) => kind === 'table').map((resource) => resourceDraft(ctx, resource)),
    ),
    may: {
      change: change && (isMaking || row.state === 'published'),
      submit: change && isMaking,
      publish: mayPublish(ctx, row) && (row.state === 'review' || (isMaking && row.publisher_kind === 'organisation')),
      withdraw: (change || mayPublish(ctx, row)) && row.state === 'published',
    },
  }
}

async function resourceDraft(ctx: Ctx, resource: store.ResourceRow): Promise<Draft['resources'][number]> {
  const source = await sourceOf(ctx, resource)
  const sample: Record<string, unknown>[] = []
  for await (const batch of source.batches()) {
    for (const row of batch.slice(0, SAMPLE))
      sample.push(Object.fromEntries(source.columns.map(({ id }, at) => [id, shown(resource, id, row[at] ?? null)])))
    break
  }
  const titles = new Map(source.fields.map(({ id, title }) => [id, title]))
  return {
    id: resource.id,
    name: resource.name,
    plan: resource.plan,
    report: resource.report,
    sample,
    columns: source.columns.map(({ id, title, type }) => ({ id, title: titles.get(id) ?? { zh: title, en: title }, type })),
  }
}

/** A value as the plan would let it out; where an identifier was found, nothing, whatever the plan says. */
function shown({ plan, report }: store.ResourceRow, column: string, value: string | null): string | null {
  const treatment = plan?.columns[column]
  if (!treatment || treatment.do === 'drop' || report?.identifiers.some((found) => found.column === column)) return null
  return treatment.do === 'generalise' ? generalise(treatment.kind, value, treatment.level, () => true) : value
}
