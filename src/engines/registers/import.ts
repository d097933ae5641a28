import { actorName, record } from '#engines/audit'
import { openTable } from '#engines/documents'
import { type Ctx, DomainError, newId, ticker, type UploadPart } from '#kernel'
import { type AnyRegister, mayImport } from './define.ts'
import {
  cutOff,
  fileGone,
  fileTooLarge,
  importedBefore,
  noFile,
  notRunnable,
  notStoppable,
  oneFile,
  stalled,
  underWay,
} from './errors-import.ts'
import { checkImport } from './import-check.ts'
import { none, seen, seesAll } from './import-seen.ts'
import { mappingOf, putMapping, settleHeader } from './import-mapping.ts'
import { problemOf } from './import-pass.ts'
import { runImport } from './import-run.ts'
import { content, discard, receive, type Spooled, spooledBefore, TooLong } from './import-spool.ts'
import type { Import, ImportMapping, ImportPage, NewMapping } from './schema.ts'
import * as store from './store-import.ts'

const GB = 1024 ** 3
export const MOST_BYTES = 4 * GB
const KEPT_DAYS = 30
const DAY = 86_400_000

const shareOf = ({ state, bytes, bytes_read, rows_read, rows_total }: store.ImportRow): number => {
  if (state === 'checking') return Math.min(1, bytes_read / Math.max(1, bytes))
  if (state === 'checked' || state === 'refused') return 1
  return rows_total ? rows_read / rows_total : 0
}

const iso = (at: Date | null) => at?.toISOString() ?? null

function shown(ctx: Ctx, row: store.ImportRow): Import {
  const { id, register, state, filename, bytes, kind, encoding, sheet, columns, problem } = row
  return {
    id,
    register,
    state,
    filename,
    bytes: Number(bytes),
    kind,
    encoding,
    sheet,
    by: { id: row.by_id, name: row.by_name },
    mine: row.by_id === ctx.user.id,
    createdAt: row.created_at.toISOString(),
    startedAt: iso(row.started_at),
    finishedAt: iso(row.finished_at),
    keptUntil: row.kept_until.toISOString(),
    columns,
    progress: shareOf(row),
    rows: state === 'checked' ? (row.rows_total ?? 0) : row.rows_read,
    found: { insert: row.found_insert, update: row.found_update, unchanged: row.found_unchanged, faulty: row.found_faulty },
    done: { inserted: row.done_inserted, updated: row.done_updated, unchanged: row.done_unchanged, refused: row.done_refused },
    problem,
  }
}

/** Takes a file in: whole, readable, with columns that fit, and not under way already; then it is checked in the background. */
export async function startImport(ctx: Ctx, register: AnyRegister, parts: AsyncIterable<UploadPart>): Promise<Import> {
  const id = newId()
  try {
    const { spooled, filename, mapping } = await receiveFile(ctx, id, parts).catch((error) => {
      throw received(error)
    })
    const table = await openTable(content(ctx.config, id, spooled.key), { filename })
    const settled = await settleHeader(ctx, register, table, mapping).finally(() => table.close())
    const row: store.NewImport = {
      id,
      register: register.id,
      digest: spooled.digest,
      filename,
      bytes: spooled.bytes,
      kind: table.kind,
      encoding: table.encoding ?? null,
      sheet: table.sheet ?? null,
      spool_key: ctx.secrets.encrypt(spooled.key),
      by_name: actorName(ctx),
      ...settled,
      kept_until: new Date(ctx.now.getTime() + KEPT_DAYS * DAY),
    }
    return await ctx.transact('write', (inner) => enter(inner, register, row))
  } catch (error) {
    await discard(ctx.config, id)
    throw error
  }
}

/** A connection that ends on the way is the sender's to hear of; a full disk is ours. */
function received(error: unknown): unknown {
  if (error instanceof TooLong) return fileTooLarge({ gigabytes: MOST_BYTES / GB })
  if (error instanceof DomainError || /^E(NOSPC|IO|ACCES|ROFS|MFILE)/.test((error as { code?: string }).code ?? '')) return error
  return cutOff()
}

interface Received {
  spooled: Spooled
  filename: string
  /** Which columns its titles stand for, as the sender says. */
  mapping?: string | undefined
}

async function receiveFile(ctx: Ctx, id: string, parts: AsyncIterable<UploadPart>): Promise<Received> {
  let found: Received | undefined
  let mapping: string | undefined
  for await (const part of parts) {
    if (part.value !== undefined) {
      if (part.field === 'mapping') mapping = part.value
      continue
    }
    if (found) {
      part.stream.resume()
      throw oneFile()
    }
    const filename = plainName(part.filename)
    found = { spooled: await receive(ctx.config, id, part.stream, MOST_BYTES), filename }
  }
  if (!found) throw noFile()
  return { ...found, mapping }
}

const plainName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 120) || 'table'

async function enter(ctx: Ctx, register: AnyRegister, row: store.NewImport): Promise<Import> {
  const before = register.naturalKey.length === 0 ? await store.sameFile(ctx, register.id, row.digest, ['done']) : undefined
  if (before) throw importedBefore({}, { current: { id: before } })
  if (!(await store.insert(ctx, row))) {
    const current = await store.sameFile(ctx, register.id, row.digest, ['mapping', 'checking', 'checked', 'running'])
    throw underWay({}, { current: { id: current } })
  }
  if (row.state === 'checking') await ctx.enqueue(checkImport, { id: row.id })
  record(ctx, {
    action: 'registers.send-file',
    ref: `registers.import:${row.id}`,
    after: { register: register.id, bytes: row.bytes, digest: row.digest },
  })
  return shown(ctx, (await store.find(ctx, row.id)) as store.ImportRow)
}

export async function listImports(
  ctx: Ctx,
  register: AnyRegister,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<ImportPage> {
  const rows = await store.list(ctx, register.id, { own: !seesAll(ctx, register), before: cursor, limit: limit + 1 })
  const items = rows.slice(0, limit).map((row) => shown(ctx, row))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

export const importById = async (ctx: Ctx, register: AnyRegister, id: string): Promise<Import> =>
  shown(ctx, await seen(ctx, register, id))

/** The file's columns and what they may be for. It shows values of the file, so only whoever sent it sees it. */
export async function importMapping(ctx: Ctx, register: AnyRegister, id: string): Promise<ImportMapping> {
  const row = await ctx.transact('read', (inner) => seen(inner, register, id))
  if (row.by_id !== ctx.user.id) throw none(ctx)
  return mappingOf(ctx, register, row)
}

export async function mapImport(ctx: Ctx, register: AnyRegister, id: string, said: NewMapping): Promise<Import> {
  await putMapping(ctx, register, await seen(ctx, register, id), said)
  return importById(ctx, register, id)
}

/** Writes what was found good. It works with the rights of whoever starts it. */
export async function startRun(ctx: Ctx, register: AnyRegister, id: string): Promise<Import> {
  const row = await seen(ctx, register, id)
  if (row.spool_key === null) throw fileGone()
  if (!(await store.start(ctx, id))) throw notRunnable({}, { current: shown(ctx, row) })
  await ctx.enqueue(runImport, { id })
  record(ctx, { action: 'registers.start-import', ref: `registers.import:${id}`, after: { register: register.id } })
  return importById(ctx, register, id)
}

/** Rows written so far stay; it can be started again from there. */
export async function stopImport(ctx: Ctx, register: AnyRegister, id: string): Promise<Import> {
  await seen(ctx, register, id)
  if (!(await store.end(ctx, id, 'stopped', ['mapping', 'checking', 'checked', 'running']))) throw notStoppable()
  record(ctx, { action: 'registers.stop-import', ref: `registers.import:${id}`, after: { register: register.id } })
  return importById(ctx, register, id)
}

const STALLED_MS = 3_600_000

/** Passes whose worker died for good are told so; files go at the end of their time, and those that no row ever named. */
export const sweepImports = ticker({
  id: 'registers.sweep-imports',
  everySeconds: 600,
  tx: 'none',
  run: async (ctx) => {
    const since = new Date(ctx.now.getTime() - STALLED_MS)
    for (const id of await ctx.transact('read', (inner) => store.stalled(inner, since)))
      await ctx.transact('write', (inner) => store.end(inner, id, 'stopped', ['checking', 'running'], problemOf(stalled())))
    for (const id of await ctx.transact('write', (inner) => store.forget(inner))) await discard(ctx.config, id)
    const old = await spooledBefore(ctx.config, new Date(Date.now() - DAY))
    const needed = await ctx.transact('read', (inner) => store.needed(inner, old))
    for (const id of old) if (!needed.has(id)) await discard(ctx.config, id)
  },
})
