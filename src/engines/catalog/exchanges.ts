import { record } from '#engines/audit'
import { type Ctx, demand, holdsOver, newId, notFound } from '#kernel'
import { providerNames, type Names } from './directory.ts'
import { alreadyRunning, columnUnknown, hostNotAllowed, isStopped, notForExchange } from './errors.ts'
import { exchangeJob, isPartner } from './exchange-run.ts'
import { distributionRef, recordLineage, resourceRef } from './lineage.ts'
import { createResource } from './resources.ts'
import type { Exchange, ExchangeDetail, ExchangeRun, NewPull, NewPush } from './schema.ts'
import { checkGranted, dayOf, shareRef, stateOf } from './shares.ts'
import * as resources from './store.ts'
import * as store from './store-exchange.ts'
import * as shares from './store-sharing.ts'
import * as tables from './store-tables.ts'
import { columnNames } from './typing.ts'

const EXCHANGE = 'catalog.exchange'
const exchangeRef = (id: string) => `catalog.exchange:${id}`
const noExchange = (ctx: Ctx) => notFound({ what: ctx.locale === 'en' ? 'This exchange' : '这项数据交换' })

function checkHost(ctx: Ctx, url: string): void {
  if (!isPartner(ctx, url)) throw hostNotAllowed({ host: new URL(url).hostname })
}

/** A partner's rows become a resource here: its table is made now, its first rows come with the first run. */
export async function createPull(ctx: Ctx, asked: NewPull): Promise<ExchangeDetail> {
  const { metadata, columns, keyColumns, secret, url, title } = asked
  demand(ctx.user, EXCHANGE, { organisation: metadata.provider })
  checkHost(ctx, url)
  const safe = columnNames(columns.map(({ name }) => name))
  const odd =
    columns.find(({ name }, at) => safe[at] !== name) ?? keyColumns.find((key) => !columns.some(({ name }) => name === key))
  if (odd !== undefined) throw columnUnknown({ column: typeof odd === 'string' ? odd : odd.name })
  const [id, distribution] = [newId(), newId()]
  await tables.createTable(
    ctx,
    distribution,
    columns,
    `${metadata.name.zh}. retention: with its resource; legal basis: ${metadata.sharingBasis ?? '政务信息资源共享管理暂行办法'}`,
  )
  await store.uniqueBy(ctx, distribution, keyColumns)
  await tables.indexTable(ctx, distribution, columns)
  const resource = await createResource(ctx, { ...metadata, source: 'database', format: '0200' })
  await resources.insertDistribution(ctx, {
    id: distribution,
    resource_id: resource.id,
    kind: 'table',
    title: { zh: '库表', en: 'Table' },
    format: 'TABLE',
    relation: tables.tableName(distribution),
    key: '_id',
    key_type: 'bigint',
    words_column: '_words',
    row_count: 0,
  })
  await resources.putItems(
    ctx,
    distribution,
    columns.map((column) => ({ ...column, mask: column.mask ?? null, personal: Boolean(column.mask) })),
  )
  await store.insert(
    ctx,
    rowOf(ctx, id, asked, {
      direction: 'pull',
      owner: metadata.provider,
      resource: resource.id,
      distribution,
      keyColumns,
      secret,
    }),
  )
  await recordLineage(ctx, `catalog.source:${new URL(url).host}`, exchangeRef(id), 'exchanged', { title })
  await recordLineage(ctx, exchangeRef(id), resourceRef(resource.id), 'exchanged', { title })
  await recordLineage(ctx, resourceRef(resource.id), distributionRef(distribution), 'distributed')
  record(ctx, {
    action: 'catalog.set-up-exchange',
    ref: exchangeRef(id),
    after: { title, direction: 'pull', host: new URL(url).host },
  })
  return exchangeById(ctx, id)
}

const rowOf = (
  ctx: Ctx,
  id: string,
  { title, url, batchSize, everyMinutes, timeoutMs }: Pick<NewPull, 'title' | 'url' | 'batchSize' | 'everyMinutes' | 'timeoutMs'>,
  more: {
    direction: 'pull' | 'push'
    owner: string
    resource: string
    distribution: string
    share?: string
    keyColumns?: string[]
    cursorColumn?: string | undefined
    secret?: string | undefined
  },
): store.NewRow => ({
  id,
  title,
  direction: more.direction,
  owner: more.owner,
  resource_id: more.resource,
  distribution_id: more.distribution,
  share_id: more.share ?? null,
  url,
  secret_sealed: more.secret ? ctx.secrets.encrypt(more.secret) : null,
  key_columns: more.keyColumns ?? [],
  cursor_column: more.cursorColumn ?? null,
  batch_size: batchSize,
  every_minutes: everyMinutes,
  timeout_ms: timeoutMs,
  next_at: ctx.now,
})

/** The rows of a share are carried to its consumer: exactly the granted view, those changed since the last time. */
export async function createPush(ctx: Ctx, asked: NewPush): Promise<ExchangeDetail> {
  const share = await shares.share(ctx, asked.share, dayOf(ctx))
  if (!share) throw notFound({ what: ctx.locale === 'en' ? 'This share' : '这项共享授权' })
  demand(ctx.user, EXCHANGE, { organisation: share.provider })
  if (share.how !== 'exchange' || stateOf(ctx, share) !== 'active') throw notForExchange()
  checkHost(ctx, asked.url)
  if (asked.cursorColumn) checkGranted(share, [asked.cursorColumn])
  const id = newId()
  const more = {
    direction: 'push' as const,
    owner: share.provider,
    resource: share.resource_id,
    distribution: share.distribution_id,
    share: share.id,
  }
  await store.insert(ctx, rowOf(ctx, id, asked, { ...more, cursorColumn: asked.cursorColumn, secret: asked.secret }))
  await recordLineage(ctx, shareRef(share.id), exchangeRef(id), 'exchanged', { title: asked.title })
  record(ctx, {
    action: 'catalog.set-up-exchange',
    ref: exchangeRef(id),
    after: { title: asked.title, direction: 'push', host: new URL(asked.url).host },
  })
  return exchangeById(ctx, id)
}

const runOf = ({ started_at, ended_at, exchange_id: _, log, ...run }: store.RunRow): ExchangeRun => ({
  ...run,
  startedAt: started_at.toISOString(),
  endedAt: ended_at?.toISOString() ?? null,
  log: log.map((batch) => ({ ...batch, at: new Date(batch.at).toISOString() })),
})

const withoutLog = ({ log: _, ...run }: ExchangeRun) => run

function exchangeOf(
  ctx: Ctx,
  row: store.ExchangeRow,
  names: Names,
  resource: resources.ResourceRow,
  last: store.RunRow | undefined,
): Exchange {
  return {
    id: row.id,
    title: row.title,
    direction: row.direction,
    owner: row.owner,
    ownerName: names.get(row.owner) ?? { zh: row.owner, en: row.owner },
    resource: { id: resource.id, name: resource.name, code: resource.code },
    share: row.share_id,
    host: new URL(row.url).host,
    url: row.url,
    keyColumns: row.key_columns,
    cursorColumn: row.cursor_column,
    batchSize: row.batch_size,
    everyMinutes: row.every_minutes,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    attempts: row.attempts,
    nextAt: row.next_at.toISOString(),
    isRunning: row.running_since !== null,
    hasCursor: row.cursor !== null,
    last: last ? withoutLog(runOf(last)) : null,
    version: row.version,
    may: { run: holdsOver(ctx.user, EXCHANGE, { organisation: row.owner }) },
  }
}

export async function listExchanges(ctx: Ctx): Promise<Exchange[]> {
  const rows = await store.list(ctx)
  const found = new Map(
    (await resources.byIds(ctx, [...new Set(rows.map((row) => row.resource_id))])).map((row) => [row.id, row]),
  )
  const last = await store.runs(
    ctx,
    rows.map(({ id }) => id),
    1,
  )
  const names = await providerNames(ctx)
  return rows.map((row) =>
    exchangeOf(
      ctx,
      row,
      names,
      found.get(row.resource_id) as resources.ResourceRow,
      last.find((run) => run.exchange_id === row.id),
    ),
  )
}

export async function exchangeById(ctx: Ctx, id: string): Promise<ExchangeDetail> {
  const row = await store.one(ctx, id)
  if (!row) throw noExchange(ctx)
  const runs = await store.runs(ctx, [id], 20)
  const resource = (await resources.byId(ctx, row.resource_id)) as resources.ResourceRow
  return { ...exchangeOf(ctx, row, await providerNames(ctx), resource, runs[0]), runs: runs.map(runOf) }
}

async function mine(ctx: Ctx, id: string): Promise<store.ExchangeRow> {
  const row = await store.one(ctx, id)
  if (!row) throw noExchange(ctx)
  demand(ctx.user, EXCHANGE, { organisation: row.owner })
  return row
}

/** Runs now, besides the timetable; the workers do it. */
export async function runNow(ctx: Ctx, id: string): Promise<ExchangeDetail> {
  const row = await mine(ctx, id)
  if (row.state !== 'active') throw isStopped()
  if (row.running_since) throw alreadyRunning()
  await ctx.enqueue(exchangeJob, { exchange: id, why: 'demand' }, { once: id })
  record(ctx, { action: 'catalog.run-exchange', ref: exchangeRef(id) })
  return exchangeById(ctx, id)
}

/** After a quarantine or a pause: goes on behind the last good batch. */
export async function resumeExchange(ctx: Ctx, id: string, why: string): Promise<ExchangeDetail> {
  const row = await mine(ctx, id)
  await store.setState(ctx, id, 'active')
  await ctx.enqueue(exchangeJob, { exchange: id, why: 'resume' }, { once: id })
  record(ctx, { action: 'catalog.resume-exchange', ref: exchangeRef(id), before: { state: row.state, reason: row.reason }, why })
  return exchangeById(ctx, id)
}

export async function pauseExchange(ctx: Ctx, id: string, why: string): Promise<ExchangeDetail> {
  await mine(ctx, id)
  await store.setState(ctx, id, 'paused')
  record(ctx, { action: 'catalog.pause-exchange', ref: exchangeRef(id), why })
  return exchangeById(ctx, id)
}
