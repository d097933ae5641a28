import { type Ctx, DomainError } from '#kernel'
import { openDatabase, tableIn } from './databases.ts'
import { checkedBatch } from './exchange-check.ts'
import { digestOf, PartnerFault } from './partner.ts'
import type { Item, ItemType, SourceTable } from './schema.ts'
import * as resources from './store.ts'
import * as databases from './store-databases.ts'
import * as store from './store-exchange.ts'
import { type ForeignColumn, type ForeignSession, itemTypeOf, type TextRow } from './store-foreign.ts'
import { countOf, tableName } from './store-tables.ts'
import * as taken from './store-taken.ts'
import { used } from './usage.ts'

export interface TakingRun {
  exchange: store.ExchangeRow
  id: string
  why: 'schedule' | 'demand' | 'resume'
  items: Item[]
}

const DAY = 86_400_000
/** A column that grows misses rows that are gone, and those committed late: once a week everything is compared anyway. */
const WHOLE_DAYS = 7
/** More than half of a table gone at once is a mistake of the source until somebody says that it is not. */
const FEW = 20

/** Where a run goes on: within a comparison of everything, behind these keys; or with what has changed since `top`. */
interface Place {
  whole: boolean
  behind?: string[] | undefined
  top: string | null
}

interface Taking extends TakingRun {
  session: ForeignSession
  table: string
  columns: ForeignColumn[]
  keys: string[]
  grows: string | null
  number: number
  rows: number
}

/** How a table stands now, counted, for the directory. */
export async function countTaken(ctx: Ctx, { id, resource_id, distribution_id }: store.ExchangeRow): Promise<number> {
  const count = await countOf(ctx, tableName(distribution_id))
  await resources.setCount(ctx, distribution_id, count, ctx.now)
  await resources.touchData(ctx, resource_id, ctx.now)
  await used(ctx, resource_id, `exchange:${id}`, 'exchange', 0)
  return count
}

/** The agreed columns as the source has them now; one that is gone or has another type stops the run before a row is read. */
function columnsNow({ exchange, items }: TakingRun, found: SourceTable): ForeignColumn[] {
  return items.map(({ name, type }) => {
    const agreed = exchange.source_columns?.[name]
    const now = found.columns.find((column) => column.name === agreed?.from)
    if (!agreed || !now)
      throw new PartnerFault('wrong', {
        zh: `${found.name} 里没有列 ${agreed?.from ?? name} 了`,
        en: `the column ${agreed?.from ?? name} is gone from ${found.name}`,
      })
    if (type !== 'text' && itemTypeOf(now.type) !== type)
      throw new PartnerFault('wrong', {
        zh: `列 ${now.name} 原来是 ${agreed.type}，现在是 ${now.type}`,
        en: `the column ${now.name} was ${agreed.type} and is ${now.type} now`,
      })
    return { from: now.name, fromType: now.type, name, type }
  })
}

/** A department's table into ours: what has changed, or everything compared; counted on both sides, every batch held against its digest. */
export async function pullDatabase(ctx: Ctx, run: TakingRun): Promise<void> {
  const { exchange } = run
  const row = await ctx.transact('read', (inner) => databases.forRun(inner, exchange.database_id as string))
  if (!row) throw new PartnerFault('host', { zh: '这个数据库已不再登记', en: 'the database is no longer registered' })
  try {
    await openDatabase(ctx, row, exchange.timeout_ms, (session) => take(ctx, session, run))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const said = (text: string) => text.replace(/\{(\w+)\}/g, (_, name) => String(error.params[name]))
    throw new PartnerFault(error.code === 'table_unknown' ? 'wrong' : 'host', {
      zh: said(error.text.zh),
      en: said(error.text.en),
    })
  }
}

async function take(ctx: Ctx, session: ForeignSession, run: TakingRun): Promise<void> {
  const { exchange } = run
  const table = exchange.source_table as string
  const columns = columnsNow(run, await tableIn(session, table))
  const from = (name: string) => columns.find((column) => column.name === name)?.from ?? name
  const taking: Taking = {
    ...run,
    session,
    table,
    columns,
    keys: exchange.key_columns.map(from),
    grows: exchange.cursor_column ? from(exchange.cursor_column) : null,
    number: 0,
    rows: 0,
  }
  const total = await session.count(table)
  const place = exchange.cursor ? (JSON.parse(exchange.cursor) as Place) : null
  const isLate = exchange.whole_at === null || ctx.now.getTime() - exchange.whole_at.getTime() > WHOLE_DAYS * DAY
  const isWhole = !taking.grows || !place || place.whole || isLate
  if (isWhole) await takeWhole(ctx, taking, total, place?.whole ? place : null)
  else await takeNew(ctx, taking, place.top)
  const isFresh = isWhole && !place?.behind
  let count = await ctx.transact('write', (inner) => countTaken(inner, exchange))
  if (count !== total && !isFresh) {
    // Rows are gone, or the first half of the comparison is older than the second: everything once more, of one moment.
    await takeWhole(ctx, taking, total, null)
    count = await ctx.transact('write', (inner) => countTaken(inner, exchange))
  }
  if (count !== total)
    throw new PartnerFault('total', {
      zh: `对方有 ${total} 行，这里是 ${count} 行：所选主键在对方是否不重复？`,
      en: `the source has ${total} rows, ${count} stand here: is the key unique there?`,
    })
}

async function takeWhole(ctx: Ctx, taking: Taking, total: number, place: Place | null): Promise<void> {
  const { exchange, items, session, table, columns, keys, grows, id } = taking
  const { key_columns: keyColumns, distribution_id: distribution } = exchange
  const top = place ? place.top : grows ? await session.greatest(table, grows) : null
  await ctx.transact('write', async (inner) => {
    await store.expects(inner, id, total)
    if (!place?.behind) await taken.beginWhole(inner, distribution, items, keyColumns)
  })
  for await (const batch of session.each(table, columns, { keys, behind: place?.behind }, exchange.batch_size))
    await keep(ctx, taking, batch.rows, { whole: true, behind: batch.behind, top })
  await ctx.transact('write', async (inner) => {
    const here = await countOf(inner, tableName(distribution))
    const removed = await taken.endWhole(inner, distribution, keyColumns)
    if (removed > FEW && removed * 2 > here && taking.why !== 'resume')
      throw new PartnerFault('total', {
        zh: `对方少了 ${removed} 行（这里共 ${here} 行），这里一行也没有移除。如果确实如此，请恢复运行。`,
        en: `${removed} of ${here} rows are gone in the source; nothing was removed here. Resume if that is right.`,
      })
    const cursor = grows ? JSON.stringify({ whole: false, top } satisfies Place) : null
    await store.settleWhole(inner, { exchange: exchange.id, run: id, cursor, removed, whole: true })
  })
}

async function takeNew(ctx: Ctx, taking: Taking, since: string | null): Promise<void> {
  const { session, table, columns, keys, grows, exchange } = taking
  let top = since
  const place = { keys, grows: grows as string, ...(since !== null && { since }) }
  for await (const batch of session.each(table, columns, place, exchange.batch_size)) {
    top = batch.top ?? top
    await keep(ctx, taking, batch.rows, { whole: false, top })
  }
}

/** A batch is written, read back and held against what came, or nothing of it stands. */
async function keep(ctx: Ctx, taking: Taking, came: readonly TextRow[], place: Place): Promise<void> {
  const { exchange, items, id } = taking
  const { key_columns: keys, distribution_id: distribution } = exchange
  const rows = checkedBatch(items, keys, came, taking.rows)
  taking.number += 1
  taking.rows += rows.length
  await ctx.transact('write', async (inner) => {
    const batch = { items, keys, rows }
    const done = await taken.upsert(inner, distribution, batch)
    if (place.whole) await taken.seen(inner, distribution, batch)
    const digest = digestOf((await taken.readBack(inner, distribution, batch)).map((row) => plain(items, row)))
    const theirs = digestOf(came.map((row) => plain(items, row)))
    if (digest !== theirs)
      throw new PartnerFault('wrong', {
        zh: `写入的与收到的不同：摘要 ${digest.slice(0, 16)}… 与 ${theirs.slice(0, 16)}…`,
        en: `what was stored is not what came: SM3 ${digest.slice(0, 16)}… against ${theirs.slice(0, 16)}…`,
      })
    await store.keepBatch(inner, {
      exchange: exchange.id,
      run: id,
      number: taking.number,
      rows: rows.length,
      digest,
      theirs,
      cursor: JSON.stringify(place),
      ...done,
    })
  })
}

const plain = (items: readonly Item[], row: TextRow): TextRow =>
  Object.fromEntries(items.map(({ name, type }) => [name, plainValue(type, row[name] ?? null)]))

/** One way of writing a value, whatever the two databases make of it: `1.50` and `1.5` are the same number. */
export function plainValue(type: ItemType, value: string | null): string | null {
  if (value === null || type === 'text' || type === 'json') return value
  if (type === 'decimal' || type === 'integer') return plainNumber(value)
  return value
}

function plainNumber(text: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text)
  if (!parts) return text
  const [, sign = '', whole = '', part = '', power = '0'] = parts
  const digits = whole + part
  const point = whole.length + Number(power)
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = Math.max(1, point)
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = padded.slice(at).replace(/0+$/, '')
  const number = right ? `${left}.${right}` : left
  return number === '0' ? number : sign + number
}
