import { tell } from '#engines/notify'
import { type Ctx, defineJob, newId, settingsOf } from '#kernel'
import { z } from 'zod'
import { checkedBatch } from './exchange-check.ts'
import { countTaken, pullDatabase, type TakingRun } from './exchange-database.ts'
import { type Caller, digestOf, keptDetail, PartnerFault, pullPage, pushBatch } from './partner.ts'
import { readRows } from './rows.ts'
import type { ExchangeFault } from './schema.ts'
import { catalogSettings } from './settings.ts'
import { dayOf, endOfDay, stateOf } from './shares.ts'
import { isListed } from './source-address.ts'
import * as resources from './store.ts'
import * as store from './store-exchange.ts'
import * as shares from './store-sharing.ts'
import * as taken from './store-taken.ts'
import { used } from './usage.ts'

/** Tries before a partner is quarantined; what is wrong is not tried again, what is only late or away is. */
const tries: Record<ExchangeFault, number> = {
  unreachable: 5,
  slow: 4,
  status: 5,
  half: 3,
  wrong: 1,
  total: 1,
  stuck: 1,
  share: 1,
  host: 1,
}
const MINUTE = 60_000
const LONGEST_PAUSE = 60
/** A run stops here and goes on at its next turn, so that one partner cannot hold a worker for ever. */
const MOST_BATCHES = 2000

/** `*.example.cn` takes every host below; a port may be given. */
export const isPartner = (ctx: Ctx, url: string): boolean =>
  isListed(settingsOf(ctx.house, catalogSettings).partners, new URL(url).hostname)

interface Run extends TakingRun {
  caller: Caller
}

async function pull(ctx: Ctx, { exchange, id, caller, items }: Run): Promise<void> {
  let cursor = exchange.cursor
  let before = 0
  for (let number = 1; number <= MOST_BATCHES; number += 1) {
    const page = await pullPage(caller, cursor, exchange.batch_size)
    const rows = checkedBatch(items, exchange.key_columns, page.items, before)
    before += rows.length
    await ctx.transact('write', async (inner) => {
      const done = await taken.upsert(inner, exchange.distribution_id, { items, keys: exchange.key_columns, rows })
      const digest = digestOf(page.items)
      await store.keepBatch(inner, {
        exchange: exchange.id,
        run: id,
        number,
        rows: rows.length,
        digest,
        theirs: page.digest,
        cursor: page.next,
        expected: exchange.cursor === null ? (page.total ?? null) : null,
        ...done,
      })
    })
    cursor = page.next ?? cursor
    if (page.next === null) return settlePull(ctx, exchange, page.total)
  }
}

/** A partner that says how many rows it has altogether must agree with what stands here. */
async function settlePull(ctx: Ctx, exchange: store.ExchangeRow, total: number | undefined): Promise<void> {
  const count = await ctx.transact('write', (inner) => countTaken(inner, exchange))
  if (total !== undefined && total !== count)
    throw new PartnerFault('total', {
      zh: `对方有 ${total} 行，这里是 ${count} 行`,
      en: `the partner has ${total} rows, ${count} stand here`,
    })
}

async function shareNow(ctx: Ctx, id: string): Promise<shares.ShareRow> {
  const share = await shares.shareForCall(ctx, id)
  if (!share || stateOf(ctx, share) !== 'active')
    throw new PartnerFault('share', { zh: '授权已收回或到期', en: 'the share was revoked or has ended' })
  return share
}

async function push(ctx: Ctx, { exchange, id, caller }: Run): Promise<void> {
  let cursor = exchange.cursor
  for (let number = 1; number <= MOST_BATCHES; number += 1) {
    const batch = await ctx.transact('write', async (inner) => {
      const share = await shareNow(inner, exchange.share_id as string)
      const rows = await readRows(inner, share.distribution_id, {
        columns: share.fields,
        where: share.filters,
        masks: share.masks,
        limit: exchange.batch_size,
        count: 'none',
        keepNext: true,
        ...(exchange.cursor_column && { sort: { column: exchange.cursor_column, direction: 'asc' as const } }),
        ...(cursor && { after: cursor }),
      })
      if (rows.rows.length === 0) return undefined
      const hasQuota = (await shares.spend(inner, share.id, dayOf(inner), share.quota_per_day)) !== null
      return { share, rows, hasQuota }
    })
    // Nothing left, or today's quota is used up: the next turn goes on from here.
    if (!batch?.hasQuota) return
    const { share, rows } = batch
    const digest = await pushBatch(caller, digestOf([exchange.id, cursor]).slice(0, 32), rows.rows)
    await ctx.transact('write', async (inner) => {
      await store.keepBatch(inner, {
        exchange: exchange.id,
        run: id,
        number,
        rows: rows.rows.length,
        digest,
        theirs: digest,
        cursor: rows.next,
      })
      await shares.addRows(inner, share.id, dayOf(inner), rows.rows.length)
      await used(inner, share.resource_id, share.consumer, 'exchange', rows.rows.length)
    })
    cursor = rows.next
    if (rows.rows.length < exchange.batch_size) return
  }
}

async function ended(ctx: Ctx, { exchange, id }: Pick<Run, 'exchange' | 'id'>, fault: PartnerFault | null): Promise<void> {
  const attempts = fault ? exchange.attempts + 1 : 0
  const quarantine = fault !== null && attempts >= tries[fault.fault]
  const minutes = fault ? Math.min(2 ** attempts, LONGEST_PAUSE) : exchange.every_minutes
  const next = new Date(ctx.now.getTime() + minutes * MINUTE)
  await ctx.transact('write', async (inner) => {
    await store.finish(inner, {
      exchange: exchange.id,
      run: id,
      state: fault ? (quarantine ? 'quarantined' : 'failed') : 'done',
      reason: fault?.fault ?? null,
      detail: fault ? keptDetail(fault.said) : null,
      refused: fault?.refused ?? [],
      nextAt: fault || exchange.every_minutes < 1440 ? next : laterOf(next, endOfDay(ctx, dayOf(ctx))),
      attempts,
      quarantine,
    })
    if (quarantine && fault)
      await tell(inner, {
        to: { organisation: exchange.owner, capability: 'catalog.exchange' },
        title: { zh: '数据交换已隔离', en: 'An exchange was quarantined' },
        body: { zh: `${exchange.title}：${fault.said.zh}`, en: `${exchange.title}: ${fault.said.en}` },
        ref: `catalog.exchange:${exchange.id}`,
      })
  })
}
const laterOf = (a: Date, b: Date) => (a > b ? a : b)

const notStored = () => new PartnerFault('wrong', { zh: '这一批无法写入', en: 'the batch could not be stored' })

async function carry(ctx: Ctx, run: Run): Promise<void> {
  if (run.exchange.database_id) return pullDatabase(ctx, run)
  if (!isPartner(ctx, run.exchange.url))
    throw new PartnerFault('host', { zh: '对方主机已不在名单内', en: 'the host is no longer among the partners' })
  return run.exchange.direction === 'pull' ? pull(ctx, run) : push(ctx, run)
}

/** One run from where the last good batch ended. What a partner does wrong ends the run with its reason; nothing of that batch is kept. */
export async function runExchange(ctx: Ctx, exchangeId: string, why: 'schedule' | 'demand' | 'resume'): Promise<void> {
  const id = newId()
  const started = await ctx.transact('write', async (inner) => {
    const exchange = await store.claim(inner, exchangeId, { id, why })
    const distribution = exchange && (await resources.distribution(inner, exchange.distribution_id))
    return exchange && { exchange, items: distribution?.items ?? [] }
  })
  if (!started) return
  const { exchange, items } = started
  const secret = exchange.secret_sealed && ctx.secrets.decrypt(exchange.secret_sealed)
  const run: Run = { exchange, id, why, items, caller: { url: exchange.url, secret, timeoutMs: exchange.timeout_ms } }
  try {
    await carry(ctx, run)
    await ended(ctx, run, null)
  } catch (error) {
    if (!(error instanceof PartnerFault)) ctx.log.error({ exchange: exchangeId, error }, 'catalog.exchange-failed')
    const fault = error instanceof PartnerFault ? error : notStored()
    await ended(ctx, run, fault)
  }
}

export const exchangeJob = defineJob({
  id: 'catalog.exchange',
  input: z.object({ exchange: z.uuid(), why: z.enum(['schedule', 'demand', 'resume']) }),
  tx: 'none',
  retries: 1,
  run: (ctx, { exchange, why }) => runExchange(ctx, exchange, why),
})

/** Hands what is due to the workers. */
export async function sweepExchanges(ctx: Ctx): Promise<void> {
  for (const exchange of await store.due(ctx)) await ctx.enqueue(exchangeJob, { exchange, why: 'schedule' }, { once: exchange })
}
