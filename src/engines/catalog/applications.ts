import { record } from '#engines/audit'
import { tell } from '#engines/notify'
import { completeTask, processOf, startProcess } from '#engines/process'
import { type Ctx, demand, districtOf, grantsOf, holdsOver, newId, nextNumber, notFound, staleVersion } from '#kernel'
import { type Names, providerNames } from './directory.ts'
import {
  columnUnknown,
  expiryWrong,
  fieldUnaccounted,
  howNotOffered,
  moreThanAsked,
  noConsumer,
  notAtThisStep,
  notShared,
  ownResource,
  termsMissing,
  whyMissing,
} from './errors.ts'
import { flagsOf, unaccounted } from './necessity.ts'
import { missing } from './resources.ts'
import { checkFilters } from './rows.ts'
import { masksOf } from './samples.ts'
import type {
  AnswerOffer,
  Appeal,
  Application,
  ApplicationLine,
  Arbitrate,
  Decide,
  Flag,
  Item,
  NewApplication,
  Terms,
} from './schema.ts'
import { applicationRef, PROCESS } from './share-process.ts'
import { grant } from './shares.ts'
import * as resources from './store.ts'
import * as store from './store-sharing.ts'
import { howTitles } from './words.ts'

const APPLY = 'catalog.apply'
const APPROVE = 'catalog.approve'
const ARBITRATE = 'catalog.arbitrate'
const LONGEST_DAYS = 731

export const today = (ctx: Ctx) => ctx.now.toLocaleDateString('sv', { timeZone: districtOf(ctx.house).timeZone })

interface Wanted {
  resource: resources.ResourceRow
  distribution: resources.DistributionRow
  consumer: string
}

async function wanted(ctx: Ctx, { distribution: id, how }: NewApplication): Promise<Wanted> {
  const distribution = await resources.distribution(ctx, id)
  const resource = distribution && (await resources.byId(ctx, distribution.resource_id))
  if (!distribution || !resource || resource.state !== 'published' || !resource.provider) throw missing(ctx)
  if (resource.sharing === 3) throw notShared({ basis: resource.sharing_basis })
  const consumer = ctx.user.organisation
  if (!consumer) throw noConsumer()
  demand(ctx.user, APPLY, { organisation: consumer })
  if (consumer === resource.provider) throw ownResource()
  if (!resource.sharing_ways.includes(how))
    throw howNotOffered({ ways: resource.sharing_ways.map((way) => howTitles[way]?.[ctx.locale]).join('、') })
  return { resource, distribution, consumer }
}

function checkAsked(
  ctx: Ctx,
  items: readonly Item[],
  { fields, filters, expiresOn }: Pick<NewApplication, 'fields' | 'filters' | 'expiresOn'>,
): void {
  const unknown = fields.find((name) => !items.some((item) => item.name === name))
  if (unknown !== undefined) throw columnUnknown({ column: unknown.slice(0, 60) })
  checkFilters(ctx, items, filters)
  const days = (Date.parse(expiresOn) - Date.parse(today(ctx))) / 86_400_000
  if (!(days > 0 && days <= LONGEST_DAYS)) throw expiryWrong()
}

/** What an application would be asked about, before it is sent. */
export async function checkApplication(ctx: Ctx, asked: NewApplication): Promise<{ flags: Flag[] }> {
  const { distribution } = await wanted(ctx, asked)
  checkAsked(ctx, distribution.items, asked)
  return { flags: flagsOf(distribution.items, asked) }
}

/** Unconditional shares are granted at once; others go to the provider. */
export async function apply(ctx: Ctx, asked: NewApplication): Promise<Application> {
  const { resource, distribution, consumer } = await wanted(ctx, asked)
  checkAsked(ctx, distribution.items, asked)
  const flags = flagsOf(distribution.items, asked)
  const open = unaccounted(flags)
  if (open.length > 0) {
    const title = (name: string | null) => distribution.items.find((item) => item.name === name)?.title[ctx.locale] ?? name
    throw fieldUnaccounted({ fields: open.map(({ field }) => title(field)).join('、') })
  }
  const id = newId()
  const year = Number(today(ctx).slice(0, 4))
  const serial = await nextNumber(ctx, 'catalog.application', year)
  await store.insert(ctx, {
    id,
    number: `数据申〔${year}〕${serial}号`,
    resource_id: resource.id,
    distribution_id: distribution.id,
    provider: resource.provider as string,
    consumer,
    applicant: ctx.user.id,
    applicant_name: ctx.user.name,
    purpose: asked.purpose,
    duty: asked.duty,
    fields: [...new Set(asked.fields)],
    reasons: asked.reasons,
    filters: asked.filters,
    how: asked.how,
    quota_per_day: asked.quotaPerDay,
    expires_on: asked.expiresOn,
    flags,
    terms: null,
    state: 'deciding',
    answer: null,
    answered_by: null,
  })
  record(ctx, {
    action: 'catalog.apply',
    ref: applicationRef(id),
    after: { resource: resource.code, fields: asked.fields },
    why: asked.purpose,
  })
  const row = (await store.unchecked(ctx, id)) as store.ApplicationRow
  if (resource.sharing === 1) await grantAtOnce(ctx, row, distribution.items)
  else await begin(ctx, row, resource)
  return applicationById(ctx, id)
}

const asTerms = (row: store.ApplicationRow, items: readonly Item[]): Terms => ({
  fields: row.fields,
  filters: row.filters,
  masks: Object.fromEntries(Object.entries(masksOf(items)).filter(([name]) => row.fields.includes(name))),
  quotaPerDay: row.quota_per_day,
  expiresOn: row.expires_on,
})

async function grantAtOnce(ctx: Ctx, row: store.ApplicationRow, items: readonly Item[]): Promise<void> {
  const terms = asTerms(row, items)
  await store.update(ctx, row.id, { state: 'granted', terms, answer: null })
  await grant(ctx, { ...row, terms })
}

async function begin(ctx: Ctx, row: store.ApplicationRow, resource: resources.ResourceRow): Promise<void> {
  await startProcess(ctx, {
    process: PROCESS,
    subject: applicationRef(row.id),
    title: `${resource.name.zh} · ${row.number}`,
    variables: { provider: row.provider, consumer: row.consumer },
    organisation: row.provider,
  })
  await tell(ctx, {
    to: { organisation: row.provider, capability: APPROVE },
    title: { zh: '有新的数据共享申请', en: 'A new application for your data' },
    body: { zh: `${resource.name.zh} · ${row.number}`, en: `${resource.name.en} · ${row.number}` },
    ref: applicationRef(row.id),
  })
}

/** No field, row or day more than was asked for. */
function checkTerms(ctx: Ctx, row: store.ApplicationRow, items: readonly Item[], terms: Terms): void {
  const more = terms.fields.find((name) => !row.fields.includes(name))
  if (more !== undefined) throw moreThanAsked({ what: more.slice(0, 60) })
  checkFilters(ctx, items, terms.filters)
  const kept = row.filters.every((asked) => terms.filters.some((given) => JSON.stringify(given) === JSON.stringify(asked)))
  if (!kept) throw moreThanAsked({ what: ctx.locale === 'en' ? 'rows outside the range asked for' : '申请范围以外的记录' })
  if (terms.quotaPerDay > row.quota_per_day) throw moreThanAsked({ what: ctx.locale === 'en' ? 'calls per day' : '每日次数' })
  if (terms.expiresOn > row.expires_on || terms.expiresOn <= today(ctx))
    throw moreThanAsked({ what: ctx.locale === 'en' ? 'time' : '期限' })
}

async function lockAt(
  ctx: Ctx,
  id: string,
  version: number,
  step: string,
): Promise<{ row: store.ApplicationRow; task: string; items: Item[] }> {
  const row = await store.one(ctx, id, true)
  if (!row) throw notFound({ what: ctx.locale === 'en' ? 'This application' : '这份申请' })
  if (row.version !== version) throw staleVersion({}, { current: await applicationOf(ctx, row) })
  const process = await processOf(ctx, applicationRef(id), PROCESS)
  const task = process?.tasks.find((candidate) => candidate.state === 'open' && candidate.step === step)
  if (!task) throw notAtThisStep({}, { current: await applicationOf(ctx, row) })
  const distribution = await resources.distribution(ctx, row.distribution_id)
  return { row, task: task.id, items: distribution?.items ?? [] }
}

/** The provider's answer. What was not said (masks) is masked as the items ask. */
export async function decide(ctx: Ctx, id: string, { version, outcome, why, terms }: Decide): Promise<Application> {
  const { row, task, items } = await lockAt(ctx, id, version, 'decide')
  if (outcome !== 'approve' && why === '') throw whyMissing()
  if (outcome === 'less' && !terms) throw termsMissing()
  const given = outcome === 'refuse' ? null : (terms ?? asTerms(row, items))
  if (given) checkTerms(ctx, row, items, given)
  await completeTask(ctx, { task, outcome, ...(why && { comment: why }), data: { ...(given && { terms: given }) } })
  record(ctx, { action: `catalog.${outcome}`, ref: applicationRef(id), ...(given && { after: given }), ...(why && { why }) })
  return applicationById(ctx, id)
}

export async function answerOffer(ctx: Ctx, id: string, { version, outcome, why, reasons }: AnswerOffer): Promise<Application> {
  const { row, task, items } = await lockAt(ctx, id, version, 'revise')
  if (outcome === 'resubmit') {
    const all = { ...row.reasons, ...reasons, ...(why && { '*': why }) }
    const asked = { fields: row.fields, purpose: row.purpose, duty: row.duty, filters: row.filters, reasons: all }
    await store.update(ctx, id, { reasons: all, flags: flagsOf(items, asked) })
  }
  await completeTask(ctx, { task, outcome, ...(why && { comment: why }) })
  record(ctx, { action: `catalog.${outcome}`, ref: applicationRef(id), ...(why && { why }) })
  return applicationById(ctx, id)
}

export async function appeal(ctx: Ctx, id: string, { version, outcome, why }: Appeal): Promise<Application> {
  const { task } = await lockAt(ctx, id, version, 'consider')
  if (outcome === 'appeal' && why === '') throw whyMissing()
  await completeTask(ctx, { task, outcome, ...(why && { comment: why }) })
  record(ctx, { action: `catalog.${outcome}`, ref: applicationRef(id), ...(why && { why }) })
  return applicationById(ctx, id)
}

/** The data bureau's ruling on an appeal. */
export async function arbitrate(ctx: Ctx, id: string, { version, outcome, why, terms }: Arbitrate): Promise<Application> {
  const { row, task, items } = await lockAt(ctx, id, version, 'arbitrate')
  const given = outcome === 'grant' ? (terms ?? asTerms(row, items)) : null
  if (given) checkTerms(ctx, row, items, given)
  await completeTask(ctx, { task, outcome, comment: why, data: { ...(given && { terms: given }) } })
  record(ctx, { action: `catalog.${outcome}`, ref: applicationRef(id), ...(given && { after: given }), why })
  return applicationById(ctx, id)
}

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

async function applicationOf(ctx: Ctx, row: store.ApplicationRow): Promise<Application> {
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
