export { type BatchOptions, type Outcome, upsertRows } from './batch.ts'
export type { Fault, Parsed } from './cells.ts'
export {
  area,
  boolean,
  type Column,
  type Columns,
  choice,
  codesOf,
  date,
  decimal,
  instant,
  integer,
  type NewValues,
  organisation,
  type Patch,
  point,
  reference,
  secret,
  text,
  type Values,
} from './columns.ts'
export type { Catalogued } from './catalogued.ts'
export { type AnyRegister, type Change, defineRegister, maskedOf, type Register, registerKind, type Stored } from './define.ts'
export type { MaskKind } from './mask.ts'
export { registers } from './module.ts'
export { register } from './register.ts'
export { insertRows, makeFindable, type Put, putRows, rowById, rowsWhere, updateRow } from './rows.ts'
export { removeRow } from './service.ts'
export { tableSql } from './table.ts'
