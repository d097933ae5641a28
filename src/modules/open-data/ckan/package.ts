import { type Ctx, settingsOf, type Text } from '#kernel'
import type { DatasetRow, ResourceRow } from '../store.ts'
import { openDataSettings } from '../settings.ts'
import { cycleTitles } from '../words.ts'

export const CKAN_VERSION = '2.11.5'
export const baseOf = (ctx: Ctx): string => `${ctx.config.publicUrl}/ckan`
/** CKAN writes moments without a zone; they are UTC. */
export const naive = (at: Date): string => at.toISOString().replace('Z', '000')

export const themeTitle = (ctx: Ctx, id: string): string =>
  settingsOf(ctx.house, openDataSettings).themes.find((theme) => theme.id === id)?.title[ctx.locale] ?? id
export const licenceOf = (ctx: Ctx, id: string): { id: string; title: Text; url: string } =>
  settingsOf(ctx.house, openDataSettings).licences.find((licence) => licence.id === id) ?? {
    id,
    title: { zh: id, en: id },
    url: '',
  }

/** Stable ids of things that only have names here. */
export const groupId = (ctx: Ctx, kind: string, name: string): string => {
  const hex = ctx.secrets.digest(`open-data ${kind} ${name}`).slice(0, 32)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

export function resourceDict(ctx: Ctx, row: ResourceRow, position = row.position): Record<string, unknown> {
  const url = row.kind === 'link' ? row.url : `${baseOf(ctx)}/datastore/dump/${row.id}`
  return {
    id: row.id,
    package_id: row.dataset_id,
    name: row.name[ctx.locale],
    description: row.description[ctx.locale],
    format: row.format,
    mimetype: row.mimetype,
    url,
    url_type: row.kind === 'table' ? 'datastore' : null,
    resource_type: row.kind === 'link' ? 'api' : null,
    size: row.bytes,
    hash: row.digest ?? '',
    position,
    created: naive(row.created_at),
    last_modified: naive(row.modified_at),
    metadata_modified: naive(row.modified_at),
    cache_url: null,
    cache_last_updated: null,
    datastore_active: row.table_name !== null,
    state: 'active',
  }
}

export function organisationDict(
  ctx: Ctx,
  it: { name: string; title: Text | null; since: Date; n?: number },
): Record<string, unknown> {
  const title = it.title?.[ctx.locale] ?? it.name
  return {
    id: groupId(ctx, 'organisation', it.name),
    name: it.name,
    title,
    display_name: title,
    description: '',
    image_url: '',
    image_display_url: '',
    created: naive(it.since),
    is_organization: true,
    approval_status: 'approved',
    state: 'active',
    type: 'organization',
    ...(it.n !== undefined && { package_count: it.n }),
  }
}

export function groupDict(ctx: Ctx, it: { name: string; since?: Date; n?: number }): Record<string, unknown> {
  const title = themeTitle(ctx, it.name)
  return {
    id: groupId(ctx, 'theme', it.name),
    name: it.name,
    title,
    display_name: title,
    description: '',
    image_url: '',
    image_display_url: '',
    ...(it.since && {
      created: naive(it.since),
      is_organization: false,
      approval_status: 'approved',
      state: 'active',
      type: 'group',
    }),
    ...(it.n !== undefined && { package_count: it.n }),
  }
}

export const tagDict = (ctx: Ctx, name: string): Record<string, unknown> => ({
  id: groupId(ctx, 'tag', name),
  name,
  display_name: name,
  state: 'active',
  vocabulary_id: null,
})

export function packageDict(ctx: Ctx, row: DatasetRow, resources: readonly ResourceRow[]): Record<string, unknown> {
  const licence = licenceOf(ctx, row.licence)
  const organisation = organisationDict(ctx, { name: row.publisher, title: row.publisher_title, since: row.created_at })
  return {
    id: row.id,
    name: row.name,
    title: row.title[ctx.locale],
    notes: row.notes[ctx.locale],
    author: row.publisher_title[ctx.locale],
    author_email: row.contact?.email ?? null,
    maintainer: row.contact?.name ?? null,
    maintainer_email: row.contact?.email ?? null,
    license_id: row.licence,
    license_title: licence.title[ctx.locale],
    license_url: licence.url,
    isopen: true,
    private: row.state !== 'published',
    state: row.state === 'published' ? 'active' : row.state === 'withdrawn' ? 'deleted' : 'draft',
    type: 'dataset',
    url: `${ctx.config.publicUrl}/data/${row.name}`,
    version: null,
    metadata_created: naive(row.created_at),
    metadata_modified: naive(row.modified_at),
    creator_user_id: null,
    owner_org: organisation['id'],
    organization: organisation,
    num_resources: resources.length,
    num_tags: row.tags.length,
    tags: row.tags.map((tag) => tagDict(ctx, tag)),
    groups: [groupDict(ctx, { name: row.theme })],
    extras: extrasOf(ctx, row),
    resources: resources.map((resource, at) => resourceDict(ctx, resource, at)),
    relationships_as_subject: [],
    relationships_as_object: [],
  }
}

function extrasOf(ctx: Ctx, row: DatasetRow): { key: string; value: string }[] {
  const own = {
    update_cycle: String(row.cycle),
    frequency: cycleTitles[row.cycle]?.[ctx.locale] ?? '',
    quality: String(row.quality),
    ...(row.data_at && { data_updated: row.data_at.toISOString() }),
    ...(row.spatial && { spatial_coverage: row.spatial }),
    ...row.extras,
  }
  return Object.entries(own).map(([key, value]) => ({ key, value }))
}
