import type { Column, Columns } from './columns.ts'
import { type AnyRegister, referencesOf } from './define.ts'
import { waysOf } from './filters.ts'

/** An index that a register's filters and sorts stand on. */
export interface WantedIndex {
  /** The columns it must begin with, in order. */
  columns: readonly string[]
  method: 'btree' | 'gist' | 'gin'
  unique?: boolean
  /** `like 'x%'` needs an operator class of its own. */
  pattern?: boolean
  /** Written for a new table, not demanded of one that is there. */
  offered?: boolean
  why: string
}

/** Names of the stored columns with the types they may have. */
export function storedTypes(register: AnyRegister): Map<string, readonly string[]> {
  return new Map(
    Object.entries(register.columns as Columns).flatMap(([name, { kind, types }]): [string, readonly string[]][] =>
      kind === 'secret'
        ? [
            [`${name}_sealed`, ['text']],
            [`${name}_index`, ['text']],
          ]
        : [[name, types]],
    ),
  )
}

/** Which indexes the declaration asks for. A small register is read whole as quickly as by an index. */
export function wantedIndexes(register: AnyRegister): WantedIndex[] {
  const { naturalKey, small } = register
  const columns = Object.entries(register.columns as Columns)
  const storedName = (name: string) => (register.columns[name].kind === 'secret' ? `${name}_index` : name)
  const key: WantedIndex[] =
    naturalKey.length > 0 ? [{ columns: naturalKey.map(storedName), method: 'btree', unique: true, why: 'naturalKey' }] : []
  if (small) return key
  const references = referencesOf(register).map(
    ({ column }): WantedIndex => ({ columns: [column], method: 'btree', why: `"${column}" refers to another register` }),
  )
  const words: WantedIndex[] = columns.some(([, { search }]) => search)
    ? [{ columns: ['search'], method: 'gin', why: 'search: true' }]
    : []
  const all = [...key, ...columns.flatMap(([name, column]) => indexesOf(name, column)), ...references, ...words]
  return all.filter((one, at) => !all.some((other, place) => place !== at && covers(other, one, place < at)))
}

/** An index that begins with the same columns serves as well; of two alike the first stays. */
const covers = (other: WantedIndex, one: WantedIndex, first: boolean): boolean =>
  !one.unique &&
  other.method === one.method &&
  (other.pattern ?? false) === (one.pattern ?? false) &&
  one.columns.every((column, at) => other.columns[at] === column) &&
  (other.columns.length > one.columns.length || first)

function indexesOf(name: string, column: Column): WantedIndex[] {
  const ways = waysOf(column)
  const why = `"${name}" has filter`
  const sorts: WantedIndex[] = column.sort ? [{ columns: [name, 'id'], method: 'btree', why: `"${name}" has sort` }] : []
  if (column.kind === 'secret') return ways.length > 0 ? [{ columns: [`${name}_index`], method: 'btree', why }] : []
  const placed: WantedIndex[] = ways.includes('under')
    ? [{ columns: [name, 'id'], method: 'btree', offered: true, why: `"${name}" narrows lists` }]
    : []
  if (ways.includes('under') || ways.includes('within')) return [...sorts, { columns: [name], method: 'gist', why }, ...placed]
  return [
    ...sorts,
    ...(ways.length > 0 && !column.sort && !ways.includes('prefix') ? [{ columns: [name], method: 'btree', why } as const] : []),
    ...(ways.includes('prefix')
      ? [{ columns: [name], method: 'btree', pattern: true, why: `"${name}" has filter: 'prefix'` } as const]
      : []),
  ]
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

function indexSql(register: AnyRegister, { columns, method, unique, pattern }: WantedIndex): string {
  const [, table = ''] = register.table.split('.')
  const name = [table, ...columns, ...(pattern && !unique ? ['prefix'] : []), ...(unique ? ['key'] : [])].join('_').slice(0, 60)
  const on = columns.map((column) => (pattern ? `${column} text_pattern_ops` : column)).join(', ')
  return `create ${unique ? 'unique ' : ''}index ${name} on ${register.table} ${method === 'btree' ? '' : `using ${method} `}(${on})${unique ? ' where removed_at is null' : ''};`
}

/** A key of one text finds beginnings too, if it compares byte by byte: equality is the same, and one index does for two. */
function writtenIndexes(register: AnyRegister): WantedIndex[] {
  const wanted = wantedIndexes(register)
  const prefix = wanted.find(
    ({ pattern, columns }) => pattern && wanted.some((key) => key.unique && key.columns.join() === columns.join()),
  )
  if (!prefix) return wanted
  return wanted
    .filter((index) => index !== prefix)
    .map((index) => (index.unique && index.columns.join() === prefix.columns.join() ? { ...index, pattern: true } : index))
}

/** The statements that make a register's table, for its module's migration. */
export function tableSql(register: AnyRegister): string {
  const columns = register.columns as Columns
  const own = [...storedTypes(register)].map(([name, types]) => {
    const column = columns[name] ?? columns[name.replace(/_(sealed|index)$/, '')]
    const type =
      types[0] === 'geometry' ? 'geometry(Point, 4326)' : types[0] === 'timestamp with time zone' ? 'timestamptz' : types[0]
    return `  ${name} ${type}${column?.required ? ' not null' : ''}`
  })
  const lines = [
    '  id uuid primary key',
    '  version integer not null default 1',
    '  created_at timestamptz not null',
    '  created_by text not null',
    '  updated_at timestamptz not null',
    '  updated_by text not null',
    '  removed_at timestamptz',
    '  search tsvector',
    ...own,
  ]
  const comment = `${register.title.zh}. retention: ${register.retention.en}; legal basis: ${register.legalBasis.en}`
  return [
    `create table ${register.table} (\n${lines.join(',\n')}\n);`,
    ...writtenIndexes(register).map((index) => indexSql(register, index)),
    `comment on table ${register.table} is ${literal(comment)};`,
    '',
  ].join('\n')
}
