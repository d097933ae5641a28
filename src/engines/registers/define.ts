import {
  byArea,
  byCapability,
  byOrganisation,
  type Ctx,
  defineKind,
  type FieldFault,
  type House,
  type Kind,
  type ProtectedType,
  type Text,
  type Visible,
} from '#kernel'
import type { Catalogued } from './catalogued.ts'
import type { Columns, Values } from './columns.ts'

/** One row as modules' rules see it: every value in clear, secrets too. */
export interface Stored<C extends Columns = Columns> {
  id: string
  version: number
  values: Values<C>
  removedAt: string | null
}

/** What happened to one row: made (`before` null), changed, removed (`after` null) or restored. */
export interface Change<C extends Columns = Columns> {
  before: Stored<C> | null
  after: Stored<C> | null
}

export interface MapOptions {
  /** The point column. */
  column: string
  title?: Text
  minZoom?: number
  /** Columns that go with each feature; default: those of the list. Masked ones stay masked. */
  columns?: readonly string[]
}

export interface RegisterOptions<C extends Columns> {
  /** `<module>.<name>`; its address is `/api/<module>/<name>`, its refs `<module>.<name>:<id>`. */
  id: `${string}.${string}`
  title: Text
  /** What stands in it and who keeps it, in a sentence. */
  about: Text
  /** Default: `<module>.<name>` with underscores. */
  table?: string
  /** What makes two rows the same thing: imports find the row to change by it. Unique among rows not removed. */
  naturalKey?: readonly (keyof C & string)[]
  /** What a row is called in lists, references and histories. Default: the first text column. */
  label?: keyof C & string
  columns: C
  may: { read: string; edit: string; import?: string; export?: string; unmask?: string }
  /** Permissions this register declares itself, when its module does not. */
  permissions?: Readonly<Record<string, Text>>
  /** Rights reach as far as these columns: a grant over a town or unit reads and edits the rows of that town or unit. */
  within?: { area?: keyof C & string; organisation?: keyof C & string }
  /** More ways in which a row is seen. Without `within` and `visible`, whoever may read sees all. */
  visible?: readonly Visible[]
  /** More ways in which a row may be edited by whoever sees it. Without `within` and `editable`: by whoever may edit. */
  editable?: readonly Visible[]
  list?: { columns?: readonly (keyof C & string)[]; sort?: string }
  map?: MapOptions
  /** Never more than some ten thousand rows: no index is demanded for its filters and sorts. */
  small?: boolean
  retention: Text
  legalBasis: Text
  /**
   * Fills in what a new row leaves blank and the others tell: the area of a place, the unit of whoever writes. Called once per
   * batch, before the rules are asked; in the dry run of an import too.
   */
  complete?: (ctx: Ctx, rows: readonly { -readonly [K in keyof C]?: Values<C>[K] }[]) => Promise<void>
  /** Rules between the columns of one row; `path` names the column. */
  validate?: (values: Values<C>) => readonly FieldFault[]
  /** After the rows are written, in the same transaction: the module's own consequences. May refuse by throwing. */
  onChange?: (ctx: Ctx, changes: readonly Change<C>[]) => Promise<void>
  catalogue?: Catalogued
}

/** A ledger 台账, ready to be read by every engine that serves it. */
export interface Register<C extends Columns = Columns> extends Omit<RegisterOptions<C>, 'list'> {
  readonly module: string
  readonly name: string
  readonly path: string
  readonly table: string
  readonly naturalKey: readonly string[]
  readonly label: string
  readonly columns: C
  readonly list: { columns: readonly string[]; sort: string }
  readonly type: ProtectedType
  /** Who may edit a row, or see it in clear; both only among the rows they see. Used like `type`. */
  readonly editing: ProtectedType
  readonly unmasking: ProtectedType
}
// biome-ignore lint/suspicious/noExplicitAny: a register of whatever columns; hooks are contravariant in them
export type AnyRegister = Register<any>

/** Columns every register's table has besides its own. */
export const systemColumns = {
  id: 'uuid',
  version: 'integer',
  created_at: 'timestamp with time zone',
  created_by: 'text',
  updated_at: 'timestamp with time zone',
  updated_by: 'text',
  removed_at: 'timestamp with time zone',
  search: 'tsvector',
} as const

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const TABLE = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/
/** Addresses under a register that are not ids of rows. */
const TAKEN = ['shape', 'views', 'imports', 'export', 'lookup', 'bulk', 'places']
const COLUMNS_SHOWN = 7

/**
 * A ledger as one value. It gives an API, list, search, filters, detail, history, editing with conflict detection,
 * import, export, a map layer, a catalogue entry and the audit. The table is made by the module's migration;
 * `npm run cli -- registers sql <id>` writes it for you. See docs/REGISTERS.md.
 */
export function defineRegister<const C extends Columns>(options: RegisterOptions<C>): Register<C> {
  const { id, columns, may, within, visible = [], editable = [], list = {}, naturalKey = [], ...rest } = options
  const [module = '', name = ''] = id.split('.')
  const table = options.table ?? id.replaceAll('-', '_')
  const names = Object.keys(columns)
  const complaints = complaintsAbout(options, table)
  if (complaints.length > 0) throw new Error(`The register "${id}" cannot be:\n  ${complaints.join('\n  ')}`)
  const label = options.label ?? names.find((column) => columns[column]?.kind === 'text') ?? (names[0] as string)
  const ways = (capability: string, more: readonly Visible[]): Visible[] => [
    ...(within?.area ? [byArea(capability, within.area)] : []),
    ...(within?.organisation ? [byOrganisation(capability, within.organisation)] : []),
    ...(!within && more.length === 0 ? [byCapability(capability)] : more),
  ]
  return {
    ...rest,
    id,
    module,
    name,
    path: `/api/${module}/${name}`,
    table,
    naturalKey,
    label,
    columns,
    may,
    ...(within && { within }),
    list: { columns: list.columns ?? shownAtFirst(columns), sort: list.sort ?? '-id' },
    type: { type: id, table, key: 'id', visible: ways(may.read, visible) },
    editing: { type: id, table, key: 'id', visible: ways(may.edit, editable) },
    unmasking: { type: id, table, key: 'id', visible: may.unmask ? ways(may.unmask, []) : [] },
  }
}

const shownAtFirst = (columns: Columns): string[] =>
  Object.entries(columns)
    .filter(([, { wide, kind }]) => !wide && kind !== 'point')
    .map(([name]) => name)
    .slice(0, COLUMNS_SHOWN)

function complaintsAbout(options: RegisterOptions<any>, table: string): string[] {
  const { id, columns, naturalKey = [], label, list, map, within, may } = options
  const names = Object.keys(columns)
  const known = (column: string | undefined, where: string) =>
    column === undefined || Object.hasOwn(columns, column) ? [] : [`${where} names "${column}", which is no column`]
  const sort = list?.sort?.replace(/^-/, '')
  return [
    ...(ID.test(id) ? [] : ['its id must read module.name in kebab-case']),
    ...(TAKEN.includes(id.split('.')[1] ?? '') ? ['that name is taken'] : []),
    ...(TABLE.test(table) ? [] : [`"${table}" is no name of a table with its schema`]),
    ...(names.length === 0 ? ['it has no columns'] : []),
    ...names.flatMap((name) => columnComplaints(name, options)),
    ...naturalKey.flatMap((column: string) => known(column, 'naturalKey')),
    ...naturalKey
      .filter((column: string) => columns[column]?.required === false)
      .map((column: string) => `"${column}" is part of the natural key and must be required`),
    ...naturalKey
      .filter((column: string) => columns[column]?.kind === 'point')
      .map((column: string) => `"${column}" is a place and cannot be part of the natural key`),
    ...known(label, 'label'),
    ...(label && !['text', 'choice'].includes(columns[label]?.kind) ? ['its label must be a text or a choice'] : []),
    ...(list?.columns ?? []).flatMap((column: string) => known(column, 'list.columns')),
    ...(sort === undefined || sort === 'id' || columns[sort]?.sort
      ? []
      : [`list.sort "${sort}" is not a column with sort: true`]),
    ...known(map?.column, 'map'),
    ...(map && columns[map.column] && columns[map.column].kind !== 'point' ? ['its map needs a point column'] : []),
    ...(map?.columns ?? []).flatMap((column: string) => known(column, 'map.columns')),
    ...known(within?.area as string, 'within.area'),
    ...known(within?.organisation as string, 'within.organisation'),
    ...(!may.unmask && names.some((name) => columns[name].mask) ? ['it masks columns, so it needs may.unmask'] : []),
  ]
}

function columnComplaints(name: string, { columns }: RegisterOptions<any>): string[] {
  const { mask, search, sort, kind, filter, required, computed } = columns[name]
  return [
    ...(computed && required ? [`"${name}" is computed: nobody can be required to fill it in`] : []),
    ...(NAME.test(name) && name.length <= 50 ? [] : [`"${name}" is no name of a column (snake_case)`]),
    ...(name in systemColumns || name.endsWith('_sealed') || name.endsWith('_index')
      ? [`"${name}" is a name every register uses itself`]
      : []),
    ...(mask && (search || sort || filter === 'prefix')
      ? [`"${name}" is sealed: searching, sorting or prefixes would give it away; filter: true finds it by its whole value`]
      : []),
    ...(search && kind !== 'text' ? [`"${name}" is not text and cannot be searched`] : []),
    ...(filter === 'prefix' && kind !== 'text' ? [`"${name}" is not text and has no prefix`] : []),
    ...(sort && ['point', 'secret', 'reference'].includes(kind) ? [`"${name}" has no order to sort by`] : []),
  ]
}

/** All ledgers of the house. */
export const registerKind: Kind<AnyRegister> = defineKind<AnyRegister>({
  name: 'register',
  keyOf: ({ id }) => id,
  check: (house) => [
    ...house
      .entries(registerKind)
      .filter(({ value, owner }) => value.module !== owner)
      .map(({ key, owner }) => `"${key}" is declared by module "${owner}"`),
    ...house.all(registerKind).flatMap((register) => dangling(house, register)),
  ],
})

const dangling = (house: House, register: AnyRegister): string[] =>
  referencesOf(register)
    .filter(({ to }) => !house.find(registerKind, to))
    .map(({ column, to }) => `"${register.id}" refers by "${column}" to "${to}", which nobody declares`)

export const referencesOf = (register: AnyRegister): { column: string; to: string }[] =>
  Object.entries(register.columns as Columns).flatMap(([column, { to }]) => (to ? [{ column, to }] : []))

/** Columns that the register's own rules fill in. */
export const computedOf = (register: AnyRegister): string[] =>
  Object.entries(register.columns as Columns)
    .filter(([, { computed }]) => computed)
    .map(([name]) => name)
/** Columns shown shortened. */
export const maskedOf = (register: AnyRegister): string[] =>
  Object.entries(register.columns as Columns)
    .filter(([, { mask }]) => mask)
    .map(([name]) => name)
/** Columns whose values stay out of history and audit in clear. */
export const personalOf = (register: AnyRegister): string[] =>
  Object.entries(register.columns as Columns)
    .filter(([, { personal }]) => personal)
    .map(([name]) => name)

export const mayImport = ({ may }: AnyRegister): string => may.import ?? may.edit
export const mayExport = ({ may }: AnyRegister): string => may.export ?? may.read
