import { type Ctx, type Head, pageHead, settingsOf } from '#kernel'
import { rdfForms } from './dcat/write.ts'
import { schemaOrg, schemaOrgCatalogue } from './dcat/for-search-engines.ts'
import { openDataSettings } from './settings.ts'
import * as store from './store.ts'

const forms = { ttl: 'Turtle', jsonld: 'JSON-LD', rdf: 'RDF/XML' } as const
const linksTo = (address: string): Head['links'] =>
  Object.entries(forms).map(([form, title]) => ({
    rel: 'alternate',
    type: rdfForms[form as keyof typeof forms],
    href: `${address}.${form}`,
    title: `DCAT (${title})`,
  }))

async function catalogue(ctx: Ctx): Promise<Head> {
  const { title, about } = settingsOf(ctx.house, openDataSettings)
  return {
    title: title[ctx.locale],
    description: about[ctx.locale],
    links: linksTo(`${ctx.config.publicUrl}/ckan/catalog`),
    jsonLd: schemaOrgCatalogue(ctx),
  }
}

async function dataset(ctx: Ctx, { name = '' }: Readonly<Record<string, string>>): Promise<Head | undefined> {
  const row = await store.datasetNamed(ctx, name)
  if (!row || row.state !== 'published') return undefined
  const { title } = settingsOf(ctx.house, openDataSettings)
  return {
    title: `${row.title[ctx.locale]} · ${title[ctx.locale]}`,
    description: row.notes[ctx.locale].slice(0, 300),
    links: linksTo(`${ctx.config.publicUrl}/ckan/dataset/${row.name}`),
    jsonLd: schemaOrg(ctx, row, await store.resourcesOf(ctx, [row.id])),
  }
}

/** The portal's pages, said in their HTML, for who reads no scripts. */
export const heads = [
  pageHead({ path: '/data', run: catalogue }),
  pageHead({ path: '/data/search', run: catalogue }),
  pageHead({ path: '/data/:name', run: dataset }),
]
