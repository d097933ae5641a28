import { DomainError } from '#kernel'
import pg from 'pg'
import { PartnerFault } from './partner.ts'
import type { ItemType, SourceTable, Tls } from './schema.ts'

/** What is needed to open a department's database; the address was looked up and allowed already. */
export interface Access {
  address: string
  host: string
  port: number
  database: string
  login: string
  password: string
  tls: Tls
  timeoutMs: number
  /** The district's zone: what a timestamp without one means. */
  zone: string
}

export interface ForeignColumn {
  /** In the source. */
  from: string
  fromType: string
  /** Here. */
  name: string
  type: ItemType
}

export type TextRow = Record<string, string | null>

const id = pg.escapeIdentifier
const lit = pg.escapeLiteral
const asIs: pg.CustomTypesConfig = { getTypeParser: (() => (text: string) => text) as never }

const kinds: [RegExp, ItemType | null][] = [
  [/^(smallint|integer|bigint)$/, 'integer'],
  [/^(numeric(\(.*\))?|real|double precision|money)$/, 'decimal'],
  [/^boolean$/, 'boolean'],
  [/^date$/, 'date'],
  [/^timestamp(\(\d\))? with(out)? time zone$/, 'instant'],
  [/^jsonb?$/, 'json'],
  [/^(bytea|geometry.*|geography.*|raster|tsvector|tsquery|oid|xid8?|cid|tid|regclass)$/, null],
]
/** What a column of the source becomes here. */
export const itemTypeOf = (type: string): ItemType | null => {
  const known = kinds.find(([pattern]) => pattern.test(type))
  return known ? known[1] : 'text'
}

/** Of the table, never of what it is called in the answer: ordering by a name alone would order by its text. */
const at = (column: string) => `s.${id(column)}`
const fromTable = (table: string) => `from ${table.split('.').map(id).join('.')} s`

/** Every value as text in one form, so that both sides can be held against each other. */
function asText({ from, fromType, type }: Pick<ForeignColumn, 'from' | 'fromType' | 'type'>, zone: string): string {
  const column = at(from)
  if (type === 'instant' && /with time zone/.test(fromType))
    return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  if (type === 'instant')
    return `to_char((${column} at time zone ${lit(zone)}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  if (type === 'boolean') return `(${column})::boolean::text`
  if (fromType === 'money') return `(${column})::numeric::text`
  return `${column}::text`
}

const tables = `select n.nspname || '.' || c.relname as name, case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind,
  obj_description(c.oid, 'pg_class') as about, case when c.reltuples < 0 then null else c.reltuples::bigint end as rows,
  has_table_privilege(c.oid, 'insert, update, delete') as writable,
  coalesce((select json_agg(a.attname order by k.ord) from pg_index i, unnest(i.indkey) with ordinality k(num, ord), pg_attribute a
    where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.num), '[]'::json) as key,
  (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
      'about', col_description(c.oid, a.attnum), 'required', a.attnotnull) order by a.attnum)
    from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      and has_column_privilege(c.oid, a.attnum, 'select')) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and n.nspname !~ '\\.' and c.relname !~ '\\.' and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
  order by 1 limit 1000`

interface TableRow {
  name: string
  kind: 'table' | 'view'
  about: string | null
  rows: string | null
  writable: string
  key: string
  columns: string | null
}

/** One reading connection: nothing can be written by it, nothing waits for ever, and everything it reads is of one moment. */
export class ForeignSession {
  readonly #client: pg.Client
  readonly #zone: string
  server = ''
  /** Which database this is, whatever name it was reached by; null when the server does not tell. */
  identity: string | null = null

  constructor(client: pg.Client, zone: string) {
    this.#client = client
    this.#zone = zone
  }

  async #rows<T>(text: string): Promise<T[]> {
    return (await this.#client.query(text)).rows as T[]
  }

  async begin(timeoutMs: number): Promise<void> {
    await this.#client.query(`set default_transaction_read_only = on; set statement_timeout = ${Math.trunc(timeoutMs)};
      set lock_timeout = 2000; set idle_in_transaction_session_timeout = 120000; set timezone = 'UTC'; set datestyle = 'ISO, YMD';
      set extra_float_digits = 1; set client_encoding = 'UTF8'`)
    const [found] = await this.#rows<{ server: string }>(`select current_setting('server_version') as server`)
    this.server = `PostgreSQL ${found?.server ?? ''}`.trim()
    this.identity = await this.#rows<{ who: string }>(whoAmI).then(
      ([row]) => row?.who ?? null,
      () => null,
    )
    await this.#client.query('begin transaction isolation level repeatable read read only')
  }

  /** Tables and views the login may read, with their columns. */
  async tables(): Promise<{ items: SourceTable[]; canWrite: boolean }> {
    const rows = await this.#rows<TableRow>(tables)
    const items = rows.map(({ writable: _, rows: count, key, columns, ...row }) => ({
      ...row,
      rows: count === null ? null : Number(count),
      key: JSON.parse(key) as string[],
      columns: (JSON.parse(columns ?? '[]') as Omit<SourceTable['columns'][number], 'as'>[]).map((column) => ({
        ...column,
        as: itemTypeOf(column.type),
      })),
    }))
    return { items, canWrite: rows.some(({ writable }) => writable === 't') }
  }

  async count(table: string): Promise<number> {
    const [row] = await this.#rows<{ n: string }>(`select count(*) as n ${fromTable(table)}`)
    return Number(row?.n ?? 0)
  }

  async greatest(table: string, column: string): Promise<string | null> {
    const [row] = await this.#rows<{ top: string | null }>(`select max(${at(column)})::text as top ${fromTable(table)}`)
    return row?.top ?? null
  }

  async first(table: string, columns: readonly ForeignColumn[], limit: number): Promise<TextRow[]> {
    return this.#rows(`select ${this.#fields(columns)} ${fromTable(table)} limit ${Math.trunc(limit)}`)
  }

  #fields(columns: readonly ForeignColumn[]): string {
    return columns.map((column) => `${asText(column, this.#zone)} as ${id(column.name)}`).join(', ')
  }

  /**
   * All rows in batches, by a cursor of the server over one snapshot: behind `key` in the order of the keys, or from `since`
   * on in the order of the column that grows.
   */
  async *each(
    table: string,
    columns: readonly ForeignColumn[],
    place: { keys: readonly string[]; behind?: readonly string[] | undefined; grows?: string; since?: string | undefined },
    size: number,
  ): AsyncGenerator<{ rows: TextRow[]; behind: string[]; top: string | null }> {
    const { keys, behind, grows, since } = place
    const where = grows
      ? since === undefined
        ? ''
        : `where ${at(grows)} >= ${lit(since)}`
      : behind
        ? `where (${keys.map(at).join(', ')}) > (${behind.map(lit).join(', ')})`
        : ''
    const order = [...(grows ? [grows] : []), ...keys].map(at).join(', ')
    const marks = [
      ...keys.map((key, position) => `${at(key)}::text as ${id(`_key${position}`)}`),
      `${grows ? `${at(grows)}::text` : 'null'} as "_top"`,
    ]
    await this.#client.query(
      `declare taken no scroll cursor for select ${this.#fields(columns)}, ${marks.join(', ')} ${fromTable(table)} ${where} order by ${order}`,
    )
    try {
      for (;;) {
        const found = await this.#rows<TextRow>(`fetch ${Math.trunc(size)} from taken`)
        const last = found.at(-1)
        if (!last) return
        yield {
          rows: found.map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null]))),
          behind: keys.map((_, position) => last[`_key${position}`] ?? ''),
          top: last['_top'] ?? null,
        }
        if (found.length < size) return
      }
    } finally {
      await this.#client.query('close taken').catch(() => undefined)
    }
  }
}

/** The cluster's own number and the database's name: the same for every address it is reached by. */
export const whoAmI = `select system_identifier::text || '/' || current_database() as who from pg_control_system()`

/** Opens, reads, closes; whatever goes wrong on the way is a fault of the partner with its kind. */
export async function withForeign<T>(access: Access, run: (session: ForeignSession) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    host: access.address,
    port: access.port,
    database: access.database,
    user: access.login,
    password: access.password,
    connectionTimeoutMillis: access.timeoutMs,
    query_timeout: access.timeoutMs + 5000,
    application_name: 'district-catalog',
    types: asIs,
    ssl:
      access.tls === 'off'
        ? false
        : { rejectUnauthorized: access.tls === 'verify', ...(access.host !== access.address && { servername: access.host }) },
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const session = new ForeignSession(client, access.zone)
    await session.begin(access.timeoutMs)
    return await run(session)
  } catch (error) {
    throw foreignFault(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const refusals = new Set(['28000', '28P01', '3D000', '42501', '53300'])
const shape = new Set(['42P01', '42703', '42883', '42804', '22P02'])

/** Says what went wrong without a word of the password; errors of our own pass by. */
export function foreignFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof PartnerFault || error instanceof DomainError) return error
  const { code = '', message, routine } = error as Error & { code?: string; routine?: string }
  if (code === '57014' || code === '55P03' || /timeout/i.test(message)) return new PartnerFault('slow', message)
  if (refusals.has(code)) return new PartnerFault('status', `${code} ${message}`)
  if (shape.has(code)) return new PartnerFault('wrong', `${code} ${message}`)
  if (/^(ECONN|EHOST|ENET|EAI_|ENOTFOUND|EPIPE)/.test(code) || /SSL|certificate|self.signed/i.test(message))
    return new PartnerFault(code === 'ECONNRESET' || code === 'EPIPE' ? 'half' : 'unreachable', `${code} ${message}`.trim())
  if (/terminat|Connection ended|not queryable/i.test(message) || /^(57P|08)/.test(code)) return new PartnerFault('half', message)
  return routine || /^[0-9A-Z]{5}$/.test(code) ? new PartnerFault('status', `${code} ${message}`) : error
}
