import { type Ctx, type DomainError, grantsOf, newId, settingsOf, type UploadPart } from '#kernel'
import { openTable as openDocument } from '#engines/documents'
import { organisationByCode } from '#engines/identity'
import * as drafts from '../drafts.ts'
import { gateBlocked } from '../errors.ts'
import { batchesOf, heldSource, holdRows } from '../held.ts'
import { checkPlan, type Row } from '../privacy/gate.ts'
import { discard, publish, submit, withdraw } from '../publishing.ts'
import { openDataSettings } from '../settings.ts'
import * as store from '../store.ts'
import { dropTable } from '../store-table.ts'
import { wordsOf } from '../words-of.ts'
import { notAuthorised, notFoundError, validation } from './envelope.ts'
import { packageDict, resourceDict } from './package.ts'
import { flag, list, type Parameters, required, text, whole } from './parameters.ts'
import { seenDataset } from './read.ts'
import { enterpriseOf } from '../enterprises.ts'

/** Writing by key: the same drafts, the same gate, the same review as on the pages. For contexts without a transaction. */
const NAME = /^[a-z0-9_-]{2,100}$/

function mustBeSomebody(ctx: Ctx): void {
  if (ctx.user.kind === 'anonymous') throw notAuthorised('Access denied: a key is needed')
}

const bothWays = (value: string) => ({ zh: value, en: value })

async function publisherFor(ctx: Ctx, owner: string | undefined): Promise<drafts.Publisher> {
  if (owner === undefined) throw validation({ owner_org: ['An organization must be provided'] })
  const organisation = await organisationByCode(ctx, owner)
  if (organisation) {
    const granted = grantsOf(ctx.user, drafts.PUBLISH).some(
      ({ tree, path }) => tree === 'all' || (tree === 'organisation' && path && `${organisation.path}.`.startsWith(`${path}.`)),
    )
    if (!granted) throw notAuthorised(`User not authorised to add datasets to ${owner}`)
    return drafts.departmentOf(ctx, organisation.path)
  }
  const mine = await enterpriseOf(ctx)
  if (!mine || mine.publisher !== owner) throw validation({ owner_org: ['Organization does not exist'] })
  return mine
}

function metadataOf(ctx: Ctx, parameters: Parameters, before?: store.DatasetRow) {
  const faults: Record<string, string[]> = {}
  const { themes, licences } = settingsOf(ctx.house, openDataSettings)
  const name = text(parameters, 'name') ?? before?.name ?? ''
  if (name === '') faults['name'] = ['Missing value']
  else if (!NAME.test(name))
    faults['name'] = [
      'Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_',
      'Must be at least 2 and at most 100 characters long',
    ]
  const title = text(parameters, 'title') ?? before?.title.zh ?? name
  if (title.length > 200) faults['title'] = ['Must be at most 200 characters long']
  const licence = text(parameters, 'license_id') ?? before?.licence ?? licences[0]?.id ?? ''
  if (!licences.some(({ id }) => id === licence)) faults['license_id'] = ['Licence is not known here; see license_list']
  const theme = groupNames(parameters)?.[0] ?? before?.theme ?? themes[0]?.id ?? ''
  if (!themes.some(({ id }) => id === theme)) faults['groups'] = ['Group is not known here; see group_list']
  const cycle = whole(parameters, 'update_cycle') ?? before?.cycle ?? 8
  if (cycle < 1 || cycle > 9) faults['update_cycle'] = ['Must be 1 to 9']
  const tags = tagNames(parameters) ?? before?.tags ?? []
  if (tags.some((tag) => tag.length < 1 || tag.length > 40)) faults['tags'] = ['A tag has 1 to 40 characters']
  if (Object.keys(faults).length > 0) throw validation(faults)
  const notes = text(parameters, 'notes') ?? before?.notes.zh ?? ''
  return {
    name,
    title: bothWays(title),
    notes: bothWays(notes.slice(0, 5000)),
    licence,
    theme,
    cycle,
    tags: tags.slice(0, 20),
    extras: extrasOf(parameters) ?? before?.extras ?? {},
  }
}

const namesIn = (parameters: Parameters, name: string): string[] | undefined => {
  const value = parameters[name]
  if (!Array.isArray(value)) return undefined
  return value.map((item) =>
    typeof item === 'string' ? item : String((item as { name?: unknown }).name ?? (item as { id?: unknown }).id ?? ''),
  )
}
const groupNames = (parameters: Parameters) => namesIn(parameters, 'groups')
const tagNames = (parameters: Parameters) => namesIn(parameters, 'tags') ?? list(parameters, 'tag_string')
function extrasOf(parameters: Parameters): Record<string, string> | undefined {
  const value = parameters['extras']
  if (!Array.isArray(value)) return undefined
  const pairs = value.map(
    (item) => [String((item as { key?: unknown }).key ?? ''), String((item as { value?: unknown }).value ?? '')] as const,
  )
  if (pairs.some(([key, text]) => !/^[\w\u0080-\uffff-]{1,100}$/.test(key) || text.length > 2000))
    throw validation({ extras: ['A key and a value are needed'] })
  return Object.fromEntries(pairs.slice(0, 50))
}

async function show(ctx: Ctx, id: string): Promise<Record<string, unknown>> {
  return ctx.transact('read', async (inner) =>
    packageDict(inner, (await store.datasetNamed(inner, id)) as store.DatasetRow, await store.resourcesOf(inner, [id])),
  )
}

export async function packageCreate(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  mustBeSomebody(ctx)
  const id = await ctx.transact('write', async (inner) => {
    const given = metadataOf(inner, parameters)
    if (await store.datasetNamed(inner, given.name)) throw validation({ name: ['That URL is already in use.'] })
    return (await drafts.beginDataset(inner, given, await publisherFor(inner, text(parameters, 'owner_org')))).id
  })
  return show(ctx, id)
}

async function mine(ctx: Ctx, id: string): Promise<store.DatasetRow> {
  mustBeSomebody(ctx)
  const row = await seenDataset(ctx, id)
  if (!drafts.mayChange(ctx, row)) throw notAuthorised(`User not authorised to edit package ${row.name}`)
  return row
}

/** Patch: what is not named stays. Update: what is not named is as it would be anew. `private: false` hands it in. */
export const packageChange =
  (keeps: boolean) =>
  async (ctx: Ctx, parameters: Parameters): Promise<unknown> => {
    const row = await ctx.transact('write', async (inner) => {
      const found = await mine(inner, required(parameters, 'id'))
      const given = metadataOf(inner, keeps ? parameters : { name: found.name, ...parameters }, keeps ? found : undefined)
      const other = given.name === found.name ? undefined : await store.datasetNamed(inner, given.name)
      if (other) throw validation({ name: ['That URL is already in use.'] })
      await store.changeDataset(inner, found.id, { ...given, words: wordsOf({ ...found, ...given }) })
      return found
    })
    const opens = parameters['private'] !== undefined && !flag(parameters, 'private')
    if (opens && (row.state === 'draft' || row.state === 'returned')) await submit(ctx, row.id).catch(asValidation)
    return show(ctx, row.id)
  }

/** What the gate says, as CKAN's clients show faults. */
function asValidation(error: unknown): never {
  const { code, text: words, params } = error as DomainError
  if (code === 'gate_blocked') throw validation({ privacy: [words.en.replace('{why}', String(params['why'] ?? ''))] })
  throw error
}

export async function packageDelete(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  await ctx.transact('write', async (inner) => {
    const row = await mine(inner, required(parameters, 'id'))
    if (row.state === 'published') await withdraw(inner, row.id, 'package_delete')
    else await discard(inner, row.id)
  })
  return null
}

async function* rowsOfFile(part: UploadPart, seen: { header?: string[] }): AsyncGenerator<Row[]> {
  const table = await openDocument(part.stream, { filename: part.filename })
  seen.header = table.header
  for await (const batch of table.batches) yield batch.map(({ cells }) => cells)
}

/** Holds rows sealed, has the gate look, and opens them at once when the dataset is open already and the gate agrees. */
async function takeIn(
  ctx: Ctx,
  dataset: store.DatasetRow,
  resource: string,
  headings: readonly string[],
  batches: AsyncIterable<readonly Row[]>,
): Promise<void> {
  const { columns } = await holdRows(ctx, resource, headings, batches)
  await drafts.inspect(ctx, resource, false, columns)
  if (dataset.state === 'published') await reopen(ctx, dataset, resource)
}

async function reopen(ctx: Ctx, dataset: store.DatasetRow, resource: string): Promise<void> {
  const row = await ctx.transact('read', (inner) => store.resourceById(inner, resource))
  if (row?.report?.verdict !== 'open') return asValidation(gateBlocked({ why: row?.report?.why.map(({ en }) => en).join('; ') }))
  if (dataset.publisher_kind === 'enterprise') {
    await ctx.transact('write', (inner) => store.changeDataset(inner, dataset.id, { state: 'returned' }))
    return submit(ctx, dataset.id).catch(asValidation)
  }
  await publish(ctx, dataset.id).catch(asValidation)
}

export async function resourceCreate(ctx: Ctx, parameters: Parameters, upload?: UploadPart): Promise<unknown> {
  const dataset = await ctx.transact('read', (inner) => mine(inner, required(parameters, 'package_id')))
  const name = text(parameters, 'name') ?? upload?.filename ?? 'table'
  if (!upload) return linkResource(ctx, dataset, parameters, name)
  const resource = await ctx.transact('write', (inner) => drafts.addHeldResource(inner, dataset.id, bothWays(name.slice(0, 200))))
  try {
    const seen: { header?: string[] } = {}
    const batches = rowsOfFile(upload, seen)
    const first = await batches.next()
    await takeIn(ctx, dataset, resource, seen.header ?? [], chained(first.done ? [] : first.value, batches))
  } catch (error) {
    await ctx.transact('write', (inner) => store.deleteResource(inner, resource))
    throw error
  }
  return ctx.transact('read', async (inner) =>
    resourceDict(inner, (await store.resourceById(inner, resource)) as store.ResourceRow),
  )
}

async function* chained(first: Row[], rest: AsyncGenerator<Row[]>): AsyncGenerator<Row[]> {
  if (first.length > 0) yield first
  yield* rest
}

async function linkResource(ctx: Ctx, dataset: store.DatasetRow, parameters: Parameters, name: string): Promise<unknown> {
  const url = text(parameters, 'url')
  if (!url || !/^https?:\/\//.test(url) || !URL.canParse(url))
    throw validation({ url: ['A file (upload) or an http(s) address is needed'] })
  const id = newId()
  return ctx.transact('write', async (inner) => {
    await store.insertResource(inner, {
      id,
      dataset_id: dataset.id,
      name: bothWays(name.slice(0, 200)),
      description: bothWays(text(parameters, 'description') ?? ''),
      kind: 'link',
      format: (text(parameters, 'format') ?? 'API').slice(0, 20),
      mimetype: 'text/html',
      url,
      source: { from: 'link' },
      fields: [],
      plan: null,
      report: null,
    })
    await store.settleFormats(inner, dataset.id)
    return resourceDict(inner, (await store.resourceById(inner, id)) as store.ResourceRow)
  })
}

export async function myResource(ctx: Ctx, id: string): Promise<{ dataset: store.DatasetRow; resource: store.ResourceRow }> {
  mustBeSomebody(ctx)
  const resource = await store.resourceById(ctx, id)
  if (!resource) throw notFoundError(`Resource "${id.slice(0, 60)}" was not found.`)
  return { resource, dataset: await mine(ctx, resource.dataset_id) }
}

export async function resourceDelete(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  await ctx.transact('write', async (inner) => {
    const { resource, dataset } = await myResource(inner, required(parameters, 'id'))
    if (resource.table_name) await dropTable(inner, resource.table_name)
    await store.deleteResource(inner, resource.id)
    await store.settleFormats(inner, dataset.id)
  })
  return null
}

const cell = (value: unknown) =>
  value === null || value === undefined ? null : typeof value === 'object' ? JSON.stringify(value) : String(value)

function recordsOf(parameters: Parameters): Record<string, unknown>[] {
  const given = parameters['records']
  if (given === undefined || given === null) return []
  if (!Array.isArray(given) || given.some((one) => typeof one !== 'object' || one === null || Array.isArray(one)))
    throw validation({ records: ['Must be a list of objects'] })
  return given as Record<string, unknown>[]
}

function fieldNames(parameters: Parameters, records: readonly Record<string, unknown>[]): string[] {
  const given = parameters['fields']
  const names = Array.isArray(given)
    ? given.map((one) => String((one as { id?: unknown }).id ?? ''))
    : [...new Set(records.slice(0, 100).flatMap((record) => Object.keys(record)))]
  if (names.length === 0) throw validation({ fields: ['Fields or records are needed'] })
  if (names.some((name) => name === '' || name.startsWith('_') || name.includes('"') || name.length > 60))
    throw validation({ fields: ['A name may not be empty, begin with _ or hold a quotation mark'] })
  return names
}

/** `datastore_create`: a new resource of a package, or the rows of one that has none yet. */
export async function datastoreCreate(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  mustBeSomebody(ctx)
  const records = recordsOf(parameters)
  const names = fieldNames(parameters, records)
  const given = parameters['resource'] as { package_id?: string; name?: string } | undefined
  const { dataset, resource } = await ctx.transact('write', async (inner) => {
    const known = text(parameters, 'resource_id')
    if (known) {
      const found = await myResource(inner, known)
      if (found.resource.source.from === 'catalogue') throw validation({ resource_id: ['Its rows come from the catalogue'] })
      await store.letGo(inner, known)
      return { dataset: found.dataset, resource: known }
    }
    const dataset = await mine(inner, required({ package_id: given?.package_id }, 'package_id'))
    return { dataset, resource: await drafts.addHeldResource(inner, dataset.id, bothWays(given?.name ?? 'table')) }
  })
  await takeIn(ctx, dataset, resource, names, batchesOf(records.map((record) => names.map((name) => cell(record[name])))))
  return {
    resource_id: resource,
    fields: names.map((id) => ({ id })),
    method: 'insert',
    primary_key: list(parameters, 'primary_key') ?? [],
  }
}

async function heldRows(ctx: Ctx, resource: store.ResourceRow): Promise<Row[]> {
  const rows: Row[] = []
  if (resource.source.from === 'held')
    for await (const batch of heldSource(ctx, resource.id, resource.source.columns).batches()) rows.push(...batch)
  return rows
}

/** Puts changed rows in the place of the old ones; the plan in force is tried on the new whole before anything is replaced. */
async function replaceRows(
  ctx: Ctx,
  { dataset, resource }: { dataset: store.DatasetRow; resource: store.ResourceRow },
  rows: Row[],
): Promise<void> {
  if (resource.source.from !== 'held') throw validation({ resource_id: ['Its rows come from the catalogue'] })
  const { columns } = resource.source
  if (resource.plan) {
    const report = await checkPlan({ columns, batches: () => batchesOf(rows) }, resource.plan)
    if (report.verdict === 'blocked') asValidation(gateBlocked({ why: report.why.map(({ en }) => en).join('; ') }))
  }
  await ctx.transact('write', (inner) => store.letGo(inner, resource.id))
  const held = await holdRows(
    ctx,
    resource.id,
    columns.map(({ title }) => title),
    batchesOf(rows),
  )
  await ctx.transact('write', (inner) =>
    store.changeResource(inner, resource.id, {
      source: { from: 'held', columns: held.columns.map((column, at) => ({ ...column, id: columns[at]?.id ?? column.id })) },
    }),
  )
  if (dataset.state === 'published') await publish(ctx, dataset.id).catch(asValidation)
  else await drafts.inspect(ctx, resource.id, resource.plan?.aboutPeople ?? false)
}

export async function datastoreUpsert(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  const method = text(parameters, 'method') ?? 'upsert'
  if (!['insert', 'upsert', 'update'].includes(method)) throw validation({ method: ['Must be insert, upsert or update'] })
  const found = await ctx.transact('read', (inner) => myResource(inner, required(parameters, 'resource_id')))
  const columns = found.resource.source.from === 'held' ? found.resource.source.columns : []
  const records = recordsOf(parameters)
  const strange = records.flatMap((record) => Object.keys(record)).find((name) => !columns.some(({ id }) => id === name))
  if (strange) throw validation({ records: [`field "${strange.slice(0, 60)}" not in table`] })
  const keys = list(parameters, 'primary_key') ?? []
  if (method !== 'insert' && (keys.length === 0 || keys.some((key) => !columns.some(({ id }) => id === key))))
    throw validation({ primary_key: ['Fields that tell one row from another are needed'] })
  const rows = await heldRows(ctx, found.resource)
  const keyOf = (row: Row) => JSON.stringify(keys.map((key) => row[columns.findIndex(({ id }) => id === key)] ?? null))
  const places = new Map(method === 'insert' ? [] : rows.map((row, at) => [keyOf(row), at]))
  for (const record of records) {
    const fresh = columns.map(({ id }) => cell(record[id]))
    const at = places.get(keyOf(fresh))
    if (at === undefined && method === 'update') throw validation({ key: ['No row has this key'] })
    if (at === undefined) rows.push(fresh)
    else rows[at] = columns.map(({ id }, place) => (id in record ? cell(record[id]) : (rows[at]?.[place] ?? null)))
  }
  if (!flag(parameters, 'dry_run')) await replaceRows(ctx, found, rows)
  return { resource_id: found.resource.id, method, ...(flag(parameters, 'include_records') && { records }) }
}

export async function datastoreDelete(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  const found = await ctx.transact('read', (inner) => myResource(inner, required(parameters, 'resource_id')))
  const columns = found.resource.source.from === 'held' ? found.resource.source.columns : []
  const filters = (parameters['filters'] ?? {}) as Record<string, unknown>
  const rows = (await heldRows(ctx, found.resource)).filter(
    (row) =>
      !Object.entries(filters).every(([name, value]) =>
        [value]
          .flat()
          .map(cell)
          .includes(row[columns.findIndex(({ id }) => id === name)] ?? null),
      ),
  )
  await replaceRows(ctx, found, rows)
  return { resource_id: found.resource.id, filters }
}
