import type { IncomingHttpHeaders } from 'node:http'
import { type Ctx, DomainError, Reply, type RouteInput, type Text, type UploadPart } from '#kernel'
import { type Quota, userOfKey } from '../keys.ts'
import { datastoreInfo, datastoreSearch } from './datastore.ts'
import { ActionError, BadRequest, badRequest, failure, notAuthorised, notFoundError, success, validation } from './envelope.ts'
import { baseOf } from './package.ts'
import { fromBody, fromQuery, type Parameters, required, text } from './parameters.ts'
import { readActions } from './read.ts'
import { besides } from './read-besides.ts'
import { packageAutocomplete, packageSearch } from './search.ts'
import { datastoreSearchSql } from './sql-search.ts'
import * as write from './write.ts'
import { resourceChange } from './write-resource.ts'

type Input = RouteInput<unknown, Record<string, string | string[]>, Record<string, string>>
type Reading = (ctx: Ctx, parameters: Parameters) => Promise<unknown>
type Writing = (ctx: Ctx, parameters: Parameters, upload?: UploadPart) => Promise<unknown>

const reading: Record<string, Reading> = {
  ...readActions,
  ...besides,
  package_search: packageSearch,
  dataset_search: packageSearch,
  package_autocomplete: packageAutocomplete,
  datastore_search: datastoreSearch,
  datastore_info: datastoreInfo,
  datastore_search_sql: datastoreSearchSql,
  help_show: async (ctx, parameters) => {
    const name = required(parameters, 'name')
    if (!Object.hasOwn(reading, name) && !Object.hasOwn(writing, name)) throw notFoundError()
    return helps[name]?.[ctx.locale] ?? name
  },
}
const writing: Record<string, Writing> = {
  package_create: write.packageCreate,
  package_patch: write.packageChange(true),
  package_update: write.packageChange(false),
  package_delete: write.packageDelete,
  resource_create: write.resourceCreate,
  resource_patch: resourceChange(true),
  resource_update: resourceChange(false),
  resource_delete: write.resourceDelete,
  datastore_create: write.datastoreCreate,
  datastore_upsert: write.datastoreUpsert,
  datastore_delete: write.datastoreDelete,
}

/** For people who ask what an action does, and for the page of interfaces. */
export const helps: Record<string, Text> = {
  package_list: { zh: '全部开放数据集的短名', en: 'Names of all open datasets' },
  package_search: { zh: '查找数据集：关键词、条件、排序、分面', en: 'Search datasets: words, filters, order, facets' },
  package_show: { zh: '一个数据集和它的资源', en: 'One dataset with its resources' },
  organization_list: { zh: '全部提供方', en: 'Publishers' },
  organization_show: { zh: '一个提供方', en: 'One publisher' },
  group_list: { zh: '全部主题', en: 'Themes' },
  tag_list: { zh: '全部标签', en: 'Tags' },
  license_list: { zh: '使用中的许可', en: 'Licences in use' },
  status_show: { zh: '站点状态', en: 'What this site is' },
  resource_show: { zh: '一个资源', en: 'One resource' },
  resource_search: { zh: '按名称、格式等查找资源', en: 'Resources by name, format and so on' },
  current_package_list_with_resources: { zh: '数据集连同资源，新的在前', en: 'Datasets with their resources, newest first' },
  recently_changed_packages_activity_list: { zh: '最近更新的数据集', en: 'Datasets changed lately' },
  datastore_search: { zh: '按条件读取表中的行', en: 'Rows of a table by filters' },
  datastore_info: { zh: '表的字段和行数', en: 'Columns and row count of a table' },
}

/** The holder of a bare token, whoever's browser sends it; an unknown token changes nothing. */
async function caller(ctx: Ctx, headers: IncomingHttpHeaders): Promise<{ ctx: Ctx; quota?: Quota }> {
  const token = headers['x-ckan-api-key'] ?? headers.authorization
  if (typeof token !== 'string') return { ctx }
  const found = await userOfKey(ctx, token.replace(/^(bearer|token) /i, '').trim())
  return found ? { ctx: ctx.as(found.user), quota: found.quota } : { ctx }
}

const quotaHeaders = (quota: { limit: number; remaining: number; reset: Date } | undefined): Record<string, string> =>
  quota
    ? {
        'x-ratelimit-limit': String(quota.limit),
        'x-ratelimit-remaining': String(quota.remaining),
        'x-ratelimit-reset': String(Math.ceil(quota.reset.getTime() / 1000)),
      }
    : {}

const withHeaders = (reply: Reply, headers: Record<string, string>) =>
  new Reply(reply.status, { ...reply.headers, ...headers }, reply.body)

async function multipart(files: AsyncIterable<UploadPart>): Promise<{ parameters: Parameters; upload?: UploadPart }> {
  const parameters: Record<string, unknown> = {}
  for await (const part of files) {
    if (part.value === undefined) return { parameters, upload: part }
    parameters[part.field] = part.value
  }
  return { parameters }
}

async function parametersOf(
  { body, query, headers, files }: Input,
  isGet: boolean,
): Promise<{ parameters: Parameters; upload?: UploadPart }> {
  if (isGet) return { parameters: fromQuery(query) }
  if (String(headers['content-type']).startsWith('multipart/')) return multipart(files())
  return { parameters: { ...fromQuery(query), ...fromBody(body) } }
}

/** One action, read or write, by GET or POST. */
export async function call(outside: Ctx, input: Input, isGet: boolean): Promise<Reply> {
  const name = input.params['name'] ?? ''
  const help = `${baseOf(outside)}/api/3/action/help_show?name=${encodeURIComponent(name)}`
  let quota: Quota | undefined
  try {
    if (!Object.hasOwn(reading, name) && !Object.hasOwn(writing, name))
      throw new BadRequest(`Action name not known: ${name.slice(0, 100)}`)
    const { parameters, upload } = await parametersOf(input, isGet)
    const who = await caller(outside, input.headers)
    quota = who.quota
    const { callback: _, ...rest } = parameters
    const result = await run(who.ctx, name, isGet ? rest : parameters, isGet, upload)
    return withHeaders(success(help, result, isGet ? text(parameters, 'callback') : undefined), quotaHeaders(quota))
  } catch (error) {
    return withHeaders(refusal(outside, help, error), quotaHeaders(quota))
  }
}

async function run(
  ctx: Ctx,
  name: string,
  parameters: Parameters,
  isGet: boolean,
  upload: UploadPart | undefined,
): Promise<unknown> {
  const read = Object.hasOwn(reading, name) ? reading[name] : undefined
  if (read) return ctx.transact('read', (inner) => read(inner, parameters))
  if (isGet) throw new BadRequest(`Action ${name} must be called by POST`)
  return (writing[name] as Writing)(ctx, parameters, upload)
}

/** What went wrong, in CKAN's form; what is nobody's fault but ours goes on to the edge. */
function refusal(ctx: Ctx, help: string, error: unknown): Reply {
  if (error instanceof ActionError) return failure(help, error)
  if (error instanceof BadRequest) return badRequest(error.message)
  if (!(error instanceof DomainError)) throw error
  const words = error.text[ctx.locale].replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(error.params[key] ?? whole))
  if (error.is === 'too_many') {
    const { seconds = 60, limit = 0, reset } = error.params as { seconds?: number; limit?: number; reset?: Date }
    return failure(help, new ActionError(429, 'Too Many Requests', words), {
      'retry-after': String(seconds),
      ...(reset && quotaHeaders({ limit, remaining: 0, reset })),
    })
  }
  if (error.is === 'not_found') return failure(help, notFoundError(words))
  if (error.is === 'forbidden' || error.is === 'unauthenticated') return failure(help, notAuthorised(words))
  return failure(help, validation({ message: [words] }))
}

const kinds: Record<number, string> = {
  401: 'Authorization Error',
  403: 'Authorization Error',
  404: 'Not Found Error',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  503: 'Search Index Error',
}
const TOO_LARGE = 'The body is too large: send at most 1 MB of JSON, a table as a file (multipart) or in several calls'

/** Errors before an action begins: a body that is no JSON or too much of it, a call too many. */
export function edgeError(
  error: { status: number; code: string; detail: string },
  { path, publicUrl }: { path: string; publicUrl: string },
): Reply {
  if (error.status === 400 || error.status === 415)
    return badRequest(error.code === 'bad_request' ? 'JSON Error: Error decoding JSON data' : error.detail)
  const name = /\/action\/([^/?]*)/.exec(path)?.[1] ?? ''
  return failure(
    `${publicUrl}/ckan/api/3/action/help_show?name=${name}`,
    new ActionError(
      error.status,
      kinds[error.status] ?? 'Internal Server Error',
      error.status === 413 ? TOO_LARGE : error.detail,
    ),
  )
}
