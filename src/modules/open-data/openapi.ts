import { type Ctx, settingsOf } from '#kernel'
import { helps } from './ckan/call.ts'
import { openDataSettings } from './settings.ts'

interface Parameter {
  name: string
  in: 'query' | 'path'
  required?: boolean
  description: string
  schema: { type: string; enum?: string[]; default?: string | number; maximum?: number }
}
const query = (
  name: string,
  description: string,
  schema: Parameter['schema'] = { type: 'string' },
  required = false,
): Parameter => ({ name, in: 'query', description, schema, ...(required && { required }) })
const number = (start: number, maximum?: number): Parameter['schema'] => ({
  type: 'integer',
  default: start,
  ...(maximum && { maximum }),
})

const parameters: Record<string, Parameter[]> = {
  status_show: [],
  package_list: [query('limit', '最多几个 / at most', number(100)), query('offset', '跳过几个 / skip', number(0))],
  package_search: [
    query('q', '关键词 / words'),
    query('fq', '条件，如 groups:environment / filter'),
    query('sort', '排序，如 metadata_modified desc / order'),
    query('rows', '每页 / rows', number(10, 1000)),
    query('start', '从第几个 / start', number(0)),
    query('facet.field', '分面，JSON 列表，如 ["tags"] / facets'),
  ],
  package_show: [query('id', '数据集短名或标识 / name or id', { type: 'string' }, true)],
  resource_show: [query('id', '资源标识 / id', { type: 'string' }, true)],
  organization_list: [query('all_fields', '给出全部字段 / everything', { type: 'boolean' })],
  organization_show: [query('id', '短名 / name', { type: 'string' }, true)],
  group_list: [query('all_fields', '给出全部字段 / everything', { type: 'boolean' })],
  tag_list: [query('query', '包含 / holds')],
  license_list: [],
  resource_search: [query('query', '字段:内容，如 name:监测 / field:words', { type: 'string' }, true)],
  recently_changed_packages_activity_list: [query('limit', '最多几个 / at most', number(31, 100))],
  datastore_search: [
    query('resource_id', '资源标识 / id', { type: 'string' }, true),
    query('q', '全文检索 / words'),
    query('filters', '条件，JSON，如 {"街镇":"夏阳街道"} / filters'),
    query('fields', '字段，逗号分隔 / columns'),
    query('sort', '排序 / order'),
    query('limit', '最多几行 / rows', number(100, 32_000)),
    query('offset', '跳过几行 / skip', number(0)),
    query('records_format', '形式 / form', { type: 'string', enum: ['objects', 'lists', 'csv', 'tsv'], default: 'objects' }),
  ],
  datastore_info: [query('id', '资源标识 / id', { type: 'string' }, true)],
}

const answers = (type: string) => ({
  200: { description: 'OK', content: { [type]: { schema: { type: type.endsWith('json') ? 'object' : 'string' } } } },
  404: { description: 'Not Found Error' },
  429: { description: 'Too Many Requests' },
})

/** What everybody may call, for programmers and for the page that tries it: CKAN's actions, downloads and DCAT. */
export function openApi(ctx: Ctx): Record<string, unknown> {
  const { title, about } = settingsOf(ctx.house, openDataSettings)
  const actions = Object.entries(parameters).map(([name, list]) => [
    `/ckan/api/3/action/${name}`,
    {
      get: {
        operationId: name,
        tags: ['CKAN'],
        summary: helps[name]?.[ctx.locale] ?? name,
        parameters: list,
        security: [{}, { key: [] }],
        responses: answers('application/json'),
      },
    },
  ])
  const id: Parameter = { name: 'id', in: 'path', required: true, description: '资源标识 / id', schema: { type: 'string' } }
  const form: Parameter = {
    name: 'form',
    in: 'path',
    required: true,
    description: '形式 / form',
    schema: { type: 'string', enum: ['ttl', 'jsonld', 'rdf', 'n3'], default: 'ttl' },
  }
  return {
    openapi: '3.1.0',
    info: { title: title[ctx.locale], description: about[ctx.locale], version: '3' },
    servers: [{ url: ctx.config.publicUrl }],
    components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-CKAN-API-KEY' } } },
    paths: {
      ...Object.fromEntries(actions),
      '/ckan/datastore/dump/{id}': {
        get: {
          operationId: 'dump',
          tags: ['Download'],
          summary: '整张表，流式下载 / The whole table',
          responses: answers('text/csv'),
          parameters: [
            id,
            query('format', '格式 / form', { type: 'string', enum: ['csv', 'tsv', 'json', 'xml'], default: 'csv' }),
            query('bom', '带字节序标记 / with BOM', { type: 'boolean' }),
            query('filters', '条件，JSON / filters'),
            query('q', '全文检索 / words'),
            query('fields', '字段，逗号分隔 / columns'),
            query('sort', '排序 / order'),
            query('limit', '最多几行 / rows', { type: 'integer', maximum: 32_000 }),
            query('offset', '跳过几行 / skip', number(0)),
          ],
        },
      },
      '/api/open-data/resources/{id}/download': {
        get: {
          operationId: 'download',
          tags: ['Download'],
          summary: '整张表，供人阅读的标题 / The whole table under headings people read',
          responses: answers('text/csv'),
          parameters: [
            id,
            query('format', '格式 / form', { type: 'string', enum: ['csv', 'xlsx', 'json', 'geojson'], default: 'csv' }),
            query('encoding', '编码（仅 csv）/ encoding of csv', {
              type: 'string',
              enum: ['utf-8', 'gb18030'],
              default: 'utf-8',
            }),
          ],
        },
      },
      '/ckan/catalog.{form}': {
        get: {
          operationId: 'catalogue',
          tags: ['DCAT'],
          summary: '目录，DCAT / The catalogue as DCAT',
          responses: answers('text/turtle'),
          parameters: [
            form,
            query('page', '第几页 / page', number(1)),
            query('modified_since', '从何时起 / since'),
            query('q', '关键词 / words'),
            query('fq', '条件 / filter'),
          ],
        },
      },
      '/ckan/dataset/{id}.{form}': {
        get: {
          operationId: 'dataset',
          tags: ['DCAT'],
          summary: '一个数据集，DCAT / One dataset as DCAT',
          responses: answers('text/turtle'),
          parameters: [{ ...id, description: '短名或标识 / name or id' }, form],
        },
      },
    },
  }
}
