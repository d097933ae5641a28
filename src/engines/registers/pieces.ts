import type { AnyRegister } from './define.ts'
import { type Column, type Columns, type Point } from './columns.ts'

/** SQL of one register, put together once from its declared names, which `defineRegister` has checked letter by letter. */
export interface Pieces {
  /** Everything a row is read by, over the alias `t`. */
  select: string
  /** Per column, so that a list reads only what it shows. */
  columns: Readonly<Record<string, string>>
  /** Stored columns in the order of `cellsOf`, with the casts that make them of text. */
  stored: readonly { name: string; cast: (text: string) => string }[]
  /** Declared columns, in that order. */
  sources: readonly { name: string; kind: Column['kind'] }[]
}

const q = (name: string) => `"${name}"`

const reading: Partial<Record<Column['kind'], (c: string) => string>> = {
  decimal: (c) => `t.${q(c)}::float8 as ${q(c)}`,
  date: (c) => `t.${q(c)}::text as ${q(c)}`,
  area: (c) => `t.${q(c)}::text as ${q(c)}`,
  organisation: (c) => `t.${q(c)}::text as ${q(c)}`,
  secret: (c) => `t.${q(`${c}_sealed`)} as ${q(c)}`,
  point: (c) =>
    `case when t.${q(c)} is null then null else json_build_object('lon', st_x(t.${q(c)}), 'lat', st_y(t.${q(c)})) end as ${q(c)}`,
}

const casts: Partial<Record<Column['kind'], string>> = {
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  reference: 'uuid',
  area: 'ltree',
  organisation: 'ltree',
  point: 'geometry',
}
/** What stands around a text to make it a value of the column's type. */
export function castOf(kind: Column['kind']): readonly [before: string, after: string] {
  const type = casts[kind]
  return type ? ['(', `)::${type}`] : ['', '']
}

export const SYSTEM = 't.id, t.version, t.created_at, t.updated_at, t.removed_at'

const made = new WeakMap<AnyRegister, Pieces>()
export function piecesOf(register: AnyRegister): Pieces {
  const known = made.get(register)
  if (known) return known
  const columns = Object.fromEntries(
    Object.entries(register.columns as Columns).map(([name, { kind }]) => [
      name,
      (reading[kind] ?? ((c: string) => `t.${q(c)}`))(name),
    ]),
  )
  const stored = Object.entries(register.columns as Columns).flatMap(([name, { kind }]) =>
    kind === 'secret'
      ? [`${name}_sealed`, `${name}_index`].map((part) => ({ name: part, cast: (text: string) => text }))
      : [{ name, cast: (text: string) => castOf(kind).join(text) }],
  )
  const sources = Object.entries(register.columns as Columns).map(([name, { kind }]) => ({ name, kind }))
  const pieces = { select: [SYSTEM, ...Object.values(columns)].join(', '), columns, stored, sources }
  made.set(register, pieces)
  return pieces
}

/** The same number written differently is the same: `31010119900307002x` and ` 31010119900307002X`. */
export const indexed = (value: string): string => value.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
export const indexPurpose = (register: AnyRegister, column: string): string => `${register.id}.${column}`

const POINT_4326 = '0101000020E6100000'
const doubles = Buffer.alloc(16)
/** A point as PostGIS reads it fastest: little-endian EWKB in hexadecimal digits. */
function ewkb({ lon, lat }: Point): string {
  doubles.writeDoubleLE(lon, 0)
  doubles.writeDoubleLE(lat, 8)
  return POINT_4326 + doubles.toString('hex')
}

type Sealing = { encrypt: (plain: string) => string; blindIndex: (purpose: string, plain: string) => string }

/** A row's values as texts, in the order of `stored`. */
export function cellsOf(register: AnyRegister, values: Record<string, unknown>, secrets: Sealing): (string | null)[] {
  const cells: (string | null)[] = []
  for (const { name, kind } of piecesOf(register).sources) {
    const value = values[name]
    if (value === null || value === undefined) {
      cells.push(null)
      if (kind === 'secret') cells.push(null)
    } else if (kind === 'secret') {
      const plain = value as string
      cells.push(secrets.encrypt(plain), secrets.blindIndex(indexPurpose(register, name), indexed(plain)))
    } else if (kind === 'point') cells.push(ewkb(value as Point))
    else cells.push(typeof value === 'string' ? value : String(value))
  }
  return cells
}
