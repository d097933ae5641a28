import { record } from '#engines/audit'
import { calendarOf, dueAt } from '#engines/calendar'
import { publishOpen, withdrawOpen } from '#engines/catalog'
import { tell } from '#engines/notify'
import { index, unindex } from '#engines/search'
import { type Ctx, DomainError, holds, settingsOf } from '#kernel'
import { mayChange, mayPublish, ownDataset, PUBLISH, refOf, REVIEW } from './drafts.ts'
import { gateBlocked, notInThisState, notYours } from './errors.ts'
import { within } from './held.ts'
import { makeOpen } from './opening.ts'
import { qualityOf } from './quality.ts'
import { openDataSettings } from './settings.ts'
import * as store from './store.ts'
import * as tables from './store-table.ts'
import { refreshHours, stateTitles } from './words.ts'

const wrongState = (ctx: Ctx, { state }: store.DatasetRow) => notInThisState({ state: stateTitles[state][ctx.locale] })

/** Answers are due within so many working days of the district's calendar; in a year not yet published, as many natural ones. */
export function dueIn(ctx: Ctx, what: keyof ReturnType<typeof limits>): Date {
  const amount = limits(ctx)[what]
  try {
    return dueAt(calendarOf(ctx.house), ctx.now, { amount, clock: 'working-days' })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return new Date(ctx.now.getTime() + amount * 86_400_000)
  }
}
const limits = (ctx: Ctx) => settingsOf(ctx.house, openDataSettings).withinWorkingDays

async function gatePassed(ctx: Ctx, dataset: string): Promise<void> {
  const resources = (await store.resourcesOf(ctx, [dataset])).filter(({ kind }) => kind === 'table')
  const blocked = resources.find(({ report }) => report?.verdict !== 'open')
  if (blocked)
    throw gateBlocked({ why: blocked.report?.why.map((text) => text[ctx.locale]).join('；') ?? '' }, { current: blocked.report })
}

/** Hands it in: a department's desk publishes at once, what an enterprise hands in is looked at first. */
export async function submit(ctx: Ctx, id: string): Promise<void> {
  const row = await within(ctx, 'write', async (inner) => {
    const found = await ownDataset(inner, id, true)
    if (!mayChange(inner, found)) throw notYours()
    if (found.state !== 'draft' && found.state !== 'returned') throw wrongState(inner, found)
    await gatePassed(inner, found.id)
    if (found.publisher_kind === 'organisation' && mayPublish(inner, found)) return found
    await store.changeDataset(inner, found.id, {
      state: 'review',
      submitted_at: inner.now,
      review_due_at: dueIn(inner, 'review'),
      state_why: null,
    })
    record(inner, { action: 'open-data.submit', ref: refOf(found.id) })
    const { office } = settingsOf(inner.house, openDataSettings)
    await tell(inner, {
      to: { organisation: office, capability: REVIEW },
      title: { zh: `待审核：${found.title.zh}`, en: `To review: ${found.title.en}` },
      body: {
        zh: `${found.publisher_title.zh}提交了开放数据集，请在期限内审核。`,
        en: `${found.publisher_title.en} handed in a dataset; please review it within the limit.`,
      },
      ref: refOf(found.id),
    })
    return undefined
  })
  if (row) await publish(ctx, row.id)
}

export async function decide(
  ctx: Ctx,
  id: string,
  { approve, why }: { approve: boolean; why?: string | undefined },
): Promise<void> {
  const row = await within(ctx, 'write', async (inner) => {
    const found = await ownDataset(inner, id, true)
    if (!mayPublish(inner, found)) throw notYours()
    if (found.state !== 'review') throw wrongState(inner, found)
    if (approve) return found
    await store.changeDataset(inner, found.id, { state: 'returned', state_why: why ?? '', review_due_at: null })
    record(inner, { action: 'open-data.return', ref: refOf(found.id), why: why ?? '' })
    await tell(inner, {
      to: [found.provider_account],
      title: { zh: `请修改后重新提交：${found.title.zh}`, en: `Please improve and hand in again: ${found.title.en}` },
      body: { zh: why ?? '', en: why ?? '' },
      ref: refOf(found.id),
    })
    return undefined
  })
  if (row) await publish(ctx, row.id)
}

/** Makes every table through the gate, then opens the dataset: its tables exist before anybody hears of them. */
export async function publish(ctx: Ctx, id: string): Promise<void> {
  await refreshTables(ctx, id)
  await within(ctx, 'write', async (inner) => {
    const row = (await store.lockDataset(inner, id)) as store.DatasetRow
    await settle(inner, row)
    await store.changeDataset(inner, id, {
      state: 'published',
      state_why: null,
      published_at: row.published_at ?? inner.now,
      review_due_at: null,
    })
    if (row.catalogue_resource)
      await publishOpen(inner, row.catalogue_resource, { licence: row.licence, extras: { openData: row.name } })
    await index(inner, { ref: refOf(id), title: row.title, body: [row.notes.zh, ...row.tags].join('\n') })
    if (inner.origin.kind === 'seed') return
    record(inner, { action: 'open-data.publish', ref: refOf(id), after: { name: row.name } })
    if (row.provider_account !== inner.user.id)
      await tell(inner, {
        to: [row.provider_account],
        title: { zh: `已开放：${row.title.zh}`, en: `Open now: ${row.title.en}` },
        body: { zh: '您提交的数据集已向公众开放。', en: 'The dataset you handed in is open to the public.' },
        ref: refOf(id),
      })
  })
}

async function refreshTables(ctx: Ctx, id: string): Promise<void> {
  const resources = await within(ctx, 'read', (inner) => store.resourcesOf(inner, [id]))
  for (const resource of resources) await makeOpen(ctx, resource)
}

/** When its data were made, when they will be made anew, in what they can be had, and how good they are. */
async function settle(ctx: Ctx, row: store.DatasetRow): Promise<void> {
  const hours = refreshHours[row.cycle]
  const resources = await store.resourcesOf(ctx, [row.id])
  const follows = resources.some(({ source }) => source.from === 'catalogue')
  await store.settleFormats(ctx, row.id)
  const figures = []
  for (const { table_name: table, fields } of resources) if (table) figures.push(await tables.figures(ctx, table, fields))
  const now = { ...row, data_at: ctx.now, state: 'published' as const }
  await store.changeDataset(ctx, row.id, {
    data_at: ctx.now,
    refresh_at: follows && hours ? new Date(ctx.now.getTime() + hours * 3_600_000) : null,
    quality: qualityOf(now, resources, figures, ctx.now).score,
  })
}

export async function withdraw(ctx: Ctx, id: string, why: string): Promise<void> {
  const row = await ownDataset(ctx, id, true)
  if (row.state !== 'published') throw wrongState(ctx, row)
  for (const resource of await store.resourcesOf(ctx, [row.id])) {
    if (resource.table_name) await tables.dropTable(ctx, resource.table_name)
    await store.changeResource(ctx, resource.id, { table_name: null, row_count: 0 })
    await store.letGo(ctx, resource.id)
  }
  await store.changeDataset(ctx, row.id, { state: 'withdrawn', state_why: why, refresh_at: null, catalogue_resource: null })
  if (row.catalogue_resource) await withdrawOpen(ctx, row.catalogue_resource, why)
  await unindex(ctx, refOf(row.id))
  record(ctx, { action: 'open-data.withdraw', ref: refOf(row.id), why })
}

/** Throws a draft away with all that was handed in. */
export async function discard(ctx: Ctx, id: string): Promise<void> {
  const row = await ownDataset(ctx, id, true)
  if (!mayChange(ctx, row)) throw notYours()
  if (row.state === 'published' || row.state === 'review') throw wrongState(ctx, row)
  await store.deleteDataset(ctx, row.id)
  record(ctx, { action: 'open-data.discard', ref: refOf(row.id), before: { name: row.name } })
}

/** Due ones are made anew; what does not pass the gate any more stays as it was, and its provider is told. */
export async function refreshDue(ctx: Ctx): Promise<void> {
  for (const row of await within(ctx, 'read', store.dueForRefresh)) await refresh(ctx, row)
}

async function refresh(ctx: Ctx, row: store.DatasetRow): Promise<void> {
  try {
    await refreshTables(ctx, row.id)
    await within(ctx, 'write', async (inner) => {
      await settle(inner, row)
      if (row.state_why) await store.changeDataset(inner, row.id, { state_why: null })
      const subscribers = await store.subscribers(inner, row.id)
      await tell(inner, {
        to: subscribers,
        title: { zh: `有新数据：${row.title.zh}`, en: `New data: ${row.title.en}` },
        body: { zh: '您订阅的数据集已更新。', en: 'A dataset you follow was renewed.' },
        ref: refOf(row.id),
      })
    })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await within(ctx, 'write', async (inner) => {
      const why = error.text.zh.replace('{why}', String(error.params['why'] ?? ''))
      await store.changeDataset(inner, row.id, { state_why: why, refresh_at: new Date(inner.now.getTime() + 24 * 3_600_000) })
      const body = {
        zh: `${why}公开的数据保持不变。`,
        en: 'The privacy gate stopped the refresh; the open data stay as they were.',
      }
      const title = { zh: `更新被拦下：${row.title.zh}`, en: `Refresh stopped: ${row.title.en}` }
      await tell(inner, {
        to: row.publisher_path ? { organisation: row.publisher_path, capability: PUBLISH } : [row.provider_account],
        title,
        body,
        ref: refOf(row.id),
      })
    })
  }
}

/** Whether somebody has a desk at all. */
export const hasDesk = (ctx: Ctx): boolean => holds(ctx.user, PUBLISH) || holds(ctx.user, REVIEW)
