import { type Contribution, permissions, protectedType, treeColumn } from '#kernel'
import type { Columns } from './columns.ts'
import { type AnyRegister, type Register, registerKind } from './define.ts'
import { layer } from './layer.ts'
import { actsOf } from './noting.ts'
import { routesOf } from './routes.ts'
import { exportRoute, importRoutes } from './routes-import.ts'

/** Everything a declared ledger contributes to its module: addresses, rights, map, the names of its acts in the audit. */
export const register = <C extends Columns>(value: Register<C>): Contribution[] => [
  registerKind.of(value),
  protectedType(value.type),
  ...permissions(value.permissions ?? {}),
  ...actsOf(value),
  ...routesOf(value),
  ...importRoutes(value),
  exportRoute(value),
  ...layer(value),
  ...placedBy(value),
]

/** Rows with a unit or an area hang on it, and follow it. */
const placedBy = ({ table, title, columns }: AnyRegister): Contribution[] =>
  Object.entries(columns as Columns).flatMap(([name, { kind }]) =>
    kind === 'organisation' || kind === 'area' ? [treeColumn(kind, table, name, { title, live: { column: 'removed_at' } })] : [],
  )
