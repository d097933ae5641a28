import { type RawBuilder, sql } from 'kysely'
import { answers, type Ctx, visible } from '#kernel'
import { type AnyRegister, referencesOf, registerKind } from './define.ts'
import type { Filter, Listing } from './filters.ts'
import { castOf, indexed, indexPurpose, piecesOf, SYSTEM } from './pieces.ts'

/** A row as the table has it: secrets sealed, instants as dates. */
export interface RawRow extends Record<string, unknown> {
  id: string
  version: number
  created_at: Date
  updated_at: Date
  removed_at: Date | null
}

export const column = (name: string) => sql.ref(`t.${name}`)

/** A text parameter made a value of the column's type. */
export function as(register: AnyRegister, name: string, value: string): RawBuilder<unknown> {
  const [before, after] = castOf(register.columns[name].kind)
  return sql`${sql.raw(before)}${value}::text${sql.raw(after)}`
}

const any = (parts: RawBuilder<unknown>[]) => sql`(${sql.join(parts, sql` or `)})`

export function condition(ctx: Ctx, register: AnyRegister, { column: name, op, values }: Filter): RawBuilder<unknown> {
  const at = column(name)
  const value = values[0] ?? ''
  if (op === 'empty')
    return sql`${register.columns[name].kind === 'secret' ? column(`${name}_sealed`) : at} is ${sql.raw(value === 'true' ? '' : 'not ')}null`
  if (op === 'from') return sql`${at} >= ${as(register, name, value)}`
  if (op === 'to') return sql`${at} <= ${as(register, name, value)}`
  if (op === 'below') return sql`${at} < ${as(register, name, value)}`
  if (op === 'prefix') return sql`${at} like ${`${value.replaceAll(/[\\%_]/g, '\\$&')}%`}`
  if (op === 'within') return sql`${at} && st_makeenvelope(${sql.join(values.map((number) => sql`${number}::float8`))}, 4326)`
  if (op === 'under') return any(values.map((path) => sql`${at} <@ ${path}::text::ltree`))
  if (register.columns[name].kind === 'secret')
    return any(
      values.map(
        (plain) => sql`${column(`${name}_index`)} = ${ctx.secrets.blindIndex(indexPurpose(register, name), indexed(plain))}`,
      ),
    )
  return values.length === 1
    ? sql`${at} = ${as(register, name, value)}`
    : sql`${at} in (${sql.join(values.map((one) => as(register, name, one)))})`
}

/** Which rows a list is about, without where its page begins. */
export function conditions(
  ctx: Ctx,
  register: AnyRegister,
  { filters, words, removed }: Pick<Listing, 'filters' | 'words' | 'removed'>,
) {
  return sql.join(
    [
      visible(ctx, register.type, 't'),
      sql`t.removed_at is ${sql.raw(removed ? 'not null' : 'null')}`,
      ...filters.map((filter) => condition(ctx, register, filter)),
      ...(words === '' ? [] : [answers(sql`t.search`, words)]),
    ],
    sql` and `,
  )
}

/** Titles of references come with the page: one scalar look-up per row and reference, under the reader's own rights. */
export function titleSelects(ctx: Ctx, register: AnyRegister, columns: readonly string[]): RawBuilder<unknown>[] {
  return referencesOf(register)
    .filter(({ column }) => columns.includes(column))
    .map(({ column, to }) => {
      const other = ctx.house.get(registerKind, to)
      return sql`(select r.${sql.ref(other.label)} from ${sql.table(other.table)} r where r.id = p.${sql.ref(column)} and ${visible(ctx, other.type, 'r')}) as ${sql.ref(`${column}$title`)}`
    })
}

const MOST_COUNTED = 10_000

/** Counted up to ten thousand; beyond that the planner's estimate, said to be one. */
export async function count(ctx: Ctx, register: AnyRegister, listing: Listing): Promise<{ rows: number; exact: boolean }> {
  const where = conditions(ctx, register, listing)
  const from = sql`from ${sql.table(register.table)} t where ${where}`
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from (select 1 ${from} limit ${MOST_COUNTED + 1}) as counted`.execute(ctx.db)
  const counted = rows[0]?.n ?? 0
  if (counted <= MOST_COUNTED) return { rows: counted, exact: true }
  const plan = await sql<{ 'QUERY PLAN': unknown }>`explain (format json) select 1 ${from}`.execute(ctx.db)
  const shown = plan.rows[0]?.['QUERY PLAN']
  const [top] = (typeof shown === 'string' ? JSON.parse(shown) : shown) as { Plan: { 'Plan Rows': number } }[]
  return { rows: Math.max(MOST_COUNTED + 1, Math.round(top?.Plan['Plan Rows'] ?? 0)), exact: false }
}

export const wholeRow = (ctx: Ctx, register: AnyRegister) =>
  sql`${sql.join([sql`p.*`, ...titleSelects(ctx, register, Object.keys(register.columns))])}`

export type DetailRow = RawRow & { _edit: boolean; _unmask: boolean }

export const rights = (ctx: Ctx, register: AnyRegister) =>
  sql`coalesce(${visible(ctx, register.editing, 't')}, false) as _edit, coalesce(${visible(ctx, register.unmasking, 't')}, false) as _unmask`

/** A row with what may be done to it; removed ones too. Undefined for whoever may not see it. */
export async function one(ctx: Ctx, register: AnyRegister, id: string): Promise<DetailRow | undefined> {
  const { rows } = await sql<DetailRow>`select ${wholeRow(ctx, register)} from (
      select ${sql.raw(piecesOf(register).select)}, ${rights(ctx, register)}
      from ${sql.table(register.table)} t where t.id = ${id}::uuid and ${visible(ctx, register.type, 't')}) p`.execute(ctx.db)
  return rows[0]
}

/** The same for a writer: nobody else changes it until this transaction ends. */
export async function lock(ctx: Ctx, register: AnyRegister, id: string): Promise<DetailRow | undefined> {
  const { rows } = await sql<DetailRow>`select ${sql.raw(piecesOf(register).select)}, ${rights(ctx, register)}
    from ${sql.table(register.table)} t where t.id = ${id}::uuid and ${visible(ctx, register.type, 't')} for update`.execute(
    ctx.db,
  )
  return rows[0]
}

/** The same for many: rows that are there and in sight, in one order, so that two who change many do not wait for each other in a ring. */
export async function lockMany(ctx: Ctx, register: AnyRegister, ids: readonly string[]): Promise<DetailRow[]> {
  const { rows } = await sql<DetailRow>`select ${sql.raw(piecesOf(register).select)}, ${rights(ctx, register)}
    from ${sql.table(register.table)} t where t.id = any(${[...ids]}::text[]::uuid[]) and t.removed_at is null
      and ${visible(ctx, register.type, 't')} order by t.id for update of t`.execute(ctx.db)
  return rows
}

/** Which rows a list is about, up to a bound. */
export async function idsOf(ctx: Ctx, register: AnyRegister, listing: Listing, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select t.id from ${sql.table(register.table)} t
    where ${conditions(ctx, register, listing)} limit ${limit}`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** For modules' own rules: whole rows that fit, oldest first. */
export async function matching(ctx: Ctx, register: AnyRegister, filters: readonly Filter[], limit: number): Promise<RawRow[]> {
  const { rows } = await sql<RawRow>`select ${sql.raw(piecesOf(register).select)} from ${sql.table(register.table)} t
    where ${conditions(ctx, register, { filters, words: '', removed: false })} order by t.id limit ${limit}`.execute(ctx.db)
  return rows
}

/** How many rows of `register` refer to `id` by `name`, up to a bound. */
export async function referring(ctx: Ctx, register: AnyRegister, name: string, id: string, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select t.id from ${sql.table(register.table)} t
    where ${column(name)} = ${id}::uuid and t.removed_at is null limit ${most}`.execute(ctx.db)
  return rows.map((row) => row.id)
}

export type PlacedRow = RawRow & { _lon: number; _lat: number }

/** Rows whose place lies in the box, for the map; newest first where there are too many. */
export async function inBox(
  ctx: Ctx,
  register: AnyRegister,
  place: string,
  [west, south, east, north]: readonly [number, number, number, number],
  limit: number,
): Promise<PlacedRow[]> {
  const at = column(place)
  const { rows } = await sql<PlacedRow>`select ${wholeRow(ctx, register)} from (
      select ${sql.raw(piecesOf(register).select)}, st_x(${at}) as _lon, st_y(${at}) as _lat from ${sql.table(register.table)} t
      where ${at} && st_makeenvelope(${west}::float8, ${south}::float8, ${east}::float8, ${north}::float8, 4326)
        and t.removed_at is null and ${visible(ctx, register.type, 't')} order by t.id desc limit ${limit}) p`.execute(ctx.db)
  return rows
}
