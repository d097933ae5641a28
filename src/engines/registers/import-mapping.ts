import { createHash } from 'node:crypto'
import { record } from '#engines/audit'
import type { Table } from '#engines/documents'
import { type Ctx, DomainError } from '#kernel'
import type { AnyRegister } from './define.ts'
import { fileGone, mappingUnfit, notMappable } from './errors-import.ts'
import { checkImport } from './import-check.ts'
import { fitHeader, type HeaderColumn, missingIn, plainTitle, refuseMisfit } from './import-header.ts'
import { openFile, problemOf } from './import-pass.ts'
import { chosen, proposalsFor } from './import-proposals.ts'
import type { Import, ImportMapping, NewMapping } from './schema.ts'
import type { ImportRow } from './store-import.ts'
import * as store from './store-mapping.ts'

const SAMPLED = 20
const SHOWN = 3
const PLAUSIBLE = 0.6

/** The titles as one word: the same in another spelling of spaces and asterisks. */
const headerKey = (header: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(header.map((title) => plainTitle(title.slice(0, 200)))))
    .digest('hex')

export interface Settled {
  columns: HeaderColumn[]
  state: 'mapping' | 'checking'
  problem: Import['problem']
}

/** What a caller says of the titles: by place (`["name", null]`) or by title (`{"企业名称": "name"}`, the others as they are known). */
function asSaid(register: AnyRegister, header: readonly string[], text: string): (string | null)[] {
  const known = fitHeader(register, header).columns.map(({ column }) => column)
  const said: unknown = parsed(text)
  const ofTitle = (title: string, at: number): unknown => {
    if (Array.isArray(said)) return said[at] ?? null
    return Object.hasOwn(said as object, title) ? (said as Record<string, unknown>)[title] : known[at]
  }
  return header.map((title, at) => {
    const column = ofTitle(title, at)
    if (column !== null && typeof column !== 'string') throw mappingUnfit({ what: title })
    return column
  })
}

function parsed(text: string): object {
  try {
    const said: unknown = JSON.parse(text)
    if (typeof said === 'object' && said !== null) return said
  } catch {
    // Said below.
  }
  throw mappingUnfit({ what: text.slice(0, 60) })
}

function mapped(ctx: Ctx, register: AnyRegister, titles: readonly string[], names: readonly (string | null)[]): HeaderColumn[] {
  const isColumn = (name: string) => Object.hasOwn(register.columns, name) && !register.columns[name].computed
  const unknown = names.find((name) => name !== null && !isColumn(name))
  if (unknown || names.length !== titles.length) throw mappingUnfit({ what: unknown ?? String(names.length) })
  const twice = names.filter((name, at) => name !== null && names.indexOf(name) !== at) as string[]
  const columns = titles.map((title, at) => ({ title: title.slice(0, 200), column: names[at] ?? null }))
  refuseMisfit(register, { columns, twice, missing: missingIn(register, columns) }, ctx.locale)
  return columns
}

/**
 * What a file's titles stand for: what the caller says; else what somebody said of such a file before; else by name and title.
 * Where that leaves a required column open and the file has columns nobody knows, the import waits to be told.
 */
export async function settleHeader(ctx: Ctx, register: AnyRegister, table: Table, said: string | undefined): Promise<Settled> {
  const { header } = table
  const found = (columns: HeaderColumn[]): Settled => ({ columns, state: 'checking', problem: null })
  if (said !== undefined) return found(mapped(ctx, register, header, asSaid(register, header, said)))
  const before = await ctx.transact('read', (inner) => store.recall(inner, register.id, headerKey(header)))
  if (before) {
    // The register may have other columns by now.
    const kept = attempt(() => found(mapped(ctx, register, header, before)))
    if (!(kept instanceof DomainError)) return kept
  }
  const fit = fitHeader(register, header)
  const refusal = attempt(() => refuseMisfit(register, fit, ctx.locale))
  if (!(refusal instanceof DomainError)) return found(fit.columns)
  if (fit.twice.length > 0 || !(await isPlausible(ctx, register, table, fit.columns))) throw refusal
  return { columns: fit.columns, state: 'mapping', problem: problemOf(refusal) }
}

function attempt<T>(work: () => T): T | DomainError {
  try {
    return work()
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
}

/** Something of the file is this register's, and something is left that may be the rest. */
async function isPlausible(ctx: Ctx, register: AnyRegister, table: Table, columns: readonly HeaderColumn[]): Promise<boolean> {
  if (columns.every(({ column, title }) => column !== null || title.trim() === '')) return false
  if (columns.some(({ column }) => column !== null)) return true
  const samples = await samplesOf(table)
  return columns.some(({ title }, at) =>
    proposalsFor(ctx.house, register, title, samples(at)).some(({ likeness }) => likeness >= PLAUSIBLE),
  )
}

async function samplesOf(table: Table): Promise<(column: number) => string[]> {
  for await (const batch of table.batches) {
    const rows = batch.slice(0, SAMPLED)
    return (at) => rows.map(({ cells }) => cells[at]?.trim() ?? '').filter((cell) => cell !== '')
  }
  return () => []
}

/** The file's titles with their first values, and what each may be for. */
export async function mappingOf(ctx: Ctx, register: AnyRegister, row: ImportRow): Promise<ImportMapping> {
  if (row.spool_key === null) throw fileGone()
  const table = await openFile(ctx, row)
  try {
    const samples = await samplesOf(table)
    const proposals = row.columns.map(({ title }, at) => proposalsFor(ctx.house, register, title, samples(at)))
    const proposed = chosen(
      row.columns.map(({ column }) => column),
      proposals,
    )
    return {
      columns: row.columns.map(({ title, column }, at) => ({
        title,
        column,
        proposed: proposed[at] ?? null,
        proposals: proposals[at] ?? [],
        samples: samples(at)
          .slice(0, SHOWN)
          .map((cell) => cell.slice(0, 40)),
      })),
    }
  } finally {
    await table.close()
  }
}

/** The clerk has said which columns they are: it is checked anew with them. */
export async function putMapping(ctx: Ctx, register: AnyRegister, row: ImportRow, said: NewMapping): Promise<void> {
  const titles = row.columns.map(({ title }) => title)
  const columns = mapped(ctx, register, titles, said.columns)
  if (!(await store.remap(ctx, row.id, columns))) throw notMappable()
  if (said.remember) await store.remember(ctx, register.id, headerKey(titles), said.columns)
  await ctx.enqueue(checkImport, { id: row.id })
  record(ctx, { action: 'registers.map-file', ref: `registers.import:${row.id}`, after: { register: register.id, columns } })
}
