import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { AnyRegister } from './define.ts'
import type { Listing } from './filters.ts'
import { piecesOf, SYSTEM } from './pieces.ts'
import { led } from './store-lead.ts'
import { as, column, condition, conditions, type RawRow, titleSelects } from './store.ts'

export type PageRow = RawRow & { _key: string | null }

/** A stretch of the order: rows with a value of the sort column, then those without. */
interface Stretch {
  /** Where it begins, as conditions an index (column, id) serves. */
  where: RawBuilder<unknown>
  key: RawBuilder<unknown>
  sort: RawBuilder<unknown>
}

interface Asked {
  ctx: Ctx
  register: AnyRegister
  listing: Listing
  shown: readonly string[]
  down: RawBuilder<unknown>
}

/** So many rows are looked through in the order itself before the filters are asked first. */
const WINDOW = 3000
const LARGEST_WINDOW = 30_000
/** Longer pages are an export's: it goes through everything anyway. */
const LONGEST_LIST = 201

/**
 * One page in a total order: the sort column, then the id, both in the same direction, so that one index (column, id)
 * serves either; rows without a value come last. The planner takes filters and order for independent, and where they
 * are not (the last ten thousand rows came from one town) it would walk the whole order. So we walk a stretch of it
 * ourselves, which nearly always fills the page; where it does not, an index (filter, sort, id) leads to the rows if the
 * table has one, else the filters' own indexes find all that fits.
 */
export async function page(ctx: Ctx, register: AnyRegister, listing: Listing): Promise<PageRow[]> {
  const shown = [...new Set([...listing.columns, register.label])]
  const asked = { ctx, register, listing, shown, down: sql.raw(listing.sort.down ? 'desc' : 'asc') }
  const rows: PageRow[] = []
  for (const stretch of stretchesOf(ctx, register, listing)) {
    const wanted = listing.limit - rows.length
    if (wanted === 0) break
    rows.push(...(await stretchRows(asked, stretch, wanted)))
  }
  return rows
}

async function stretchRows(asked: Asked, stretch: Stretch, wanted: number): Promise<PageRow[]> {
  if (wanted > LONGEST_LIST) return run(asked, inOrder(asked, stretch, wanted))
  const near = await run(asked, nearby(asked, stretch, wanted, WINDOW))
  if (near.length === wanted) return near
  const where = sql`${stretch.where} and ${conditions(asked.ctx, asked.register, asked.listing)}`
  const straight = await led(asked.ctx, asked.register, asked.listing, { where, sort: stretch.sort, wanted })
  if (straight) return run(asked, among(asked, stretch, straight))
  // One row in ten of the page came already: a few times the window will fill it.
  const further = Math.ceil((1.5 * WINDOW * wanted) / near.length)
  const far = further <= LARGEST_WINDOW ? await run(asked, nearby(asked, stretch, wanted, further)) : near
  return far.length === wanted ? far : run(asked, filteredFirst(asked, stretch, wanted))
}

function stretchesOf(ctx: Ctx, register: AnyRegister, { sort, after, filters }: Listing): Stretch[] {
  const beyond = sql.raw(sort.down ? '<' : '>')
  const id = column('id')
  if (sort.column === 'id')
    return [{ where: after ? sql`${id} ${beyond} ${after.id}::uuid` : sql`true`, key: sql`null::text`, sort: id }]
  const at = column(sort.column)
  // Filters on the sort column itself bound the stretch.
  const bounds = filters
    .filter((filter) => filter.column === sort.column)
    .map((filter) => sql` and ${condition(ctx, register, filter)}`)
  const behind =
    after && after.key !== null
      ? sql`and (${at}, ${id}) ${beyond} (${as(register, sort.column, after.key)}, ${after.id}::uuid)`
      : sql``
  const valued: Stretch = { where: sql`${at} is not null ${behind}${sql.join(bounds, sql``)}`, key: sql`${at}::text`, sort: at }
  const blank: Stretch = {
    where: sql`${at} is null ${after && after.key === null ? sql`and ${id} ${beyond} ${after.id}::uuid` : sql``}`,
    key: sql`null::text`,
    sort: id,
  }
  return [...(after && after.key === null ? [] : [valued]), ...(register.columns[sort.column].required ? [] : [blank])]
}

const orderOf = ({ down }: Asked, { sort }: Stretch) => sql`order by ${sort} ${down}, t.id ${down}`
const read = ({ register, shown }: Asked, { key, sort }: Stretch) =>
  sql`${sql.raw([SYSTEM, ...shown.map((name) => piecesOf(register).columns[name])].join(', '))}, ${key} as _key, ${sort} as _sort`

/** As the planner likes. */
const inOrder = (asked: Asked, stretch: Stretch, wanted: number) =>
  sql`select ${read(asked, stretch)} from ${sql.table(asked.register.table)} t
    where ${stretch.where} and ${conditions(asked.ctx, asked.register, asked.listing)} ${orderOf(asked, stretch)} limit ${wanted}`

const nearby = (asked: Asked, stretch: Stretch, wanted: number, window: number) =>
  sql`select ${read(asked, stretch)} from (select t.* from ${sql.table(asked.register.table)} t where ${stretch.where} ${orderOf(asked, stretch)} limit ${window}) t
    where ${conditions(asked.ctx, asked.register, asked.listing)} ${orderOf(asked, stretch)} limit ${wanted}`

const among = (asked: Asked, stretch: Stretch, ids: RawBuilder<unknown>) =>
  sql`select ${read(asked, stretch)} from (${ids}) found join ${sql.table(asked.register.table)} t on t.id = found.id`

const filteredFirst = (asked: Asked, stretch: Stretch, wanted: number) =>
  among(
    asked,
    stretch,
    sql`with fit as materialized (select t.id, ${stretch.sort} as _sort from ${sql.table(asked.register.table)} t
        where ${stretch.where} and ${conditions(asked.ctx, asked.register, asked.listing)})
      select id from fit order by _sort ${asked.down}, id ${asked.down} limit ${wanted}`,
  )

async function run(asked: Asked, rows: RawBuilder<unknown>): Promise<PageRow[]> {
  const titles = titleSelects(asked.ctx, asked.register, asked.shown)
  const { rows: found } = await sql<PageRow>`select ${sql.join([sql`p.*`, ...titles])} from (${rows}) p
    order by p._sort ${asked.down}, p.id ${asked.down}`.execute(asked.ctx.db)
  return found
}
