import { record } from '#engines/audit'
import { type Ctx, demand, newId, notFound } from '#kernel'
import { openDatabase, tableIn } from './databases.ts'
import { columnNotTaken, columnUnknown, hostNotAllowed, keyNotTaken, notForExchange } from './errors.ts'
import { isPartner } from './exchange-run.ts'
import { exchangeById, exchangeRef } from './exchanges.ts'
import { distributionRef, recordLineage, resourceRef } from './lineage.ts'
import { pullPage } from './partner.ts'
import { createResource } from './resources.ts'
import type { Column, ExchangeDetail, ItemType, Metadata, NewDatabasePull, NewPull, NewPush, Tried, TryPull } from './schema.ts'
import { checkGranted, dayOf, shareRef, stateOf } from './shares.ts'
import * as resources from './store.ts'
import * as databases from './store-databases.ts'
import * as store from './store-exchange.ts'
import * as shares from './store-sharing.ts'
import * as taken from './store-taken.ts'
import * as tables from './store-tables.ts'
import { asTried, told } from './tried.ts'
import { columnNames, TypeGuess } from './typing.ts'

const EXCHANGE = 'catalog.exchange'
const GUESSED_FROM = 100
const SHOWN = 10

function checkHost(ctx: Ctx, url: string): void {
  if (!isPartner(ctx, url)) throw hostNotAllowed({ host: new URL(url).hostname })
}

function checkColumns(columns: readonly Column[], keyColumns: readonly string[]): void {
  const safe = columnNames(columns.map(({ name }) => name))
  const odd = columns.find(({ name }, at) => safe[at] !== name)
  if (odd) throw columnUnknown({ column: odd.name })
  const key = keyColumns.find((name) => !columns.some((column) => column.name === name))
  if (key !== undefined) throw keyNotTaken({ column: key.slice(0, 60) })
}

/** A resource with an empty table of these columns; its rows come with the first run. */
async function makeTable(ctx: Ctx, metadata: Metadata, columns: readonly Column[], keyColumns: readonly string[]) {
  checkColumns(columns, keyColumns)
  const distribution = newId()
  const note = `${metadata.name.zh}. retention: with its resource; legal basis: ${metadata.sharingBasis ?? '政务信息资源共享管理暂行办法'}`
  await tables.createTable(ctx, distribution, columns, note)
  await taken.uniqueBy(ctx, distribution, keyColumns)
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
  return { resource, distribution }
}

async function setUp(
  ctx: Ctx,
  row: store.NewRow,
  { source, detail = {} }: { source: string; detail?: Record<string, unknown> },
): Promise<ExchangeDetail> {
  await store.insert(ctx, row)
  await recordLineage(ctx, source, exchangeRef(row.id), 'exchanged', { title: row.title, ...detail })
  if (row.direction === 'pull') {
    await recordLineage(ctx, exchangeRef(row.id), resourceRef(row.resource_id), 'exchanged', { title: row.title })
    await recordLineage(ctx, resourceRef(row.resource_id), distributionRef(row.distribution_id), 'distributed')
  }
  const { title, direction } = row
  record(ctx, {
    action: 'catalog.set-up-exchange',
    ref: exchangeRef(row.id),
    after: { title, direction, host: new URL(row.url).host, ...detail },
  })
  return exchangeById(ctx, row.id)
}

type Paced = Pick<NewPull, 'title' | 'batchSize' | 'everyMinutes' | 'timeoutMs'>
const paceOf = (ctx: Ctx, { title, batchSize, everyMinutes, timeoutMs }: Paced) => ({
  id: newId(),
  title,
  share_id: null,
  secret_sealed: null,
  key_columns: [],
  cursor_column: null,
  batch_size: batchSize,
  every_minutes: everyMinutes,
  timeout_ms: timeoutMs,
  next_at: ctx.now,
  database_id: null,
  source_table: null,
  source_columns: null,
})

/** A partner's rows become a resource here: its table is made now, its first rows come with the first run. */
export async function createPull(ctx: Ctx, asked: NewPull): Promise<ExchangeDetail> {
  const { metadata, columns, keyColumns, secret, url } = asked
  demand(ctx.user, EXCHANGE, { organisation: metadata.provider })
  checkHost(ctx, url)
  const { resource, distribution } = await makeTable(ctx, metadata, columns, keyColumns)
  const row: store.NewRow = {
    ...paceOf(ctx, asked),
    direction: 'pull',
    owner: metadata.provider,
    resource_id: resource.id,
    distribution_id: distribution,
    url,
    secret_sealed: secret ? ctx.secrets.encrypt(secret) : null,
    key_columns: keyColumns,
  }
  return setUp(ctx, row, { source: `catalog.source:${new URL(url).host}` })
}

/** The rows of a share are carried to its consumer: exactly the granted view, those changed since the last time. */
export async function createPush(ctx: Ctx, asked: NewPush): Promise<ExchangeDetail> {
  const share = await shares.share(ctx, asked.share, dayOf(ctx))
  if (!share) throw notFound({ what: ctx.locale === 'en' ? 'This share' : '这项共享授权' })
  demand(ctx.user, EXCHANGE, { organisation: share.provider })
  if (share.how !== 'exchange' || stateOf(ctx, share) !== 'active') throw notForExchange()
  checkHost(ctx, asked.url)
  if (asked.cursorColumn) checkGranted(share, [asked.cursorColumn])
  const row: store.NewRow = {
    ...paceOf(ctx, asked),
    direction: 'push',
    owner: share.provider,
    resource_id: share.resource_id,
    distribution_id: share.distribution_id,
    share_id: share.id,
    url: asked.url,
    secret_sealed: asked.secret ? ctx.secrets.encrypt(asked.secret) : null,
    cursor_column: asked.cursorColumn ?? null,
  }
  return setUp(ctx, row, { source: shareRef(share.id) })
}

/** What the source has now decides the types: its table is looked at before ours is made. For routes without a transaction. */
export async function createDatabasePull(ctx: Ctx, asked: NewDatabasePull): Promise<ExchangeDetail> {
  const { metadata, keyColumns, changedBy, table } = asked
  demand(ctx.user, EXCHANGE, { organisation: metadata.provider })
  const database = await ctx.transact('read', (inner) => databases.one(inner, asked.database))
  if (!database) throw notFound({ what: ctx.locale === 'en' ? 'This database' : '这个部门数据库' })
  demand(ctx.user, EXCHANGE, { organisation: database.owner })
  const found = await told(
    ctx,
    openDatabase(ctx, database, asked.timeoutMs, (session) => tableIn(session, table)),
  )
  const sources: store.SourceColumns = {}
  const columns = asked.columns.map(({ from, name, title, asText, mask }): Column => {
    const column = found.columns.find((candidate) => candidate.name === from)
    if (!column) throw columnUnknown({ column: from.slice(0, 60) })
    if (!column.as) throw columnNotTaken({ column: from, type: column.type })
    sources[name] = { from, type: column.type }
    return { name, title, type: asText ? 'text' : column.as, mask }
  })
  if (changedBy !== undefined && !sources[changedBy]) throw keyNotTaken({ column: changedBy })
  return ctx.transact('write', async (inner) => {
    const { resource, distribution } = await makeTable(inner, metadata, columns, keyColumns)
    const row: store.NewRow = {
      ...paceOf(inner, asked),
      direction: 'pull',
      owner: metadata.provider,
      resource_id: resource.id,
      distribution_id: distribution,
      url: `postgres://${database.host}:${database.port}/${encodeURIComponent(database.database)}`,
      key_columns: keyColumns,
      cursor_column: changedBy ?? null,
      database_id: database.id,
      source_table: table,
      source_columns: sources,
    }
    return setUp(inner, row, { source: `catalog.database:${database.id}`, detail: { table, database: database.title } })
  })
}

/** Asks a partner for its first rows, so that the steward sees what would come. For routes without a transaction. */
export async function tryPull(ctx: Ctx, { url, secret, timeoutMs, provider }: TryPull): Promise<Tried> {
  demand(ctx.user, EXCHANGE, { organisation: provider })
  checkHost(ctx, url)
  const started = Date.now()
  const page = await told(ctx, pullPage({ url, secret: secret ?? null, timeoutMs }, null, GUESSED_FROM))
  const header = [...new Set(page.items.flatMap((row) => Object.keys(row)))]
  const columns = header.map((name) => ({ from: name, name, title: name, type: guess(page.items.map((row) => row[name])) }))
  const unique = header.find((name) => {
    const values = page.items.map((row) => row[name])
    return (
      values.every((value) => value !== null && value !== undefined && value !== '') && new Set(values).size === values.length
    )
  })
  return asTried({
    columns,
    keys: unique === undefined ? [] : [unique],
    rows: page.items.slice(0, SHOWN),
    total: page.total ?? null,
    ms: Date.now() - started,
  })
}

function guess(values: readonly unknown[]): ItemType {
  const type = new TypeGuess()
  for (const value of values) type.see(value === null || value === undefined ? null : String(value))
  return type.type
}
