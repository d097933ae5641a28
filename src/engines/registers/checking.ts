import { type Ctx, type FieldFault, type House } from '#kernel'
import { missing } from './cells.ts'
import type { Column, Columns } from './columns.ts'
import { type AnyRegister, registerKind } from './define.ts'
import { looksMasked } from './mask.ts'
import { placeNames } from './names.ts'
import * as writes from './store-write.ts'

/** A row on its way in: its values (references and places still as texts), and what is wrong with them so far. */
export interface Incoming {
  values: Record<string, unknown>
  faults: FieldFault[]
}

export const blank = (value: unknown): boolean => value === null || value === undefined || value === ''

/** What the declaration itself refuses: missing values, forms, codes, rules between columns. Needs no database. */
export function faultsIn(house: House, register: AnyRegister, values: Record<string, unknown>): FieldFault[] {
  const faults = Object.entries(register.columns as Columns).flatMap(([path, column]): FieldFault[] => {
    const value = values[path]
    if (blank(value)) return column.required ? [{ path, ...missing }] : []
    if (column.mask && looksMasked(String(value))) return [{ path, ...shortened }]
    const fault = column.faultIn(value, house)
    return fault ? [{ path, ...fault }] : []
  })
  return faults.length > 0 ? faults : [...(register.validate?.(values as never) ?? [])]
}

const resolvable = new Set<Column['kind']>(['reference', 'area', 'organisation'])

/**
 * The same for a new row whose cells `parse` has judged one by one: what is left are values that are missing, masked ones
 * (which `parse` has not seen), names that have become paths and ids meanwhile, and rules between columns.
 */
export function faultsInParsed(house: House, register: AnyRegister, values: Record<string, unknown>): FieldFault[] {
  const faults: FieldFault[] = []
  for (const path in register.columns) {
    const column = register.columns[path] as Column
    const value = values[path]
    if (blank(value)) {
      if (column.required) faults.push({ path, ...missing })
    } else if (column.mask && looksMasked(String(value))) faults.push({ path, ...shortened })
    else if (column.mask || resolvable.has(column.kind)) {
      const fault = column.faultIn(value, house)
      if (fault) faults.push({ path, ...fault })
    }
  }
  return faults.length > 0 ? faults : [...(register.validate?.(values as never) ?? [])]
}

const shortened = {
  code: 'masked',
  text: {
    zh: '这是脱敏后的值，请填写完整内容，或不要改动它',
    en: 'This is a shortened value. Give it in full, or leave it as it was',
  },
}

/** A value for a column that the register works out itself. */
export const computedFault = {
  code: 'computed',
  text: {
    zh: '此项由系统按规则推算，不能填写；请改动它所依据的内容',
    en: 'This is worked out by rule and cannot be set. Change what it rests on instead',
  },
}

const gone: Record<string, { zh: string; en: string }> = {
  reference: { zh: '没有这条记录，或者您看不到它', en: 'There is no such entry, or you may not see it' },
  area: { zh: '没有这个区域，或者有几个同名的', en: 'There is no such area, or several bear the name' },
  organisation: { zh: '没有这个单位，或者有几个同名的', en: 'There is no such organisation, or several bear the name' },
}

/**
 * Names of places, units and other registers' rows become paths and ids, one look-up per column for the whole batch.
 * What names nothing is a fault of its row. Rows referred to cannot be removed until this transaction ends.
 */
export async function resolve(
  ctx: Ctx,
  register: AnyRegister,
  rows: readonly Incoming[],
  isNew: (column: string) => boolean = () => true,
): Promise<void> {
  for (const [path, column] of Object.entries(register.columns as Columns)) {
    const kind = column.kind
    if (kind !== 'reference' && kind !== 'area' && kind !== 'organisation') continue
    if (!isNew(path)) continue
    const texts = [...new Set(rows.map(({ values }) => values[path]).filter((value) => !blank(value)))] as string[]
    if (texts.length === 0) continue
    const known = await lookUp(ctx, kind, column.to, texts)
    for (const { values, faults } of rows) {
      const text = values[path] as string | null | undefined
      if (blank(text)) continue
      const found = known.get(text as string)
      if (found === undefined) faults.push({ path, code: 'dangling', text: gone[kind] as { zh: string; en: string } })
      else values[path] = found
    }
  }
}

async function lookUp(
  ctx: Ctx,
  kind: 'reference' | 'area' | 'organisation',
  to: string | undefined,
  texts: string[],
): Promise<Map<string, string>> {
  if (kind !== 'reference') {
    const places = await placeNames(ctx, kind, texts)
    return new Map([...places].map(([text, { path }]) => [text, path]))
  }
  const other = ctx.house.get(registerKind, to as string)
  const held = await writes.hold(ctx, other, texts)
  const byText = new Map(held.map(({ text, id }) => [text, id]))
  return new Map(
    texts
      .flatMap((text) => [[text, byText.get(text) ?? byText.get(text.toLowerCase())] as const])
      .filter((pair): pair is readonly [string, string] => pair[1] !== undefined),
  )
}

/** Columns by which this register refers to itself: there a row must not reach itself. */
export const ownReferences = (register: AnyRegister): string[] =>
  Object.entries(register.columns as Columns)
    .filter(([, { to }]) => to === register.id)
    .map(([name]) => name)
