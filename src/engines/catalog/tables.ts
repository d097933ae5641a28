import { vectorOf } from '#engines/search'
import { type Ctx, newId } from '#kernel'
import { headerWrong, tableEmpty } from './errors.ts'
import { distributionRef, recordLineage, resourceRef } from './lineage.ts'
import { createResource, type NewResource } from './resources.ts'
import * as store from './store.ts'
import * as tables from './store-tables.ts'
import { columnNames, maskFor, TypeGuess } from './typing.ts'

export interface NewTable {
  resource: NewResource
  header: readonly string[]
  batches: AsyncIterable<readonly (readonly (string | null)[])[]>
  /** Where it came from, for the lineage: a file's name and digest, a partner's address. */
  from: () => { ref: string; detail: Record<string, unknown> }
  format?: string
}

function checkHeader(header: readonly string[]): void {
  const empty = header.findIndex((title) => title.trim() === '')
  if (header.length === 0) throw headerWrong({ why: '没有列 / no columns' })
  if (empty >= 0) throw headerWrong({ why: `第 ${empty + 1} 列没有名称 / column ${empty + 1} has no name` })
  const twice = header.find((title, at) => header.findIndex((other) => other.trim() === title.trim()) !== at)
  if (twice !== undefined) throw headerWrong({ why: `“${twice}”出现了两次 / “${twice}” stands twice` })
}

/** Loads rows into a waiting table, each batch in a transaction of its own, and learns the columns' types on the way. */
async function stage(
  ctx: Ctx,
  id: string,
  names: string[],
  batches: NewTable['batches'],
): Promise<{ types: TypeGuess[]; count: number }> {
  const types = names.map(() => new TypeGuess())
  let count = 0
  for await (const batch of batches) {
    const columns = names.map((_, column) => batch.map((cells) => (cells[column] === '' ? null : (cells[column] ?? null))))
    for (const [column, values] of columns.entries()) for (const value of values) types[column]?.see(value)
    const ids = batch.map((_, at) => count + at + 1)
    const words = batch.map((cells) => vectorOf({ titles: [], body: cells.filter(Boolean).join(' '), numbers: [] }))
    await ctx.transact('write', (inner) => tables.fillStage(inner, id, { ids, columns, words }))
    count += batch.length
  }
  return { types, count }
}

/**
 * A table from outside becomes a real one, typed, with `_id`, in `catalog_data`, and a resource with it; both or neither.
 * For routes with `tx: 'none'`.
 */
export async function createTableResource(
  ctx: Ctx,
  { resource, header, batches, from, format = 'CSV' }: NewTable,
): Promise<string> {
  checkHeader(header)
  const id = newId()
  const names = columnNames(header)
  await ctx.transact('write', (inner) => tables.createStage(inner, id, names))
  try {
    const { types, count } = await stage(ctx, id, names, batches)
    if (count === 0) throw tableEmpty()
    const items = names.map((name, at) => {
      const title = header[at]?.trim() ?? name
      const mask = maskFor(title)
      return {
        name,
        title: { zh: title, en: title },
        // A telephone or an identity number is a mark, whatever its signs are.
        type: mask ? 'text' : (types[at]?.type ?? 'text'),
        mask,
        personal: mask !== null,
      } satisfies store.NewItem
    })
    return await ctx.transact('write', (inner) => settle(inner, id, { resource, items, from: from(), format }))
  } catch (error) {
    await ctx.transact('write', (inner) => tables.dropStage(inner, id))
    throw error
  }
}

async function settle(
  ctx: Ctx,
  id: string,
  {
    resource,
    items,
    from,
    format,
  }: { resource: NewResource; items: store.NewItem[]; from: ReturnType<NewTable['from']>; format: string },
): Promise<string> {
  await tables.createTable(
    ctx,
    id,
    items,
    `${resource.name.zh}. retention: with its resource; legal basis: ${resource.sharingBasis ?? '政务信息资源共享管理暂行办法'}`,
  )
  const rowCount = await tables.settle(ctx, id, items)
  const row = await createResource(ctx, { ...resource, dataAt: ctx.now })
  await store.insertDistribution(ctx, {
    id,
    resource_id: row.id,
    kind: 'table',
    title: { zh: '库表', en: 'Table' },
    format,
    relation: tables.tableName(id),
    key: '_id',
    key_type: 'bigint',
    words_column: '_words',
    row_count: rowCount,
    digest: typeof from.detail['digest'] === 'string' ? from.detail['digest'] : null,
    bytes: typeof from.detail['bytes'] === 'number' ? from.detail['bytes'] : null,
    data_at: ctx.now,
  })
  await store.putItems(ctx, id, items)
  await recordLineage(ctx, from.ref, resourceRef(row.id), 'loaded', { ...from.detail, rows: rowCount })
  await recordLineage(ctx, resourceRef(row.id), distributionRef(id), 'distributed', { rows: rowCount })
  return row.id
}
