import { type Ctx, settingsOf } from '#kernel'
import { baseOf, licenceOf } from '../ckan/package.ts'
import { openDataSettings } from '../settings.ts'
import type * as store from '../store.ts'

/** schema.org, for search engines of datasets. */
export function schemaOrg(ctx: Ctx, row: store.DatasetRow, resources: readonly store.ResourceRow[]): Record<string, unknown> {
  const licence = licenceOf(ctx, row.licence).url
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    '@id': `${baseOf(ctx)}/dataset/${row.id}`,
    name: row.title[ctx.locale],
    description: row.notes[ctx.locale],
    url: `${ctx.config.publicUrl}/data/${row.name}`,
    identifier: row.id,
    keywords: row.tags,
    ...(licence && { license: licence }),
    isAccessibleForFree: true,
    dateModified: row.modified_at.toISOString(),
    datePublished: (row.published_at ?? row.created_at).toISOString(),
    creator: { '@type': 'Organization', name: row.publisher_title[ctx.locale] },
    ...(row.spatial && { spatialCoverage: row.spatial }),
    distribution: resources
      .filter(({ kind }) => kind === 'table')
      .map((resource) => ({
        '@type': 'DataDownload',
        encodingFormat: 'text/csv',
        contentUrl: `${baseOf(ctx)}/datastore/dump/${resource.id}`,
      })),
    variableMeasured: resources.flatMap(({ fields }) => fields.map(({ title }) => title[ctx.locale])),
  }
}

/** The whole portal, for the same. */
export function schemaOrgCatalogue(ctx: Ctx): Record<string, unknown> {
  const { title, about, contact } = settingsOf(ctx.house, openDataSettings)
  return {
    '@context': 'https://schema.org',
    '@type': 'DataCatalog',
    '@id': `${baseOf(ctx)}/catalog`,
    name: title[ctx.locale],
    description: about[ctx.locale],
    url: `${ctx.config.publicUrl}/data`,
    isAccessibleForFree: true,
    publisher: { '@type': 'Organization', name: contact.name },
  }
}
