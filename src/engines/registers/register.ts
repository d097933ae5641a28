import { type Contribution, permissions, protectedType } from '#kernel'
import type { Columns } from './columns.ts'
import { type Register, registerKind } from './define.ts'
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
]
