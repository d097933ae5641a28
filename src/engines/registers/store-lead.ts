import { type RawBuilder, sql } from 'kysely'
import { type Ctx, grantsOf, type House } from '#kernel'
import type { AnyRegister } from './define.ts'
import type { Listing } from './filters.ts'
import { castOf } from './pieces.ts'
import { column } from './store.ts'
import { type FoundIndex, indexesOf } from './store-table.ts'

/** Values of one column, for each of which an index (column, sort, id) has the rows in the list's order. */
interface Lead {
  column: string
  values: readonly string[]
}

/** Of more places it is quicker to sort what fits. */
const MOST_PLACES = 300

const known = new WeakMap<House, Map<string, readonly FoundIndex[]>>()

/** Columns that such an index begins with. */
async function orderedColumns(ctx: Ctx, { table }: AnyRegister, sort: string): Promise<Set<string>> {
  const tables = known.get(ctx.house) ?? new Map<string, readonly FoundIndex[]>()
  known.set(ctx.house, tables)
  const indexes = tables.get(table) ?? (await indexesOf(ctx, table))
  tables.set(table, indexes)
  const behind = sort === 'id' ? 'id' : `${sort},id`
  const fits = ({ method, columns, condition }: FoundIndex) =>
    method === 'btree' &&
    columns.slice(1).join() === behind &&
    (condition === null || /^\(removed_at is null\)$/i.test(condition))
  return new Set(indexes.filter(fits).map(({ columns }) => columns[0] as string))
}

/**
 * What leads straight to a list's rows in its order, where the table has the index: a place that is filtered by, the
 * places the reader's right reaches, or other values that are filtered by. Undefined when nothing does.
 */
async function leadsOf(ctx: Ctx, register: AnyRegister, { filters, sort, removed }: Listing): Promise<Lead[] | undefined> {
  if (removed) return undefined
  const ordered = await orderedColumns(ctx, register, sort.column)
  if (ordered.size === 0) return undefined
  const place = filters.find(({ op, column }) => op === 'under' && ordered.has(column))
  if (place) return placesUnder(ctx, register, [place])
  const reached = reachedBy(ctx, register)
  if (reached.length > 0) return reached.every((one) => ordered.has(one.column)) ? placesUnder(ctx, register, reached) : undefined
  const choice = filters.find(({ op, column }) => op === 'in' && ordered.has(column))
  return choice && [{ column: choice.column, values: [...new Set(choice.values)] }]
}

/** Where the reader's right over this register ends, by column; empty when it does not, or has ways of its own. */
function reachedBy({ user }: Ctx, { within, visible, may }: AnyRegister): Lead[] {
  if (!within || user.kind === 'system' || (visible && visible.length > 0)) return []
  const grants = grantsOf(user, may.read)
  if (grants.some(({ tree }) => tree === 'all')) return []
  return (['area', 'organisation'] as const).flatMap((tree) => {
    const values = grants.flatMap(({ tree: over, path }) => (over === tree && path !== undefined ? [path] : []))
    return within[tree] && values.length > 0 ? [{ column: within[tree] as string, values: [...new Set(values)] }] : []
  })
}

/** Instead of the paths every place at or below them that the register has rows of: from one to the next by the index. */
async function placesUnder(ctx: Ctx, { table }: AnyRegister, leads: readonly Lead[]): Promise<Lead[] | undefined> {
  const found: Lead[] = []
  for (const lead of leads) {
    const at = column(lead.column)
    const values = new Set<string>()
    for (const path of lead.values) {
      const { rows } = await sql<{ place: string }>`with recursive step(place) as (
          (select ${at} from ${sql.table(table)} t where ${at} >= ${path}::text::ltree order by ${at} limit 1)
          union all select (select ${at} from ${sql.table(table)} t where ${at} > step.place order by ${at} limit 1)
            from step where step.place <@ ${path}::text::ltree
        ) select place::text as place from step where place <@ ${path}::text::ltree limit ${MOST_PLACES + 1}`.execute(ctx.db)
      for (const { place } of rows) values.add(place)
      if (values.size > MOST_PLACES) return undefined
    }
    found.push({ column: lead.column, values: [...values] })
  }
  return found
}

/** Ids of the first rows of the order, with what they are sorted by: the first of each value, of which the first are taken. */
export async function led(
  ctx: Ctx,
  register: AnyRegister,
  listing: Listing,
  { where, sort, wanted }: { where: RawBuilder<unknown>; sort: RawBuilder<unknown>; wanted: number },
): Promise<RawBuilder<unknown> | undefined> {
  const leads = await leadsOf(ctx, register, listing)
  if (!leads) return undefined
  const down = sql.raw(listing.sort.down ? 'desc' : 'asc')
  const parts = leads.map((lead) => {
    const [before, after] = castOf(register.columns[lead.column].kind)
    return sql`select f.id, f._sort from unnest(${[...lead.values]}::text[]) as v(value) cross join lateral (
      select t.id, ${sort} as _sort from ${sql.table(register.table)} t
      where ${column(lead.column)} = ${sql.raw(`${before}v.value${after}`)} and ${where} order by ${sort} ${down}, t.id ${down} limit ${wanted}) f`
  })
  return sql`select id from (${sql.join(parts, sql` union `)}) as led order by _sort ${down}, id ${down} limit ${wanted}`
}
