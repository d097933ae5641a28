import { record } from '#engines/audit'
import { tell } from '#engines/notify'
import { type Ctx, demand, districtOf, holdsOver, newId, notFound, type Text, type User } from '#kernel'
import { type Names, providerNames } from './directory.ts'
import { columnUnknown } from './errors.ts'
import { endEdge, recordLineage, resourceRef } from './lineage.ts'
import { viewOf } from './rows.ts'
import type { Filter, Item, Share, ShareDetail, Terms } from './schema.ts'
import * as resources from './store.ts'
import { viewSql } from './store-relation.ts'
import * as store from './store-sharing.ts'
import { maskTitles, operatorTitles } from './words.ts'

export const shareRef = (id: string) => `catalog.share:${id}`
export const noShare = (ctx: Ctx) => notFound({ what: ctx.locale === 'en' ? 'This share' : '这项共享授权' })
export const dayOf = (ctx: Ctx, at: Date = ctx.now) => at.toLocaleDateString('sv', { timeZone: districtOf(ctx.house).timeZone })

/** The first instant after a day of the district, whatever its zone does that night. */
export function endOfDay(ctx: Ctx, day: string): Date {
  const noon = new Date(`${day}T12:00:00Z`)
  for (let hour = -36; hour <= 36; hour += 0.25) {
    const at = new Date(noon.getTime() + hour * 3_600_000)
    if (dayOf(ctx, at) > day) return at
  }
  return new Date(noon.getTime() + 86_400_000)
}

/** Writes what was decided as a share: from now on the consumer reads exactly this. */
export async function grant(ctx: Ctx, row: store.ApplicationRow): Promise<string> {
  const terms = row.terms as Terms
  const id = newId()
  await store.insertShare(ctx, {
    id,
    application_id: row.id,
    resource_id: row.resource_id,
    distribution_id: row.distribution_id,
    provider: row.provider,
    consumer: row.consumer,
    fields: terms.fields,
    filters: terms.filters,
    masks: terms.masks,
    how: row.how,
    quota_per_day: terms.quotaPerDay,
    expires_at: endOfDay(ctx, terms.expiresOn),
    purpose: row.purpose,
  })
  await recordLineage(ctx, resourceRef(row.resource_id), shareRef(id), 'shared', {
    fields: terms.fields.length,
    number: row.number,
  })
  await recordLineage(ctx, shareRef(id), `identity.organisation:${row.consumer}`, 'shared', { how: row.how })
  record(ctx, { action: 'catalog.grant', ref: shareRef(id), after: { ...terms, consumer: row.consumer, how: row.how } })
  return id
}

export const stateOf = (ctx: Ctx, row: Pick<store.ShareRow, 'revoked_at' | 'expires_at'>): Share['state'] =>
  row.revoked_at ? 'revoked' : row.expires_at <= ctx.now ? 'expired' : 'active'

function shareOf(ctx: Ctx, row: store.ShareRow, resource: resources.ResourceRow, names: Names): Share {
  const nameOf = (path: string) => names.get(path) ?? { zh: path, en: path }
  return {
    id: row.id,
    application: row.application_id,
    number: row.number,
    resource: { id: resource.id, name: resource.name, code: resource.code },
    distribution: row.distribution_id,
    provider: row.provider,
    providerName: nameOf(row.provider),
    consumer: row.consumer,
    consumerName: nameOf(row.consumer),
    fields: row.fields,
    filters: row.filters,
    masks: row.masks,
    how: row.how,
    quotaPerDay: row.quota_per_day,
    expiresAt: row.expires_at.toISOString(),
    purpose: row.purpose,
    state: stateOf(ctx, row),
    revokedWhy: row.revoked_why,
    usedToday: row.used_today,
    calls: row.calls,
    rows: row.rows,
    lastUsedAt: row.last_at?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  }
}

const one = (items: readonly Item[], name: string): Text =>
  items.find((item) => item.name === name)?.title ?? { zh: name, en: name }

function conditionText(items: readonly Item[], { column, op, value }: Filter): Text {
  const title = one(items, column)
  const sign = operatorTitles[op] as Text
  const given = op === 'null' ? '' : [value].flat().join('、')
  return { zh: `${title.zh} ${sign.zh} ${given}`.trim(), en: `${title.en} ${sign.en} ${given}`.trim() }
}

/** The view in words, as the owner would say it on the telephone. */
function saysOf(items: readonly Item[], { fields, filters, masks }: Pick<Share, 'fields' | 'filters' | 'masks'>): Text[] {
  const clear = fields.filter((name) => !masks[name]).map((name) => one(items, name))
  const join = (texts: Text[]) => ({ zh: texts.map(({ zh }) => zh).join('、'), en: texts.map(({ en }) => en).join(', ') })
  const conditions = filters.map((filter) => conditionText(items, filter))
  const masked = Object.entries(masks).map(([name, mask]) => {
    const [title, how] = [one(items, name), maskTitles[mask] as Text]
    return { zh: `${title.zh}：${how.zh}`, en: `${title.en}: ${how.en}` }
  })
  const line = (zh: string, en: string, texts: Text[]) => ({ zh: `${zh}${join(texts).zh}`, en: `${en}${join(texts).en}` })
  return [
    ...(clear.length > 0 ? [line('原样提供：', 'As they are: ', clear)] : []),
    ...(masked.length > 0 ? [line('脱敏提供：', 'Masked: ', masked)] : []),
    conditions.length > 0 ? line('只含这些记录：', 'Only rows where ', conditions) : { zh: '全部记录', en: 'All rows' },
  ]
}

export async function shareById(ctx: Ctx, id: string): Promise<ShareDetail> {
  const row = await store.share(ctx, id, dayOf(ctx))
  if (!row) throw noShare(ctx)
  const resource = (await resources.byId(ctx, row.resource_id)) as resources.ResourceRow
  const distribution = (await resources.distribution(ctx, row.distribution_id)) as resources.DistributionRow
  const isProvider = holdsOver(ctx.user, 'catalog.approve', { organisation: row.provider })
  const fields = row.fields.filter((name) => distribution.items.some((item) => item.name === name))
  return {
    ...shareOf(ctx, row, resource, await providerNames(ctx)),
    items: distribution.items.filter(({ name }) => row.fields.includes(name)),
    view: viewSql(ctx, viewOf(ctx, distribution, { columns: fields, where: row.filters, masks: row.masks })),
    says: saysOf(distribution.items, row),
    days: await store.daysOf(ctx, id),
    may: {
      revoke: isProvider && !row.revoked_at,
      use:
        isOf(ctx.user, row.consumer) &&
        holdsOver(ctx.user, 'catalog.apply', { organisation: row.consumer }) &&
        stateOf(ctx, row) === 'active',
    },
  }
}

export async function listShares(
  ctx: Ctx,
  query: { as?: 'consumer' | 'provider' | undefined; resource?: string | undefined; cursor?: string | undefined; limit: number },
  paths: { providers?: string[] | undefined },
): Promise<{ items: Share[]; next: string | null }> {
  const rows = await store.shares(ctx, {
    day: dayOf(ctx),
    resource: query.resource,
    ...(query.as === 'consumer' && { consumers: ctx.user.organisation ? [ctx.user.organisation] : [] }),
    ...(query.as === 'provider' && { providers: paths.providers }),
    before: query.cursor,
    limit: query.limit + 1,
  })
  const shown = rows.slice(0, query.limit)
  const found = new Map(
    (await resources.byIds(ctx, [...new Set(shown.map((row) => row.resource_id))])).map((row) => [row.id, row]),
  )
  const names = await providerNames(ctx)
  const items = shown.map((row) => shareOf(ctx, row, found.get(row.resource_id) as resources.ResourceRow, names))
  return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}

/** Takes effect with the next call: every call asks. */
export async function revokeShare(ctx: Ctx, id: string, why: string): Promise<ShareDetail> {
  const row = await store.share(ctx, id, dayOf(ctx))
  if (!row) throw noShare(ctx)
  demand(ctx.user, 'catalog.approve', { organisation: row.provider })
  await store.revoke(ctx, id, why)
  await endEdge(ctx, resourceRef(row.resource_id), shareRef(id), 'shared')
  await endEdge(ctx, shareRef(id), `identity.organisation:${row.consumer}`, 'shared')
  record(ctx, { action: 'catalog.revoke', ref: shareRef(id), why })
  await tell(ctx, {
    to: { organisation: row.consumer, capability: 'catalog.apply' },
    title: { zh: '数据共享授权已收回', en: 'A share of data was revoked' },
    body: { zh: `${row.number}：${why}`, en: `${row.number}: ${why}` },
    ref: shareRef(id),
  })
  return shareById(ctx, id)
}

/** Does this person or system belong to the unit (or one below it)? Rights over a unit alone do not make its data one's own. */
export const isOf = ({ organisation }: Pick<User, 'organisation'>, unit: string): boolean =>
  organisation !== undefined && (organisation === unit || organisation.startsWith(`${unit}.`))

/** Only what was granted in clear can be filtered or sorted by: a mask that can be searched through hides nothing. */
export function checkGranted(row: Pick<store.ShareRow, 'fields' | 'masks'>, columns: readonly string[]): void {
  const bad = columns.find((name) => !row.fields.includes(name) || row.masks[name])
  if (bad !== undefined) throw columnUnknown({ column: bad.slice(0, 60) })
}
