import { openTable, type Table } from '#engines/documents'
import { type Ctx, DomainError, fill, type House } from '#kernel'
import { type Outcome, upsertRows } from './batch.ts'
import { resolve } from './checking.ts'
import { type AnyRegister, registerKind } from './define.ts'
import { type FileRow, RowReader } from './import-rows.ts'
import { content } from './import-spool.ts'
import type { Import } from './schema.ts'
import type { Done, FaultRow, ImportRow } from './store-import.ts'

/** One way through an import's file. */
export interface Pass {
  row: ImportRow
  register: AnyRegister
  reader: RowReader
  table: Table
  /** Bytes of the file read so far. */
  bytes: () => number
  /** The check found none of the rows there; until one turns up they are not looked for. */
  allNew: boolean
}

export const registerOf = (house: House, id: string): AnyRegister => house.get(registerKind, id)

export async function openPass(ctx: Ctx, row: ImportRow): Promise<Pass> {
  let bytes = 0
  const register = registerOf(ctx.house, row.register)
  const table = await openFile(ctx, row, (read) => {
    bytes = read
  })
  const reader = new RowReader(ctx.house, register, row.columns)
  const allNew = row.found_update + row.found_unchanged === 0
  return { row, register, reader, table, bytes: () => bytes, allNew }
}

export const openFile = (ctx: Ctx, { id, spool_key, filename }: ImportRow, onBytes?: (bytes: number) => void): Promise<Table> =>
  openTable(content(ctx.config, id, ctx.secrets.decrypt(spool_key as string), onBytes), { filename })

/** Rows of the file in portions of about `size`; the next portion is read while the present one is worked on. */
export const portions = (pass: Pass, size: number, wanted: (at: number) => boolean): AsyncGenerator<FileRow[]> =>
  ahead(read(pass, size, wanted))

async function* read({ reader, table }: Pass, size: number, wanted: (at: number) => boolean): AsyncGenerator<FileRow[]> {
  let portion: FileRow[] = []
  for await (const batch of table.batches) {
    for (const tableRow of batch) {
      // Every row is read, for keys that come again; those before the checkpoint go no further.
      const row = reader.read(tableRow)
      if (wanted(row.at)) portion.push(row)
    }
    if (portion.length < size) continue
    yield portion
    portion = []
  }
  if (portion.length > 0) yield portion
}

async function* ahead<T>(batches: AsyncIterable<T>): AsyncGenerator<T> {
  const source = batches[Symbol.asyncIterator]()
  let next = source.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = source.next()
      // Should nobody come for it any more, its failure is nobody's business.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await source.return?.()
  }
}

/** The rows' good ones go into the register, or would; what is wrong with the others is told them. */
export async function putThrough(ctx: Ctx, pass: Pass, rows: readonly FileRow[], dryRun: boolean): Promise<Done> {
  const { register, row, allNew } = pass
  const known = rows.filter(({ faults }) => faults.length > 0)
  // All that is wrong with a row is told at once, names that are not known too.
  if (known.length > 0) await resolve(ctx, register, known)
  const good = rows.filter(({ faults }) => faults.length === 0)
  const values = good.map((one) => one.values)
  const outcomes = await upsertRows(ctx, register, values, { dryRun, source: row.filename, parsed: true, presumedNew: allNew })
  const done = { inserted: 0, updated: 0, unchanged: 0, refused: known.length }
  for (let at = 0; at < outcomes.length; at++) {
    const { outcome, faults } = outcomes[at] as Outcome
    done[counted[outcome]] += 1
    good[at]?.faults.push(...faults)
  }
  pass.allNew &&= done.updated + done.unchanged === 0
  return done
}
const counted = { added: 'inserted', changed: 'updated', same: 'unchanged', refused: 'refused' } as const

export const faultRow = (reader: RowReader, row: FileRow): FaultRow => ({
  line: row.line,
  faults: row.faults.map((fault) => ({ ...fault, value: reader.shown(row, fault.path) })),
})

/** What the whole file is refused for, as its page tells it. */
export const problemOf = ({ code, text, params }: DomainError): NonNullable<Import['problem']> => ({
  code,
  text: { zh: fill(text.zh, params), en: fill(text.en, params) },
})
