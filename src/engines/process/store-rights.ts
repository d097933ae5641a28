import { type RawBuilder, sql } from 'kysely'
import { byCondition, type Grant, grantsOf, type ProtectedType, type User, type Visible } from '#kernel'

const either = (ways: RawBuilder<boolean>[]): RawBuilder<boolean> | null =>
  ways.length === 0 ? null : sql<boolean>`(${sql.join(ways, sql` or `)})`

/** The capabilities somebody holds over everything, and those held over the same units and areas. */
function holdingsOf(user: User): {
  everywhere: string[]
  scoped: { names: string[]; organisations: string[]; areas: string[] }[]
} {
  const names = [...new Set(user.grants.map((grant) => grant.capability))]
  const everywhere = names.filter((name) => grantsOf(user, name).some((grant) => grant.tree === 'all'))
  const pathsOf = (name: string, tree: Grant['tree']) =>
    grantsOf(user, name).flatMap((grant) => (grant.tree === tree && grant.path ? [grant.path] : []))
  const placesOf = (name: string) => JSON.stringify([pathsOf(name, 'organisation'), pathsOf(name, 'area')])
  const groups = Map.groupBy(
    names.filter((name) => !everywhere.includes(name)),
    placesOf,
  )
  const scoped = [...groups].map(([places, group]) => {
    const [organisations, areas] = JSON.parse(places) as [string[], string[]]
    return { names: group, organisations, areas }
  })
  return { everywhere, scoped }
}

const over = (column: RawBuilder<unknown>, paths: readonly string[]) =>
  sql<boolean>`${column} <@ any(${[...paths]}::text[]::ltree[])`
const among = (column: RawBuilder<unknown>, names: readonly string[]) => sql<boolean>`${column} = any(${[...names]}::text[])`

/**
 * May this user do the task in the row `alias`? It is theirs; or they hold its capability over its organisation or area; or it asks
 * for no capability, only for someone of a unit. `mayDo` in task-rights.ts says the same of one task in hand.
 */
export function mayDoRow(user: User, alias: string): RawBuilder<boolean> | null {
  if (user.kind === 'system') return sql<boolean>`true`
  if (user.kind === 'anonymous') return null
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const { everywhere, scoped } = holdingsOf(user)
  const ways = [sql<boolean>`${column('assignee')} = ${user.id}`]
  if (everywhere.length > 0) ways.push(among(column('capability'), everywhere))
  // Most hold all their capabilities over one subtree: one arm for all that share it, and every arm has an index.
  for (const { names, organisations, areas } of scoped)
    ways.push(sql<boolean>`(${among(column('capability'), names)} and (${over(column('organisation'), organisations)} or ${over(column('area'), areas)}
      or (${column('organisation')} is null and ${column('area')} is null)))`)
  // A task with a unit has it as its organisation, which is indexed.
  if (user.organisation)
    ways.push(
      sql<boolean>`(${column('organisation')} @> ${user.organisation}::ltree and ${column('unit')} is not null and ${column('capability')} is null)`,
    )
  return either(ways)
}

/** The same of the tasks under `k`: each way apart, so that each is found by an index of its own. */
function waysToTasks(user: User): RawBuilder<boolean>[] {
  const { everywhere, scoped } = holdingsOf(user)
  return [
    sql<boolean>`k.assignee = ${user.id}`,
    ...(everywhere.length > 0 ? [among(sql`k.capability`, everywhere)] : []),
    ...scoped.flatMap(({ names, organisations, areas }) => {
      const able = among(sql`k.capability`, names)
      return [
        ...(organisations.length > 0 ? [sql<boolean>`${over(sql`k.organisation`, organisations)} and ${able}`] : []),
        ...(areas.length > 0 ? [sql<boolean>`${over(sql`k.area`, areas)} and ${able}`] : []),
        sql<boolean>`${able} and k.organisation is null and k.area is null`,
      ]
    }),
    ...(user.organisation
      ? [sql<boolean>`k.organisation @> ${user.organisation}::ltree and k.unit is not null and k.capability is null`]
      : []),
  ]
}

/** Open tasks of `mayDoRow`, found by what leads to them; one may be led to twice. Undefined for whoever may do all, or none. */
export function openTasksOf(user: User): RawBuilder<unknown> | undefined {
  if (user.kind === 'anonymous' || user.kind === 'system') return undefined
  return sql.join(
    waysToTasks(user).map((way) => sql`select k.id from process.task k where k.state = 'open' and ${way}`),
    sql` union all `,
  )
}

/**
 * A module's row is visible to whoever may do, or has done, a task about it: `byTask('city-management.case', 'id')`. The keys of such rows
 * are uuids.
 */
export const byTask = (type: string, key: string): Visible =>
  byCondition(
    (alias, user) => {
      const mine = mayDoRow(user, 'k')
      if (!mine) return null
      // `offset 0` keeps the look-up by subject: else the planner reads every task there is to show one page of a list.
      return sql<boolean>`exists (select 1 from process.task k where k.subject = ${`${type}:`} || ${sql.ref(`${alias}.${key}`)}::text and k.state <> 'void' and (${mine} or k.closed_by = ${user.id}) offset 0)`
    },
    (user) => {
      if (user.kind === 'anonymous' || user.kind === 'system') return null
      const [begins, from] = [`${type}:`, type.length + 2]
      // The case guards the cast: nothing says that the subject is looked at before it.
      const subjects = (
        way: RawBuilder<boolean>,
      ) => sql`select case when starts_with(k.subject, ${begins}) then substr(k.subject, ${from}::int)::uuid end
        from process.task k where k.state <> 'void' and starts_with(k.subject, ${begins}) and ${way}`
      const done = sql<boolean>`k.closed_by = ${user.id}`
      return sql.join([...waysToTasks(user), done].map(subjects), sql` union all `)
    },
  )

export const protectedTask: ProtectedType = {
  type: 'process.task',
  table: 'process.task',
  key: 'id',
  visible: [
    byCondition((alias, user) => mayDoRow(user, alias)),
    byCondition((alias, user) =>
      user.kind === 'anonymous' ? null : sql<boolean>`${sql.ref(`${alias}.closed_by`)} = ${user.id}`,
    ),
  ],
}
