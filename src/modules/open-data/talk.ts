import { maskName, record } from '#engines/audit'
import { tell } from '#engines/notify'
import { type Ctx, holds, holdsOver, newId, nextNumber, settingsOf } from '#kernel'
import { seenDataset } from './ckan/read.ts'
import { PUBLISH, refOf, REVIEW } from './drafts.ts'
import { alreadyAnswered, notYours } from './errors.ts'
import { dueIn } from './publishing.ts'
import type { DataRequest, Question, Reuse } from './schema.ts'
import { openDataSettings } from './settings.ts'
import { datasetNamed } from './store.ts'
import * as store from './store-talk.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

/** What people say to the providers and to each other. Names are shortened: 王某某. */
export const questionOf = (row: store.QuestionRow): Question => ({
  id: row.id,
  body: row.body,
  by: maskName(row.account_name),
  at: row.at.toISOString(),
  dueAt: row.due_at.toISOString(),
  answer: row.answer,
  answeredBy: row.answered_by,
  answeredAt: iso(row.answered_at),
})

export async function askProvider(ctx: Ctx, name: string, body: string): Promise<Question> {
  const dataset = await seenDataset(ctx, name)
  const id = newId()
  await store.insertQuestion(ctx, {
    id,
    dataset_id: dataset.id,
    account: ctx.user.id,
    account_name: ctx.user.name,
    body,
    due_at: dueIn(ctx, 'question'),
  })
  record(ctx, { action: 'open-data.ask', ref: refOf(dataset.id) })
  await tell(ctx, {
    to: dataset.publisher_path ? { organisation: dataset.publisher_path, capability: PUBLISH } : [dataset.provider_account],
    title: { zh: `有人提问：${dataset.title.zh}`, en: `A question about ${dataset.title.en}` },
    body: { zh: body.slice(0, 200), en: body.slice(0, 200) },
    ref: refOf(dataset.id),
  })
  return questionOf((await store.lockQuestion(ctx, id)) as store.QuestionRow)
}

async function answerable(
  ctx: Ctx,
  id: string,
): Promise<{ row: store.QuestionRow; by: string; title: { zh: string; en: string } }> {
  const row = await store.lockQuestion(ctx, id)
  const dataset = row && (await datasetNamed(ctx, row.dataset_id))
  const mine =
    dataset &&
    (dataset.provider_account === ctx.user.id ||
      (dataset.publisher_path !== null && holdsOver(ctx.user, PUBLISH, { organisation: dataset.publisher_path })) ||
      holds(ctx.user, REVIEW))
  if (!row || !dataset || !mine) throw notYours()
  return { row, by: dataset.publisher_title.zh, title: dataset.title }
}

export async function answerQuestion(
  ctx: Ctx,
  id: string,
  { answer, hideWhy }: { answer?: string | undefined; hideWhy?: string | undefined },
): Promise<void> {
  const { row, by, title } = await answerable(ctx, id)
  if (row.answered_at) throw alreadyAnswered()
  if (hideWhy) await store.hideQuestion(ctx, id, hideWhy)
  else await store.answerQuestion(ctx, id, answer ?? '', by)
  record(ctx, { action: hideWhy ? 'open-data.hide-question' : 'open-data.answer', ref: refOf(row.dataset_id) })
  const words = hideWhy ?? answer ?? ''
  await tell(ctx, {
    to: [row.account],
    title: { zh: `答复：${title.zh}`, en: `Answered: ${title.en}` },
    body: { zh: words, en: words },
    ref: refOf(row.dataset_id),
  })
}

const requestOf = (ctx: Ctx, row: store.RequestRow): DataRequest => ({
  id: row.id,
  number: row.number,
  title: row.title,
  body: row.body,
  purpose: row.purpose,
  theme: row.theme,
  state: row.state,
  by: maskName(row.account_name),
  at: row.at.toISOString(),
  dueAt: row.due_at.toISOString(),
  answer: row.answer,
  answeredBy: row.answered_by,
  answeredAt: iso(row.answered_at),
  dataset: row.dataset_name && row.dataset_title ? { name: row.dataset_name, title: row.dataset_title } : null,
  followers: row.followers,
  following: row.following,
  mine: row.account === ctx.user.id,
})

export async function listRequests(
  ctx: Ctx,
  cursor: string | undefined,
  limit: number,
): Promise<{ items: DataRequest[]; next: string | null }> {
  const rows = await store.requests(ctx, { before: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map((row) => requestOf(ctx, row))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

async function oneRequest(ctx: Ctx, id: string): Promise<store.RequestRow> {
  const [row] = await store.requests(ctx, { id, limit: 1 })
  if (!row) throw notYours()
  return row
}
export const request = async (ctx: Ctx, id: string): Promise<DataRequest> => requestOf(ctx, await oneRequest(ctx, id))

export async function requestData(
  ctx: Ctx,
  given: { title: string; body: string; purpose: string; theme: string },
): Promise<DataRequest> {
  const id = newId()
  const year = ctx.now.getUTCFullYear()
  const number = `开放需求〔${year}〕${await nextNumber(ctx, 'open-data.request', year)}号`
  await store.insertRequest(ctx, {
    ...given,
    id,
    number,
    account: ctx.user.id,
    account_name: ctx.user.name,
    due_at: dueIn(ctx, 'request'),
  })
  await store.follow(ctx, id, true)
  record(ctx, { action: 'open-data.request', ref: `open-data.request:${id}`, after: { number } })
  const { office } = settingsOf(ctx.house, openDataSettings)
  await tell(ctx, {
    to: { organisation: office, capability: REVIEW },
    title: { zh: `数据需求：${given.title}`, en: `Data wanted: ${given.title}` },
    body: { zh: number, en: number },
    ref: `open-data.request:${id}`,
  })
  return request(ctx, id)
}

export async function followRequest(ctx: Ctx, id: string, on: boolean): Promise<DataRequest> {
  await oneRequest(ctx, id)
  await store.follow(ctx, id, on)
  return request(ctx, id)
}

export async function answerRequest(
  ctx: Ctx,
  id: string,
  given: { state: 'planned' | 'fulfilled' | 'declined'; answer: string; dataset?: string | undefined },
): Promise<DataRequest> {
  const row = await oneRequest(ctx, id)
  if (row.state === 'fulfilled' || row.state === 'declined') throw alreadyAnswered()
  const dataset = given.dataset ? await seenDataset(ctx, given.dataset) : undefined
  await store.answerRequest(ctx, id, {
    state: given.state,
    answer: given.answer,
    by: ctx.user.name,
    dataset: dataset?.id ?? null,
  })
  record(ctx, { action: 'open-data.answer-request', ref: `open-data.request:${id}`, after: { state: given.state } })
  await tell(ctx, {
    to: await store.followersOf(ctx, id),
    title: { zh: `数据需求有答复：${row.title}`, en: `Your data request was answered: ${row.title}` },
    body: { zh: given.answer, en: given.answer },
    ref: `open-data.request:${id}`,
  })
  return request(ctx, id)
}

export const reuseOf = (row: store.ReuseRow): Reuse => ({
  id: row.id,
  dataset: { name: row.dataset_name, title: row.dataset_title },
  title: row.title,
  body: row.body,
  url: row.url,
  kind: row.kind,
  by: maskName(row.account_name),
  at: row.at.toISOString(),
  dueAt: row.due_at.toISOString(),
  state: row.state,
  why: row.why,
})

export async function submitReuse(
  ctx: Ctx,
  name: string,
  given: { title: string; body: string; url?: string | undefined; kind: Reuse['kind'] },
): Promise<Reuse> {
  const dataset = await seenDataset(ctx, name)
  const id = newId()
  await store.insertReuse(ctx, {
    ...given,
    id,
    url: given.url ?? null,
    dataset_id: dataset.id,
    account: ctx.user.id,
    account_name: ctx.user.name,
    due_at: dueIn(ctx, 'reuse'),
  })
  record(ctx, { action: 'open-data.submit-reuse', ref: refOf(dataset.id) })
  return reuseOf((await store.reuses(ctx, { id, limit: 1 }))[0] as store.ReuseRow)
}

export async function decideReuse(
  ctx: Ctx,
  id: string,
  { show, why }: { show: boolean; why?: string | undefined },
): Promise<void> {
  const [row] = await store.reuses(ctx, { id, limit: 1 })
  if (!row) throw notYours()
  if (row.state !== 'waiting') throw alreadyAnswered()
  await store.decideReuse(ctx, id, show ? 'shown' : 'refused', why ?? null)
  record(ctx, { action: 'open-data.decide-reuse', ref: refOf(row.dataset_id), after: { show }, why: why ?? '' })
  const title = show
    ? { zh: `作品已展示：${row.title}`, en: `Your reuse is shown: ${row.title}` }
    : { zh: `作品未通过：${row.title}`, en: `Your reuse was not accepted: ${row.title}` }
  await tell(ctx, { to: [row.account], title, body: { zh: why ?? '', en: why ?? '' }, ref: refOf(row.dataset_id) })
}

/** The desk's inbox: what waits for me, the most urgent first. */
export async function inbox(ctx: Ctx) {
  const mine = (row: store.Waiting) =>
    row.kind === 'question'
      ? holds(ctx.user, REVIEW) ||
        (row.publisher_path !== null && holdsOver(ctx.user, PUBLISH, { organisation: row.publisher_path }))
      : holds(ctx.user, REVIEW)
  return (await store.waiting(ctx)).filter(mine).map((row) => ({
    kind: row.kind,
    id: row.id,
    title: row.title,
    body: row.body,
    at: row.at.toISOString(),
    dueAt: row.due_at.toISOString(),
    isLate: row.due_at < ctx.now,
    dataset: row.dataset_name && row.dataset_title ? { name: row.dataset_name, title: row.dataset_title } : null,
  }))
}
