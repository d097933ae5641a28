import {
  type Expr,
  type From,
  parse,
  type SelectStatement,
  type SelectFromStatement,
  astVisitor,
  toSql,
  type Statement,
} from 'pgsql-ast-parser'
import { sqlError } from './envelope.ts'

/**
 * A caller's SELECT, let through part by part: it is parsed, only what stands on these lists may occur, table names are
 * replaced by the real ones, and what runs is printed from the tree and never from the caller's text.
 */
const MOST_LETTERS = 10_000
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/

const functions = new Set(
  (
    'count sum avg min max stddev variance array_agg string_agg bool_and bool_or abs ceil ceiling floor round trunc sqrt power mod sign greatest least ' +
    'length char_length lower upper trim ltrim rtrim btrim substring substr replace split_part left right concat concat_ws starts_with position strpos initcap ' +
    'coalesce nullif date_trunc date_part extract to_char to_date to_timestamp age now row_number rank dense_rank percentile_cont'
  ).split(' '),
)
const binaries = new Set('AND|OR|=|!=|<>|<|>|<=|>=|+|-|*|/|%|||LIKE|NOT LIKE|ILIKE|NOT ILIKE|IN|NOT IN'.split('|').concat('||'))
const unaries = new Set(['NOT', '-', '+', 'IS NULL', 'IS NOT NULL', 'IS TRUE', 'IS FALSE', 'IS NOT TRUE', 'IS NOT FALSE'])
const types = new Set(
  'text varchar int integer bigint smallint int4 int8 numeric decimal float float8 double precision real date timestamp timestamptz time boolean bool interval'.split(
    ' ',
  ),
)
const expressions = new Set<string>([
  'ref',
  'integer',
  'numeric',
  'string',
  'boolean',
  'null',
  'list',
  'binary',
  'unary',
  'call',
  'cast',
  'case',
  'ternary',
  'extract',
  'substring',
  'constant',
  'keyword',
])
const besides = new Set(['table', 'INNER JOIN', 'LEFT JOIN'])
const clauses = new Set(['type', 'columns', 'from', 'where', 'groupBy', 'having', 'orderBy', 'limit', 'distinct', '_location'])

export interface AllowedSql {
  /** Printed anew from the checked tree. */
  statement: string
  tables: string[]
}

/** The tables of a query, or why it is refused; nothing is looked up yet. */
export function tablesOf(text: string): string[] {
  const names = new Set<string>()
  for (const from of selectOf(text).from ?? []) names.add(tableName(from))
  return [...names]
}

/** The query as it may run: `tables` gives for each public resource its real table (schema and name) and its columns. */
export function allow(
  text: string,
  tables: ReadonlyMap<string, { schema: string; name: string; columns: readonly string[] }>,
): AllowedSql {
  const select = selectOf(text)
  for (const name of tablesOf(text)) if (!tables.has(name)) throw sqlError(`Not authorised to read ${name}`)
  const known = new Set((select.from ?? []).flatMap((from) => tables.get(tableName(from))?.columns ?? []))
  const aliases = new Set((select.from ?? []).map((from) => (from.type === 'table' ? (from.name.alias ?? from.name.name) : '')))
  const named = new Set((select.columns ?? []).flatMap(({ alias }) => (alias ? [alias.name] : [])))
  checkExpressions(select, { columns: known, aliases, named })
  const from = (select.from ?? []).map((item): From => {
    const table = tables.get(tableName(item))
    if (!table || item.type !== 'table') throw sqlError('Unknown table')
    return { ...item, name: { ...item.name, schema: table.schema, name: table.name, alias: item.name.alias ?? item.name.name } }
  })
  return { statement: toSql.statement({ ...select, from } as Statement), tables: [...tables.keys()] }
}

function selectOf(text: string): SelectFromStatement {
  if (text.length > MOST_LETTERS) throw sqlError('The query is too long')
  if (/[\0\\]|u&"/i.test(text)) throw sqlError('Escapes are not allowed')
  let statements: Statement[]
  try {
    statements = parse(text)
  } catch (error) {
    throw sqlError(`Query could not be parsed: ${String(error).split('\n')[0]?.slice(0, 200)}`)
  }
  const [statement] = statements
  if (statements.length !== 1 || !statement) throw sqlError('Query is not a single statement.')
  if (statement.type !== 'select') throw sqlError('Query is not a SELECT.')
  const strange = Object.entries(statement).find(([name, value]) => value !== undefined && !clauses.has(name))
  if (strange) throw sqlError(`Not allowed: ${strange[0]}`)
  const select = statement as SelectFromStatement
  if (!select.from?.length) throw sqlError('A table is needed')
  return select
}

function tableName(from: From): string {
  if (from.type !== 'table') throw sqlError('Only tables may stand after FROM')
  if (from.name.schema) throw sqlError('Not authorised to read another schema')
  if (from.name.columnNames || from.lateral) throw sqlError('Not allowed after FROM')
  if (from.join && !['INNER JOIN', 'LEFT JOIN'].includes(from.join.type)) throw sqlError(`Not allowed: ${from.join.type}`)
  if (from.join && !from.join.on && !from.join.using) throw sqlError('A join needs a condition')
  if (!UUID.test(from.name.name)) throw sqlError(`Not authorised to read ${from.name.name}`)
  return from.name.name
}

interface Known {
  columns: ReadonlySet<string>
  aliases: ReadonlySet<string>
  named: ReadonlySet<string>
}

function checkExpressions(select: SelectFromStatement, known: Known): void {
  if ((select.from?.length ?? 0) > 1 && select.from?.slice(1).some(({ join }) => !join))
    throw sqlError('Several tables need a JOIN with a condition')
  if ((select.from?.length ?? 0) > 3) throw sqlError('At most three tables')
  const seen = { nodes: 0 }
  for (const [name, part] of Object.entries(select)) if (name !== 'type') walk(part, known, seen)
}

/** Every object of the tree that calls itself something is on a list; what is not known is refused. */
function walk(part: unknown, known: Known, seen: { nodes: number }): void {
  if (typeof part !== 'object' || part === null) return
  if (Array.isArray(part)) {
    for (const item of part) walk(item, known, seen)
    return
  }
  seen.nodes += 1
  if (seen.nodes > 3000) throw sqlError('The query has too many parts')
  const node = part as Record<string, unknown> & { type?: unknown }
  if (typeof node.type === 'string') {
    if (!expressions.has(node.type) && !besides.has(node.type)) throw sqlError(`Not allowed: ${node.type}`)
    if (expressions.has(node.type)) checkOne(node as unknown as Expr, known)
  }
  for (const [name, value] of Object.entries(node)) if (name !== '_location') walk(value, known, seen)
}

function checkType(type: { name?: string; schema?: string; kind?: string }): void {
  const name = (type.name ?? type.kind ?? '').toLowerCase()
  if (type.schema || type.kind || !types.has(name.split(' ')[0] as string)) throw sqlError(`Type not allowed: ${name}`)
}

function checkOne(expr: Expr, { columns, aliases, named }: Known): void {
  if (expr.type === 'call') {
    if (expr.function.schema || !functions.has(expr.function.name.toLowerCase()))
      throw sqlError(`Not authorised to call function ${expr.function.name}`)
  }
  if (expr.type === 'ref') {
    if (expr.table && (expr.table.schema || !aliases.has(expr.table.name))) throw sqlError(`Unknown table ${expr.table.name}`)
    if (expr.name !== '*' && !columns.has(expr.name) && !(named.has(expr.name) && !expr.table))
      throw sqlError(`Unknown column ${expr.name}`)
  }
  if (expr.type === 'cast') checkType(expr.to)
  if (expr.type === 'constant') checkType(expr.dataType)
  if (expr.type === 'binary' && (!binaries.has(expr.op) || expr.opSchema)) throw sqlError(`Operator not allowed: ${expr.op}`)
  if (expr.type === 'unary' && !unaries.has(expr.op)) throw sqlError(`Operator not allowed: ${expr.op}`)
  if (expr.type === 'keyword' && !['current_date', 'current_timestamp', 'now'].includes(expr.keyword))
    throw sqlError(`Not allowed: ${expr.keyword}`)
}
