import { defineKind, type Kind } from './contribution.ts'
import type { Text } from './text.ts'

/**
 * A column (ltree) that says where in one of the two trees a row stands. By these declarations a unit's page counts what
 * hangs on it, and the rows follow when the unit moves or another takes over from it.
 */
export interface TreeColumn {
  readonly tree: 'organisation' | 'area'
  readonly table: string
  readonly column: string
  /** What the rows are, for whoever asks what hangs on a unit. Absent: they follow silently (indexes, drafts). */
  readonly title?: Text
  /** Unfinished rows: where this column is empty, or holds one of these. Absent: all. A successor takes over these. */
  readonly live?: { readonly column: string; readonly in?: readonly string[] }
  /** Rows say who it was at the time: a successor takes over none. */
  readonly past?: true
  /** Only rows where this column holds this. */
  readonly only?: { readonly column: string; readonly is: string }
  /** The column that holds the unit's name beside its path (jsonb). */
  readonly name?: string
}

export const treeColumnKind: Kind<TreeColumn> = defineKind<TreeColumn>({
  name: 'tree column',
  keyOf: ({ tree, table, column }) => `${tree} ${table}.${column}`,
})

type More = Omit<TreeColumn, 'tree' | 'table' | 'column'>
export const treeColumn = (tree: TreeColumn['tree'], table: string, column: string, more: More = {}) =>
  treeColumnKind.of({ tree, table, column, ...more })
