import { type RawBuilder, sql } from 'kysely'
import { copyCell, copyIn, copyLine, type Ctx, visible, wordsOf } from '#kernel'
import type { Columns } from './columns.ts'
import type { AnyRegister } from './define.ts'
import { castOf, cellsOf, indexed, indexPurpose, piecesOf } from './pieces.ts'
import { type DetailRow, type RawRow, rights, wholeRow } from './store.ts'

export interface Draft {
  id: string
  values: Record<string, unknown>
}

const searched = new WeakMap<AnyRegister, string[]>()
function vectorOf(register: AnyRegister, values: Record<string, unknown>): string {
  const names =
    searched.get(register) ??
    Object.entries(register.columns as Columns)
      .filter(([, { search }]) => search)
      .map(([name]) => name)
  searched.set(register, names)
  return wordsOf(names.map((name) => values[name]).filter((value) => typeof value === 'string'))
}

/** Rows as one array per stored column, so that a batch of any size is one statement with a fixed number of parameters. */
function columnsOf(ctx: Ctx, register: AnyRegister, drafts: readonly Draft[]) {
  const { stored } = piecesOf(register)
  const rows = drafts.map(({ values }) => cellsOf(register, values, ctx.secrets))
  const arrays = stored.map((_, at) => rows.map((cells) => cells[at] ?? null))
  const all = [drafts.map(({ id }) => id), drafts.map(({ values }) => vectorOf(register, values)), ...arrays]
  const names = ['id', 'search', ...stored.map((_, at) => `c${at}`)]
  return {
    from: sql`unnest(${sql.join(all.map((array) => sql`${array}::text[]`))}) as u(${sql.raw(names.join(', '))})`,
    names: stored.map(({ name }) => name),
    casts: stored.map(({ cast }, at) => cast(`u.c${at}`)),
  }
}

const quoted = (names: readonly string[]) => sql.raw(names.map((name) => `"${name}"`).join(', '))

/** From so many rows on `COPY` is the cheaper way in. */
export const MANY = 50
/** So many rows of a piece that the database works on them while the next are made ready; larger texts would wait long to be swept up. */
const PIECE = 50

/**
 * Puts new rows in, all or none: false when one of them is there already by some unique key. What the statement did until
 * then is to be undone by the caller.
 */
export async function copyMany(ctx: Ctx, register: AnyRegister, drafts: readonly Draft[]): Promise<boolean> {
  const columns = ['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by', 'search']
  const { stored } = piecesOf(register)
  try {
    const all = [...columns, ...stored.map(({ name }) => name)]
    await copyIn(ctx.db, { table: register.table, columns: all }, linesOf(ctx, register, drafts))
    return true
  } catch (error) {
    if (/^23(505|P01)$/.test((error as { code?: string }).code ?? '')) return false
    throw error
  }
}

function* linesOf(ctx: Ctx, register: AnyRegister, drafts: readonly Draft[]): Generator<string> {
  const now = ctx.now.toISOString()
  const system = ['1', now, ctx.user.id, now, ctx.user.id].map(copyCell).join('\t')
  let piece = ''
  for (let at = 0; at < drafts.length; at++) {
    const { id, values } = drafts[at] as Draft
    const cells = cellsOf(register, values, ctx.secrets)
    cells.unshift(vectorOf(register, values))
    piece += `${id}\t${system}\t${copyLine(cells)}`
    if (at % PIECE !== PIECE - 1) continue
    yield piece
    piece = ''
  }
  yield piece
}

/** Answers which were put in; the others are there already by some unique key. */
export async function insertMany(ctx: Ctx, register: AnyRegister, drafts: readonly Draft[]): Promise<Set<string>> {
  const { from, names, casts } = columnsOf(ctx, register, drafts)
  const { rows } = await sql<{
    id: string
  }>`insert into ${sql.table(register.table)} (id, version, created_at, created_by, updated_at, updated_by, search, ${quoted(names)})
    select u.id::uuid, 1, ${ctx.now}::timestamptz, ${ctx.user.id}::text, ${ctx.now}::timestamptz, ${ctx.user.id}::text, u.search::tsvector, ${sql.raw(casts.join(', '))}
    from ${from} on conflict do nothing returning id`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}

export type WrittenRow = DetailRow & { _seen: boolean }

/**
 * One new row, what the history tells of it, and the row as it is read back, in one statement. Undefined when it is there
 * already by some unique key; nothing is told then.
 */
export async function insertOne(
  ctx: Ctx,
  register: AnyRegister,
  { id, values }: Draft,
  telling: RawBuilder<unknown>,
): Promise<WrittenRow | undefined> {
  const { stored, select } = piecesOf(register)
  const texts = [id, vectorOf(register, values), ...cellsOf(register, values, ctx.secrets)]
  const names = ['id', 'search', ...stored.map((_, at) => `c${at}`)]
  const casts = stored.map(({ cast }, at) => cast(`u.c${at}`)).join(', ')
  const { rows } = await sql<WrittenRow>`with put as (
      insert into ${sql.table(register.table)} (id, version, created_at, created_by, updated_at, updated_by, search, ${quoted(stored.map(({ name }) => name))})
      select u.id::uuid, 1, w.at, w.by, w.at, w.by, u.search::tsvector, ${sql.raw(casts)}
      from (values (${sql.join(texts.map((text) => sql`${text}::text`))})) as u(${sql.raw(names.join(', '))}),
        (values (${ctx.now}::timestamptz, ${ctx.user.id}::text)) as w(at, by)
      on conflict do nothing returning *),
    told as (${telling})
    select ${wholeRow(ctx, register)} from (select ${sql.raw(select)}, ${rights(ctx, register)},
      coalesce(${visible(ctx, register.type, 't')}, false) as _seen from put t) p`.execute(ctx.db)
  return rows[0]
}

/** Whole rows anew, each one version further. The rows are locked by the caller. */
export async function updateMany(ctx: Ctx, register: AnyRegister, drafts: readonly Draft[]): Promise<void> {
  const { from, names, casts } = columnsOf(ctx, register, drafts)
  const sets = names.map((name, at) => `"${name}" = ${casts[at]}`).join(', ')
  await sql`update ${sql.table(register.table)} t set version = t.version + 1, updated_at = ${ctx.now}::timestamptz, updated_by = ${ctx.user.id}::text,
      search = u.search::tsvector, ${sql.raw(sets)} from ${from} where t.id = u.id::uuid`.execute(ctx.db)
}

/** Put away, not deleted: it can come back, and its history stays readable. */
export async function putAway(ctx: Ctx, register: AnyRegister, id: string, removed: boolean): Promise<void> {
  await sql`update ${sql.table(register.table)} set version = version + 1, updated_at = ${ctx.now}::timestamptz, updated_by = ${ctx.user.id}::text,
      removed_at = ${removed ? ctx.now : null}::timestamptz where id = ${id}::uuid`.execute(ctx.db)
}

/** Of these rows, those that lie where the writer may not write. */
export async function outOfReach(ctx: Ctx, register: AnyRegister, ids: readonly string[]): Promise<string[]> {
  if (ctx.user.kind === 'system') return []
  const { rows } = await sql<{
    id: string
  }>`select t.id from ${sql.table(register.table)} t where t.id = any(${[...ids]}::text[]::uuid[])
    and not coalesce(${visible(ctx, register.type, 't')} and ${visible(ctx, register.editing, 't')}, false)`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** A place to come back to inside the transaction. */
export const mark = async (ctx: Ctx): Promise<void> => void (await sql`savepoint registers_batch`.execute(ctx.db))
export const undo = async (ctx: Ctx): Promise<void> => void (await sql`rollback to savepoint registers_batch`.execute(ctx.db))
export const release = async (ctx: Ctx): Promise<void> => void (await sql`release savepoint registers_batch`.execute(ctx.db))

/** A dry run reads only, and locks nothing. */
const locking = (ctx: Ctx, how: 'for update of t' | 'for key share of t') => sql.raw(ctx.mode === 'write' ? how : '')

export type KeyedRow = DetailRow & { _at: number; _mine: boolean }

/** Rows not removed that bear these natural keys, locked; `_at` is the key's place in the list. */
export async function byNaturalKey(
  ctx: Ctx,
  register: AnyRegister,
  keys: readonly Record<string, unknown>[],
): Promise<KeyedRow[]> {
  const columns = register.columns as Columns
  const arrays = register.naturalKey.map((name) =>
    keys.map((key) =>
      columns[name]?.kind === 'secret'
        ? ctx.secrets.blindIndex(indexPurpose(register, name), indexed(String(key[name])))
        : String(key[name]),
    ),
  )
  const same = register.naturalKey.map((name, at) => {
    const { kind } = columns[name] as Columns[string]
    const [before, after] = castOf(kind)
    return `t."${kind === 'secret' ? `${name}_index` : name}" = ${before}u.k${at}${after}`
  })
  // Lateral: each key goes by the index, however little the planner knows of a table that is just being filled.
  const { rows } = await sql<KeyedRow>`select r.*, u.at::int - 1 as _at
    from unnest(${sql.join(arrays.map((array) => sql`${array}::text[]`))}) with ordinality as u(${sql.raw(same.map((_, at) => `k${at}`).join(', '))}, at)
    cross join lateral (select ${sql.raw(piecesOf(register).select)},
        coalesce(${visible(ctx, register.type, 't')} and ${visible(ctx, register.editing, 't')}, false) as _mine
      from ${sql.table(register.table)} t where ${sql.raw(same.join(' and '))} and t.removed_at is null limit 1 ${locking(ctx, 'for update of t')}) r`.execute(
    ctx.db,
  )
  return rows
}

/** Rows of a register by id, or by the text of its one-column natural key; kept from being removed until this transaction ends. */
export async function hold(ctx: Ctx, register: AnyRegister, texts: readonly string[]): Promise<{ text: string; id: string }[]> {
  const ids = texts.filter((text) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text))
  const found = await held(ctx, register, sql`t.id = any(${ids}::text[]::uuid[])`, sql`t.id::text`)
  const known = new Set(found.map(({ text }) => text))
  const rest = texts.filter((text) => !known.has(text.toLowerCase()))
  const [key] = register.naturalKey
  if (rest.length === 0 || register.naturalKey.length !== 1 || key === undefined) return found
  if (register.columns[key].kind === 'secret') {
    const tokens = new Map(rest.map((text) => [ctx.secrets.blindIndex(indexPurpose(register, key), indexed(text)), text]))
    const at = sql.ref(`t.${key}_index`)
    const rows = await held(ctx, register, sql`${at} = any(${[...tokens.keys()]}::text[])`, at)
    return [...found, ...rows.map(({ text, id }) => ({ id, text: tokens.get(text) as string }))]
  }
  const at = sql.ref(`t.${key}`)
  return [...found, ...(await held(ctx, register, sql`${at}::text = any(${rest}::text[])`, sql`${at}::text`))]
}

async function held(ctx: Ctx, register: AnyRegister, where: ReturnType<typeof sql>, text: ReturnType<typeof sql>) {
  const { rows } = await sql<{ text: string; id: string }>`select ${text} as text, t.id from ${sql.table(register.table)} t
    where ${where} and t.removed_at is null and ${visible(ctx, register.type, 't')} ${locking(ctx, 'for key share of t')}`.execute(
    ctx.db,
  )
  return rows
}

/** Of these rows, those that reach themselves by following `name`. */
export async function circles(ctx: Ctx, register: AnyRegister, name: string, ids: readonly string[]): Promise<string[]> {
  const next = sql.ref(`t.${name}`)
  const { rows } = await sql<{ id: string }>`with recursive walk(start, at) as (
      select t.id, ${next} from ${sql.table(register.table)} t where t.id = any(${[...ids]}::text[]::uuid[]) and ${next} is not null
      union select walk.start, ${next} from walk join ${sql.table(register.table)} t on t.id = walk.at where ${next} is not null and walk.at <> walk.start
    ) select distinct start as id from walk where at = start`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

/** Rows that no words were kept of, written by a migration: some at a time, by id. */
export async function withoutWords(ctx: Ctx, register: AnyRegister, after: string | null, limit: number): Promise<RawRow[]> {
  const { rows } = await sql<RawRow>`select ${sql.raw(piecesOf(register).select)} from ${sql.table(register.table)} t
    where t.search is null and (${after}::uuid is null or t.id > ${after}::uuid) order by t.id limit ${limit}`.execute(ctx.db)
  return rows
}

export async function giveWords(ctx: Ctx, register: AnyRegister, drafts: readonly Draft[]): Promise<void> {
  await sql`update ${sql.table(register.table)} t set search = u.words::tsvector
    from unnest(${drafts.map(({ id }) => id)}::text[], ${drafts.map(({ values }) => vectorOf(register, values))}::text[]) as u(id, words)
    where t.id = u.id::uuid`.execute(ctx.db)
}
