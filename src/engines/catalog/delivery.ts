import { record } from '#engines/audit'
import { writeCsv, writeXlsx } from '#engines/documents'
import { type Ctx, holdsOver, Reply } from '#kernel'
import { quotaUsedUp, shareExpired, shareRevoked, wrongWay } from './errors.ts'
import { eachPage, readRows } from './rows.ts'
import type { Filter, SharedQuery } from './schema.ts'
import { checkGranted, dayOf, endOfDay, isOf, noShare, shareRef, stateOf } from './shares.ts'
import * as resources from './store.ts'
import * as store from './store-sharing.ts'
import { used, usedRows } from './usage.ts'
import { howTitles } from './words.ts'

const CALL = 'catalog.call'

/** The share as it is at this moment, for this caller; asked anew at every call, so that revoking works at once. */
export async function usable(ctx: Ctx, id: string, how: store.ShareRow['how'], capability: string): Promise<store.ShareRow> {
  const row = await store.shareForCall(ctx, id)
  if (!row || !isOf(ctx.user, row.consumer)) throw noShare(ctx)
  if (!holdsOver(ctx.user, capability, { organisation: row.consumer })) throw noShare(ctx)
  const state = stateOf(ctx, row)
  if (state === 'revoked') throw shareRevoked({ why: row.revoked_why })
  if (state === 'expired') throw shareExpired({ at: row.expires_at.toISOString() })
  if (row.how !== how) throw wrongWay({ how: howTitles[row.how]?.[ctx.locale] })
  return row
}

const operators = new Set(['gt', 'gte', 'lt', 'lte', 'in'])

/** `status=open,updated.gte=2026-01-01`: narrower than the share, never wider. */
export function parseFilter(text: string | undefined): Filter[] {
  return (text ?? '')
    .split(',')
    .filter((part) => part.includes('='))
    .map((part) => {
      const [left = '', value = ''] = [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]
      const dot = left.lastIndexOf('.')
      const op = left.slice(dot + 1)
      if (dot < 0 || !operators.has(op)) return { column: left, op: 'eq', value }
      return { column: left.slice(0, dot), op: op as Filter['op'], value: op === 'in' ? value.split('|') : value }
    })
}

function sortOf(text: string | undefined) {
  if (!text) return null
  const isDown = text.startsWith('-')
  return { column: isDown ? text.slice(1) : text, direction: isDown ? ('desc' as const) : ('asc' as const) }
}

interface Called {
  row: store.ShareRow
  calls: number | null
  resetAt: Date
}

/** One call taken from the quota; a call too many is counted as refused, and stays counted. */
async function call(ctx: Ctx, id: string): Promise<Called> {
  const row = await usable(ctx, id, 'api', CALL)
  const day = dayOf(ctx)
  const calls = await store.spend(ctx, id, day, row.quota_per_day)
  if (calls === null) {
    await store.addRefusal(ctx, id, day)
    record(ctx, { action: 'catalog.quota', ref: shareRef(id), after: { quota: row.quota_per_day } })
  }
  return { row, calls, resetAt: endOfDay(ctx, day) }
}

const quotaHeaders = ({ row, calls, resetAt }: Called): Record<string, string> => ({
  'content-type': 'application/json; charset=utf-8',
  'x-quota-limit': String(row.quota_per_day),
  'x-quota-remaining': String(Math.max(0, row.quota_per_day - (calls ?? row.quota_per_day))),
  'x-quota-reset': resetAt.toISOString(),
})

/** A consumer's system reads by its key: exactly the granted fields and rows, counted and audited. */
export async function sharedRows(ctx: Ctx, id: string, query: SharedQuery): Promise<Reply> {
  const answer = await ctx.transact('write', async (inner) => {
    const called = await call(inner, id)
    if (called.calls === null) return called
    const { row } = called
    const [filters, sort] = [parseFilter(query.filter), sortOf(query.sort)]
    checkGranted(row, [...filters.map(({ column }) => column), ...(sort ? [sort.column] : [])])
    const rows = await readRows(inner, row.distribution_id, {
      columns: row.fields,
      where: row.filters,
      masks: row.masks,
      filters,
      sort,
      limit: query.limit,
      count: query.count,
      after: query.cursor,
    })
    await store.addRows(inner, id, dayOf(inner), rows.rows.length)
    await used(inner, row.resource_id, row.consumer, 'shared-api', rows.rows.length)
    record(inner, {
      action: 'catalog.call',
      ref: shareRef(id),
      after: { rows: rows.rows.length, fields: row.fields },
      why: row.purpose,
    })
    return { ...called, rows }
  })
  if (!('rows' in answer)) {
    const { row, resetAt } = answer
    const seconds = Math.ceil((resetAt.getTime() - ctx.now.getTime()) / 1000)
    throw quotaUsedUp({ quota: row.quota_per_day, resetAt: resetAt.toISOString(), seconds })
  }
  return new Reply(200, quotaHeaders(answer), JSON.stringify(answer.rows))
}

/** The whole share as a file, for people: each download is one call of the quota. */
export async function sharedFile(ctx: Ctx, id: string, format: 'csv' | 'xlsx'): Promise<Reply> {
  const { row, resource, items, isOver } = await ctx.transact('write', async (inner) => {
    const found = await usable(inner, id, 'dataset', 'catalog.apply')
    const spent = await store.spend(inner, id, dayOf(inner), found.quota_per_day)
    const source = (await resources.distribution(inner, found.distribution_id)) as resources.DistributionRow
    const owner = (await resources.byId(inner, found.resource_id)) as resources.ResourceRow
    const shown = found.fields.map((name) => source.items.find((item) => item.name === name)).filter((item) => item !== undefined)
    if (spent === null) return { row: found, resource: owner, items: shown, isOver: true }
    await used(inner, found.resource_id, found.consumer, 'shared-dataset', 0)
    record(inner, { action: 'catalog.download', ref: shareRef(id), after: { fields: found.fields, format }, why: found.purpose })
    return { row: found, resource: owner, items: shown, isOver: false }
  })
  if (isOver) {
    const resetAt = endOfDay(ctx, dayOf(ctx))
    throw quotaUsedUp({ quota: row.quota_per_day, resetAt: resetAt.toISOString(), seconds: 3600 })
  }
  const pages = eachPage(ctx, row.distribution_id, {
    columns: items.map(({ name }) => name),
    where: row.filters,
    masks: row.masks,
  })
  const batches = counted(
    ctx,
    row,
    pages,
    items.map(({ name }) => name),
  )
  const header = items.map(({ title }) => title[ctx.locale])
  const body =
    format === 'csv' ? writeCsv(header, batches) : writeXlsx(header, batches, { sheet: resource.name[ctx.locale].slice(0, 30) })
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const name = encodeURIComponent(`${resource.name[ctx.locale]}.${format}`)
  return new Reply(200, { 'content-type': type, 'content-disposition': `attachment; filename*=UTF-8''${name}` }, body)
}

async function* counted(
  ctx: Ctx,
  share: store.ShareRow,
  pages: ReturnType<typeof eachPage>,
  names: string[],
): AsyncGenerator<unknown[][]> {
  let rows = 0
  try {
    for await (const page of pages) {
      rows += page.rows.length
      yield page.rows.map((row) => names.map((name) => row[name]))
    }
  } finally {
    await ctx.transact('write', async (inner) => {
      await store.addRows(inner, share.id, dayOf(inner), rows)
      await usedRows(inner, share.resource_id, share.consumer, 'shared-dataset', rows)
    })
  }
}
