import { type Ctx, Reply } from '#kernel'
import type { Parameters } from '../ckan/parameters.ts'
import { seenDataset, seenResource } from '../ckan/read.ts'
import { catalogueFeed, datasetFeed } from './feed.ts'
import { type RdfForm, rdfForms } from './write.ts'

/** What an address can be had as: the page first, for whoever does not mind. */
const offers: readonly (readonly [type: string, form: RdfForm | 'page'])[] = [
  ['text/html', 'page'],
  ['application/xhtml+xml', 'page'],
  ['text/turtle', 'ttl'],
  ['application/ld+json', 'jsonld'],
  ['application/rdf+xml', 'rdf'],
  ['text/n3', 'n3'],
  ['application/json', 'jsonld'],
  ['application/xml', 'rdf'],
]

/** RFC 9110: the most wanted of what there is; of those wanted alike, the one named most exactly, then the first here. */
export function wanted(accept: string): RdfForm | 'page' {
  const ranges = accept.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase())
    const q = Number(parameters.find((piece) => piece.startsWith('q='))?.slice(2) ?? 1)
    return type === '' || Number.isNaN(q) ? [] : [{ type, q }]
  })
  const exactness = (range: string, type: string) =>
    range === type ? 2 : range === `${type.split('/')[0]}/*` ? 1 : range === '*/*' ? 0 : -1
  let best: { form: RdfForm | 'page'; q: number; exact: number } | undefined
  for (const [type, form] of offers) {
    const fitting = ranges
      .map(({ type: range, q }) => ({ q, exact: exactness(range, type) }))
      .filter(({ exact }) => exact >= 0)
      .sort((a, b) => b.exact - a.exact)[0]
    if (!fitting || fitting.q <= 0) continue
    if (!best || fitting.q > best.q || (fitting.q === best.q && fitting.exact > best.exact)) best = { form, ...fitting }
  }
  return best?.form ?? 'page'
}

export const leadTo = (ctx: Ctx, path: string, links: Record<string, string> = {}): Reply =>
  new Reply(303, { location: `${ctx.config.publicUrl}${path}`, vary: 'accept', ...links }, null)

const alternates = (address: string): Record<string, string> => ({
  link: (['ttl', 'jsonld', 'rdf'] as const)
    .map((form) => `<${encodeURI(address)}.${form}>; rel="alternate"; type="${rdfForms[form]}"`)
    .join(', '),
})

/** A dataset’s own address: data for who asks for data, the page for people. */
export async function datasetAddress(ctx: Ctx, id: string, accept: string): Promise<Reply> {
  const form = wanted(accept)
  if (form !== 'page') return datasetFeed(ctx, id, form)
  const { name } = await seenDataset(ctx, id)
  return leadTo(ctx, `/data/${name}`, alternates(`${ctx.config.publicUrl}/ckan/dataset/${name}`))
}

export async function catalogueAddress(ctx: Ctx, path: string, parameters: Parameters, accept: string): Promise<Reply> {
  const form = wanted(accept)
  if (form !== 'page') return catalogueFeed(ctx, form, path, parameters)
  return leadTo(ctx, '/data/search', alternates(`${ctx.config.publicUrl}${path}`))
}

export async function resourceAddress(ctx: Ctx, id: string): Promise<Reply> {
  const { dataset } = await seenResource(ctx, id)
  return leadTo(ctx, `/data/${dataset.name}`)
}
