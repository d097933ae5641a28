import type { House, Text } from '#kernel'
import { type ZodType, z } from 'zod'
import * as cells from './cells.ts'
import type { Fault, Parsed } from './cells.ts'
import type { MaskKind } from './mask.ts'

export const COLUMN_KINDS = [
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'instant',
  'choice',
  'reference',
  'area',
  'organisation',
  'point',
  'secret',
] as const
export type ColumnKind = (typeof COLUMN_KINDS)[number]

/** Codes with their titles; a function when the district's settings hold them. */
export type Codes = Readonly<Record<string, Text>> | ((house: House) => Readonly<Record<string, Text>>)

export interface ColumnOptions<T> {
  title: Text
  /** What a person needs to know to fill it in. */
  hint?: Text
  required?: boolean
  /** Worked out by the module's own rules: nobody types it in, forms, files and the API leave it alone. */
  computed?: boolean
  unit?: string
  /** A rule of its own: the fault's words, or nothing when all is well. */
  check?: (value: T) => Text | undefined
  /** Stands in a new row that says nothing, and where a cell of a file is blank: files may then leave a required column out. */
  usual?: T
  /** About a person though not secret: sealed in the history, hidden in the audit. What must not lie open is a `secret`. */
  personal?: boolean
  /** Found by the words of the search box. */
  search?: boolean
  /** Can be filtered by; the table needs an index that begins with it. `prefix` adds "begins with", for text. */
  filter?: boolean | 'prefix'
  /** Can be sorted by; the table needs an index (column, id). */
  sort?: boolean
  /** Takes the whole width of a form; text of several lines. */
  wide?: boolean
  /** The standard of this field: `GB 32100-2015`. */
  standard?: string
}

export interface Column<T = any, R extends boolean = boolean> {
  readonly kind: ColumnKind
  readonly title: Text
  readonly hint?: Text
  readonly required: R
  readonly computed: boolean
  readonly unit?: string
  readonly usual?: T
  readonly maxLength?: number
  readonly pattern?: RegExp
  readonly digits?: number
  readonly codes?: Codes
  /** Id of the register a reference points into. */
  readonly to?: string
  readonly mask?: MaskKind
  readonly personal: boolean
  readonly search: boolean
  readonly filter: boolean | 'prefix'
  readonly sort: boolean
  readonly wide: boolean
  readonly standard?: string
  /** Types the table may give it; the first is what `registers sql` writes. */
  readonly types: readonly string[]
  /** Its value in JSON. */
  readonly json: ZodType
  /** The text of a cell: its value, or what is wrong with it. Names of places, units and rows stay text until `resolve`. */
  readonly parse: (cell: string | null, house: House) => Parsed<T>
  /** What is wrong with a value of the right JSON type. */
  readonly faultIn: (value: T, house: House) => Fault | undefined
  readonly value?: T
}
export type Columns = Readonly<Record<string, Column>>

type IsRequired<O> = O extends { required: true } ? true : false
type Made<T, O> = Column<T, IsRequired<O>>

interface Making<T> {
  kind: ColumnKind
  types: readonly string[]
  json: ZodType
  parse: (text: string, house: House) => Parsed<T>
  faultIn?: (value: T, house: House) => Fault | undefined
  more?: Partial<Column<T>>
}

function make<T, O extends ColumnOptions<T>>(options: O, { parse, faultIn, more, ...making }: Making<T>): Made<T, O> {
  const { check, required = false, personal = making.kind === 'secret', ...rest } = options
  const { search = false, filter = false, sort = false, wide = false, computed = false } = options
  const wrong = (value: T, house: House): Fault | undefined => {
    const fault = faultIn?.(value, house)
    if (fault) return fault
    const text = check?.(value)
    return text && { code: 'check', text }
  }
  const column: Column<T> = {
    ...rest,
    ...making,
    ...more,
    required,
    computed,
    personal,
    search,
    filter,
    sort,
    wide,
    faultIn: wrong,
    parse: (cell, house) => {
      const text = cell?.trim() ?? ''
      if (text === '') return { value: null }
      const parsed = parse(text, house)
      if (parsed.fault || parsed.value === null) return parsed
      const fault = wrong(parsed.value, house)
      return fault ? { fault } : parsed
    },
  }
  return column as Made<T, O>
}

interface TextOptions {
  maxLength?: number
  pattern?: RegExp
}
const LINE = 200
const PARAGRAPH = 4000

function textual<O extends ColumnOptions<string> & TextOptions>(options: O, kind: 'text' | 'secret'): Made<string, O> {
  const maxLength = options.maxLength ?? (options.wide ? PARAGRAPH : LINE)
  const { pattern, ...rest } = options
  const faultIn = (value: string) => cells.textFault(value, maxLength, pattern)
  return make<string, O>(rest as unknown as O, {
    kind,
    types: ['text'],
    json: z.string().max(maxLength),
    parse: (cell) => ({ value: cell }),
    faultIn,
    more: { maxLength, ...(pattern && { pattern }) },
  })
}

/** Free text, names, numbers of papers. One line of 200 characters unless `wide` or `maxLength` say otherwise. */
export const text = <const O extends ColumnOptions<string> & TextOptions>(options: O) => textual(options, 'text')

/**
 * What nobody may read in passing: persons' names, identity numbers, telephones, home addresses. Sealed at rest, found by
 * its whole value only (`filter: true`), shown masked, in clear after `unmask` with a purpose.
 */
export const secret = <const O extends ColumnOptions<string> & TextOptions & { mask: MaskKind }>(options: O) =>
  textual(options, 'secret')

export const integer = <const O extends ColumnOptions<number> & { min?: number; max?: number }>(options: O) => {
  const { min, max, ...rest } = options
  return make<number, O>(rest as unknown as O, {
    kind: 'integer',
    types: ['bigint', 'integer', 'smallint'],
    json: z.int(),
    parse: cells.integerOf,
    faultIn: (value) => cells.numberFault(value, min, max, 0),
  })
}

/** A number with up to `digits` decimals (2 unless said), exact to fifteen digits. */
export const decimal = <const O extends ColumnOptions<number> & { min?: number; max?: number; digits?: number }>(options: O) => {
  const { min, max, digits = 2, ...rest } = options
  return make<number, O>(rest as unknown as O, {
    kind: 'decimal',
    types: ['numeric', 'double precision'],
    json: z.number(),
    parse: cells.decimalOf,
    faultIn: (value) => cells.numberFault(value, min, max, digits),
    more: { digits },
  })
}

export const boolean = <const O extends ColumnOptions<boolean>>(options: O) =>
  make<boolean, O>(options, { kind: 'boolean', types: ['boolean'], json: z.boolean(), parse: cells.booleanOf })

/** A day, `2026-03-04`. */
export const date = <const O extends ColumnOptions<string>>(options: O) =>
  make<string, O>(options, {
    kind: 'date',
    types: ['date'],
    json: z.string().max(10),
    parse: cells.dateOf,
    faultIn: cells.dateFault,
  })

/** A moment, ISO 8601 in UTC; in files it reads in the district's zone. */
export const instant = <const O extends ColumnOptions<string>>(options: O) =>
  make<string, O>(options, {
    kind: 'instant',
    types: ['timestamp with time zone'],
    json: z.string().max(40),
    parse: cells.instantOf,
    faultIn: cells.instantFault,
  })

type CodeOf<O> = O extends { codes: (house: House) => unknown }
  ? string
  : O extends { codes: infer C }
    ? `${Extract<keyof C, string | number>}`
    : string

/** One of the declared codes. In files a title does as well as its code. */
export const choice = <const O extends ColumnOptions<string> & { codes: Codes }>(options: O): Column<CodeOf<O>, IsRequired<O>> =>
  make<string, O>(options, {
    kind: 'choice',
    types: ['text'],
    json: z.string().max(100),
    parse: (cell, house) => cells.codeOf(cell, codesOf(options.codes, house)),
    faultIn: (value, house) => cells.codeFault(value, codesOf(options.codes, house)),
    more: { codes: options.codes },
  }) as unknown as Column<CodeOf<O>, IsRequired<O>>

/** A row of another register (or of its own), by the register's id. In files: its natural key. */
export const reference = <const O extends ColumnOptions<string> & { to: string }>(options: O) =>
  make<string, O>(options, {
    kind: 'reference',
    types: ['uuid'],
    json: z.string().max(200),
    parse: (cell) => ({ value: cell }),
    more: { to: options.to },
  })

/** An administrative area (ltree path of codes). In files: its code or its name. */
export const area = <const O extends ColumnOptions<string>>(options: O) =>
  make<string, O>(options, { kind: 'area', types: ['ltree'], json: z.string().max(250), parse: (cell) => ({ value: cell }) })

/** A unit of the tree of organisations (ltree path). In files: its code, path or name. */
export const organisation = <const O extends ColumnOptions<string>>(options: O) =>
  make<string, O>(options, {
    kind: 'organisation',
    types: ['ltree'],
    json: z.string().max(250),
    parse: (cell) => ({ value: cell }),
  })

export interface Point {
  lon: number
  lat: number
}
/** WGS-84 degrees. In files: `121.1105,31.1452`. */
export const point = <const O extends ColumnOptions<Point>>(options: O) =>
  make<Point, O>(options, {
    kind: 'point',
    types: ['geometry'],
    json: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }),
    parse: cells.pointOf,
  })

/** Must be there in a file or a form: nothing stands in for it. */
export const mustBeGiven = ({ required, usual }: Column): boolean => required && usual === undefined

const fromSettings = new WeakMap<House, Map<Codes, Readonly<Record<string, Text>>>>()
/** A choice's codes; those from settings are asked for once per house. */
export function codesOf(codes: Codes, house: House): Readonly<Record<string, Text>> {
  if (typeof codes !== 'function') return codes
  const known = fromSettings.get(house) ?? new Map<Codes, Readonly<Record<string, Text>>>()
  fromSettings.set(house, known)
  const made = known.get(codes) ?? codes(house)
  known.set(codes, made)
  return made
}

type RequiredKeys<C extends Columns> = { [K in keyof C]: C[K] extends Column<any, true> ? K : never }[keyof C]
type ValueOf<K> = K extends Column<infer T, any> ? T : never

/** A row's values as they stand in the register. */
export type Values<C extends Columns = Columns> = {
  [K in keyof C]: C[K] extends Column<infer T, infer R> ? (R extends true ? T : T | null) : never
}
/** What a new row needs: the required columns, and any of the others. */
export type NewValues<C extends Columns = Columns> = { [K in RequiredKeys<C>]: ValueOf<C[K]> } & {
  [K in Exclude<keyof C, RequiredKeys<C>>]?: ValueOf<C[K]> | null
}
export type Patch<C extends Columns = Columns> = Partial<Values<C>>
