import { record } from '#engines/audit'
import { tell } from '#engines/notify'
import { completeTask, processOf, startProcess } from '#engines/process'
import { type Ctx, demand, districtOf, newId, nextNumber, notFound, staleVersion } from '#kernel'
import { applicationById, applicationOf } from './application-view.ts'
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
import type { AnswerOffer, Appeal, Application, Arbitrate, Decide, Filter, Flag, Item, NewApplication, Terms } from './schema.ts'
import { applicationRef, PROCESS } from './share-process.ts'
import { grant } from './shares.ts'
import * as resources from './store.ts'
import * as store from './store-sharing.ts'
import { howTitles } from './words.ts'

const APPLY = 'catalog.apply'
const APPROVE = 'catalog.approve'
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

/** The database keeps the fields of a condition in an order of its own. */
const isSame = (a: Filter, b: Filter): boolean =>
  a.column === b.column && a.op === b.op && JSON.stringify(a.value) === JSON.stringify(b.value)

/** No field, row or day more than was asked for. */
function checkTerms(ctx: Ctx, row: store.ApplicationRow, items: readonly Item[], terms: Terms): void {
  const more = terms.fields.find((name) => !row.fields.includes(name))
  if (more !== undefined) throw moreThanAsked({ what: more.slice(0, 60) })
  checkFilters(ctx, items, terms.filters)
  const kept = row.filters.every((asked) => terms.filters.some((given) => isSame(given, asked)))
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
