import { sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import type { Columns } from './columns.ts'
import type { AnyRegister } from './define.ts'

/** What imports find these rows by again: the value of a key of one column, as far as the reader may see the rows. */
export async function keysOf(ctx: Ctx, register: AnyRegister, ids: readonly string[]): Promise<Map<string, string>> {
  const [key, more] = register.naturalKey
  const column = key === undefined ? undefined : (register.columns as Columns)[key]
  if (ids.length === 0 || more !== undefined || !column || column.mask || column.kind === 'secret') return new Map()
  const { rows } = await sql<{
    id: string
    key: string
  }>`select t.id, ${sql.ref(`t.${key}`)}::text as key from ${sql.table(register.table)} t
    where t.id = any(${[...ids]}::text[]::uuid[]) and t.removed_at is null and ${visible(ctx, register.type, 't')}`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ id, key: text }) => [id, text]))
}

/** Of these rows, those whose masked fields this reader may see in clear. */
export async function unmaskable(ctx: Ctx, register: AnyRegister, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select t.id from ${sql.table(register.table)} t
    where t.id = any(${[...ids]}::text[]::uuid[]) and ${visible(ctx, register.unmasking, 't')}`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}
