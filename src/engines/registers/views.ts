import { maskAs } from '#engines/audit'
import { type Ctx, refOf, type Text } from '#kernel'
import type { Column, Columns } from './columns.ts'
import { codesOf } from './columns.ts'
import { type AnyRegister, registerKind, type Stored } from './define.ts'
import { placeNames } from './names.ts'
import type { Row } from './schema.ts'
import type { RawRow } from './store.ts'

/** A stored value as JSON has it, in clear. */
export function valueOf(ctx: Ctx, column: Column, raw: unknown): unknown {
  if (raw === null || raw === undefined) return null
  if (raw instanceof Date) return raw.toISOString()
  if (column.kind === 'secret') return ctx.secrets.decrypt(raw as string)
  if (column.kind === 'point' && typeof raw === 'string') return JSON.parse(raw)
  return raw
}

/** The same as everybody may see it. */
export function shownOf(ctx: Ctx, column: Column, raw: unknown): unknown {
  const value = valueOf(ctx, column, raw)
  return column.mask && typeof value === 'string' ? maskAs(column.mask, value) : value
}

/** What a row is called. */
export function labelOf(ctx: Ctx, register: AnyRegister, raw: unknown): string {
  const column = (register.columns as Columns)[register.label] as Column
  const value = shownOf(ctx, column, raw)
  if (value === null) return '—'
  const title = column.codes && codesOf(column.codes, ctx.house)[value as string]
  return title ? title[ctx.locale] : String(value)
}

export const storedOf = (ctx: Ctx, register: AnyRegister, row: RawRow): Stored => ({
  id: row.id,
  version: row.version,
  removedAt: row.removed_at?.toISOString() ?? null,
  values: Object.fromEntries(
    Object.entries(register.columns as Columns).map(([name, column]) => [name, valueOf(ctx, column, row[name])]),
  ),
})

/** Rows for reading: masked, with the titles of what they refer to. Places are looked up once for the whole list. */
export async function rowsOf(ctx: Ctx, register: AnyRegister, rows: readonly RawRow[], shown: readonly string[]): Promise<Row[]> {
  const columns = register.columns as Columns
  const places = await placesOf(ctx, columns, shown, rows)
  return rows.map((row) => {
    const titles: Record<string, Text> = {}
    for (const name of shown) {
      const title = titleOf(ctx, columns[name] as Column, row, name, places)
      if (title) titles[name] = title
    }
    return {
      id: row.id,
      version: row.version,
      label: labelOf(ctx, register, row[register.label]),
      values: Object.fromEntries(shown.map((name) => [name, shownOf(ctx, columns[name] as Column, row[name])])),
      titles,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      removedAt: row.removed_at?.toISOString() ?? null,
    }
  })
}

const PLACES = ['area', 'organisation'] as const
type Places = Record<(typeof PLACES)[number], Map<string, { name: Text }>>

async function placesOf(ctx: Ctx, columns: Columns, shown: readonly string[], rows: readonly RawRow[]): Promise<Places> {
  const places: Places = { area: new Map(), organisation: new Map() }
  for (const kind of PLACES) {
    const names = shown.filter((name) => columns[name]?.kind === kind)
    const paths = names.flatMap((name) => rows.map((row) => row[name])).filter((path) => typeof path === 'string')
    places[kind] = await placeNames(ctx, kind, paths)
  }
  return places
}

function titleOf(ctx: Ctx, column: Column, row: RawRow, name: string, places: Places): Text | undefined {
  const raw = row[name]
  if (raw === null || raw === undefined) return undefined
  if (column.kind === 'area' || column.kind === 'organisation') return places[column.kind].get(raw as string)?.name
  if (column.kind === 'choice' && column.codes) return codesOf(column.codes, ctx.house)[raw as string]
  const title = row[`${name}$title`]
  if (!column.to || title === null || title === undefined) return undefined
  const label = labelOf(ctx, ctx.house.get(registerKind, column.to), title)
  return { zh: label, en: label }
}

export const refFor = (register: AnyRegister, id: string) => refOf(register.id, id)
