import { type RawBuilder, sql } from 'kysely'
import { byCondition, type Grant, grantsOf, type ProtectedType, type User, type Visible } from '#kernel'

const either = (ways: RawBuilder<boolean>[]): RawBuilder<boolean> | null =>
  ways.length === 0 ? null : sql<boolean>`(${sql.join(ways, sql` or `)})`

/**
 * May this user do the task in the row `alias`? It is theirs; or they hold its capability over its organisation or area; or it asks
 * for no capability, only for someone of a unit. `mayDo` in task-rights.ts says the same of one task in hand.
 */
export function mayDoRow(user: User, alias: string): RawBuilder<boolean> | null {
  if (user.kind === 'system') return sql<boolean>`true`
  if (user.kind === 'anonymous') return null
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const ways = [sql<boolean>`${column('assignee')} = ${user.id}`]
  const names = [...new Set(user.grants.map((grant) => grant.capability))]
  const everywhere = names.filter((name) => grantsOf(user, name).some((grant) => grant.tree === 'all'))
  if (everywhere.length > 0) ways.push(sql<boolean>`${column('capability')} = any(${everywhere}::text[])`)
  // Most hold all their capabilities over one subtree: one arm for all that share it, and every arm has an index.
  const pathsOf = (name: string, tree: Grant['tree']) =>
    grantsOf(user, name).flatMap((grant) => (grant.tree === tree && grant.path ? [grant.path] : []))
  const scoped = names.filter((name) => !everywhere.includes(name))
  for (const [key, group] of Map.groupBy(scoped, (name) =>
    JSON.stringify([pathsOf(name, 'organisation'), pathsOf(name, 'area')]),
  )) {
    const [organisations, areas] = JSON.parse(key) as [string[], string[]]
    ways.push(sql<boolean>`(${column('capability')} = any(${group}::text[]) and (${column('organisation')} <@ any(${organisations}::text[]::ltree[]) or ${column('area')} <@ any(${areas}::text[]::ltree[])
      or (${column('organisation')} is null and ${column('area')} is null)))`)
  }
  // A task with a unit has it as its organisation, which is indexed.
  if (user.organisation)
    ways.push(
      sql<boolean>`(${column('organisation')} @> ${user.organisation}::ltree and ${column('unit')} is not null and ${column('capability')} is null)`,
    )
  return either(ways)
}

/** A module's row is visible to whoever may do, or has done, a task about it: `byTask('city-management.case', 'id')`. */
export const byTask = (type: string, key: string): Visible =>
  byCondition((alias, user) => {
    const mine = mayDoRow(user, 'k')
    if (!mine) return null
    // `offset 0` keeps the look-up by subject: else the planner reads every task there is to show one page of a list.
    return sql<boolean>`exists (select 1 from process.task k where k.subject = ${`${type}:`} || ${sql.ref(`${alias}.${key}`)}::text and k.state <> 'void' and (${mine} or k.closed_by = ${user.id}) offset 0)`
  })

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
