import { processOf } from '#engines/process'
import { type Ctx, grantsOf, holdsOver, notFound } from '#kernel'
import { type Names, providerNames } from './directory.ts'
import type { Application, ApplicationLine } from './schema.ts'
import { applicationRef, PROCESS } from './share-process.ts'
import * as resources from './store.ts'
import * as store from './store-sharing.ts'

const APPLY = 'catalog.apply'
const APPROVE = 'catalog.approve'
const ARBITRATE = 'catalog.arbitrate'

function lineOf(row: store.ApplicationRow, resource: resources.ResourceRow, names: Names, dueAt: string | null): ApplicationLine {
  const nameOf = (path: string) => names.get(path) ?? { zh: path, en: path }
  return {
    id: row.id,
    number: row.number,
    resource: {
      id: resource.id,
      name: resource.name,
      code: resource.code,
      sharing: resource.sharing,
      sharingBasis: resource.sharing_basis,
    },
    provider: row.provider,
    providerName: nameOf(row.provider),
    consumer: row.consumer,
    consumerName: nameOf(row.consumer),
    applicantName: row.applicant_name,
    purpose: row.purpose,
    how: row.how,
    state: row.state,
    flagCount: row.flags.length,
    dueAt,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  }
}

const RUNNING = new Set(['deciding', 'revising', 'refused', 'appealed'])

export async function applicationOf(ctx: Ctx, row: store.ApplicationRow): Promise<Application> {
  const resource = (await resources.byId(ctx, row.resource_id)) as resources.ResourceRow
  const distribution = await resources.distribution(ctx, row.distribution_id)
  const process = RUNNING.has(row.state) ? await processOf(ctx, applicationRef(row.id), PROCESS) : undefined
  const task = process?.tasks.find(({ state }) => state === 'open')
  const isAt = (step: string, capability: string, organisation?: string) =>
    task?.step === step && holdsOver(ctx.user, capability, organisation ? { organisation } : {})
  return {
    ...lineOf(row, resource, await providerNames(ctx), task?.clock.dueAt ?? null),
    distribution: row.distribution_id,
    items: distribution?.items ?? [],
    duty: row.duty,
    fields: row.fields,
    filters: row.filters,
    reasons: row.reasons,
    flags: row.flags,
    quotaPerDay: row.quota_per_day,
    expiresOn: row.expires_on,
    terms: row.terms,
    answer: row.answer,
    answeredBy: row.answered_by,
    share: await store.shareOfApplication(ctx, row.id),
    may: {
      decide: isAt('decide', APPROVE, row.provider),
      answer: isAt('revise', APPLY, row.consumer),
      appeal: isAt('consider', APPLY, row.consumer),
      arbitrate: isAt('arbitrate', ARBITRATE),
    },
  }
}

export async function applicationById(ctx: Ctx, id: string): Promise<Application> {
  const row = await store.one(ctx, id)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This application' : '这份申请' })
  return applicationOf(ctx, row)
}

/** Subtrees over which the asker holds a capability; undefined: everywhere. */
export function subtrees(ctx: Ctx, capability: string): string[] | undefined {
  const held = grantsOf(ctx.user, capability)
  if (held.some(({ tree }) => tree === 'all')) return undefined
  return held.filter(({ tree, path }) => tree === 'organisation' && path).map(({ path }) => path as string)
}

export async function listApplications(
  ctx: Ctx,
  query: {
    as?: 'consumer' | 'provider' | 'office' | undefined
    state?: string | undefined
    resource?: string | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<{ items: ApplicationLine[]; next: string | null }> {
  const rows = await store.list(ctx, {
    states: query.state?.split(','),
    resource: query.resource,
    ...(query.as === 'consumer' && { consumers: ctx.user.organisation ? [ctx.user.organisation] : [] }),
    ...(query.as === 'provider' && { providers: subtrees(ctx, APPROVE) }),
    ...(query.as === 'office' && { states: ['appealed'] }),
    before: query.cursor,
    limit: query.limit + 1,
  })
  const shown = rows.slice(0, query.limit)
  const found = new Map(
    (await resources.byIds(ctx, [...new Set(shown.map((row) => row.resource_id))])).map((row) => [row.id, row]),
  )
  const names = await providerNames(ctx)
  const items = shown.map((row) => lineOf(row, found.get(row.resource_id) as resources.ResourceRow, names, null))
  return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null }
}
