import type { Ctx } from '#kernel'
import * as store from '../store.ts'
import { findResources, formats, isResourceField } from '../store-besides.ts'
import * as search from '../store-search.ts'
import { notAuthorised, notFoundError, validation } from './envelope.ts'
import { naive, packageDict, resourceDict, tagDict } from './package.ts'
import { list, type Parameters, required, text, whole } from './parameters.ts'
import { packagesOf, readActions, seenDataset } from './read.ts'

type Action = (ctx: Ctx, parameters: Parameters) => Promise<unknown>

const most = (parameters: Parameters, otherwise: number) => whole(parameters, 'limit', { most: 1000 }) ?? otherwise
/** `q` in some actions, `query` in others; clients mix them up. */
const wordsOf = (parameters: Parameters) => text(parameters, 'q') ?? list(parameters, 'query')?.[0] ?? ''

const tagAutocomplete: Action = async (ctx, parameters) =>
  (await search.tags(ctx, wordsOf(parameters))).slice(0, most(parameters, 10))

const tagSearch: Action = async (ctx, parameters) => {
  const found = await search.tags(ctx, wordsOf(parameters))
  const offset = whole(parameters, 'offset') ?? 0
  return { count: found.length, results: found.slice(offset, offset + most(parameters, 1000)).map((name) => tagDict(ctx, name)) }
}

/** Names and titles that hold what is typed. */
const named =
  (all: 'organization_list' | 'group_list'): Action =>
  async (ctx, parameters) => {
    const words = wordsOf(parameters).toLowerCase()
    const dicts = (await readActions[all]?.(ctx, { all_fields: true })) as { id: string; name: string; title: string }[]
    return dicts
      .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(words))
      .slice(0, most(parameters, 20))
      .map(({ id, name, title }) => ({ id, name, title }))
  }

const formatAutocomplete: Action = (ctx, parameters) => formats(ctx, wordsOf(parameters), most(parameters, 5))

/** `query=name:水质`, or several of them, all of which must hold. */
const resourceSearch: Action = async (ctx, parameters) => {
  const given = parameters['query']
  const queries = typeof given === 'string' ? [given] : (list(parameters, 'query') ?? [])
  if (queries.length === 0) throw validation({ query: ['Missing value'] })
  const terms = queries.map((query): [string, string] => {
    const [, field = '', value = ''] = /^(\w+):(.*)$/s.exec(query) ?? []
    if (!isResourceField(field))
      throw validation({ query: [`Must be <field>:<value>, by a field of resources: ${query.slice(0, 60)}`] })
    return [field, value]
  })
  const order = text(parameters, 'order_by') ?? 'id'
  if (!isResourceField(order)) throw validation({ order_by: [`Field "${order.slice(0, 40)}" not recognised`] })
  const { total, rows } = await findResources(ctx, {
    terms,
    order,
    limit: most(parameters, 100),
    offset: whole(parameters, 'offset') ?? 0,
  })
  return { count: total, results: rows.map((row) => resourceDict(ctx, row)) }
}

/** What belongs to a theme, or to a publisher. */
async function packagesIn(ctx: Ctx, parameters: Parameters): Promise<Record<string, unknown>[]> {
  const shown = (await readActions['group_show']?.(ctx, { ...parameters, include_datasets: true }).catch(() =>
    readActions['organization_show']?.(ctx, { ...parameters, include_datasets: true }),
  )) as { packages: Record<string, unknown>[] }
  return shown.packages
}

const groupPackages: Action = async (ctx, parameters) => (await packagesIn(ctx, parameters)).slice(0, most(parameters, 1000))

/** Datasets are members that everybody sees; people are not. */
const memberList: Action = async (ctx, parameters) => {
  if ((text(parameters, 'object_type') ?? 'package') !== 'package') return []
  return (await packagesIn(ctx, parameters)).map(({ id }) => [id, 'package', 'public'])
}

const activityOf = (ctx: Ctx, row: store.DatasetRow, resources: readonly store.ResourceRow[]) => ({
  id: row.id,
  timestamp: naive(row.modified_at),
  user_id: null,
  object_id: row.id,
  activity_type: row.published_at && row.modified_at > row.published_at ? 'changed package' : 'new package',
  data: { package: packageDict(ctx, row, resources) },
})

const lately: Action = async (ctx, parameters) => {
  const rows = await search.find(ctx, {
    where: search.shown(ctx, false),
    order: search.orderOf('metadata_modified desc', ''),
    limit: whole(parameters, 'limit', { most: 100 }) ?? 31,
    offset: whole(parameters, 'offset') ?? 0,
  })
  const ids = rows.map(({ id }) => id)
  const resources = Map.groupBy(await store.resourcesOf(ctx, ids), ({ dataset_id }) => dataset_id)
  return rows.map((row) => activityOf(ctx, row, resources.get(row.id) ?? []))
}

const activityOfPackage: Action = async (ctx, parameters) => {
  const row = await seenDataset(ctx, required(parameters, 'id'))
  return [activityOf(ctx, row, await store.resourcesOf(ctx, [row.id]))]
}

const nothingOf: Action = async (ctx, parameters) => {
  await packagesOf(ctx, [await seenDataset(ctx, required(parameters, 'id'))])
  return []
}

const unknown: Action = async (_ctx, parameters) => {
  required(parameters, 'id')
  throw notFoundError()
}

/** What clients ask besides: completions for their forms, what changed lately, things that do not exist here. */
export const besides: Record<string, Action> = {
  tag_autocomplete: tagAutocomplete,
  tag_search: tagSearch,
  organization_autocomplete: named('organization_list'),
  group_autocomplete: named('group_list'),
  format_autocomplete: formatAutocomplete,
  resource_search: resourceSearch,
  group_package_show: groupPackages,
  member_list: memberList,
  recently_changed_packages_activity_list: lately,
  package_activity_list: activityOfPackage,
  package_relationships_list: nothingOf,
  group_list_authz: async () => [],
  resource_view_show: unknown,
  vocabulary_show: unknown,
  user_list: async () => {
    throw notAuthorised('Access denied: who has a name here is not listed')
  },
}
