import type { Ctx } from '#kernel'
import type { Field } from './schema.ts'
import * as tables from './store-table.ts'

const BATCH = 5000

/** Every row of an open table by its number, a short transaction for each batch. */
export async function* eachBatch(
  ctx: Pick<Ctx, 'transact'>,
  table: string,
  fields: readonly Field[],
  columns = ['_id', ...fields.map(({ id }) => id)],
): AsyncGenerator<Record<string, unknown>[]> {
  let after = 0
  for (;;) {
    const from = after
    const rows = await ctx.transact('read', (inner) =>
      tables.read(inner, {
        table,
        fields,
        columns,
        conditions: [],
        sort: [],
        distinct: false,
        limit: BATCH,
        offset: 0,
        after: from,
      }),
    )
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
    after = Number(rows.at(-1)?.['_id'])
  }
}

/** Chosen rows in the order asked for, page by page. */
export async function* eachPart(
  ctx: Pick<Ctx, 'transact'>,
  query: tables.TableQuery,
  most: number,
): AsyncGenerator<Record<string, unknown>[]> {
  for (let done = 0; done < most; ) {
    const at = { offset: query.offset + done, limit: Math.min(BATCH, most - done) }
    const rows = await ctx.transact('read', (inner) => tables.read(inner, { ...query, ...at }))
    if (rows.length > 0) yield rows
    if (rows.length < at.limit) return
    done += rows.length
  }
}
