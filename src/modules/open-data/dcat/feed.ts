import { organisationByPath } from '#engines/identity'
import { type Ctx, Reply, settingsOf } from '#kernel'
import { validation } from '../ckan/envelope.ts'
import { baseOf, licenceOf, themeTitle } from '../ckan/package.ts'
import { type Parameters, text } from '../ckan/parameters.ts'
import { seenDataset } from '../ckan/read.ts'
import { QueryFault, readFilter, readQuery } from '../ckan/solr.ts'
import { datasetUnknown } from '../errors.ts'
import { openDataSettings } from '../settings.ts'
import * as store from '../store.ts'
import * as search from '../store-search.ts'
import { note } from '../usage.ts'
import { frequencies } from '../words.ts'
import { addDataset, catalogueGraph, type DcatDataset, pageAddress, pagesOf } from './catalogue.ts'
import { Graph, iriOf } from './graph.ts'
import { isRdfForm, type RdfForm, rdfForms, writeRdf } from './write.ts'

const PAGE = 100

function dcatOf(ctx: Ctx, row: store.DatasetRow, resources: readonly store.ResourceRow[]): DcatDataset {
  const page = `${ctx.config.publicUrl}/data/${row.name}`
  return {
    id: row.id,
    name: row.name,
    title: row.title.zh,
    notes: row.notes.zh,
    issued: (row.published_at ?? row.created_at).toISOString(),
    modified: row.modified_at.toISOString(),
    keywords: row.tags,
    theme: { id: row.theme, title: themeTitle(ctx, row.theme) },
    publisher: { id: row.publisher, title: row.publisher_title.zh },
    contact: row.contact && { name: row.contact.name, email: row.contact.email ?? null, phone: row.contact.phone ?? null },
    frequency: frequencies[row.cycle] ?? null,
    licence: licenceOf(ctx, row.licence).url || null,
    version: null,
    spatial: row.spatial,
    temporal: { from: row.temporal_from, to: row.temporal_to },
    distributions: resources.map((resource) => ({
      id: resource.id,
      title: resource.name.zh,
      description: resource.description.zh,
      format: resource.format,
      mediaType: resource.mimetype,
      accessUrl: resource.kind === 'link' ? (resource.url ?? page) : page,
      downloadUrl: resource.kind === 'link' ? (resource.url ?? page) : `${baseOf(ctx)}/datastore/dump/${resource.id}`,
      bytes: resource.bytes,
      issued: resource.created_at.toISOString(),
      modified: resource.modified_at.toISOString(),
    })),
  }
}

const answer = (form: RdfForm, body: string, links: readonly (readonly [rel: string, href: string])[] = []): Reply =>
  new Reply(
    200,
    {
      'content-type': `${rdfForms[form]}; charset=utf-8`,
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
      vary: 'accept',
      ...(links.length > 0 && { link: links.map(([rel, href]) => `<${iriOf(href)}>; rel="${rel}"`).join(', ') }),
    },
    body,
  )

export function formOf(extension: string): RdfForm {
  if (!isRdfForm(extension)) throw datasetUnknown()
  return extension
}

function pageOf(parameters: Parameters): number {
  const given = text(parameters, 'page') ?? '1'
  if (!/^[1-9]\d{0,6}$/.test(given)) throw validation({ page: ['Page must be a positive integer'] })
  return Number(given)
}

function sinceOf(parameters: Parameters): Date | undefined {
  const given = text(parameters, 'modified_since')
  if (given === undefined) return undefined
  const date = new Date(given)
  if (!/^\d{4}-\d\d-\d\d/.test(given) || Number.isNaN(date.getTime())) throw validation({ modified_since: ['Not a date'] })
  return date
}

/** The office that answers for the catalogue. */
async function publisherOf(ctx: Ctx): Promise<{ id: string; title: string }> {
  const { office, contact } = settingsOf(ctx.house, openDataSettings)
  const found = await organisationByPath(ctx, office)
  return { id: found?.code ?? office, title: found?.name.zh ?? contact.name }
}

/** `/catalog.ttl?page=2&modified_since=2026-01-01&q=…&fq=…` */
export async function catalogueFeed(ctx: Ctx, form: RdfForm, path: string, parameters: Parameters): Promise<Reply> {
  const page = pageOf(parameters)
  const since = sinceOf(parameters)
  try {
    const where = search.both(
      search.shown(ctx, false),
      search.conditionOf(ctx, readQuery(text(parameters, 'q') ?? '')),
      search.conditionOf(ctx, readFilter(text(parameters, 'fq') ?? '')),
      search.conditionOf(
        ctx,
        since
          ? { is: 'range', field: 'metadata_modified', from: since.toISOString(), to: null, withFrom: true, withTo: true }
          : { is: 'all' },
      ),
    )
    const total = await search.count(ctx, where)
    const rows = await search.find(ctx, {
      where,
      order: search.orderOf('metadata_modified desc', ''),
      limit: PAGE,
      offset: (page - 1) * PAGE,
    })
    const resources = Map.groupBy(
      await store.resourcesOf(
        ctx,
        rows.map(({ id }) => id),
      ),
      ({ dataset_id }) => dataset_id,
    )
    const { title, about, themes } = settingsOf(ctx.house, openDataSettings)
    const kept = new URLSearchParams(
      ['q', 'fq', 'modified_since'].flatMap((name) => (text(parameters, name) ? [[name, text(parameters, name) as string]] : [])),
    )
    const url = `${ctx.config.publicUrl}${path}${kept.size > 0 ? `?${kept}` : ''}`
    const shownPage = { title: title.zh, description: about.zh, publisher: await publisherOf(ctx), url, page, size: PAGE, total }
    const graph = catalogueGraph(
      baseOf(ctx),
      { ...shownPage, themes: themes.map((theme) => ({ id: theme.id, title: theme.title.zh })) },
      rows.map((row) => dcatOf(ctx, row, resources.get(row.id) ?? [])),
    )
    note(ctx, 'search', null, rows.length)
    const links = Object.entries(pagesOf(shownPage)).flatMap(([rel, number]) =>
      number ? [[rel, pageAddress(url, number)] as const] : [],
    )
    return answer(form, writeRdf(form, graph.statements), links)
  } catch (error) {
    if (error instanceof QueryFault) throw validation({ fq: [error.message] })
    throw error
  }
}

export async function datasetFeed(ctx: Ctx, id: string, form: RdfForm): Promise<Reply> {
  const row = await seenDataset(ctx, id)
  const graph = new Graph()
  addDataset(graph, baseOf(ctx), dcatOf(ctx, row, await store.resourcesOf(ctx, [row.id])))
  note(ctx, 'api', row.id)
  return answer(form, writeRdf(form, graph.statements))
}
