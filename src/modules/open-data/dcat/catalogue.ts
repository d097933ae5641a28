import { Graph, iriOf } from './graph.ts'

export interface DcatDistribution {
  id: string
  title: string
  description: string
  format: string
  mediaType: string
  accessUrl: string
  downloadUrl: string
  bytes: number | null
  issued: string
  modified: string
}
export interface DcatDataset {
  id: string
  name: string
  title: string
  notes: string
  issued: string
  modified: string
  keywords: readonly string[]
  theme: { id: string; title: string } | null
  publisher: { id: string; title: string } | null
  contact: { name: string; email: string | null; phone: string | null } | null
  /** EU frequency authority word: DAILY, MONTHLY… */
  frequency: string | null
  licence: string | null
  version: string | null
  spatial: string | null
  temporal: { from: string | null; to: string | null } | null
  distributions: readonly DcatDistribution[]
}

const FREQUENCIES = 'http://publications.europa.eu/resource/authority/frequency/'
const LANGUAGE = 'http://publications.europa.eu/resource/authority/language/ZHO'
const PUBLIC = 'http://publications.europa.eu/resource/authority/access-right/PUBLIC'
const MEDIA_TYPES = 'https://www.iana.org/assignments/media-types/'
const instant = { type: 'xsd:dateTime' }

export const datasetIri = (base: string, id: string): string => iriOf(`${base}/dataset/${id}`)

export function addDataset(graph: Graph, base: string, it: DcatDataset): string {
  const subject = datasetIri(base, it.id)
  graph.is(subject, 'dcat:Dataset')
  graph.say(subject, 'dct:title', it.title, { lang: 'zh' })
  graph.say(subject, 'dct:description', it.notes, { lang: 'zh' })
  graph.say(subject, 'dct:identifier', it.id)
  graph.say(subject, 'dct:issued', it.issued, instant)
  graph.say(subject, 'dct:modified', it.modified, instant)
  for (const keyword of it.keywords) graph.say(subject, 'dcat:keyword', keyword, { lang: 'zh' })
  graph.link(subject, 'dct:language', LANGUAGE)
  graph.is(LANGUAGE, 'dct:LinguisticSystem')
  graph.link(subject, 'dct:accessRights', PUBLIC)
  graph.link(subject, 'dct:license', it.licence)
  graph.link(subject, 'dcat:landingPage', `${base.replace(/\/ckan$/, '')}/data/${it.name}`)
  if (it.frequency) graph.link(subject, 'dct:accrualPeriodicity', `${FREQUENCIES}${it.frequency}`)
  graph.say(subject, 'dcat:version', it.version)
  addTheme(graph, base, subject, it)
  addPublisher(graph, base, subject, it)
  addCoverage(graph, subject, it)
  for (const distribution of it.distributions) addDistribution(graph, subject, distribution, it.licence)
  return subject
}

const themesIri = (base: string) => iriOf(`${base}/group`)

function addTheme(graph: Graph, base: string, subject: string, { theme }: DcatDataset): void {
  if (!theme) return
  const iri = iriOf(`${base}/group/${theme.id}`)
  graph.link(subject, 'dcat:theme', iri)
  graph.is(iri, 'skos:Concept')
  graph.link(iri, 'skos:inScheme', themesIri(base))
  graph.say(iri, 'skos:prefLabel', theme.title, { lang: 'zh' })
}

/** An agent, whoever knows classes and whoever does not. */
function addAgent(graph: Graph, base: string, subject: string, agent: { id: string; title: string }): void {
  const iri = iriOf(`${base}/organization/${agent.id}`)
  graph.link(subject, 'dct:publisher', iri)
  graph.is(iri, 'foaf:Agent')
  graph.is(iri, 'foaf:Organization')
  graph.say(iri, 'foaf:name', agent.title, { lang: 'zh' })
}

/** The list that themes are taken from. */
function addThemes(graph: Graph, base: string, catalogue: string, { title, themes = [] }: Page): void {
  if (themes.length === 0) return
  graph.link(catalogue, 'dcat:themeTaxonomy', themesIri(base))
  graph.is(themesIri(base), 'skos:ConceptScheme')
  graph.say(themesIri(base), 'dct:title', title, { lang: 'zh' })
}

function addPublisher(graph: Graph, base: string, subject: string, { publisher, contact }: DcatDataset): void {
  if (publisher) addAgent(graph, base, subject, publisher)
  if (contact) {
    const iri = `${subject}#contact`
    graph.link(subject, 'dcat:contactPoint', iri)
    graph.is(iri, 'vcard:Kind')
    graph.is(iri, 'vcard:Organization')
    graph.say(iri, 'vcard:fn', contact.name, { lang: 'zh' })
    if (contact.email) graph.link(iri, 'vcard:hasEmail', `mailto:${contact.email}`)
    if (contact.phone) graph.link(iri, 'vcard:hasTelephone', `tel:${contact.phone.replaceAll(/[^\d+-]/g, '')}`)
  }
}

function addCoverage(graph: Graph, subject: string, { spatial, temporal }: DcatDataset): void {
  if (spatial) {
    graph.link(subject, 'dct:spatial', `${subject}#area`)
    graph.is(`${subject}#area`, 'dct:Location')
    graph.say(`${subject}#area`, 'skos:prefLabel', spatial, { lang: 'zh' })
  }
  if (!temporal || (!temporal.from && !temporal.to)) return
  graph.link(subject, 'dct:temporal', `${subject}#period`)
  graph.is(`${subject}#period`, 'dct:PeriodOfTime')
  graph.say(`${subject}#period`, 'dcat:startDate', temporal.from, { type: 'xsd:date' })
  graph.say(`${subject}#period`, 'dcat:endDate', temporal.to, { type: 'xsd:date' })
}

function addDistribution(graph: Graph, dataset: string, it: DcatDistribution, licence: string | null): void {
  const iri = iriOf(`${dataset}/resource/${it.id}`)
  graph.link(dataset, 'dcat:distribution', iri)
  graph.is(iri, 'dcat:Distribution')
  graph.say(iri, 'dct:title', it.title, { lang: 'zh' })
  graph.say(iri, 'dct:description', it.description, { lang: 'zh' })
  graph.link(iri, 'dcat:accessURL', it.accessUrl)
  graph.link(iri, 'dcat:downloadURL', it.downloadUrl)
  graph.link(iri, 'dcat:mediaType', `${MEDIA_TYPES}${it.mediaType.split(';')[0]}`)
  graph.say(iri, 'dct:format', it.format)
  if (it.bytes !== null) graph.say(iri, 'dcat:byteSize', it.bytes, { type: 'xsd:nonNegativeInteger' })
  graph.say(iri, 'dct:issued', it.issued, instant)
  graph.say(iri, 'dct:modified', it.modified, instant)
  graph.link(iri, 'dct:license', licence)
}

export interface Page {
  title: string
  description: string
  publisher: { id: string; title: string }
  themes?: readonly { id: string; title: string }[]
  /** The address of this collection without its page. */
  url: string
  page: number
  size: number
  total: number
}

/** One page of the catalogue, with the way to the others. */
export function catalogueGraph(base: string, page: Page, datasets: readonly DcatDataset[]): Graph {
  const graph = new Graph()
  const catalogue = iriOf(`${base}/catalog`)
  graph.is(catalogue, 'dcat:Catalog')
  graph.say(catalogue, 'dct:title', page.title, { lang: 'zh' })
  graph.say(catalogue, 'dct:description', page.description, { lang: 'zh' })
  graph.link(catalogue, 'dct:language', LANGUAGE)
  graph.is(LANGUAGE, 'dct:LinguisticSystem')
  addAgent(graph, base, catalogue, page.publisher)
  addThemes(graph, base, catalogue, page)
  graph.link(catalogue, 'foaf:homepage', `${base.replace(/\/ckan$/, '')}/data`)
  for (const dataset of datasets) graph.link(catalogue, 'dcat:dataset', addDataset(graph, base, dataset))
  const here = pageAddress(page.url, page.page)
  graph.is(here, 'hydra:PagedCollection')
  graph.say(here, 'hydra:totalItems', page.total, { type: 'xsd:integer' })
  graph.say(here, 'hydra:itemsPerPage', page.size, { type: 'xsd:integer' })
  for (const [name, number] of Object.entries(pagesOf(page)))
    if (number) graph.link(here, `hydra:${name}`, pageAddress(page.url, number))
  return graph
}

export const pageAddress = (url: string, number: number): string => iriOf(`${url}${url.includes('?') ? '&' : '?'}page=${number}`)

/** The numbers of the pages around this one. */
export function pagesOf({ page, size, total }: Pick<Page, 'page' | 'size' | 'total'>): Record<string, number | undefined> {
  const last = Math.max(1, Math.ceil(total / size))
  return {
    first: 1,
    last,
    next: page < last ? page + 1 : undefined,
    previous: page > 1 ? Math.min(page - 1, last) : undefined,
  }
}
