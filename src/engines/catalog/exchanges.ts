import { record } from '#engines/audit'
import { type Ctx, demand, holdsOver, notFound, staleVersion } from '#kernel'
import { providerNames, type Names } from './directory.ts'
import { alreadyRunning, isStopped } from './errors.ts'
import { exchangeJob } from './exchange-run.ts'
import { detailIn } from './partner.ts'
import type { Exchange, ExchangeDetail, ExchangePatch, ExchangeRun } from './schema.ts'
import * as resources from './store.ts'
import * as store from './store-exchange.ts'

const EXCHANGE = 'catalog.exchange'
export const exchangeRef = (id: string) => `catalog.exchange:${id}`
const noExchange = (ctx: Ctx) => notFound({ what: ctx.locale === 'en' ? 'This exchange' : '这项数据交换' })

const runOf = (ctx: Ctx, { started_at, ended_at, exchange_id: _, log, detail, ...run }: store.RunRow): ExchangeRun => ({
  ...run,
  detail: detailIn(ctx.locale, detail),
  startedAt: started_at.toISOString(),
  endedAt: ended_at?.toISOString() ?? null,
  log: log.map((batch) => ({ ...batch, at: new Date(batch.at).toISOString() })),
})

const withoutLog = ({ log: _, refused: __, ...run }: ExchangeRun) => run

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
    database: row.database_id,
    table: row.source_table,
    host: new URL(row.url).host,
    url: row.url,
    keyColumns: row.key_columns,
    cursorColumn: row.cursor_column,
    batchSize: row.batch_size,
    everyMinutes: row.every_minutes,
    timeoutMs: row.timeout_ms,
    state: row.state,
    reason: row.reason,
    detail: detailIn(ctx.locale, row.detail),
    attempts: row.attempts,
    nextAt: row.next_at.toISOString(),
    wholeAt: row.whole_at?.toISOString() ?? null,
    isRunning: row.running_since !== null,
    hasCursor: row.cursor !== null,
    last: last ? withoutLog(runOf(ctx, last)) : null,
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
  return { ...exchangeOf(ctx, row, await providerNames(ctx), resource, runs[0]), runs: runs.map((run) => runOf(ctx, run)) }
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

/** Another rhythm, another key of the partner; what is carried stays what it is. */
export async function changeExchange(
  ctx: Ctx,
  id: string,
  { version, secret, ...patch }: ExchangePatch,
): Promise<ExchangeDetail> {
  const row = await mine(ctx, id)
  const pace = {
    title: patch.title ?? row.title,
    every_minutes: patch.everyMinutes ?? row.every_minutes,
    batch_size: patch.batchSize ?? row.batch_size,
    timeout_ms: patch.timeoutMs ?? row.timeout_ms,
    secret_sealed: secret === undefined ? row.secret_sealed : secret === '' ? null : ctx.secrets.encrypt(secret),
  }
  if (!(await store.change(ctx, id, version, pace))) throw staleVersion({}, { current: await exchangeById(ctx, id) })
  const { title, every_minutes: everyMinutes, batch_size: batchSize, timeout_ms: timeoutMs } = row
  const before = { title, everyMinutes, batchSize, timeoutMs }
  record(ctx, { action: 'catalog.change-exchange', ref: exchangeRef(id), before, after: patch })
  return exchangeById(ctx, id)
}
