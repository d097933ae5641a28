import { type RawBuilder, sql } from 'kysely'
import { type Ctx, grantsOf, type User } from './context.ts'
import { defineKind, type House } from './contribution.ts'

/** One way in which a row becomes visible to a user: null when it never does. */
export interface Visible {
  (user: User, alias: string): RawBuilder<boolean> | null
  /** The same way from the other side: a query for the keys of the rows that become visible by it. */
  readonly keys?: (user: User) => RawBuilder<unknown> | null
}

/**
 * A protected type declares who sees a row; the same predicate serves list, detail, search, export, file, tile,
 * stream and port, so that they cannot disagree.
 */
export interface ProtectedType {
  /** As in refs: `cases.case`. */
  readonly type: string
  /** Table with its schema, and its key column, so that a bare ref can be checked. */
  readonly table: string
  readonly key: string
  readonly visible: readonly Visible[]
}
export const protectedTypeKind = defineKind<ProtectedType>({ name: 'protected type', keyOf: (value) => value.type })
export const protectedType = (value: ProtectedType) => protectedTypeKind.of(value)

const always = sql<boolean>`true`
const under = (alias: string, column: string, paths: string[]) =>
  sql<boolean>`${sql.ref(`${alias}.${column}`)} <@ any(${paths}::text[]::ltree[])`

const byTree =
  (tree: 'organisation' | 'area') =>
  (capability: string, column: string): Visible =>
  (user, alias) => {
    const grants = grantsOf(user, capability)
    if (grants.some((grant) => grant.tree === 'all')) return always
    const paths = grants.filter((grant) => grant.tree === tree && grant.path).map((grant) => grant.path as string)
    return paths.length > 0 ? under(alias, column, paths) : null
  }

/** The row's organisation (ltree column) lies under an organisation where the user holds the capability. */
export const byOrganisation = byTree('organisation')
/** The row's administrative area (ltree column) lies under an area where the user holds the capability. */
export const byArea = byTree('area')
/** The row is the user's own (column of account ids). */
export const byOwner =
  (column: string): Visible =>
  (user, alias) =>
    user.kind === 'anonymous' ? null : sql<boolean>`${sql.ref(`${alias}.${column}`)} = ${user.id}`
/** Whoever holds the capability sees every row, over whichever subtree it was granted. */
export const byCapability =
  (capability: string): Visible =>
  (user) =>
    grantsOf(user, capability).length > 0 ? always : null
/** Anyone may see the row when this condition over the alias holds; `keys`, where it looks into another table, finds the same rows from there. */
export const byCondition = (
  condition: (alias: string, user: User) => RawBuilder<boolean> | null,
  keys?: Visible['keys'],
): Visible => Object.assign((user: User, alias: string) => condition(alias, user), keys && { keys })

/** The predicate for a `where`: true for rows this user may see. */
export function visible(ctx: Ctx, type: ProtectedType, alias: string): RawBuilder<boolean> {
  if (ctx.user.kind === 'system') return always
  const ways = type.visible.map((way) => way(ctx.user, alias)).filter((way) => way !== null)
  return ways.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(ways, sql` or `)})`
}

/**
 * A query for the keys of the rows of `visible`, found from the other side: what each way leads to, by its own index; one may be led to twice.
 * Quick for whoever sees few among very many. Undefined for whoever sees every row.
 */
export function visibleKeys(ctx: Ctx, type: ProtectedType): RawBuilder<unknown> | undefined {
  const { user } = ctx
  if (user.kind === 'system') return undefined
  const ways = type.visible.map((way) => [way, way(user, 's')] as const).filter(([, condition]) => condition !== null)
  if (ways.some(([, condition]) => condition === always)) return undefined
  const found = ways.map(
    ([{ keys }, condition]) =>
      keys?.(user) ?? sql`select s.${sql.ref(type.key)} from ${sql.table(type.table)} s where ${condition}`,
  )
  if (found.length === 0) return sql`select s.${sql.ref(type.key)} from ${sql.table(type.table)} s where false`
  return sql.join(found, sql` union all `)
}

const keyTypes = new WeakMap<House, Map<string, string>>()
const wellFormed: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  integer: /^\d{1,9}$/,
  bigint: /^\d{1,18}$/,
}

async function keyTypeOf(ctx: Ctx, type: ProtectedType): Promise<string> {
  const known = keyTypes.get(ctx.house) ?? new Map<string, string>()
  keyTypes.set(ctx.house, known)
  if (!known.has(type.type)) {
    const { rows } = await sql<{ name: string }>`select format_type(atttypid, null) as name from pg_attribute
      where attrelid = to_regclass(${type.table}::text) and attname = ${type.key}::text`.execute(ctx.db)
    known.set(type.type, rows[0]?.name ?? 'text')
  }
  return known.get(type.type) as string
}

/** Keys are compared in their own type, so that the table's index serves; what cannot be a key names nothing. */
async function isOneOf(ctx: Ctx, type: ProtectedType, ids: readonly string[]): Promise<RawBuilder<boolean>> {
  const name = await keyTypeOf(ctx, type)
  const form = wellFormed[name]
  if (!form) return sql<boolean>`t.${sql.ref(type.key)}::text = any(${[...ids]}::text[])`
  return sql<boolean>`t.${sql.ref(type.key)} = any(${ids.filter((id) => form.test(id))}::text[]::${sql.raw(name)}[])`
}

/** Which of these ids may this user see? One query for a whole batch: files, streams, search hits, audit. */
export async function visibleIds(ctx: Ctx, type: ProtectedType, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await sql<{ id: string }>`select t.${sql.ref(type.key)}::text as id from ${sql.table(type.table)} t
    where ${await isOneOf(ctx, type, ids)} and ${visible(ctx, type, 't')}`.execute(ctx.db)
  return new Set(rows.rows.map((row) => row.id))
}

/** Which of these refs may this user see? Types nobody protects are seen by none. */
export async function visibleRefs(ctx: Ctx, refs: readonly string[]): Promise<Set<string>> {
  const byType = Map.groupBy(refs, (ref) => ref.slice(0, ref.indexOf(':')))
  const seen = new Set<string>()
  for (const [typeName, group] of byType) {
    const type = ctx.house.find(protectedTypeKind, typeName)
    if (!type) continue
    const ids = await visibleIds(
      ctx,
      type,
      group.map((ref) => ref.slice(typeName.length + 1)),
    )
    for (const id of ids) seen.add(`${typeName}:${id}`)
  }
  return seen
}

/**
 * Which of these refs may each of these users see? One query per type for all of them, so that one event on a
 * hundred open screens does not cost a hundred queries. The answer is in the order of `users`.
 */
export async function visibleRefsFor(ctx: Ctx, users: readonly User[], refs: readonly string[]): Promise<Set<string>[]> {
  const seen = users.map(() => new Set<string>())
  for (const [typeName, group] of Map.groupBy(refs, (ref) => ref.slice(0, ref.indexOf(':')))) {
    const type = ctx.house.find(protectedTypeKind, typeName)
    if (!type) continue
    const ids = group.map((ref) => ref.slice(typeName.length + 1))
    const columns = users.map((user) => sql`coalesce(${visible(ctx.as(user), type, 't')}, false)`)
    const { rows } = await sql<{
      id: string
      who: boolean[]
    }>`select t.${sql.ref(type.key)}::text as id, array[${sql.join(columns)}] as who
      from ${sql.table(type.table)} t where ${await isOneOf(ctx, type, ids)}`.execute(ctx.db)
    for (const { id, who } of rows) who.forEach((sees, index) => sees && seen[index]?.add(`${typeName}:${id}`))
  }
  return seen
}
