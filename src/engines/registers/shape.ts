import { type Ctx, holds } from '#kernel'
import { type Column, type Columns, codesOf } from './columns.ts'
import { type AnyRegister, maskedOf, mayExport, mayImport, registerKind } from './define.ts'
import { waysOf } from './filters.ts'
import { layerOf } from './layer.ts'
import type { ColumnShape, RegisterMark, RegisterShape } from './schema.ts'

const may = (ctx: Ctx, register: AnyRegister): RegisterShape['may'] => ({
  edit: holds(ctx.user, register.may.edit),
  import: holds(ctx.user, mayImport(register)),
  export: holds(ctx.user, mayExport(register)),
  unmask: register.may.unmask !== undefined && maskedOf(register).length > 0 && holds(ctx.user, register.may.unmask),
})

function columnShape(ctx: Ctx, name: string, column: Column): ColumnShape {
  const {
    kind,
    title,
    hint,
    required,
    computed,
    unit,
    usual,
    maxLength,
    digits,
    codes,
    to,
    mask,
    personal,
    search,
    sort,
    wide,
    standard,
  } = column
  const other = to ? ctx.house.get(registerKind, to) : undefined
  return {
    name,
    kind,
    title,
    ...(hint && { hint }),
    required,
    computed,
    ...(unit && { unit }),
    ...(usual !== undefined && { usual }),
    ...(maxLength && { maxLength }),
    ...(digits !== undefined && { digits }),
    ...(codes && { codes: Object.entries(codesOf(codes, ctx.house)).map(([code, title]) => ({ code, title })) }),
    ...(other && { to: { register: other.id, path: holds(ctx.user, other.may.read) ? other.path : null } }),
    masked: mask !== undefined,
    personal,
    search,
    filters: waysOf(column),
    sort,
    wide,
    ...(standard && { standard }),
  }
}

/** What pages and other systems need to know of a register to list it, edit it and fill in its forms. */
export function shapeOf(ctx: Ctx, register: AnyRegister): RegisterShape {
  const { id, module, name, title, about, path, naturalKey, label, list, retention, legalBasis } = register
  const columns = Object.entries(register.columns as Columns)
  return {
    id,
    module,
    name,
    title,
    about,
    path,
    columns: columns.map(([name, column]) => columnShape(ctx, name, column)),
    naturalKey: [...naturalKey],
    label,
    list: { columns: [...list.columns], sort: list.sort },
    searchable: columns.some(([, { search }]) => search),
    layer: register.map ? layerOf(register) : null,
    retention,
    legalBasis,
    may: may(ctx, register),
  }
}

/** The registers of the house that this user may read. */
export const registersFor = (ctx: Ctx): RegisterMark[] =>
  ctx.house
    .all(registerKind)
    .filter((register) => holds(ctx.user, register.may.read))
    .map((register) => {
      const { id, module, name, title, about, path } = register
      return { id, module, name, title, about, path, may: may(ctx, register) }
    })
