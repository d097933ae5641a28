import { type Ctx, settingsOf, visibleIds } from '#kernel'
import { mayChange } from '../drafts.ts'
import { datasetType } from '../protected.ts'
import { openDataSettings } from '../settings.ts'
import * as store from '../store.ts'
import * as search from '../store-search.ts'
import { note } from '../usage.ts'
import { notAuthorised, notFoundError, validation } from './envelope.ts'
import { baseOf, CKAN_VERSION, groupDict, groupId, organisationDict, packageDict, resourceDict, tagDict } from './package.ts'
import { flag, list, type Parameters, required, text, whole } from './parameters.ts'

/** Every action that only reads, but the search and the datastore. */
type Action = (ctx: Ctx, parameters: Parameters) => Promise<unknown>

/** By id or name; what may not be seen is not there. */
export async function seenDataset(ctx: Ctx, idOrName: string): Promise<store.DatasetRow> {
  const row = await store.datasetNamed(ctx, idOrName)
  if (!row || (row.state !== 'published' && !(await visibleIds(ctx, datasetType, [row.id])).has(row.id))) throw notFoundError()
  return row
}

export async function seenResource(ctx: Ctx, id: string): Promise<{ resource: store.ResourceRow; dataset: store.DatasetRow }> {
  const resource = await store.resourceById(ctx, id)
  if (!resource) throw notFoundError(`Resource "${id.slice(0, 60)}" was not found.`)
  const dataset = await seenDataset(ctx, resource.dataset_id)
  return { resource, dataset }
}

export async function packagesOf(ctx: Ctx, rows: readonly store.DatasetRow[]): Promise<Record<string, unknown>[]> {
  const resources = Map.groupBy(
    await store.resourcesOf(
      ctx,
      rows.map(({ id }) => id),
    ),
    ({ dataset_id }) => dataset_id,
  )
  return rows.map((row) => packageDict(ctx, row, resources.get(row.id) ?? []))
}

const packageList: Action = (ctx, parameters) =>
  search.names(ctx, whole(parameters, 'limit') ?? null, whole(parameters, 'offset') ?? 0)

const currentPackages: Action = async (ctx, parameters) => {
  const limit = whole(parameters, 'limit', { most: 1000 }) ?? 100
  return packagesOf(
    ctx,
    await search.find(ctx, {
      where: search.shown(ctx, false),
      order: search.orderOf('metadata_modified desc', ''),
      limit,
      offset: whole(parameters, 'offset') ?? 0,
    }),
  )
}

const packageShow: Action = async (ctx, parameters) => {
  const row = await seenDataset(ctx, required(parameters, 'id'))
  note(ctx, 'api', row.id)
  return (await packagesOf(ctx, [row]))[0]
}

const resourceShow: Action = async (ctx, parameters) => {
  const { resource } = await seenResource(ctx, required(parameters, 'id'))
  return resourceDict(ctx, resource)
}

interface Listed {
  name: string
  title: string
  n: number
  dict: Record<string, unknown>
}
const sorters: Record<string, (a: Listed, b: Listed) => number> = {
  name: (a, b) => (a.name < b.name ? -1 : 1),
  title: (a, b) => (a.title < b.title ? -1 : 1),
  package_count: (a, b) => a.n - b.n,
  packages: (a, b) => a.n - b.n,
}

/** Names, or with `all_fields` everything; sorted, paged, narrowed. */
function listOf(parameters: Parameters, items: Listed[], narrowed: string): unknown[] {
  const [field = 'title', direction = 'asc'] = (text(parameters, 'sort') ?? text(parameters, 'order_by') ?? 'title asc')
    .trim()
    .split(/\s+/)
  const sorter = sorters[field]
  if (!sorter || !/^(asc|desc)$/i.test(direction)) throw validation({ sort: [`Cannot sort by field \`${field.slice(0, 40)}\``] })
  const wanted = list(parameters, narrowed)
  const sorted = items
    .filter(({ name }) => !wanted || wanted.includes(name))
    .sort((a, b) => (direction.toLowerCase() === 'desc' ? -1 : 1) * sorter(a, b))
  const offset = whole(parameters, 'offset') ?? 0
  const page = sorted.slice(offset, offset + (whole(parameters, 'limit', { most: 1000 }) ?? 1000))
  if (!flag(parameters, 'all_fields')) return page.map(({ name }) => name)
  return page.map(({ dict }) => ({
    ...dict,
    ...(flag(parameters, 'include_extras') && { extras: [] }),
    ...(flag(parameters, 'include_tags') && { tags: [] }),
    ...(flag(parameters, 'include_groups') && { groups: [] }),
    ...(flag(parameters, 'include_users') && { users: [] }),
  }))
}

async function organisations(ctx: Ctx): Promise<Listed[]> {
  return (await search.publishers(ctx)).map((row) => ({
    name: row.name,
    title: row.title?.[ctx.locale] ?? row.name,
    n: row.n,
    dict: organisationDict(ctx, row),
  }))
}

async function groups(ctx: Ctx): Promise<Listed[]> {
  const counted = await search.themes(ctx)
  return settingsOf(ctx.house, openDataSettings).themes.map(({ id, title }) => {
    const row = counted.find(({ name }) => name === id)
    const n = row?.n ?? 0
    return { name: id, title: title[ctx.locale], n, dict: groupDict(ctx, { name: id, since: row?.since ?? new Date(0), n }) }
  })
}

async function one(ctx: Ctx, parameters: Parameters, kind: 'organisation' | 'theme', items: Listed[]): Promise<unknown> {
  const id = required(parameters, 'id')
  const found = items.find(({ name }) => name === id || groupId(ctx, kind, name) === id)
  if (!found) throw notFoundError()
  const field = kind === 'organisation' ? 'organization' : 'groups'
  const where = search.conditionOf(ctx, { is: 'equals', field, value: found.name })
  const packages = flag(parameters, 'include_datasets')
    ? await packagesOf(
        ctx,
        await search.find(ctx, {
          where: search.both(search.shown(ctx, false), where),
          order: search.orderOf('name asc', ''),
          limit: 1000,
          offset: 0,
        }),
      )
    : undefined
  return { ...found.dict, extras: [], tags: [], groups: [], users: [], ...(packages && { packages }) }
}

const tagList: Action = async (ctx, parameters) => {
  if (text(parameters, 'vocabulary_id')) throw notFoundError('could not find vocabulary')
  const names = await search.tags(ctx, text(parameters, 'query'))
  return flag(parameters, 'all_fields') ? names.map((name) => tagDict(ctx, name)) : names
}

const tagShow: Action = async (ctx, parameters) => {
  const id = required(parameters, 'id')
  const name = (await search.tags(ctx, undefined)).find((tag) => tag === id || groupId(ctx, 'tag', tag) === id)
  if (name === undefined) throw notFoundError()
  if (!flag(parameters, 'include_datasets')) return tagDict(ctx, name)
  const where = search.both(search.shown(ctx, false), search.conditionOf(ctx, { is: 'equals', field: 'tags', value: name }))
  return {
    ...tagDict(ctx, name),
    packages: await packagesOf(
      ctx,
      await search.find(ctx, { where, order: search.orderOf('name asc', ''), limit: 1000, offset: 0 }),
    ),
  }
}

const licenceList: Action = async (ctx) =>
  settingsOf(ctx.house, openDataSettings).licences.map(({ id, title, url }) => ({
    id,
    title: title[ctx.locale],
    url,
    status: 'active',
    family: '',
    maintainer: '',
    domain_content: true,
    domain_data: true,
    domain_software: false,
    is_generic: false,
    is_okd_compliant: true,
    od_conformance: 'approved',
    osd_conformance: 'not reviewed',
  }))

export const sqlSearchOn = (ctx: Ctx): boolean => settingsOf(ctx.house, openDataSettings).sqlSearch

const statusShow: Action = async (ctx) => {
  const { title, about } = settingsOf(ctx.house, openDataSettings)
  return {
    ckan_version: CKAN_VERSION,
    site_url: baseOf(ctx),
    site_title: title[ctx.locale],
    site_description: about[ctx.locale],
    error_emails_to: null,
    locale_default: 'zh_Hans_CN',
    extensions: ['datastore', 'dcat'],
  }
}

/** Nothing about people: who has a name here is nobody's business but theirs. */
const userShow: Action = async (ctx, parameters) => {
  const id = required(parameters, 'id')
  if (ctx.user.kind === 'anonymous') throw notAuthorised('Access denied: user not authorised to read this user')
  if (id !== ctx.user.id) throw notFoundError()
  return {
    id,
    name: id,
    display_name: ctx.user.name,
    fullname: ctx.user.name,
    state: 'active',
    sysadmin: false,
    number_created_packages: 0,
  }
}

/** Organisations for which this key may publish: what clients ask before they write. */
const organisationsForUser: Action = async (ctx) => {
  const mine = (await search.publishersOf(ctx)).filter((row) => mayChange(ctx, row))
  const names = new Set(mine.map(({ publisher }) => publisher))
  return (await organisations(ctx)).filter(({ name }) => names.has(name)).map(({ dict }) => dict)
}

export const readActions: Record<string, Action> = {
  package_list: packageList,
  current_package_list_with_resources: currentPackages,
  package_show: packageShow,
  dataset_show: packageShow,
  resource_show: resourceShow,
  resource_view_list: async (ctx, parameters) => {
    await seenResource(ctx, required(parameters, 'id'))
    return []
  },
  organization_list: async (ctx, parameters) => listOf(parameters, await organisations(ctx), 'organizations'),
  organization_show: async (ctx, parameters) => one(ctx, parameters, 'organisation', await organisations(ctx)),
  organization_list_for_user: organisationsForUser,
  group_list: async (ctx, parameters) => listOf(parameters, await groups(ctx), 'groups'),
  group_show: async (ctx, parameters) => one(ctx, parameters, 'theme', await groups(ctx)),
  tag_list: tagList,
  tag_show: tagShow,
  license_list: licenceList,
  vocabulary_list: async () => [],
  status_show: statusShow,
  site_read: async () => true,
  user_show: userShow,
}
