import { sql } from 'kysely'
import type { Ctx } from './context.ts'

/**
 * The next human number of this kind and year, without gaps: the row stays locked until the transaction ends,
 * so ask for it late in the transaction.
 */
export async function nextNumber(ctx: Ctx, key: string, year: number): Promise<number> {
  const { rows } = await sql<{ value: number }>`insert into kernel.number (key, year, value) values (${key}, ${year}, 1)
    on conflict (key, year) do update set value = kernel.number.value + 1 returning value`.execute(ctx.db)
  return Number(rows[0]?.value)
}
